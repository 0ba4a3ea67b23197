import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, truncate } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { copyCluster } from './cluster-copy.ts';
import { dumpTables } from './copy-dump.ts';
import { type Manifest, writeManifest } from './manifest.ts';
import { below, copyTree, NOTHING, partOf, syncFolder, type Tree, together, walk, writePart } from './tree.ts';
import { BackupTrouble } from './trouble.ts';

/** Everything of a hub besides its database. */
export type Stock = {
  /** Undefined: the files lie in an S3 store. */
  readonly filesDir: string | undefined;
  /** The audit's seals, copied off the database. */
  readonly sealsDir: string;
  readonly keysDir: string;
};

export type BackUpOptions = Stock & {
  readonly adminUrl: string;
  /** PostgreSQL's data directory on this machine, and the file with its superuser's password; undefined: only rows can be copied. */
  readonly cluster: { readonly dir: string; readonly passwordFile: string } | undefined;
  /** New or empty. */
  readonly folder: string;
  /** New or empty, elsewhere than in `folder`: who has both can read everything. */
  readonly keysFolder: string;
  readonly version: string;
  readonly clock: () => Date;
};

export type BackedUp = { readonly kind: Manifest['kind']; readonly files: number; readonly bytes: number };
/** The superuser's password, which lies with the keys. */
export const PASSWORD = 'postgres.password';

/** Copies a running hub. Whole once it returns; before that the folder has no manifest and is refused by every restoration. */
export async function backUp(o: BackUpOptions): Promise<BackedUp> {
  const inside = (outer: string, inner: string): boolean => `${resolve(inner)}/`.startsWith(`${resolve(outer)}/`);
  if (inside(o.folder, o.keysFolder)) throw keysInside(o.folder);
  for (const folder of [o.folder, o.keysFolder]) await makeEmpty(folder);
  const id = randomBytes(8).toString('hex');
  try {
    const keys = await copyKeys(o);
    // Seals before the database: the copy of them never knows one that the database does not.
    const seals = await copySeals(o.sealsDir, join(o.folder, 'segel'));
    const database = await copyDatabase(o);
    // Files after it: a row never names a file that was not copied.
    const files = o.filesDir
      ? await copyTree(o.filesDir, join(o.folder, 'files'), await walk(o.filesDir, (path) => path === '.drafts'))
      : NOTHING;
    const tree = together(below('segel', seals), database.tree, ...(o.filesDir ? [below('files', files)] : []));
    const made = { version: o.version, madeAt: o.clock().toISOString(), files: o.filesDir !== undefined };
    await writeManifest(o.keysFolder, { format: 1, of: id, ...keys });
    await writeManifest(o.folder, { format: 1, id, ...made, ...database.about, ...tree });
    await syncFolder(dirname(resolve(o.folder)));
    const parts = Object.values(tree.parts);
    return { kind: database.about.kind, files: parts.length, bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0) };
  } catch (error) {
    throw isFull(error) ? diskFull(o.folder, error) : error;
  }
}

async function copyDatabase(o: BackUpOptions) {
  const postgres = await serverVersion(o.adminUrl);
  if (o.cluster) {
    const tree = await copyCluster(o.adminUrl, o.cluster.dir, join(o.folder, 'database'));
    return { tree: below('database', tree), about: { kind: 'cluster' as const, postgres } };
  }
  const { dump, tree } = await dumpTables(o.adminUrl, join(o.folder, 'tables'));
  return { tree: below('tables', tree), about: { kind: 'tables' as const, postgres, tables: dump } };
}

async function copyKeys(o: BackUpOptions): Promise<Tree> {
  const found = await walk(o.keysDir, (path) => /\.(former|\d+\.[\w-]+)$/.test(path));
  const keys = below('keys', await copyTree(o.keysDir, join(o.keysFolder, 'keys'), found));
  if (!o.cluster) return keys;
  const password = await writePart(join(o.keysFolder, PASSWORD), await readFile(o.cluster.passwordFile));
  return together(keys, { parts: { [PASSWORD]: password }, folders: [] });
}

/** A line that is being written now is left out: its seal is younger than the copy of the database. */
async function copySeals(from: string, to: string): Promise<Tree> {
  const { parts, folders } = await copyTree(from, to, await walk(from));
  const whole: Record<string, Tree['parts'][string]> = {};
  for (const name of Object.keys(parts)) {
    const text = await readFile(join(to, name));
    await truncate(join(to, name), text.lastIndexOf('\n') + 1);
    whole[name] = await partOf(join(to, name));
  }
  return { parts: whole, folders };
}

async function serverVersion(adminUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version ?? '';
  } finally {
    await client.end();
  }
}

async function makeEmpty(folder: string): Promise<void> {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new BackupTrouble(
      `Folder ${folder} sudah berisi; sebut folder baru, misalnya dengan tanggal di namanya`,
      `The folder ${folder} is not empty; name a new one, for example with the date in its name`,
    );
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

const keysInside = (folder: string): BackupTrouble =>
  new BackupTrouble(
    `Kunci tidak boleh disimpan di dalam ${folder}: siapa yang memegang keduanya dapat membaca semuanya`,
    `Keys must not lie inside ${folder}: who holds both can read everything`,
  );

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
const diskFull = (folder: string, cause: unknown): BackupTrouble =>
  new BackupTrouble(
    `Ruang untuk ${folder} habis; hapus folder yang tidak selesai itu, sediakan ruang, lalu ulangi`,
    `No space left for ${folder}; remove that unfinished folder, make room and repeat`,
    cause,
  );
