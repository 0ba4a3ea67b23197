import { type IsoDate, isIsoDate, isoDate } from './dates.ts';
import { type Issue, issue, type Parsed, parsed, refused } from './parsed.ts';
import { dotted, type RegionCode, undotted } from './region-code.ts';

declare const brand: unique symbol;
/** Nomor Induk Kependudukan: 16 digits, for life, never changed and never given to another. */
export type Nik = string & { readonly [brand]: 'Nik' };
export type Sex = 'male' | 'female';

export type NikParts = {
  /** kecamatan at the first registration, which may no longer exist */
  readonly region: RegionCode;
  readonly day: number;
  readonly month: number;
  /** two digits; the century is not in a NIK */
  readonly year: number;
  readonly sex: Sex;
  readonly serial: number;
};

/** Spaces, dots and dashes that people put between digits. */
export const digitsTyped = (text: string): string => text.replace(/[\s.\-–]/g, '');

const realDay = (day: number, month: number, year: number): boolean =>
  [1900 + year, 2000 + year].some((whole) => isIsoDate(isoDate(whole, month, day)));

/**
 * Reads a NIK as people type it. Wrong: other than 16 digits, an impossible date, serial 0000.
 * A region that no longer exists is right: old codes live on in NIK.
 * @example parseNik('9976 0123 1190 0001') // { ok: true, value: '9976012311900001', warnings: [] }
 */
export function parseNik(text: string): Parsed<Nik> {
  const digits = digitsTyped(text);
  if (!/^\d*$/.test(digits)) return refused(issue('nik/digits-only'));
  if (digits.length !== 16) return refused(issue('nik/length', { expected: 16, got: digits.length }));
  const { day, month, year, serial } = nikParts(digits);
  const issues: Issue[] = [];
  if (!realDay(day, month, year)) issues.push(issue('nik/date'));
  if (serial === 0) issues.push(issue('nik/serial'));
  return issues.length > 0 ? refused(...issues) : parsed(digits as Nik);
}

/** @example isNik('9976012311900001') // true */
export const isNik = (text: string): text is Nik => /^\d{16}$/.test(text) && parseNik(text).ok;

/**
 * What its digits say. A woman's day carries 40 more.
 * @example nikParts('9976016311900001') // { region: '99.76.01', day: 23, month: 11, year: 90, sex: 'female', serial: 1 }
 */
export function nikParts(nik: string): NikParts {
  const day = Number(nik.slice(6, 8));
  return {
    region: dotted(nik.slice(0, 6)),
    day: day > 40 ? day - 40 : day,
    month: Number(nik.slice(8, 10)),
    year: Number(nik.slice(10, 12)),
    sex: day > 40 ? 'female' : 'male',
    serial: Number(nik.slice(12)),
  };
}

/**
 * What is odd, and never wrong: data may be corrected while the NIK stays.
 * @example nikWarnings('9976012311900001', { sex: 'female' }) // [{ code: 'nik/sex-differs', params: {} }]
 */
export function nikWarnings(
  nik: string,
  record: { readonly birthDate?: IsoDate; readonly sex?: Sex; readonly regionKnown?: boolean },
): readonly Issue[] {
  const parts = nikParts(nik);
  const date = [parts.year, parts.month, parts.day].map((part) => String(part).padStart(2, '0')).join('-');
  const warnings: Issue[] = [];
  if (record.regionKnown === false) warnings.push(issue('nik/region-unknown', { region: parts.region }));
  if (record.birthDate !== undefined && record.birthDate.slice(2) !== date)
    warnings.push(issue('nik/birth-date-differs'));
  if (record.sex !== undefined && record.sex !== parts.sex) warnings.push(issue('nik/sex-differs'));
  return warnings;
}

/**
 * The first twelve digits: what serials are counted under. `province` replaces the first two, as in the demo's 99.
 * @example nikPrefix({ region: '32.76.01', birthDate: '1990-11-23', sex: 'female' }, '99') // '997601631190'
 */
export function nikPrefix(
  of: { readonly region: string; readonly birthDate: IsoDate; readonly sex: Sex },
  province?: string,
): string {
  const [year = '', month = '', day = ''] = of.birthDate.split('-');
  const region = undotted(of.region).slice(0, 6);
  const coded = of.sex === 'female' ? String(Number(day) + 40) : day;
  return `${province ?? region.slice(0, 2)}${region.slice(2)}${coded}${month}${year.slice(2)}`;
}

/** @example makeNik('997601631190', 1) // '9976016311900001'; serials run from 1 to 9999 */
export function makeNik(prefix: string, serial: number): Nik {
  if (!Number.isInteger(serial) || serial < 1 || serial > 9999) throw new RangeError(`serial of a NIK: ${serial}`);
  return `${prefix}${String(serial).padStart(4, '0')}` as Nik;
}

/** In groups of four, for reading aloud. @example sayNumber('9976016311900001') // '9976 0163 1190 0001' */
export const sayNumber = (digits: string): string => digits.replace(/(.{4})(?=.)/g, '$1 ');
