import { createHash } from 'node:crypto';
import { type Issue, issue } from '../../kernel/parsed.ts';

/** Whether a password is among those that were stolen elsewhere. */
export type Leaked = (password: string) => boolean;

const DIGITS = 12;

/**
 * @param list as `reference/passwords/leaked.txt`: the head of the SHA-256 of each, in lower case
 * @throws when a line is something else, so that a broken file does not pass for an empty one
 */
export function readLeaked(list: string): Leaked {
  const heads = new Set(list.trim().split('\n'));
  for (const head of heads) if (!/^[0-9a-f]{12}$/.test(head)) throw new Error(`leaked passwords: no hash: ${head}`);
  return (password) => heads.has(createHash('sha256').update(password.toLowerCase()).digest('hex').slice(0, DIGITS));
}

/** @example checkPassword('pendek', 'budi', leaked) // [{ code: 'password/short', params: { min: 12 } }] */
export function checkPassword(password: string, username: string, leaked: Leaked): readonly Issue[] {
  if ([...password].length < 12) return [issue('password/short', { min: 12 })];
  if (password.length > 128) return [issue('password/long', { max: 128 })];
  const plain = password.toLowerCase();
  const easy =
    plain.includes(username) || new Set(plain).size < 5 || /password|kata ?sandi|satuloket|qwerty|12345678/.test(plain);
  if (easy) return [issue('password/easy')];
  return leaked(password) ? [issue('password/leaked')] : [];
}

/** Bound to its officer, so that one stored hash can't be put in another's place. */
export const saltedPassword = (id: string, password: string): string => `password:${id}:${password.normalize('NFKC')}`;
