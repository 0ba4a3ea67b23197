import { createHash } from 'node:crypto';
import type { Json } from '../../kernel/json.ts';
import { type Context, type Database, type Queryable, violated } from '../database/index.ts';
import { type Columns, ITEM, OUTBOX, parts, type StepKind, statementOf } from './statement.ts';

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

export type Stepped =
  | { readonly kind: 'done'; readonly answer: Json; readonly head: Uint8Array }
  | { readonly kind: 'repeated'; readonly answer: Json }
  | { readonly kind: 'lost' };

export type Step = {
  /** The whole step in one round trip. */
  run(kind: StepKind, act: Act): Promise<Stepped>;
  /** The same statement, then more writes of other rooms, in one transaction: for effects on the register and papers. */
  runWith(kind: StepKind, act: Act, more: (tx: Queryable) => Promise<void>, extra?: Context): Promise<Stepped>;
  /** What this actor's key was answered before; undefined when it is new. */
  answered(of: Pick<Act, 'region' | 'id' | 'actor' | 'key'>): Promise<Json | undefined>;
  /** Another record's step inside a transaction that names it in its context: for a record that moves to another region. */
  within(tx: Queryable, kind: StepKind, act: Act): Promise<Stepped>;
};

/** The context of one act: the record, its one actor, and the office that this actor sits in. */
export const contextOf = (act: Pick<Act, 'region' | 'id' | 'actor' | 'office'>): Context => ({
  regions: [act.region],
  persons: [act.actor],
  acts: [`${act.id} ${act.actor}`],
  ...(act.office ? { offices: [act.office], holds: [`${act.id} ${act.office}`] } : {}),
});

const texts = new WeakMap<StepKind, string>();
function textOf(kind: StepKind): string {
  const known = texts.get(kind);
  if (known) return known;
  const text = statementOf(kind);
  texts.set(kind, text);
  return text;
}

export function createStep({ db, written }: { db: Database; written: () => void }): Step {
  const settle = (act: Act, hash: Uint8Array, row: Outcome | undefined): Stepped => {
    if (row?.won) {
      written();
      return { kind: 'done', answer: act.answer, head: hash };
    }
    return row?.before === null || row?.before === undefined
      ? { kind: 'lost' }
      : { kind: 'repeated', answer: row.before };
  };

  // Lost may mean that the same key won a moment ago: then its answer is what counts.
  async function again(act: Act): Promise<Stepped> {
    const answer = await answered(act);
    return answer === undefined ? { kind: 'lost' } : { kind: 'repeated', answer };
  }

  async function answered({
    region,
    id,
    actor,
    key,
  }: Pick<Act, 'region' | 'id' | 'actor' | 'key'>): Promise<Json | undefined> {
    const [row] = await db.query<{ answer: Json }>(
      { regions: [region], acts: [`${id} ${actor}`] },
      'select answer from platform.idempotency where region = $1 and actor = $2 and key = $3',
      [region, actor, key],
    );
    return row?.answer;
  }

  return {
    answered,
    run: async (kind, act) => {
      const { hash, values } = bind(kind, act);
      try {
        const [row] = await db.act<Outcome>(contextOf(act), textOf(kind), values);
        const stepped = settle(act, hash, row);
        return stepped.kind === 'lost' ? again(act) : stepped;
      } catch (error) {
        if (!isRepeat(error)) throw error;
        return again(act);
      }
    },
    within: async (tx, kind, act) => {
      const { hash, values } = bind(kind, act);
      const [row] = await tx.query<Outcome>(textOf(kind), values);
      return settle(act, hash, row);
    },
    runWith: async (kind, act, more, extra = {}) => {
      const { hash, values } = bind(kind, act);
      try {
        const row = await db.transaction(merge(contextOf(act), extra), async (tx) => {
          const [outcome] = await tx.query<Outcome>(textOf(kind), values);
          if (outcome?.won) await more(tx);
          return outcome;
        });
        const stepped = settle(act, hash, row);
        return stepped.kind === 'lost' ? again(act) : stepped;
      } catch (error) {
        if (!isRepeat(error)) throw error;
        return again(act);
      }
    },
  };
}

type Outcome = { n: number; won: boolean; before: Json };

const isRepeat = (error: unknown): boolean => {
  const constraint = violated(error);
  return constraint?.kind === 'unique' && /^(idempotency|case|act)_pkey$/.test(constraint.constraint);
};

const merge = (one: Context, other: Context): Context => {
  const lists = ['regions', 'persons', 'offices', 'acts', 'holds'] as const;
  return Object.fromEntries(lists.map((list) => [list, [...new Set([...(one[list] ?? []), ...(other[list] ?? [])])]]));
};

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

function bind(kind: StepKind, act: Act): { hash: Uint8Array; values: unknown[] } {
  const { body, hash } = bytesOf(kind.head.kind, act);
  const item: Readonly<Record<string, unknown>> = { ...act, prev: act.head, hash, body };
  const values = [...single(item, ITEM), ...single(act.set, kind.set)];
  const outgoing = (act.outbox ?? []).map((o) => ({
    id: o.id,
    topic: o.topic,
    payload: o.payload,
    run_at: o.runAt ?? act.at,
  }));
  values.push(...arraysOf(outgoing, OUTBOX));
  for (const { verb, table, columns } of parts(kind))
    values.push(...arraysOf((verb === 'insert' ? act.rows : act.gone)?.[table] ?? [], columns));
  return { hash, values };
}

const single = (row: Readonly<Record<string, unknown>>, columns: Columns): unknown[] =>
  Object.entries(columns).map(([name, type]) => [encode(row[name], type === 'jsonb')]);

function arraysOf(rows: readonly Readonly<Record<string, unknown>>[], columns: Columns): unknown[] {
  return [
    rows.map(() => '1'),
    ...Object.entries(columns).map(([name, type]) => rows.map((row) => encode(row[name], type === 'jsonb'))),
  ];
}

/** PostgreSQL's text form of a value. */
function encode(value: unknown, json: boolean): string | null {
  if (value === null || value === undefined) return null;
  if (json) return JSON.stringify(value);
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `{${value.map((one) => `"${String(one).replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;
  return String(value);
}
