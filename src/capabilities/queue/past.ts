import type { Situation } from './estimate.ts';
import { streakAfter, type Waiting } from './order.ts';

// What the books of one session hold, and how it stood at any moment of it. Times in minutes after the beginning of the session.

export type PastEntry = Waiting & {
  readonly key: string;
  /** The beginning of his window; null for somebody who came without a booking. */
  readonly window: number | null;
  readonly bookedAt: number;
  readonly arrivedAt: number | null;
  /** First called, which ends the waiting. */
  readonly firstCalledAt: number | null;
  /** Called when he came, which begins the visit. */
  readonly calledAt: number | null;
  readonly endedAt: number | null;
  readonly room: string | null;
};
export type PastSession = {
  readonly endsAt: number;
  readonly rooms: readonly string[];
  readonly entries: readonly PastEntry[];
};

const before = (moment: number | null, now: number): moment is number => moment !== null && moment < now;
const by = (moment: number | null, now: number): moment is number => moment !== null && moment <= now;

/** How it stood: nothing that came later is in it, nor who was called at this very moment because he came. */
export function situationAt({ endsAt, rooms, entries }: PastSession, now: number): Situation {
  const called = entries.filter((one) => before(one.firstCalledAt, now));
  return {
    ...{ now, startsAt: 0, endsAt },
    servers: rooms.map((room) => {
      const here = called.filter((one) => one.room === room);
      const inside = here.find((one) => before(one.calledAt, now) && !by(one.endedAt, now));
      return { busySince: inside?.calledAt ?? null, started: here.length > 0 };
    }),
    waiting: entries
      .filter((one) => by(one.arrivedAt, now) && !before(one.firstCalledAt, now) && !by(one.endedAt, now))
      .map(({ key, number, class: of, due }) => ({ key, number, class: of, due })),
    coming: entries.flatMap((one) =>
      one.window !== null && one.bookedAt <= now && !by(one.arrivedAt, now) && !by(one.endedAt, now)
        ? [{ class: one.class, due: one.window }]
        : [],
    ),
    streak: [...called]
      .sort((a, b) => (a.firstCalledAt ?? 0) - (b.firstCalledAt ?? 0))
      .reduce((streak, one) => streakAfter(streak, one.class), 0),
    done: called.flatMap((one) =>
      one.class !== 'emergency' && one.calledAt !== null && by(one.endedAt, now) ? [one.endedAt - one.calledAt] : [],
    ),
  };
}

/**
 * Everybody who waited in line and was called: what was known when he came, and how long it then took. Whoever found a doctor free was
 * called that moment and asked nothing.
 */
export function answersOf(
  past: PastSession,
): readonly { readonly situation: Situation; readonly key: string; readonly wait: number }[] {
  return past.entries.flatMap((one) =>
    one.class === 'emergency' ||
    one.arrivedAt === null ||
    one.firstCalledAt === null ||
    one.firstCalledAt <= one.arrivedAt
      ? []
      : [{ situation: situationAt(past, one.arrivedAt), key: one.key, wait: one.firstCalledAt - one.arrivedAt }],
  );
}
