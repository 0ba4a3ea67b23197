import type { IsoDate } from '../../kernel/dates.ts';
import type { Context, Database, Row } from '../../platform/database/index.ts';
import type { Entry, QueueRef } from './queue.ts';

// People who wait for a place to come free: the store's part of it.

export { sessionsOf, slotsOf } from './store.ts';

export type Wish = {
  readonly region: string;
  readonly id: string;
  readonly version: number;
  readonly office: string;
  readonly poli: string;
  readonly need: string;
  readonly day: IsoDate;
  readonly subject: string;
  readonly applicant: string;
  readonly authority: 'self' | 'family';
  readonly payer: Entry['payer'];
  readonly status: 'waiting' | 'offered' | 'taken' | 'over';
  readonly madeAt: Date;
  /** The number held for it, and until when. */
  readonly entry: string | null;
  readonly until: Date | null;
};

const WISH = `region, id, version, office, poli, need, day, subject, applicant, authority, payer, status, made_at as "madeAt", entry, until`;

/** @returns its id, or that of the same key before */
export async function insertWish(
  db: Database,
  context: Context,
  wish: Omit<Wish, 'version' | 'status' | 'entry' | 'until'> & { readonly key: string },
): Promise<string> {
  const [row] = await db.query<{ id: string } & Row>(
    context,
    `with made as (insert into queue.wish (region, id, key, office, poli, need, day, subject, applicant, authority, payer, status, made_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'waiting', $12) on conflict (region, applicant, key) do nothing returning id)
     select id from made union all select id from queue.wish where region = $1 and applicant = $9 and key = $3 limit 1`,
    [
      ...[wish.region, wish.id, wish.key, wish.office, wish.poli, wish.need, wish.day, wish.subject, wish.applicant],
      ...[wish.authority, wish.payer, wish.madeAt],
    ],
  );
  return row?.id ?? wish.id;
}

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
    `select ${WISH} from queue.wish where region = any ($1) and applicant = $2 and status in ('waiting', 'offered') order by day, made_at limit 20`,
    [context.regions ?? [], applicant],
  );

/** Everything that may move: whose offer is over, and who waits, longest first. */
export const liveWishes = (relay: Database): Promise<(Wish & Row)[]> =>
  relay.query(
    {},
    `select ${WISH} from queue.wish where status in ('waiting', 'offered') order by status, made_at, id limit 2000`,
  );

/** Moves it if it still stands as it was read. */
export const moveWish = (
  db: Database,
  context: Context,
  wish: Wish,
  change: Partial<Pick<Wish, 'status' | 'entry' | 'until'>>,
): Promise<unknown> => {
  const after = { ...wish, ...change };
  return db.query(
    context,
    `update queue.wish set version = version + 1, status = $4, entry = $5, until = $6 where region = $1 and id = $2 and version = $3`,
    [wish.region, wish.id, wish.version, after.status, after.entry, after.until],
  );
};
