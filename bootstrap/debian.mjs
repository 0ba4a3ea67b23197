import { spawnSync } from 'node:child_process';
import { hasHeavyChromium, lightChromium, missingPackages } from '../tests/support/tools.ts';
import { note } from './say.mjs';

/** What tests need from Debian: installed by name when we are root, else each test that needs one says so. */
export function installTools() {
  installMissing();
  useLightChromium();
}

function installMissing() {
  const missing = missingPackages();
  if (missing.length === 0) return;
  const names = missing.join(' ');
  if (process.getuid?.() !== 0 || !has('apt-get')) {
    note(
      `untuk semua uji, pasang dahulu: sudo apt-get install ${names}`,
      `for all tests, install first: sudo apt-get install ${names}`,
    );
    return;
  }
  note(`memasang ${names} untuk uji (apt-get)`, `installing ${names} for the tests (apt-get)`);
  apt('update');
  apt('install', '--yes', '--no-install-recommends', ...missing);
  const still = missingPackages().join(' ');
  if (still !== '') note(`tidak dapat dipasang: ${still}`, `could not be installed: ${still}`);
}

/** Where only the Chromium with windows stands, the lighter one comes beside it. It can be done without, so nothing is said when it can't be had. */
function useLightChromium() {
  if (!hasHeavyChromium() || process.getuid?.() !== 0 || !has('apt-get') || !offers(lightChromium)) return;
  note(
    `memasang ${lightChromium} agar uji lebih cepat (apt-get)`,
    `installing ${lightChromium} for faster tests (apt-get)`,
  );
  quietly('update');
  quietly('install', '--yes', '--no-install-recommends', lightChromium);
}

function apt(...words) {
  const done = quietly(...words);
  if (done.status !== 0) process.stderr.write(done.stderr);
}

function quietly(...words) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...words], { env, encoding: 'utf8' });
}

/** Whether this Debian has a package of that name. */
function offers(name) {
  return spawnSync('apt-cache', ['show', name], { stdio: 'ignore' }).status === 0;
}

function has(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}
