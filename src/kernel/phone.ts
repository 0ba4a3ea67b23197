import { issue, type Parsed, parsed, refused } from './parsed.ts';

declare const brand: unique symbol;
/** E.164: '+628…' for a mobile number. */
export type Phone = string & { readonly [brand]: 'Phone' };

const MOBILE = /^(?:\+62|62|0)(8[1-9]\d{6,11})$/;
const LANDLINE = /^(?:\+62|62|0)([2-79]\d{1,2}\d{5,8})$/;
// Also what spreadsheets and chats add: spaces, dashes, dots, brackets, no-break spaces.
const typedDigits = (text: string): string => text.replace(/[\s.\-–()]/g, '').replace(/^\+620/, '+62');

/**
 * Reads a mobile number, the only kind that gets a code or a message.
 * @example parseMobile('0812-3456-7890') // { ok: true, value: '+6281234567890', warnings: [] }
 */
export function parseMobile(text: string): Parsed<Phone> {
  const typed = typedDigits(text);
  if (!/^\+?\d*$/.test(typed)) return refused(issue('phone/digits-only'));
  const [, mobile] = MOBILE.exec(typed) ?? [];
  if (mobile) return parsed(`+62${mobile}` as Phone);
  return refused(issue(LANDLINE.test(typed) ? 'phone/not-mobile' : 'phone/shape'));
}

/**
 * Reads a mobile or a landline number.
 * @example parsePhone('(021) 7720-1234') // { ok: true, value: '+622177201234', warnings: [] }
 */
export function parsePhone(text: string): Parsed<Phone> {
  const [, landline] = LANDLINE.exec(typedDigits(text)) ?? [];
  return landline ? parsed(`+62${landline}` as Phone) : parseMobile(text);
}

/**
 * As people write it at home; a short code (119) as it is.
 * @example sayPhone('+6281234567890') // '0812-3456-7890'
 * @example sayPhone('+62812990100002') // '0812-9901-00002': the last group is never a single digit
 */
export function sayPhone(phone: string): string {
  const local = phone.replace(/^\+62/, '0');
  if (local.startsWith('08')) {
    const rest = local.slice(4);
    const cut = rest.length < 8 ? 3 : 4;
    return `${local.slice(0, 4)}-${rest.slice(0, cut)}-${rest.slice(cut)}`;
  }
  // Jakarta, Bandung, Semarang, Surabaya and Medan have codes of two digits after the 0, everybody else three.
  const [, area = '', rest = ''] = /^(0(?:21|22|24|31|61)|0\d{3})(\d+)$/.exec(local) ?? [];
  return area === '' ? local : `(${area}) ${rest.replace(/^(\d{3,4})(\d{4})$/, '$1-$2')}`;
}

/** In a sentence or on a paper: a number in its stored form as people write it, any other text as it is. */
export const phoneSaid = (text: string): string =>
  text.startsWith('+62') && (MOBILE.test(text) || LANDLINE.test(text)) ? sayPhone(text) : text;
