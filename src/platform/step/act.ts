import { createHash } from 'node:crypto';
import type { Json } from '../../kernel/json.ts';
import type { Context } from '../database/index.ts';

export type Authority = 'self' | 'family' | 'mandate' | 'office' | 'system';

/** One act of one person on one record. */
export type Act = {
  readonly region: string;
  readonly id: string;
  /** The record's version and head as they were read: 0 and empty when it begins. Another version or head in the database: the guard is lost. */
  readonly version: number;
  readonly head: Uint8Array;
  /** Who does it, for whom, by what right, sitting where ('region/office'). */
  readonly actor: string;
  readonly subject: string;
  readonly authority: Authority;
  readonly office: string | null;
  readonly action: string;
  /** Idempotency: the same key of the same actor is answered as the first time and does nothing. */
  readonly key: string;
  readonly at: Date;
  /** What the audit says beside the names: field names and salted digests, never values. */
  readonly audit: Json;
  readonly set: Readonly<Record<string, unknown>>;
  readonly rows?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  /** Rows of the record that go, by table. */
  readonly gone?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly outbox?: readonly Outgoing[];
  /** What to say of it, now and to whoever repeats the key. */
  readonly answer: Json;
};

export type Outgoing = { readonly id: string; readonly topic: string; readonly payload: Json; readonly runAt?: Date };

/** The context of one act: the record, its one actor, and the office that this actor sits in. */
export const contextOf = (act: Pick<Act, 'region' | 'id' | 'actor' | 'office'>): Context => ({
  regions: [act.region],
  persons: [act.actor],
  acts: [`${act.id} ${act.actor}`],
  ...(act.office ? { offices: [act.office], holds: [`${act.id} ${act.office}`] } : {}),
});

/** The bytes of an act and the hash that chains them to the record's act before. */
export function bytesOf(
  kind: string,
  act: Omit<Act, 'set' | 'answer' | 'key'>,
): { readonly body: Uint8Array; readonly hash: Uint8Array } {
  const body = new TextEncoder().encode(
    JSON.stringify({
      v: 1,
      kind,
      ...{ region: act.region, id: act.id, version: act.version + 1, at: act.at.toISOString() },
      ...{ actor: act.actor, subject: act.subject, authority: act.authority, office: act.office, action: act.action },
      ...{ about: act.audit },
    }),
  );
  return { body, hash: createHash('sha256').update(act.head).update(body).digest() };
}
