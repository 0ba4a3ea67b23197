import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeAktaNumber } from '../../kernel/akta-number.ts';
import { type NumberNames, patternProblems, planNumber } from './number.ts';

const names: NumberNames = {
  region: '32.76',
  officeCode: 'kel-sukamaju',
  series: null,
  at: new Date('2026-11-23T03:00:00Z'),
  zone: 'WIB',
  demo: false,
  given: {},
};
const LETTER = '460/{serial:3}/{office.code}/{month:roman}/{year}';
const AKTA = '{region:4}-{series}-{date}-{serial:4}';

const filled = (pattern: string, serial: number, change: Partial<NumberNames> = {}): string => {
  const plan = planNumber(pattern, 'year', { ...names, ...change });
  if (plan.kind === 'given') return plan.text;
  return plan.before + String(serial).padStart(plan.width, '0') + plan.after;
};

describe('a number', () => {
  it('follows the pattern of its definition', () => {
    expect(filled(LETTER, 14)).toBe('460/014/KEL-SUKAMAJU/XI/2026');
    expect(filled(LETTER, 1400)).toBe('460/1400/KEL-SUKAMAJU/XI/2026');
    expect(filled('{serial}/{year:2}/{month}', 7)).toBe('7/26/11');
    expect(filled('{kk}', 1, { given: { kk: '9976042311260001' } })).toBe('9976042311260001');
  });

  it('says SPESIMEN in the demo, or has a province that does not exist', () => {
    const demo = { demo: true };
    expect(filled(LETTER, 14, demo)).toBe('460/014/SPESIMEN-KEL-SUKAMAJU/XI/2026');
    expect(filled('{serial:3}/{year}', 1, demo)).toBe('SPESIMEN/001/2026');
    const akta = makeAktaNumber({ region: '99.76', series: 'LU', date: '2026-11-23', serial: 1 });
    expect(filled(AKTA, 1, { ...demo, series: 'LU' })).toBe(akta);
    expect(filled(AKTA, 1, { series: 'LU' })).toBe(
      makeAktaNumber({ region: '32.76', series: 'LU', date: '2026-11-23', serial: 1 }),
    );
  });

  it('takes the day of the office, not of the machine', () => {
    const at = new Date('2026-12-31T15:30:00Z');
    expect(filled('{serial}/{date}', 1, { at, zone: 'WIB' })).toBe('1/31122026');
    expect(filled('{serial}/{date}', 1, { at, zone: 'WIT' })).toBe('1/01012027');
    expect(planNumber('{serial}/{date}', 'year', { ...names, at, zone: 'WIT' })).toMatchObject({ period: '2027' });
  });

  it('counts in the series that is named, else in that of its pattern, anew when the definition says so', () => {
    expect(planNumber(AKTA, 'year', { ...names, series: 'LT' })).toMatchObject({ series: 'LT', period: '2026' });
    expect(planNumber(LETTER, 'month', names)).toMatchObject({ series: LETTER, period: '2026-11' });
    expect(planNumber(LETTER, 'never', names)).toMatchObject({ period: 'semua' });
  });

  it('refuses a pattern by which a number would come twice', () => {
    expect(patternProblems(LETTER, 'year', null)).toEqual([]);
    expect(patternProblems('{serial}/{office.code}', 'year', null)).toEqual(['number/period-hidden']);
    expect(patternProblems('{serial}/{year}', 'month', null)).toEqual(['number/period-hidden']);
    expect(patternProblems('{serial}/{serial}', 'never', null)).toEqual(['number/serial-twice']);
    expect(patternProblems(AKTA, 'year', null)).toEqual(['number/series-unknown']);
    expect(() => planNumber('{serial}', 'year', names)).toThrow(/period-hidden/);
    expect(() => planNumber('{kk}', 'year', names)).toThrow(/nobody gave \{kk\}/);
  });

  it('differs for any two serials and periods of one series', () => {
    const day = fc.date({ min: new Date('2024-01-01'), max: new Date('2030-12-31'), noInvalidDate: true });
    const resets = fc.constantFrom('year' as const, 'month' as const, 'never' as const);
    const one = fc.record({ at: day, serial: fc.integer({ min: 1, max: 20_000 }) });
    fc.assert(
      fc.property(
        one,
        one,
        resets,
        fc.constantFrom(LETTER, '{serial}/{date}', '{month}{year}-{serial:4}'),
        (a, b, how, pattern) => {
          const [first, second] = [a, b].map(({ at, serial }) => {
            const plan = planNumber(pattern, how, { ...names, at });
            if (plan.kind === 'given') throw new Error('no serial');
            const text = plan.before + String(serial).padStart(plan.width, '0') + plan.after;
            return { key: `${plan.series} ${plan.period} ${serial}`, text };
          });
          if (first?.key !== second?.key) expect(first?.text).not.toBe(second?.text);
        },
      ),
    );
  });
});
