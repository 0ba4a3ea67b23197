import { ruleOf } from './forecast.ts';
import { orderOf } from './order.ts';
import { type InLine, labelOf, type QueuePlace, type Session } from './queue.ts';

/** How a session stands, in numbers alone. */
export type Standing = {
  /** Numbers given out and not cancelled. */
  readonly given: number;
  /** Of these, not called yet. */
  readonly left: number;
  /** The number called last; null before the first call. */
  readonly called: string | null;
  /** How many are called before the one that was asked for; null when it no longer waits. */
  readonly ahead: number | null;
};

const isLeft = ({ status }: InLine): boolean => status === 'booked' || status === 'waiting';

/**
 * Counts also those who booked and are not here yet, as if everybody came at his window: what can be said of a number days before.
 * @param id of a number; its place is counted by the order in which people are called
 */
export function standingOf(
  session: Session,
  place: Pick<QueuePlace, 'priorityRow' | 'boundMinutes'>,
  line: readonly InLine[],
  now: Date,
  id?: string,
): Standing {
  const left = line.filter(isLeft);
  const called = line.reduce<InLine | undefined>(
    (last, one) => (one.calledAt && (!last?.calledAt || one.calledAt > last.calledAt) ? one : last),
    undefined,
  );
  const me = left.find((one) => one.id === id);
  const waiting = left.map((one) => ({ id: one.id, number: one.number, class: one.class, due: one.dueAt.getTime() }));
  const at = Math.max(now.getTime(), me?.dueAt.getTime() ?? 0);
  const ahead = me && orderOf(waiting, session.streak, ruleOf(place), at).findIndex(({ next }) => next.id === id);
  return {
    ...{ given: line.length, left: left.length },
    called: called ? labelOf(called.prefix, called.number) : null,
    ahead: ahead ?? null,
  };
}
