import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { modules } from './paths.mjs';
import { stop } from './say.mjs';

const wanted = 24;

/**
 * The Node that the product runs on: the one among the packages, not whatever `node` happens to mean here.
 * Where there is none for the machine, the running one will do if it is new enough.
 */
export function pinnedNode() {
  const name = `node-${process.platform}-${process.arch}`;
  const path = join(modules, name, 'bin', 'node');
  if (!existsSync(path)) return runningNode(name);
  if (isTheOne(path)) return path;
  const seen = trial(path, process.env);
  if (seen.status === 0) return path;
  const reason = (seen.error?.message ?? seen.stderr)
    .trim()
    .split('\n')[0]
    .replace(/^\S*node: /, '');
  const { NODE_OPTIONS: options, ...rest } = process.env;
  if (options !== undefined && trial(path, rest).status === 0) {
    stop(
      `Node ${wanted} menolak NODE_OPTIONS (${reason}); hapus dengan: unset NODE_OPTIONS`,
      `Node ${wanted} refuses NODE_OPTIONS (${reason}); remove it with: unset NODE_OPTIONS`,
    );
  }
  // npm puts its folder first on the PATH: left there, the next `npm start` would not even reach this sentence.
  rmSync(join(modules, '.bin', 'node'), { force: true });
  if (Number(process.versions.node.split('.')[0]) >= wanted) return process.execPath;
  stop(
    `Node ${wanted} tidak dapat berjalan di mesin ini (${reason}); ${remedy(reason).indonesian}`,
    `Node ${wanted} can't run on this machine (${reason}); ${remedy(reason).english}`,
  );
}

function runningNode(name) {
  if (Number(process.versions.node.split('.')[0]) >= wanted) return process.execPath;
  return stop(
    `tidak ada paket ${name} untuk mesin ini; pasang Node ${wanted} sendiri lalu ulangi`,
    `there is no package ${name} for this machine; install Node ${wanted} yourself and try again`,
  );
}

/** Running it is the best proof that it runs. */
function isTheOne(path) {
  return process.execPath === path;
}

function trial(path, env) {
  return spawnSync(path, ['--version'], { encoding: 'utf8', env });
}

function remedy(reason) {
  const library = /(lib[\w.+-]+\.so[.\d]*): cannot open/.exec(reason)?.[1];
  if (library !== undefined) {
    const debian = { 'libatomic.so.1': 'libatomic1', 'libstdc++.so.6': 'libstdc++6' }[library] ?? library;
    return {
      indonesian: `pasang dengan: apt-get install ${debian}`,
      english: `install it with: apt-get install ${debian}`,
    };
  }
  if (/GLIBC/.test(reason))
    return {
      indonesian: 'pakai Debian 11, Ubuntu 20.04, atau yang lebih baru',
      english: 'use Debian 11, Ubuntu 20.04 or newer',
    };
  return {
    indonesian: `pasang Node ${wanted} sendiri lalu ulangi`,
    english: `install Node ${wanted} yourself and try again`,
  };
}
