import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Figure } from '../../bench/figures.ts';

// Benches are run as people run them, on little data: that they still measure what they say. How fast it was says nothing here.

const SMALL = {
  ...{ BENCH_SIZES: '2000', BENCH_EACH: '2', BENCH_ASKED: '10', BENCH_SPIKE_SECONDS: '5', BENCH_PEOPLE: '8' },
  ...{ BENCH_PAPERS: '10', BENCH_CROWD: '100', BENCH_CALM_SECONDS: '6' },
};
const ALL = 'submit form-page lifecycle inbox search spike login-rush rush papers crowd';
/** All of them take minutes: `BENCH_SAMPLES=all`. */
const NAMES = (process.env.BENCH_SAMPLES === 'all' ? ALL : 'submit inbox search').split(' ');

const dir = mkdtempSync(join(tmpdir(), 'satuloket-sample-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it('measure something, and lose nothing that was acknowledged', async () => {
  const file = join(dir, 'figures.json');
  const program = join(import.meta.dirname, '../../bootstrap/bench.mjs');
  const child = spawn(process.execPath, [program, ...NAMES, '--json', file], {
    env: { ...process.env, ...SMALL },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (bytes) => {
    said = (said + bytes).slice(-2000);
  });
  await new Promise((ended) => child.once('exit', ended));
  const figures = JSON.parse(readFileSync(file, 'utf8')) as readonly Figure[];
  expect(
    figures.filter(({ value }) => value === null),
    said,
  ).toEqual([]);
  for (const name of NAMES)
    expect(
      figures.map((figure) => figure.name.split(',')[0]),
      said,
    ).toContain(name);
  const spike = figures.find(({ name }) => name === 'spike, failures');
  if (spike) expect(spike).toMatchObject({ value: 0, note: expect.stringContaining('acknowledged and lost: 0') });
}, 600_000);
