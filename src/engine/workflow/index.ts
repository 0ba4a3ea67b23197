import { fill } from '../definition/fill.ts';
import type { Definition, Period, Profile, Step, Timer } from '../definition/model.ts';
import type { Names } from '../feel/index.ts';
import type { Acted, EffectCall, Given, Move, PaperCall, State } from './model.ts';
import { chosen, effectCalls, go, nothing, opening, paperCalls, returned, stepOf } from './move.ts';

export { officeOf, stepKind } from './move.ts';

/**
 * What the submit opens.
 * @param names from `settle`
 * @example begin(definition, settled.names, 'own').opens // [{ step: 'verifikasi', by: ['verifikator'], … }]
 */
export function begin(definition: Definition, names: Names, profile: Profile = 'own'): Move {
  const first = stepOf(definition, definition.first);
  return first ? { ...nothing, opens: [opening(definition, first, names, null, profile)] } : nothing;
}

const refuse = (code: string): Acted => ({ ok: false, code: `workflow/${code}` });

/** Four eyes: who acted in one of these steps may not act here. */
function sawBefore(definition: Definition, state: State, step: string, actor: string | undefined): boolean {
  const not = stepOf(definition, step)?.not ?? [];
  return actor !== undefined && not.some((other) => state.decidedBy[other]?.includes(actor));
}

/**
 * What an officer's action changes. Refused, by code: `workflow/step-closed` (not open, e.g. already done), `workflow/no-such-action`,
 * `workflow/four-eyes`, `workflow/reason-missing`, `workflow/reason-unknown`, `workflow/question-missing` (a return must open a question).
 * @param names from `settle`, with officers' answers by `withOfficers`
 * @example act(definition, { open: ['verifikasi'], decidedBy: {} }, 'verifikasi', 'setujui', names, { actor })
 */
export function act(
  definition: Definition,
  state: State,
  step: string,
  action: string,
  names: Names,
  given: Given = {},
): Acted {
  const here = stepOf(definition, step);
  const doing = here?.actions.find(({ id }) => id === action);
  if (!here || !state.open.includes(step)) return refuse('step-closed');
  if (!doing) return refuse('no-such-action');
  if (sawBefore(definition, state, step, given.actor)) return refuse('four-eyes');
  if (doing.reasons.length > 0 && !given.reasons?.length) return refuse('reason-missing');
  if (given.reasons?.some((code) => !doing.reasons.includes(code))) return refuse('reason-unknown');
  const branch = chosen(doing, names);
  if (!branch) return refuse('no-such-action');
  const back = branch.targets.some(({ kind }) => kind === 'citizen') ? returned(definition, doing, step, given) : null;
  if (back && back.questions.length === 0) return refuse('question-missing');
  const effects = [...(doing.completes ? here.effects : []), ...branch.effects];
  const made: Move = {
    ...nothing,
    closes: [step],
    effects: effectCalls(effects, names),
    papers: paperCalls(branch.papers, names),
    notify: branch.notify ? [fill(branch.notify, names)] : [],
    returns: back,
  };
  return {
    ok: true,
    move: go(definition, branch.targets, { step, state, names, profile: given.profile ?? 'own' }, made),
  };
}

const handsBack = (step: Step | undefined): boolean =>
  step?.actions.some(({ to }) => to.some(({ targets }) => targets.some(({ kind }) => kind === 'back'))) === true;

/** Whether an action returns a case to an earlier step of the office. A detour that itself leads back is no earlier step. */
export function goesBack({ steps }: Definition, step: string, action: string): boolean {
  const at = steps.findIndex(({ id }) => id === step);
  // Who only waited for something goes on when it is there.
  if (steps[at]?.do === 'wait') return false;
  const doing = steps[at]?.actions.find(({ id }) => id === action);
  const targets = doing?.to.flatMap((branch) => branch.targets) ?? [];
  const earlier = targets.map((target) =>
    target.kind === 'step' ? steps.findIndex(({ id }, nth) => nth < at && id === target.step) : -1,
  );
  return earlier.length > 0 && earlier.every((nth) => nth >= 0 && !handsBack(steps[nth]));
}

/** The repair has come: the step that asked opens again. */
export function resume(definition: Definition, backTo: string, names: Names, profile: Profile = 'own'): Move {
  const step = stepOf(definition, backTo);
  return step ? { ...nothing, opens: [opening(definition, step, names, null, profile)] } : nothing;
}

/** The repair did not come in time, or the applicant withdraws: the case ends with this outcome. */
export function end(definition: Definition, state: State, outcome: string, names: Names): Move {
  return go(
    definition,
    [{ kind: 'outcome', outcome }],
    { step: '', state, names, profile: 'own' },
    { ...nothing, closes: state.open },
  );
}

/** The outcome of a withdrawal; every definition has one. */
export const withdrawal = (definition: Definition): string | null =>
  definition.outcomes.find(({ kind }) => kind === 'withdrawn')?.id ?? null;

/**
 * What a step will make: numbers are reserved and drafts drawn when it opens, kept by a return, voided by a rejection. The papers show
 * the register as it will be after the effects, which become real with the step's first action.
 */
export function enter(
  definition: Definition,
  step: string,
  names: Names,
): { readonly papers: readonly PaperCall[]; readonly effects: readonly EffectCall[] } {
  const here = stepOf(definition, step);
  return { papers: paperCalls(here?.papers ?? [], names), effects: effectCalls(here?.effects ?? [], names) };
}

/** What happens while a step waits: at a time since it opened, or at an event. Being late is never among it. */
export const timers = (definition: Definition, step: string): readonly Timer[] => stepOf(definition, step)?.on ?? [];

/** What a timer does when its time or event has come; nothing if the step is closed meanwhile. */
export function fire(
  definition: Definition,
  state: State,
  step: string,
  timer: string,
  names: Names,
  profile: Profile = 'own',
): Move {
  const found = state.open.includes(step) ? timers(definition, step).find(({ id }) => id === timer) : undefined;
  if (!found) return nothing;
  const notify = found.notify ? [fill(found.notify, names)] : [];
  const closes = found.targets.length > 0 ? [step] : [];
  return go(definition, found.targets, { step, state, names, profile }, { ...nothing, closes, notify });
}

/** What is open after a move. @example stateAfter(state, move, actor) */
export function stateAfter(state: State, move: Move, actor?: string): State {
  const acted =
    actor === undefined ? [] : move.closes.map((step) => [step, [...(state.decidedBy[step] ?? []), actor]] as const);
  const open = state.open.filter((step) => !move.closes.includes(step));
  return {
    open: [...open, ...move.opens.map(({ step }) => step)],
    decidedBy: { ...state.decidedBy, ...Object.fromEntries(acted) },
    from: { ...state.from, ...Object.fromEntries(move.opens.map(({ step, from }) => [step, from])) },
  };
}

/** Calendar time of an expiry or timer, to add to a date: months first, then days. @example periodParts('P1M') // { months: 1, days: 0 } */
export function periodParts(period: Period): { readonly months: number; readonly days: number } {
  const parts = [...period.matchAll(/(\d+)([YMWD])/g)].map(([, amount, unit]) => [Number(amount), unit] as const);
  const sum = (units: Readonly<Record<string, number>>) =>
    parts.reduce((total, [amount, unit]) => total + amount * (units[unit ?? ''] ?? 0), 0);
  return { months: sum({ Y: 12, M: 1 }), days: sum({ W: 7, D: 1 }) };
}
