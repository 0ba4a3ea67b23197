import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../support/lab.ts';

/** A disk whose size is ours to say: full at once, and with room again. */
export type SmallDisk = { fill(): void; free(): void };
/** `undefined` where this machine lets us mount nothing: then what needs it is not run. */
export type Disks = { readonly files: SmallDisk; readonly database: SmallDisk };

const ROOM = 3 * 1024 ** 3;
const PAGE = 4096;

const mount = (...words: readonly string[]): boolean => spawnSync('mount', words, { stdio: 'ignore' }).status === 0;
const unmount = (dir: string): void => void spawnSync('umount', ['-l', dir], { stdio: 'ignore' });

/** Disks of memory: what a kill of processes can't lose they keep; of a loss of power they prove nothing. */
export function laidDisks(): { lay: (lab: Lab) => () => void; disks: () => Disks | undefined } {
  let made: Disks | undefined;
  return {
    disks: () => made,
    lay: (lab) => {
      const dirs = [lab.dataDir, lab.postgresDir];
      const mounted = dirs.filter((dir) => mount('-t', 'tmpfs', '-o', `size=${ROOM},mode=755`, 'tmpfs', dir));
      if (mounted.length === dirs.length) made = { files: diskAt(lab.dataDir), database: diskAt(lab.postgresDir) };
      return () => mounted.forEach(unmount);
    },
  };
}

function diskAt(dir: string): SmallDisk {
  const resize = (bytes: number): boolean => mount('-o', `remount,size=${bytes}`, dir);
  return {
    fill: () => {
      // While it is written to, what is used grows between the look and the cut.
      for (let spare = 0; spare < 64; spare++) {
        const { blocks, bfree, bsize } = statfsSync(dir);
        const used = Math.ceil(((blocks - bfree) * bsize) / PAGE) * PAGE;
        if (resize(used + spare * 16 * PAGE)) return;
      }
      throw new Error(`${dir} can't be made full`);
    },
    free: () => {
      if (!resize(ROOM)) throw new Error(`${dir} can't be given room`);
    },
  };
}

/** A disk that takes its time: while the note lies there, each write and sync of the hub waits (see slow-disk.mjs). */
export function slowDisk(lab: Lab): { slow(): void; quick(): void } {
  const note = join(lab.dir, SLOW_NOTE);
  return { slow: () => writeFileSync(note, ''), quick: () => existsSync(note) && rmSync(note) };
}
export const SLOW_NOTE = 'slow';
