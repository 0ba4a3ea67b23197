import pg from 'pg';
import { loginOf } from './hosts.ts';
import { findPrimary } from './primary.ts';
import { DatabaseTrouble } from './trouble.ts';

/** `grant … with inherit false, set true` and the built-in locale came with these. */
const OLDEST = 17;

/** The address of the one server that takes writes now, for what connects once. @param setting as below */
export const primaryUrl = (url: string, setting: string): Promise<string> =>
  findPrimary(url).catch((error: unknown) => {
    throw noPrimary(setting, error);
  });

/**
 * A connection of its own, to a server that can carry the hub; of several, to the primary.
 * @param setting the name of the setting that `url` comes from, for the sentence when it does not work
 */
export async function connectTo(url: string, setting: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: await primaryUrl(url, setting), connectionTimeoutMillis: 10_000 });
  // A server that goes away is told by the query that runs into it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await refuseUnfit(client, setting);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error instanceof DatabaseTrouble ? error : noConnection(setting, error);
  }
}

async function refuseUnfit(client: pg.Client, setting: string): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string }>(
    `select current_setting('server_version_num')::int / 10000 as version, pg_encoding_to_char(encoding) as encoding
     from pg_database where datname = current_database()`,
  );
  const { version = 0, encoding = '' } = rows[0] ?? {};
  if (version < OLDEST)
    throw new DatabaseTrouble(
      `${setting}: server itu PostgreSQL ${version}; pakai PostgreSQL ${OLDEST} atau yang lebih baru`,
      `${setting}: that server is PostgreSQL ${version}; use PostgreSQL ${OLDEST} or newer`,
    );
  if (encoding !== 'UTF8')
    throw new DatabaseTrouble(
      `${setting}: basis data harus UTF8, yang ini ${encoding}; buat yang baru dengan: createdb --encoding=UTF8 --template=template0 NAMA`,
      `${setting}: the database must be UTF8, this one is ${encoding}; make a new one with: createdb --encoding=UTF8 --template=template0 NAME`,
    );
}

/** Lets the login of DATABASE_URL take the run-time role, unless it may already. @param owner the migrator's connection */
export async function admitLogin(owner: pg.Client, url: string): Promise<void> {
  const login = loginOf(url);
  const { rows } = await owner.query<{ known: boolean; may: boolean; name: string }>(
    `select exists (select from pg_roles where rolname = $1) as known, quote_ident($1) as name,
       exists (select from pg_roles where rolname = $1 and pg_has_role(oid, 'satuloket_app', 'set')) as may`,
    [login],
  );
  const { known, may, name } = rows[0] ?? {};
  if (!known)
    throw new DatabaseTrouble(
      `DATABASE_URL: pengguna ${login} belum ada di server; buat dengan: create role ${name} login password '…'`,
      `DATABASE_URL: there is no user ${login} on the server; make it with: create role ${name} login password '…'`,
    );
  if (!may) await owner.query(`grant satuloket_app to ${name} with inherit false, set true`);
}

/** The run-time login must be able to become the run-time role, and must be nobody who could change history. */
export async function refuseUnfitLogin(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ who: string; may: boolean; super: boolean; owns: boolean }>(
    `select session_user as who, rolsuper as super,
       exists (select from pg_roles a where a.rolname = 'satuloket_app' and pg_has_role(session_user, a.oid, 'set')) as may,
       exists (select from pg_class c where c.relowner = pg_roles.oid and c.relnamespace = to_regnamespace('audit')) as owns
     from pg_roles where rolname = session_user`,
  );
  const { who, may, owns, super: isSuper } = rows[0] ?? {};
  if (isSuper || owns)
    throw new DatabaseTrouble(
      `DATABASE_URL: ${who} dapat mengubah catatan audit (superuser atau pemilik); pakai pengguna lain yang hanya boleh login`,
      `DATABASE_URL: ${who} could change the audit (superuser or owner); use another user that may only log in`,
    );
  if (!may)
    throw new DatabaseTrouble(
      `DATABASE_URL: ${who} belum diberi peran satuloket_app; jalankan migrasi dengan DATABASE_ADMIN_URL`,
      `DATABASE_URL: ${who} lacks the role satuloket_app; run migrasi with DATABASE_ADMIN_URL`,
    );
}

const noPrimary = (setting: string, error: unknown): DatabaseTrouble =>
  new DatabaseTrouble(
    `${setting}: tidak satu pun server yang disebut menerima tulisan; periksa alamatnya, atau promosikan salah satunya (pg_promote)`,
    `${setting}: none of the servers named takes writes; check the addresses, or promote one of them (pg_promote)`,
    error,
  );

function noConnection(setting: string, error: unknown): DatabaseTrouble {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const [id, en] = REASONS[code] ?? [
    'server tidak menjawab; periksa alamatnya dan apakah ia menyala',
    'the server does not answer; check its address and whether it runs',
  ];
  return new DatabaseTrouble(`${setting}: ${id}`, `${setting}: ${en}`, error);
}

const PASSWORD = [
  'pengguna atau sandinya ditolak server; periksa keduanya',
  'the server refuses this user or password; check both',
] as const;
const REASONS: Readonly<Record<string, readonly [string, string]>> = {
  '28P01': PASSWORD,
  '28000': PASSWORD,
  '3D000': [
    'basis data itu belum ada; buat dengan: createdb --encoding=UTF8 --template=template0 NAMA',
    'there is no such database; make it with: createdb --encoding=UTF8 --template=template0 NAME',
  ],
  '53300': [
    'server tidak menerima sambungan lagi; naikkan max_connections',
    'the server takes no more connections; raise max_connections',
  ],
};
