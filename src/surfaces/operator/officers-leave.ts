import { endEverybodysSessions, OPERATOR } from '../../capabilities/accounts/index.ts';
import { type Command, type Given, OperatorTrouble } from './command.ts';
import { worksOnce } from './officers.ts';
import type { Rooms } from './workshop.ts';

const USERNAME = { pengguna: { type: 'string' } } as const;

/** A lost phone or password: the officer proves at nothing but the operator's eyes who he is. */
export const recoverOfficer: Command = {
  name: 'petugas pulihkan',
  usage: '--pengguna NAMA.PENGGUNA',
  summary: {
    id: 'Kata sandi lupa atau ponsel hilang: mencetak alamat pendaftaran baru',
    en: 'A forgotten password or a lost phone: prints a new address to enrol at',
  },
  help: {
    id: 'Kata sandi dan aplikasi pengaman yang lama langsung tidak berlaku, dan ia keluar dari semua tempat. Pastikan dulu bahwa ini orangnya, lalu serahkan alamatnya langsung; sekali pakai, 3 hari.',
    en: 'The former password and authenticator are void at once, and he is logged out everywhere. Make sure that it is the person, then hand the address over; it works once, for 3 days.',
  },
  options: USERNAME,
  run: async (given, { config, workshop, terminal }) => {
    const invited = await workshop.withRooms(async (rooms) =>
      rooms.accounts.recoverOfficer(OPERATOR, (await officerOf(rooms, given)).id),
    );
    terminal.out(`${config.publicUrl}/kantor/undangan/${invited.token}`);
    terminal.out(worksOnce(invited.until, 'WIB'));
    return 0;
  },
};

export const officerLeaves: Command = {
  name: 'petugas berhenti',
  usage: '--pengguna NAMA.PENGGUNA',
  summary: {
    id: 'Menutup akun petugas yang berhenti atau pindah; semua sesinya berakhir',
    en: 'Closes the account of an officer who leaves; all his sessions end',
  },
  help: {
    id: 'Tidak dapat dibuka lagi, dan nama penggunanya tidak dipakai orang lain: riwayat tetap menyebut siapa yang berbuat.',
    en: 'It can’t be opened again, and nobody else gets the user name: history goes on telling who did what.',
  },
  options: USERNAME,
  run: async (given, { workshop, terminal }) => {
    const name = await workshop.withRooms(async (rooms) => {
      const officer = await officerOf(rooms, given);
      await rooms.accounts.officerLeaves(OPERATOR, officer.id);
      return officer.name;
    });
    terminal.out(`${name}: akun ditutup / account closed`);
    return 0;
  },
};

export const revokeRole: Command = {
  name: 'petugas cabut',
  usage: '--pengguna NAMA.PENGGUNA --kantor REGION/CODE --peran PERAN',
  summary: { id: 'Mencabut satu peran petugas di satu kantor', en: 'Takes one role at one office from an officer' },
  help: {
    id: 'Berlaku sejak halaman berikutnya yang ia buka. Peran yang lain tetap.',
    en: 'Counts from the next page he opens. Other roles stay.',
  },
  options: { ...USERNAME, kantor: { type: 'string' }, peran: { type: 'string' } },
  run: async (given, { workshop, terminal }) => {
    const [office, role] = [needed(given, 'kantor'), needed(given, 'peran')];
    const name = await workshop.withRooms(async (rooms) => {
      const officer = await officerOf(rooms, given);
      const held = (await rooms.accounts.officers(office.split('/')[0] ?? '')).filter(
        (one) => one.id === officer.id && one.office === office && one.role === role,
      );
      if (held.length === 0)
        throw new OperatorTrouble(
          `--peran: ${officer.name} tidak memegang ${role} di ${office}`,
          `--peran: ${officer.name} does not hold ${role} at ${office}`,
        );
      for (const { roleId } of held) await rooms.accounts.revokeRole(OPERATOR, roleId);
      return officer.name;
    });
    terminal.out(`${name}, ${office}: ${role} dicabut / taken back`);
    return 0;
  },
};

export const endSessions: Command = {
  name: 'sesi akhiri',
  usage: '--pengguna NAMA.PENGGUNA | --semua',
  summary: {
    id: 'Mengeluarkan seorang petugas, atau semua orang, dari semua tempat',
    en: 'Logs an officer, or everybody, out everywhere',
  },
  help: {
    id: 'Berlaku pada halaman berikutnya yang dibuka. --semua juga mengeluarkan warga: pakai bila kuki atau cadangan dicurigai bocor. Akun dan PIN tidak berubah. Seorang warga dikeluarkan di loket dengan kertas PIN baru.',
    en: 'Counts from the next page that is opened. --semua logs citizens out as well: for when cookies or a backup may have leaked. Accounts and PINs stay. One citizen is logged out at a counter, by a new PIN slip.',
  },
  options: { ...USERNAME, semua: { type: 'boolean' } },
  run: async (given, { workshop, terminal }) => {
    const everybody = given.flag('semua');
    if (everybody === (given.text('pengguna') !== undefined))
      throw new OperatorTrouble(
        'sesi akhiri: tulis --pengguna atau --semua, satu saja',
        'write --pengguna or --semua, one of them',
      );
    const ended = await workshop.withRooms(async (rooms) =>
      everybody
        ? rooms.asOwner((owner) => endEverybodysSessions(owner, rooms))
        : rooms.accounts.endSessionsOf(OPERATOR, (await officerOf(rooms, given)).id),
    );
    terminal.out(`${ended} sesi berakhir / sessions ended`);
    return 0;
  },
};

async function officerOf({ accounts }: Rooms, given: Given): Promise<{ readonly id: string; readonly name: string }> {
  const username = needed(given, 'pengguna');
  const officer = await accounts.officerNamed(username);
  if (officer) return officer;
  throw new OperatorTrouble(`--pengguna: ${username} tidak ada`, `--pengguna: there is no ${username}`);
}

function needed(given: Given, name: string): string {
  const text = given.text(name)?.trim() ?? '';
  if (text !== '') return text;
  throw new OperatorTrouble(`--${name} belum ditulis`, `--${name} is missing`);
}
