import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { connectTo } from './fitness.ts';
import { DatabaseTrouble } from './trouble.ts';

export type Migrated = { readonly applied: readonly string[]; readonly version: string };

/**
 * Applies `NNNN-name.sql` in order, each in a transaction that first claims its row, so that two starts can't both run it.
 * Refuses a database that is not UTF8, that is newer than these files, or whose applied files were edited.
 */
export async function migrate(url: string, dir: string): Promise<Migrated> {
  const files = await filesIn(dir);
  const client = await connectTo(url, 'DATABASE_ADMIN_URL');
  try {
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

/** For a process that may not migrate: everything is applied, and nothing that this program does not know. */
export async function refuseOtherVersion(client: pg.Client, dir: string): Promise<void> {
  const files = await filesIn(dir);
  const { rows } = await client.query<{ there: boolean }>(
    "select coalesce(has_table_privilege(to_regclass('migrations.applied'), 'select'), false) as there",
  );
  const applied = rows[0]?.there ? await refuseNewer(client, files) : [];
  const missing = files.filter((file) => !applied.includes(file));
  if (missing.length > 0)
    throw new DatabaseTrouble(
      `Basis data belum mutakhir (${missing.length} perubahan); jalankan migrasi dengan DATABASE_ADMIN_URL`,
      `The database is not up to date (${missing.length} migrations); run migrasi with DATABASE_ADMIN_URL`,
    );
}

const filesIn = async (dir: string): Promise<readonly string[]> =>
  (await readdir(dir)).filter((name) => /^\d{4}-[a-z-]+\.sql$/.test(name)).sort();

async function refuseNewer(client: pg.Client, files: readonly string[]): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>('select name from migrations.applied order by name');
  const applied = rows.map((row) => row.name);
  const unknown = applied.filter((name) => !files.includes(name));
  if (unknown.length === 0) return applied;
  throw new DatabaseTrouble(
    `Basis data lebih baru daripada program ini (${unknown.join(', ')}); jalankan versi program yang lebih baru`,
    'The database is newer than this program; start the newer version of the program',
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
      await refuseEdited(client, name, sha256);
      return false;
    }
    await client.query(sql);
    await client.query('commit');
    return true;
  } catch (error) {
    await client.query('rollback');
    if (error instanceof DatabaseTrouble) throw error;
    throw error instanceof Error ? new Error(`${name}: ${error.message}`, { cause: error }) : error;
  }
}

async function refuseEdited(client: pg.Client, name: string, sha256: string): Promise<void> {
  const { rows } = await client.query<{ sha256: string }>('select sha256 from migrations.applied where name = $1', [
    name,
  ]);
  if (rows[0]?.sha256 === sha256) return;
  throw new DatabaseTrouble(
    `Berkas migrasi ${name} berubah sesudah diterapkan; pakai lagi berkas dari rilis resmi`,
    `The migration ${name} was edited after it was applied; use the released file again`,
  );
}
