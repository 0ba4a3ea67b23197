import {
  type Answers,
  act,
  checkStep,
  type Definition,
  enter,
  goesBack,
  type Move,
  type Names,
  type Profile,
  parseQuestions,
  type State,
  type Step,
} from '../../engine/index.ts';
import type { Json } from '../../kernel/json.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { addWorkingMillis } from '../../kernel/working-time.ts';
import type { Queryable } from '../../platform/database/index.ts';
import type { SignedPaper } from '../documents/index.ts';
import { actingOn, familyOf, getCase, perform, reading } from './acting.ts';
import { type Case, type CaseRef, type Doer, type Flow, isTalk, rolesOf, type Task } from './case.ts';
import { type Guard, registerOf, settled } from './drafts.ts';
import { refusals } from './errors.ts';
import { HOLD, WORK } from './kinds.ts';
import { type After, leftOf, moved } from './moving.ts';
import { officesOf, tellMove } from './opening.ts';
import { mustHaveAgreed } from './parties.ts';
import type { CasesDeps, OfficeInfo, ResultsWork } from './ports.ts';
import { type Recorded, recordedOf, wantedRecords } from './record.ts';
import { recordingsOf } from './recording-store.ts';
import { later, scheduled } from './schedule.ts';
import { keysOf, locksOf, talksOf, tasksOf } from './store.ts';
import { taskRow } from './submit.ts';
import { cancellingOf, joined, mustHaveMet } from './visits.ts';

export type Decision = {
  readonly action: string;
  readonly reasons: readonly string[];
  /** Questions that open again for the citizen. */
  readonly questions: readonly string[];
  /** Words to the citizen. */
  readonly note: string | null;
  /** The step's own questions, as typed. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The officer has written the effects into a register that is not ours. */
  readonly registered?: boolean;
  /** What the officer gives for signing, when the signing port asks for it. */
  readonly consent?: string;
};

/** A decision worked out and not yet taken. */
export type Considered = {
  readonly found: Case;
  readonly definition: Definition;
  readonly names: Names;
  readonly flow: Flow;
  readonly move: Move;
  readonly step: Step;
  readonly decision: Decision;
  readonly guard: Guard;
  readonly register: Profile;
  readonly recorded: readonly Recorded[];
  readonly at: Date;
  readonly office: OfficeInfo;
  readonly after: After;
};
/** Signed papers by case. */
export type Signatures = ReadonlyMap<string, readonly SignedPaper[] | Refusal>;

const CLAIM_MINUTES = 30;

/** Whether this decision gives a case back to a colleague without telling him why. */
export const lacksNote = (
  definition: Definition,
  step: string,
  { action, reasons, note }: Pick<Decision, 'action' | 'reasons' | 'note'>,
): boolean => reasons.length === 0 && (note ?? '').trim() === '' && goesBack(definition, step, action);

/** Why this officer may not work on this task; undefined when he may. */
export function barredFrom(
  found: Case,
  task: Task,
  doer: Doer,
  at: Date,
): 'role' | 'four-eyes' | 'family' | 'claimed' | undefined {
  if (doer.seat !== task.office || !rolesOf(task.desk).some((role) => doer.roles.includes(role))) return 'role';
  if (task.barred.includes(doer.id)) return 'four-eyes';
  if (doer.nik && familyOf(found).has(doer.nik)) return 'family';
  const held =
    task.claimedBy !== null && task.claimedBy !== doer.id && task.claimedUntil !== null && task.claimedUntil > at;
  return held ? 'claimed' : undefined;
}

export function createWork(deps: CasesDeps) {
  async function load(doer: Doer, ref: CaseRef, step: string, since: number) {
    const found = await getCase(deps, doer, ref);
    const read = isTalk(step) ? talksOf : tasksOf;
    const tasks = await read(deps.db, reading(ref.region, doer), ref);
    const task = tasks.find((one) => one.step === step);
    if (!task || task.since !== since) throw refusals.lostGuard();
    const barred = barredFrom(found, task, doer, deps.clock());
    if (barred) throw refusals.notYours(barred);
    return { found, tasks, task };
  }

  /** Takes a task for half an hour, or gives it back. */
  async function hold(doer: Doer, ref: CaseRef, step: string, guard: Guard, keep: boolean): Promise<void> {
    const { found, task } = await load(doer, ref, step, guard.version);
    const until = new Date(deps.clock().getTime() + CLAIM_MINUTES * 60_000);
    const held = keep
      ? { claimedBy: doer.id, claimedLabel: doer.label, claimedUntil: until }
      : { claimedBy: null, claimedLabel: null, claimedUntil: null };
    await perform(deps, HOLD, found, doer, {
      ...{ action: keep ? 'claim' : 'release', key: guard.key, set: {}, answer: {} },
      event: { kind: keep ? 'claimed' : 'released', step },
      rows: { 'cases.task': [taskRow({ ...task, ...held }, found.version + 1)] },
      gone: { 'cases.task': [{ step, since: task.since }] },
    });
  }

  /** One decision at one step: what the definition says follows, in one transaction with papers and effects where there are any. */
  async function decide(
    doer: Doer,
    ref: CaseRef,
    step: string,
    decision: Decision,
    guard: Guard,
  ): Promise<{ closed: boolean }> {
    const ready = await considered(doer, ref, step, decision, guard);
    return commit(doer, ready, await sign(doer, [ready]));
  }

  /** Everything that a decision will do, worked out; nothing is written yet. */
  async function considered(
    doer: Doer,
    ref: CaseRef,
    step: string,
    decision: Decision,
    guard: Guard,
  ): Promise<Considered> {
    const { found, tasks } = await load(doer, ref, step, guard.version);
    const { definition, settled: form, inputs } = await settled(deps, found);
    const here = stepOf(definition, step);
    const register = await registerOf(deps, found);
    const asked = parseQuestions(here.ask, decision.body, inputs.profile);
    if (asked.issues.length > 0) throw refusals.incomplete(asked.issues[0]?.question ?? step);
    const decided: Flow = {
      ...found.flow,
      decidedBy: { ...found.flow.decidedBy, [step]: [doer.id] },
      asks: { ...found.flow.asks, [step]: asked.values },
    };
    const sent = { step: here, action: decision.action, values: asked.values, before: officersAnswers(found.flow) };
    const { issues, names } = checkStep(definition, form, sent, inputs);
    if (issues.length > 0) throw refusals.incomplete(issues[0]?.question ?? step);
    const acted = act(definition, stateOf(found, tasks), step, decision.action, names, {
      actor: doer.id,
      reasons: decision.reasons,
      questions: decision.questions,
      profile: register,
    });
    if (!acted.ok) throw refusals.notPossible(acted.code);
    if (lacksNote(definition, step, decision)) throw refusals.noteMissing();
    await mustHaveMet(deps, doer, found, here, decision.action);
    const { move } = acted;
    for (const { step: next } of move.opens) await mustHaveAgreed(deps, doer, found, next);
    if (register !== 'own' && move.effects.length > 0 && decision.registered !== true) throw refusals.registerFirst();
    const completes = here.actions.find((one) => one.id === decision.action)?.completes === true;
    const recorded = completes ? await broughtIn(doer, found, definition, here, names, register) : [];
    const at = deps.clock();
    const office = await ownOffice(deps, found);
    const flow = move.returns ? { ...decided, repair: repairOf(move, decision, found, at, office) } : decided;
    const officeOf = await officesOf(deps, office, move);
    const after = moved({ found, definition, tasks, at, office, seat: doer.seat, officeOf }, move, flow);
    const result = { found, definition, names, flow, move, step: here, decision, guard, register, recorded };
    return { ...result, at, office, after };
  }

  /** @throws Refusal `cases/incomplete` while a number or a signed PDF is missing */
  async function broughtIn(
    doer: Doer,
    found: Case,
    definition: Definition,
    here: Step,
    names: Names,
    register: Profile,
  ): Promise<readonly Recorded[]> {
    const wanted = wantedRecords(definition, here, names, register);
    if (wanted.length === 0) return [];
    const saved = await recordingsOf(deps.db, actingOn(found, doer), found, here.id);
    const { recorded, issues } = recordedOf(wanted, saved);
    if (issues[0]) throw refusals.incomplete(issues[0].input);
    return recorded;
  }

  /** Papers of decisions, signed outside any transaction; all of one office with a single call of the signing port. */
  const sign = (doer: Doer, ready: readonly Considered[]): Promise<Signatures> => {
    const works = ready.map(realOf).filter(({ papers }) => papers.length > 0);
    return works.length > 0 ? deps.results.make(works, doer, ready[0]?.decision.consent) : Promise.resolve(new Map());
  };

  async function commit(doer: Doer, c: Considered, signatures: Signatures): Promise<{ closed: boolean }> {
    const { found, after, at } = c;
    const signed = signatures.get(found.id) ?? [];
    if (signed instanceof Refusal) throw signed;
    const results = resultsOf(doer, c, signed);
    const numbers = comesToNothing(c) ? await cancellingOf(deps, found, c.definition, doer, c.guard.key) : undefined;
    const ends = after.status === 'closed' || (c.move.outcome !== null && found.outcome === null);
    const kind = c.move.returns ? 'returned' : c.move.outcome !== null ? 'ended' : 'moved';
    await perform(deps, WORK, found, doer, {
      ...{
        action: `${c.step.id}.${c.decision.action}`,
        key: c.guard.key,
        fields: c.flow.asks[c.step.id] ?? {},
        answer: { closed: after.status === 'closed' },
      },
      event: {
        kind: c.move.returns ? 'returned' : 'acted',
        step: c.step.id,
        data: {
          action: c.decision.action,
          reasons: c.decision.reasons,
          outcome: c.move.outcome,
          opened: after.opened.map((task) => task.step),
        },
      },
      set: workSet(after, c.definition),
      rows: {
        'cases.task': after.opened.map((task) => taskRow(task, found.version + 1)),
        'cases.note': wordsOf(c),
      },
      gone: { ...closing(after), ...(ends ? await releasedKeys(doer, found, c.definition, c.move) : {}) },
      outbox: [
        ...tellMove(found, {
          kind,
          number: found.number ?? '',
          version: found.version + 1,
          after,
          at,
          say: c.move.notify,
        }),
        ...letters(found, c),
        ...scheduled(found, c.definition, after, at),
      ],
      ...joined({ ...(results ? { more: results } : {}) }, numbers),
    });
    return { closed: after.status === 'closed' };
  }

  /** Papers and effects of the step that ends and of the way on become real; those of steps that open are prepared. */
  function resultsOf(
    doer: Doer,
    c: Considered,
    signed: readonly SignedPaper[],
  ): ((tx: Queryable) => Promise<void>) | undefined {
    const { found, after } = c;
    const real = realOf(c);
    const prepared = after.opened.flatMap((task) => {
      const { papers, effects } = enter(c.definition, task.step, c.names);
      return papers.length + effects.length > 0 ? [workOf(c, task.step, papers, effects)] : [];
    });
    // Whatever still waits when the case ends comes to nothing.
    const dropped = after.status === 'closed' || (c.move.outcomeKind !== null && c.move.outcomeKind !== 'done');
    const happens = real.papers.length + real.effects.length > 0;
    if (!happens && prepared.length === 0 && !dropped) return undefined;
    return async (tx) => {
      if (happens) await deps.results.complete(tx, real, { signed, recorded: c.recorded }, doer);
      for (const one of prepared) await deps.results.prepare(tx, one, doer);
      if (dropped) await deps.results.release(tx, found, doer);
    };
  }

  // `while: ever` outlives a success; every other key and every lock ends with the case.
  async function releasedKeys(doer: Doer, found: Case, definition: Definition, move: Move) {
    const context = actingOn(found, doer);
    const [keys, locks] = await Promise.all([keysOf(deps.db, context, found), locksOf(deps.db, context, found)]);
    const done = move.outcomeKind === 'done';
    const freed = keys.filter((key) => !done || (definition.unique?.while === 'open' && key.until === null));
    return { 'cases.unique_key': freed.map(({ service, key }) => ({ service, key })), 'cases.lock': locks };
  }

  return { hold, decide, considered, sign, commit };
}

/** It ends, and not by success: whoever was to come need not. */
const comesToNothing = ({ move }: Considered): boolean => move.outcomeKind !== null && move.outcomeKind !== 'done';

/** Words of a decision: for the citizen, or for the colleague to whom the case goes back. */
function wordsOf({ found, definition, step, decision }: Considered) {
  const kind = goesBack(definition, step.id, decision.action) ? 'office' : 'citizen';
  return decision.note ? [{ version: found.version + 1, kind, body: decision.note }] : [];
}

const workOf = (
  c: Considered,
  step: string,
  papers: ResultsWork['papers'],
  effects: ResultsWork['effects'],
): ResultsWork => ({
  ...{ of: c.found, definition: c.definition, office: c.office, step, papers, effects, names: c.names },
  ...{ register: c.register, reasons: c.decision.reasons, note: c.decision.note },
});

/** What becomes real with a decision: the step's own papers only when its completing action is taken. */
function realOf(c: Considered): ResultsWork {
  const completes = c.step.actions.find((one) => one.id === c.decision.action)?.completes === true;
  const own = completes ? enter(c.definition, c.step.id, c.names).papers : [];
  return workOf(c, c.step.id, own, c.move.effects);
}

/** Letters of a way on, such as that of a rejection, are made after it under the office's seal. */
const letters = (found: Case, c: { readonly move: Move; readonly decision: Decision }) =>
  c.move.papers.length === 0
    ? []
    : [
        {
          topic: LETTERS,
          payload: {
            ...{ region: found.region, id: found.id, office: found.office, papers: c.move.papers as unknown as Json },
            ...{ reasons: c.decision.reasons, note: c.decision.note },
          },
        },
      ];
export const LETTERS = 'case.letters';

export const stepOf = (definition: Definition, id: string): Step => {
  const step = definition.steps.find((one) => one.id === id);
  // Its name may come from an address that nobody means.
  if (!step) throw refusals.notFound();
  return step;
};

/** What is open and who decided what, as the engine asks for it. */
export const stateOf = (found: Case, tasks: readonly Task[]): State => ({
  ...{ open: tasks.map((task) => task.step), decidedBy: found.flow.decidedBy, from: found.flow.from },
});

/** What officers answered at all steps, under the names of their questions. */
export const officersAnswers = (flow: Flow): Answers => Object.assign({}, ...Object.values(flow.asks));

export async function ownOffice(deps: CasesDeps, found: Case): Promise<OfficeInfo> {
  const office = found.office && (await deps.offices.get(found.office));
  if (!office) throw refusals.noOffice();
  return office;
}

export const closing = (after: After) => ({ 'cases.task': after.closed.map(({ step, since }) => ({ step, since })) });

/** A closed case is kept as long as its definition says; one that goes on has no such day. */
export const workSet = (after: After, { keep }: Pick<Definition, 'keep'>) => ({
  ...{ status: after.status, outcome: after.outcome, offices: after.offices, flow: after.flow, due_at: after.dueAt },
  ...{ finished_at: after.finishedAt, erase_at: eraseAt(after, keep) },
});

const eraseAt = ({ status, finishedAt }: After, { done }: Definition['keep']): Date | null =>
  status === 'closed' && finishedAt && done !== 'permanen' ? later(finishedAt, done) : null;

function repairOf(move: Move, decision: Decision, found: Case, at: Date, office: OfficeInfo): Flow['repair'] {
  if (!move.returns) return null;
  const { questions, backTo, expire } = move.returns;
  const until = expire && { ...expire, at: later(at, expire.after).toISOString() };
  return {
    questions,
    reasons: decision.reasons,
    backTo,
    from: found.flow.from[backTo] ?? null,
    expire: until,
    left: leftOf(found, at, office.calendar),
  };
}

/** The promise goes on where it stopped. */
export const resumed = (repair: NonNullable<Flow['repair']>, at: Date, office: OfficeInfo): Date | null =>
  repair.left === null ? null : addWorkingMillis(at, repair.left, office.calendar);
