import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import pg from 'pg';
import { copyTree, NOTHING, syncFolder, type Tree, together, walk, writePart } from './tree.ts';
import { BackupTrouble } from './trouble.ts';

// What PostgreSQL makes anew at each start, or what belongs to the server that runs now.
const EMPTY = [
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
  'pg_replslot',
  'pg_wal',
];
const LEFT_OUT = ['postmaster.pid', 'postmaster.opts', 'pg_internal.init', 'backup_label', 'tablespace_map'];
const CONTROL = 'global/pg_control';

const skipped = (path: string): boolean => {
  const [top = '', inside] = path.split('/');
  if (EMPTY.includes(top) && inside !== undefined && path !== 'pg_wal/archive_status') return true;
  return LEFT_OUT.includes(basename(path)) || basename(path).startsWith('pgsql_tmp') || path === CONTROL;
};

/**
 * Copies a running cluster between `pg_backup_start` and `pg_backup_stop`, with the log that makes the copy whole. Work goes on meanwhile;
 * the copy stands at the moment of its end. When this process dies, the server ends the backup by itself.
 * @param adminUrl a superuser's · @param cluster the data directory, on this machine
 */
export async function copyCluster(adminUrl: string, cluster: string, to: string): Promise<Tree> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'satuloket-cadangan' });
  await client.connect();
  try {
    // The slot keeps the log of the whole copy from being recycled; a temporary one goes with its session.
    await client.query('select pg_create_physical_replication_slot($1, true, true)', [`cadangan_${process.pid}`]);
    await client.query('select pg_backup_start($1, true)', ['satuloket']);
    const body = await copyTree(cluster, to, await walk(cluster, skipped));
    const control = await writePart(join(to, CONTROL), await readControl(join(cluster, CONTROL)));
    const { rows } = await client.query<{ labelfile: string; last: string }>(
      'select labelfile, pg_walfile_name(lsn) as last from pg_backup_stop(false)',
    );
    const { labelfile = '', last = '' } = rows[0] ?? {};
    const label = await writePart(join(to, 'backup_label'), labelfile);
    const log = await copyTree(join(cluster, 'pg_wal'), join(to, 'pg_wal'), {
      files: logFiles(labelfile, last),
      folders: [],
    });
    const wanted = logFiles(labelfile, last).length;
    if (Object.keys(log.parts).length !== wanted || wanted === 0) throw logGone();
    for (const folder of ['global', '.']) await syncFolder(join(to, folder));
    const inLog = Object.fromEntries(Object.entries(log.parts).map(([name, part]) => [`pg_wal/${name}`, part]));
    return together(body, {
      ...NOTHING,
      parts: { ...inLog, [CONTROL]: control, backup_label: label },
    });
  } finally {
    await client.end();
  }
}

/** 8 KB that are written in place: read until two looks agree, so that no half of an update is kept. */
async function readControl(path: string): Promise<Buffer> {
  for (let before = await readFile(path); ; ) {
    const now = await readFile(path);
    if (now.equals(before)) return now;
    before = now;
  }
}

/** The log's files from where the backup began to where it ended, e.g. `000000010000000000000004`. */
export function logFiles(label: string, last: string): readonly string[] {
  const first = /^START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)/m.exec(label)?.[1];
  if (!first) return [];
  const names: string[] = [];
  for (let name = first; name <= last; name = following(name)) names.push(name);
  return names;
}

/** Timeline, then a count of 4 GB, then of 16 MB in it. */
function following(name: string): string {
  const count = (Number.parseInt(name.slice(8, 16), 16) * 256 + Number.parseInt(name.slice(16), 16) + 1) as number;
  const hex = (value: number): string => value.toString(16).toUpperCase().padStart(8, '0');
  return `${name.slice(0, 8)}${hex(Math.floor(count / 256))}${hex(count % 256)}`;
}

const logGone = (): BackupTrouble =>
  new BackupTrouble(
    'Sebagian catatan transaksi PostgreSQL sudah tidak ada, jadi cadangan ini tidak utuh; ulangi ke folder lain',
    'Part of PostgreSQL’s transaction log is gone, so this backup is not whole; repeat it into another folder',
  );
