import { issue, type Parsed, parsed, refused } from './parsed.ts';
import { dotted, type RegionCode, undotted } from './region-code.ts';

declare const brand: unique symbol;
/** Number of a case: kabupaten or kota (4 digits), serial (7 digits, 11 once those are used up), check letter. */
export type CaseNumber = string & { readonly [brand]: 'CaseNumber' };

// 17 letters, a prime: none of those that are taken for a digit.
const LETTERS = 'ACEFHJKMNPRTUVWXY';
// What people write for a digit.
const AS_DIGIT: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  D: '0',
  I: '1',
  L: '1',
  Z: '2',
  S: '5',
  G: '6',
  B: '8',
};

/**
 * Weights are powers of 2 modulo a prime: neighbours always differ, so any one wrong digit and any two neighbours
 * exchanged change the letter.
 */
function checkLetter(digits: string): string {
  let sum = 0;
  for (const digit of digits) sum = (sum * 2 + Number(digit)) % LETTERS.length;
  return LETTERS[(sum * 2) % LETTERS.length] ?? '';
}

/** @example makeCaseNumber('32.76', 123) // '32760000123K' */
export function makeCaseNumber(region: string, serial: number): CaseNumber {
  if (!Number.isSafeInteger(serial) || serial < 1 || serial > 99_999_999_999)
    throw new RangeError(`serial of a case: ${serial}`);
  const digits = `${undotted(region).slice(0, 4)}${String(serial).padStart(serial > 9_999_999 ? 11 : 7, '0')}`;
  return `${digits}${checkLetter(digits)}` as CaseNumber;
}

/** What is left of a number, or of a part of one, once all that people put between its groups is gone. */
const bare = (text: string): string =>
  text
    .toUpperCase()
    .replace(/^\s*(NOMOR|NO)\b/, '')
    .replace(/[^\p{L}\p{N}]/gu, '');

/**
 * Reads what people type or say: any spaces, dots and dashes, small letters, "No." in front, O for 0.
 * @example parseCaseNumber('no. 3276 oooo 123k') // { ok: true, value: '32760000123K', warnings: [] }
 */
export function parseCaseNumber(text: string): Parsed<CaseNumber> {
  const typed = bare(text);
  if (typed.length !== 12 && typed.length !== 16) return refused(issue('caseNumber/length', { got: typed.length }));
  const digits = [...typed.slice(0, -1)].map((mark) => AS_DIGIT[mark] ?? mark).join('');
  const last = typed.slice(-1);
  if (!/^\d+$/.test(digits)) return refused(issue('caseNumber/shape'));
  return checkLetter(digits) === last ? parsed(`${digits}${last}` as CaseNumber) : refused(issue('caseNumber/check'));
}

/** Whether what was typed is this number or a part of it. @example isInCaseNumber('32760000123K', '0000-123') // true */
export const isInCaseNumber = (number: string, typed: string): boolean => {
  const part = bare(typed);
  return part !== '' && number.includes(part);
};

/** The one way in which people see a number, in groups of four. @example sayCaseNumber('32760000123K') // '3276-0000-123K' */
export const sayCaseNumber = (number: string): string => number.replace(/(.{4})(?=.)/g, '$1-');

/** @example caseRegion('32760000123K') // '32.76' */
export const caseRegion = (number: string): RegionCode => dotted(number.slice(0, 4));
