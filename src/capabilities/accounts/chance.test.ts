import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { digits, newToken } from './chance.ts';

/** Chance that is known: what `readUIntBE(0, 6)` reads of it, one after another. */
const drawing = (...numbers: readonly number[]) => {
  const left = [...numbers];
  return (n: number): Uint8Array => {
    const bytes = Buffer.alloc(n);
    bytes.writeUIntBE(left.shift() ?? 0, 0, 6);
    return bytes;
  };
};

it('a code has six digits, whatever is drawn, and none is likelier than another', () => {
  expect(digits(drawing(7), 6)).toBe('000007');
  expect(digits(drawing(1_000_000), 6)).toBe('000000');
  // 2^48 is no multiple of a million: what lies past the last whole one is drawn again.
  const limit = Math.floor(2 ** 48 / 1_000_000) * 1_000_000;
  expect(digits(drawing(limit, 2 ** 48 - 1, limit - 1), 6)).toBe('999999');
  const seen = new Set(Array.from({ length: 2_000 }, () => digits((n) => randomBytes(n), 6)));
  for (const code of seen) expect(code).toMatch(/^\d{6}$/);
  // Of a million, 2,000 draws meet each other about twice; half a dozen bits less and it would be a hundred times.
  expect(seen.size).toBeGreaterThan(1_980);
});

it('a token is made of 32 bytes that are asked for', () => {
  const asked: number[] = [];
  const token = newToken((n) => {
    asked.push(n);
    return randomBytes(n);
  });
  expect(asked).toEqual([32]);
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
});
