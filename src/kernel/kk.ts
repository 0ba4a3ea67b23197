import { type IsoDate, isIsoDate, isoDate } from './dates.ts';
import { digitsTyped } from './nik.ts';
import { issue, type Parsed, parsed, refused } from './parsed.ts';
import { undotted } from './region-code.ts';

declare const brand: unique symbol;
/** Number of a Kartu Keluarga: 16 digits, region of issue, day of issue, serial. It belongs to the head of the family. */
export type Kk = string & { readonly [brand]: 'Kk' };

/**
 * Reads a KK number as people type it. Old cards follow no rule but their length, so an odd date is only a warning.
 * @example parseKk('9976.0123.1126.0001') // { ok: true, value: '9976012311260001', warnings: [] }
 */
export function parseKk(text: string): Parsed<Kk> {
  const digits = digitsTyped(text);
  if (!/^\d*$/.test(digits)) return refused(issue('kk/digits-only'));
  if (digits.length !== 16) return refused(issue('kk/length', { expected: 16, got: digits.length }));
  const [day, month, year] = [6, 8, 10].map((from) => Number(digits.slice(from, from + 2))) as [number, number, number];
  const real = isIsoDate(isoDate(2000 + year, month, day)) || isIsoDate(isoDate(1900 + year, month, day));
  return parsed(digits as Kk, real ? [] : [issue('kk/date-odd')]);
}

/** @example isKk('9976012311260001') // true */
export const isKk = (text: string): text is Kk => /^\d{16}$/.test(text);

/**
 * The first twelve digits: what serials are counted under. `province` replaces the first two, as in the demo's 99.
 * @example kkPrefix({ region: '32.76.01', issuedOn: '2026-11-23' }, '99') // '997601231126'
 */
export function kkPrefix(of: { readonly region: string; readonly issuedOn: IsoDate }, province?: string): string {
  const [year = '', month = '', day = ''] = of.issuedOn.split('-');
  const region = undotted(of.region).slice(0, 6);
  return `${province ?? region.slice(0, 2)}${region.slice(2)}${day}${month}${year.slice(2)}`;
}

/** @example makeKk('997601231126', 12) // '9976012311260012'; serials run from 1 to 9999 */
export function makeKk(prefix: string, serial: number): Kk {
  if (!Number.isInteger(serial) || serial < 1 || serial > 9999) throw new RangeError(`serial of a KK: ${serial}`);
  return `${prefix}${String(serial).padStart(4, '0')}` as Kk;
}
