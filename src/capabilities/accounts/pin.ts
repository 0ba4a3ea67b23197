import type { IsoDate } from '../../kernel/dates.ts';
import { issue, type Parsed, parsed, refused } from '../../kernel/parsed.ts';

/** Digits of a date in the ways that people type them: ddmmyy, yymmdd, mmddyy, and year with day or month. */
function datesAsPins(date: IsoDate): readonly string[] {
  const [year = '', month = '', day = ''] = date.split('-');
  const short = year.slice(2);
  return [
    day + month + short,
    short + month + day,
    month + day + short,
    day + year,
    year + day,
    month + year,
    year + month,
  ];
}

const rises = (pin: string, by: number): boolean =>
  [...pin].every((digit, i) => i === 0 || (Number(pin[i - 1]) + by + 10) % 10 === Number(digit));

/**
 * A PIN of six digits that isn't among the first that anybody would try.
 * @example parsePin('123456') // { ok: false, issues: [{ code: 'pin/weak', params: {} }] }
 */
export function parsePin(text: string, birthDate?: IsoDate): Parsed<string> {
  const pin = text.trim();
  if (!/^\d{6}$/.test(pin)) return refused(issue('pin/six-digits'));
  const few = new Set(pin).size <= 2;
  const halves = pin.slice(0, 3) === pin.slice(3) || /^(\d\d)\1\1$/.test(pin);
  const run = rises(pin, 1) || rises(pin, -1);
  const born = birthDate !== undefined && datesAsPins(birthDate).includes(pin);
  return few || halves || run || born ? refused(issue('pin/weak')) : parsed(pin);
}

/** Spaces that people put into a code from a message. @example tidyCode(' 482 913') // '482913' */
export const tidyCode = (text: string): string => text.replace(/[\s.-]/g, '');
