import { ACCOUNT_WORDS, ADMIN_ROLE, AUDITOR_ROLE, OPERATOR } from '../../capabilities/accounts/index.ts';
import type { World } from '../../engine/index.ts';
import { addDays, isIsoDate, momentOf, sayMoment, type Zone } from '../../kernel/dates.ts';
import { parseNik } from '../../kernel/nik.ts';
import { parseNip } from '../../kernel/nip.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Command, type Given, OperatorTrouble } from './command.ts';

export const addOfficer: Command = {
  name: 'petugas tambah',
  usage:
    '--nama "NAMA" --pengguna NAMA.PENGGUNA --kantor REGION/CODE --peran PERAN[,PERAN] [--nik NIK] [--nip NIP] [--jabatan "JABATAN"]',
  summary: {
    id: 'Menambah petugas dan mencetak alamat pendaftarannya',
    en: 'Adds an officer and prints the address to enrol at',
  },
  help: {
    id: `Alamat itu sekali pakai dan berlaku 3 hari; serahkan langsung kepada orangnya. Peran ada di reference/codes/roles.yaml, ditambah ${ADMIN_ROLE} dan ${AUDITOR_ROLE}. --nik perlu agar petugas tidak memproses urusan keluarganya sendiri. --nip dan --jabatan tercetak di bawah tanda tangannya, misalnya --jabatan "Lurah Kemiri Muka"; tanpa itu jabatan disusun dari peran dan nama kantor.`,
    en: `The address works once, for 3 days; hand it to the person. Roles stand in reference/codes/roles.yaml, besides ${ADMIN_ROLE} and ${AUDITOR_ROLE}. --nik keeps officers from processing their own family’s cases. --nip and --jabatan are printed under the signature, e.g. --jabatan "Lurah Kemiri Muka"; without it the title is made of the role and the office.`,
  },
  options: {
    nama: { type: 'string' },
    pengguna: { type: 'string' },
    kantor: { type: 'string' },
    peran: { type: 'string' },
    nik: { type: 'string' },
    nip: { type: 'string' },
    jabatan: { type: 'string' },
  },
  run: async (given, { config, workshop, terminal }) => {
    const name = needed(given, 'nama');
    const username = needed(given, 'pengguna');
    const office = needed(given, 'kantor');
    const roles = rolesOf(needed(given, 'peran'), workshop.world());
    const nik = nikOf(given.text('nik'));
    const nip = nipOf(given.text('nip'));
    const title = given.text('jabatan')?.trim() || undefined;
    const [invited, zone] = await workshop.withRooms(async ({ accounts, organisations }) => {
      const at = await organisations.findOffice(office);
      if (!at) throw noSuchOffice(office);
      try {
        const one = await accounts.addOfficer(OPERATOR, { username, name, nik, nip });
        for (const role of roles) await accounts.grantRole(OPERATOR, { officer: one.officer, office, role, title });
        return [one, at.zone] as const;
      } catch (error) {
        throw inWords(error);
      }
    });
    terminal.out(`${name} (${username}), ${office}: ${roles.join(', ')}`);
    terminal.out(`${config.publicUrl}/kantor/undangan/${invited.token}`);
    terminal.out(worksOnce(invited.until, zone));
    return 0;
  },
};

/** By the clock on the wall of whoever it is handed to. */
export const worksOnce = (until: Date, zone: Zone): string =>
  `Berlaku sekali, sampai ${sayMoment(until, zone)}. Serahkan langsung kepada orangnya. / Works once, until ${sayMoment(until, zone, 'en')}. Hand it to the person.`;

const GRANT = 'petugas peran';

/** A further role of an officer who is there, for good or as acting holder (Plt, Plh) between two days. */
export const grantRole: Command = {
  name: GRANT,
  usage:
    '--pengguna NAMA.PENGGUNA --kantor REGION/CODE --peran PERAN[,PERAN] [--sebagai plt|plh] [--dari TANGGAL] [--sampai TANGGAL]',
  summary: {
    id: 'Memberi peran kepada petugas, juga sebagai Plt atau Plh sampai tanggal tertentu',
    en: 'Gives an officer a role, also as acting holder (Plt, Plh) until a day',
  },
  help: {
    id: 'Tanggal ditulis seperti 2026-12-31 dan ikut dihitung, menurut jam kantornya. Plt (kursinya kosong) dan Plh (pejabatnya berhalangan) harus punya --sampai. Selama itu ia yang menandatangani, dan suratnya menyebut Plt. atau Plh.',
    en: 'Days are written like 2026-12-31 and count as a whole, by the clock of the office. Plt (the seat is empty) and Plh (its holder is away) need --sampai. Meanwhile that officer signs, and the papers say Plt. or Plh.',
  },
  options: {
    ...{ pengguna: { type: 'string' }, kantor: { type: 'string' }, peran: { type: 'string' } },
    ...{ sebagai: { type: 'string' }, dari: { type: 'string' }, sampai: { type: 'string' } },
  },
  run: async (given, { workshop, terminal }) => {
    const username = needed(given, 'pengguna', GRANT);
    const key = needed(given, 'kantor', GRANT);
    const roles = rolesOf(needed(given, 'peran', GRANT), workshop.world());
    const capacity = capacityOf(given.text('sebagai'));
    const said = await workshop.withRooms(async ({ accounts, organisations }) => {
      const office = await organisations.findOffice(key);
      if (!office) throw noSuchOffice(key);
      const officer = await accounts.officerNamed(username);
      if (!officer)
        throw new OperatorTrouble(`--pengguna: ${username} tidak ada`, `--pengguna: there is no ${username}`);
      const from = dayOf(given.text('dari'), 'dari', office.zone, 'start');
      const until = dayOf(given.text('sampai'), 'sampai', office.zone, 'end');
      try {
        for (const role of roles)
          await accounts.grantRole(OPERATOR, {
            ...{ officer: officer.id, office: key, role, capacity },
            ...(from ? { from } : {}),
            ...(until ? { until } : {}),
          });
      } catch (error) {
        throw inWords(error);
      }
      return officer.name;
    });
    const acting = capacity === 'tetap' ? '' : ` (${capacity}, ${given.text('sampai')})`;
    terminal.out(`${said} (${username}), ${key}: ${roles.join(', ')}${acting}`);
    return 0;
  },
};

function capacityOf(text: string | undefined): 'tetap' | 'plt' | 'plh' {
  if (text === undefined) return 'tetap';
  if (text === 'plt' || text === 'plh') return text;
  throw new OperatorTrouble('--sebagai: tulis plt atau plh', '--sebagai: write plt or plh');
}

/** The first or the last moment of a day at the office. */
function dayOf(text: string | undefined, name: string, zone: Zone, edge: 'start' | 'end'): Date | undefined {
  if (text === undefined) return undefined;
  if (!isIsoDate(text))
    throw new OperatorTrouble(`--${name}: tulis tanggal seperti 2026-12-31`, `--${name}: write a day like 2026-12-31`);
  return momentOf(edge === 'start' ? text : addDays(text, 1), '00:00', zone);
}

function needed(given: Given, name: string, command = 'petugas tambah'): string {
  const text = given.text(name)?.trim() ?? '';
  if (text !== '') return text;
  throw new OperatorTrouble(
    `${command}: --${name} belum ditulis; lihat ${command} --help`,
    `--${name} is missing; see ${command} --help`,
  );
}

function rolesOf(text: string, world: World): readonly string[] {
  const roles = text.split(',').map((role) => role.trim());
  const known = [...(world.codes.roles?.entries ?? []).map((entry) => entry.key), ADMIN_ROLE, AUDITOR_ROLE];
  const unknown = roles.find((role) => !known.includes(role));
  if (unknown === undefined) return [...new Set(roles)];
  const choice = [...new Set(known)].filter((role) => role !== 'warga').join(', ');
  throw new OperatorTrouble(
    `--peran: "${unknown}" tidak dikenal; pilih ${choice}`,
    `--peran: "${unknown}" is unknown; choose one of these`,
  );
}

function nikOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const parsed = parseNik(text);
  if (parsed.ok) return parsed.value;
  throw new OperatorTrouble(
    '--nik: bukan NIK yang benar; tulis 16 angka seperti di KTP-el',
    '--nik: no correct NIK; write the 16 digits of the card',
  );
}

function nipOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const parsed = parseNip(text);
  if (parsed.ok) return parsed.value;
  throw new OperatorTrouble(
    '--nip: bukan NIP yang benar; tulis 18 angka seperti di kartu pegawai',
    '--nip: no correct NIP; write the 18 digits of the service card',
  );
}

const noSuchOffice = (office: string): OperatorTrouble =>
  new OperatorTrouble(
    `--kantor: ${office} tidak ada; masukkan dulu dengan kantor impor, atau tulis seperti 32.76/dukcapil`,
    `--kantor: there is no ${office}; bring it in with kantor impor first, or write like 32.76/dukcapil`,
  );

function inWords(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error;
  const words = (ACCOUNT_WORDS as Readonly<Record<string, { id: string; en: string }>>)[error.code];
  return words ? new OperatorTrouble(words.id, words.en) : error;
}
