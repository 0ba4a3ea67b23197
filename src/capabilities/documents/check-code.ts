import { createHash, createHmac } from 'node:crypto';
import { dotted, undotted } from '../../kernel/region-code.ts';
import { readCode, spokenCode } from '../../kernel/spoken-code.ts';
import type { Key, Keys } from '../../platform/crypto/index.ts';

/**
 * How a stranger finds a paper. Both secrets follow from the paper's id and a key outside the database, so they are nowhere stored and
 * a paper made twice bears the same; the database knows a hash of each. Both begin with the region, which bounds the look-up.
 */
export type CheckSecrets = {
  /** In the QR: region digits and 144 bits, e.g. `32768Qm3vT0bXr5kPz1yWc7nLgAb12`. */
  readonly token: string;
  readonly tokenHash: Uint8Array;
  /** Printed beside the number: region digits and 40 bits, e.g. `3276 7K3M 9QXD`. */
  readonly code: string;
  readonly codeMac: Uint8Array;
};

export type Asked = { readonly region: string; readonly hash: Uint8Array };
export type AskedByCode = { readonly region: string; readonly number: string; readonly macs: readonly Uint8Array[] };

const TOKEN_BYTES = 18;
const CODE_BYTES = 5;
const mac = (key: Uint8Array, ...parts: readonly string[]): Buffer =>
  createHmac('sha256', key).update(parts.join('\0')).digest();
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
const codeMac = (key: Key, region: string, code: string): Buffer => mac(key.bytes, 'paper:code', region, code);

/** @param keyId the key that the paper names, so that a newer key changes nothing on papers that are out */
export function checkSecrets(keys: Keys, keyId: string, paper: { region: string; id: string }): CheckSecrets {
  const key = keys.named('lookup', keyId);
  if (!key) throw new Error(`the lookup key ${keyId} is gone: restore it from the backup of the keys`);
  const digits = undotted(paper.region);
  const secret = mac(key.bytes, 'paper:token', paper.region, paper.id).subarray(0, TOKEN_BYTES);
  const token = digits + secret.toString('base64url');
  const code = spokenCode(mac(key.bytes, 'paper:printed', paper.region, paper.id).subarray(0, CODE_BYTES));
  return {
    token,
    tokenHash: hashOf(token),
    code: `${digits} ${code.slice(0, 4)} ${code.slice(4)}`,
    codeMac: codeMac(key, paper.region, code),
  };
}

/** Undefined: no token that we ever made looks like this. */
export function askedByToken(token: string): Asked | undefined {
  const digits = /^(\d{4})[\w-]{24}$/.exec(token)?.[1];
  return digits === undefined ? undefined : { region: dotted(digits), hash: hashOf(token) };
}

/** Reads number and code as people type them: any spaces, dashes and slashes, small letters, O for 0. */
export function askedByCode(keys: Keys, number: string, code: string): AskedByCode | undefined {
  const [, digits = '', secret = ''] = /^(\d{4})([0-9A-HJKMNP-TV-Z]{8})$/.exec(readCode(code)) ?? [];
  const key = numberKey(number);
  if (digits === '' || key === '' || key.length > 100) return undefined;
  const region = dotted(digits);
  return { region, number: key, macs: keys.all('lookup').map((one) => codeMac(one, region, secret)) };
}

/** Letters and digits of a number: how people write it between them does not matter. @example numberKey('460/014/xi') // '460014XI' */
export const numberKey = (number: string): string => number.toUpperCase().replace(/[^A-Z0-9]/g, '');
