import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { type Database, migrate, openDatabase } from '../../src/platform/database/index.ts';

const MIGRATIONS = join(import.meta.dirname, '../../migrations');
/** Made once per run by whoever needs it first; every test file gets a clone. */
export type Template = { readonly name: string; readonly prepare: (url: string) => Promise<unknown> };
const MIGRATED: Template = { name: 'satuloket_template', prepare: (url) => migrate(url, MIGRATIONS) };

export type TestDatabase = {
  /** As the program sees it: the run-time role under row-level security. */
  readonly db: Database;
  /** The owner's connection string: loaders, attacks, looking behind the wall. */
  readonly adminUrl: string;
  /** One statement as the owner. */
  admin<R extends Record<string, unknown>>(text: string, values?: unknown[]): Promise<R[]>;
  close(): Promise<void>;
};

/** A fresh migrated database of this file's own, cloned from a template that the first caller of the run makes. */
export async function testDatabase(template: Template = MIGRATED): Promise<TestDatabase> {
  const serverUrl = process.env.SATULOKET_TEST_ADMIN_URL;
  if (!serverUrl) throw new Error('SATULOKET_TEST_ADMIN_URL is not set: run by vitest, whose set-up starts PostgreSQL');
  const name = `t${randomBytes(8).toString('hex')}`;
  await withClient(serverUrl, async (client) => {
    await client.query('select pg_advisory_lock(1)');
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template.name]);
    if (rowCount === 0) {
      await client.query(`drop database if exists ${template.name}_new`);
      await client.query(`create database ${template.name}_new encoding 'UTF8' template template0`);
      await template.prepare(named(serverUrl, `${template.name}_new`));
      await client.query(`alter database ${template.name}_new rename to ${template.name}`);
    }
    // Its files are copied: a third of the work of writing each page to the log of changes first.
    await client.query(`create database ${name} template ${template.name} strategy file_copy`);
  });
  const adminUrl = named(serverUrl, name);
  const owner = new pg.Pool({ connectionString: adminUrl, max: 2 });
  owner.on('error', () => undefined);
  const db = openDatabase({ url: adminUrl, role: 'satuloket_app', poolSize: 8 });
  return {
    db,
    adminUrl,
    admin: async <R extends Record<string, unknown>>(text: string, values: unknown[] = []) =>
      (await owner.query(text, values)).rows as R[],
    close: async () => {
      await db.close();
      await owner.end();
      await withClient(serverUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function named(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}
