import { digitsTyped } from './nik.ts';
import { issue, type Parsed, parsed, refused } from './parsed.ts';

declare const brand: unique symbol;
/** Number of a civil servant: 18 digits, birth date, month of appointment, sex, serial. */
export type Nip = string & { readonly [brand]: 'Nip' };

// Years are not judged: those of the demo lie where nobody was born.
const SHAPE = /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{4}(0[1-9]|1[0-2])[12]\d{3}$/;

/** @example parseNip('19700312 199703 2 004') // { ok: true, value: '197003121997032004', warnings: [] } */
export function parseNip(text: string): Parsed<Nip> {
  const digits = digitsTyped(text);
  if (digits.length !== 18) return refused(issue('nip/length', { expected: 18, got: digits.length }));
  return SHAPE.test(digits) ? parsed(digits as Nip) : refused(issue('nip/shape'));
}

/** As papers print it. @example sayNip('197003121997032004') // '19700312 199703 2 004' */
export const sayNip = (nip: string): string => nip.replace(/^(\d{8})(\d{6})(\d)(\d{3})$/, '$1 $2 $3 $4');
