import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import type { Place } from './place.ts';
import { folderOf, identityOf, isAlive, type ProcessIdentity } from './process-identity.ts';
import { EmbeddedPostgresTrouble } from './trouble.ts';

/** A server that runs on our cluster. */
export type Postmaster = { readonly process: ProcessIdentity; readonly pid: number; readonly port: number };

/** After a crash of a well-filled database the server replays its log before it answers. */
const startPatience = 600_000;
const stopPatience = 30_000;
const logLimit = 5_000_000;

/** What the machine, or the container that we are in, has. */
const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY) / 2 ** 20;
const megabytes = (share: number, least: number, most: number): string =>
  `${Math.round(Math.min(most, Math.max(least, memory * share)))}MB`;

/** For one town's server with 2 GB of memory, and larger ones; everything that guards what was committed stays on. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  cluster_name: 'satuloket',
  max_connections: '100',
  shared_buffers: megabytes(1 / 16, 128, 2048),
  effective_cache_size: megabytes(1 / 4, 512, 65_536),
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  random_page_cost: '1.1',
  jit: 'off',
  max_wal_size: '1GB',
  min_wal_size: '80MB',
  wal_compression: 'on',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  log_min_messages: 'warning',
} as const;

/** For data that dies with the run. */
const careless = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  autovacuum: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
} as const;

/**
 * The server that already runs on the cluster: one whose owner was killed, or that another process shares.
 * Undefined when there is none; then nothing stands in the way of a new one. Call inside a turn.
 */
export async function findRunning(place: Place): Promise<Postmaster | undefined> {
  const end = Date.now() + startPatience;
  for (;;) {
    const note = readNote(place);
    if (note === undefined) return undefined;
    const running = identityOf(note.pid);
    if (running === undefined) return undefined;
    if (!standsIn(note.pid, place)) {
      // The number now belongs to somebody else (a restarted container), and PostgreSQL would take him for a postmaster.
      rmSync(join(place.cluster, 'postmaster.pid'), { force: true });
      return undefined;
    }
    if (note.status === 'ready') return { process: running, pid: note.pid, port: note.port };
    if (Date.now() > end) throw notReady(place);
    await sleep(50);
  }
}

/** Starts a server in a process group of its own, so that a Ctrl-C reaches us first and we stop it in order. */
export async function launch(
  place: Place,
  binaries: Binaries,
  account: Account | undefined,
  durable: boolean,
): Promise<Postmaster> {
  keepLogSmall(place);
  for (let attempt = 1; ; attempt += 1) {
    const port = (attempt === 1 && lastPort(place)) || (await freePort());
    const started = await tryLaunch(place, binaries, account, durable, port);
    if (started !== undefined) {
      writeFileSync(place.port, `${port}\n`, { mode: 0o600 });
      return started;
    }
    if (attempt === 5) throw notReady(place);
  }
}

/** Once more where it was, since others hold that address; undefined when it does not come up. Call inside a turn. */
export const relaunch = (
  place: Place,
  binaries: Binaries,
  account: Account | undefined,
  durable: boolean,
  port: number,
): Promise<Postmaster | undefined> => {
  keepLogSmall(place);
  return tryLaunch(place, binaries, account, durable, port);
};

/** Stops it the fast way: sessions end, everything is written. Returns when it is gone. */
export async function halt(postmaster: Postmaster): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!isAlive(postmaster.process)) return;
    try {
      process.kill(postmaster.pid, signal);
    } catch {
      return;
    }
    const end = Date.now() + stopPatience;
    while (isAlive(postmaster.process) && Date.now() < end) await sleep(20);
  }
}

async function tryLaunch(
  place: Place,
  binaries: Binaries,
  account: Account | undefined,
  durable: boolean,
  port: number,
): Promise<Postmaster | undefined> {
  const chosen = { ...settings, ...(durable ? {} : careless), port: String(port) };
  const log = openSync(place.log, 'a', 0o600);
  const child = spawn(
    binaries.postgres,
    ['-D', place.cluster, ...Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      detached: true,
      stdio: ['ignore', log, log],
      cwd: '/',
      env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' },
      ...account,
    },
  );
  closeSync(log);
  child.unref();
  let over = false;
  child.once('exit', () => {
    over = true;
  });
  child.once('error', () => {
    over = true;
  });
  const end = Date.now() + startPatience;
  while (!over && Date.now() < end) {
    const note = readNote(place);
    const running = child.pid === undefined || note?.pid !== child.pid ? undefined : identityOf(child.pid);
    if (running !== undefined && note?.status === 'ready') return { process: running, pid: note.pid, port: note.port };
    await sleep(20);
  }
  if (!over) throw notReady(place);
  return undefined;
}

type Note = { readonly pid: number; readonly port: number; readonly status: string };

/** `postmaster.pid`: process, folder, start, port, socket folder, address, shared memory, status. */
function readNote(place: Place): Note | undefined {
  try {
    const lines = readFileSync(join(place.cluster, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    return Number.isInteger(pid) && pid > 1
      ? { pid, port: Number(lines[3]), status: (lines[7] ?? '').trim() }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the process is a postmaster of this cluster. When that can't be seen it is taken for one: the safe mistake. */
function standsIn(pid: number, place: Place): boolean {
  const folder = folderOf(pid);
  return folder === undefined || folder === realpathSync(place.cluster);
}

function lastPort(place: Place): number | undefined {
  try {
    const port = Number(readFileSync(place.port, 'utf8'));
    return Number.isInteger(port) && port > 0 ? port : undefined;
  } catch {
    return undefined;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function keepLogSmall(place: Place): void {
  const size = statSync(place.log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > logLimit) renameSync(place.log, `${place.log}.1`);
}

function notReady(place: Place): EmbeddedPostgresTrouble {
  let last = '';
  try {
    last = readFileSync(place.log, 'utf8').trim().split('\n').at(-1) ?? '';
  } catch {
    // No log, no last line.
  }
  return new EmbeddedPostgresTrouble(
    `Basis data tidak mau mulai; baca ${place.log}, baris terakhirnya: ${last}`,
    `The database does not start; read ${place.log}, its last line: ${last}`,
  );
}
