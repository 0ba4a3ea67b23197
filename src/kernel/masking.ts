import { sayPhone } from './phone.ts';

const DOT = '•';

/** The last four digits, which is all that others may see of a NIK. @example lastFour('9976016311900001') // '0001' */
export const lastFour = (digits: string): string => digits.slice(-4);

/** @example maskNumber('9976016311900001') // '•••• •••• •••• 0001' */
export const maskNumber = (digits: string): string =>
  (DOT.repeat(Math.max(0, digits.length - 4)) + lastFour(digits)).replace(/(.{4})(?=.)/g, '$1 ');

/** @example maskPhone('+6281234567890') // '0812-••••-7890' */
export function maskPhone(phone: string): string {
  const said = sayPhone(phone);
  const local = said.replaceAll('-', '');
  const masked = local.slice(0, 4) + DOT.repeat(Math.max(0, local.length - 8)) + local.slice(-4);
  return `${masked.slice(0, 4)}-${masked.slice(4, -4)}-${masked.slice(-4)}`;
}

/** Enough to recognise, too little to learn. @example maskName('Siti Nurhaliza') // 'S••• N••••••••' */
export const maskName = (name: string): string =>
  name
    .split(' ')
    .map((word) => [...word].map((letter, index) => (index === 0 ? letter : DOT)).join(''))
    .join(' ');

/** @example maskEmail('siti@contoh.id') // 's•••@contoh.id' */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return at < 1 ? DOT.repeat(4) : `${email.slice(0, 1)}${DOT.repeat(3)}${email.slice(at)}`;
}
