import { createHash } from 'node:crypto';
import type { Json } from '../../kernel/json.ts';
import { type Context, type Database, type Queryable, violated, wasRefused } from '../database/index.ts';
import { type Columns, ITEM, OUTBOX, parts, type StepKind, statementOf } from './statement.ts';
import { createTogether } from './together.ts';

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

// More in a batch make the wrong ones dearer: the whole of it is undone and tried again in halves.
const MOST_TOGETHER = 16;
/** While one batch is written the next gathers. More at once would be smaller ones: the same commits, and each statement's own cost for fewer. */
const WRITERS = 1;

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

  const lines = new WeakMap<StepKind, (on: '', act: Bound) => Promise<Outcome | undefined>>();
  function lineOf(kind: StepKind): (on: '', act: Bound) => Promise<Outcome | undefined> {
    const known = lines.get(kind);
    if (known) return known;
    const line = createTogether<Bound, Outcome | undefined>({
      write: (_on, batch) => writeTogether(db, kind, batch),
      once: ({ act }) => [act.id, `${act.actor} ${act.key}`],
      // The server refused and has undone the whole batch. After a broken connection nobody knows: each is told so.
      splits: wasRefused,
      most: MOST_TOGETHER,
      writers: WRITERS,
    });
    lines.set(kind, line);
    return line;
  }

  return {
    answered,
    run: async (kind, act) => {
      const { hash, body } = bytesOf(kind.head.kind, act);
      const bound = { act, hash, body };
      try {
        const row = kind.shared
          ? await lineOf(kind)('', bound)
          : (await db.act<Outcome>(contextOf(act), textOf(kind), bind(kind, [bound])))[0];
        const stepped = settle(act, hash, row);
        return stepped.kind === 'lost' ? again(act) : stepped;
      } catch (error) {
        if (!isRepeat(error)) throw error;
        return again(act);
      }
    },
    within: async (tx, kind, act) => {
      const { hash, body } = bytesOf(kind.head.kind, act);
      const [row] = await tx.query<Outcome>(textOf(kind), bind(kind, [{ act, hash, body }]));
      return settle(act, hash, row);
    },
    runWith: async (kind, act, more, extra = {}) => {
      const { hash, body } = bytesOf(kind.head.kind, act);
      try {
        const row = await db.transaction(merge([contextOf(act), extra]), async (tx) => {
          const [outcome] = await tx.query<Outcome>(textOf(kind), bind(kind, [{ act, hash, body }]));
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
type Bound = { readonly act: Act; readonly hash: Uint8Array; readonly body: Uint8Array };

/** Acts that wait share the statement and its commit; sorted, so that two processes lock records in the same order. */
async function writeTogether(db: Database, kind: StepKind, batch: readonly Bound[]): Promise<(Outcome | undefined)[]> {
  const sorted = [...batch].sort((one, other) => (one.act.id < other.act.id ? -1 : 1));
  const context = merge(sorted.map(({ act }) => contextOf(act)));
  const rows = await db.act<Outcome>(context, textOf(kind), bind(kind, sorted));
  const byAct = new Map(sorted.map((one, at) => [one, rows[at]]));
  return batch.map((one) => byAct.get(one));
}

const isRepeat = (error: unknown): boolean => {
  const constraint = violated(error);
  return constraint?.kind === 'unique' && /^(idempotency|case|act)_pkey$/.test(constraint.constraint);
};

function merge(contexts: readonly Context[]): Context {
  const lists = ['regions', 'persons', 'offices', 'acts', 'holds'] as const;
  return Object.fromEntries(
    lists.map((list) => [list, [...new Set(contexts.flatMap((context) => context[list] ?? []))]]),
  );
}

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

type Rows = readonly Readonly<Record<string, unknown>>[];

/** The statement's parameters: arrays with one entry per act, then, table by table, rows that name their act by its place. */
function bind(kind: StepKind, bound: readonly Bound[]): unknown[] {
  const items = bound.map(({ act, hash, body }) => ({ ...act, prev: act.head, hash, body }));
  const outgoing = bound.map(({ act }) =>
    (act.outbox ?? []).map((o) => ({ id: o.id, topic: o.topic, payload: o.payload, run_at: o.runAt ?? act.at })),
  );
  return [
    ...columnsOf(items, ITEM),
    ...columnsOf(
      bound.map(({ act }) => act.set),
      kind.set,
    ),
    ...rowsOf(outgoing, OUTBOX),
    ...parts(kind).flatMap(({ verb, table, columns }) =>
      rowsOf(
        bound.map(({ act }) => (verb === 'insert' ? act.rows : act.gone)?.[table] ?? []),
        columns,
      ),
    ),
  ];
}

const columnsOf = (rows: Rows, columns: Columns): (string | null)[][] =>
  Object.entries(columns).map(([name, type]) => rows.map((row) => encode(row[name], type === 'jsonb')));

const rowsOf = (ofEach: readonly Rows[], columns: Columns): (string | null)[][] => [
  ofEach.flatMap((rows, at) => rows.map(() => String(at + 1))),
  ...columnsOf(ofEach.flat(), columns),
];

/** PostgreSQL's text form of a value. */
function encode(value: unknown, json: boolean): string | null {
  if (value === null || value === undefined) return null;
  if (json) return JSON.stringify(value);
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `{${value.map((one) => `"${String(one).replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;
  return String(value);
}
