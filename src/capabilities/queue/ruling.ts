import { momentOf, type Zone } from '../../kernel/dates.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import { type Queryable, type Row, rename } from '../../platform/database/index.ts';
import type { StepKind, Stepped } from '../../platform/step/index.ts';
import { type Doer, SYSTEM } from '../cases/index.ts';
import type { QueueDeps } from './deps.ts';
import { refusals } from './errors.ts';
import { move, reading } from './moving.ts';
import type { Entry, QueueRef, Session, SessionState } from './queue.ts';
import { dueToClose, findSession, unfinished } from './store.ts';

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
      const stood = await db.transaction(reading(ref.region, doer), (tx) =>
        ruled(deps, tx, session, doer, { ...change, key }),
      );
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
    const change = { from: session.state, to: 'closed', reason: 'hari berakhir', key: 'close' } as const;
    return (
      (await db.transaction(reading(session.region, doer), (tx) => ruled(deps, tx, session, doer, change))) === 'done'
    );
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
  await ruled(deps, tx, session, doer, { ...why, to: 'cancelled' });
}

const RULE: StepKind = {
  ...{ head: { kind: 'session', table: 'queue.session', key: 'session' }, mode: 'move' },
  set: { state: 'text', state_reason: 'text' },
  insert: {
    'queue.ruling': {
      ...{ key: 'text', at: 'timestamptz', actor: 'text', actor_label: 'text', office: 'text' },
      ...{ before: 'text', after: 'text', reason: 'text' },
    },
  },
};

/**
 * One act on a session: its state, and the row that says why. The same key twice rules once. `lost`: it does not stand as it was seen.
 * Where it does not take place any more, everybody who has a number for it is told, and may choose another time with it.
 */
async function ruled(
  deps: QueueDeps,
  tx: Queryable,
  session: QueueRef & { readonly office: string },
  doer: Doer,
  change: { readonly from: SessionState; readonly to: SessionState; readonly reason: string; readonly key: string },
): Promise<Stepped['kind']> {
  const { region, id, office } = session;
  const { from, to, reason } = change;
  const [stands] = await tx.query<{ version: number; head: Uint8Array; state: SessionState } & Row>(
    'select version, head, state from queue.session where region = $1 and id = $2 for update',
    [region, id],
  );
  // A session of its own has keys of its own: one form may call off several.
  const key = `rule:${id}:${change.key}`;
  await rename(tx, { ...reading(region, doer), acts: [`${id} ${doer.id}`] });
  const known = await tx.query('select 1 from platform.idempotency where region = $1 and actor = $2 and key = $3', [
    ...[region, doer.id, key],
  ]);
  if (known.length > 0) return 'repeated';
  if (!stands || stands.state !== from) return 'lost';
  const at = deps.clock();
  const off = { id: uuidv7(deps.clock, deps.random), topic: 'session.cancelled', payload: { office } };
  const stepped = await deps.step.within(tx, RULE, {
    ...{ region, id, version: stands.version, head: stands.head, at, key, actor: doer.id, subject: `kantor:${office}` },
    ...{ authority: doer.id === SYSTEM.id ? 'system' : 'office', office, action: to, answer: { id } },
    audit: { before: from, after: to, reason },
    set: { state: to, state_reason: to === 'open' ? null : reason },
    rows: {
      'queue.ruling': [{ key, at, actor: doer.id, actor_label: doer.label, office, before: from, after: to, reason }],
    },
    outbox: to === 'cancelled' ? [off] : [],
  });
  return stepped.kind;
}

export const closesAt = (day: string, zone: Zone): Date => momentOf(day, CLOSES, zone);

/** What becomes of somebody whose day ends. */
export function endOf(status: Entry['status'], session: SessionState): Entry['status'] {
  if (status === 'called') return 'done';
  return status === 'booked' && session !== 'cancelled' ? 'absent' : 'unserved';
}
