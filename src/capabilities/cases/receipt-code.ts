import { createHmac, timingSafeEqual } from 'node:crypto';
import { type CaseNumber, parseCaseNumber } from '../../kernel/case-number.ts';
import { readCode, spokenCode } from '../../kernel/spoken-code.ts';
import type { Keys } from '../../platform/crypto/index.ts';

/**
 * How whoever holds a receipt finds the case again without an account. Both secrets follow from the number and a key outside the
 * database, so they are nowhere stored and a receipt printed twice bears the same.
 */
export type ReceiptSecrets = {
  /** In the QR: the number and 144 bits. */
  readonly token: string;
  /** Printed: 40 bits, in two groups of four. */
  readonly code: string;
};

const TOKEN_BYTES = 18;
const CODE_BYTES = 5;

const mac = (key: Uint8Array, kind: 'token' | 'code', number: string): Buffer =>
  createHmac('sha256', key).update(`receipt:${kind}\0${number}`).digest();
const tokenFor = (key: Uint8Array, number: string): string =>
  `${number}-${mac(key, 'token', number).subarray(0, TOKEN_BYTES).toString('base64url')}`;
const codeFor = (key: Uint8Array, number: string): string =>
  spokenCode(mac(key, 'code', number).subarray(0, CODE_BYTES));

export function receiptSecrets(keys: Keys, number: string): ReceiptSecrets {
  const { bytes } = keys.current('lookup');
  const code = codeFor(bytes, number);
  return { token: tokenFor(bytes, number), code: `${code.slice(0, 4)} ${code.slice(4)}` };
}

/** The number when the token was made here, under whichever of our keys. */
export function numberOfToken(keys: Keys, token: string): CaseNumber | undefined {
  const number = parseCaseNumber(token.split('-', 1)[0] ?? '');
  if (!number.ok) return undefined;
  return keys.all('lookup').some((key) => same(tokenFor(key.bytes, number.value), token)) ? number.value : undefined;
}

/** The number when the typed code belongs to it. Whoever serves it limits how often one may ask. */
export function numberOfCode(keys: Keys, typed: string, code: string): CaseNumber | undefined {
  const number = parseCaseNumber(typed);
  if (!number.ok) return undefined;
  const read = readCode(code);
  return keys.all('lookup').some((key) => same(codeFor(key.bytes, number.value), read)) ? number.value : undefined;
}

function same(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
