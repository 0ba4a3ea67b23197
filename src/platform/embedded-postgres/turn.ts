import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf, isAlive, type ProcessIdentity } from './process-identity.ts';
import { EmbeddedPostgresTrouble } from './trouble.ts';

/** Longer than the longest start. */
const patience = 660_000;

/**
 * Runs `work` while no other process on this machine is inside a turn of the same file. A turn whose owner has died is taken over.
 * What it guards is courtesy (no failed second start); PostgreSQL's own lock is what keeps a cluster from being opened twice.
 */
export async function inTurn<R>(file: string, work: () => Promise<R>): Promise<R> {
  const me = `${ownIdentity()} ${Math.random()}`;
  const offer = `${file}.${process.pid}.${me.slice(-8)}`;
  writeFileSync(offer, me, { mode: 0o600 });
  try {
    const end = Date.now() + patience;
    while (!take(offer, file)) {
      if (Date.now() > end) throw tooLong(file);
      dropDead(file);
      await sleep(50);
    }
  } finally {
    rmSync(offer, { force: true });
  }
  try {
    return await work();
  } finally {
    if (read(file) === me) rmSync(file, { force: true });
  }
}

/** The processes that use one server: the last to leave stops it. */
export type Users = {
  enter(): void;
  /** Takes this process off the list; true when nobody living is left on it. */
  leave(): boolean;
};

/** One file per use in `folder`, named by its process. Call both functions inside a turn. */
export function usersIn(folder: string): Users {
  const mine = `${ownIdentity()}.${Math.random().toString(36).slice(2, 10)}`;
  return {
    enter() {
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      writeFileSync(join(folder, mine), '', { mode: 0o600 });
    },
    leave() {
      rmSync(join(folder, mine), { force: true });
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      const living = readdirSync(folder).filter((name) => {
        if (isAlive(name.split('.')[0] ?? '')) return true;
        rmSync(join(folder, name), { force: true });
        return false;
      });
      return living.length === 0;
    },
  };
}

function take(offer: string, file: string): boolean {
  try {
    linkSync(offer, file);
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw cause;
  }
}

function dropDead(file: string): void {
  const seen = read(file);
  if (seen === undefined || isAlive(seen.split(' ')[0] ?? '')) return;
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
    // Between the look and the move a living process may have taken it: then it is given back.
    if (read(aside) !== seen) take(aside, file);
    rmSync(aside, { force: true });
  } catch {
    // Another waiting process was quicker.
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function ownIdentity(): ProcessIdentity {
  return identityOf(process.pid) ?? `${process.pid}@0`;
}

function tooLong(file: string): EmbeddedPostgresTrouble {
  return new EmbeddedPostgresTrouble(
    `Proses lain terlalu lama menyiapkan basis data; hentikan proses itu atau hapus ${file}`,
    `Another process takes too long to prepare the database; stop it or remove ${file}`,
  );
}
