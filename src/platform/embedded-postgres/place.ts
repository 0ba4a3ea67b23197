import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Account } from './account.ts';
import { EmbeddedPostgresTrouble } from './trouble.ts';

const systemHome = '/var/lib/satuloket';

/** Where everything of one embedded database lies. `home` holds the rest; `spare` is for a copy of the programs. */
export type Place = {
  readonly home: string;
  readonly cluster: string;
  readonly password: string;
  readonly log: string;
  readonly users: string;
  /** The port of last time, taken again where it is free: addresses handed out stay right. */
  readonly port: string;
  readonly turn: string;
  readonly spare: string;
};

/** Candidates in order: the data directory itself, and for root a folder that other users may enter. */
export function places(dataDir: string): readonly Place[] {
  const wanted = resolve(dataDir);
  const inside = at(wanted, wanted);
  return process.getuid?.() === 0 ? [inside, at(join(systemHome, nameFor(wanted)), systemHome)] : [inside];
}

/** The one that already holds a cluster, else the first that the account may enter. Makes its folder. */
export function choosePlace(candidates: readonly Place[], account: Account | undefined): Place {
  const used = candidates.find((place) => existsSync(place.cluster) && mayEnter(place.home, account));
  const chosen = used ?? candidates.find((place) => prepare(place.home) && mayEnter(place.home, account));
  if (chosen !== undefined) return chosen;
  const folder = candidates[0]?.home ?? '';
  throw new EmbeddedPostgresTrouble(
    `Folder data ${folder} tidak dapat dipakai oleh pengguna ini; beri hak tulis atau isi DATA_DIR dengan folder lain`,
    `The data folder ${folder} can't be used by this user; grant write access or set DATA_DIR to another folder`,
  );
}

/** `/root/x/data` → `x-data-1f2e3d4c`: readable, and different for every folder. */
function nameFor(dataDir: string): string {
  const digest = createHash('sha256').update(dataDir).digest('hex').slice(0, 8);
  const readable = `${basename(dirname(dataDir))}-${basename(dataDir)}`
    .replaceAll(/[^a-zA-Z0-9._-]/g, '_')
    .slice(0, 60);
  return `${readable}-${digest}`;
}

function at(home: string, spare: string): Place {
  return {
    home,
    cluster: join(home, 'postgres'),
    password: join(home, 'postgres.password'),
    log: join(home, 'postgres.log'),
    users: join(home, 'postgres.users'),
    port: join(home, 'postgres.port'),
    turn: join(home, 'postgres.turn'),
    spare,
  };
}

function prepare(home: string): boolean {
  try {
    const made = mkdirSync(home, { recursive: true });
    // A strict umask must not keep PostgreSQL's own user out of what was made for it.
    for (let folder = home; made !== undefined && folder.length >= made.length; folder = dirname(folder))
      chmodSync(folder, 0o755);
    return true;
  } catch {
    return false;
  }
}

/** Tried, not computed: modes, ACLs and mounts all have a say. */
function mayEnter(folder: string, account: Account | undefined): boolean {
  const need = account === undefined ? '-w' : '-x';
  const seen = spawnSync('/bin/sh', ['-c', `cd "$1" && test ${need} .`, 'sh', folder], {
    stdio: 'ignore',
    cwd: '/',
    ...account,
  });
  return seen.status === 0;
}
