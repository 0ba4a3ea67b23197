import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LONGEST_LINE, MOST_LINES, printProblem, readDefinition, standardWorld } from '../definition/index.ts';
import type { Files } from '../definition/model.ts';
import { readCases, runCase } from './index.ts';

const root = join(import.meta.dirname, '../../..');
const files: Files = {
  read: (path) => {
    try {
      return readFileSync(join(root, path), 'utf8');
    } catch {
      return undefined;
    }
  },
};
const found = readdirSync(join(root, 'services'), { recursive: true, encoding: 'utf8' });
const services = found.filter((path) => path.endsWith('service.yaml')).map((path) => `services/${path}`);
const { world, problems } = standardWorld(files);

it('reads every code table', () => {
  expect(problems.map(printProblem)).toEqual([]);
});

it('finds the services', () => {
  expect(services.length).toBeGreaterThanOrEqual(4);
});

describe.each(services)('%s', (path) => {
  const { definition, problems: wrong } = readDefinition(files, path, world);

  it('has nothing wrong and every translation', () => {
    expect(wrong.map(printProblem)).toEqual([]);
  });

  it('is small enough to be read whole', () => {
    const lines = (files.read(path) ?? '').trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(MOST_LINES);
    expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(LONGEST_LINE);
  });

  it('is plain data: stored and read back it is the same', () => {
    expect(JSON.parse(JSON.stringify(definition))).toEqual(definition);
  });

  const casesPath = path.replace('service.yaml', 'cases.yaml');
  const { examples, problems: faults } = readCases(casesPath, files.read(casesPath) ?? '');
  it('has worked examples', () => {
    expect(faults.map(printProblem)).toEqual([]);
    expect(examples?.cases.length).toBeGreaterThan(2);
  });
  it.each(examples?.cases ?? [])('$case', (example) => {
    if (!definition || !examples) throw new Error('no definition');
    expect(runCase(definition, examples, example).differences).toEqual([]);
  });
});
