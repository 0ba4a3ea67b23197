import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { loadRegions } from './capabilities/regions/index.ts';
import type { Config } from './platform/config.ts';
import {
  admitLogin,
  connectTo,
  migrate,
  primaryUrl,
  type Queryable,
  queryable,
  refuseOtherVersion,
  refuseUnfitLogin,
} from './platform/database/index.ts';
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

/**
 * Starts or finds the database.
 * @param ready brings it up to date, as the owner; called where this process was given the owner
 */
export async function openConfiguredDatabase(
  config: Config,
  ready: (adminUrl: string) => Promise<unknown>,
): Promise<OpenedDatabase> {
  if (config.database.kind === 'server') {
    const { url } = config.database;
    const adminUrl = await ownerUrl(config.database);
    if (adminUrl) await ready(adminUrl);
    await refuseUnlessReady(url, config.production);
    return { url, adminUrl, close: async () => undefined };
  }
  const embedded = await startEmbedded({ dataDir: config.dataDir, onGone });
  try {
    await ready(embedded.adminUrl);
    return { url: await loginAsApp(embedded.adminUrl), adminUrl: embedded.adminUrl, close: embedded.stop };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

/** The owner's address of the server that takes writes now; undefined where this process was given none. */
export const ownerUrl = async ({ adminUrl }: { readonly adminUrl: string | undefined }): Promise<string | undefined> =>
  adminUrl && primaryUrl(adminUrl, 'DATABASE_ADMIN_URL');

const onGone = (error: Error): void => void process.stderr.write(`satuloket: ${error.message}\n`);

const MIGRATIONS = join(ROOT, 'migrations');

/** What a process finds that was given no owner: a database of exactly its version, and a login that can't change history. */
async function refuseUnlessReady(url: string, production: boolean): Promise<void> {
  const client = await connectTo(url, 'DATABASE_URL');
  try {
    if (production) await refuseUnfitLogin(client);
    await client.query('set role satuloket_app').catch(() => refuseUnfitLogin(client));
    await refuseOtherVersion(client, MIGRATIONS);
  } finally {
    await client.end();
  }
}

/**
 * Migrations, the workers' tables, the reference data that every hub needs, and the run-time role for the login that serves.
 * @param url of the run-time login, on a server of one's own
 */
export async function upgrade(adminUrl: string, url?: string): Promise<readonly string[]> {
  const { applied } = await migrate(adminUrl, MIGRATIONS);
  await prepareJobs(adminUrl);
  if (url !== undefined && url !== adminUrl) await admit(adminUrl, url);
  const today = new Date().toISOString().slice(0, 10);
  const csv = await readFile(join(ROOT, 'reference/regions/wilayah.csv'), 'utf8');
  await asOwner(adminUrl, (owner) => loadRegions(owner, csv, today));
  return applied;
}

async function admit(adminUrl: string, url: string): Promise<void> {
  const owner = await connectTo(adminUrl, 'DATABASE_ADMIN_URL');
  try {
    await admitLogin(owner, url);
  } finally {
    await owner.end();
  }
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
