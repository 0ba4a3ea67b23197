import { setImmediate as breathe } from 'node:timers/promises';
import type { Clock } from '../../kernel/ids.ts';
import type { Database, Queryable, Row } from '../../platform/database/index.ts';
import { chanceOf } from './chance.ts';
import type { Habits } from './estimate.ts';
import { calibrated, firstHabits, habitsOf, type Judged, judge } from './habits.ts';
import type { OrderRule } from './order.ts';
import { answersOf, type PastEntry, type PastSession } from './past.ts';

// A queue learns from its own days that are over, and only from them. Run by the background, poli by poli.

/** Sessions that are learned from; with fewer than the least, what was typed in stays. */
const MOST_SESSIONS = 60;
const LEAST_SESSIONS = 5;
/** Check-ins of those days that are played again, and how often each. */
const MOST_ASKED = 400;
const RUNS = 60;
const MINUTE = 60_000;

type Due = {
  readonly region: string;
  readonly office: string;
  readonly poli: string;
  readonly priorityRow: number;
  readonly boundMinutes: number;
};
type Held = { readonly starts: Date; readonly ends: Date; readonly rooms: readonly string[]; readonly visit: number };
type Booked = { readonly [K in 'bookedAt' | 'dueAt' | 'window']: Date } & {
  readonly [K in 'arrivedAt' | 'firstCalledAt' | 'calledAt' | 'endedAt']: Date | null;
} & Pick<PastEntry, 'key' | 'number' | 'class' | 'room'> & {
    readonly session: string;
    readonly home: string;
    readonly channel: string;
  };

/** Learns anew wherever a session closed since the last time. @returns how many queues learned */
export async function learnAll(relay: Database, clock: Clock): Promise<number> {
  const due = await relay.query<Due & Row>(
    {},
    `select p.region, p.office, p.code as poli, pl.priority_row as "priorityRow", pl.bound_minutes as "boundMinutes"
     from queue.poli p join queue.place pl using (region, office)
       left join queue.habit h on h.region = p.region and h.office = p.office and h.poli = p.code
     where exists (select from queue.session s where s.region = p.region and s.office = p.office and s.poli = p.code
       and s.state = 'closed' and s.day > coalesce(h.until, '-infinity')) order by 1, 2, 3`,
  );
  for (const one of due) await learn(relay, clock, one);
  return due.length;
}

async function learn(relay: Database, clock: Clock, due: Due): Promise<void> {
  const held = await relay.query<Held & { id: string; day: string } & Row>(
    {},
    `select id, to_char(day, 'YYYY-MM-DD') as day, starts_at as starts, ends_at as ends, rooms, visit_minutes::float8 as visit from queue.session
     where region = $1 and office = $2 and poli = $3 and state = 'closed' order by day desc, id limit ${MOST_SESSIONS}`,
    [due.region, due.office, due.poli],
  );
  const [newest] = held;
  if (!newest) return;
  const days = await relay.transaction({}, (tx) => daysOf(tx, due.region, held));
  const first = firstHabits(newest.visit);
  const served = days.filter((day) => day.entries.some((one) => one.firstCalledAt !== null));
  const habits =
    served.length < LEAST_SESSIONS
      ? first
      : await calibrate(habitsOf(served, first), served, { priorityRow: due.priorityRow, bound: due.boundMinutes });
  await relay.transaction({}, (tx) =>
    tx.query(
      `insert into queue.habit (region, office, poli, learned_at, until, days, data) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (region, office, poli) do update set learned_at = excluded.learned_at, until = excluded.until, days = excluded.days, data = excluded.data`,
      [due.region, due.office, due.poli, clock(), newest.day, served.length, JSON.stringify(habits)],
    ),
  );
}

/** Plays the past in small bites: whoever asks for a page meanwhile is served between two of them. */
async function calibrate(plain: Habits, days: readonly PastSession[], rule: OrderRule): Promise<Habits> {
  const asked = days.flatMap(answersOf);
  const step = Math.max(1, Math.ceil(asked.length / MOST_ASKED));
  const chance = chanceOf(asked.length);
  const judged: Judged[] = [];
  for (let i = 0; i < asked.length; i += step) {
    const one = asked[i];
    if (one) judged.push(judge(plain, one, rule, chance, RUNS));
    await breathe();
  }
  return calibrated(plain, judged);
}

async function daysOf(
  tx: Queryable,
  region: string,
  held: readonly (Held & { readonly id: string })[],
): Promise<readonly PastSession[]> {
  const rows = await tx.query<Booked & Row>(
    `select e.lane as session, e.session as home, e.id as key, e.number, e.class, e.room, e.channel, e.booked_at as "bookedAt", e.due_at as "dueAt", s.starts_at as window,
       e.arrived_at as "arrivedAt", e.first_called_at as "firstCalledAt", e.called_at as "calledAt", e.ended_at as "endedAt"
     from queue.entry e join queue.slot s on s.region = e.region and s.id = e.slot
     where e.region = $1 and e.lane = any ($2::uuid[]) and e.status <> 'cancelled'
     union all
     select y.lane, e.session, y.entry_id, e.number, y.class, y.room, e.channel, e.booked_at, y.due_at, s.starts_at, y.arrived_at, y.first_called_at, y.called_at, y.ended_at
     from queue.stay y join queue.entry e on e.region = y.region and e.id = y.entry_id join queue.slot s on s.region = e.region and s.id = e.slot
     where y.region = $1 and y.lane = any ($2::uuid[])`,
    [region, held.map(({ id }) => id)],
  );
  return held.map(({ id, starts, ends, rooms }) => {
    const at = (moment: Date): number => (moment.getTime() - starts.getTime()) / MINUTE;
    const maybe = (moment: Date | null): number | null => (moment ? at(moment) : null);
    return {
      endsAt: at(ends),
      rooms,
      entries: rows
        .filter((row) => row.session === id)
        .map(
          (row): PastEntry => ({
            ...{ key: row.key, number: row.number, class: row.class, room: row.room, due: at(row.dueAt) },
            ...{
              window: row.channel === 'petugas' || row.home !== id ? null : at(row.window),
              bookedAt: at(row.bookedAt),
            },
            ...{ arrivedAt: maybe(row.arrivedAt), firstCalledAt: maybe(row.firstCalledAt) },
            ...{ calledAt: maybe(row.calledAt), endedAt: maybe(row.endedAt) },
          }),
        ),
    };
  });
}
