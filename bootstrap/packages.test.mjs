import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { missingEntries } from './complete-lock.mjs';
import { isInstalled } from './packages.mjs';
import { root } from './paths.mjs';

const here = { platform: 'linux', arch: 'x64' };
const wanted = {
  '': { name: 'satuloket' },
  'node_modules/a': {
    version: '1.0.0',
    integrity: 'sha512-a',
    optionalDependencies: { 'a-linux-x64': '1.0.0', 'a-darwin-arm64': '1.0.0' },
  },
  'node_modules/a-linux-x64': { version: '1.0.0', integrity: 'sha512-x', optional: true, os: ['linux'], cpu: ['x64'] },
  'node_modules/a-linux-x64-musl': { version: '1.0.0', optional: true, os: ['linux'], cpu: ['x64'], libc: ['musl'] },
  'node_modules/a-darwin-arm64': { version: '1.0.0', optional: true, os: ['darwin'], cpu: ['arm64'] },
};
const present = {
  'node_modules/a': wanted['node_modules/a'],
  'node_modules/a-linux-x64': wanted['node_modules/a-linux-x64'],
};

describe('packages are installed', () => {
  test('when all of this machine are there; those of others may be missing, more may be there', () => {
    expect(isInstalled(wanted, present, here)).toBe(true);
    expect(isInstalled(wanted, { ...present, 'node_modules/b': { version: '2.0.0' } }, here)).toBe(true);
  });

  test.each([
    ['nothing', {}],
    ['another version', { ...present, 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } }],
    ['another content', { ...present, 'node_modules/a': { version: '1.0.0', integrity: 'sha512-b' } }],
    [
      'the part for another machine',
      {
        'node_modules/a': present['node_modules/a'],
        'node_modules/a-darwin-arm64': wanted['node_modules/a-darwin-arm64'],
      },
    ],
  ])('not with %s', (_, found) => {
    expect(isInstalled(wanted, found, here)).toBe(false);
  });
});

describe('the lock', () => {
  test('gets an entry for each optional package that it speaks of', () => {
    const { 'node_modules/a-darwin-arm64': left, ...rest } = wanted;
    expect(missingEntries(rest)).toEqual({ 'node_modules/a-darwin-arm64': left });
    expect(missingEntries(wanted)).toEqual({});
  });

  test('of this project is one that every npm accepts: in step with package.json, and whole', () => {
    const { packages } = read('package-lock.json');
    const project = read('package.json');
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
      expect(packages[''][kind] ?? {}, `${kind}: run npm install`).toEqual(project[kind] ?? {});
    }
    const lacking = Object.keys(missingEntries(packages));
    expect(lacking, 'run node bootstrap/complete-lock.mjs').toEqual([]);
  });
});

function read(name) {
  return JSON.parse(readFileSync(join(root, name), 'utf8'));
}
