import { resume, withOfficers } from '../../engine/index.ts';
import { localDate } from '../../kernel/dates.ts';
import type { Json } from '../../kernel/json.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { addWorkingTime } from '../../kernel/working-time.ts';
import { actingOn, getCase, perform, reading } from './acting.ts';
import { type Case, type CaseRef, type Doer, deskOf, type Event, TALKS, type Task } from './case.ts';
import { type Guard, settled } from './drafts.ts';
import { refusals } from './errors.ts';
import { REOPEN, REPLY, SAY } from './kinds.ts';
import { moved } from './moving.ts';
import { officesOf, tellMove } from './opening.ts';
import type { CasesDeps, OfficeInfo } from './ports.ts';
import { scheduled } from './schedule.ts';
import { eventsOf, talksOf, tasksOf } from './store.ts';
import { freeingExpired, lockKeys, taskRow, uniqueKeys } from './submit.ts';
import { barredFrom, officersAnswers, ownOffice, workSet } from './work.ts';

/** The topic by which a case says that it is open again after a rejection. */
export const REOPENED = 'case.reopened';
const TRIES = 4;

export type Reply = {
  readonly body: string;
  /** Of an objection: whether the office takes its decision back. Of a question it says nothing. */
  readonly accepts: boolean;
};

/** Until when somebody may object; null when there is nothing to object to. */
export function objectionUntil(
  deps: Pick<CasesDeps, 'replies'>,
  found: Pick<Case, 'region' | 'finishedAt'>,
  office: OfficeInfo,
): Date | null {
  const { within } = deps.replies(found.region).objection;
  return found.finishedAt && addWorkingTime(found.finishedAt, { days: within }, office.calendar);
}

/** Words about a case: a citizen's that somebody at the office must answer, the answer, and notes among officers. */
export function createTalking(deps: CasesDeps) {
  /** Words move nothing, so whoever moved the case meanwhile is no reason to lose them. */
  async function insisting<R>(work: () => Promise<R>): Promise<R> {
    for (let tries = 1; ; tries++)
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'cases/lost-guard' || tries === TRIES) throw error;
      }
  }

  /** A question or an objection: it stands in the office's inbox with a clock until somebody answers. */
  const say = (
    doer: Doer,
    ref: CaseRef,
    kind: 'asked' | 'objected',
    body: string,
    { key }: Pick<Guard, 'key'>,
  ): Promise<void> =>
    insisting(async () => {
      const found = await getCase(deps, doer, ref, 'case.say');
      const office = await ownOffice(deps, found);
      const at = deps.clock();
      if (kind === 'objected') await mayObject(found, doer, office, at);
      const step = TALKS[kind];
      const open = (await talksOf(deps.db, actingOn(found, doer), found)).some((task) => task.step === step);
      await perform(deps, SAY, found, doer, {
        ...{ action: kind, key, set: {}, answer: {}, event: { kind } },
        rows: {
          'cases.note': [{ version: found.version + 1, kind: kind === 'asked' ? 'question' : 'objection', body }],
          'cases.task': open ? [] : [taskRow(talkTask(found, step, office, at), found.version + 1)],
        },
      });
    });

  function talkTask(found: Case, step: string, office: OfficeInfo, at: Date): Omit<Task, 'since'> {
    const rules = deps.replies(found.region);
    const rule = step === TALKS.objected ? rules.objection : rules.question;
    return {
      ...{ step, office: office.key, desk: deskOf(rule.by), service: found.service, number: found.number ?? '' },
      ...{ subjectName: found.subjectName, applicantName: found.applicantName, marks: [], openedAt: at, barred: [] },
      dueAt: addWorkingTime(at, { days: rule.answer }, office.calendar),
      ...{ claimedBy: null, claimedLabel: null, claimedUntil: null },
    };
  }

  async function mayObject(found: Case, doer: Doer, office: OfficeInfo, at: Date): Promise<void> {
    const { definition } = await deps.catalogue.version(found.service, found.serviceVersion);
    const rejected = definition.outcomes.find((one) => one.id === found.outcome)?.kind === 'rejected';
    if (found.status !== 'closed' || !rejected) throw refusals.notOpen();
    const until = objectionUntil(deps, found, office);
    if (until && at > until) throw refusals.objectionOver(localDate(until, office.calendar.zone));
    if (objected(await eventsOf(deps.db, reading(found.region, doer), found))) throw refusals.objectedBefore();
  }

  /** The answer to what a citizen wrote. An objection that is accepted opens the case again at the step that said no. */
  async function reply(doer: Doer, ref: CaseRef, step: string, given: Reply, guard: Guard): Promise<void> {
    const found = await getCase(deps, doer, ref);
    const context = reading(ref.region, doer);
    const task = (await talksOf(deps.db, context, ref)).find((one) => one.step === step);
    if (!task || task.since !== guard.version) throw refusals.lostGuard();
    const barred = barredFrom(found, task, doer, deps.clock());
    if (barred) throw refusals.notYours(barred);
    if (given.accepts && step === TALKS.objected) return reopen(doer, found, task, given, guard);
    const at = deps.clock();
    const opened = await tasksOf(deps.db, context, ref);
    await perform(deps, REPLY, found, doer, {
      ...{ action: 'reply', key: guard.key, set: {}, answer: {} },
      event: { kind: 'replied', step, data: { action: step === TALKS.objected ? 'upheld' : 'answered' } },
      rows: { 'cases.note': [{ version: found.version + 1, kind: 'citizen', body: given.body }] },
      gone: { 'cases.task': [{ step, since: task.since }] },
      outbox: tellMove(found, {
        ...{ kind: 'replied', number: found.number ?? '', version: found.version + 1, at },
        after: { status: found.status, outcome: found.outcome, dueAt: found.dueAt, opened },
      }),
    });
  }

  async function reopen(doer: Doer, found: Case, task: Task, given: Reply, guard: Guard): Promise<void> {
    const at = deps.clock();
    const office = await ownOffice(deps, found);
    const { definition, settled: form, inputs } = await settled(deps, found);
    const events = await eventsOf(deps.db, reading(found.region, doer), found);
    const step = events.findLast((event) => event.kind === 'acted' && event.data.outcome === found.outcome)?.step;
    if (!step) throw refusals.notOpen();
    const names = withOfficers(definition, form, officersAnswers(found.flow), inputs);
    const move = resume(definition, step, names, await deps.register.profile(found.region));
    const officeOf = await officesOf(deps, office, move);
    const due = addWorkingTime(at, { days: definition.standard.workingDays }, office.calendar);
    const again: Case = { ...found, outcome: null, finishedAt: null, dueAt: due };
    const situation = { found: again, definition, tasks: [], at, office, seat: doer.seat, officeOf };
    const after = moved(situation, move, { ...found.flow, repair: null });
    const act = () =>
      perform(deps, REOPEN, found, doer, {
        ...{ action: 'reopen', key: guard.key, answer: {} },
        event: { kind: 'replied', step: task.step, data: { action: 'accepted', opened: [step] } },
        set: workSet(after, definition),
        rows: {
          'cases.task': after.opened.map((one) => taskRow({ ...one, marks: ['objected'] }, found.version + 1)),
          'cases.note': [{ version: found.version + 1, kind: 'citizen', body: given.body }],
          'cases.unique_key': uniqueKeys(deps, definition, found, names, at),
          'cases.lock': lockKeys(deps, definition, names),
        },
        gone: { 'cases.task': [{ step: task.step, since: task.since }] },
        outbox: [
          ...tellMove(found, { kind: 'replied', number: found.number ?? '', version: found.version + 1, after, at }),
          ...scheduled(found, definition, after, at),
          { topic: REOPENED, payload: { region: found.region, id: found.id, office: found.office } as Json },
        ],
      });
    await freeingExpired(deps, { region: found.region, id: found.id, actor: doer.id, office: doer.seat }, at, act);
  }

  /** Words for whoever works on it next; the citizen never sees them. */
  const note = (doer: Doer, ref: CaseRef, body: string, { key }: Pick<Guard, 'key'>): Promise<void> =>
    insisting(async () => {
      const found = await getCase(deps, doer, ref, 'case.note');
      await perform(deps, SAY, found, doer, {
        ...{ action: 'note', key, set: {}, answer: {}, event: { kind: 'noted' } },
        rows: { 'cases.note': [{ version: found.version + 1, kind: 'office', body }] },
      });
    });

  /** Whether and until when this case can be objected to. */
  async function objection(found: Case, events: readonly Event[]): Promise<{ until: Date; open: boolean } | null> {
    const { definition } = await deps.catalogue.version(found.service, found.serviceVersion);
    const rejected = definition.outcomes.find((one) => one.id === found.outcome)?.kind === 'rejected';
    if (found.status !== 'closed' || !rejected) return null;
    const until = objectionUntil(deps, found, await ownOffice(deps, found));
    return until && { until, open: deps.clock() <= until && !objected(events) };
  }

  return { say, note, reply, objection };
}

/** Once per decision: after an answer the way leads elsewhere. */
const objected = (events: readonly Event[]): boolean => {
  const said = events.findLastIndex((event) => event.kind === 'objected');
  return said > events.findLastIndex((event) => event.kind === 'acted');
};
