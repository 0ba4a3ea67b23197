import { violated } from '../../platform/database/index.ts';
import type { Doer } from '../cases/index.ts';
import type { QueueDeps } from './deps.ts';
import { notTaking, refusals } from './errors.ts';
import { acting, getEntry, move, moveWithin } from './moving.ts';
import { type Entry, labelOf, type QueueRef } from './queue.ts';
import type { Guard } from './serving.ts';
import { findSession, slotWithSession } from './store.ts';
import { changeSlot } from './store-holds.ts';
import { isBookable, promiseOf } from './windows.ts';

const MINUTE = 60_000;
/** How late one may say to be. */
export const LATE_MINUTES = [15, 30, 60] as const;
export type LateMinutes = (typeof LATE_MINUTES)[number];

/** What whoever holds a number does with it before he is called. */
export function createChanging(deps: QueueDeps) {
  const { db, clock } = deps;

  async function held(doer: Doer, ref: QueueRef, guard: Guard): Promise<Entry> {
    const entry = await getEntry(deps, doer, ref);
    if (entry.version !== guard.version) throw refusals.lostGuard();
    if (entry.status !== 'booked') throw refusals.notNow();
    return entry;
  }

  return {
    /**
     * Another window of the same office and service. The number is kept until the other place is certain: if it is full meanwhile, nothing
     * was lost. Also the way out when a session is called off.
     */
    async changeTime(doer: Doer, ref: QueueRef, slot: string, guard: Guard): Promise<void> {
      const entry = await held(doer, ref, guard);
      if (entry.slot === slot) return;
      const to = await slotWithSession(db, { region: ref.region, id: slot }, clock());
      if (!to || to.session.office !== entry.office || to.session.poli !== entry.poli) throw refusals.notFound();
      if (!isBookable(to.session, to.slot, clock())) throw notTaking(to.session);
      const before = await findSession(db, { region: ref.region, id: entry.session });
      const was = before && { was: labelOf(before.prefix, entry.number) };
      const promise = promiseOf(to.session, to.slot);
      await db
        .transaction(acting(ref.region, doer, [entry.id]), async (tx) => {
          await moveWithin(deps, tx, entry, doer, {
            ...{ kind: 'moved', key: guard.key, data: { window: to.slot.startsAt.toISOString(), ...was } },
            change: { dueAt: to.slot.startsAt, dueReason: null },
          });
          const outcome = await changeSlot(tx, entry, to.slot, promise);
          if (outcome === 'full') throw refusals.full();
          if (outcome === 'closed') throw refusals.closed();
        })
        .catch((error: unknown) => {
          // Another active number of the same person, day and service.
          if (violated(error)?.kind === 'unique') throw refusals.held();
          throw error;
        });
      deps.written();
    },

    /** Says that he comes later. The booking stays; the room and the estimate of others know. */
    async late(doer: Doer, ref: QueueRef, minutes: LateMinutes, guard: Guard): Promise<void> {
      const entry = await held(doer, ref, guard);
      const both = await slotWithSession(db, { region: ref.region, id: entry.slot }, clock());
      if (!both) throw refusals.notFound();
      const dueAt = new Date(both.slot.startsAt.getTime() + minutes * MINUTE);
      if (dueAt >= both.session.endsAt) throw refusals.closed();
      await move(deps, entry, doer, {
        ...{ kind: 'late', key: guard.key, data: { minutes } },
        change: { dueAt, dueReason: 'late-told' },
      });
    },
  };
}
