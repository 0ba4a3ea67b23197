import type { Queryable, Row } from '../../platform/database/index.ts';
import type { StepKind } from '../../platform/step/index.ts';
import type { Lease } from './lease.ts';
import type { QueueRef } from './queue.ts';

// What counters hold for a time without a network: the store's part of it.

const LEASE = 'region, id, version, head, office, session, room, device, entries, since, until, state';
const head = { kind: 'lease', table: 'queue.lease', key: 'lease_id' } as const;

export const TAKE: StepKind = {
  ...{ head, mode: 'begin' },
  set: {
    ...{ office: 'text', session: 'uuid', room: 'text', device: 'text', entries: 'text[]' },
    ...{ since: 'timestamptz', until: 'timestamptz', state: 'text' },
  },
};
export const RETURN: StepKind = { head, mode: 'move', set: { state: 'text' } };

/** Every lease of a session that may hold something. */
export const liveLeases = (tx: Queryable, ref: QueueRef, now: Date): Promise<(Lease & Row)[]> =>
  tx.query<Lease & Row>(
    `select ${LEASE} from queue.lease where region = $1 and session = $2 and state = 'held' and until > $3 order by since, id`,
    [ref.region, ref.id, now],
  );

/** Also one whose time is over: what was called from it is settled later. */
export async function leaseIn(tx: Queryable, ref: QueueRef): Promise<Lease | undefined> {
  const [row] = await tx.query<Lease & Row>(`select ${LEASE} from queue.lease where region = $1 and id = $2`, [
    ref.region,
    ref.id,
  ]);
  return row;
}

/** Rooms of a queue in which somebody was called since then. */
export async function roomsInUse(tx: Queryable, ref: QueueRef, since: Date): Promise<readonly string[]> {
  const rows = await tx.query<{ room: string } & Row>(
    'select distinct room from queue.entry where region = $1 and lane = $2 and called_at > $3 and room is not null',
    [ref.region, ref.id, since],
  );
  return rows.map(({ room }) => room);
}

/** What stands on these tickets. */
export const labelsOf = (
  tx: Queryable,
  region: string,
  ids: readonly string[],
): Promise<({ id: string; prefix: string; number: number } & Row)[]> =>
  tx.query(
    `select e.id, s.prefix, e.number from queue.entry e join queue.session s on s.region = e.region and s.id = e.session
     where e.region = $1 and e.id = any ($2::uuid[])`,
    [region, ids],
  );
