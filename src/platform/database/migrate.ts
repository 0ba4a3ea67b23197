import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

export type Migrated = { readonly applied: readonly string[]; readonly version: string };

/**
 * Applies `NNNN-name.sql` in order, each in a transaction that first claims its row, so that two starts can't both run it.
 * Refuses a database that is not UTF8, that is newer than these files, or whose applied files were edited.
 */
export async function migrate(url: string, dir: string): Promise<Migrated> {
  const files = (await readdir(dir)).filter((name) => /^\d{4}-[a-z-]+\.sql$/.test(name)).sort();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await refuseOtherEncoding(client);
    await client.query(`create schema if not exists migrations;
      create table if not exists migrations.applied (name text primary key, sha256 text not null, at timestamptz not null default now())`);
    await client.query('select pg_advisory_lock(731946)');
    await refuseNewer(client, files);
    const applied: string[] = [];
    for (const file of files) {
      if (await applyOne(client, file, await readFile(join(dir, file), 'utf8'))) applied.push(file);
    }
    if (applied.length > 0) await client.query('analyze');
    return { applied, version: files.at(-1) ?? '' };
  } finally {
    await client.end();
  }
}

async function refuseOtherEncoding(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ encoding: string }>(
    'select pg_encoding_to_char(encoding) as encoding from pg_database where datname = current_database()',
  );
  if (rows[0]?.encoding !== 'UTF8')
    throw new Error(
      `Basis data harus UTF8, yang ini ${rows[0]?.encoding}. The database must be UTF8: create it with --encoding=UTF8.`,
    );
}

async function refuseNewer(client: pg.Client, files: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select name from migrations.applied order by name');
  const unknown = rows.map((row) => row.name).filter((name) => !files.includes(name));
  if (unknown.length > 0)
    throw new Error(
      `Basis data lebih baru daripada program ini (${unknown.join(', ')}). The database is newer than this program: start the newer version.`,
    );
}

async function applyOne(client: pg.Client, name: string, sql: string): Promise<boolean> {
  const sha256 = createHash('sha256').update(sql).digest('hex');
  await client.query('begin');
  try {
    const claimed = await client.query(
      'insert into migrations.applied (name, sha256) values ($1, $2) on conflict do nothing',
      [name, sha256],
    );
    if (claimed.rowCount === 0) {
      await client.query('rollback');
      const { rows } = await client.query<{ sha256: string }>('select sha256 from migrations.applied where name = $1', [
        name,
      ]);
      if (rows[0]?.sha256 !== sha256) throw new Error(`migration ${name} was edited after it was applied`);
      return false;
    }
    await client.query(sql);
    await client.query('commit');
    return true;
  } catch (error) {
    await client.query('rollback');
    throw error instanceof Error ? new Error(`${name}: ${error.message}`, { cause: error }) : error;
  }
}
