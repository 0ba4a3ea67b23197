import type { IsoDate } from '../../kernel/dates.ts';
import type { Json } from '../../kernel/json.ts';
import type { Text } from '../../kernel/text.ts';
import type { Database, Queryable, Row } from '../../platform/database/index.ts';
import type { Doer } from '../cases/index.ts';
import { reading } from './moving.ts';
import type { Entry, QueueRef } from './queue.ts';
import { entriesOfPatient } from './store.ts';

// What happened to a number, for whoever has to tell it to somebody outside. Read by the relay, which sees no person.

/** A number as it stands, with its session and poli. */
export type Reported = Pick<
  Entry,
  | 'region'
  | 'id'
  | 'version'
  | 'office'
  | 'session'
  | 'poli'
  | 'day'
  | 'number'
  | 'patient'
  | 'channel'
  | 'payer'
  | 'status'
> & {
  readonly bookedAt: Date;
  readonly promisedFrom: Date;
  readonly promisedTo: Date;
  readonly prefix: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly doctor: string | null;
  readonly doctorCode: number | null;
  readonly poliName: Text;
  /** BPJS's own code of the poli. */
  readonly bpjs: string | null;
};
export type Happened = {
  readonly version: number;
  readonly at: Date;
  readonly actor: string;
  /** The seat of whoever did it; null for a citizen. */
  readonly office: string | null;
  readonly kind: string;
  readonly data: Readonly<Record<string, Json>>;
};

/** What happened without a network is told with the time at which it happened. */
export const happenedAt = ({ at, data: { happened } }: Pick<Happened, 'at' | 'data'>): Date =>
  typeof happened === 'string' ? new Date(happened) : at;

const REPORTED = `select e.region, e.id, e.version, e.office, e.session, e.poli, e.day, e.number, e.patient, e.channel, e.payer, e.status, e.booked_at as "bookedAt",
    e.promised_from as "promisedFrom", e.promised_to as "promisedTo", s.prefix, s.starts_at as "startsAt", s.ends_at as "endsAt", s.doctor,
    s.doctor_code as "doctorCode", p.name as "poliName", p.bpjs_code as bpjs
  from queue.entry e join queue.session s on s.region = e.region and s.id = e.session
    join queue.poli p on p.region = e.region and p.office = e.office and p.code = e.poli`;

/** Every number of a patient from a day on, with what happened to each after the version that `since` names. */
export async function historyOf(
  tx: Queryable,
  of: { readonly region: string; readonly patient: string; readonly from: IsoDate },
  since: (entry: string) => number,
): Promise<readonly { readonly entry: Reported; readonly events: readonly Happened[] }[]> {
  const entries = await tx.query<Reported & Row>(
    `${REPORTED} where e.region = $1 and e.patient = $2 and e.day >= $3 order by e.id`,
    [of.region, of.patient, of.from],
  );
  const moved = entries.filter((entry) => entry.version > since(entry.id));
  const events = await tx.query<Happened & { entry: string } & Row>(
    `select v.entry_id as entry, v.version, v.at, v.actor, v.office, v.kind, v.data
     from queue.event v join unnest($2::uuid[], $3::int[], $4::int[]) w (id, since, upto)
       on v.entry_id = w.id and v.version > w.since and v.version <= w.upto
     where v.region = $1 order by v.entry_id, v.version`,
    // What happened since the numbers were read belongs to a later look: it would be laid beside a number as it stood before.
    [of.region, moved.map(({ id }) => id), moved.map(({ id }) => since(id)), moved.map(({ version }) => version)],
  );
  return moved.map((entry) => ({ entry, events: events.filter((one) => one.entry === entry.id) }));
}

/** The active numbers of a session that does not take place. */
export const cancelledEntries = (relay: Database, session: QueueRef): Promise<(Reported & Row)[]> =>
  relay.query<Reported & Row>(
    {},
    `${REPORTED} where e.region = $1 and e.session = $2 and s.state = 'cancelled' and e.status in ('booked', 'waiting') order by e.id`,
    [session.region, session.id],
  );

export async function heldBy(db: Database, doer: Doer, patient: string, day: IsoDate): Promise<readonly Entry[]> {
  if (doer.seat === null) return [];
  const region = doer.seat.split('/')[0] ?? '';
  return entriesOfPatient(db, reading(region, doer), { region, office: doer.seat, patient, day });
}
