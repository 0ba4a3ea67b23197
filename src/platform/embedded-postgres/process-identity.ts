import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

/** A process named so that a later one with the same number is not mistaken for it, e.g. `4711@83920114`. */
export type ProcessIdentity = string;

/** The identity of a living process, or undefined when there is none with that number. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const born = process.platform === 'linux' ? bornByProc(pid) : bornByPs(pid);
  return born === undefined ? undefined : `${pid}@${born}`;
}

export function isAlive(identity: ProcessIdentity): boolean {
  const pid = Number(identity.split('@')[0]);
  return Number.isInteger(pid) && pid > 0 && identityOf(pid) === identity;
}

/** The folder a process stands in; a postmaster always stands in its data directory. Undefined when it can't be seen. */
export function folderOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`);
    const seen = spawnSync('lsof', ['-a', '-p', String(pid), '-d', 'cwd', '-Fn'], { encoding: 'utf8' });
    return /^n(.+)$/m.exec(seen.stdout ?? '')?.[1];
  } catch {
    return undefined;
  }
}

function bornByProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces: fields are counted from behind it. State is the first, the start the 20th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function bornByPs(pid: number): string | undefined {
  const seen = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env: { ...cLocale } });
  const born = seen.status === 0 ? seen.stdout.trim().replaceAll(/\s+/g, '_') : '';
  return born === '' ? undefined : born;
}

const cLocale = { LC_ALL: 'C', PATH: '/bin:/usr/bin' };
