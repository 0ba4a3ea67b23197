import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chooseAccount } from './account.ts';
import { type BinaryPackage, findBinaries, findPackage } from './binaries.ts';

const account = chooseAccount([]);
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satuloket-binaries-'));
  chmodSync(folder, 0o755);
});

afterEach(() => {
  if (existsSync(join(folder, 'package'))) chmodSync(join(folder, 'package', 'native', 'lib'), 0o755);
  rmSync(folder, { recursive: true, force: true });
});

test('links that a blocked install script did not make are made', () => {
  const bare = withoutLinks();
  const { postgres } = findBinaries(account, join(folder, 'spare'), bare);
  expect(postgres).toBe(join(bare.native, 'bin', 'postgres'));
  expect(version(postgres)).toContain('17.');
});

test('programs that can be neither entered nor completed are copied', () => {
  const bare = withoutLinks();
  // Root writes everywhere, but its PostgreSQL runs as somebody else who may not enter; an ordinary user may not write.
  if (account === undefined) chmodSync(join(bare.native, 'lib'), 0o555);
  else chmodSync(join(folder, 'package'), 0o700);
  const spare = join(folder, 'spare');
  const { postgres, initdb } = findBinaries(account, spare, bare);
  expect(postgres.startsWith(spare)).toBe(true);
  expect(version(postgres)).toContain('17.');
  expect(version(initdb)).toContain('17.');
  expect(findBinaries(account, spare, bare).postgres).toBe(postgres);
});

test('a machine that can run neither is told what to do', () => {
  const native = join(folder, 'package', 'native');
  for (const part of ['bin', 'lib', 'share']) mkdirSync(join(native, part), { recursive: true });
  const empty = { native, name: 'empty', links: [] };
  expect(() => findBinaries(account, join(folder, 'spare'), empty)).toThrow(/DATABASE_URL.+ \/ .+DATABASE_URL/);
});

function withoutLinks(): BinaryPackage {
  const found = findPackage();
  const native = join(folder, 'package', 'native');
  const links = new Set(found.links.map(({ target }) => join(found.native, '..', target)));
  cpSync(found.native, native, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !links.has(path) && !path.endsWith('.a'),
  });
  expect(found.links.some(({ target }) => lstatSync(join(native, '..', target), { throwIfNoEntry: false }))).toBe(
    false,
  );
  return { ...found, native };
}

function version(program: string): string {
  return spawnSync(program, ['--version'], { encoding: 'utf8', cwd: '/', ...account }).stdout;
}
