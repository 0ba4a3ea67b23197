import { randomBytes } from 'node:crypto';
import type { Random } from '../../kernel/ids.ts';

const POOL = 4096;

/** Chance for ids, keys of forms and tokens, fetched for many at once: a page asks for it a dozen times. Nobody gets a byte twice. */
export function createRandom(): Random {
  let pool = randomBytes(POOL);
  let at = 0;
  return (n) => {
    if (n > POOL / 4) return new Uint8Array(randomBytes(n));
    if (at + n > POOL) {
      pool = randomBytes(POOL);
      at = 0;
    }
    const taken = new Uint8Array(pool.subarray(at, at + n));
    // What was handed out is nowhere else.
    pool.fill(0, at, at + n);
    at += n;
    return taken;
  };
}
