import { createHmac, createSecretKey, type Hmac, type KeyObject } from 'node:crypto';

const prepared = new WeakMap<Uint8Array, KeyObject>();

/** HMAC-SHA256 under a key that is used again and again: preparing it anew each time costs several times the digest itself. */
export function hmac(key: Uint8Array): Hmac {
  let ready = prepared.get(key);
  if (!ready) {
    ready = createSecretKey(key);
    prepared.set(key, ready);
  }
  return createHmac('sha256', ready);
}
