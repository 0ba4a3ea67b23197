import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { Refusal } from '../../kernel/refusal.ts';
import { Refused, schemaFaults } from './refused.ts';

const DEEPEST = 24;
const id = z.locales.id().localeError;
const en = z.locales.en().localeError;

/** @throws Refused `api/invalid` with everything that is wrong */
export function parse<S extends z.ZodType>(schema: S, value: unknown, where: string): z.output<S> {
  const read = schema.safeParse(value, { error: id });
  if (read.success) return read.data;
  const again = schema.safeParse(value, { error: en });
  throw new Refused('api/invalid', 400, schemaFaults(where, read.error.issues, again.error?.issues ?? []));
}

const clean = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** Text that no database can hold, and nesting that no answer has, are refused before anybody reads them. */
export function mustBeText(value: unknown): void {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) throw new Refusal('api/too-deep', 400);
    const next: unknown[] = [];
    for (const one of level) {
      if (typeof one === 'string' && !clean(one)) throw new Refusal('api/not-text', 400);
      if (typeof one !== 'object' || one === null || one instanceof Uint8Array) continue;
      if (!Object.keys(one).every(clean)) throw new Refusal('api/not-text', 400);
      for (const inner of Object.values(one)) next.push(inner);
    }
    level = next;
  }
}

/** @throws Refusal `api/no-key` */
export function keyOf(request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  const text = typeof key === 'string' ? key.replace(/^"(.*)"$/, '$1') : '';
  if (!/^[\x21-\x7e]{16,200}$/.test(text)) throw new Refusal('api/no-key', 400);
  return text;
}

/** @throws Refusal `api/no-version` */
export function versionOf(request: FastifyRequest): number {
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(request.headers['if-match'] ?? '')?.[1];
  if (version === undefined) throw new Refusal('api/no-version', 428);
  return Number(version);
}

/** The same key with another question is another key: nobody is told that something was done which was not. */
export const boundKey = (key: string, operation: string, asked: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([key, operation, asked]))
    .digest('base64url');

/**
 * The id of what this key begins: the same for the same person, key and wish. A key that is a UUIDv7 gives its time, so that ids made
 * later sort later; the rest nobody can choose.
 */
export function idFrom(key: string, asked: readonly string[]): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([key, ...asked]))
    .digest('hex');
  const time = /^([0-9a-f]{8})-([0-9a-f]{4})-7/i.exec(key);
  const head = time ? `${time[1]}${time[2]}`.toLowerCase() : hex.slice(20, 32);
  return [head.slice(0, 8), head.slice(8), `7${hex.slice(0, 3)}`, `8${hex.slice(3, 6)}`, hex.slice(6, 18)].join('-');
}
