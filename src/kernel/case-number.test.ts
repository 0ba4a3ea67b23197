import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { caseRegion, isInCaseNumber, makeCaseNumber, parseCaseNumber, sayCaseNumber } from './case-number.ts';

const LETTERS = [...'ACEFHJKMNPRTUVWXY'];
const serial = fc.oneof(fc.integer({ min: 1, max: 9_999_999 }), fc.integer({ min: 10_000_000, max: 99_999_999_999 }));
const number = fc
  .tuple(fc.constantFrom('32.76', '81.02', '11.01', '96.71'), serial)
  .map(([region, n]) => makeCaseNumber(region, n));

describe('a case number', () => {
  test('is read back, however it is typed', () => {
    expect(makeCaseNumber('32.76', 123)).toBe('32760000123K');
    for (const text of [
      ...['3276-0000-123K', '3276 0000 123k', '32760000123k', '3276.0000.123K', '3276‑0000–123K', '3276 - 0000 - 123k'],
      ...[' no. 3276.oooo.l23K ', 'Nomor: 3276/0000/123K', '3276\u00A00000\u00A0123K,'],
    ])
      expect(parseCaseNumber(text)).toMatchObject({ ok: true, value: '32760000123K' });
    fc.assert(
      fc.property(number, (made) => {
        expect(parseCaseNumber(sayCaseNumber(made).toLowerCase())).toEqual({ ok: true, value: made, warnings: [] });
      }),
    );
  });

  test('is found by a part of it', () => {
    for (const part of ['123k', '0000 123', '3276-0000', '.0000.1', '32760000123K'])
      expect(isInCaseNumber('32760000123K', part)).toBe(true);
    for (const part of ['', '-', '124K', 'Bayu Putra']) expect(isInCaseNumber('32760000123K', part)).toBe(false);
  });

  test('begins with its region', () => {
    expect(caseRegion(makeCaseNumber('81.02', 7))).toBe('81.02');
  });

  test('any one wrong digit or letter is noticed', () => {
    fc.assert(
      fc.property(number, fc.nat(), fc.nat(), (made, where, other) => {
        const at = where % made.length;
        const marks = at === made.length - 1 ? LETTERS : [...'0123456789'];
        const wrong = marks.filter((mark) => mark !== made[at])[other % (marks.length - 1)];
        expect(parseCaseNumber(made.slice(0, at) + wrong + made.slice(at + 1)).ok).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test('any two neighbours exchanged are noticed', () => {
    fc.assert(
      fc.property(number, fc.nat(), (made, where) => {
        const at = where % (made.length - 1);
        fc.pre(made[at] !== made[at + 1]);
        const swapped = made.slice(0, at) + made[at + 1] + made[at] + made.slice(at + 2);
        expect(parseCaseNumber(swapped).ok).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test.each(['', 'abc', '3276-0000-1239', '3276-0000-123', 'x'.repeat(40)])('%s is refused', (text) => {
    expect(parseCaseNumber(text).ok).toBe(false);
  });
});
