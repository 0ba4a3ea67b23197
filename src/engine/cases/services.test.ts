import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LONGEST_LINE, MOST_LINES, printProblem, readDefinition, standardWorld } from '../definition/index.ts';
import type { Files } from '../definition/model.ts';
import { checkService, readCases, runCase } from './index.ts';

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

describe('the whole check', () => {
  const path = 'services/daerah/32.76/sktm/service.yaml';
  const check = (changed: Readonly<Record<string, string | undefined>>) =>
    checkService({ read: (asked) => (asked in changed ? changed[asked] : files.read(asked)) }, path, world);
  const cases = path.replace('service.yaml', 'cases.yaml');

  it('says nothing of a service that is right', () => {
    expect(check({})).toMatchObject({ definition: { id: 'sktm' }, problems: [] });
  });

  it('tells an example that does not hold, at its line', () => {
    const text = (files.read(cases) ?? '').replace('outcome: ditolak', 'outcome: terbit');
    const { definition, problems: found } = check({ [cases]: text });
    expect(definition).toBeUndefined();
    expect(found.map(printProblem)).toEqual([
      expect.stringMatching(
        /cases\.yaml:\d+: Contoh "Penghasilan tinggi.*outcome: seharusnya "terbit", ternyata "ditolak"/,
      ),
    ]);
  });

  it('misses examples, without stopping', () => {
    expect(check({ [cases]: undefined })).toMatchObject({ definition: {}, problems: [{ level: 'warn', line: 1 }] });
  });

  it('finds a slip in the examples', () => {
    const text = `${files.read(cases)}    outcom: terbit\n`;
    expect(
      check({ [cases]: text })
        .problems.map(printProblem)
        .join(),
    ).toMatch(/"outcom" tidak dikenal/);
  });
});
