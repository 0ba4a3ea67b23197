import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { oneAtATime } from './one-at-a-time.mjs';
import { modules, root } from './paths.mjs';
import { note, stop } from './say.mjs';

/** Installs what package-lock.json names, unless exactly that is there. */
export async function ensurePackages() {
  if (asLocked()) return;
  await oneAtATime(async () => {
    if (!asLocked()) install();
  });
}

/** npm writes what it installed beside it, at the very end: an install that was cut short has no such note. */
function asLocked() {
  const wanted = packagesIn(join(root, 'package-lock.json'));
  const present = packagesIn(join(modules, '.package-lock.json'));
  return wanted !== undefined && present !== undefined && isInstalled(wanted, present, process);
}

/**
 * Whether every wanted package is present in its version. Those for other machines may be missing.
 * @param wanted, present the `packages` of package-lock.json and of node_modules/.package-lock.json
 */
export function isInstalled(wanted, present, { platform, arch }) {
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = present[path];
    if (found === undefined) return entry.optional === true && !isForThisMachine(entry, platform, arch);
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function isForThisMachine({ os, cpu, libc }, platform, arch) {
  return [os].flat().includes(platform) && [cpu].flat().includes(arch) && ![libc].flat().includes('musl');
}

function install() {
  const npm = findNpm();
  note(
    'memasang paket (npm ci), beberapa menit pada kali pertama',
    'installing packages (npm ci), some minutes the first time',
  );
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const done = spawnSync(npm.command, [...npm.args, ...args], { cwd: root, stdio: ['ignore', 2, 2] });
  if (done.status !== 0) {
    stop(
      'npm ci gagal; alasannya ada di atas (periksa jaringan, ruang disk, dan hak tulis di folder ini)',
      'npm ci failed; the reason stands above (check the network, disk space and write access to this folder)',
    );
  }
}

/** The npm that called us, else the one on the PATH. */
function findNpm() {
  const caller = process.env.npm_execpath ?? '';
  const npm =
    /npm-cli\.[cm]?js$/.test(caller) && existsSync(caller)
      ? { command: process.execPath, args: [caller] }
      : { command: 'npm', args: [] };
  const seen = spawnSync(npm.command, [...npm.args, '--version'], { cwd: root, encoding: 'utf8' });
  const major = Number((seen.stdout ?? '').split('.')[0]);
  if (seen.status !== 0 || !(major >= 10)) {
    stop(
      'perlu npm 10 atau lebih baru; pasang dengan: npm install --global npm@11',
      'npm 10 or newer is needed; install it with: npm install --global npm@11',
    );
  }
  return npm;
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
