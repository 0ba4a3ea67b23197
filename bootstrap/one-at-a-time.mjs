import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cache } from './paths.mjs';
import { note } from './say.mjs';

/** Older ones are of a process that is gone, whose number somebody else has now. */
const longest = 30 * 60_000;

/** Two terminals may start at once: only one of them installs or builds, the other waits and finds it done. */
export async function oneAtATime(work) {
  const file = join(cache, 'bootstrap.pid');
  mkdirSync(cache, { recursive: true });
  for (let told = false; !take(file); ) {
    if (!told) note('menunggu proses lain yang sedang menyiapkan', 'waiting for another process that is preparing');
    told = true;
    await sleep(200);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (cause) {
    if (cause.code !== 'EEXIST') throw cause;
    if (!lives(file)) rmSync(file, { force: true });
    return false;
  }
}

function lives(file) {
  try {
    if (Date.now() - statSync(file).mtimeMs > longest) return false;
    const pid = Number(readFileSync(file, 'utf8'));
    // Empty: it is being written just now.
    return pid === 0 || process.kill(pid, 0);
  } catch (cause) {
    return cause.code === 'EPERM';
  }
}
