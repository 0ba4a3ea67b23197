import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip, gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { migrate } from '../database/index.ts';
import { prepareJobs } from '../jobs/index.ts';
import { beginEra, eraOf } from './era.ts';
import type { TablesDump } from './manifest.ts';
import { type Table, tablesInOrder } from './table-order.ts';
import { type Part, partOf, syncFolder, type Tree, writePart } from './tree.ts';
import { BackupTrouble } from './trouble.ts';
import { addJobs, waitingJobs } from './waiting-jobs.ts';

const JOBS = 'jobs.jsonl.gz';
const fileOf = ({ name }: Pick<Table, 'name'>): string => `${name.replaceAll('"', '')}.copy.gz`;

export type Dumped = { readonly dump: TablesDump; readonly tree: Tree };

/**
 * Writes every table as it stood at one moment, while work goes on: rows by COPY, compressed, one file each. Can be loaded by any
 * PostgreSQL and any program that is as new or newer.
 * @param adminUrl the owner's, who sees all rows
 */
export async function dumpTables(adminUrl: string, folder: string): Promise<Dumped> {
  const client = await connected(adminUrl);
  try {
    await client.query('begin isolation level repeatable read read only');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const parts: Record<string, Part> = {};
    const tables: TablesDump['tables'] = [];
    for (const table of await tablesInOrder(client)) {
      const { rows, part } = await dumpOne(client, table, join(folder, fileOf(table)));
      parts[fileOf(table)] = part;
      tables.push({ name: table.name, columns: [...table.columns], rows });
    }
    parts[JOBS] = await writePart(join(folder, JOBS), gzipSync(await waitingJobs(client)));
    const dump = {
      era: await eraOf(client),
      migrations: await applied(client),
      tables,
      sequences: await sequences(client),
    };
    await client.query('commit');
    await syncFolder(folder);
    return { dump, tree: { parts, folders: [] } };
  } finally {
    await client.end();
  }
}

async function dumpOne(client: pg.Client, table: Table, path: string): Promise<{ rows: number; part: Part }> {
  const source = client.query(copyTo(`copy ${table.name} (${table.columns.join(', ')}) to stdout`));
  await pipeline(source, createGzip({ level: 9 }), createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }));
  return { rows: source.rowCount, part: await partOf(path) };
}

/**
 * Lays the tables as the dump's program had them and fills them, whole or not at all. What came later is migrated afterwards by whoever
 * calls. The era of the audit is raised, so that seals still verify.
 * @param adminUrl the owner's, of an empty database · @param migrations the folder of this program
 * @throws BackupTrouble when the database is not empty, or the dump is newer than this program
 */
export async function loadTables(
  adminUrl: string,
  folder: string,
  dump: TablesDump,
  migrations: string,
): Promise<void> {
  await refuseUnlessEmpty(adminUrl);
  await migrateAsDumped(adminUrl, dump, migrations);
  await prepareJobs(adminUrl);
  const client = await connected(adminUrl);
  try {
    await client.query('begin');
    for (const { name } of dump.tables) await client.query(`alter table ${name} disable trigger user`);
    for (const table of dump.tables) await loadOne(client, table, join(folder, fileOf(table)));
    for (const { name, last } of dump.sequences) await client.query('select setval($1::regclass, $2)', [name, last]);
    await beginEra(client, dump.era);
    for (const { name } of dump.tables) await client.query(`alter table ${name} enable trigger user`);
    await addJobs(client, gunzipSync(await readFile(join(folder, JOBS))).toString('utf8'));
    await client.query('commit');
    await client.query('analyze');
  } finally {
    await client.end();
  }
}

async function loadOne(client: pg.Client, table: TablesDump['tables'][number], path: string): Promise<void> {
  const sink = client.query(copyFrom(`copy ${table.name} (${table.columns.join(', ')}) from stdin`));
  await pipeline(createReadStream(path), createGunzip(), sink);
  if (sink.rowCount === table.rows) return;
  throw new Error(`${table.name}: ${sink.rowCount} rows were loaded instead of ${table.rows}`);
}

async function refuseUnlessEmpty(adminUrl: string): Promise<void> {
  const client = await connected(adminUrl);
  try {
    const { rows } = await client.query("select to_regclass('migrations.applied') is not null as used");
    if (rows[0]?.used)
      throw new BackupTrouble(
        'Basis data tujuan tidak kosong; buat basis data baru dengan: createdb --encoding=UTF8 --template=template0 NAMA',
        'The database is not empty; make a new one with: createdb --encoding=UTF8 --template=template0 NAME',
      );
  } finally {
    await client.end();
  }
}

/** The migrations that the dump knew, and no others. */
async function migrateAsDumped(adminUrl: string, dump: TablesDump, migrations: string): Promise<void> {
  const some = await mkdtemp(join(tmpdir(), 'satuloket-migrasi-'));
  try {
    for (const { name, sha256 } of dump.migrations) {
      const text = await readFile(join(migrations, name)).catch(() => undefined);
      if (!text || createHash('sha256').update(text).digest('hex') !== sha256)
        throw new BackupTrouble(
          `Cadangan ini dibuat oleh program yang lebih baru atau berbeda (${name}); pulihkan dengan program itu`,
          `This backup was made by a newer or different program (${name}); restore it with that program`,
        );
      await copyFile(join(migrations, name), join(some, name));
    }
    await migrate(adminUrl, some);
  } finally {
    await rm(some, { recursive: true, force: true });
  }
}

async function applied(client: pg.Client): Promise<TablesDump['migrations']> {
  return (
    await client.query<TablesDump['migrations'][number]>('select name, sha256 from migrations.applied order by name')
  ).rows;
}

async function sequences(client: pg.Client): Promise<TablesDump['sequences']> {
  const { rows } = await client.query<TablesDump['sequences'][number]>(
    `select format('%I.%I', schemaname, sequencename) as name, last_value::text as last from pg_sequences
     where last_value is not null and schemaname <> 'graphile_worker' order by 1`,
  );
  return rows;
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'satuloket-cadangan' });
  await client.connect();
  return client;
}
