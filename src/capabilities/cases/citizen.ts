import { resume, withdrawal } from '../../engine/index.ts';
import { getCase, perform, reading } from './acting.ts';
import type { Case, CaseRef, Doer, EventKind } from './case.ts';
import { type Guard, registerOf, settled } from './drafts.ts';
import { refusals } from './errors.ts';
import { REPAIR, WORK } from './kinds.ts';
import { moved } from './moving.ts';
import { subjectNameOf } from './newborn.ts';
import { officesOf, tellMove } from './opening.ts';
import type { CasesDeps } from './ports.ts';
import { keysOf, locksOf, tasksOf } from './store.ts';
import { taskRow } from './submit.ts';
import { cancellingOf, joined, rebookingOf } from './visits.ts';
import { closing, ownOffice, resumed, workSet } from './work.ts';

/** What a citizen does with a case that was sent: repair it, take it back. */
export function createCitizenActs(deps: CasesDeps) {
  /** Sends a repair: back to the step that asked for it, the clock goes on. */
  async function sendRepair(doer: Doer, returned: Case, guard: Guard): Promise<void> {
    if (returned.status === 'dropped') throw refusals.notFound();
    const { repair } = returned.flow;
    if (returned.status !== 'returned' || !repair) throw refusals.notOpen();
    const { definition, settled: form } = await settled(deps, returned);
    if (!form.complete) throw refusals.incomplete(form.next?.ref ?? '');
    const failing = form.refusals[0];
    if (failing) throw refusals.incomplete(failing.at);
    const found: Case = { ...returned, subjectName: subjectNameOf(returned, definition, form.names) };
    const at = deps.clock();
    const office = await ownOffice(deps, found);
    const profile = await registerOf(deps, found);
    const again = resume(definition, repair.backTo, form.names, profile);
    const move = { ...again, opens: again.opens.map((opening) => ({ ...opening, from: repair.from })) };
    const due = resumed(repair, at, office);
    const tasks = await tasksOf(deps.db, { ...reading(found.region, doer), acts: [`${found.id} ${doer.id}`] }, found);
    const officeOf = await officesOf(deps, office, move);
    const anew = await rebookingOf(deps, doer, found, definition, form, guard.key);
    const after = moved(
      { found: { ...found, dueAt: due }, definition, tasks, at, office, seat: doer.seat, officeOf },
      move,
      {
        ...found.flow,
        repair: null,
        ...(anew.booked ? { booked: anew.booked } : {}),
      },
    );
    await perform(deps, REPAIR, { ...found, version: guard.version }, doer, {
      ...{
        action: 'sendRepair',
        key: guard.key,
        answer: {},
        event: { kind: 'repaired' as const, data: { opened: [repair.backTo] } },
      },
      set: { ...workSet(after, definition), subject_name: found.subjectName },
      rows: { 'cases.task': after.opened.map((task) => taskRow({ ...task, marks: ['repaired'] }, found.version + 1)) },
      gone: closing(after),
      outbox: tellMove(found, { kind: 'repaired', number: found.number ?? '', version: found.version + 1, after, at }),
      ...joined(...anew.parts),
    });
  }

  /** Takes a sent case back, as long as nothing was decided for good. */
  async function withdraw(doer: Doer, ref: CaseRef, guard: Guard): Promise<void> {
    const found = await getCase(deps, doer, ref, 'case.withdraw');
    if (found.status === 'draft') throw refusals.notOpen();
    const { definition } = await deps.catalogue.version(found.service, found.serviceVersion);
    await end(found, doer, 'withdrawn', withdrawal(definition) ?? 'withdrawn', guard);
  }

  /** Ends a case before its time: withdrawn by the citizen, or run out. Numbers become void, keys and locks are free. */
  async function end(found: Case, doer: Doer, kind: EventKind, outcome: string, guard: Guard): Promise<void> {
    const at = deps.clock();
    const context = { ...reading(found.region, doer), acts: [`${found.id} ${doer.id}`] };
    const [tasks, keys, locks] = await Promise.all([
      tasksOf(deps.db, context, found),
      keysOf(deps.db, context, found),
      locksOf(deps.db, context, found),
    ]);
    const flow = { ...found.flow, repair: null };
    const { definition } = await deps.catalogue.version(found.service, found.serviceVersion);
    const cancelling = await cancellingOf(deps, found, definition, doer, guard.key);
    const after = {
      status: 'closed' as const,
      outcome,
      offices: found.offices,
      flow,
      dueAt: null,
      finishedAt: at,
      closed: tasks,
      opened: [],
    };
    await perform(deps, WORK, { ...found, version: guard.version }, doer, {
      ...{ action: kind, key: guard.key, answer: {}, event: { kind, data: { outcome } } },
      set: workSet(after, definition),
      gone: { ...closing(after), 'cases.unique_key': keys, 'cases.lock': locks },
      outbox: tellMove(found, {
        kind: kind === 'withdrawn' ? 'withdrawn' : 'ended',
        number: found.number ?? '',
        version: found.version + 1,
        after,
        at,
      }),
      ...joined({ more: (tx) => deps.results.release(tx, found, doer) }, cancelling),
    });
  }

  return { sendRepair, withdraw, end };
}
