import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { isPostgresUrl } from './database/index.ts';

/** The settings of one process. Built once in `main.ts`; nothing else reads the environment. */
export type Config = {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  /** Origin without a slash at the end, printed into QR codes and messages, e.g. `https://loket.depok.go.id`. */
  readonly publicUrl: string;
  /** Who stands in front of us and may say who the client is: nobody, or these addresses and ranges. */
  readonly trustProxy: false | readonly string[];
  /** Whose hub this is, as pages and the operator's certificates say it: 'Pemerintah Kota Depok'. */
  readonly government: string;
  readonly dataDir: string;
  readonly keysDir: string;
  readonly database: DatabaseConfig;
  readonly demo: boolean;
  /** What officers of the demo must give when they sign, as remote signers ask it; undefined: nothing. */
  readonly signPassphrase: string | undefined;
  readonly mail: { readonly url: string; readonly from: string } | undefined;
  readonly smsUrl: string | undefined;
  readonly whatsappUrl: string | undefined;
  /** Undefined: files lie in `dataDir`. */
  readonly s3: S3Config | undefined;
  /** Clips of the board's voice; undefined: those that come with the hub. */
  readonly voiceDir: string | undefined;
  readonly logLevel: LogLevel;
};

export type DatabaseConfig =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'server'; readonly url: string; readonly adminUrl: string | undefined };

export type S3Config = {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
};

export type LogLevel = (typeof logLevels)[number];

/** A setting that can't be used; the message names it and says in Indonesian and English what to write. */
export class ConfigTrouble extends Error {
  readonly setting: string;

  constructor(setting: string, { id, en }: Advice) {
    super(`${setting}: ${id} / ${en}`);
    this.name = 'ConfigTrouble';
    this.setting = setting;
  }
}

type Advice = { readonly id: string; readonly en: string };

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const yesNo = z.enum(['1', '0', 'true', 'false', 'on', 'off', 'ya', 'tidak', 'yes', 'no']);
const yes: readonly string[] = ['1', 'true', 'on', 'ya', 'yes'];

const whole = z.string().regex(/^\d+$/).transform(Number);
const urlOf = (...protocols: readonly string[]) => z.string().refine((text) => protocols.includes(protocolOf(text)));
const webUrl = urlOf('http:', 'https:');
const postgresUrl = z.string().refine(isPostgresUrl);
const hostName = z.string().refine((text) => isIP(text) > 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text));
const origin = webUrl.refine(isOrigin).transform((text) => new URL(text).origin);
const proxies = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .refine((parts) => parts.every(isAddressOrRange));

const schema = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('development'),
  HOST: hostName.default('127.0.0.1'),
  PORT: whole.pipe(z.number().max(65_535)).default(8080),
  PUBLIC_URL: origin.optional(),
  GOVERNMENT: z.string().max(80).default('Pemerintah Daerah'),
  TRUST_PROXY: z.union([z.enum(['0', 'false', 'off', 'tidak', 'no']), proxies]).optional(),
  DATA_DIR: z.string().default('./data'),
  KEYS_DIR: z.string().optional(),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_ADMIN_URL: postgresUrl.optional(),
  DEMO: yesNo.optional(),
  SIGN_PASSPHRASE: z.string().min(1).optional(),
  SMTP_URL: urlOf('smtp:', 'smtps:').optional(),
  SMTP_FROM: z.string().includes('@').optional(),
  SMS_URL: webUrl.optional(),
  WHATSAPP_URL: webUrl.optional(),
  S3_ENDPOINT: webUrl.optional(),
  S3_REGION: z.string().optional(),
  S3_BUCKET: z.string().optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  VOICE_DIR: z.string().optional(),
  LOG_LEVEL: z.enum(logLevels).optional(),
});

type Settings = z.infer<typeof schema>;

const advice = {
  NODE_ENV: say('production, development, atau test', 'production, development or test'),
  HOST: say(
    'alamat mesin ini, misalnya 127.0.0.1 atau 0.0.0.0',
    'an address of this machine, e.g. 127.0.0.1 or 0.0.0.0',
  ),
  PORT: say('angka 0 sampai 65535, misalnya 8080', 'a number from 0 to 65535, e.g. 8080'),
  PUBLIC_URL: say(
    'alamat yang dibuka warga tanpa jalur, misalnya https://loket.example.go.id',
    'the address that citizens open, without a path, e.g. https://loket.example.go.id',
  ),
  TRUST_PROXY: say(
    'alamat proksi di depan dipisah koma, misalnya 127.0.0.1,10.0.0.0/8',
    'the addresses of the proxies in front separated by commas, e.g. 127.0.0.1,10.0.0.0/8',
  ),
  GOVERNMENT: say(
    'nama pemerintah daerah paling banyak 80 huruf, misalnya Pemerintah Kota Depok',
    'the name of the government in at most 80 letters, e.g. Pemerintah Kota Depok',
  ),
  DATA_DIR: say('nama folder, misalnya ./data', 'the name of a folder, e.g. ./data'),
  KEYS_DIR: say('nama folder, misalnya ./data/keys', 'the name of a folder, e.g. ./data/keys'),
  DATABASE_URL: say(
    'postgres://pengguna:sandi@mesin:5432/nama, atau mesin1:5432,mesin2:5432 bila ada salinannya',
    'postgres://user:password@host:5432/name, or host1:5432,host2:5432 where it has a standby',
  ),
  DATABASE_ADMIN_URL: say(
    'postgres://pemilik:sandi@mesin:5432/nama, hanya bersama DATABASE_URL',
    'postgres://owner:password@host:5432/name, only together with DATABASE_URL',
  ),
  DEMO: say('1 (ya) atau 0 (tidak)', '1 (yes) or 0 (no)'),
  SIGN_PASSPHRASE: say(
    'kata sandi yang ditulis petugas demo saat menandatangani',
    'the passphrase that officers of the demo write when they sign',
  ),
  SMTP_URL: say('smtp://pengguna:sandi@mesin:587 atau smtps://…', 'smtp://user:password@host:587 or smtps://…'),
  SMTP_FROM: say(
    'alamat surel pengirim, wajib bersama SMTP_URL',
    'the sender’s e-mail address, required with SMTP_URL',
  ),
  SMS_URL: say('alamat gerbang SMS, https://…', 'the address of the SMS gateway, https://…'),
  WHATSAPP_URL: say('alamat gerbang WhatsApp, https://…', 'the address of the WhatsApp gateway, https://…'),
  S3_ENDPOINT: say('alamat penyimpanan S3, https://…', 'the address of the S3 store, https://…'),
  S3_REGION: say('nama wilayah penyimpanan S3', 'the region of the S3 store'),
  S3_BUCKET: say('nama ember S3, wajib bersama S3_ENDPOINT', 'the name of the S3 bucket, required with S3_ENDPOINT'),
  S3_ACCESS_KEY_ID: say('kunci akses S3, wajib bersama S3_ENDPOINT', 'the S3 access key, required with S3_ENDPOINT'),
  S3_SECRET_ACCESS_KEY: say(
    'rahasia kunci S3, wajib bersama S3_ENDPOINT',
    'the secret of the S3 key, required with S3_ENDPOINT',
  ),
  VOICE_DIR: say('nama folder berisi klip suara', 'the name of a folder with clips'),
  LOG_LEVEL: say(`salah satu dari ${logLevels.join(', ')}`, `one of ${logLevels.join(', ')}`),
} as const satisfies Record<keyof Settings, Advice>;

/**
 * The settings of this process, each checked and with its default.
 * @throws ConfigTrouble at the first that can't be used; the message never repeats a value, since many are secret
 * @example const config = readConfig();
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const parsed = schema.safeParse(withoutBlanks(environment));
  if (!parsed.success) {
    const setting = String(parsed.error.issues[0]?.path[0] ?? 'NODE_ENV');
    const { id, en } = isSetting(setting) ? advice[setting] : advice.NODE_ENV;
    throw new ConfigTrouble(setting, say(`tulis ${id}`, `write ${en}`));
  }
  return assemble(parsed.data);
}

function assemble(given: Settings): Config {
  const production = given.NODE_ENV === 'production';
  const database = databaseOf(given);
  const demo = demoOf(given, production, database);
  const dataDir = resolve(given.DATA_DIR);
  return {
    production,
    host: given.HOST,
    port: given.PORT,
    publicUrl: publicUrlOf(given, production),
    trustProxy: typeof given.TRUST_PROXY === 'string' ? false : (given.TRUST_PROXY ?? false),
    government: given.GOVERNMENT,
    dataDir,
    keysDir: given.KEYS_DIR === undefined ? join(dataDir, 'keys') : resolve(given.KEYS_DIR),
    database,
    demo,
    signPassphrase: given.SIGN_PASSPHRASE,
    mail: mailOf(given, demo),
    smsUrl: outsideOnly('SMS_URL', given.SMS_URL, demo),
    whatsappUrl: outsideOnly('WHATSAPP_URL', given.WHATSAPP_URL, demo),
    s3: s3Of(given),
    voiceDir: given.VOICE_DIR === undefined ? undefined : resolve(given.VOICE_DIR),
    logLevel: given.LOG_LEVEL ?? (given.NODE_ENV === 'test' ? 'silent' : 'info'),
  };
}

function databaseOf(given: Settings): DatabaseConfig {
  if (given.DATABASE_URL !== undefined)
    return { kind: 'server', url: given.DATABASE_URL, adminUrl: given.DATABASE_ADMIN_URL };
  if (given.DATABASE_ADMIN_URL === undefined) return { kind: 'embedded' };
  throw new ConfigTrouble('DATABASE_URL', missing(advice.DATABASE_URL, 'DATABASE_ADMIN_URL'));
}

function demoOf(given: Settings, production: boolean, database: DatabaseConfig): boolean {
  if (given.DEMO === undefined) return database.kind === 'embedded' && !production;
  const demo = yes.includes(given.DEMO);
  if (!demo || !production) return demo;
  throw new ConfigTrouble(
    'DEMO',
    say(
      'tidak boleh menyala bila NODE_ENV=production; tulis 0 atau hapus',
      'must not be on when NODE_ENV=production; write 0 or remove it',
    ),
  );
}

function publicUrlOf(given: Settings, production: boolean): string {
  const { PUBLIC_URL: url } = given;
  if (production && (url === undefined || !url.startsWith('https:'))) {
    throw new ConfigTrouble(
      'PUBLIC_URL',
      say(
        `wajib https bila NODE_ENV=production; tulis ${advice.PUBLIC_URL.id}`,
        `must be https when NODE_ENV=production; write ${advice.PUBLIC_URL.en}`,
      ),
    );
  }
  if (url !== undefined) return url;
  const host = ['0.0.0.0', '::'].includes(given.HOST) ? 'localhost' : given.HOST;
  return `http://${host.includes(':') ? `[${host}]` : host}:${given.PORT}`;
}

function mailOf(given: Settings, demo: boolean): Config['mail'] {
  const url = outsideOnly('SMTP_URL', given.SMTP_URL, demo);
  if (url === undefined) return undefined;
  if (given.SMTP_FROM === undefined) throw new ConfigTrouble('SMTP_FROM', missing(advice.SMTP_FROM, 'SMTP_URL'));
  return { url, from: given.SMTP_FROM };
}

/** Invented people have invented numbers, which may be somebody's: the demo sends to nobody outside. */
function outsideOnly(setting: string, url: string | undefined, demo: boolean): string | undefined {
  if (url === undefined || !demo) return url;
  throw new ConfigTrouble(
    setting,
    say(
      'demo tidak mengirim pesan ke luar; hapus, atau tulis DEMO=0',
      'the demo sends no message outside; remove it, or write DEMO=0',
    ),
  );
}

function s3Of(given: Settings): S3Config | undefined {
  if (given.S3_ENDPOINT === undefined) {
    const stray = (['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const).find(
      (name) => given[name] !== undefined,
    );
    if (stray === undefined) return undefined;
    throw new ConfigTrouble('S3_ENDPOINT', missing(advice.S3_ENDPOINT, stray));
  }
  return {
    endpoint: given.S3_ENDPOINT,
    region: given.S3_REGION ?? 'auto',
    bucket: needed(given, 'S3_BUCKET'),
    accessKeyId: needed(given, 'S3_ACCESS_KEY_ID'),
    secretAccessKey: needed(given, 'S3_SECRET_ACCESS_KEY'),
  };
}

function needed(given: Settings, name: 'S3_BUCKET' | 'S3_ACCESS_KEY_ID' | 'S3_SECRET_ACCESS_KEY'): string {
  const value = given[name];
  if (value === undefined) throw new ConfigTrouble(name, missing(advice[name], 'S3_ENDPOINT'));
  return value;
}

function missing({ id, en }: Advice, because: string): Advice {
  return say(`belum diisi padahal ${because} ada; tulis ${id}`, `is missing although ${because} is set; write ${en}`);
}

function say(id: string, en: string): Advice {
  return { id, en };
}

/** `NAME=` in a file of settings means "not set". */
function withoutBlanks(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => {
      const text = value?.trim() ?? '';
      return text === '' ? [] : [[name, text]];
    }),
  );
}

function isSetting(name: string): name is keyof Settings {
  return Object.hasOwn(advice, name);
}

function protocolOf(text: string): string {
  return URL.canParse(text) ? new URL(text).protocol : '';
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { pathname, search, hash, username } = new URL(text);
  return `${pathname}${search}${hash}${username}` === '/';
}

function isAddressOrRange(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  return (
    version > 0 &&
    more.length === 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)))
  );
}
