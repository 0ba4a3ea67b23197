import {
  type Agreed,
  agreedOtherwise,
  allFacilities,
  type Facility,
  facilityOf,
  type Hindrance,
  isProduction,
  letters,
  type Message,
  makeLogin,
  setAccepted,
  setAgreed,
  setCredentials,
  switchTo,
} from '../../capabilities/bpjs/index.ts';
import { isIsoDate, localDate, sayMoment } from '../../kernel/dates.ts';
import { createKeyedHash } from '../../platform/crypto/index.ts';
import { BPJS_WORDS, MODE_WORDS } from './bpjs-words.ts';
import { type Bench, type Command, type Given, OperatorTrouble, only } from './command.ts';
import { secretIn, yamlIn } from './given-files.ts';
import { deciding, sayState, tallied } from './letters.ts';
import type { Rooms } from './workshop.ts';

// How a Puskesmas is connected to BPJS, step by step; docs/operator.md tells the whole way.

type At = { readonly rooms: Rooms; readonly office: string; readonly name: string };

/** The office that was written, with its queue. @throws OperatorTrouble */
async function atOffice(command: string, given: Given, bench: Bench, work: (at: At) => Promise<void>): Promise<number> {
  const office = only(command, 'KANTOR', given.files);
  return withOffice(office, bench, work);
}

async function withOffice(office: string, { workshop }: Bench, work: (at: At) => Promise<void>): Promise<number> {
  await workshop.withRooms(async (rooms) => {
    const known = /^\d{2}\.\d{2}\/[a-z0-9-]{1,60}$/.test(office)
      ? await rooms.organisations.findOffice(office)
      : undefined;
    const codes = known && (await rooms.bpjs.codes(office));
    if (!known || !codes)
      throw new OperatorTrouble(
        `${office} bukan kantor yang punya antrean; tulis DAERAH/KODE, misalnya 32.76/pkm-beji`,
        `${office} is no office with a queue; write REGION/CODE, e.g. 32.76/pkm-beji`,
      );
    if (codes.length === 0)
      throw new OperatorTrouble(
        `Tak satu pun poli di ${known.name} punya kode BPJS (bpjs: '001' di berkas antrean)`,
        `No poli of ${known.name} has a code of BPJS (bpjs: '001' in the queue's file)`,
      );
    await work({ rooms, office, name: known.name });
  });
  return 0;
}

export const connectBpjs: Command = {
  name: 'bpjs sambung',
  ...BPJS_WORDS.sambung,
  options: {
    ...{ alamat: { type: 'string' }, 'cons-id': { type: 'string' } },
    ...{ 'cons-secret': { type: 'string' }, 'user-key': { type: 'string' } },
  },
  run: (given, bench) => {
    const [url = '', consId = ''] = [given.text('alamat'), given.text('cons-id')];
    const [secret, key] = [given.text('cons-secret'), given.text('user-key')];
    if (!URL.canParse(url) || !/^https?:/.test(url) || !/^[\w-]{1,40}$/.test(consId) || !secret || !key)
      throw new OperatorTrouble(
        'bpjs sambung perlu --alamat https://…, --cons-id ANGKA, --cons-secret FILE, dan --user-key FILE',
        'bpjs sambung needs --alamat https://…, --cons-id NUMBER, --cons-secret FILE and --user-key FILE',
      );
    const of = { url: url.replace(/\/+$/, ''), consId, consSecret: secretIn(secret), userKey: secretIn(key) };
    return atOffice('bpjs sambung', given, bench, async ({ rooms, office, name }) => {
      await rooms.asOwner((owner) => setCredentials(owner, rooms.envelope, office, of, rooms.clock()));
      const where = isProduction(of.url, rooms.bpjs.rules)
        ? 'produksi / production'
        : 'bukan produksi / not production';
      bench.terminal.out(`${name}: ${of.url} (${where}), cons-id ${consId}`);
    });
  },
};

export const bpjsLogin: Command = {
  name: 'bpjs sandi',
  ...BPJS_WORDS.sandi,
  run: (given, bench) =>
    atOffice('bpjs sandi', given, bench, async ({ rooms, office, name }) => {
      const by = { hash: createKeyedHash(rooms.keys), random: rooms.random };
      const login = await rooms.asOwner((owner) => makeLogin(owner, by, office, rooms.clock()));
      bench.terminal.out(`${name}`);
      bench.terminal.out(`  base URL   ${bench.config.publicUrl}/bpjs/${office}`);
      bench.terminal.out(`  x-username ${login.username}`);
      bench.terminal.out(`  x-password ${login.password}`);
    }),
};

export const agreeBpjs: Command = {
  name: 'bpjs atur',
  ...BPJS_WORDS.atur,
  run: async (given, bench) => {
    const [office = '', file, ...more] = given.files;
    if (file === undefined || more.length > 0)
      throw new OperatorTrouble('bpjs atur: tulis KANTOR dan FILE.yaml', 'bpjs atur: write KANTOR and FILE.yaml');
    const read = agreedOtherwise.safeParse(yamlIn(file) ?? {});
    if (!read.success) {
      for (const issue of read.error.issues) bench.terminal.out(`${file}: ${issue.path.join('.')}: ${issue.message}`);
      return 1;
    }
    return withOffice(office, bench, async ({ rooms, name }) => {
      await rooms.asOwner((owner) => setAgreed(owner, office, read.data as Partial<Agreed>, rooms.clock()));
      bench.terminal.out(`${name}: ${JSON.stringify(read.data)}`);
    });
  },
};

export const acceptBpjs: Command = {
  name: 'bpjs terima',
  ...BPJS_WORDS.terima,
  options: { tanggal: { type: 'string' }, oleh: { type: 'string' }, catatan: { type: 'string' } },
  run: (given, bench) => {
    const [on = '', by = '', note = ''] = [given.text('tanggal'), given.text('oleh'), given.text('catatan')];
    if (!isIsoDate(on) || on > localDate(new Date(), 'WIT') || by.trim() === '')
      throw new OperatorTrouble(
        'bpjs terima perlu --tanggal YYYY-MM-DD (tidak di depan) dan --oleh "nama PIC BPJS"',
        'bpjs terima needs --tanggal YYYY-MM-DD (not ahead) and --oleh "name of BPJS\'s PIC"',
      );
    return atOffice('bpjs terima', given, bench, async ({ rooms, office, name }) => {
      await rooms.asOwner((owner) => setAccepted(owner, office, { on, by: by.trim(), note }, rooms.clock()));
      bench.terminal.out(`${name}: uji terima ${on}, ${by.trim()}. / acceptance test recorded.`);
    });
  },
};

const HINDRANCES: Readonly<Record<Hindrance, readonly [string, string]>> = {
  'no-credentials': ['kunci BPJS belum ada; jalankan bpjs sambung', 'there are no keys of BPJS yet; run bpjs sambung'],
  'no-login': ['sandi untuk BPJS belum ada; jalankan bpjs sandi', 'there is no password for BPJS yet; run bpjs sandi'],
  'not-accepted': [
    'uji terima belum dicatat; sesudah lulus, jalankan bpjs terima. Untuk mencoba: bpjs nyala KANTOR --uji',
    'no acceptance test is recorded; once passed, run bpjs terima. To try: bpjs nyala KANTOR --uji',
  ],
  'trial-on-production': [
    'alamatnya milik produksi; percobaan memakai alamat pengembangan BPJS',
    "the address is that of production; a trial uses BPJS's development host",
  ],
};

async function turn(given: Given, bench: Bench, command: string, mode: Facility['mode']): Promise<number> {
  return atOffice(command, given, bench, async ({ rooms, office, name }) => {
    const found = await rooms.asOwner((owner) => switchTo(owner, rooms.bpjs.rules, office, mode, rooms.clock()));
    if (found) throw new OperatorTrouble(`${name}: ${HINDRANCES[found][0]}`, `${name}: ${HINDRANCES[found][1]}`);
    bench.terminal.out(`${name}: ${MODE_WORDS[mode]}`);
  });
}

export const bpjsOn: Command = {
  name: 'bpjs nyala',
  ...BPJS_WORDS.nyala,
  options: { uji: { type: 'boolean' } },
  run: (given, bench) => turn(given, bench, 'bpjs nyala', given.flag('uji') ? 'trial' : 'on'),
};

export const bpjsOff: Command = {
  name: 'bpjs mati',
  ...BPJS_WORDS.mati,
  run: (given, bench) => turn(given, bench, 'bpjs mati', 'off'),
};

export const bpjsState: Command = {
  name: 'bpjs lihat',
  ...BPJS_WORDS.lihat,
  run: async (given, { workshop, terminal }) => {
    const [office] = given.files;
    await workshop.withRooms(async ({ asOwner }) => {
      const all = await asOwner(async (owner) =>
        office === undefined
          ? allFacilities(owner)
          : [await facilityOf(owner, office)].filter((one) => one !== undefined),
      );
      const tallies = await asOwner((owner) => letters.tally(owner, office));
      for (const one of all) {
        const accepted = one.acceptedOn
          ? `uji terima ${one.acceptedOn} (${one.acceptedBy})`
          : 'belum diuji terima / not accepted yet';
        terminal.out(`${one.office}  ${MODE_WORDS[one.mode]}; ${accepted}; ${one.url ?? '-'}`);
        for (const line of tallied(tallies, one.office)) terminal.out(line);
      }
      if (office !== undefined)
        for (const message of await asOwner((owner) => letters.open(owner, office)))
          terminal.out(`  ${lineOf(message)}`);
      if (all.length === 0) terminal.out('Belum ada yang disambung. / None is connected yet.');
    });
    return 0;
  },
};

const TROUBLE_WORDS: Readonly<Record<string, string>> = {
  'no-card': 'nomor kartu belum diketahui / the card is not known yet',
  'no-nik': 'NIK tidak diketahui / the NIK is not known',
  'too late': 'harinya sudah lama lewat / its day is long over',
};

/** A message without any number of a person. */
function lineOf({ id, action, poli, day, state, tries, code, trouble, facts }: Message): string {
  const said = trouble === null ? '' : `: ${code === null ? '' : `${code} `}${TROUBLE_WORDS[trouble] ?? trouble}`;
  const number = typeof facts.nomorantrean === 'string' ? ` ${facts.nomorantrean}` : '';
  return `${id}  ${day}  poli ${poli}  ${action}${number}  ${sayState(state)} (${tries}×)${said}`;
}

/** What BPJS refused: again, or never. */
const decide = deciding('bpjs', letters, withOffice);

export const resendBpjs: Command = {
  name: 'bpjs kirim-ulang',
  ...BPJS_WORDS['kirim-ulang'],
  run: decide('kirim-ulang'),
};

export const skipBpjs: Command = {
  name: 'bpjs lewati',
  ...BPJS_WORDS.lewati,
  run: decide('lewati'),
};

const FINDINGS = {
  same: 'sama / the same',
  'no-poli': 'poli tidak ada di BPJS pada hari itu / BPJS has no such poli that day',
  'no-doctor': 'dokter tidak ada di BPJS / BPJS has no such doctor',
  'other-hours': 'jam praktek lain / other hours',
  'over-capacity': "kuota melebihi kapasitas di BPJS / more places than BPJS's capacity",
} as const;

export const checkBpjs: Command = {
  name: 'bpjs cek',
  ...BPJS_WORDS.cek,
  options: { tanggal: { type: 'string' } },
  run: async (given, bench) => {
    const day = given.text('tanggal') ?? localDate(new Date(), 'WIB');
    if (!isIsoDate(day)) throw new OperatorTrouble('--tanggal YYYY-MM-DD', '--tanggal YYYY-MM-DD');
    let wrong = 0;
    await atOffice('bpjs cek', given, bench, async ({ rooms, office, name }) => {
      const compared = await rooms.bpjs.compare(office, day);
      if (!compared)
        throw new OperatorTrouble(`${name}: ${HINDRANCES['no-credentials'][0]}`, HINDRANCES['no-credentials'][1]);
      if ('away' in compared)
        throw new OperatorTrouble(
          `${name}: BPJS tidak menjawab: ${compared.away}`,
          `BPJS did not answer: ${compared.away}`,
        );
      for (const one of compared) {
        if (one.finding !== 'same') wrong += 1;
        const theirs = one.theirs === '' ? '' : `: ${one.theirs}`;
        bench.terminal.out(`${one.poli}  ${one.doctor}  ${one.hours}  ${one.cap}  ${FINDINGS[one.finding]}${theirs}`);
      }
      if (compared.length === 0) bench.terminal.out(`${day}: tidak ada sesi. / no sessions.`);
    });
    return wrong === 0 ? 0 : 1;
  },
};
