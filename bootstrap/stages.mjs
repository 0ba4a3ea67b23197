// The stages of `npm test`, on the pinned Node. Ends with a line per stage and `N passed, N failed`.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installTools } from './debian.mjs';
import { cache, modules, root } from './paths.mjs';
import { note } from './say.mjs';

const words = process.argv.slice(2);
const onlyChecks = words.includes('--checks');
const named = words.filter((word) => !word.startsWith('--'));

/** Each is one program of a package; `needs` is the file without which there is nothing to check. */
const checks = [
  {
    name: 'lint',
    bin: '@biomejs/biome/bin/biome',
    args: ['check', '.', '--diagnostic-level=error'],
    needs: 'biome.json',
  },
  { name: 'types', bin: 'typescript/bin/tsc', args: ['-p', '.', ...remembering('types')], needs: 'tsconfig.json' },
  {
    name: 'types of the browser',
    bin: 'typescript/bin/tsc',
    args: ['-p', 'src/browser', ...remembering('types-browser')],
    needs: 'src/browser/tsconfig.json',
  },
  { name: 'unused code', bin: 'knip/bin/knip.js', args: [], needs: 'knip.json' },
].filter(({ needs }) => existsSync(join(root, needs)));

/** What was found last time is kept, so that the next check reads only what changed. */
function remembering(name) {
  return ['--noEmit', '--incremental', '--tsBuildInfoFile', join(cache, `${name}.tsbuildinfo`)];
}

const environment = settingsOfTests();
const results = [];

if (named.length === 0) for (const check of checks) results.push(await runCheck(check));
if (!onlyChecks) {
  installTools();
  results.push(await runTests());
}
summarise();

async function runCheck({ name, bin, args }) {
  const began = Date.now();
  const { code, output } = await run(bin, args, 'keep');
  if (code !== 0) process.stdout.write(`\n${name}\n${output}\n`);
  return { name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, took: Date.now() - began };
}

async function runTests() {
  const began = Date.now();
  const report = join(cache, `tests-${process.pid}.json`);
  mkdirSync(cache, { recursive: true });
  const args = [
    'run',
    ...named,
    '--allowOnly=false',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const { code } = await run('vitest/vitest.mjs', args, 'show');
  const { passed, failed } = count(report);
  rmSync(report, { force: true });
  // Broken off, or wrong outside of any test: still not a pass.
  return { name: 'tests', passed, failed: code === 0 ? failed : Math.max(failed, 1), took: Date.now() - began };
}

/** A file that could not be loaded has no test that failed; it counts as one. Neither may a test be skipped. */
function count(report) {
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
  );
  const skipped = numPendingTests + numTodoTests;
  if (skipped > 0) note(`${skipped} uji dilewati`, `${skipped} tests were skipped`);
  return { passed: numPassedTests, failed: numFailedTests + unloaded.length };
}

function run(bin, args, mode) {
  return new Promise((resolve) => {
    const stdio = mode === 'show' ? 'inherit' : ['ignore', 'pipe', 'pipe'];
    const child = spawn(process.execPath, [join(modules, bin), ...args], { cwd: root, env: environment, stdio });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => {
        output += chunk;
      });
    child.on('error', (cause) => resolve({ code: 1, output: cause.message }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** The tests of a clone are the same whatever this shell is set to. */
function settingsOfTests() {
  const {
    NODE_ENV,
    DEMO,
    DATA_DIR,
    KEYS_DIR,
    DATABASE_URL,
    DATABASE_ADMIN_URL,
    HOST,
    PORT,
    PUBLIC_URL,
    TRUST_PROXY,
    ...rest
  } = process.env;
  return { ...rest, TZ: 'UTC' };
}

function summarise() {
  const sum = (field) => results.reduce((total, result) => total + result[field], 0);
  process.stdout.write('\n');
  for (const { name, passed, failed, took } of results) {
    process.stdout.write(
      `${failed === 0 ? 'ok    ' : 'failed'}  ${name}: ${passed} passed, ${failed} failed (${(took / 1000).toFixed(1)} s)\n`,
    );
  }
  process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed\n`);
  process.exitCode = sum('failed') === 0 ? 0 : 1;
}
