import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../../kernel/ids.ts';
import { KeysTrouble } from './keys-trouble.ts';

/**
 * One file per purpose in KEYS_DIR, so that each can be backed up, rotated and given away apart:
 * pepper (PIN, passwords, one-time codes) · lookup (NIK and phone by keyed hash) · envelope (stored phone numbers, TOTP secrets)
 * · seal (the audit's seals) · file (stored files) · cookie (what a page carries signed).
 */
export const PURPOSES = ['pepper', 'lookup', 'envelope', 'seal', 'file', 'cookie'] as const;
export type Purpose = (typeof PURPOSES)[number];

export type Key = { readonly id: string; readonly bytes: Uint8Array };
export type Keys = {
  /** The key that new things are made with. */
  current(purpose: Purpose): Key;
  /** The key that an older thing names, or undefined. */
  named(purpose: Purpose, id: string): Key | undefined;
  /** All keys of a purpose, the current one first: a look-up asks for each of their hashes. */
  all(purpose: Purpose): readonly Key[];
};

type KeyFile = { readonly current: string; readonly keys: Readonly<Record<string, string>> };

const KEY_BYTES = 32;

/**
 * Reads the keys, making those that are missing (mode 0600 in a directory of mode 0700).
 * @throws when a file can be read by others or is damaged: a start with the wrong keys would lose every look-up.
 */
export function openKeys(dir: string, random: Random): Keys {
  makeFolder(dir);
  const files = new Map<Purpose, KeyFile>();
  for (const purpose of PURPOSES) files.set(purpose, readOrMake(dir, purpose, random));
  return keysOf(files);
}

/**
 * The keys that stand, making none: where people are served a missing key is a lost one.
 * @throws KeysTrouble when one is missing
 */
export function requireKeys(dir: string, random: Random): Keys {
  const missing = PURPOSES.find((purpose) => !existsSync(join(dir, `${purpose}.json`)));
  if (missing === undefined) return openKeys(dir, random);
  throw new KeysTrouble(
    `KEYS_DIR: ${join(dir, `${missing}.json`)} tidak ada; untuk kota baru jalankan kunci buat, selain itu kembalikan dari cadangan kunci`,
    `KEYS_DIR: ${join(dir, `${missing}.json`)} is missing; for a new city run kunci buat, otherwise restore it from the backup of the keys`,
  );
}

function makeFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  } catch {
    throw new KeysTrouble(
      `KEYS_DIR: folder ${dir} tidak dapat dibuat; beri hak tulis atau sebut folder lain`,
      `KEYS_DIR: the folder ${dir} can't be made; grant write access or name another`,
    );
  }
}

/** Adds a key to a purpose and makes it the current one; the older ones still open what they closed. */
export function rotateKey(dir: string, purpose: Purpose, random: Random): string {
  const file = readOrMake(dir, purpose, random);
  const id = `k${Object.keys(file.keys).length + 1}`;
  const next: KeyFile = { current: id, keys: { ...file.keys, [id]: encode(random(KEY_BYTES)) } };
  const path = join(dir, `${purpose}.json`);
  rmSync(`${path}.former`, { force: true });
  linkSync(path, `${path}.former`);
  rmSync(path);
  writeFileSync(path, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return id;
}

/** Keys in memory, for tests. */
export function keysInMemory(random: Random): Keys {
  return keysOf(
    new Map(PURPOSES.map((purpose) => [purpose, { current: 'k1', keys: { k1: encode(random(KEY_BYTES)) } }])),
  );
}

function keysOf(files: ReadonlyMap<Purpose, KeyFile>): Keys {
  const table = new Map<Purpose, readonly Key[]>();
  for (const [purpose, file] of files) {
    const keys = Object.entries(file.keys).map(([id, text]) => ({
      id,
      bytes: new Uint8Array(Buffer.from(text, 'base64url')),
    }));
    table.set(purpose, [
      ...keys.filter((key) => key.id === file.current),
      ...keys.filter((key) => key.id !== file.current),
    ]);
  }
  const all = (purpose: Purpose): readonly Key[] => table.get(purpose) ?? [];
  return {
    all,
    named: (purpose, id) => all(purpose).find((key) => key.id === id),
    current: (purpose) => {
      const [key] = all(purpose);
      if (!key) throw new Error(`no key for ${purpose}`);
      return key;
    },
  };
}

function readOrMake(dir: string, purpose: Purpose, random: Random): KeyFile {
  const path = join(dir, `${purpose}.json`);
  const fresh: KeyFile = { current: 'k1', keys: { k1: encode(random(KEY_BYTES)) } };
  // Linked into place whole: two processes that start at once end with one key, never with half a file.
  const draft = `${path}.${process.pid}.${encode(random(6))}`;
  try {
    return read(path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  writeFileSync(draft, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, path);
    chmodSync(path, 0o600);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return read(path);
}

function read(path: string): KeyFile {
  const text = readFileSync(path, 'utf8');
  if ((statSync(path).mode & 0o077) !== 0)
    throw new KeysTrouble(
      `KEYS_DIR: ${path} dapat dibaca orang lain; jalankan chmod 600 ${path}`,
      `KEYS_DIR: ${path} can be read by others; run chmod 600 ${path}`,
    );
  const file = parse(text);
  if (file) return file;
  throw new KeysTrouble(
    `KEYS_DIR: ${path} bukan berkas kunci; kembalikan dari cadangan kunci`,
    `KEYS_DIR: ${path} is not a key file; restore it from the backup of the keys`,
  );
}

function parse(text: string): KeyFile | undefined {
  try {
    const { current, keys } = JSON.parse(text) as { current?: unknown; keys?: unknown };
    if (typeof current !== 'string' || typeof keys !== 'object' || keys === null) return undefined;
    const entries = Object.entries(keys as Record<string, unknown>);
    const good = entries.every(
      ([, key]) => typeof key === 'string' && Buffer.from(key, 'base64url').length === KEY_BYTES,
    );
    return good && current in keys
      ? { current, keys: Object.fromEntries(entries.map(([id, key]) => [id, String(key)])) }
      : undefined;
  } catch {
    return undefined;
  }
}

const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
