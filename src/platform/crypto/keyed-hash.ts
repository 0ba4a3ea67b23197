import { createHash, timingSafeEqual } from 'node:crypto';
import { hmac } from './hmac.ts';
import type { Keys } from './keys.ts';

/** `kind` keeps the same digits apart: the hash of a NIK never equals the hash of a phone number or of a code. */
export type HashKind =
  | 'nik'
  | 'kk'
  | 'card'
  | 'phone'
  | 'username'
  | 'account'
  | 'device'
  | 'pace'
  | 'digest'
  | 'poster'
  | 'bpjs'
  | 'satusehat';

const mac = (key: Uint8Array, kind: string, value: string): Buffer => hmac(key).update(`${kind}\0${value}`).digest();

export type KeyedHash = {
  /** What is stored, under the current key. */
  of(kind: HashKind, value: string): Buffer;
  /** What is looked for: under every key, the current one first. */
  candidates(kind: HashKind, value: string): readonly Buffer[];
};

/** Look-ups of what must not lie readable in a table: without the key, a stolen table can't be searched by trying all NIK. */
export function createKeyedHash(keys: Keys): KeyedHash {
  return {
    of: (kind, value) => mac(keys.current('lookup').bytes, kind, value),
    candidates: (kind, value) => keys.all('lookup').map((key) => mac(key.bytes, kind, value)),
  };
}

/** A short secret that people type, bound to what it is for; six digits alone would fall to a table of a million hashes. */
export const secretMac = (keys: Keys, scope: string, secret: string): Buffer =>
  mac(keys.current('pepper').bytes, `secret:${scope}`, secret);

/** A secret of 256 bits needs no key: nobody can try them all. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);
