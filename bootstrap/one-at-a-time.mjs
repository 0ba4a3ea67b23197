import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cache, root } from './paths.mjs';
import { note, stop } from './say.mjs';

/** A note older than this is of a process that is gone, whose number somebody else has now. */
const longest = 30 * 60_000;

/** Two terminals may start at once: only one of them installs or builds, the other waits and finds it done. */
export async function oneAtATime(work) {
  const file = join(cache, 'bootstrap.pid');
  for (let told = false; !take(file); ) {
    if (dropDead(file)) continue;
    if (!told) note('menunggu proses lain yang sedang menyiapkan', 'waiting for another process that is preparing');
    told = true;
    await sleep(200);
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    release();
    process.off('exit', release);
  }
}

function take(file) {
  try {
    mkdirSync(cache, { recursive: true });
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (cause) {
    if (cause.code === 'EEXIST') return false;
    return stop(
      `folder ${root} tidak dapat ditulis (${cause.code}); jalankan sebagai pemiliknya`,
      `the folder ${root} can't be written (${cause.code}); run as its owner`,
    );
  }
}

function dropDead(file) {
  if (lives(file)) return false;
  rmSync(file, { force: true });
  return true;
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
