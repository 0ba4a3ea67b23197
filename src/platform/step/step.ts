import type { Json } from '../../kernel/json.ts';
import { type Context, type Database, type Queryable, violated, wasRefused } from '../database/index.ts';
import { type Act, contextOf } from './act.ts';
import { type Bound, bind, boundOf } from './binding.ts';
import { type StepKind, statementOf } from './statement.ts';
import { createTogether } from './together.ts';

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
  /**
   * Another record's step inside a transaction that names it in its context: for a record that moves to another region. Unless it is
   * done the transaction must end with an error: the key may be that of an act on another record, and then the server undoes all.
   */
  within(tx: Queryable, kind: StepKind, act: Act): Promise<Stepped>;
};

const texts = new WeakMap<StepKind, string>();
function textOf(kind: StepKind): string {
  const known = texts.get(kind);
  if (known) return known;
  const text = statementOf(kind);
  texts.set(kind, text);
  return text;
}

// More in a batch make the wrong ones dearer: the whole of it is undone and tried again in halves.
const MOST_TOGETHER = 64;
/** While one batch is written the next gathers. More at once would be smaller ones: the same commits, and each statement's own cost for fewer. */
const WRITERS = 1;

export function createStep({ db, written }: { db: Database; written: () => void }): Step {
  const settle = ({ act, hash }: Bound, row: Outcome | undefined): Stepped => {
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
      const bound = boundOf(kind, act);
      try {
        const row = kind.shared
          ? await lineOf(kind)('', bound)
          : (await db.act<Outcome>(contextOf(act), textOf(kind), bind(kind, [bound])))[0];
        const stepped = settle(bound, row);
        return stepped.kind === 'lost' ? again(act) : stepped;
      } catch (error) {
        if (!isRepeat(error)) throw error;
        return again(act);
      }
    },
    within: async (tx, kind, act) => {
      const bound = boundOf(kind, act);
      try {
        const [row] = await tx.query<Outcome>(textOf(kind), bind(kind, [bound]));
        return settle(bound, row);
      } catch (error) {
        if (!isRepeat(error)) throw error;
        return { kind: 'lost' };
      }
    },
    runWith: async (kind, act, more, extra = {}) => {
      const bound = boundOf(kind, act);
      try {
        const moved = async (tx: Queryable): Promise<Outcome | undefined> => {
          const [outcome] = await tx.query<Outcome>(textOf(kind), bind(kind, [bound]));
          if (outcome?.won) await more(tx);
          return outcome;
        };
        const row = await db.transaction(merge([contextOf(act), extra]), moved, 'once');
        const stepped = settle(bound, row);
        return stepped.kind === 'lost' ? again(act) : stepped;
      } catch (error) {
        if (!isRepeat(error)) throw error;
        return again(act);
      }
    },
  };
}

type Outcome = { n: number; won: boolean; before: Json };
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
  return constraint?.kind === 'unique' && /^(idempotency|case|wish|act)_pkey$/.test(constraint.constraint);
};

function merge(contexts: readonly Context[]): Context {
  const lists = ['regions', 'persons', 'offices', 'acts', 'holds'] as const;
  return Object.fromEntries(
    lists.map((list) => [list, [...new Set(contexts.flatMap((context) => context[list] ?? []))]]),
  );
}
