import { uuidv7 } from '../../kernel/ids.ts';
import { type Queryable, rename } from '../../platform/database/index.ts';
import type { Doer } from '../cases/index.ts';
import type { QueueDeps } from './deps.ts';
import { refusals } from './errors.ts';
import { ruleOf } from './forecast.ts';
import { type Counter, dealOf, heldElsewhere, isLive, isRight, LEASE_MILLIS, type Lease, shareOf } from './lease.ts';
import { acting, reading } from './moving.ts';
import { orderOf } from './order.ts';
import { type Entry, labelOf, type QueueRef, type Session } from './queue.ts';
import { lockSession, offerOf, openEntries } from './store.ts';
import { liveLeases, RETURN, roomsInUse, TAKE } from './store-leases.ts';

/** A counter's browser, in a room of a session. */
export type AtCounter = { readonly session: QueueRef; readonly room: string; readonly device: string };
/** What a counter may call by itself from now on. */
export type Held = {
  /** Null when there is nothing to hold. */
  readonly lease: string | null;
  /** So long, from the moment at which it asked. */
  readonly seconds: number;
  /** What stands on the tickets, in the order of calling. */
  readonly numbers: readonly string[];
  /** Who is in the room. */
  readonly inside: string | null;
  /** Another browser holds the numbers of this room. */
  readonly other: boolean;
};

/** A room in which nobody was called for so long has nobody at its counter. */
const USED_MILLIS = 60 * 60_000;

/** Numbers that a counter holds so that it can call on without a network. */
export function createLeasing(deps: QueueDeps) {
  const { db, clock } = deps;

  type Open = Entry & { readonly prefix: string };
  type Look = {
    readonly session: Session;
    readonly open: readonly Open[];
    readonly leases: readonly Lease[];
    readonly now: Date;
  };

  async function atSession<R>(doer: Doer, at: AtCounter, work: (tx: Queryable, look: Look) => Promise<R>): Promise<R> {
    return db.transaction(reading(at.session.region, doer), async (tx) => {
      const session = await lockSession(tx, at.session);
      if (!session) throw refusals.notFound();
      if (session.office !== doer.seat || !session.rooms.includes(at.room)) throw refusals.notYours();
      const now = clock();
      return work(tx, {
        ...{ session, now, open: await openEntries(tx, at.session), leases: await liveLeases(tx, at.session, now) },
      });
    });
  }

  async function giveBack(tx: Queryable, doer: Doer, leases: readonly Lease[]): Promise<void> {
    for (const lease of leases) {
      await rename(tx, acting(lease.region, doer, [lease.id]));
      const stepped = await deps.step.within(tx, RETURN, {
        ...named(doer, lease),
        ...{ id: lease.id, version: lease.version, head: lease.head, at: clock(), action: 'returned' },
        ...{ key: `return:${lease.id}`, audit: { room: lease.room }, answer: { id: lease.id } },
        set: { state: 'returned' },
      });
      if (stepped.kind !== 'done') throw refusals.lostGuard();
    }
  }

  async function take(tx: Queryable, doer: Doer, look: Look, at: AtCounter, entries: readonly string[]) {
    const id = uuidv7(clock, deps.random);
    const until = new Date(look.now.getTime() + LEASE_MILLIS);
    await rename(tx, acting(look.session.region, doer, [id]));
    const stepped = await deps.step.within(tx, TAKE, {
      ...named(doer, look.session),
      ...{ id, version: 0, head: new Uint8Array(), at: look.now, action: 'held', key: `hold:${id}`, answer: { id } },
      audit: { room: at.room, entries: [...entries], until: until.toISOString() },
      set: {
        ...{ office: look.session.office, session: look.session.id, room: at.room, device: at.device, entries },
        ...{ since: look.now, until, state: 'held' },
      },
    });
    if (stepped.kind !== 'done') throw refusals.lostGuard();
    return { id, until, entries };
  }

  const waitingOf = (look: Look): readonly Open[] => look.open.filter(({ status }) => status === 'waiting');
  const insideOf = (look: Look, room: string): Open | undefined =>
    look.open.find((one) => one.status === 'called' && one.room === room);

  return {
    /**
     * What this counter holds from now on. Says first what it holds, so that whatever it does not hold any more is free for others: a list
     * that never reached it stays with it until it asks again.
     * @param have the lease that its browser keeps
     */
    async hold(doer: Doer, at: AtCounter, have: string | null): Promise<Held> {
      // Read before the lock: whoever holds it asks for no second connection.
      const place = doer.seat === null ? undefined : (await offerOf(db, doer.seat))?.place;
      if (!place) throw refusals.notYours();
      return atSession(doer, at, async (tx, look) => {
        const { session, leases, now } = look;
        const here = leases.filter((one) => one.room === at.room && isLive(one, now));
        const mine = here.filter((one) => one.device === at.device);
        await giveBack(
          tx,
          doer,
          mine.filter(({ id }) => id !== have),
        );
        const inside = insideOf(look, at.room);
        const told = { inside: inside ? labelOf(inside.prefix, inside.number) : null, other: false };
        if (here.some((one) => one.device !== at.device))
          return { ...told, other: true, lease: null, seconds: 0, numbers: [] };
        const current = mine.find(({ id }) => id === have);
        const wanted = await wantedOf(tx, look, at, current, ruleOf(place));
        const kept = current && isRight(current, wanted.left, wanted.entries.length, now) ? current : undefined;
        const open = session.state === 'open' || session.state === 'full';
        const lease =
          kept ?? (open && wanted.entries.length > 0 ? await take(tx, doer, look, at, wanted.entries) : undefined);
        if (!lease) return { ...told, lease: null, seconds: 0, numbers: [] };
        const byId = new Map(look.open.map((one) => [one.id, labelOf(one.prefix, one.number)]));
        return {
          ...{ ...told, lease: lease.id, seconds: Math.floor((lease.until.getTime() - now.getTime()) / 1000) },
          numbers: lease.entries.flatMap((id) => byId.get(id) ?? []),
        };
      });
    },

    /** Gives back all that this browser holds here. */
    giveBack: (doer: Doer, at: AtCounter): Promise<void> =>
      atSession(doer, at, (tx, { leases }) =>
        giveBack(
          tx,
          doer,
          leases.filter((one) => one.room === at.room && one.device === at.device),
        ),
      ),
  };

  /** What a counter should hold now: of what it holds, those who still wait; then the next that nobody holds. */
  async function wantedOf(
    tx: Queryable,
    look: Look,
    at: AtCounter,
    current: Lease | undefined,
    rule: ReturnType<typeof ruleOf>,
  ): Promise<{ readonly left: readonly string[]; readonly entries: readonly string[] }> {
    const { session, leases, now } = look;
    const used = await roomsInUse(tx, at.session, new Date(now.getTime() - USED_MILLIS));
    const holding = new Set(leases.filter((one) => isLive(one, now)).map(({ room }) => room));
    const rooms = new Set([at.room, ...used, ...holding].filter((room) => session.rooms.includes(room)));
    const counters: readonly Counter[] = [...rooms].map((room) => ({
      ...{ room, holds: holding.has(room), busySince: insideOf(look, room)?.calledAt?.getTime() ?? null },
    }));
    const waiting = waitingOf(look).map((entry) => ({
      ...{ id: entry.id, number: entry.number, class: entry.class, due: entry.dueAt.getTime() },
    }));
    const line = orderOf(waiting, session.streak, rule, now.getTime()).map(({ next }) => next.id);
    const share = shareOf(line.length, counters, at.room);
    const held = heldElsewhere(leases, { room: at.room, device: at.device }, now);
    const left = line.filter((id) => current?.entries.includes(id));
    const free = line.filter((id) => !held.has(id) && !left.includes(id));
    const more = left.length >= share ? [] : dealOf(free, counters, at.room, share - left.length);
    const entries = new Set([...left.slice(0, share), ...more]);
    return { left, entries: line.filter((id) => entries.has(id)) };
  }
}

/** About a counter of an office, about nobody. */
const named = (doer: Doer, of: Pick<Session, 'region' | 'office'>) => ({
  ...{ region: of.region, actor: doer.id, subject: of.office, authority: 'office' as const, office: doer.seat },
});
