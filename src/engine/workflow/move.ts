import { fill } from '../definition/fill.ts';
import type { Action, Branch, Definition, Effect, Outcome, Paper, Profile, Step, Target } from '../definition/model.ts';
import { evaluate } from '../feel/evaluate.ts';
import type { Compiled, Names, Value } from '../feel/index.ts';
import { officeIn } from '../form/office-ref.ts';
import type { EffectCall, Given, Move, OfficeRef, Opening, PaperCall, Returned, State } from './model.ts';

export const stepOf = (definition: Definition, id: string): Step | undefined =>
  definition.steps.find((step) => step.id === id);

const textOr = (value: Value): string | null => (typeof value === 'string' ? value : null);

/** The office that an expression gives; null while an answer that decides it is missing. */
export const officeOf = (compiled: Compiled, names: Names): OfficeRef | null =>
  officeIn(evaluate(compiled.tree, names));

/** What a step is under this kind of register: signing what the register issues becomes recording where the register is not ours. */
export function stepKind(step: Step, profile: Profile): Step['do'] {
  const elsewhere = profile !== 'own' && step.papers.some((paper) => paper.issuer === 'register');
  return step.do === 'sign' && elsewhere ? 'record' : step.do;
}

export function opening(
  definition: Definition,
  step: Step,
  names: Names,
  from: string | null,
  profile: Profile,
): Opening {
  return {
    step: step.id,
    office: officeOf(step.at ?? definition.office, names),
    by: step.by,
    not: step.not,
    within: step.within ?? null,
    do: stepKind(step, profile),
    from,
  };
}

export function effectCalls(effects: readonly Effect[], names: Names): readonly EffectCall[] {
  return effects.map(({ verb, args, as }) => ({
    verb,
    as,
    args: Object.fromEntries(args.map(({ name, is }) => [name, evaluate(is.tree, names)])),
  }));
}

export function paperCalls(papers: readonly Paper[], names: Names): readonly PaperCall[] {
  return papers
    .filter(({ when }) => when === null || evaluate(when.tree, names) === true)
    .flatMap((paper): readonly PaperCall[] => {
      const list = paper.forEach === null ? [null] : evaluate(paper.forEach.tree, names);
      return (Array.isArray(list) ? (list as readonly Value[]) : []).map((item) => {
        const series = paper.series === null ? null : textOr(evaluate(paper.series.tree, names));
        const { document, issuer, of, numberOf, number, resets, supersedes, valid } = paper;
        return { document, issuer, of, item, for: paper.for, series, numberOf, number, resets, supersedes, valid };
      });
    });
}

export const nothing: Move = {
  closes: [],
  opens: [],
  outcome: null,
  outcomeKind: null,
  effects: [],
  papers: [],
  notify: [],
  returns: null,
};

/** The first way whose guard is true; the last has none. */
export function chosen(action: Action, names: Names): Branch | undefined {
  return action.to.find(({ when }) => when === undefined || evaluate(when.tree, names) === true);
}

/** The questions that a return opens: those the officer names, else those the file or the table of reasons attaches to its reasons. */
export function returned(definition: Definition, action: Action, step: string, given: Given): Returned {
  const questions = definition.pages.flatMap((page) => page.questions);
  const ids = questions.map(({ id }) => id);
  const of = (code: string): readonly string[] => {
    const attached = action.opens[code];
    if (attached) return attached;
    const kinds = definition.reasons.find((reason) => reason.code === code)?.opens ?? [];
    const fitting = questions.filter(({ field }) => kinds.includes(field.kind)).map(({ id }) => id);
    return fitting.length > 0 ? fitting : ids;
  };
  const asked = given.questions?.filter((id) => ids.includes(id)) ?? [];
  const opened = new Set(asked.length > 0 ? asked : (given.reasons ?? []).flatMap(of));
  return { questions: ids.filter((id) => opened.has(id)), backTo: step, expire: action.expire ?? null };
}

/** A step that joins opens only when all that it waits for is closed. */
function joined(step: Step, closing: readonly string[], state: State): boolean {
  const stillOpen = state.open.filter((id) => !closing.includes(id));
  return !step.join?.some((id) => stillOpen.includes(id)) && !stillOpen.includes(step.id);
}

type Going = { readonly step: string; readonly state: State; readonly names: Names; readonly profile: Profile };

function reach(definition: Definition, outcome: Outcome, { state, step, names, profile }: Going, move: Move): Move {
  // What the case still had open ends with it, unless the outcome itself leaves something to do.
  const staying = outcome.open.flatMap((id) => stepOf(definition, id) ?? []);
  return {
    ...move,
    closes: state.open,
    opens: staying.map((each) => opening(definition, each, names, step, profile)),
    outcome: outcome.id,
    outcomeKind: outcome.kind,
    papers: [...move.papers, ...paperCalls(outcome.paper ? [outcome.paper] : [], names)],
    notify: [...move.notify, ...(outcome.say ? [fill(outcome.say, names)] : [])],
  };
}

/** Adds to a move what its targets mean. @param going the step that is left, and from what state */
export function go(definition: Definition, targets: readonly Target[], going: Going, move: Move): Move {
  const opens: Opening[] = [];
  for (const target of targets) {
    if (target.kind === 'outcome') {
      const outcome = definition.outcomes.find(({ id }) => id === target.outcome);
      if (outcome) return reach(definition, outcome, going, move);
    }
    const step = stepOf(definition, stepOfTarget(definition, target, going));
    if (step && joined(step, move.closes, going.state)) {
      opens.push(opening(definition, step, going.names, going.step, going.profile));
    }
  }
  return { ...move, opens: [...move.opens, ...opens] };
}

function stepOfTarget(definition: Definition, target: Target, { state, step }: Going): string {
  if (target.kind === 'step') return target.step;
  return target.kind === 'back' ? (state.from?.[step] ?? definition.first) : '';
}
