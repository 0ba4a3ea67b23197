import { issue, type Parsed, parsed, refused } from './parsed.ts';

declare const brand: unique symbol;
/** A Kemendagri code with dots: 'PP', 'PP.KK', 'PP.KK.CC' or 'PP.KK.CC.DDDD'. BPS uses other codes for the same places. */
export type RegionCode = string & { readonly [brand]: 'RegionCode' };
export type RegionLevel = 1 | 2 | 3 | 4;

const SHAPE = /^(\d{2})(?:\.(\d{2})(?:\.(\d{2})(?:\.(\d{4}))?)?)?$/;
const UNDOTTED_LENGTHS = [2, 4, 6, 10];

/** @example isRegionCode('32.76.01.1006') // true */
export const isRegionCode = (text: string): text is RegionCode => SHAPE.test(text);

/**
 * Reads a code with dots, or as SIAK and the NIK write it, without.
 * @example parseRegionCode('327601') // { ok: true, value: '32.76.01', warnings: [] }
 */
export function parseRegionCode(text: string): Parsed<RegionCode> {
  const typed = text.trim();
  if (isRegionCode(typed)) return parsed(typed);
  if (/^\d+$/.test(typed) && UNDOTTED_LENGTHS.includes(typed.length)) return parsed(dotted(typed));
  return refused(issue('region/shape'));
}

/** @example dotted('3276011006') // '32.76.01.1006' */
export const dotted = (digits: string): RegionCode =>
  [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 6), digits.slice(6)].filter(Boolean).join('.') as RegionCode;

/** @example undotted('32.76.01') // '327601' */
export const undotted = (code: string): string => code.replaceAll('.', '');

/** 1 provinsi, 2 kabupaten or kota, 3 kecamatan, 4 desa or kelurahan. @example levelOf('32.76') // 2 */
export const levelOf = (code: string): RegionLevel => code.split('.').length as RegionLevel;

/** The region around it; none around a provinsi. @example parentOf('32.76.01') // '32.76' */
export const parentOf = (code: string): RegionCode | undefined =>
  code.includes('.') ? (code.slice(0, code.lastIndexOf('.')) as RegionCode) : undefined;

const upTo = (code: string, level: RegionLevel): RegionCode | undefined =>
  levelOf(code) >= level ? (code.split('.').slice(0, level).join('.') as RegionCode) : undefined;

/** The kabupaten or kota it lies in. @example kabupatenOf('32.76.01.1006') // '32.76'; kabupatenOf('32') // undefined */
export const kabupatenOf = (code: string): RegionCode | undefined => upTo(code, 2);
/** @example kecamatanOf('32.76.01.1006') // '32.76.01' */
export const kecamatanOf = (code: string): RegionCode | undefined => upTo(code, 3);

/** The code and all around it, the widest first. @example lineageOf('32.76.01') // ['32', '32.76', '32.76.01'] */
export const lineageOf = (code: string): readonly RegionCode[] =>
  code.split('.').map((_, index, parts) => parts.slice(0, index + 1).join('.') as RegionCode);

/** True for the region itself and what lies in it. @example contains('32.76', '32.76.01') // true; contains('32.7', '32.76') // false */
export const contains = (outer: string, inner: string): boolean => inner === outer || inner.startsWith(`${outer}.`);

/** A kota has 71 to 99 as its own two digits, a kabupaten 01 to 69. @example isKota('32.76') // true */
export const isKota = (code: string): boolean => Number(code.split('.')[1] ?? '0') > 70;

export type VillageKind = 'kelurahan' | 'desa' | 'desaAdat';
const VILLAGE_KINDS: Readonly<Record<string, VillageKind>> = { '1': 'kelurahan', '2': 'desa', '3': 'desaAdat' };

/** What the first digit of the last part says. @example villageKindOf('32.76.01.1006') // 'kelurahan' */
export const villageKindOf = (code: string): VillageKind | undefined => VILLAGE_KINDS[code.split('.')[3]?.[0] ?? ''];
