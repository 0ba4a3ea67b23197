import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Refusal } from '../../kernel/refusal.ts';
import type { NamePools } from './demo/names.ts';
import { population } from './demo/population.ts';
import { foresee, numbersWanted } from './foresee.ts';
import { brokenFamily, type Shdk } from './person.ts';
import { after, membersOf, type Snapshot } from './snapshot.ts';

const TODAY = '2026-11-23';
const pools = parse(readFileSync(join(import.meta.dirname, '../../../reference/demo/names.yaml'), 'utf8')) as NamePools;
const places = { '32.76': { share: 1, villages: [{ code: '32.76.06.1004', name: 'Kemiri Muka' }] } };
const { persons, families } = population({ seed: 3, people: 400, pools, cast: { families: [] }, places });
const start: Snapshot = {
  persons: new Map(persons.map((person) => [person.nik, person])),
  families: new Map(families.map((family) => [family.kk, family])),
};
const larger = families.filter((family) => membersOf(start, family.kk).length > 1);
const OTHERS: readonly Shdk[] = ['wife', 'child', 'otherKin', 'parent', 'grandchild'];

const split = fc
  .tuple(
    fc.constantFrom(...larger),
    fc.nat(),
    fc.nat(),
    fc.nat(),
    fc.array(fc.constantFrom(...OTHERS), { minLength: 9, maxLength: 9 }),
  )
  .map(([family, mask, newHead, oldHead, roles]) => {
    const niks = membersOf(start, family.kk).map((member) => member.nik);
    const movers = niks.filter((_, index) => ((mask + 1) >> index) & 1);
    const stayers = niks.filter((nik) => !movers.includes(nik));
    const given = Object.fromEntries(niks.map((nik, index) => [nik, roles[index % roles.length] ?? 'other']));
    return {
      kind: 'splitFamily' as const,
      family: family.kk,
      movers,
      newHead: movers[newHead % movers.length] ?? '',
      newRoles: given,
      oldHead: stayers[oldHead % Math.max(1, stayers.length)] ?? null,
      oldRoles: given,
    };
  });

describe('a split of any family in any way', () => {
  test('is refused, or leaves whole families in which nobody is lost or doubled', () => {
    let done = 0;
    fc.assert(
      fc.property(split, (effect) => {
        const wanted = numbersWanted(effect, start, TODAY, '99');
        const number = (slot: string): string =>
          `${wanted.find((one) => one.slot === slot)?.prefix}999${slot === 'movers' ? 1 : 2}`;
        let end: Snapshot;
        try {
          const seen = foresee(effect, { snapshot: start, today: TODAY, number, id: () => 'id' });
          end = after(start, seen);
          done++;
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
          return;
        }
        expect(end.persons.size).toBe(start.persons.size);
        for (const family of end.families.values()) {
          const members = membersOf(end, family.kk);
          expect(
            family.status === 'active' ? brokenFamily(members, TODAY) : members.length || undefined,
          ).toBeUndefined();
        }
        const before = new Set(membersOf(start, effect.family).map((member) => member.nik));
        for (const [nik, person] of end.persons) if (!before.has(nik)) expect(person).toBe(start.persons.get(nik));
        for (const nik of effect.movers) expect(end.persons.get(nik)?.kk).toBe(number('movers'));
      }),
      { numRuns: 300 },
    );
    expect(done).toBeGreaterThan(50);
  });

  test('keeps the number of a family whose head stays, and only then', () => {
    fc.assert(
      fc.property(split, (effect) => {
        const headMoves = effect.movers.some((nik) => start.persons.get(nik)?.shdk === 'head');
        expect(numbersWanted(effect, start, TODAY, '99').map((one) => one.slot)).toEqual(
          headMoves ? ['movers', 'stayers'] : ['movers'],
        );
      }),
    );
  });
});
