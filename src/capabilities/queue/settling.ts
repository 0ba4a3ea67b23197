import { Refusal } from '../../kernel/refusal.ts';
import { type Queryable, type Row, rename } from '../../platform/database/index.ts';
import type { Doer } from '../cases/index.ts';
import type { Given } from './booking.ts';
import type { QueueDeps } from './deps.ts';
import { refusals } from './errors.ts';
import { type Came, lateCall } from './late-call.ts';
import type { AtCounter } from './leasing.ts';
import { acting, type Deed, moveWithin, reading } from './moving.ts';
import { streakAfter } from './order.ts';
import { type Entry, labelOf, type QueueRef, type Session } from './queue.ts';
import { CLAIMED, passedOver } from './serving.ts';
import { entryIn, findSession, lastEvent, lockSession, openEntries, turn } from './store.ts';
import { labelsOf, leaseIn } from './store-leases.ts';

/** Something that a counter did without a network. Times by its own clock, in milliseconds. */
export type Away = {
  readonly key: string;
  readonly kind: 'called' | 'skipped' | 'done' | 'paper';
  /** What stands on the ticket or the paper. */
  readonly number: string;
  readonly at: number;
  /** The lease from which it was called. */
  readonly lease: string | null;
  /** Of a paper number: the key of the act that gave it. */
  readonly paper: string | null;
};
/**
 * What became of it: written down (now or before; `served`: another counter called him or had passed him over, while he was here), or why not: cancelled meanwhile, called elsewhere, not lent to this counter then, the day
 * is over. `number`: under which a paper number is known from now on.
 */
export type Settled = {
  readonly key: string;
  readonly outcome: 'recorded' | 'served' | 'cancelled' | 'elsewhere' | 'not-lent' | 'closed';
  readonly number: string;
};

/** Somebody who was served in a room, whatever another one said. */
export type Served = { readonly prefix: string; readonly number: number; readonly room: string; readonly at: Date };
const TOLD_MILLIS = 2 * 3_600_000;

type Done = Away & { readonly came: Came };

/** What a slow clock and a slow hand may add to the end of a lease. */
const LATE_MILLIS = 60_000;

/** Acts from a time without a network, written down with the time at which they happened, each once. */
export function createSettling(
  deps: QueueDeps,
  fromPaper: (doer: Doer, on: { session: QueueRef; label: string; at: Date }, key: string) => Promise<Given>,
) {
  const { db, clock } = deps;

  return {
    /** Whom this room passed over while he was in another one that had no network: what it is told of the last hours. */
    async servedElsewhere(doer: Doer, ref: QueueRef, room: string): Promise<readonly Served[]> {
      return db.query<Served & Row>(
        reading(ref.region, doer),
        `select s.prefix, e.number, v.data ->> 'room' as room, (v.data ->> 'happened')::timestamptz as at
         from queue.entry e join queue.session s on s.region = e.region and s.id = e.session
           join queue.event v on v.region = e.region and v.entry_id = e.id and v.kind = 'called'
         where e.region = $1 and e.lane = $2 and v.data -> 'over' ->> 'room' = $3 and v.at > $4 order by v.at`,
        [ref.region, ref.id, room, new Date(clock().getTime() - TOLD_MILLIS)],
      );
    },

    /**
     * In the order in which they happened.
     * @param sentAt the counter's clock at sending: what it differs by is taken off every time
     */
    async settle(doer: Doer, at: AtCounter, acts: readonly Away[], sentAt: number): Promise<readonly Settled[]> {
      const session = await findSession(db, at.session);
      if (!session || doer.seat === null || session.office !== doer.seat || !session.rooms.includes(at.room))
        throw refusals.notYours();
      const now = clock().getTime();
      const momentOf = (time: number) => new Date(Math.min(now, time + now - sentAt));
      const papers = new Map(acts.filter(({ kind }) => kind === 'paper').map((act) => [act.key, act]));
      const settled: Settled[] = [];
      const inOrder = [...acts].sort((one, other) => one.at - other.at);
      for (const [i, act] of inOrder.entries()) {
        const when = momentOf(act.at);
        // Whether he came when this counter called him: it passes over whoever did not.
        const next = inOrder.slice(i + 1).find(({ kind }) => kind !== 'paper');
        const came = next === undefined ? 'unknown' : next.kind === 'skipped' ? 'not' : 'came';
        settled.push({ key: act.key, ...(await settleOne({ ...act, came }, when)) });
      }
      deps.written();
      return settled;

      async function settleOne(act: Done, when: Date): Promise<Omit<Settled, 'key'>> {
        if (act.kind !== 'paper' && act.paper === null) return within(doer, at, act, when, undefined);
        const origin = act.kind === 'paper' ? act : papers.get(act.paper ?? '');
        const given = origin && (await paper(origin, momentOf(origin.at)));
        if (!given || !session) return { outcome: 'closed', number: act.number };
        const number = labelOf(session.prefix, given.number);
        if (act.kind === 'paper') return { outcome: 'recorded', number };
        return { ...(await within(doer, at, act, when, given.id)), number };
      }

      /** Undefined when its day is over. */
      async function paper({ key, number }: Away, when: Date): Promise<Given | undefined> {
        try {
          return await fromPaper(doer, { session: at.session, label: number, at: when }, `paper:${key}`);
        } catch (error) {
          if (error instanceof Refusal && (error.code === 'queue/full' || error.code === 'queue/closed'))
            return undefined;
          throw error;
        }
      }
    },
  };

  /** One act on one number, under the session's lock. */
  async function within(
    doer: Doer,
    at: AtCounter,
    act: Done,
    when: Date,
    paper: string | undefined,
  ): Promise<Omit<Settled, 'key'>> {
    const { number } = act;
    const { region } = at.session;
    return db.transaction(reading(region, doer), async (tx) => {
      const session = await lockSession(tx, at.session);
      if (!session) throw refusals.notFound();
      const open = await openEntries(tx, at.session);
      const inside = open.find((one) => one.status === 'called' && one.room === at.room);
      const here = inside && labelOf(inside.prefix, inside.number) === number ? inside.id : undefined;
      const lent = paper ?? (act.kind === 'called' ? await lentIn(tx, at, act, when) : undefined);
      const id = lent ?? here ?? (act.kind === 'called' ? undefined : await lastCalled(tx, at, act));
      const entry = id === undefined ? undefined : await entryIn(tx, { region, id });
      if (!entry) return { outcome: 'not-lent', number };
      await rename(tx, acting(region, doer, [entry.id]));
      const known = await tx.query('select 1 from platform.idempotency where region = $1 and actor = $2 and key = $3', [
        ...[region, doer.id, act.key],
      ]);
      if (known.length > 0) {
        const last = await lastEvent(tx, entry);
        return { outcome: last?.kind === CLAIMED ? 'elsewhere' : 'recorded', number };
      }
      const outcome =
        act.kind === 'called'
          ? await called(tx, { doer, session, room: at.room, inside }, entry, act, when)
          : await ended(tx, { doer, session, room: at.room }, entry, act, when);
      return { outcome, number };
    });
  }

  /** The number, if it stood on a list that this counter held at that time. */
  async function lentIn(tx: Queryable, at: AtCounter, act: Away, when: Date): Promise<string | undefined> {
    const lease = act.lease === null ? undefined : await leaseIn(tx, { region: at.session.region, id: act.lease });
    if (!lease || lease.session !== at.session.id || lease.room !== at.room || lease.device !== at.device)
      return undefined;
    if (when < new Date(lease.since.getTime() - LATE_MILLIS)) return undefined;
    if (when > new Date(lease.until.getTime() + LATE_MILLIS)) return undefined;
    const labels = await labelsOf(tx, lease.region, lease.entries);
    return labels.find((one) => labelOf(one.prefix, one.number) === act.number)?.id;
  }

  /** Whom this counter called, when nobody is in the room any more by our books. */
  async function lastCalled(tx: Queryable, at: AtCounter, act: Away): Promise<string | undefined> {
    const [row] = await tx.query<{ id: string }>(
      `select e.id from queue.entry e join queue.session s on s.region = e.region and s.id = e.session
       where e.region = $1 and e.lane = $2 and s.prefix = $3 and e.number = $4 and e.called_at is not null limit 1`,
      [at.session.region, at.session.id, act.number.slice(0, 1), Number(act.number.slice(2)) || 0],
    );
    return row?.id;
  }

  type Where = { readonly doer: Doer; readonly session: Session; readonly room: string };

  async function write(tx: Queryable, { doer, room }: Where, entry: Entry, deed: Deed, when: Date): Promise<void> {
    await rename(tx, acting(entry.region, doer, [entry.id]));
    await moveWithin(deps, tx, entry, doer, {
      ...deed,
      data: { room, ...deed.data, happened: when.toISOString(), away: true },
    });
  }

  async function called(
    tx: Queryable,
    where: Where & { readonly inside: Entry | undefined },
    entry: Entry,
    act: Done,
    when: Date,
  ): Promise<Settled['outcome']> {
    const { room, session, inside } = where;
    // The call reached us before the network went, only our answer did not reach the counter.
    if (entry.room === room && (entry.status === 'called' || entry.calledAt?.getTime() === when.getTime()))
      return 'recorded';
    if (entry.lane !== session.id) return entry.status === 'cancelled' ? 'cancelled' : 'elsewhere';
    const against = await saidElsewhere(tx, entry, room);
    const outcome = lateCall(entry.status, against !== undefined, act.came);
    // He may still be here: it is known from then on, should he not come where he is called now.
    if (outcome === 'elsewhere' && entry.status === 'called' && act.came === 'unknown')
      await write(tx, where, entry, { kind: CLAIMED, key: act.key, data: { lease: act.lease }, change: {} }, when);
    if (outcome === 'cancelled' || outcome === 'elsewhere') return outcome;
    const over = session.state === 'closed';
    if (inside)
      await write(
        tx,
        where,
        inside,
        { kind: 'done', key: `${act.key}:1`, change: { status: 'done', endedAt: when } },
        when,
      );
    await write(
      tx,
      where,
      entry,
      {
        ...{ kind: 'called', key: act.key },
        data: { why: 'away', lease: act.lease, ...(against ? { over: { ...against } } : {}) },
        change: {
          ...{ status: over ? 'done' : 'called', room, calledAt: when, calls: 1 },
          ...{ firstCalledAt: entry.firstCalledAt ?? when, endedAt: over ? when : null },
        },
      },
      when,
    );
    await turn(tx, session, streakAfter(session.streak, entry.class));
    return outcome;
  }

  /** Which other room calls somebody, or passed him over, who was in this counter's room. */
  async function saidElsewhere(tx: Queryable, entry: Entry, room: string) {
    if (entry.status === 'called') return { room: entry.room, kind: 'called', at: entry.calledAt?.toISOString() ?? '' };
    if (entry.skips === 0) return undefined;
    const last = await lastEvent(tx, entry);
    const by = last?.data.room;
    if (!last || (last.kind !== 'skipped' && last.kind !== 'absent') || typeof by !== 'string' || by === room)
      return undefined;
    return { room: by, kind: last.kind, at: last.at.toISOString() };
  }

  async function ended(tx: Queryable, where: Where, entry: Entry, act: Away, when: Date): Promise<Settled['outcome']> {
    if (entry.room !== where.room || entry.status !== 'called')
      return entry.room === where.room && entry.status === 'done' ? 'recorded' : 'elsewhere';
    const deed: Pick<Deed, 'kind' | 'change'> =
      act.kind === 'skipped'
        ? passedOver(entry, where.session, when)
        : { kind: 'done', change: { status: 'done', endedAt: when } };
    await write(tx, where, entry, { ...deed, key: act.key }, when);
    return 'recorded';
  }
}
