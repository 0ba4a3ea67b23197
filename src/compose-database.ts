import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { loadRegions } from './capabilities/regions/index.ts';
import type { Config } from './platform/config.ts';
import { migrate, type Queryable, queryable } from './platform/database/index.ts';
import { startEmbedded } from './platform/embedded-postgres/index.ts';
import { prepareJobs } from './platform/jobs/index.ts';
import { ROOT } from './root.ts';

export type OpenedDatabase = {
  /** The run-time role's. */
  readonly url: string;
  /** The owner's, where this process was given it: needed for migrations only. */
  readonly adminUrl: string | undefined;
  readonly close: () => Promise<void>;
};

/** Starts or finds the database and brings it up to date. */
export async function openConfiguredDatabase(config: Config): Promise<OpenedDatabase> {
  if (config.database.kind === 'server') {
    const { url, adminUrl } = config.database;
    if (adminUrl) await upgrade(adminUrl);
    return { url, adminUrl, close: async () => undefined };
  }
  const embedded = await startEmbedded({ dataDir: config.dataDir });
  await upgrade(embedded.adminUrl);
  return { url: await loginAsApp(embedded.adminUrl), adminUrl: embedded.adminUrl, close: embedded.stop };
}

/** Migrations, the workers' tables, and the reference data that every hub needs. */
export async function upgrade(adminUrl: string): Promise<readonly string[]> {
  const { applied } = await migrate(adminUrl, join(ROOT, 'migrations'));
  await prepareJobs(adminUrl);
  const today = new Date().toISOString().slice(0, 10);
  const csv = await readFile(join(ROOT, 'reference/regions/wilayah.csv'), 'utf8');
  await asOwner(adminUrl, (owner) => loadRegions(owner, csv, today));
  return applied;
}

/** One transaction as the owner of the database. */
export async function asOwner<R>(adminUrl: string, work: (owner: Queryable) => Promise<R>): Promise<R> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query('begin');
    const result = await work(queryable(client));
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    await client.end();
  }
}

// The embedded server's run-time role gets a password that follows from the owner's, so that two processes agree on it.
async function loginAsApp(adminUrl: string): Promise<string> {
  const url = new URL(adminUrl);
  const password = createHmac('sha256', decodeURIComponent(url.password)).update('satuloket_app').digest('hex');
  await asOwner(adminUrl, (owner) => owner.query(`alter role satuloket_app with login password '${password}'`));
  url.username = 'satuloket_app';
  url.password = password;
  return url.href;
}
