// Digits and letters that nobody mistakes for each other: no I, L, O, U.
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const MISREAD: Readonly<Record<string, string>> = { I: '1', L: '1', O: '0', U: 'V' };

/**
 * Five bits a letter, for codes that are printed, typed and said on the phone.
 * @example spokenCode(new Uint8Array([0, 0, 0, 0, 1])) // '00000001'
 */
export function spokenCode(bytes: Uint8Array): string {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  const count = Math.ceil((bytes.length * 8) / 5);
  return Array.from({ length: count }, (_, i) => LETTERS[Number((bits >> BigInt((count - 1 - i) * 5)) & 31n)]).join('');
}

/** As people type such a code: any spaces and dashes, small letters, O for 0. @example readCode('7k3m-9qxo') // '7K3M9QX0' */
export const readCode = (text: string): string =>
  [...text.toUpperCase().replace(/[\s\-–.]/g, '')].map((letter) => MISREAD[letter] ?? letter).join('');
