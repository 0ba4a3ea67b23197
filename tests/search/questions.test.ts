import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { keyOf, type Published, search, searchable } from '../../src/capabilities/catalogue/index.ts';
import { printProblem, readDefinition, standardWorld } from '../../src/engine/index.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string | undefined => {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
};
const { world } = standardWorld({ read });

const paths = [
  'services/nasional/akta-kelahiran/service.yaml',
  'services/nasional/ktp-hilang/service.yaml',
  'services/nasional/kk-pisah/service.yaml',
  'services/daerah/32.76/sktm/service.yaml',
];
const among = searchable(
  paths.map((path): Published => {
    const { definition, problems } = readDefinition({ read }, path, world);
    if (!definition) throw new Error(problems.map(printProblem).join('\n'));
    return { service: keyOf(definition), version: 1, definition, publishedAt: new Date(0) };
  }),
);

// `practised` was tuned with; `questions` never was.
describe.each(['questions', 'practised'])('sixty %s', (name) => {
  const questions = parse(read(`tests/search/${name}.yaml`) ?? '') as Readonly<Record<string, readonly string[]>>;
  const asked = Object.entries(questions).flatMap(([service, texts]) => texts.map((text) => ({ service, text })));
  const wanted = asked.filter(({ service }) => service !== 'nothing');
  const foreign = asked.filter(({ service }) => service === 'nothing');

  it('are sixty, twenty of them about what the hub does not do', () => {
    expect([wanted.length, foreign.length]).toEqual(name === 'questions' ? [40, 20] : [120, 60]);
  });

  it('find the right service first, nine times of ten', () => {
    const missed = wanted.flatMap(({ service, text }) => {
      const first = search(text, among)[0]?.service;
      return first === service ? [] : [`${text} → ${first ?? 'nothing'}, not ${service}`];
    });
    expect(missed.length, missed.join('\n')).toBeLessThanOrEqual(wanted.length / 10);
  });

  it('invent nothing for what the hub does not do', () => {
    const invented = foreign.flatMap(({ text }) => search(text, among).map((hit) => `${text} → ${hit.service}`));
    expect(invented).toEqual([]);
  });
});
