import type { Json } from '../../kernel/json.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Database, Queryable, Row } from '../../platform/database/index.ts';
import { type Act, createStep, type Outgoing, type StepKind } from '../../platform/step/index.ts';
import type { PaperRef } from './paper.ts';

/** Who acts, for whom, by what right, sitting where: the same as in the act of the case. */
export type By = Pick<Act, 'actor' | 'subject' | 'authority' | 'office'>;

export type Entry = PaperRef & {
  readonly version: number;
  readonly head: Uint8Array;
  readonly action: string;
  readonly at: Date;
  readonly audit: Json;
  readonly set: Act['set'];
  readonly outbox?: readonly Outgoing[];
};

export const actOf = (by: By, entry: Entry, key: string): Act => ({ ...by, ...entry, key, answer: { id: entry.id } });

/**
 * One act on a paper inside a transaction that is somebody's step already.
 * @throws Refusal `documents/changed-meanwhile` when the paper is not as it was read: the whole transaction has to go back
 */
export async function record(tx: Queryable, kind: StepKind, by: By, entry: Entry): Promise<void> {
  const step = createStep({ db: joined(tx), written: () => undefined });
  const stepped = await step.run(kind, actOf(by, entry, `paper:${entry.id}:${entry.version + 1}`));
  if (stepped.kind !== 'done') throw new Refusal('documents/changed-meanwhile', 409, { paper: entry.id });
}

// The caller's transaction has its context and its end already.
const joined = (tx: Queryable): Database => ({
  query: (_context, text, values) => tx.query(text, values),
  act: (_context, text, values) => tx.query(text, values),
  acts: async (_context, asked) => {
    const rows: Row[][] = [];
    for (const { text, values } of asked) rows.push(await tx.query(text, values));
    return rows;
  },
  transaction: (_context, work) => work(tx),
  close: () => Promise.resolve(),
});
