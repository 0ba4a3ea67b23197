import type { Random } from '../../kernel/ids.ts';

/** Even over all codes: numbers past the last whole multiple are drawn again. @example digits(random, 6) // '048213' */
export function digits(random: Random, count: number): string {
  const size = 10 ** count;
  const limit = Math.floor(2 ** 48 / size) * size;
  for (;;) {
    const drawn = Buffer.from(random(6)).readUIntBE(0, 6);
    if (drawn < limit) return String(drawn % size).padStart(count, '0');
  }
}

/** 256 bits, as text for a cookie. */
export const newToken = (random: Random): string => Buffer.from(random(32)).toString('base64url');
