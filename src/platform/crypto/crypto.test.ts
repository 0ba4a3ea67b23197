import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createEnvelope,
  createKeyedHash,
  createPasswordHash,
  createRandom,
  keysInMemory,
  openKeys,
  PURPOSES,
  rotateKey,
  sameBytes,
  secretMac,
  tokenHash,
} from './index.ts';

const random = (n: number): Uint8Array => randomBytes(n);
let dir: string;
beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'keys-')), 'keys');
});
afterEach(() => rmSync(join(dir, '..'), { recursive: true, force: true }));

describe('keys', () => {
  it('makes one file per purpose that only the owner reads, and finds the same keys again', () => {
    const made = openKeys(dir, random);
    const again = openKeys(dir, random);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(readdirSync(dir).sort()).toEqual(PURPOSES.map((purpose) => `${purpose}.json`).sort());
    for (const purpose of PURPOSES) {
      expect(statSync(join(dir, `${purpose}.json`)).mode & 0o777).toBe(0o600);
      expect(again.current(purpose)).toEqual(made.current(purpose));
      expect(made.current(purpose).bytes).toHaveLength(32);
    }
    expect(new Set(PURPOSES.map((purpose) => Buffer.from(made.current(purpose).bytes).toString('hex'))).size).toBe(
      PURPOSES.length,
    );
  });

  it('refuses a file that others can read or that is damaged', () => {
    openKeys(dir, random);
    chmodSync(join(dir, 'seal.json'), 0o644);
    expect(() => openKeys(dir, random)).toThrow(/chmod 600/);
    chmodSync(join(dir, 'seal.json'), 0o600);
    writeFileSync(join(dir, 'seal.json'), '{"current":"k2","keys":{"k1":"short"}}');
    expect(() => openKeys(dir, random)).toThrow(/is not a key file/);
  });

  it('rotates: new things take the new key, older ones still open and are still found', () => {
    const before = openKeys(dir, random);
    const sealed = createEnvelope(before, random).seal('0812', 'row 1');
    const hashed = createKeyedHash(before).of('nik', '9976010101010001');
    expect(rotateKey(dir, 'envelope', random)).toBe('k2');
    rotateKey(dir, 'lookup', random);
    const after = openKeys(dir, random);
    expect(after.current('envelope').id).toBe('k2');
    expect(createEnvelope(after, random).open(sealed, 'row 1')).toBe('0812');
    const candidates = createKeyedHash(after).candidates('nik', '9976010101010001');
    expect(candidates).toHaveLength(2);
    expect(candidates.some((candidate) => sameBytes(candidate, hashed))).toBe(true);
    expect(statSync(join(dir, 'lookup.json')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(dir, 'lookup.json.former'), 'utf8')).toContain('"k1"');
  });
});

describe('envelope', () => {
  const keys = keysInMemory(random);
  const envelope = createEnvelope(keys, random);

  it('gives back what was sealed, and only where it was sealed', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, context) => {
        const sealed = envelope.seal(text, context);
        expect(envelope.open(sealed, context)).toBe(text);
        expect(() => envelope.open(sealed, `${context}!`)).toThrow();
      }),
    );
  });

  it('notices every changed byte', () => {
    const sealed = envelope.seal('rahasia', 'x');
    for (let i = 0; i < sealed.length; i++) {
      const changed = Buffer.from(sealed);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(() => envelope.open(changed, 'x')).toThrow();
    }
  });

  it('never seals the same text twice alike', () => {
    expect(envelope.seal('a', 'x').equals(envelope.seal('a', 'x'))).toBe(false);
  });
});

describe('keyed hash', () => {
  const keys = keysInMemory(random);
  const hash = createKeyedHash(keys);

  it('keeps kinds and keys apart', () => {
    expect(hash.of('nik', '123').equals(hash.of('phone', '123'))).toBe(false);
    expect(createKeyedHash(keysInMemory(random)).of('nik', '123').equals(hash.of('nik', '123'))).toBe(false);
    expect(secretMac(keys, 'a', '123456').equals(secretMac(keys, 'b', '123456'))).toBe(false);
    expect(tokenHash('t')).toHaveLength(32);
  });
});

describe('password hash', () => {
  const keys = keysInMemory(random);

  it('knows the right secret, no other, and nobody', async () => {
    const passwords = createPasswordHash(keys);
    const stored = await passwords.hash('482913');
    expect(stored).toMatch(/^k1:\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.verify(stored, '482913')).toBe(true);
    expect(await passwords.verify(stored, '482914')).toBe(false);
    expect(await passwords.verify(undefined, '482913')).toBe(false);
    // Without the pepper the six digits can't be tried against a stolen table.
    expect(await createPasswordHash(keysInMemory(random)).verify(stored, '482913')).toBe(false);
  });

  it('runs a bounded number at once, leaves the event loop free, and says when too many wait', async () => {
    const passwords = createPasswordHash(keys, { parallel: 2, waiting: 4 });
    let longest = 0;
    let last = performance.now();
    const ticker = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    const all = await Promise.allSettled(Array.from({ length: 9 }, () => passwords.hash('x')));
    clearInterval(ticker);
    expect(all.filter((one) => one.status === 'fulfilled')).toHaveLength(6);
    expect(all.filter((one) => one.status === 'rejected').map((one) => one.reason.code)).toEqual(
      Array(3).fill('accounts/busy'),
    );
    expect(passwords.load()).toEqual({ running: 0, waiting: 0 });
    expect(longest).toBeLessThan(1_000);
  });
});

describe('chance that is fetched for many at once', () => {
  it('gives nobody a byte twice, in any lengths', () => {
    const random = createRandom();
    const all = Array.from({ length: 3000 }, (_, i) => random(16 + (i % 40)));
    expect(all.every((bytes, i) => bytes.length === 16 + (i % 40))).toBe(true);
    expect(new Set(all.map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(3000);
    expect(all.some((bytes) => bytes.every((byte) => byte === 0))).toBe(false);
    expect(random(5000)).toHaveLength(5000);
  });
});
