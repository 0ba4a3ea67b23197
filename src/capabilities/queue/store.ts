import type { IsoDate } from '../../kernel/dates.ts';
import type { Json } from '../../kernel/json.ts';
import type { Context, Database, Queryable, Row } from '../../platform/database/index.ts';
import type { Habits } from './estimate.ts';
import type {
  DangerSign,
  Entry,
  InLine,
  Mine,
  Need,
  Offer,
  PlaceKind,
  QueuePlace,
  QueueRef,
  Session,
  Slot,
} from './queue.ts';
import type { DayLine } from './report.ts';

// The only file of the room that reads its tables. What is public is read without a person; the rest under the reader's context.

const PLACE = `region, office, kind, opens_days as "opensDays", waves, checkin_minutes as "checkinMinutes", grace_minutes as "graceMinutes",
  priority_row as "priorityRow", bound_minutes as "boundMinutes", teen_from_months as "teenFromMonths", teen_below_months as "teenBelowMonths",
  most_numbers as "mostNumbers", number_screen as "numberScreen", nullif(emergency, '{}') as emergency, nullif(bring, '{}') as bring, directions`;
const SESSION = `region, id, office, poli, day, starts_at as "startsAt", ends_at as "endsAt", prefix, rooms, doctor,
  doctor_code as "doctorCode", visit_minutes::float8 as "visitMinutes", cap, taken, state, state_reason as "stateReason", streak, draw_minutes as "drawMinutes",
  draw_first as "drawFirst", pool, pool_until as "poolUntil", doctor_before as "doctorBefore", doctor_changed_at as "doctorChangedAt"`;
const SLOT = `region, id, session, starts_at as "startsAt", ends_at as "endsAt", online, online_taken as "onlineTaken", online_next as "onlineNext", desk, desk_taken as "deskTaken"`;
const HELD = `coalesce(sum(h.places) filter (where h.held_at = l.id), 0)::int as held, coalesce(sum(h.places), 0)::int as "sessionHeld"`;
export const ENTRY = `region, id, version, head, office, session, lane, slot, poli, need, day, number, patient, subject, applicant, authority, channel, payer,
  class, class_reason as "classReason", status, stage, due_at as "dueAt", due_reason as "dueReason", promised_from as "promisedFrom",
  promised_to as "promisedTo", shown, room, calls, skips, booked_at as "bookedAt", arrived_at as "arrivedAt", called_at as "calledAt",
  first_called_at as "firstCalledAt", ended_at as "endedAt"`;
const LINE = `id, prefix, number, class, status, stage, channel, slot, due_at as "dueAt", booked_at as "bookedAt", arrived_at as "arrivedAt",
  called_at as "calledAt", first_called_at as "firstCalledAt", ended_at as "endedAt", room, calls, skips`;

export async function offerOf(db: Database, office: string): Promise<Offer | undefined> {
  const region = office.split('/')[0] ?? '';
  const [place] = await db.query<QueuePlace & Row>(
    {},
    `select ${PLACE} from queue.place where region = $1 and office = $2`,
    [region, office],
  );
  if (!place) return undefined;
  const [needs, signs, polis, habits] = await Promise.all([
    db.query<Need & Row>(
      {},
      `select code, title, hint, words, poli, from_months as "fromMonths", below_months as "belowMonths", sex, sensitive, first, since, until
       from queue.need where region = $1 and office = $2 order by rank, code`,
      [region, office],
    ),
    db.query<DangerSign & Row>(
      {},
      `select code, say, from_months as "fromMonths", below_months as "belowMonths", approved_on as "approvedOn" from queue.sign
       where region = $1 and office = $2 order by rank, code`,
      [region, office],
    ),
    db.query<Offer['polis'][number] & Row>(
      {},
      'select code, name, stage, bpjs_code as bpjs from queue.poli where region = $1 and office = $2 order by code',
      [region, office],
    ),
    db.query<{ poli: string; data: Habits } & Row>(
      {},
      'select poli, data from queue.habit where region = $1 and office = $2',
      [region, office],
    ),
  ]);
  return { place, needs, signs, polis, habits: new Map(habits.map(({ poli, data }) => [poli, data])) };
}

/** Whether any counter, of this region or anywhere, has a queue. */
export async function anyCounter(db: Database, region: string | undefined): Promise<boolean> {
  const rows = await db.query(
    {},
    `select 1 from queue.place where kind = 'counter' and ($1::text is null or region = $1) limit 1`,
    [region ?? null],
  );
  return rows.length > 0;
}

/** Offices of a region that have a queue of this kind. */
export const placesIn = (db: Database, region: string, kind: PlaceKind): Promise<({ office: string } & Row)[]> =>
  db.query({}, 'select office from queue.place where region = $1 and kind = $2 order by office limit 200', [
    region,
    kind,
  ]);

export const sessionsOf = (
  db: Database,
  office: string,
  from: IsoDate,
  to: IsoDate,
  poli?: string,
): Promise<(Session & Row)[]> =>
  db.query(
    {},
    `select ${SESSION} from queue.session where region = $1 and office = $2 and day between $3 and $4 and ($5::text is null or poli = $5)
     order by starts_at, prefix, id`,
    [office.split('/')[0], office, from, to, poli ?? null],
  );

export async function findSession(db: Database, ref: QueueRef): Promise<Session | undefined> {
  const [row] = await db.query<Session & Row>(
    {},
    `select ${SESSION} from queue.session where region = $1 and id = $2`,
    [ref.region, ref.id],
  );
  return row;
}

/** The session's row is the lock of its queue: held until the transaction ends. */
export async function lockSession(tx: Queryable, ref: QueueRef): Promise<Session | undefined> {
  const [row] = await tx.query<Session & Row>(
    `select ${SESSION} from queue.session where region = $1 and id = $2 for update`,
    [ref.region, ref.id],
  );
  return row;
}

export const turn = (tx: Queryable, ref: QueueRef, streak: number): Promise<unknown> =>
  tx.query('update queue.session set streak = $3, turn = turn + 1 where region = $1 and id = $2', [
    ref.region,
    ref.id,
    streak,
  ]);

/** Windows of sessions with what is held at a moment. */
export const SLOTS = `select ${SLOT}, ${HELD} from queue.slot l left join queue.held($1, $2::uuid[], $3) h on h.held_in = l.session
  where region = $1 and session = any ($2::uuid[]) group by l.region, l.id order by starts_at`;

export const slotsOf = (
  db: Database,
  region: string,
  sessions: readonly string[],
  now: Date,
): Promise<(Slot & Row)[]> => db.query({}, SLOTS, [region, sessions, now]);

export async function slotWithSession(
  db: Database,
  ref: QueueRef,
  now: Date,
): Promise<{ slot: Slot; session: Session } | undefined> {
  const [slot] = await db.query<Slot & Row>(
    {},
    `select ${SLOT}, ${HELD} from queue.slot l left join lateral queue.held(l.region, array[l.session], $3) h on true
     where region = $1 and id = $2 group by l.region, l.id`,
    [ref.region, ref.id, now],
  );
  const session = slot && (await findSession(db, { region: ref.region, id: slot.session }));
  return slot && session && { slot, session };
}

export async function findEntry(db: Database, context: Context, ref: QueueRef): Promise<Entry | undefined> {
  const [row] = await db.query<Entry & Row>(context, `select ${ENTRY} from queue.entry where region = $1 and id = $2`, [
    ref.region,
    ref.id,
  ]);
  return row;
}

/** By what stands on the ticket, on its day. */
export async function entryByLabel(
  db: Database,
  context: Context,
  of: { readonly office: string; readonly day: IsoDate; readonly prefix: string; readonly number: number },
): Promise<Entry | undefined> {
  const [row] = await db.query<Entry & Row>(
    context,
    `select ${ENTRY} from queue.entry where region = $1 and number = $5 and session in (select id from queue.session
       where region = $1 and office = $2 and day = $3 and prefix = $4) limit 1`,
    [of.office.split('/')[0], of.office, of.day, of.prefix, of.number],
  );
  return row;
}

/** What a patient of an office has on a day, the newest first. */
export const entriesOfPatient = (
  db: Database,
  context: Context,
  of: { readonly region: string; readonly office: string; readonly patient: string; readonly day: IsoDate },
): Promise<(Entry & Row)[]> =>
  db.query<Entry & Row>(
    context,
    `select ${ENTRY} from queue.entry where region = $1 and patient = $2 and day = $3 and office = $4 order by booked_at desc, id desc`,
    [of.region, of.patient, of.day, of.office],
  );

/** The same inside a transaction that was named before. */
export async function entryIn(tx: Queryable, ref: QueueRef): Promise<Entry | undefined> {
  const [row] = await tx.query<Entry & Row>(`select ${ENTRY} from queue.entry where region = $1 and id = $2`, [
    ref.region,
    ref.id,
  ]);
  return row;
}

/** Everybody of one queue with their patients, for whoever serves it. */
export const entriesOf = (
  db: Database,
  context: Context,
  ref: QueueRef,
): Promise<(Entry & { prefix: string } & Row)[]> =>
  db.query(
    context,
    `select e.*, s.prefix from (select ${ENTRY} from queue.entry where region = $1 and lane = $2 and status <> 'cancelled') e
       join queue.session s on s.region = e.region and s.id = e.session order by e.number`,
    [ref.region, ref.id],
  );

/** Every number of an office on a day, those that were cancelled too. */
export const entriesOfDay = (
  db: Database,
  context: Context,
  of: { readonly region: string; readonly office: string; readonly day: IsoDate },
): Promise<(Entry & Row)[]> =>
  db.query<Entry & Row>(
    context,
    `select ${ENTRY} from queue.entry where region = $1 and office = $2 and day = $3 order by promised_from, number, id`,
    [of.region, of.office, of.day],
  );

/** What a day's picture is drawn from: times of every number of an office, nobody's name. */
export const dayRows = (db: Database, context: Context, office: string, day: IsoDate): Promise<(DayLine & Row)[]> =>
  db.query(
    context,
    `select s.prefix, e.number, e.poli, e.status, e.channel, e.payer, e.class, e.promised_from as "promisedFrom", e.promised_to as "promisedTo", e.shown,
       coalesce(y.arrived_at, e.arrived_at) as "arrivedAt", coalesce(y.first_called_at, e.first_called_at) as "firstCalledAt",
       e.ended_at as "endedAt"
     from queue.entry e join queue.session s on s.region = e.region and s.id = e.session left join lateral (select y.arrived_at, y.first_called_at from queue.stay y
       where y.region = e.region and y.entry_id = e.id order by y.version limit 1) y on true
     where e.region = $1 and e.office = $2 and e.day = $3
     order by s.starts_at, s.prefix, e.number`,
    [office.split('/')[0], office, day],
  );

/** The last thing that happened to an entry. */
export type LastEvent = {
  readonly version: number;
  readonly at: Date;
  readonly actor: string;
  readonly kind: string;
  readonly data: Readonly<Record<string, Json>>;
};
export async function lastEvent(tx: Queryable, ref: QueueRef): Promise<LastEvent | undefined> {
  const [row] = await tx.query<LastEvent & Row>(
    `select version, at, actor, kind, data from queue.event where region = $1 and entry_id = $2 order by version desc limit 1`,
    [ref.region, ref.id],
  );
  return row;
}

/** The newest act of somebody in a queue that he can still take back. */
export async function undoableOf(
  db: Database,
  context: Context,
  of: QueueRef & { readonly actor: string; readonly since: Date },
): Promise<{ id: string; version: number; kind: string; prefix: string; number: number } | undefined> {
  const [row] = await db.query<{ id: string; version: number; kind: string; prefix: string; number: number } & Row>(
    context,
    `select e.id, e.version, v.kind, s.prefix, e.number
     from queue.event v join queue.entry e on e.region = v.region and e.id = v.entry_id and e.version = v.version
       join queue.session s on s.region = e.region and s.id = e.session
     where v.region = $1 and v.actor = $3 and v.at > $4 and v.data ? 'before'
       and (e.lane = $2 or v.data -> 'before' ->> 'lane' = $2::text)
     order by v.at desc, v.kind = 'called' desc limit 1`,
    [of.region, of.id, of.actor, of.since],
  );
  return row;
}

/** Sessions of days that may be over somewhere: the earliest clock of the country is nine hours ahead of UTC. */
export const dueToClose = (db: Database, now: Date): Promise<(Session & Row)[]> =>
  db.query(
    {},
    `select ${SESSION} from queue.session where state <> 'closed' and day <= ($1::timestamptz at time zone 'UTC' + interval '9 hours')::date
     order by day, region, id limit 2000`,
    [now],
  );

/** Everybody of a queue whose visit is not over: those who come, wait, were called, or wait for a result. */
export const unfinished = (tx: Queryable, ref: QueueRef): Promise<(Entry & Row)[]> =>
  tx.query(
    `select ${ENTRY} from queue.entry where region = $1 and lane = $2 and status in ('booked', 'waiting', 'called', 'parked')`,
    [ref.region, ref.id],
  );

export const openEntries = (tx: Queryable, ref: QueueRef): Promise<(Entry & { prefix: string } & Row)[]> =>
  tx.query(
    `select e.*, s.prefix from (select ${ENTRY} from queue.entry where region = $1 and lane = $2 and status in ('waiting', 'called')) e
       join queue.session s on s.region = e.region and s.id = e.session`,
    [ref.region, ref.id],
  );

export const lineOf = (db: Database, ref: QueueRef): Promise<(InLine & Row)[]> =>
  db.query({}, `select ${LINE} from queue.line($1, $2)`, [ref.region, ref.id]);

export type BoardCall = {
  readonly prefix: string;
  readonly number: number;
  readonly room: string;
  readonly calledAt: Date;
  readonly calls: number;
};
export const boardOf = (db: Database, office: string, day: IsoDate): Promise<(BoardCall & Row)[]> =>
  db.query({}, `select prefix, number, room, called_at as "calledAt", calls from queue.board($1, $2, $3)`, [
    office.split('/')[0],
    office,
    day,
  ]);

export const mineOf = (db: Database, person: string, from: IsoDate): Promise<(Mine & Row)[]> =>
  db.query(
    { persons: [person] },
    `select m.region, m.id, m.office, m.day, m.starts_at as "startsAt", m.ends_at as "endsAt", m.label, m.status,
       exists (select from queue.session d where d.region = m.region and d.office = m.office and d.day = m.day and d.state = 'cancelled'
         and d.prefix = split_part(m.label, '-', 1) and d.starts_at <= m.starts_at and m.starts_at < d.ends_at) as off
     from queue.mine m where m.person = $1 and m.day >= $2 order by m.day, m.starts_at limit 50`,
    [person, from],
  );

/** What a person's own list says of an entry, brought up to date; an older version changes nothing. */
export const followMine = (tx: Queryable, ref: QueueRef): Promise<unknown> =>
  tx.query(
    `insert into queue.mine (person, region, id, office, day, starts_at, ends_at, label, status, version)
     select p.person, e.region, e.id, e.office, e.day, s.starts_at, s.ends_at, d.prefix || '-' || lpad(e.number::text, 3, '0'), e.status, e.version
     from queue.entry e join queue.slot s on s.region = e.region and s.id = e.slot join queue.session d on d.region = e.region and d.id = e.session,
       lateral (select distinct person from unnest(array[e.subject, e.applicant]) person where e.channel = 'warga' or person = e.subject) p
     where e.region = $1 and e.id = $2
     on conflict (person, region, id) do update set status = excluded.status, version = excluded.version, day = excluded.day,
       starts_at = excluded.starts_at, ends_at = excluded.ends_at, label = excluded.label where mine.version < excluded.version`,
    [ref.region, ref.id],
  );

export type Placed = {
  readonly outcome: 'placed' | 'repeated' | 'held' | 'many' | 'full';
  readonly number: number | null;
  readonly before: { readonly id: string; readonly number: number } | null;
};
export const placeEntries = (
  tx: Queryable,
  on: {
    readonly region: string;
    readonly slot: string;
    readonly quota: 'online' | 'desk' | 'paper';
    readonly releasedBefore: Date;
  },
  items: readonly object[],
): Promise<(Placed & Row)[]> =>
  tx.query('select outcome, number, before from queue.place_entries($1, $2, $3, $4, $5::jsonb) order by n', [
    on.region,
    on.slot,
    on.quota,
    on.releasedBefore,
    JSON.stringify(items),
  ]);
