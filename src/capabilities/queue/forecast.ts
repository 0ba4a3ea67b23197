import { chanceOf, type Foreseen, foresee, type Habits, type Situation } from './estimate.ts';
import { orderOf } from './order.ts';
import type { InLine, QueuePlace, Session, Shown } from './queue.ts';

// From the line as it stands to what is shown: how many before me, from when to when.

const MINUTE = 60_000;
const ROUND = 5;

/** What is assumed of a place that has no history yet. */
const FIRST_HABITS: Omit<Habits, 'visitMean'> = {
  ...{ visitSpread: 0.6, doctorSpread: 0.25, lateMean: 12, noShow: 0.15 },
  ...{ arrivalEarly: 12, arrivalSpread: 15, walkInsPerMinute: 0.03, priorityShare: 0.12 },
};

export type Outlook = {
  /** How many are called before this one, as far as is known; null when he is not in line. */
  readonly ahead: number | null;
  /** The numbers that are called before, in order. */
  readonly before: readonly number[];
  /** Undefined when he does not wait. */
  readonly range:
    | { readonly from: Date; readonly to: Date; readonly likely: Date; readonly afterEnd: boolean }
    | undefined;
};

const minutes = (at: Date): number => at.getTime() / MINUTE;
const moment = (at: number, round: (value: number) => number): Date => new Date(round(at / ROUND) * ROUND * MINUTE);

export const ruleOf = (place: Pick<QueuePlace, 'priorityRow' | 'boundMinutes'>) => ({
  priorityRow: place.priorityRow,
  bound: place.boundMinutes * MINUTE,
});

/** How long a visit lasted: from the call to its end; the next call in a room ends the one before. */
const lengthsOf = (line: readonly InLine[]): readonly number[] =>
  line.flatMap((one) =>
    one.status === 'done' && one.calledAt && one.endedAt ? [minutes(one.endedAt) - minutes(one.calledAt)] : [],
  );

function situationOf(session: Session, line: readonly InLine[], now: Date): Situation {
  const calledIn = new Set(line.flatMap((one) => (one.room === null ? [] : [one.room])));
  return {
    ...{
      now: minutes(now),
      startsAt: minutes(session.startsAt),
      endsAt: minutes(session.endsAt),
      streak: session.streak,
    },
    servers: session.rooms.map((room) => {
      const busy = line.find((one) => one.status === 'called' && one.room === room);
      return { busySince: busy?.calledAt ? minutes(busy.calledAt) : null, started: calledIn.has(room) };
    }),
    waiting: line
      .filter((one) => one.status === 'waiting')
      .map((one) => ({ key: one.id, number: one.number, class: one.class, due: minutes(one.dueAt) })),
    coming: line.filter((one) => one.status === 'booked').map((one) => ({ class: one.class, due: minutes(one.dueAt) })),
    done: lengthsOf(line),
  };
}

/** How the line looks for one number. Somebody who is not here yet is put in line as if he came now. */
export function outlookOf(
  session: Session,
  place: QueuePlace,
  line: readonly InLine[],
  id: string,
  now: Date,
): Outlook {
  const me = line.find((one) => one.id === id);
  if (!me || (me.status !== 'waiting' && me.status !== 'booked')) return { ahead: null, before: [], range: undefined };
  const here = line.map((one) => (one.id === id ? { ...one, status: 'waiting' as const } : one));
  const waiting = here
    .filter((one) => one.status === 'waiting')
    .map((one) => ({ id: one.id, number: one.number, class: one.class, due: one.dueAt.getTime() }));
  const order = orderOf(waiting, session.streak, ruleOf(place), now.getTime());
  const ahead = order.findIndex((choice) => choice.next.id === id);
  const habits = { ...FIRST_HABITS, visitMean: session.visitMinutes };
  const rule = { priorityRow: place.priorityRow, bound: place.boundMinutes };
  // The seed changes only every two minutes, so that the numbers shown do not tremble.
  const chance = chanceOf(me.number * 7919 + Math.floor(minutes(now) / 2));
  const foreseen = foresee(situationOf(session, here, now), habits, rule, id, chance);
  const before = order.slice(0, Math.max(0, ahead)).map((choice) => choice.next.number);
  return { ahead: ahead < 0 ? null : ahead, before, range: foreseen && rangeOf(foreseen, now) };
}

function rangeOf(foreseen: Foreseen, now: Date): NonNullable<Outlook['range']> {
  const from = moment(Math.max(foreseen.low, minutes(now)), Math.floor);
  const likely = moment(foreseen.mid, Math.round);
  const to = moment(Math.max(foreseen.high, minutes(from) + ROUND), Math.ceil);
  const inside = (at: Date): Date => (at < from ? from : at > to ? to : at);
  return { from, to, likely: inside(likely), afterEnd: foreseen.afterEnd > 0.5 };
}

export const shownOf = (range: Outlook['range']): Shown | null =>
  range ? { low: range.from.toISOString(), mid: range.likely.toISOString(), high: range.to.toISOString() } : null;

/** How long the line of a session is, for the board: how many wait, and how long whoever joins now would. */
export function waitOf(session: Session, place: QueuePlace, line: readonly InLine[], now: Date) {
  const waiting = line.filter((one) => one.status === 'waiting').length;
  const newcomer: InLine = {
    ...{ id: 'next', number: 1_000_000, class: 'regular', status: 'waiting', stage: 'periksa', channel: 'petugas' },
    ...{ slot: '', dueAt: now, bookedAt: now, arrivedAt: now, calledAt: null, firstCalledAt: null, endedAt: null },
    ...{ room: null, calls: 0, skips: 0 },
  };
  const { range } = outlookOf(session, place, [...line, newcomer], 'next', now);
  const wait = range ? Math.max(0, Math.round((minutes(range.likely) - minutes(now)) / ROUND) * ROUND) : 0;
  return { waiting, minutes: wait };
}
