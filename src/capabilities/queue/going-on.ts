import type { Json } from '../../kernel/json.ts';
import { type Queryable, rename } from '../../platform/database/index.ts';
import type { Doer } from '../cases/index.ts';
import type { QueueDeps } from './deps.ts';
import { refusals } from './errors.ts';
import { acting, changeBack, getEntry, move, moveWithin, reading } from './moving.ts';
import type { Entry, QueueRef } from './queue.ts';
import type { Guard } from './serving.ts';
import { entryIn, findSession, lastEvent, lockSession, offerOf, openEntries, turn, undoableOf } from './store.ts';

/** How long an act may be taken back by whoever did it. */
const UNDO_MILLIS = 30_000;

/** What becomes of somebody who was called: waits for a result, goes on to the next queue, or the act was a slip. */
export function createGoingOn(deps: QueueDeps) {
  const { db, clock } = deps;

  async function inside(doer: Doer, ref: QueueRef, guard: Guard, status: Entry['status']): Promise<Entry> {
    const entry = await getEntry(deps, doer, ref);
    if (doer.seat !== entry.office) throw refusals.notYours();
    if (entry.status !== status) throw refusals.notNow();
    if (entry.version !== guard.version) throw refusals.lostGuard();
    return entry;
  }

  return {
    /** Out of the room until a result is there, without losing the turn. */
    async park(doer: Doer, ref: QueueRef, guard: Guard): Promise<void> {
      const entry = await inside(doer, ref, guard, 'called');
      await move(deps, entry, doer, {
        ...{ kind: 'parked', key: guard.key, data: { room: entry.room }, undoable: true },
        change: { status: 'parked', room: null },
      });
    },

    /** The result is there: back in line by the time that was due before, so before those who came later. */
    async unpark(doer: Doer, ref: QueueRef, guard: Guard): Promise<void> {
      const entry = await inside(doer, ref, guard, 'parked');
      await move(deps, entry, doer, {
        ...{ kind: 'unparked', key: guard.key, undoable: true },
        change: { status: 'waiting', calls: 0, dueReason: 'parked' },
      });
    },

    /** On to another queue of the same day, in the order in which people were due here: nobody queues anew for his medicine. */
    async transfer(doer: Doer, ref: QueueRef, to: string, guard: Guard): Promise<void> {
      const entry = await inside(doer, ref, guard, 'called');
      const target = await findSession(db, { region: ref.region, id: to });
      const polis = (await offerOf(db, entry.office))?.polis;
      const stage = polis?.find(({ code }) => code === target?.poli)?.stage;
      if (!target || !stage || target.office !== entry.office || target.day !== entry.day || target.id === entry.lane)
        throw refusals.notFound();
      if (target.state === 'closed' || target.state === 'cancelled') throw refusals.closed();
      await move(deps, entry, doer, {
        ...{ kind: 'transferred', key: guard.key, data: { room: entry.room, to: target.poli } },
        ...{ undoable: true, leaves: true },
        change: {
          ...{ lane: target.id, stage, status: 'waiting', room: null, calls: 0, skips: 0, dueReason: null },
          ...{ arrivedAt: clock(), calledAt: null, firstCalledAt: null },
        },
      });
    },

    /** What this officer did last in a queue, if it can still be taken back. */
    undoable: (doer: Doer, ref: QueueRef) =>
      undoableOf(db, reading(ref.region, doer), {
        ...{ ...ref, actor: doer.id },
        since: new Date(clock().getTime() - UNDO_MILLIS),
      }),

    /** Takes one's own last act back within half a minute. A call that ended a visit brings that one back, too. */
    async undo(doer: Doer, ref: QueueRef, guard: Guard): Promise<void> {
      const entry = await getEntry(deps, doer, ref);
      if (doer.seat !== entry.office) throw refusals.notYours();
      if (entry.version !== guard.version) throw refusals.lostGuard();
      await db.transaction(reading(ref.region, doer), async (tx) => {
        const act = await ownAct(tx, entry, doer);
        const lane = { region: ref.region, id: typeof act.before.lane === 'string' ? act.before.lane : entry.lane };
        if (!(await lockSession(tx, lane))) throw refusals.notFound();
        await refuseTakenRoom(tx, lane, { ...entry, ...changeBack(act.before) });
        const ended = act.kind === 'called' && typeof act.data.ended === 'string' ? act.data.ended : undefined;
        const other = ended === undefined ? undefined : await entryIn(tx, { region: ref.region, id: ended });
        await rename(tx, acting(ref.region, doer, [entry.id, ...(other ? [other.id] : [])]));
        await moveWithin(deps, tx, entry, doer, {
          ...{ kind: 'undone', key: guard.key, data: { act: act.kind }, change: changeBack(act.before) },
          ...(act.kind === 'transferred' ? { unstay: entry.version } : {}),
        });
        if (other) await reopen(tx, other, doer, `${guard.key}:1`);
        if (typeof act.data.streak === 'number') await turn(tx, lane, act.data.streak);
      });
      deps.written();
    },
  };

  /** The last act on an entry, if it is one's own, just done, and can be taken back. */
  async function ownAct(tx: Queryable, entry: Entry, doer: Doer) {
    const last = await lastEvent(tx, entry);
    const before = last?.version === entry.version ? fieldsOf(last.data.before) : undefined;
    if (!last || !before || last.actor !== doer.id) throw refusals.notNow();
    if (clock().getTime() - last.at.getTime() > UNDO_MILLIS) throw refusals.tooLate();
    return { ...last, before };
  }

  /** Whom the call ended is in his room again, unless something happened to him since. */
  async function reopen(tx: Queryable, other: Entry, doer: Doer, key: string): Promise<void> {
    const last = await lastEvent(tx, other);
    const before = last?.version === other.version && ENDS.includes(last.kind) ? fieldsOf(last.data.before) : undefined;
    if (last && before)
      await moveWithin(deps, tx, other, doer, {
        ...{ kind: 'undone', key, data: { act: last.kind }, change: changeBack(before) },
      });
  }
}

async function refuseTakenRoom(tx: Queryable, lane: QueueRef, back: Entry): Promise<void> {
  if (back.status !== 'called') return;
  const open = await openEntries(tx, lane);
  if (open.some((one) => one.status === 'called' && one.room === back.room && one.id !== back.id))
    throw refusals.notNow();
}

/** How whoever was in a room left it when the next one was called. */
const ENDS: readonly string[] = ['done', 'skipped', 'absent'];

const fieldsOf = (value: Json | undefined): Readonly<Record<string, Json>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json>>)
    : undefined;
