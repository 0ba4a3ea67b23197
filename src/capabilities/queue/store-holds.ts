import type { Context, Database, Queryable, Row } from '../../platform/database/index.ts';
import type { Held, NoPlace } from '../cases/index.ts';
import type { Entry, QueueRef, Slot } from './queue.ts';
import { ENTRY } from './store.ts';

// Places that change hands: held for forms, moved to other windows; and the numbers of a case.

export type HoldWish = {
  readonly region: string;
  readonly slot: string;
  readonly draft: string;
  readonly question: string;
  readonly holder: string;
  readonly subject: string;
  readonly at: Date;
  readonly until: Date;
};

/** @param regions where a hold of the same question may lie */
export async function holdPlace(db: Database, wish: HoldWish, regions: readonly string[]): Promise<'held' | NoPlace> {
  const { region, slot, draft, question, holder, subject, at, until } = wish;
  const [row] = await db.query<{ outcome: 'held' | NoPlace }>(
    { regions: [...new Set(regions)], persons: [holder] },
    'select outcome from queue.hold_place($1, $2, $3, $4, $5, $6, $7, $8)',
    [region, slot, draft, question, holder, subject, at, until],
  );
  return row?.outcome ?? 'closed';
}

export const holdsOf = (
  db: Database,
  draft: string,
  holder: string,
  regions: readonly string[],
  now: Date,
): Promise<(Held & Row)[]> =>
  db.query<Held & Row>(
    { regions, persons: [holder] },
    'select question, slot, until from queue.hold where region = any ($1::text[]) and case_id = $2 and until > $3',
    [regions, draft, now],
  );

export async function letHoldsGo(
  db: Database,
  draft: string,
  holder: string,
  regions: readonly string[],
): Promise<void> {
  await db.query(
    { regions, persons: [holder] },
    'delete from queue.hold where region = any ($1::text[]) and case_id = $2',
    [regions, draft],
  );
}

export const sweepHolds = (relay: Database, before: Date): Promise<Row[]> =>
  relay.query({}, 'delete from queue.hold where until < $1', [before]);

export type NumberOfCase = Pick<
  Entry,
  'region' | 'id' | 'office' | 'poli' | 'status' | 'number' | 'slot' | 'applicant'
> & {
  readonly question: string;
  readonly prefix: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
};

/** The newest number of each question of a case, for whoever acts on it. */
export async function numbersOfCase(
  db: Database,
  id: string,
  actor: string,
  regions: readonly string[],
): Promise<readonly NumberOfCase[]> {
  const context: Context = { regions, acts: [`${id} ${actor}`] };
  const found = regions.map((region) =>
    db.query<NumberOfCase & Row>(
      context,
      `select $1 as region, question, id, office, poli, status, prefix, number, slot, starts_at as "startsAt", ends_at as "endsAt", applicant
       from queue.of_case($1, $2)`,
      [region, id],
    ),
  );
  return (await Promise.all(found)).flat();
}

/** Moves an entry, which the step moved just before in this transaction, to another window. */
export async function changeSlot(
  tx: Queryable,
  entry: QueueRef,
  slot: Slot,
  promise: { readonly from: Date; readonly to: Date },
): Promise<'moved' | 'full' | 'closed'> {
  const [row] = await tx.query<{ outcome: 'moved' | 'full' | 'closed' }>(
    'select outcome from queue.change_slot($1, $2, $3, $4, $5, $6)',
    [entry.region, entry.id, slot.id, slot.startsAt, promise.from, promise.to],
  );
  return row?.outcome ?? 'full';
}

/** As it stands now, until the transaction ends. */
export async function lockEntry(tx: Queryable, ref: QueueRef): Promise<Entry | undefined> {
  const [row] = await tx.query<Entry & Row>(
    `select ${ENTRY} from queue.entry where region = $1 and id = $2 for update`,
    [ref.region, ref.id],
  );
  return row;
}
