import type { IsoDate } from '../../kernel/dates.ts';
import { violated } from '../../platform/database/index.ts';
import type { Doer } from '../cases/index.ts';
import type { WalkIn } from './booking.ts';
import type { QueueDeps } from './deps.ts';
import { refusals } from './errors.ts';
import { NAME } from './kinds.ts';
import { acting, getEntry, moveOf, moveWithin, reading } from './moving.ts';
import { type Entry, monthsOld, priorityOf, type QueueRef, takesRecord } from './queue.ts';
import type { Guard } from './serving.ts';
import { entriesOfDay, sessionsOf } from './store.ts';

/** A number that was given on paper, whose holder nobody has named. */
export type Unnamed = { readonly entry: Entry; readonly prefix: string; readonly paper: string };

/** Who they were that got a number on paper while there was no network: said afterwards, as long as nobody said it. */
export function createNaming(deps: QueueDeps) {
  const { db } = deps;

  return {
    /** All of a day at the doer's office. */
    async unnamedOf(doer: Doer, day: IsoDate): Promise<readonly Unnamed[]> {
      if (doer.seat === null) return [];
      const region = doer.seat.split('/')[0] ?? '';
      const entries = await entriesOfDay(db, reading(region, doer), { region, office: doer.seat, day });
      const ids = [...new Set(entries.map(({ patient }) => patient))];
      const [patients, sessions] = await Promise.all([
        deps.patients.named(reading(region, doer), region, ids),
        sessionsOf(db, doer.seat, day, day),
      ]);
      return entries.flatMap((entry) => {
        const patient = patients.get(entry.patient);
        const session = sessions.find(({ id }) => id === entry.session);
        if (!patient?.unnamed || !session || entry.status === 'cancelled') return [];
        return [{ entry, prefix: session.prefix, paper: patient.name }];
      });
    },

    /** What an officer read out of the office's own books of somebody who is here, or that it was wrong: null. */
    async noteRecord(doer: Doer, ref: QueueRef, recordNumber: string | null, guard: Guard): Promise<void> {
      const entry = await getEntry(deps, doer, ref);
      if (doer.seat !== entry.office) throw refusals.notYours();
      const named = await deps.patients.isNamed(reading(ref.region, doer), ref.region, entry.patient);
      if (!named || !takesRecord(entry)) throw refusals.notNow();
      if (entry.version !== guard.version) throw refusals.lostGuard();
      await db.transaction(acting(ref.region, doer, [entry.id]), async (tx) => {
        await deps.patients.noteRecord(tx, ref.region, entry.patient, recordNumber);
        await moveWithin(deps, tx, entry, doer, { kind: 'recordNoted', key: guard.key, change: {} });
      });
      deps.written();
    },

    /** Everything that happened to the number happened to him; whoever is told of it outside is told from the beginning. */
    async sayWho(doer: Doer, ref: QueueRef, who: Omit<WalkIn, 'session'>, guard: Guard): Promise<void> {
      const entry = await getEntry(deps, doer, ref);
      if (doer.seat !== entry.office) throw refusals.notYours();
      const named = await deps.patients.isNamed(reading(ref.region, doer), ref.region, entry.patient);
      if (named || entry.status === 'cancelled') throw refusals.notNow();
      if (entry.version !== guard.version) throw refusals.lostGuard();
      const { whom, payer } = who;
      const months = whom.birthDate === null ? null : monthsOld(whom.birthDate, entry.day);
      const reason = who.sees ?? priorityOf(months, null);
      // Who still waits has the right of his age from now on.
      const rises = entry.status === 'waiting' && entry.class === 'regular' && reason !== null;
      const change = rises ? ({ class: 'priority', classReason: reason } as const) : {};
      const moved = moveOf(deps, entry, doer, { kind: 'named', key: guard.key, data: { class: reason }, change });
      await db
        .transaction(acting(ref.region, doer, [entry.id]), async (tx) => {
          const [patient = ''] = await deps.patients.ensure(tx, [
            { facts: { ...whom, office: entry.office }, by: doer.id },
          ]);
          const subject = whom.person ?? `patient:${patient}`;
          const set = { ...moved.set, patient, subject, payer };
          const stepped = await deps.step.within(tx, NAME, { ...moved, subject, set });
          if (stepped.kind !== 'done') throw refusals.lostGuard();
        })
        .catch((error: unknown) => {
          // He has another number for the same service that is in use.
          if (violated(error)?.kind === 'unique') throw refusals.held();
          throw error;
        });
      deps.written();
    },
  };
}
