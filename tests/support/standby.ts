import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { copyCluster } from '../../src/platform/backup/cluster-copy.ts';
import { chooseAccount } from '../../src/platform/embedded-postgres/account.ts';
import { findBinaries } from '../../src/platform/embedded-postgres/binaries.ts';

/** A second PostgreSQL that follows a first one by streaming, made by a backup over SQL as an operator without other tools makes it. */
export type Standby = {
  readonly port: number;
  readonly adminUrl: string;
  /** It becomes a primary of its own and waits for nobody. */
  promote(): Promise<void>;
  stop(): Promise<void>;
};

const NAME = 'siaga';

/** Made, streaming, and from now on waited for at each commit. @param dir an empty place for it */
export async function makeStandby(
  primary: { readonly adminUrl: string; readonly cluster: string },
  dir: string,
): Promise<Standby> {
  mkdirSync(dir, { recursive: true, mode: 0o755 });
  const data = join(dir, 'postgres');
  await asked(primary.adminUrl, `select pg_create_physical_replication_slot('${NAME}', true)`);
  await copyCluster(primary.adminUrl, primary.cluster, data);
  const { hostname, port, username, password } = new URL(primary.adminUrl);
  writeFileSync(join(data, 'standby.signal'), '');
  appendFileSync(
    join(data, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=${hostname} port=${port} user=${username} password=${decodeURIComponent(password)} application_name=${NAME}'
primary_slot_name = '${NAME}'\n`,
  );
  chmodSync(data, 0o700);
  const account = chooseAccount([primary.cluster]);
  if (account) spawnSync('chown', ['-R', `${account.uid}:${account.gid}`, data]);
  const at = await freePort();
  const url = new URL(primary.adminUrl);
  url.port = String(at);
  const server = launch(data, at, join(dir, 'log'), account);
  await until(async () => (await asked(url.href, 'select pg_is_in_recovery() as yes'))[0]?.yes === true);
  await asked(primary.adminUrl, `alter system set synchronous_standby_names = '${NAME}'`);
  await asked(primary.adminUrl, 'select pg_reload_conf()');
  await until(async () => (await asked(primary.adminUrl, SYNC))[0]?.state === 'sync');
  return {
    ...{ port: at, adminUrl: url.href },
    promote: async () => {
      await asked(url.href, 'select pg_promote()');
      await asked(url.href, `alter system set synchronous_standby_names = ''`);
      await asked(url.href, 'select pg_reload_conf()');
    },
    stop: () => ended(server),
  };
}

const SYNC = `select sync_state as state from pg_stat_replication where application_name = '${NAME}'`;

function launch(data: string, port: number, log: string, account: ReturnType<typeof chooseAccount>): ChildProcess {
  const said = openSync(log, 'a', 0o600);
  const settings = {
    ...{ listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(port), timezone: 'UTC', jit: 'off' },
  };
  const child = spawn(
    findBinaries(account, '/var/lib/satuloket').postgres,
    ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      ...{ stdio: ['ignore', said, said], cwd: '/', env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' } },
      ...account,
    },
  );
  closeSync(said);
  return child;
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((done) => server.once('exit', done));
  server.kill('SIGQUIT');
  await gone;
}

async function asked(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function until(done: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(100)) {
    if (await done().catch(() => false)) return;
  }
  throw new Error('the standby does not follow');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address ? address.port : 0;
}
