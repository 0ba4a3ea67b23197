/** Numbers that one counter alone may call for a while, also without a network. */
export type Lease = {
  readonly region: string;
  readonly id: string;
  readonly version: number;
  readonly head: Uint8Array;
  readonly office: string;
  readonly session: string;
  readonly room: string;
  /** The counter's browser, by a chance name. */
  readonly device: string;
  /** Ids of entries, in the order in which they would be called. */
  readonly entries: readonly string[];
  readonly since: Date;
  readonly until: Date;
  readonly state: 'held' | 'returned';
};

/** So many at most, for so long. */
export const LEASE_NUMBERS = 5;
export const LEASE_MILLIS = 15 * 60_000;
/** A lease is renewed while so much of its time is left, so that whoever loses the network can go on for ten minutes at least. */
const RENEW_MILLIS = 10 * 60_000;

export const isLive = (lease: Pick<Lease, 'state' | 'until'>, now: Date): boolean =>
  lease.state === 'held' && lease.until > now;

/** What other counters may be calling at this moment. @param device null: whoever sits in the room, whatever his browser */
export function heldElsewhere(
  leases: readonly Lease[],
  at: { readonly room: string; readonly device: string | null },
  now: Date,
): ReadonlySet<string> {
  const others = leases.filter(
    (one) => isLive(one, now) && (one.room !== at.room || (at.device !== null && one.device !== at.device)),
  );
  return new Set(others.flatMap((one) => one.entries));
}

/** A counter at which somebody works now. */
export type Counter = {
  readonly room: string;
  /** Since when somebody is in it; null when nobody is. */
  readonly busySince: number | null;
  /** Holds numbers already. */
  readonly holds: boolean;
};

/**
 * How many a counter may hold: its part of those who wait, five at most. Whoever has somebody with him leaves one for each counter that
 * has nobody, so that no doctor is idle because of what another one holds.
 */
export function shareOf(waiting: number, counters: readonly Counter[], room: string): number {
  const me = counters.find((one) => one.room === room);
  const idle = counters.filter((one) => one.room !== room && one.busySince === null).length;
  const left = me?.busySince === null || !me ? waiting : Math.max(0, waiting - idle);
  return Math.min(LEASE_NUMBERS, Math.ceil(left / Math.max(1, counters.length)));
}

/**
 * Which numbers a counter takes from those that nobody holds. Counters that hold none yet take turns, whoever will call first beginning: an
 * empty room, then the one whose visit is longest.
 * @param free in the order in which they would be called
 */
export function dealOf(free: readonly string[], counters: readonly Counter[], room: string, share: number): string[] {
  const without = counters
    .filter((one) => one.room === room || !one.holds)
    .sort(
      (one, other) =>
        (one.busySince ?? Number.NEGATIVE_INFINITY) - (other.busySince ?? Number.NEGATIVE_INFINITY) ||
        one.room.localeCompare(other.room),
    );
  const mine = Math.max(
    0,
    without.findIndex((one) => one.room === room),
  );
  const step = Math.max(1, without.length);
  return free.filter((_, i) => i % step === mine).slice(0, share);
}

/** Whether what a counter holds is still right: its part, all of it waiting, with time left. */
export const isRight = (
  lease: Pick<Lease, 'entries' | 'until'>,
  left: readonly string[],
  want: number,
  now: Date,
): boolean =>
  left.length === lease.entries.length && left.length === want && lease.until.getTime() - now.getTime() >= RENEW_MILLIS;
