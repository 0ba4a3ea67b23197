import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { modules, root } from './paths.mjs';

const program = `
const [word = ''] = process.argv.slice(2);
process.on('SIGTERM', () => { console.log('asked to stop'); process.exit(3); });
console.log(JSON.stringify({ word, major: process.versions.node.split('.')[0], beside: new URL('x', import.meta.url).pathname }));
if (word === 'fail') process.exitCode = 7;
if (word === 'wait') setInterval(() => {}, 1000);
`;

let clone = '';

beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'satuloket-bootstrap-'));
  cpSync(join(root, 'bootstrap'), join(clone, 'bootstrap'), { recursive: true });
  cpSync(join(root, 'tsconfig.json'), join(clone, 'tsconfig.json'));
  writeFileSync(join(clone, 'package.json'), '{ "type": "module" }');
  // It asks for nothing, so nothing is ever installed through the link.
  writeFileSync(join(clone, 'package-lock.json'), '{ "packages": { "": {} } }');
  symlinkSync(modules, join(clone, 'node_modules'));
  mkdirSync(join(clone, 'src'));
});

beforeEach(() => {
  writeFileSync(join(clone, 'src', 'main.ts'), program);
});

afterAll(() => {
  rmSync(clone, { recursive: true, force: true });
});

describe('a start', () => {
  test('builds, and runs on the pinned Node; addresses are those of the sources', async () => {
    const { code, out, said } = await run('halo');
    expect({ code, ...JSON.parse(out) }).toEqual({
      code: 0,
      word: 'halo',
      major: '24',
      beside: join(clone, 'src', 'x'),
    });
    expect(said).toContain('menyusun program / building');
  });

  test('builds again only when a source has changed', async () => {
    await run('halo');
    expect((await run('halo')).said).toBe('');
    writeFileSync(join(clone, 'src', 'main.ts'), `${program}console.log('new');`);
    expect((await run('halo')).out).toContain('new');
  });

  test('takes over from one that was killed while it was building', async () => {
    writeFileSync(join(clone, '.cache', 'bootstrap.pid'), '999999');
    writeFileSync(join(clone, 'src', 'main.ts'), `${program}console.log('newer');`);
    expect((await run('halo')).out).toContain('newer');
    expect(existsSync(join(clone, '.cache', 'bootstrap.pid'))).toBe(false);
  });

  test('of sources that do not compile ends with one sentence', async () => {
    writeFileSync(join(clone, 'src', 'main.ts'), 'const = 1;');
    const { code, said } = await run('halo');
    expect(code).toBe(1);
    expect(said).toContain('src/main.ts:1:6');
    expect(said).toMatch(/satuloket: .+ \/ .+\n$/);
  });
});

describe.each([
  ['in place', ''],
  ['as a parent', '--import=data:text/javascript,delete%20process.execve'],
])('handing over %s', (_, options) => {
  test('keeps the way it ended', async () => {
    expect((await run('fail', options)).code).toBe(7);
  });

  test('passes on a request to stop', async () => {
    const { code, out } = await run('wait', options, (child) => child.kill('SIGTERM'));
    expect(out).toContain('asked to stop');
    expect(code).toBe(3);
  });
});

test('every command of package.json replaces the shell, so that signals reach it', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const [name, command] of Object.entries(scripts)) expect(command, name).toMatch(/^exec node bootstrap\//);
});

function run(word, options = '', whenReady = () => {}) {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NODE_OPTIONS: options };
    const child = spawn(process.execPath, ['bootstrap/start.mjs', word], { cwd: clone, env });
    let out = '';
    let said = '';
    child.stdout.on('data', (chunk) => {
      if (out === '') whenReady(child);
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, said }));
  });
}
