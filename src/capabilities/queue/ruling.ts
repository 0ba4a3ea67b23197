import { momentOf, type Zone } from '../../kernel/dates.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import { type Queryable, rename } from '../../platform/database/index.ts';
import { enqueue, type Work } from '../../platform/jobs/index.ts';
import { type Doer, SYSTEM } from '../cases/index.ts';
import type { QueueDeps } from './deps.ts';
import { refusals } from './errors.ts';
import { move, reading } from './moving.ts';
import type { Entry, QueueRef, Session, SessionState } from './queue.ts';
import { dueToClose, findSession, rule, unfinished } from './store.ts';

/** Why a session pauses or takes nobody more: codes, whose words stand in the catalogues. */
export const PAUSE_REASONS = ['istirahat', 'gawat', 'alat', 'lain'] as const;
/** Why a session does not take place. */
export const OFF_REASONS = ['dokter', 'alat', 'lain'] as const;
/** A day on which the place is closed calls its sessions off. */
export type OffReason = (typeof OFF_REASONS)[number] | 'libur';
export const FULL_REASONS = ['penuh', 'tenaga', 'lain'] as const;

/** The last minute of a day. */
const CLOSES = '23:59';

/** What is ruled of a whole session: it pauses, takes nobody more, goes on, is over. */
export function createRuling(deps: QueueDeps) {
  const { db, clock } = deps;

  return {
    /** From a state that the officer saw to another, for a reason. */
    async rule(
      doer: Doer,
      ref: QueueRef,
      change: {
        readonly from: SessionState;
        readonly to: 'open' | 'paused' | 'full' | 'cancelled';
        readonly reason: string;
      },
      key: string,
    ): Promise<void> {
      const session = await findSession(db, ref);
      if (!session || doer.seat === null || session.office !== doer.seat) throw refusals.notYours();
      if (change.from === 'closed' || change.from === 'cancelled') throw refusals.closed();
      const by = { actor: doer.id, label: doer.label, office: doer.seat, at: clock(), key };
      const context = { ...reading(ref.region, doer), acts: [`${session.id} ${doer.id}`] };
      const stood = await db.transaction(context, async (tx) => {
        const done = await rule(tx, ref, by, change);
        // Everybody who has a number for it is told, and may choose another time with it.
        if (done === 'ruled' && change.to === 'cancelled') await enqueue(tx, offOf(deps, session, doer));
        return done;
      });
      if (stood === 'lost') throw refusals.lostGuard();
      deps.written();
    },

    /**
     * Closes every session whose day is over by the clock of its own office. Who was here and was not called is unserved, which is no absence;
     * who did not come to a session that took place was absent; who is still in a room went home long ago.
     * @returns how many sessions were closed
     */
    async closeDays(): Promise<number> {
      let closed = 0;
      const troubles: unknown[] = [];
      for (const session of await dueToClose(db, clock())) {
        const office = await deps.organisations.findOffice(session.office);
        if (!office || clock() < closesAt(session.day, office.zone)) continue;
        // One session that can't be closed keeps no other one open.
        await close(session).then(
          (done) => {
            closed += done ? 1 : 0;
          },
          (trouble: unknown) => troubles.push(trouble),
        );
      }
      if (troubles.length > 0) throw troubles[0];
      return closed;
    },
  };

  async function close(session: Session): Promise<boolean> {
    const doer: Doer = { ...SYSTEM, seat: session.office };
    const open = await db.transaction(reading(session.region, doer), (tx) => unfinished(tx, session));
    for (const entry of open) await end(entry, doer, session.state);
    const by = { actor: doer.id, label: doer.label, office: session.office, at: clock(), key: `close:${session.id}` };
    const change = { from: session.state, to: 'closed', reason: 'hari berakhir' };
    return (await db.transaction(reading(session.region, doer), (tx) => rule(tx, session, by, change))) === 'ruled';
  }

  function end(entry: Entry, doer: Doer, state: SessionState): Promise<void> {
    const status = endOf(entry.status, state);
    return move(deps, entry, doer, {
      ...{ kind: status === 'done' ? 'closed' : status, key: `close:${entry.id}` },
      change: { status, endedAt: clock() },
    });
  }
}

/** Within a transaction that may write it: a session does not take place, everybody who has a number for it is told. */
export async function callOff(
  deps: QueueDeps,
  tx: Queryable,
  session: QueueRef & { readonly office: string },
  doer: Doer,
  why: { readonly from: SessionState; readonly reason: OffReason; readonly key: string },
): Promise<void> {
  const by = { actor: doer.id, label: doer.label, office: session.office, at: deps.clock(), key: why.key };
  await rename(tx, { ...reading(session.region, doer), acts: [`${session.id} ${doer.id}`] });
  const done = await rule(tx, session, by, { from: why.from, to: 'cancelled', reason: why.reason });
  if (done === 'ruled') await enqueue(tx, offOf(deps, session, doer));
}

const offOf = (deps: QueueDeps, session: QueueRef & { readonly office: string }, doer: Doer): Work => ({
  ...{ region: session.region, id: uuidv7(deps.clock, deps.random), topic: 'session.cancelled', subject: session.id },
  ...{ actor: doer.id, payload: { office: session.office } },
});

export const closesAt = (day: string, zone: Zone): Date => momentOf(day, CLOSES, zone);

/** What becomes of somebody whose day ends. */
export function endOf(status: Entry['status'], session: SessionState): Entry['status'] {
  if (status === 'called') return 'done';
  return status === 'booked' && session !== 'cancelled' ? 'absent' : 'unserved';
}
