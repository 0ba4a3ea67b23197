import { Client, escapeIdentifier } from 'pg';
import { chooseAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { prepareCluster, superuser } from './cluster.ts';
import { refuseUnlessUtf8 } from './encoding.ts';
import { keep } from './keep.ts';
import { choosePlace, type Place, places } from './place.ts';
import { findRunning, halt, launch, type Postmaster } from './postmaster.ts';
import { EmbeddedPostgresTrouble } from './trouble.ts';
import { inTurn, usersIn } from './turn.ts';

export { refuseUnlessUtf8 } from './encoding.ts';
export { stopOrphan } from './orphan.ts';
export { EmbeddedPostgresTrouble } from './trouble.ts';

export type EmbeddedOptions = {
  /** Everything of the database lies in here; as root, when no other user may enter it, in /var/lib/satuloket. */
  readonly dataDir: string;
  /** Made when missing. Default `satuloket`. */
  readonly database?: string;
  /** False only where the data dies with the run: commits are then not forced to disk. Default true. */
  readonly durable?: boolean;
  /** The server is gone though nobody stopped it, and is started again; or that failed so far. Without it nobody looks. */
  readonly onGone?: (error: Error) => void;
};

export type EmbeddedPostgres = {
  /** Superuser, on 127.0.0.1: `postgres://postgres:…@127.0.0.1:54321/satuloket`. */
  readonly adminUrl: string;
  /** Where the cluster lies, for a message to the operator. */
  readonly cluster: string;
  /** How this start came by the server. */
  readonly origin: 'started' | 'adopted';
  /** Stops the server, unless another living process still uses it. May be called twice. */
  stop(): Promise<void>;
};

/**
 * A PostgreSQL 17 of our own on `dataDir`: made at the first start, adopted when one still runs there, shared by processes that
 * start on the same folder, stopped by the last of them.
 * @throws EmbeddedPostgresTrouble with one sentence on what to do
 * @example const postgres = await startEmbedded({ dataDir: './data' });
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { dataDir, database = 'satuloket', durable = true } = options;
  const candidates = places(dataDir);
  const account = chooseAccount(candidates.map((place) => place.cluster));
  const place = choosePlace(candidates, account);
  const users = usersIn(place.users);
  return inTurn(place.turn, async () => {
    const binaries = findBinaries(account, place.spare);
    const password = prepareCluster(place, binaries, account, durable);
    const running = await findRunning(place);
    const postmaster = running ?? (await launch(place, binaries, account, durable));
    const urlOf = (name: string) =>
      `postgres://${superuser}:${encodeURIComponent(password)}@127.0.0.1:${postmaster.port}/${name}`;
    users.enter();
    try {
      await ensureDatabase(urlOf('postgres'), database, place);
    } catch (cause) {
      if (users.leave()) await halt(postmaster);
      throw cause;
    }
    const kept = keep({ place, binaries, account, durable, first: postmaster, onGone: options.onGone });
    return {
      adminUrl: urlOf(database),
      cluster: place.cluster,
      origin: running === undefined ? 'started' : 'adopted',
      stop: once(async () => leave(place, users, await kept.end())),
    };
  });
}

function leave(place: Place, users: ReturnType<typeof usersIn>, postmaster: Postmaster): Promise<void> {
  return inTurn(place.turn, async () => {
    if (users.leave()) await halt(postmaster);
  });
}

/** Proves on the way that the server is ours: nobody else's knows the password. */
async function ensureDatabase(url: string, name: string, place: Place): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const known = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (known.rows.length === 0) await client.query(`create database ${escapeIdentifier(name)}`);
  } catch (cause) {
    throw stranger(place, cause);
  } finally {
    await client.end();
  }
  const inside = new Client({ connectionString: url.replace(/[^/]*$/, encodeURIComponent(name)) });
  try {
    await inside.connect();
    await refuseUnlessUtf8(inside);
  } finally {
    await inside.end();
  }
}

function stranger(place: Place, cause: unknown): EmbeddedPostgresTrouble {
  return new EmbeddedPostgresTrouble(
    `Server PostgreSQL di ${place.cluster} tidak menjawab dengan kata sandi di ${place.password}; hentikan server itu lalu mulai lagi`,
    `The PostgreSQL server on ${place.cluster} does not answer to the password in ${place.password}; stop that server and start again`,
    cause,
  );
}

function once(work: () => Promise<void>): () => Promise<void> {
  let begun: Promise<void> | undefined;
  return () => {
    begun ??= work();
    return begun;
  };
}
