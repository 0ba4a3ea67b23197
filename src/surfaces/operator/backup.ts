import { resolve } from 'node:path';
import { checkAudit } from './audit.ts';
import { type Command, only } from './command.ts';

const keysBeside = (folder: string): string => `${folder}-kunci`;

export const backUpTo: Command = {
  name: 'cadangkan',
  usage: 'FOLDER [--kunci FOLDER-KUNCI] [--tabel]',
  summary: {
    id: 'Mencadangkan basis data, berkas dan kunci sambil melayani',
    en: 'Backs up database, files and keys while people are served',
  },
  help: {
    id: 'FOLDER harus baru atau kosong. Kunci disimpan terpisah di FOLDER-kunci (atau --kunci): pindahkan ke tempat lain, sebab siapa yang memegang keduanya dapat membaca semuanya, dan tanpa kunci cadangan tidak berguna. --tabel menyalin baris, bukan berkas PostgreSQL: untuk pindah versi atau server; selalu demikian bila DATABASE_URL terisi.',
    en: 'FOLDER must be new or empty. Keys go apart into FOLDER-kunci (or --kunci): move them elsewhere, since who holds both can read everything, and without keys the backup is useless. --tabel copies rows, not PostgreSQL’s files: for another version or server; always so with DATABASE_URL.',
  },
  options: { kunci: { type: 'string' }, tabel: { type: 'boolean' } },
  run: async (given, { config, workshop, terminal }) => {
    const folder = resolve(only('cadangkan', 'FOLDER', given.files));
    const keysFolder = resolve(given.text('kunci') ?? keysBeside(folder));
    const { kind, files, bytes } = await workshop.backUp({ folder, keysFolder, tables: given.flag('tabel') });
    const size = `${(bytes / 1e6).toFixed(1)} MB`;
    terminal.out(
      `Cadangan selesai: ${folder}, ${files} berkas, ${size} (${kind === 'tables' ? 'tabel' : 'klaster'}). / Backup finished: ${files} files, ${size}.`,
    );
    terminal.out(
      `Kunci ada di ${keysFolder}: pindahkan ke tempat lain yang aman. / The keys are in ${keysFolder}: move them to another safe place.`,
    );
    if (config.s3)
      terminal.err(
        'Berkas warga ada di penyimpanan S3 dan tidak ikut; cadangkan di sana. / Citizens’ files lie in the S3 store and are not included; back them up there.',
      );
    return 0;
  },
};

export const restoreFrom: Command = {
  name: 'pulihkan',
  usage: 'FOLDER [--kunci FOLDER-KUNCI]',
  summary: {
    id: 'Memulihkan cadangan ke tempat kosong lalu memeriksanya',
    en: 'Restores a backup into an empty place and checks it',
  },
  help: {
    id: 'DATA_DIR dan KEYS_DIR harus baru atau kosong (server sendiri: basis data kosong). Setiap berkas dicocokkan dulu dengan sidik jarinya. Sesudahnya basis data dimutakhirkan dan audit diperiksa; kode keluar 1 bila ada temuan.',
    en: 'DATA_DIR and KEYS_DIR must be new or empty (your own server: an empty database). Every file is compared with its digest first. Then the database is brought up to date and the audit checked; exit code 1 when it finds something.',
  },
  options: { kunci: { type: 'string' } },
  run: async (given, bench) => {
    const folder = resolve(only('pulihkan', 'FOLDER', given.files));
    const keysFolder = resolve(given.text('kunci') ?? keysBeside(folder));
    const { madeAt, version } = await bench.workshop.restore({ folder, keysFolder });
    await bench.workshop.upgrade();
    bench.terminal.out(
      `Dipulihkan: cadangan ${madeAt} dari versi ${version}. / Restored: the backup of ${madeAt} by version ${version}.`,
    );
    return checkAudit.run(given, bench);
  },
};
