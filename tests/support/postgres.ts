import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded, stopOrphan } from '../../src/platform/embedded-postgres/index.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Superuser of the run's PostgreSQL, on the database `postgres`. */
    adminUrl: string;
  }
}

const prefix = 'satuloket-test-';

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stop = await startTestServer();
  project.provide('adminUrl', process.env.SATULOKET_TEST_ADMIN_URL ?? '');
  return stop;
}

/** One PostgreSQL for the whole run, in a folder that dies with it. `SATULOKET_TEST_ADMIN_URL` names another server instead. */
export async function startTestServer(): Promise<() => Promise<void>> {
  if (process.env.SATULOKET_TEST_ADMIN_URL !== undefined) return async () => {};
  await sweep();
  const dataDir = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  chmodSync(dataDir, 0o755); // As root the server runs as another user.
  const postgres = await startEmbedded({ dataDir, database: 'postgres', durable: false });
  process.env.SATULOKET_TEST_ADMIN_URL = postgres.adminUrl;
  return async () => {
    delete process.env.SATULOKET_TEST_ADMIN_URL;
    await postgres.stop();
    await discard(dataDir);
  };
}

/** A run that was killed leaves a server and its folder behind. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const owner = /^satuloket-test-(\d+)-/.exec(name)?.[1];
    if (owner === undefined || lives(Number(owner))) continue;
    await discard(join(tmpdir(), name)).catch(() => {}); // Another user's, who sweeps it himself.
  }
}

async function discard(dataDir: string): Promise<void> {
  for (const folder of await stopOrphan(dataDir)) rmSync(folder, { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
}
