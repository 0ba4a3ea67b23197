import type { Command } from './command.ts';

export const migrate: Command = {
  name: 'migrasi',
  usage: '',
  summary: {
    id: 'Menyiapkan atau memutakhirkan basis data',
    en: 'Prepares the database or brings it up to date',
  },
  help: {
    id: 'Aman diulang. Ditolak bila basis data lebih baru daripada program ini. Server sendiri perlu DATABASE_ADMIN_URL.',
    en: 'Safe to repeat. Refused when the database is newer than this program. A server of your own needs DATABASE_ADMIN_URL.',
  },
  run: async (_given, { workshop, terminal }) => {
    const applied = await workshop.upgrade();
    for (const name of applied) terminal.out(name);
    terminal.out(
      applied.length === 0
        ? 'Basis data sudah mutakhir. / The database is up to date.'
        : `${applied.length} perubahan diterapkan. / ${applied.length} migrations applied.`,
    );
    return 0;
  },
};
