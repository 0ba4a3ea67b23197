import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbedded, stopOrphan } from './index.ts';
import { identityOf } from './process-identity.ts';

let dataDir = '';
const parents: ChildProcess[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'satuloket-embedded-'));
  chmodSync(dataDir, 0o755); // As root the server runs as another user.
});

afterEach(async () => {
  for (const parent of parents.splice(0)) parent.kill('SIGKILL');
  for (const home of await stopOrphan(dataDir)) rmSync(home, { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
});

describe('a first start', () => {
  test('makes a UTF8 database that forces commits to disk', async () => {
    const postgres = await startEmbedded({ dataDir });
    expect(postgres.origin).toBe('started');
    const [row] = await ask(
      postgres,
      `select current_database() as name, current_setting('server_encoding') as encoding, length('é') as letters,
        current_setting('fsync') || current_setting('full_page_writes') || current_setting('synchronous_commit') as safe,
        current_setting('password_encryption') as passwords, (select datlocprovider from pg_database where datname = current_database()) as provider`,
    );
    expect(row).toEqual({
      name: 'satuloket',
      encoding: 'UTF8',
      letters: 1,
      safe: 'ononon',
      passwords: 'scram-sha-256',
      provider: 'b',
    });
    expect(statSync(join(dataDir, 'postgres.password')).mode & 0o777).toBe(0o600);
    await postgres.stop();
  });

  test('listens on this machine only and lets nobody in without the password', async () => {
    const postgres = await start();
    const [row] = await ask(
      postgres,
      `select current_setting('listen_addresses') as on, current_setting('unix_socket_directories') as sockets`,
    );
    expect(row).toEqual({ on: '127.0.0.1', sockets: '' });
    const wrong = new Client({ connectionString: postgres.adminUrl.replace(/:[^:@]+@/, ':guess@') });
    await expect(wrong.connect()).rejects.toThrow(/password/);
    await postgres.stop();
  });

  test('clears away what a killed one left half made', async () => {
    mkdirSync(join(dataDir, 'postgres.new-1', 'data'), { recursive: true });
    const postgres = await start();
    expect(existsSync(join(dataDir, 'postgres.new-1'))).toBe(false);
    await postgres.stop();
  });
});

describe('a second start', () => {
  test('finds what the first wrote; between them nothing runs', async () => {
    const first = await start();
    await ask(first, 'create table kept as select 42 as n');
    const pid = postmaster();
    await first.stop();
    await first.stop();
    expect(identityOf(pid)).toBeUndefined();
    const second = await start();
    expect(await ask(second, 'select n from kept')).toEqual([{ n: 42 }]);
    await second.stop();
  });

  test('comes at the port of the first, whose addresses may still be in somebody’s hands', async () => {
    const first = await start();
    await first.stop();
    const second = await start();
    expect(second.adminUrl).toBe(first.adminUrl);
    await second.stop();
  });

  test('is made by itself where the server was killed under whoever uses it', async () => {
    const told: string[] = [];
    const postgres = await startEmbedded({ dataDir, onGone: (error) => told.push(error.message) });
    await ask(postgres, 'create table kept as select 43 as n');
    process.kill(postmaster(), 'SIGKILL');
    const found = () => ask(postgres, 'select n from kept').catch(() => []);
    await expect.poll(found, { timeout: 20_000 }).toEqual([{ n: 43 }]);
    expect(told[0]).toMatch(/dimulai lagi.*started again/);
    const pid = postmaster();
    await postgres.stop();
    expect(identityOf(pid)).toBeUndefined();
  });

  test('adopts the server whose parent was killed, and stops it', async () => {
    const parent = await startInAnotherProcess();
    const pid = postmaster();
    await kill(parent);
    expect(identityOf(pid)).toBeDefined();
    const postgres = await start();
    expect(postgres.origin).toBe('adopted');
    expect(postmaster()).toBe(pid);
    expect(await ask(postgres, 'select 1 as n')).toEqual([{ n: 1 }]);
    await postgres.stop();
    expect(identityOf(pid)).toBeUndefined();
  });

  test('of two processes at once shares one server, which the last to leave stops', async () => {
    const [postgres, other] = await Promise.all([start(), startInAnotherProcess(), startInAnotherProcess()]);
    const pid = postmaster();
    await kill(other);
    await postgres.stop();
    expect(identityOf(pid)).toBeDefined();
    const again = await start();
    expect(again.origin).toBe('adopted');
    for (const parent of parents) await kill(parent);
    await again.stop();
    expect(identityOf(pid)).toBeUndefined();
  });

  test('recovers after the server itself was killed', async () => {
    const first = await startEmbedded({ dataDir });
    await ask(first, 'create table kept as select 42 as n');
    process.kill(postmaster(), 'SIGKILL');
    await first.stop();
    const second = await startEmbedded({ dataDir });
    expect(second.origin).toBe('started');
    expect(await ask(second, 'select n from kept')).toEqual([{ n: 42 }]);
    await second.stop();
  });

  test('is not held up by a note whose number now belongs to a stranger', async () => {
    const first = await start();
    const note = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8');
    await first.stop();
    writeFileSync(join(dataDir, 'postgres', 'postmaster.pid'), note.replace(/^\d+/, String(process.pid)));
    const second = await start();
    expect(second.origin).toBe('started');
    await second.stop();
  });

  test('takes over from a process that died while it was starting', async () => {
    writeFileSync(join(dataDir, 'postgres.turn'), '999999@1 0.5');
    const postgres = await start();
    await postgres.stop();
    expect(existsSync(join(dataDir, 'postgres.turn'))).toBe(false);
  });
});

describe('it refuses', () => {
  test('a database that is not UTF8', async () => {
    const postgres = await start();
    await ask(postgres, `create database kuno encoding 'SQL_ASCII' template template0 locale 'C' locale_provider libc`);
    await expect(startEmbedded({ dataDir, durable: false, database: 'kuno' })).rejects.toThrow(
      /kuno .*SQL_ASCII.* UTF8/,
    );
    expect(await ask(postgres, 'select 1 as n')).toEqual([{ n: 1 }]);
    await postgres.stop();
  });

  test('a cluster of another version', async () => {
    await (await start()).stop();
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '16\n');
    await expect(start()).rejects.toThrow(/PostgreSQL 16/);
    expect(readFileSync(join(dataDir, 'postgres', 'PG_VERSION'), 'utf8')).toBe('16\n');
  });

  test('a server that does not know the password, without stopping it', async () => {
    const postgres = await start();
    writeFileSync(join(dataDir, 'postgres.password'), 'another\n');
    await expect(start()).rejects.toThrow(/postgres\.password/);
    expect(await ask(postgres, 'select 1 as n')).toEqual([{ n: 1 }]);
    await postgres.stop();
  });
});

test('a Ctrl-C of the terminal does not reach it: we stop it in order ourselves', async () => {
  const parent = await startInAnotherProcess();
  const pid = postmaster();
  process.kill(-(parent.pid ?? 0), 'SIGINT');
  await ended(parent);
  expect(identityOf(pid)).toBeDefined();
});

function start(): Promise<EmbeddedPostgres> {
  return startEmbedded({ dataDir, durable: false });
}

/** A process in a group of its own that starts the database and then waits to be killed. */
async function startInAnotherProcess(): Promise<ChildProcess> {
  const module = JSON.stringify(new URL('./index.ts', import.meta.url).href);
  const program = `const { startEmbedded } = await import(${module}); await startEmbedded(${JSON.stringify({ dataDir, durable: false })}); console.log('ready'); setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    detached: true,

    stdio: ['ignore', 'pipe', 'inherit'],
  });
  parents.push(parent);
  await new Promise((resolve, reject) => {
    parent.stdout?.once('data', resolve);
    parent.once('exit', () => reject(new Error('it ended')));
  });
  return parent;
}

async function kill(parent: ChildProcess): Promise<void> {
  parent.kill('SIGKILL');
  await ended(parent);
}

async function ended(parent: ChildProcess): Promise<void> {
  while (parent.exitCode === null && parent.signalCode === null) await sleep(10);
}

function postmaster(): number {
  return Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

async function ask(postgres: EmbeddedPostgres, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: postgres.adminUrl });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
