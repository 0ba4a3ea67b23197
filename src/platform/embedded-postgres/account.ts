import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { EmbeddedPostgresTrouble } from './trouble.ts';

/** The system user that PostgreSQL runs as; undefined means "as we are". It refuses to run as root. */
export type Account = { readonly uid: number; readonly gid: number };

const ownName = 'satuloket';

/** Nobody special for an ordinary user; for root the owner of an existing cluster, else `satuloket` (made when it can be), else `nobody`. */
export function chooseAccount(clusters: readonly string[]): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = clusters.map(ownerOf).find((found) => found !== undefined);
  const account = owner ?? lookUp(ownName) ?? create(ownName) ?? lookUp('nobody');
  if (account !== undefined) return account;
  throw new EmbeddedPostgresTrouble(
    'PostgreSQL tidak boleh berjalan sebagai root dan tidak ada pengguna lain; buat dengan: useradd --system satuloket',
    'PostgreSQL must not run as root and no other user was found; make one with: useradd --system satuloket',
  );
}

function ownerOf(folder: string): Account | undefined {
  const seen = statSync(folder, { throwIfNoEntry: false });
  return seen === undefined || seen.uid === 0 ? undefined : { uid: seen.uid, gid: seen.gid };
}

function lookUp(name: string): Account | undefined {
  const uid = number('-u', name);
  const gid = number('-g', name);
  return uid === undefined || gid === undefined || uid === 0 ? undefined : { uid, gid };
}

function number(flag: '-u' | '-g', name: string): number | undefined {
  const seen = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return seen.status === 0 && /^\d+$/.test(seen.stdout.trim()) ? Number(seen.stdout) : undefined;
}

function create(name: string): Account | undefined {
  if (process.platform !== 'linux') return undefined;
  spawnSync('useradd', [
    '--system',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/usr/sbin/nologin',
    name,
  ]);
  return lookUp(name);
}
