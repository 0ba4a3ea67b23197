import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isNik, makeNik, nikParts, nikPrefix, nikWarnings, parseNik, sayNumber } from './nik.ts';

const digit = fc.integer({ min: 0, max: 9 });
const code = fc.tuple(digit, digit, digit, digit).map(([a, b, c, d]) => `32.${a}${b}.${c}${d}`);
const date = fc
  .date({ min: new Date('1920-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));
const made = fc.record({
  region: code,
  birthDate: date,
  sex: fc.constantFrom('male' as const, 'female' as const),
  serial: fc.integer({ min: 1, max: 9999 }),
});

describe('a NIK', () => {
  test('says again what it was made from, and warns of nothing', () => {
    fc.assert(
      fc.property(made, (of) => {
        const nik = makeNik(nikPrefix(of), of.serial);
        expect(parseNik(sayNumber(nik))).toEqual({ ok: true, value: nik, warnings: [] });
        expect(nikParts(nik)).toMatchObject({ region: of.region, sex: of.sex, serial: of.serial });
        expect(nikWarnings(nik, of)).toEqual([]);
      }),
    );
  });

  test('carries 99 for the province in the demo', () => {
    expect(nikPrefix({ region: '32.76.01.1006', birthDate: '1990-11-23', sex: 'female' }, '99')).toBe('997601631190');
    expect(nikPrefix({ region: '81.02.01', birthDate: '2001-02-03', sex: 'male' }, '99')).toBe('990201030201');
  });

  test.each([
    ['997601631190000', 'nik/length'],
    ['99760163119000011', 'nik/length'],
    ['997601631190000a', 'nik/digits-only'],
    ['9976010000900001', 'nik/date'],
    ['9976013213900001', 'nik/date'],
    ['9976017202900001', 'nik/date'],
    ['9976013002900001', 'nik/date'],
    ['9976012902010001', 'nik/date'],
    ['9976016311900000', 'nik/serial'],
    ['', 'nik/length'],
  ])('%s is refused by %s', (text, issueCode) => {
    expect(parseNik(text)).toMatchObject({ ok: false, issues: [{ code: issueCode }] });
    expect(isNik(text)).toBe(false);
  });

  test('of a leap day is right in the century that has it', () => {
    expect(isNik('9976012902000001')).toBe(true);
    expect(isNik('9976016902960001')).toBe(true);
  });

  test('of a region that is gone, or whose record was corrected, is only odd', () => {
    expect(parseNik('9101012311900001').ok).toBe(true);
    const warnings = nikWarnings('9101012311900001', { birthDate: '1990-11-24', sex: 'female', regionKnown: false });
    expect(warnings.map((warning) => warning.code)).toEqual([
      'nik/region-unknown',
      'nik/birth-date-differs',
      'nik/sex-differs',
    ]);
  });

  test('parsing never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof parseNik(text).ok === 'boolean'));
  });
});
