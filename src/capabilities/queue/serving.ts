import { type Queryable, rename } from '../../platform/database/index.ts';
import type { Doer } from '../cases/index.ts';
import type { QueueDeps } from './deps.ts';
import { refusals } from './errors.ts';
import { outlookOf, ruleOf, shownOf } from './forecast.ts';
import { heldElsewhere } from './lease.ts';
import { acting, type Deed, getEntry, move, moveWithin, reading } from './moving.ts';
import { nextOf, streakAfter, type Why } from './order.ts';
import type { ClassReason, Entry, QueueRef, Session } from './queue.ts';
import {
  type LastEvent,
  lastEvent,
  lineOf,
  lockSession,
  offerOf,
  openEntries,
  slotWithSession,
  turn,
} from './store.ts';
import { liveLeases } from './store-leases.ts';
import { checkinOpens, dueAtArrival } from './windows.ts';

export type Guard = { readonly version: number; readonly key: string };
/** A room of a session, and who is in it as the officer's page showed it. */
export type InRoom = {
  readonly session: QueueRef;
  readonly room: string;
  readonly now: string | null;
  /** Whoever was called last did not come. */
  readonly missed?: boolean;
};
export type Called = { readonly id: string; readonly prefix: string; readonly number: number; readonly why: Why };

/** How often somebody is called again, and how long to wait between. */
const MOST_CALLS = 3;
const BETWEEN_CALLS = 60_000;
/** Who does not come when called comes back after so many others. */
const SKIPPED_BY = 3;
const MINUTE = 60_000;

/** A counter without a network had called somebody before, and did nothing after that: he may be there. */
export const CLAIMED = 'claimed';

/** He did not come because he was in a room that had called him without a network: there he is, since then. */
function wasThere(entry: Entry, claim: LastEvent, inside: boolean, at: Date): Pick<Deed, 'kind' | 'change' | 'data'> {
  const room = String(claim.data.room);
  const over = { room: entry.room, kind: 'called', at: entry.calledAt?.toISOString() ?? '' };
  return {
    ...{ kind: 'called', data: { ...claim.data, why: 'away', over } },
    change: {
      // Whoever is there now came after him.
      ...{ status: inside ? 'done' : 'called', room, calls: 1, endedAt: inside ? at : null },
      calledAt: new Date(String(claim.data.happened)),
    },
  };
}

/** What becomes of somebody who did not come when called. */
export function passedOver(entry: Entry, session: Session | undefined, at: Date): Pick<Deed, 'kind' | 'change'> {
  const length = ((session?.visitMinutes ?? 8) * SKIPPED_BY) / Math.max(1, session?.rooms.length ?? 1);
  const again = entry.skips === 0;
  return {
    kind: again ? 'skipped' : 'absent',
    change: {
      ...{ skips: entry.skips + 1, room: null },
      ...(again
        ? { status: 'waiting', dueAt: new Date(at.getTime() + length * MINUTE), dueReason: 'skipped' }
        : { status: 'absent', endedAt: at }),
    },
  };
}

/** Within a transaction that holds the session's row: what is written of somebody who did not come to the room that called him. */
async function missedDeed(
  tx: Queryable,
  entry: Entry,
  session: Session,
  open: readonly Entry[],
  at: Date,
): Promise<Omit<Deed, 'key'>> {
  const last = await lastEvent(tx, entry);
  const there = last?.kind === CLAIMED && last.data.room !== entry.room ? last : undefined;
  const inside = open.some(({ status, room }) => status === 'called' && room === there?.data.room);
  return there
    ? wasThere(entry, there, inside, at)
    : { ...passedOver(entry, session, at), data: { room: entry.room }, undoable: true };
}

/** What is done in the room: say who is here, call, call again, pass over, end. */
export function createServing(deps: QueueDeps) {
  const { db, clock } = deps;

  async function loreOf(office: string) {
    const offer = await offerOf(db, office);
    if (!offer) throw refusals.notFound();
    return offer;
  }

  /** Holds the session's row while it works: of several counters that call at once, each sees what the one before left. */
  async function inSession<R>(
    doer: Doer,
    ref: QueueRef,
    work: (
      tx: Parameters<Parameters<typeof db.transaction>[1]>[0],
      session: Session,
      open: readonly (Entry & { readonly prefix: string })[],
    ) => Promise<R>,
  ): Promise<R> {
    const held = async (tx: Parameters<typeof work>[0]): Promise<R> => {
      const session = await lockSession(tx, ref);
      if (!session) throw refusals.notFound();
      return work(tx, session, await openEntries(tx, ref));
    };
    const result = await db.transaction(reading(ref.region, doer), held, 'once');
    deps.written();
    return result;
  }

  return {
    /** Somebody who booked is here. */
    async checkIn(doer: Doer, ref: QueueRef, guard: Guard): Promise<void> {
      const entry = await getEntry(deps, doer, ref);
      if (entry.status !== 'booked') throw refusals.notNow();
      if (entry.version !== guard.version) throw refusals.lostGuard();
      const both = await slotWithSession(db, { region: ref.region, id: entry.slot }, clock());
      const lore = await loreOf(entry.office);
      if (!both) throw refusals.notFound();
      const now = clock();
      const opens = checkinOpens(both.slot, lore.place);
      if (now < opens) throw refusals.tooEarly(opens);
      if (both.session.state === 'closed' || both.session.state === 'cancelled') throw refusals.closed();
      const { dueAt, late } = dueAtArrival(both.slot, lore.place, now);
      const line = (await lineOf(db, { region: ref.region, id: entry.lane })).map((one) =>
        one.id === entry.id ? { ...one, status: 'waiting' as const, dueAt } : one,
      );
      const { range } = outlookOf(both.session, lore, line, entry.id, now);
      await move(deps, entry, doer, {
        ...{ kind: 'arrived', key: guard.key, data: { late }, undoable: doer.seat !== null },
        change: { status: 'waiting', arrivedAt: now, dueAt, dueReason: late ? 'late' : null, shown: shownOf(range) },
      });
    },

    /**
     * Ends whoever is in the room, or passes over whoever did not come to it, and calls the next one. Undefined when nobody waits. A second press, or one on an old page,
     * names another one in the room than is there, and does nothing.
     */
    async callNext(doer: Doer, at: InRoom, key: string): Promise<Called | undefined> {
      if (doer.seat === null) throw refusals.notYours();
      // Read before the lock: whoever holds it asks for no second connection.
      const { place } = await loreOf(doer.seat);
      return inSession(doer, at.session, async (tx, session, open) => {
        if (session.office !== doer.seat || !session.rooms.includes(at.room)) throw refusals.notYours();
        if (session.state === 'paused') throw refusals.paused();
        if (session.state === 'cancelled') throw refusals.closed();
        const inside = open.find((one) => one.status === 'called' && one.room === at.room);
        if ((inside?.id ?? null) !== at.now) throw refusals.lostGuard();
        const now = clock();
        const held = heldElsewhere(await liveLeases(tx, at.session, now), { room: at.room, device: null }, now);
        const waiting = open
          .filter((one) => one.status === 'waiting')
          .map((entry) => ({ entry, number: entry.number, class: entry.class, due: entry.dueAt.getTime() }));
        // What another counter holds it may be calling at this moment without a network. An emergency waits for no lease.
        const free = waiting.filter(({ entry }) => entry.class === 'emergency' || !held.has(entry.id));
        const choice = nextOf(free, session.streak, ruleOf(place), now.getTime());
        const first = nextOf(waiting, session.streak, ruleOf(place), now.getTime())?.next.entry;
        if (!choice && waiting.length > 0) throw refusals.heldElsewhere();
        const next = choice?.next.entry;
        await rename(
          tx,
          acting(
            session.region,
            doer,
            [inside?.id, next?.id].filter((id) => id !== undefined),
          ),
        );
        if (inside) {
          const served = { kind: 'done', data: { room: at.room }, change: { status: 'done' as const, endedAt: now } };
          const deed = at.missed ? await missedDeed(tx, inside, session, open, now) : { ...served, undoable: true };
          await moveWithin(deps, tx, inside, doer, { ...deed, key: `${key}:1` });
        }
        if (!choice || !next) return undefined;
        await moveWithin(deps, tx, next, doer, {
          ...{ kind: 'called', key: `${key}:2`, undoable: true },
          data: {
            ...{ room: at.room, why: choice.why, streak: session.streak, ended: inside?.id ?? null },
            // Somebody would have come before, had another counter not held his number.
            ...(first && first.id !== next.id ? { passed: first.number } : {}),
          },
          change: {
            ...{ status: 'called', room: at.room, calledAt: now, calls: 1 },
            firstCalledAt: next.firstCalledAt ?? now,
          },
        });
        await turn(tx, at.session, streakAfter(session.streak, next.class));
        return { id: next.id, prefix: next.prefix, number: next.number, why: choice.why };
      });
    },

    /** The same number again, at most three times and not at once. */
    async callAgain(doer: Doer, ref: QueueRef, guard: Guard): Promise<void> {
      const entry = await inside(doer, ref, guard);
      const now = clock();
      const waited = now.getTime() - (entry.calledAt?.getTime() ?? 0);
      if (entry.calls >= MOST_CALLS || waited < BETWEEN_CALLS) throw refusals.calledEnough();
      await move(deps, entry, doer, {
        ...{ kind: 'calledAgain', key: guard.key, data: { room: entry.room } },
        change: { calls: entry.calls + 1, calledAt: now },
      });
    },

    /** Did not come: back in line after three others, once; the second time he is absent. */
    async skip(doer: Doer, ref: QueueRef, guard: Guard): Promise<void> {
      const entry = await inside(doer, ref, guard);
      await inSession(doer, { region: ref.region, id: entry.lane }, async (tx, session, open) => {
        const deed = await missedDeed(tx, entry, session, open, clock());
        await rename(tx, acting(entry.region, doer, [entry.id]));
        await moveWithin(deps, tx, entry, doer, { ...deed, key: guard.key });
      });
    },

    async finish(doer: Doer, ref: QueueRef, guard: Guard): Promise<void> {
      const entry = await inside(doer, ref, guard);
      await move(deps, entry, doer, {
        ...{ kind: 'done', key: guard.key, data: { room: entry.room }, undoable: true },
        change: { status: 'done', endedAt: clock() },
      });
    },

    /** Before everybody, or with priority, for a reason that an officer sees and that is kept. */
    async putFirst(
      doer: Doer,
      ref: QueueRef,
      why: { reason: ClassReason; sign?: string },
      guard: Guard,
    ): Promise<void> {
      const entry = await getEntry(deps, doer, ref);
      if (doer.seat !== entry.office) throw refusals.notYours();
      if (entry.version !== guard.version) throw refusals.lostGuard();
      if (entry.status !== 'waiting' && entry.status !== 'booked') throw refusals.notNow();
      const { reason, sign = null } = why;
      const emergency = reason === 'darurat';
      const now = clock();
      await move(deps, entry, doer, {
        ...{ kind: 'putFirst', key: guard.key, data: { reason, sign }, undoable: true },
        change: {
          ...{ class: emergency ? 'emergency' : 'priority', classReason: reason, dueReason: reason },
          ...(emergency ? { status: 'waiting', dueAt: now, arrivedAt: entry.arrivedAt ?? now } : {}),
        },
      });
    },

    /** By whoever holds the number, until he is called; or by an officer. */
    async cancel(doer: Doer, ref: QueueRef, guard: Guard): Promise<void> {
      const entry = await getEntry(deps, doer, ref);
      if (entry.status === 'cancelled') return;
      if (entry.status !== 'booked' && entry.status !== 'waiting') throw refusals.notNow();
      if (entry.version !== guard.version) throw refusals.lostGuard();
      await move(deps, entry, doer, {
        ...{ kind: 'cancelled', key: guard.key, change: { status: 'cancelled', endedAt: clock() } },
      });
    },
  };

  async function inside(doer: Doer, ref: QueueRef, guard: Guard): Promise<Entry> {
    const entry = await getEntry(deps, doer, ref);
    if (doer.seat !== entry.office) throw refusals.notYours();
    if (entry.status !== 'called') throw refusals.notNow();
    if (entry.version !== guard.version) throw refusals.lostGuard();
    return entry;
  }
}
