import { describe, expect, it } from 'vitest';
import { parseNip, sayNip } from './nip.ts';

describe('the number of a civil servant', () => {
  it.each([
    ['19700312 199703 2 004', '197003121997032004'],
    ['197003121997032004', '197003121997032004'],
    // The demo's: born in a century in which nobody is.
    ['997601152001031123', '997601152001031123'],
  ])('reads %s', (typed, value) => {
    expect(parseNip(typed)).toEqual({ ok: true, value, warnings: [] });
  });
  it.each([
    ['1970031219970320', 'nip/length'],
    ['197013121997032004', 'nip/shape'],
    ['197003321997032004', 'nip/shape'],
    ['197003121997033004', 'nip/shape'],
    ['19700312199703200X', 'nip/shape'],
  ])('refuses %s', (typed, code) => {
    expect(parseNip(typed)).toMatchObject({ ok: false, issues: [{ code }] });
  });
  it('is printed in its four parts', () => {
    expect(sayNip('197003121997032004')).toBe('19700312 199703 2 004');
  });
});
