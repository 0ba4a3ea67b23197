import { createHmac } from 'node:crypto';
import { type KeyedHash, sameBytes } from '../../platform/crypto/index.ts';
import type { Facility } from './facility.ts';

// How BPJS proves itself here: a user and a password for a token, the token for everything else.

/** The password is one of ours with 144 bits of chance: a keyed hash keeps it as well as a slow one. */
export const passwordHash = (hash: KeyedHash, office: string, password: string): Uint8Array =>
  hash.of('bpjs', `password ${office} ${password}`);

export function isPassword(hash: KeyedHash, facility: Facility, username: string, password: string): boolean {
  if (facility.username === null || facility.password === null) return false;
  const { password: stored, office } = facility;
  const right = hash
    .candidates('bpjs', `password ${office} ${password}`)
    .some((candidate) => sameBytes(candidate, stored));
  return sameBytes(Buffer.from(username), Buffer.from(facility.username)) && right;
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const HEADER = part({ alg: 'HS256', typ: 'JWT' });

/** Each Puskesmas and each password has a key of its own: a token of one opens no other, and dies with its password. */
const keysFor = (hash: KeyedHash, { office, passwordAt }: Facility): readonly Uint8Array[] =>
  hash.candidates('bpjs', `token ${office} ${passwordAt?.toISOString() ?? ''}`);

const sign = (key: Uint8Array, text: string): string => createHmac('sha256', key).update(text).digest('base64url');

/** A JSON Web Token (RFC 7519, HS256). */
export function tokenFor(hash: KeyedHash, facility: Facility, seconds: number, now: Date): string {
  const issued = Math.floor(now.getTime() / 1000);
  const text = `${HEADER}.${part({ sub: facility.username, aud: facility.office, iat: issued, exp: issued + seconds })}`;
  return `${text}.${sign(keysFor(hash, facility)[0] ?? new Uint8Array(), text)}`;
}

export function isToken(hash: KeyedHash, facility: Facility, username: string, token: string, now: Date): boolean {
  const [header = '', payload = '', mac = ''] = token.split('.');
  if (facility.username === null || header !== HEADER) return false;
  const genuine = keysFor(hash, facility).some((key) =>
    sameBytes(Buffer.from(sign(key, `${header}.${payload}`)), Buffer.from(mac)),
  );
  if (!genuine) return false;
  const { sub, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub: string; exp: number };
  return sub === username && username === facility.username && exp * 1000 > now.getTime();
}
