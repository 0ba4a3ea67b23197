import { chanceOf } from './chance.ts';
import { type Foreseen, foresee, type Habits } from './estimate.ts';
import { firstHabits } from './habits.ts';
import { orderOf } from './order.ts';
import { type PastSession, situationAt } from './past.ts';
import type { InLine, QueuePlace, Session, Shown } from './queue.ts';

// From the line as it stands to what is shown: how many before me, from when to when.

const MINUTE = 60_000;
const ROUND = 5;
const MOMENT = 0.001;

/** What is known of a place: its rules, and what its days taught by poli. */
export type Lore = { readonly place: QueuePlace; readonly habits: ReadonlyMap<string, Habits> };

export type Outlook = {
  /** How many are called before this one, as far as is known; null when he is not in line. */
  readonly ahead: number | null;
  /** Those who are called before, in order. */
  readonly before: readonly Pick<InLine, 'prefix' | 'number'>[];
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

/** The line as the estimate takes it: whoever waits was not called, also when he was passed over before. */
function bookOf(session: Session, line: readonly InLine[]): PastSession {
  const maybe = (at: Date | null): number | null => (at ? minutes(at) - minutes(session.startsAt) : null);
  return {
    endsAt: minutes(session.endsAt) - minutes(session.startsAt),
    rooms: session.rooms,
    entries: line.map((one) => {
      const called = one.status !== 'waiting' && one.status !== 'booked';
      return {
        ...{ key: one.id, number: one.number, class: one.class, room: one.room, due: maybe(one.dueAt) ?? 0 },
        ...{ window: one.status === 'booked' ? maybe(one.dueAt) : null, bookedAt: maybe(one.bookedAt) ?? 0 },
        arrivedAt: one.status === 'booked' ? null : maybe(one.arrivedAt),
        ...{ firstCalledAt: called ? maybe(one.firstCalledAt) : null, calledAt: called ? maybe(one.calledAt) : null },
        endedAt: maybe(one.endedAt),
      };
    }),
  };
}

/** Those who are called before one who waits, in order; undefined when he does not wait. */
export function beforeOf(
  session: Session,
  place: Pick<QueuePlace, 'priorityRow' | 'boundMinutes'>,
  line: readonly InLine[],
  id: string,
  now: Date,
): readonly InLine[] | undefined {
  const waiting = line
    .filter((one) => one.status === 'waiting')
    .map((one) => ({ one, number: one.number, class: one.class, due: one.dueAt.getTime() }));
  const order = orderOf(waiting, session.streak, ruleOf(place), now.getTime());
  const at = order.findIndex(({ next }) => next.one.id === id);
  return at < 0 ? undefined : order.slice(0, at).map(({ next }) => next.one);
}

/** How the line looks for one number. Somebody who is not here yet is put in line as if he came now. */
export function outlookOf(session: Session, lore: Lore, line: readonly InLine[], id: string, now: Date): Outlook {
  const { place } = lore;
  const me = line.find((one) => one.id === id);
  if (!me || (me.status !== 'waiting' && me.status !== 'booked')) return { ahead: null, before: [], range: undefined };
  const here = line.map((one) =>
    one.id === id ? { ...one, status: 'waiting' as const, arrivedAt: one.arrivedAt ?? now } : one,
  );
  const before = beforeOf(session, place, here, id, now);
  const habits = lore.habits.get(session.poli) ?? firstHabits(session.visitMinutes);
  const rule = { priorityRow: place.priorityRow, bound: place.boundMinutes };
  // The seed changes only every two minutes, so that the numbers shown do not tremble.
  const chance = chanceOf(me.number * 7919 + Math.floor(minutes(now) / 2));
  const start = minutes(session.startsAt);
  // A moment later: who was called just now is in his room, not in line.
  const situation = situationAt(bookOf(session, here), minutes(now) - start + MOMENT);
  // The streak stands on the session's own row; the books know only the calls that are still to be seen.
  const foreseen = foresee({ ...situation, streak: session.streak }, habits, rule, id, chance);
  return {
    ahead: before?.length ?? null,
    before: before?.map(({ prefix, number }) => ({ prefix, number })) ?? [],
    range: foreseen && rangeOf(foreseen, start, now),
  };
}

function rangeOf(foreseen: Foreseen, start: number, now: Date): NonNullable<Outlook['range']> {
  const from = moment(Math.max(start + foreseen.low, minutes(now)), Math.floor);
  const likely = moment(start + foreseen.mid, Math.round);
  const to = moment(Math.max(start + foreseen.high, minutes(from) + ROUND), Math.ceil);
  const inside = (at: Date): Date => (at < from ? from : at > to ? to : at);
  return { from, to, likely: inside(likely), afterEnd: foreseen.afterEnd > 0.5 };
}

export const shownOf = (range: Outlook['range']): Shown | null =>
  range ? { low: range.from.toISOString(), mid: range.likely.toISOString(), high: range.to.toISOString() } : null;

/** How long the line of a session is, for the board: how many wait, and how long whoever joins now would. */
export function waitOf(session: Session, lore: Lore, line: readonly InLine[], now: Date) {
  const waiting = line.filter((one) => one.status === 'waiting').length;
  const newcomer: InLine = {
    ...{
      id: 'next',
      prefix: session.prefix,
      number: 1_000_000,
      class: 'regular',
      status: 'waiting',
      stage: 'periksa',
      channel: 'petugas',
    },
    ...{ slot: '', dueAt: now, bookedAt: now, arrivedAt: now, calledAt: null, firstCalledAt: null, endedAt: null },
    ...{ room: null, calls: 0, skips: 0 },
  };
  const { range } = outlookOf(session, lore, [...line, newcomer], 'next', now);
  const wait = range ? Math.max(0, Math.round((minutes(range.likely) - minutes(now)) / ROUND) * ROUND) : 0;
  return { waiting, minutes: wait };
}
