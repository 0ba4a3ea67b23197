import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FUNCTIONS } from './functions.ts';
import { addMonths, dateFrom, dateOf, dayNumber, evaluate, type Names, type Tree, type Value } from './runtime.ts';

const FORMS = ['$', '#', 'if', 'and', 'or', 'let', 'filter', 'for', 'some', 'every'];
const words = fc.constantFrom(
  ...FORMS,
  ...Object.keys(FUNCTIONS),
  'constructor',
  '__proto__',
  'toString',
  'no such thing',
);

const leaf: fc.Arbitrary<Tree> = fc.oneof(
  fc.constantFrom(null, true, false, 'a', '', 'age', '__proto__', 'length', '2024-02-29'),
  fc.double(),
  fc.integer({ min: -3, max: 3 }),
  fc.oneof(fc.string(), fc.constantFrom('2024-02-29', '2024-02-30', '9999-12-31')).map((date) => ({ date })),
  fc.oneof(fc.string(), fc.constantFrom('08:15', '24:00', '23:59:59')).map((time) => ({ time })),
  fc.double().map((months) => ({ months })),
  fc.double().map((seconds) => ({ seconds })),
);

const trees = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    leaf,
    fc.tuple(words, fc.array(tie('tree'), { maxLength: 4 })).map(([word, operands]): Tree => [word, ...operands]),
  ),
})).tree;

const values = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, 0, 1, 'a', '2024-02-29'),
    fc.double(),
    fc.constantFrom({ date: '2024-02-29' }, { date: 'never' }, { time: '08:15' }, { seconds: 1 }, { months: 1 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'age', 'length', '__proto__', 'constructor'), tie('value'), { maxKeys: 3 }),
  ),
})).value;

const names: fc.Arbitrary<Names> = fc.dictionary(fc.constantFrom('a', 'age', '__proto__', 'toString'), values);

describe('total', () => {
  it('gives a value for any tree and any names', () => {
    fc.assert(
      fc.property(trees, names, (tree, given) => {
        const value = evaluate(tree, given);
        expect(value === undefined || typeof value === 'function').toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  it('reads nothing that the names do not own', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      expect(evaluate(['$', name], {})).toBe(null);
      expect(evaluate(['$', 'a', name], { a: { b: 1 } })).toBe(null);
      expect(evaluate(['$', 'a', name], { a: 'text' })).toBe(null);
      expect(evaluate([name, 1], {})).toBe(null);
    }
  });

  it('survives trees deeper than the stack, and names that throw', () => {
    let deep: Tree = true;
    for (let i = 0; i < 100_000; i++) deep = ['not', deep];
    expect(evaluate(deep, {})).toBe(null);
    const trap: Names = Object.defineProperty({}, 'x', {
      enumerable: true,
      get: () => {
        throw new Error('trap');
      },
    });
    expect(evaluate(['$', 'x'], trap)).toBe(null);
  });

  it('does not change what it is given', () => {
    const given = Object.freeze({ xs: Object.freeze([3, 1, 2]) });
    expect(evaluate(['append', ['$', 'xs'], 4], given)).toEqual([3, 1, 2, 4]);
    expect(evaluate(['max', ['$', 'xs']], given)).toBe(3);
  });
});

describe('three values', () => {
  const T = true;
  const F = false;
  const N = null;
  it.each([
    [T, T, T, T],
    [T, F, F, T],
    [T, N, N, T],
    [F, F, F, F],
    [F, N, F, N],
    [N, N, N, N],
  ] as const)('%s and/or %s', (a, b, and, or) => {
    expect(evaluate(['and', a, b], {})).toBe(and);
    expect(evaluate(['and', b, a], {})).toBe(and);
    expect(evaluate(['or', a, b], {})).toBe(or);
    expect(evaluate(['or', b, a], {})).toBe(or);
  });

  it('not, if and comparisons with what is absent', () => {
    expect(evaluate(['not', null], {})).toBe(null);
    expect(evaluate(['if', null, 1, 2], {})).toBe(2);
    expect(evaluate(['>', null, 1], {})).toBe(null);
    expect(evaluate(['=', null, null], {})).toBe(true);
    expect(evaluate(['=', null, 1], {})).toBe(false);
    expect(evaluate(['~', null, null], {})).toBe(null);
    expect(evaluate(['=', 1, 'a'], {})).toBe(null);
  });
});

const days = fc.integer({ min: -600_000, max: 2_800_000 });
const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const lengthOf = (year: number, month: number) =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

/** Days since 1970 by counting years and months: another way than the one under test. */
const counted = (iso: string): number => {
  const [y = 0, m = 0, d = 0] = iso.split('-').map(Number);
  const years = y * 365 + Math.ceil(y / 4) - Math.ceil(y / 100) + Math.ceil(y / 400) - 719_528;
  let month = 0;
  for (let before = 1; before < m; before++) month += lengthOf(y, before);
  return years + month + d - 1;
};

describe('calendar', () => {
  it('counts days over leap years', () => {
    fc.assert(
      fc.property(days, (n) => {
        const date = dateOf(n);
        expect(date && counted(date.date)).toBe(n);
        expect(date && dayNumber(date.date)).toBe(n);
      }),
    );
  });

  it('a date plus days minus the date is those days', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -20_000, max: 20_000 }), (n, more) => {
        const date = dateOf(n) ?? { date: '' };
        const duration = { seconds: more * 86_400 };
        expect(evaluate(['-', ['+', date, duration], date], {})).toEqual(duration);
      }),
    );
  });

  it('months keep the day, or take the last day there is', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -600, max: 600 }), (n, months) => {
        const [y = 0, m = 0, d = 0] = (dateOf(n)?.date ?? '').split('-').map(Number);
        const moved = addMonths(dateOf(n) ?? { date: '' }, months);
        const [year = 0, month = 0, day = 0] = (moved?.date ?? '').split('-').map(Number);
        expect(year * 12 + month).toBe(y * 12 + m + months);
        expect(day).toBe(Math.min(d, lengthOf(year, month)));
      }),
    );
  });

  it('whole months between dates: one more would pass the later one', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 40_000 }), (n, more) => {
        const [from, to] = [dateOf(n), dateOf(n + more)];
        if (!from || !to) return;
        const months = evaluate(['.', ['years and months duration', from, to], 'months'], {});
        const years = evaluate(['.', ['years and months duration', from, to], 'years'], {});
        const whole = Number(years) * 12 + Number(months);
        expect((addMonths(from, whole)?.date ?? '') <= to.date).toBe(true);
        expect(dayNumber(addMonths(from, whole + 1)?.date ?? '') ?? 0).toBeGreaterThanOrEqual(
          (dayNumber(to.date) ?? 0) + 0,
        );
      }),
    );
  });

  it('refuses days that are not in the calendar', () => {
    for (const iso of [
      '2023-02-29',
      '1900-02-29',
      '2024-13-01',
      '2024-00-10',
      '2024-1-1',
      '24-01-01',
      '2024-04-31',
      '',
    ]) {
      expect(dateFrom(iso), iso).toBe(null);
    }
    expect(dateFrom('2000-02-29')).toEqual({ date: '2000-02-29' });
  });

  it('knows the weekday, from Monday as 1', () => {
    expect(evaluate(['.', { date: '2026-11-23' }, 'weekday'], {})).toBe(1);
    expect(evaluate(['.', { date: '1969-12-28' }, 'weekday'], {})).toBe(7);
  });
});
