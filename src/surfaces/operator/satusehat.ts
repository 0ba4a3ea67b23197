import {
  allFacilities,
  type Facility,
  facilityOf,
  facilitySettings,
  type Hindrance,
  isProduction,
  type Lack,
  type Level,
  letters,
  type Message,
  makeClinicToken,
  setCredentials,
  setLevel,
  setSends,
  setSettings,
} from '../../capabilities/satusehat/index.ts';
import { sayMoment } from '../../kernel/dates.ts';
import { createKeyedHash } from '../../platform/crypto/index.ts';
import { type Bench, type Command, type Given, OperatorTrouble, only } from './command.ts';
import { secretIn, yamlIn } from './given-files.ts';
import { deciding, sayState, tallied } from './letters.ts';
import { LEVEL_WORDS, SATUSEHAT_WORDS } from './satusehat-words.ts';
import type { Rooms } from './workshop.ts';

// How a Puskesmas is connected to SATUSEHAT, step by step; docs/operator.md tells the whole way.

type At = {
  readonly rooms: Rooms;
  readonly office: string;
  readonly name: string;
  /** Our codes of its polis where somebody is examined. */
  readonly polis: readonly string[];
};

/** The office that was written, with its queue. @throws OperatorTrouble */
async function withOffice(office: string, { workshop }: Bench, work: (at: At) => Promise<void>): Promise<number> {
  await workshop.withRooms(async (rooms) => {
    const known = /^\d{2}\.\d{2}\/[a-z0-9-]{1,60}$/.test(office)
      ? await rooms.organisations.findOffice(office)
      : undefined;
    const offer = known && (await rooms.queue.offer(office));
    if (!known || offer?.place.kind !== 'health')
      throw new OperatorTrouble(
        `${office} bukan Puskesmas yang punya antrean; tulis DAERAH/KODE, misalnya 32.76/pkm-beji`,
        `${office} is no Puskesmas with a queue; write REGION/CODE, e.g. 32.76/pkm-beji`,
      );
    const polis = offer.polis.filter(({ stage }) => stage === 'periksa').map(({ code }) => code);
    await work({ rooms, office, name: known.name, polis });
  });
  return 0;
}

const atOffice = (command: string, given: Given, bench: Bench, work: (at: At) => Promise<void>): Promise<number> =>
  withOffice(only(command, 'KANTOR', given.files), bench, work);

export const connectSatusehat: Command = {
  name: 'satusehat sambung',
  ...SATUSEHAT_WORDS.sambung,
  options: {
    ...{ alamat: { type: 'string' }, organisasi: { type: 'string' } },
    ...{ 'client-id': { type: 'string' }, 'client-secret': { type: 'string' } },
  },
  run: (given, bench) => {
    const [url = '', organization = ''] = [given.text('alamat'), given.text('organisasi')];
    const [id, secret] = [given.text('client-id'), given.text('client-secret')];
    const fits = URL.canParse(url) && /^https?:/.test(url) && new URL(url).pathname === '/';
    if (!fits || !/^[A-Za-z0-9.-]{1,64}$/.test(organization) || !id || !secret)
      throw new OperatorTrouble(
        'satusehat sambung perlu --alamat https://… (tanpa jalur), --organisasi ID, --client-id FILE, dan --client-secret FILE',
        'satusehat sambung needs --alamat https://… (without a path), --organisasi ID, --client-id FILE and --client-secret FILE',
      );
    const { origin } = new URL(url);
    const of = { url: origin, organization, clientId: secretIn(id), clientSecret: secretIn(secret) };
    return atOffice('satusehat sambung', given, bench, async ({ rooms, office, name }) => {
      await rooms.asOwner((owner) => setCredentials(owner, rooms.envelope, office, of, rooms.clock()));
      const where = isProduction(origin, rooms.satusehat.rules)
        ? 'produksi / production'
        : 'bukan produksi / not production';
      bench.terminal.out(`${name}: ${origin} (${where}), Organization ${organization}`);
    });
  },
};

export const satusehatSettings: Command = {
  name: 'satusehat atur',
  ...SATUSEHAT_WORDS.atur,
  run: async (given, bench) => {
    const [office = '', file, ...more] = given.files;
    if (file === undefined || more.length > 0)
      throw new OperatorTrouble(
        'satusehat atur: tulis KANTOR dan FILE.yaml',
        'satusehat atur: write KANTOR and FILE.yaml',
      );
    const read = facilitySettings.safeParse(yamlIn(file) ?? {});
    if (!read.success) {
      for (const issue of read.error.issues) bench.terminal.out(`${file}: ${issue.path.join('.')}: ${issue.message}`);
      return 1;
    }
    return withOffice(office, bench, async ({ rooms, name, polis }) => {
      const strange = Object.keys(read.data.polis).find((code) => !polis.includes(code));
      if (strange !== undefined)
        throw new OperatorTrouble(
          `${name} tidak punya poli periksa ${strange}; yang ada: ${polis.join(', ')}`,
          `${name} has no poli ${strange} where somebody is examined; there are ${polis.join(', ')}`,
        );
      await rooms.asOwner((owner) => setSettings(owner, office, read.data, rooms.clock()));
      bench.terminal.out(`${name}: ${Object.keys(read.data.polis).join(', ')}`);
      sayUntold(bench, polis, read.data);
    });
  },
};

function sayUntold({ terminal }: Bench, polis: readonly string[], settings: Facility['settings']): void {
  const untold = polis.filter((code) => !Object.hasOwn(settings.polis ?? {}, code));
  if (untold.length > 0) terminal.out(`  tidak dilaporkan / not told: ${untold.join(', ')}`);
}

export const checkSatusehat: Command = {
  name: 'satusehat cek',
  ...SATUSEHAT_WORDS.cek,
  run: async (given, bench) => {
    let wrong = 0;
    await atOffice('satusehat cek', given, bench, async ({ rooms, office, name }) => {
      const checked = await rooms.satusehat.check(office);
      if (!checked)
        throw new OperatorTrouble(`${name}: ${HINDRANCES['no-credentials'][0]}`, HINDRANCES['no-credentials'][1]);
      if ('away' in checked)
        throw new OperatorTrouble(
          `${name}: SATUSEHAT tidak menjawab: ${checked.away}`,
          `SATUSEHAT did not answer: ${checked.away}`,
        );
      for (const { type, id, of, ok, text } of checked) {
        if (!ok) wrong += 1;
        bench.terminal.out(`${of}  ${type}/${id}  ${ok ? 'ada / there' : `tidak ada / not there ${text}`.trim()}`);
      }
    });
    return wrong === 0 ? 0 : 1;
  },
};

export const clinicToken: Command = {
  name: 'satusehat token',
  ...SATUSEHAT_WORDS.token,
  run: (given, bench) =>
    atOffice('satusehat token', given, bench, async ({ rooms, office, name }) => {
      const by = { hash: createKeyedHash(rooms.keys), random: rooms.random };
      const token = await rooms.asOwner((owner) => makeClinicToken(owner, by, office, rooms.clock()));
      bench.terminal.out(name);
      bench.terminal.out(`  ${bench.config.publicUrl}/api/v1/clinic`);
      bench.terminal.out(`  Authorization: Bearer ${token}`);
    }),
};

const HINDRANCES: Readonly<Record<Hindrance, readonly [string, string]>> = {
  'no-credentials': ['kunci belum ada; jalankan satusehat sambung', 'there are no keys yet; run satusehat sambung'],
  'no-settings': ['belum ada poli yang diatur; jalankan satusehat atur', 'no poli is set yet; run satusehat atur'],
  'nobody-said-who-sends': ['belum dinyatakan siapa yang mengirim Encounter', 'nobody said who sends Encounters'],
  'clinic-sends': [
    'sistem klinik mengirim Encounter sendiri; bila tidak lagi, tambahkan --ganti',
    "the clinic's own system sends Encounters; if it no longer does, add --ganti",
  ],
  'no-clinic-token': [
    'sistem klinik belum punya token; jalankan satusehat token',
    "the clinic's own system has no token yet; run satusehat token",
  ],
};
const LEVELS: Readonly<Record<string, Level>> = { dilayani: 'in-progress', selesai: 'finished' };

export const satusehatOn: Command = {
  name: 'satusehat nyala',
  ...SATUSEHAT_WORDS.nyala,
  options: { sampai: { type: 'string' }, ganti: { type: 'boolean' } },
  run: (given, bench) => {
    const level = LEVELS[given.text('sampai') ?? ''];
    if (!level)
      throw new OperatorTrouble(
        'satusehat nyala perlu --sampai dilayani atau --sampai selesai',
        'satusehat nyala needs --sampai dilayani or --sampai selesai',
      );
    return atOffice('satusehat nyala', given, bench, async ({ rooms, office, name }) => {
      const found = await rooms.asOwner(async (owner) => {
        const before = await facilityOf(owner, office);
        // Whoever switches it on says that nobody else sends; what the clinic said is not overruled by the way.
        if (before && (before.sends === null || given.flag('ganti')))
          await setSends(owner, office, 'hub', rooms.clock());
        return setLevel(owner, office, level, rooms.clock());
      });
      if (found) throw new OperatorTrouble(`${name}: ${HINDRANCES[found][0]}`, `${name}: ${HINDRANCES[found][1]}`);
      bench.terminal.out(`${name}: ${LEVEL_WORDS[level]}`);
    });
  },
};

export const satusehatOff: Command = {
  name: 'satusehat mati',
  ...SATUSEHAT_WORDS.mati,
  options: { klinik: { type: 'boolean' } },
  run: (given, bench) =>
    atOffice('satusehat mati', given, bench, async ({ rooms, office, name }) => {
      await rooms.asOwner(async (owner) => {
        if (given.flag('klinik')) await setSends(owner, office, 'clinic', rooms.clock());
        else await setLevel(owner, office, 'off', rooms.clock());
      });
      bench.terminal.out(`${name}: ${LEVEL_WORDS.off}`);
    }),
};

const LACK_WORDS: Readonly<Record<Lack, string>> = {
  'no-location': 'poli ini tidak diatur / this poli is not set',
  'no-practitioner': 'dokternya tidak diatur / its doctor is not set',
  'no-nik': 'NIK tidak diketahui / the NIK is not known',
  'no-patient': 'SATUSEHAT tidak mengenal NIK-nya / SATUSEHAT does not know the NIK',
  'many-patients': 'NIK-nya milik beberapa orang di SATUSEHAT / several people have the NIK there',
  'no-encounter': 'kedatangannya tidak dikirim / its arrival was not sent',
};

/** A message without any number of a person. */
function lineOf({ id, action, facts, state, tries, code, trouble, at }: Message): string {
  const words = trouble === null ? '' : (LACK_WORDS[trouble as Lack] ?? trouble);
  const said = words === '' ? '' : `: ${code === null ? '' : `${code} `}${words}`;
  return `${id}  ${sayMoment(at, 'WIB')}  ${facts.poli}  ${action}  ${sayState(state)} (${tries}×)${said}`;
}

export const satusehatState: Command = {
  name: 'satusehat lihat',
  ...SATUSEHAT_WORDS.lihat,
  run: async (given, bench) => {
    const [office] = given.files;
    const { terminal } = bench;
    await bench.workshop.withRooms(async ({ asOwner, queue }) => {
      const all = await asOwner(async (owner) =>
        office === undefined
          ? allFacilities(owner)
          : [await facilityOf(owner, office)].filter((one) => one !== undefined),
      );
      const tallies = await asOwner((owner) => letters.tally(owner, office));
      for (const one of all) {
        const clinic = one.sends === 'clinic' ? '; sistem klinik mengirim sendiri / the clinic sends itself' : '';
        terminal.out(
          `${one.office}  ${LEVEL_WORDS[one.level]}${clinic}; ${one.url ?? '-'} (${one.organization ?? '-'})`,
        );
        for (const line of tallied(tallies, one.office)) terminal.out(line);
        const polis = (await queue.offer(one.office))?.polis.filter(({ stage }) => stage === 'periksa') ?? [];
        if (office !== undefined)
          sayUntold(
            bench,
            polis.map(({ code }) => code),
            one.settings,
          );
      }
      if (office !== undefined)
        for (const message of await asOwner((owner) => letters.open(owner, office)))
          terminal.out(`  ${lineOf(message)}`);
      if (all.length === 0) terminal.out('Belum ada yang disambung. / None is connected yet.');
    });
    return 0;
  },
};

/** What SATUSEHAT refused: again, or never. */
const decide = deciding('satusehat', letters, withOffice);

export const resendSatusehat: Command = {
  name: 'satusehat kirim-ulang',
  ...SATUSEHAT_WORDS['kirim-ulang'],
  run: decide('kirim-ulang'),
};

export const skipSatusehat: Command = {
  name: 'satusehat lewati',
  ...SATUSEHAT_WORDS.lewati,
  run: decide('lewati'),
};
