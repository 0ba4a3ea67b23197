import type { Database, Queryable, Row } from '../../platform/database/index.ts';
import type { StepKind } from '../../platform/step/index.ts';
import type { QueueRef, Slot } from './queue.ts';
import { SLOTS } from './store.ts';
import { WISH, type Wish } from './store-wishes.ts';

// Draws: the store's part of it. All of a pool is public; whose a receipt is stands in the wish.

export type Pool = {
  readonly region: string;
  readonly id: string;
  readonly version: number;
  readonly head: Uint8Array;
  readonly office: string;
  readonly session: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
  /** SHA-256 of the seed, there before the first receipt. */
  readonly seedHash: string;
  readonly state: 'open' | 'drawn';
  /** Null until it was drawn with. */
  readonly seed: string | null;
  readonly listHash: string | null;
  readonly asked: number | null;
};

const POOL = `region, id, version, head, office, session, opens_at as "opensAt", closes_at as "closesAt", seed_hash as "seedHash", state, seed,
  list_hash as "listHash", asked`;
const head = { kind: 'pool', table: 'queue.pool', key: 'pool_id' } as const;
export const OPEN_POOL: StepKind = {
  ...{ head, mode: 'begin' },
  set: {
    ...{ office: 'text', session: 'uuid', opens_at: 'timestamptz', closes_at: 'timestamptz' },
    ...{ seed_hash: 'text', state: 'text' },
  },
};
export const DRAW_POOL: StepKind = {
  ...{ head, mode: 'move' },
  set: { state: 'text', seed: 'text', list_hash: 'text', asked: 'int' },
};

export async function findPool(db: Database, ref: QueueRef): Promise<Pool | undefined> {
  const [row] = await db.query<Pool & Row>({}, `select ${POOL} from queue.pool where region = $1 and id = $2`, [
    ref.region,
    ref.id,
  ]);
  return row;
}

/** Held until the transaction ends: whoever takes part waits behind it, and finds it drawn. */
export async function lockPool(tx: Queryable, ref: QueueRef): Promise<Pool | undefined> {
  const [row] = await tx.query<Pool & Row>(
    `select ${POOL} from queue.pool where region = $1 and id = $2 for no key update`,
    [ref.region, ref.id],
  );
  return row;
}

export const duePools = (relay: Database, now: Date): Promise<(Pool & Row)[]> =>
  relay.query({}, `select ${POOL} from queue.pool where state = 'open' and closes_at <= $1 order by closes_at, id`, [
    now,
  ]);

/** Who takes part in one of these draws and was not told yet. */
export const pooledOf = (tx: Queryable, pool: QueueRef): Promise<(Pooled & Row)[]> =>
  tx.query(`select ${WISH} from queue.wish where region = $1 and pool = $2 and status = 'pooled' order by receipt`, [
    pool.region,
    pool.id,
  ]);
/** A wish that takes part in a draw. */
export type Pooled = Wish & { readonly pool: string; readonly slot: string; readonly receipt: string };

/** Draws that are over, with people who were not told yet. */
export const leftOver = (relay: Database): Promise<QueueRef[]> =>
  relay.query(
    {},
    `select distinct p.region, p.id from queue.wish w join queue.pool p on p.region = w.region and p.id = w.pool
     where w.status = 'pooled' and p.state = 'drawn' limit 100`,
  );

export const drawnList = (
  db: Database,
  ref: QueueRef,
): Promise<({ receipt: string; first: boolean; won: boolean } & Row)[]> =>
  db.query({}, 'select receipt, first, won from queue.drawn_list($1, $2)', [ref.region, ref.id]);

export const slotsIn = (tx: Queryable, ref: QueueRef, now: Date): Promise<(Slot & Row)[]> =>
  tx.query(SLOTS, [ref.region, [ref.id], now]);
