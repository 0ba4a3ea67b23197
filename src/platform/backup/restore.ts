import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Account, chooseAccount } from '../embedded-postgres/account.ts';
import { choosePlace, type Place, places } from '../embedded-postgres/place.ts';
import { inTurn } from '../embedded-postgres/turn.ts';
import { PASSWORD, type Stock } from './back-up.ts';
import { loadTables } from './copy-dump.ts';
import { checkParts, type Manifest, readKeysManifest, readManifest } from './manifest.ts';
import { copyTree, syncFolder, type Tree, walk } from './tree.ts';
import { BackupTrouble } from './trouble.ts';

export type RestoreOptions = Stock & {
  readonly folder: string;
  readonly keysFolder: string;
  /** Undefined: a server of one's own, which takes rows only. */
  readonly dataDir: string | undefined;
  /** The owner's connection to the new database; asked only when rows are loaded. */
  readonly openOwner: () => Promise<{ readonly adminUrl: string; readonly close: () => Promise<void> }>;
  /** The folder of this program's migrations. */
  readonly migrations: string;
};

/**
 * Puts a backup into an empty hub. Everything is checked against its digest and laid beside its place first; the last move brings the
 * database, so that a restoration that was killed leaves nothing that starts.
 * @throws BackupTrouble when the backup is damaged, its keys are another's, or the hub is not empty
 */
export async function restore(o: RestoreOptions): Promise<Manifest> {
  const manifest = await readManifest(o.folder);
  const keys = await readKeysManifest(o.keysFolder);
  if (keys.of !== manifest.id) throw otherKeys(o.keysFolder, o.folder);
  if (manifest.kind === 'cluster' && o.dataDir === undefined) throw needsEmbedded();
  if (manifest.files && !o.filesDir) throw filesElsewhere();
  await checkParts(o.folder, manifest);
  await checkParts(o.keysFolder, keys);
  const site = o.dataDir === undefined ? undefined : siteOf(o.dataDir);
  await refuseUnlessEmpty(o, site);
  const goals = [
    await stage(join(o.keysFolder, 'keys'), o.keysDir),
    await stage(join(o.folder, 'segel'), o.sealsDir),
    ...(manifest.files && o.filesDir ? [await stage(join(o.folder, 'files'), o.filesDir)] : []),
  ];
  const settle = async (): Promise<void> => {
    for (const goal of goals) await goal.settle();
  };
  if (manifest.kind === 'tables') await fromTables(o, manifest, settle);
  else if (site) await inTurn(site.place.turn, () => fromCluster(o, site, settle));
  return manifest;
}

async function fromTables(o: RestoreOptions, manifest: Manifest, settle: () => Promise<void>): Promise<void> {
  if (!manifest.tables) throw new Error('a dump of tables names its tables');
  const owner = await o.openOwner();
  try {
    await loadTables(owner.adminUrl, join(o.folder, 'tables'), manifest.tables, o.migrations);
    await settle();
  } finally {
    await owner.close();
  }
}

type Site = { readonly place: Place; readonly account: Account | undefined };
function siteOf(dataDir: string): Site {
  const candidates = places(dataDir);
  const account = chooseAccount(candidates.map((place) => place.cluster));
  return { place: choosePlace(candidates, account), account };
}

async function fromCluster(o: RestoreOptions, { place, account }: Site, settle: () => Promise<void>): Promise<void> {
  // A name that the next start sweeps away when it finds it unfinished.
  const half = `${place.cluster}.new-${process.pid}`;
  const tree = await copyTree(join(o.folder, 'database'), half, await walk(join(o.folder, 'database')));
  if (account) await give(half, tree, account);
  await settle();
  const password = { files: [PASSWORD], folders: [] };
  const aside = `${place.password}.new-${process.pid}`;
  await copyTree(o.keysFolder, aside, password);
  await rename(join(aside, PASSWORD), place.password);
  await rmdir(aside);
  await rename(half, place.cluster);
  await syncFolder(dirname(place.cluster));
}

async function give(root: string, tree: Tree, { uid, gid }: Account): Promise<void> {
  for (const path of ['.', ...tree.folders, ...Object.keys(tree.parts)]) await chown(join(root, path), uid, gid);
}

/** Lays a copy inside its goal (which may be a disk of its own) and moves it up when all else stands. */
async function stage(from: string, goal: string): Promise<{ settle: () => Promise<void> }> {
  await mkdir(goal, { recursive: true, mode: 0o700 });
  const aside = join(goal, `.baru-${process.pid}`);
  for (const name of await readdir(goal)) if (isAside(name)) await rm(join(goal, name), { recursive: true });
  await copyTree(from, aside, await walk(from));
  return {
    settle: async () => {
      for (const name of await readdir(aside)) await rename(join(aside, name), join(goal, name));
      await rmdir(aside);
      await syncFolder(goal);
    },
  };
}

const isAside = (name: string): boolean => name.startsWith('.baru-');

async function refuseUnlessEmpty(o: RestoreOptions, site: Site | undefined): Promise<void> {
  const used = [o.keysDir, o.sealsDir, ...(o.filesDir ? [o.filesDir] : [])].find(
    (folder) => existsSync(folder) && readdirSync(folder).some((name) => !isAside(name)),
  );
  const taken = used ?? (site && existsSync(site.place.cluster) ? site.place.cluster : undefined);
  if (taken === undefined) return;
  throw new BackupTrouble(
    `Pemulihan hanya ke tempat kosong, padahal ${basename(taken)} sudah berisi (${taken}); isi DATA_DIR dan KEYS_DIR dengan folder baru`,
    `A restoration needs an empty place, but ${basename(taken)} is in use (${taken}); set DATA_DIR and KEYS_DIR to new folders`,
  );
}

const otherKeys = (keys: string, folder: string): BackupTrouble =>
  new BackupTrouble(
    `Kunci di ${keys} bukan milik cadangan ${folder}; sebut folder kunci yang benar dengan --kunci`,
    `The keys in ${keys} do not belong to the backup ${folder}; name the right folder with --kunci`,
  );
const needsEmbedded = (): BackupTrouble =>
  new BackupTrouble(
    'Cadangan ini berisi berkas PostgreSQL bawaan; hapus DATABASE_URL, atau buat cadangan dengan --tabel untuk server sendiri',
    'This backup holds files of the embedded PostgreSQL; remove DATABASE_URL, or make a backup with --tabel for a server of your own',
  );
const filesElsewhere = (): BackupTrouble =>
  new BackupTrouble(
    'Cadangan ini berisi berkas warga, padahal S3_ENDPOINT terisi; kosongkan S3_ENDPOINT saat memulihkan',
    'This backup holds citizens’ files, but S3_ENDPOINT is set; leave S3_ENDPOINT empty while restoring',
  );
