import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { disk, root } from '../../../tests/support/tree.ts';
import { readDefinition, standardWorld } from '../definition/index.ts';
import { profiles } from '../definition/model.ts';
import { chanceFrom, simulate } from './index.ts';

const { world } = standardWorld({ read: disk });
const services = readdirSync(join(root, 'services'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('service.yaml'))
  .map((path) => `services/${path}`);

const nothing = { steps: [], outcomes: [], actions: [], questions: [], checks: [] };

describe.each(services)('generated people walk %s', (path) => {
  const { definition } = readDefinition({ read: disk }, path, world);
  it.each(profiles)('under the register %s, and see all of it', (profile) => {
    if (!definition) throw new Error(path);
    const seen = simulate(definition, { chance: chanceFrom(7), today: '2026-11-23', profile });
    expect(seen.unseen).toEqual(nothing);
    expect(seen.stuck).toEqual([]);
    expect(seen.submitted).toBeGreaterThan(3);
  });
});

describe('the walk', () => {
  const path = 'services/daerah/32.76/sktm/service.yaml';
  const source = disk(path) ?? '';
  const changed = (before: string, after: string) => {
    expect(source).toContain(before);
    const { definition } = readDefinition(
      { read: (asked) => (asked === path ? source.replace(before, after) : disk(asked)) },
      path,
      world,
    );
    if (!definition) throw new Error(after);
    return simulate(definition, { chance: chanceFrom(3), today: '2026-11-23', profile: 'own', most: 60 });
  };

  it('is the same for the same seed', () => {
    const { definition } = readDefinition({ read: disk }, path, world);
    if (!definition) throw new Error(path);
    const once = () => simulate(definition, { chance: chanceFrom(5), today: '2026-11-23', profile: 'own' });
    expect(once()).toEqual(once());
  });

  it('names what nobody comes to see: a rule that turns everybody away', () => {
    const seen = changed('that: subject.region = "32.76"', 'that: subject.age > 200');
    expect(seen.submitted).toBe(0);
    expect(seen.unseen.outcomes).toContain('terbit');
  });

  it('names a check that never holds and a question never asked', () => {
    expect(changed('when: income > 5000000', 'when: income < 0').unseen.checks).toHaveLength(1);
    expect(
      changed('when: purpose = "other"', 'when: purpose = "other" and purpose = "legal"').unseen.questions,
    ).toEqual(['otherPurpose']);
  });
});
