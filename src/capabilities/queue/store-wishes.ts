import type { IsoDate } from '../../kernel/dates.ts';
import type { Context, Database, Row } from '../../platform/database/index.ts';
import type { StepKind } from '../../platform/step/index.ts';
import type { Entry, QueueRef } from './queue.ts';

// People who wait for a place to come free: the store's part of it.

export { sessionsOf, slotsOf } from './store.ts';

export type Wish = {
  readonly region: string;
  readonly id: string;
  readonly version: number;
  readonly head: Uint8Array;
  readonly office: string;
  readonly poli: string;
  readonly need: string;
  readonly day: IsoDate;
  readonly subject: string;
  /** Region whose register knows the subject; null: that of the place. */
  readonly home: string | null;
  readonly applicant: string;
  readonly authority: 'self' | 'family' | 'mandate';
  readonly payer: Entry['payer'];
  readonly status: 'pooled' | 'waiting' | 'offered' | 'taken' | 'lost' | 'over';
  readonly madeAt: Date;
  /** The number held for it, and until when. */
  readonly entry: string | null;
  readonly until: Date | null;
  /** Of a draw: which one, the window that was asked for, and the receipt. */
  readonly pool: string | null;
  readonly slot: string | null;
  /** Another window of the same session will do. */
  readonly flexible: boolean;
  /** Drawn before the others. */
  readonly first: boolean;
  readonly receipt: string | null;
};

export const WISH = `region, id, version, head, office, poli, need, day, subject, home, applicant, authority, payer, status, made_at as "madeAt", entry, until, pool,
  slot, flexible, first, receipt`;

const HEAD = { kind: 'wish', table: 'queue.wish', key: 'wish_id' } as const;
export const BEGIN_WISH: StepKind = {
  ...{ head: HEAD, mode: 'begin' },
  set: {
    ...{ office: 'text', poli: 'text', need: 'text', day: 'date', subject: 'text', home: 'text', applicant: 'text' },
    ...{ authority: 'text', payer: 'text', status: 'text', made_at: 'timestamptz' },
    ...{ pool: 'uuid', slot: 'uuid', flexible: 'boolean', first: 'boolean', receipt: 'text' },
  },
};
export const MOVE_WISH: StepKind = {
  ...{ head: HEAD, mode: 'move' },
  set: { status: 'text', entry: 'uuid', until: 'timestamptz' },
};

export async function wishById(db: Database, context: Context, ref: QueueRef): Promise<Wish | undefined> {
  const [row] = await db.query<Wish & Row>(context, `select ${WISH} from queue.wish where region = $1 and id = $2`, [
    ref.region,
    ref.id,
  ]);
  return row;
}

export async function wishOfEntry(db: Database, context: Context, entry: QueueRef): Promise<Wish | undefined> {
  const [row] = await db.query<Wish & Row>(
    context,
    `select ${WISH} from queue.wish where region = $1 and entry = $2 and status = 'offered'`,
    [entry.region, entry.id],
  );
  return row;
}

export const wishesOf = (db: Database, context: Context, applicant: string): Promise<(Wish & Row)[]> =>
  db.query(
    context,
    `select ${WISH} from queue.wish where region = any ($1) and applicant = $2 and status in ('pooled', 'waiting', 'offered') order by day, made_at limit 20`,
    [context.regions ?? [], applicant],
  );

/** Everything that may move: whose offer is over, and who waits, longest first. */
export const liveWishes = (relay: Database): Promise<(Wish & Row)[]> =>
  relay.query(
    {},
    `select ${WISH} from queue.wish where status in ('waiting', 'offered') order by status, made_at, id limit 2000`,
  );
