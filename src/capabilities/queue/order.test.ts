import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextOf, type OrderRule, orderOf, streakAfter, type Waiting } from './order.ts';

const rule: OrderRule = { priorityRow: 2, bound: 90 };
const person = (number: number, due: number, of: Waiting['class'] = 'regular'): Waiting => ({ number, due, class: of });

const line = fc.array(
  fc.record({
    due: fc.integer({ min: -200, max: 60 }),
    class: fc.constantFrom<Waiting['class']>('regular', 'regular', 'regular', 'priority', 'emergency'),
  }),
  { minLength: 1, maxLength: 40 },
);
const numbered = (people: readonly Omit<Waiting, 'number'>[]): readonly Waiting[] =>
  people.map((one, i) => ({ ...one, number: i + 1 }));

describe('the order of a line', () => {
  it('leaves nobody out and calls nobody twice', () => {
    fc.assert(
      fc.property(line, fc.integer({ min: 0, max: 4 }), (people, streak) => {
        const waiting = numbered(people);
        const order = orderOf(waiting, streak, rule, 0).map(({ next }) => next.number);
        expect([...order].sort((a, b) => a - b)).toEqual(waiting.map(({ number }) => number));
      }),
    );
  });

  it('calls within a class by the time that is due, except who waited beyond the bound or for an emergency', () => {
    fc.assert(
      fc.property(line, (people) => {
        const order = orderOf(numbered(people), 0, rule, 0);
        for (const of of ['regular', 'priority'] as const) {
          const dues = order.filter(({ next }) => next.class === of).map(({ next }) => next.due);
          expect(dues).toEqual([...dues].sort((a, b) => a - b));
        }
      }),
    );
  });

  it('never calls more with priority in a row than the rule says, while somebody else is due', () => {
    fc.assert(
      fc.property(line, (people) => {
        const left = [...numbered(people)];
        let streak = 0;
        for (let choice = nextOf(left, streak, rule, 0); choice; choice = nextOf(left, streak, rule, 0)) {
          const regularIsDue = left.some((one) => one.class === 'regular' && one.due <= 0);
          if (choice.why === 'priority' && regularIsDue) expect(streak).toBeLessThan(rule.priorityRow);
          streak = streakAfter(streak, choice.next.class);
          left.splice(left.indexOf(choice.next), 1);
        }
      }),
    );
  });

  it('lets nobody wait beyond the bound while one who is due later is called', () => {
    fc.assert(
      fc.property(line, fc.integer({ min: 0, max: 4 }), (people, streak) => {
        const waiting = numbered(people);
        const choice = nextOf(waiting, streak, rule, 0);
        const starved = waiting.filter((one) => one.due < -rule.bound);
        if (choice && choice.next.class !== 'emergency' && starved.length > 0)
          expect(choice.next.due).toBe(Math.min(...starved.filter((s) => s.class !== 'emergency').map((s) => s.due)));
      }),
    );
  });

  it('has somebody for a doctor as long as anybody is here, also before his time', () => {
    fc.assert(
      fc.property(
        line,
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: -500, max: 500 }),
        (people, streak, now) => nextOf(numbered(people), streak, rule, now) !== undefined,
      ),
    );
    expect(nextOf([person(1, 30)], 0, rule, 0)).toMatchObject({ why: 'early' });
  });

  it('holds the ratio also among those who are all early, for the same time', () => {
    const people = [person(17, 30), person(18, 30, 'priority'), person(19, 30, 'priority'), person(20, 30, 'priority')];
    expect(orderOf(people, 0, rule, 0).map(({ next, why }) => [next.number, why])).toEqual([
      [18, 'early'],
      [19, 'early'],
      [17, 'early'],
      [20, 'early'],
    ]);
    fc.assert(
      fc.property(line, fc.integer({ min: 0, max: 4 }), (people, streak) => {
        const waiting = numbered(people.filter((one) => one.class !== 'emergency'));
        const first = Math.min(...waiting.map(({ due }) => due));
        // Before anybody's time the same one is called as when the first one's time has come.
        expect(nextOf(waiting, streak, rule, first - 1)?.next).toEqual(nextOf(waiting, streak, rule, first)?.next);
      }),
    );
  });

  it('puts an emergency before everybody', () => {
    expect(nextOf([person(1, -300), person(2, 0, 'emergency')], 0, rule, 0)).toMatchObject({ why: 'emergency' });
  });

  it('gives no priority before its time', () => {
    const early = person(1, 20, 'priority');
    expect(nextOf([early, person(2, -5)], 0, rule, 0)?.next.number).toBe(2);
  });
});
