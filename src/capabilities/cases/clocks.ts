import { type Definition, end as endMove, fire, withOfficers } from '../../engine/index.ts';
import type { Database } from '../../platform/database/index.ts';
import type { Regular, Subscriber } from '../../platform/jobs/index.ts';
import { loadCase, perform, reading, take } from './acting.ts';
import { type Case, type CaseRef, type Doer, isTalk, SYSTEM } from './case.ts';
import { registerOf, settled } from './drafts.ts';
import { HOLD, WORK } from './kinds.ts';
import { moved } from './moving.ts';
import { officesOf, tellMove } from './opening.ts';
import type { CasesDeps } from './ports.ts';
import { EXPIRE, scheduled, TIMER } from './schedule.ts';
import { type InboxItem, keysOf, locksOf, overdueTasks, tasksOf } from './store.ts';
import { taskRow } from './submit.ts';
import { cancellingOf, joined } from './visits.ts';
import { closing, officersAnswers, ownOffice, stateOf, workSet } from './work.ts';

const LATE_AT_ONCE = 200;

type TimerWish = CaseRef & {
  readonly office: string;
  readonly step: string;
  readonly timer: string;
  readonly openedAt: string;
};
type ExpireWish = CaseRef & { readonly office: string; readonly at: string };

/** The clocks of cases. None of them ever rejects: being late is said and marked, what runs out ends as the definition says. */
export function createClocks(deps: CasesDeps) {
  const at = (office: string): Doer => ({ ...SYSTEM, seat: office });

  async function runTimer(wish: TimerWish): Promise<void> {
    const by = at(wish.office);
    const found = await loadCase(deps, by, wish);
    const tasks = await tasksOf(deps.db, reading(wish.region, by), wish);
    const task = tasks.find((one) => one.step === wish.step && one.openedAt.toISOString() === wish.openedAt);
    if (!task) return;
    const { definition, settled: form, inputs } = await settled(deps, found);
    const names = withOfficers(definition, form, officersAnswers(found.flow), inputs);
    const move = fire(definition, stateOf(found, tasks), wish.step, wish.timer, names, await registerOf(deps, found));
    if (move.notify.length === 0 && move.closes.length === 0) return;
    await follow(found, tasks, definition, move, by, {
      kind: 'reminded',
      step: wish.step,
      key: `timer ${wish.step} ${wish.timer} ${wish.openedAt}`,
    });
  }

  async function runExpiry(wish: ExpireWish): Promise<void> {
    const by = at(wish.office);
    const found = await loadCase(deps, by, wish);
    const expire = found.flow.repair?.expire;
    if (found.status !== 'returned' || expire?.at !== wish.at) return;
    const tasks = await tasksOf(deps.db, reading(wish.region, by), wish);
    const { definition, settled: form } = await settled(deps, found);
    const move = endMove(definition, stateOf(found, tasks), expire.outcome, form.names);
    await follow(found, tasks, definition, move, by, { kind: 'expired', step: null, key: `expire ${wish.at}` });
  }

  type Why = { readonly kind: 'reminded' | 'expired'; readonly step: string | null; readonly key: string };
  async function follow(
    found: Case,
    tasks: Parameters<typeof stateOf>[1],
    definition: Definition,
    move: ReturnType<typeof fire>,
    by: Doer,
    why: Why,
  ): Promise<void> {
    const now = deps.clock();
    const office = await ownOffice(deps, found);
    const officeOf = await officesOf(deps, office, move);
    const flow = { ...found.flow, repair: move.outcome === null ? found.flow.repair : null };
    const after = moved({ found, definition, tasks, at: now, office, seat: by.seat, officeOf }, move, flow);
    const ends = after.status === 'closed';
    const context = { ...reading(found.region, by), acts: [`${found.id} ${by.id}`] };
    const [keys, locks] = ends
      ? await Promise.all([keysOf(deps.db, context, found), locksOf(deps.db, context, found)])
      : [[], []];
    const key = `${found.id} ${why.key}`;
    const numbers = ends ? await cancellingOf(deps, found, definition, by, key) : undefined;
    await perform(deps, WORK, found, by, {
      ...{ action: why.kind, key, answer: {} },
      event: { kind: why.kind, step: why.step, data: { outcome: move.outcome } },
      set: workSet(after, definition),
      rows: { 'cases.task': after.opened.map((task) => taskRow(task, found.version + 1)) },
      gone: { ...closing(after), 'cases.unique_key': keys, 'cases.lock': locks },
      outbox: [
        ...tellMove(found, {
          ...{ kind: ends ? 'ended' : 'reminded', number: found.number ?? '', version: found.version + 1 },
          ...{ after, at: now, say: move.notify },
        }),
        ...scheduled(found, definition, after, now),
      ],
      ...(ends ? joined({ more: (tx) => deps.results.release(tx, found, by) }, numbers) : {}),
    });
  }

  /** Marks each open task that has run over its time, once, and tells the citizen. Whoever moved it meanwhile has made it moot. */
  async function markLate(relay: Database): Promise<number> {
    const late = await relay.transaction({}, (tx) => overdueTasks(tx, deps.clock(), LATE_AT_ONCE));
    const marked = await Promise.all(late.map(markOne));
    return marked.filter(Boolean).length;
  }

  async function markOne(item: InboxItem): Promise<boolean> {
    const by = at(item.office);
    const found = await loadCase(deps, by, item);
    const { region: _, id: __, ...task } = item;
    const stepped = await take(deps, HOLD, { ...found, authority: 'system' }, by, {
      ...{ action: 'overdue', key: `${item.id} overdue ${item.step} ${item.since}`, set: {}, answer: {} },
      event: { kind: 'overdue', step: item.step },
      rows: { 'cases.task': [taskRow({ ...task, marks: [...item.marks, 'late'] }, found.version + 1)] },
      gone: { 'cases.task': [{ step: item.step, since: item.since }] },
      // Words that wait for an answer are no step of the case: their lateness is the office's to see.
      outbox: isTalk(item.step)
        ? []
        : tellMove(found, {
            ...{ kind: 'overdue', number: found.number ?? '', version: found.version + 1, at: deps.clock() },
            after: { status: found.status, outcome: found.outcome, dueAt: found.dueAt, opened: [task] },
          }),
    });
    return stepped.kind === 'done';
  }

  return {
    markLate,
    subscribers: [
      { topic: TIMER, name: 'cases.timer', run: (job) => runTimer(job.payload as unknown as TimerWish) },
      { topic: EXPIRE, name: 'cases.expire', run: (job) => runExpiry(job.payload as unknown as ExpireWish) },
    ] satisfies Subscriber[],
    regular: (relay: Database): Regular[] => [
      { name: 'cases.late', cron: '* * * * *', run: async () => void (await markLate(relay)) },
    ],
  };
}
