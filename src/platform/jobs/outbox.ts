import type { Json } from '../../kernel/json.ts';
import type { Queryable } from '../database/index.ts';

/** Work that follows a change. `subject` orders it: jobs of one subject run one after another. */
export type Work = {
  readonly region: string;
  readonly id: string;
  readonly topic: string;
  readonly subject: string;
  readonly actor: string;
  readonly payload: Json;
  readonly runAt?: Date;
};

/** Writes work in the caller's transaction, for changes that don't walk through the step (which writes its own). */
export async function enqueue(tx: Queryable, work: Work): Promise<void> {
  await tx.query(
    `insert into platform.outbox (region, id, topic, subject, actor, payload, run_at) values ($1, $2, $3, $4, $5, $6, coalesce($7, now()))`,
    [work.region, work.id, work.topic, work.subject, work.actor, JSON.stringify(work.payload), work.runAt ?? null],
  );
}
