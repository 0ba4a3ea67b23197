import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Keys, keysInMemory } from '../../platform/crypto/index.ts';
import { askedByCode, askedByToken, checkSecrets } from './check-code.ts';

const random = (n: number): Uint8Array => new Uint8Array(randomBytes(n));
const keys = keysInMemory(random);
const paper = { region: '32.76', id: '0193593e-7f00-7000-8000-0000000000aa' };
const same = (a: Uint8Array | undefined, b: Uint8Array): boolean => a !== undefined && Buffer.compare(a, b) === 0;

describe('the secrets of a paper', () => {
  it('are the same each time, begin with the region, and are long enough', () => {
    const secrets = checkSecrets(keys, 'k1', paper);
    expect(checkSecrets(keys, 'k1', paper)).toEqual(secrets);
    expect(secrets.token).toMatch(/^3276[\w-]{24}$/);
    expect(Buffer.from(secrets.token.slice(4), 'base64url')).toHaveLength(18);
    expect(secrets.code).toMatch(/^3276 [0-9A-HJKMNP-TV-Z]{4} [0-9A-HJKMNP-TV-Z]{4}$/);
    const other = checkSecrets(keys, 'k1', { ...paper, id: '0193593e-7f00-7000-8000-0000000000ab' });
    expect(other.token).not.toBe(secrets.token);
    expect(other.code).not.toBe(secrets.code);
    expect(checkSecrets(keysInMemory(random), 'k1', paper).token).not.toBe(secrets.token);
  });

  it('are found by the hash of the token and by what people type of the code', () => {
    const { token, tokenHash, code, codeMac } = checkSecrets(keys, 'k1', paper);
    expect(askedByToken(token)?.region).toBe('32.76');
    expect(same(askedByToken(token)?.hash, tokenHash)).toBe(true);
    const typed = [
      code,
      code.toLowerCase().replaceAll(' ', '-'),
      ` ${code.replaceAll(' ', '')} `,
      code.replaceAll('0', 'o'),
    ];
    for (const text of typed) {
      const asked = askedByCode(keys, ' 460/014/kel-sukamaju/xi/2026', text);
      expect(asked).toMatchObject({ region: '32.76', number: '460014KELSUKAMAJUXI2026' });
      expect(same(asked?.macs[0], codeMac), text).toBe(true);
    }
  });

  it('still open papers made before the key was changed', () => {
    const former = checkSecrets(keys, 'k1', paper);
    const [old] = keys.all('lookup');
    const next = { id: 'k2', bytes: random(32) };
    if (!old) throw new Error('no key');
    const rotated: Keys = {
      current: () => next,
      named: (_purpose, id) => [next, old].find((key) => key.id === id),
      all: () => [next, old],
    };
    expect(checkSecrets(rotated, 'k1', paper).token).toBe(former.token);
    expect(askedByCode(rotated, '1', former.code)?.macs.some((mac) => same(mac, former.codeMac))).toBe(true);
  });

  it('are never anything that people may type by accident', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.string({ maxLength: 200 }), (one, two) => {
        askedByToken(one);
        const asked = askedByCode(keys, one, two);
        if (asked) expect(asked.number).toMatch(/^[A-Z0-9]{1,100}$/);
      }),
    );
    for (const bad of ['', '3276', '../etc', '3276 IIII', '32767K3M9QXD1'])
      expect(askedByCode(keys, '1', bad)).toBeUndefined();
  });
});
