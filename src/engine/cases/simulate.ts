import type { Json } from '../../kernel/json.ts';
import type { Action, Definition, Profile, Question, Step } from '../definition/model.ts';
import { settle, withOfficers } from '../form/index.ts';
import type { Answers, Inputs, Settled } from '../form/model.ts';
import { graphOf, isReachable } from '../lint/graph.ts';
import { act, begin, end, fire, resume, stateAfter } from '../workflow/index.ts';
import type { Move, State } from '../workflow/model.ts';
import { type Chance, factAnswer, generateRegister, type Making, makeAnswer, pick } from './generate.ts';
import { lookUp } from './register.ts';

/** What the walks came by, and what none of them did. */
export type Simulated = {
  readonly cases: number;
  readonly submitted: number;
  readonly turnedAway: number;
  readonly steps: readonly string[];
  readonly outcomes: readonly string[];
  readonly unseen: {
    readonly steps: readonly string[];
    readonly outcomes: readonly string[];
    readonly actions: readonly string[];
    readonly questions: readonly string[];
    readonly checks: readonly string[];
  };
  /** Cases that stopped with nothing open and no outcome, or never came to an end: must be none. */
  readonly stuck: readonly string[];
};

export type Simulation = {
  readonly chance: Chance;
  readonly today: string;
  readonly profile: Profile;
  readonly most?: number;
};

type Seen = {
  readonly steps: Set<string>;
  readonly outcomes: Set<string>;
  readonly actions: Set<string>;
  readonly questions: Set<string>;
  readonly checks: Set<string>;
};

const MOST_TRIES = 60;
const MOST_ACTS = 80;
const DAYS_TO_SUBMIT = 3;

function applicantInputs(simulation: Simulation, making: Making): Inputs {
  const { chance, profile, today } = simulation;
  const applicant = making.register.person(pick(chance, making.people) ?? '') ?? {};
  const proven: Json = profile === 'own' ? applicant : { nik: applicant.nik ?? null, name: applicant.name ?? null };
  const family = making.register.familyOf(String(applicant.nik)) ?? null;
  return {
    today,
    submittedOn: chance() < 1 / DAYS_TO_SUBMIT ? null : today,
    applicant: proven,
    subject: proven,
    family: profile === 'own' ? family : null,
    profile,
  };
}

/** Where no register tells them, people tell the facts about themselves and their family as they are. */
function answerTo({ id, field }: Question, inputs: Inputs, making: Making): Json {
  const [root = '', fact = ''] = id.split('.');
  const nik = String((inputs.applicant as { readonly nik?: Json } | null)?.nik ?? '');
  const facts =
    root === 'family'
      ? making.register.familyOf(nik)
      : root === 'applicant' || root === 'subject'
        ? making.register.byNik(nik)
        : undefined;
  return facts?.[fact] === undefined ? makeAnswer(field, making) : factAnswer(field, facts[fact] ?? null);
}

/** The next screen's questions, and those of pages of optional files, which hold nobody up and are passed all the same. */
function askedNow({ next, screens, answers }: Settled, questions: ReadonlyMap<string, Question>): readonly string[] {
  const passed = screens
    .filter((screen) => screen.done && screen.kind === 'files')
    .flatMap((screen) => screen.questions)
    .filter((id) => questions.get(id)?.optional && !Object.hasOwn(answers, id));
  return [...(next?.questions ?? []), ...passed];
}

/** Fills a form screen by screen, answering again what was wrong. */
function fillIn(
  definition: Definition,
  inputs: Inputs,
  making: Making,
  seen: Seen,
): { settled: Settled; done: boolean } {
  const questions = new Map(definition.pages.flatMap((page) => page.questions.map((each) => [each.id, each] as const)));
  let answers: Answers = {};
  let settled = settle(definition, answers, inputs);
  for (let tries = 0; tries < MOST_TRIES && settled.next && !settled.allow; tries++) {
    const next: Record<string, Json> = { ...settled.answers };
    for (const id of askedNow(settled, questions)) {
      seen.questions.add(id);
      const question = questions.get(id);
      if (!question) continue;
      const given = { ...making, names: settled.names };
      next[id] = question.optional && making.chance() < 0.4 ? null : answerTo(question, inputs, given);
    }
    answers = lookUp(definition, next, settle(definition, next, inputs), inputs, making.register);
    settled = settle(definition, answers, inputs);
  }
  return { settled, done: settled.complete };
}

function officersAnswers(step: Step, making: Making): Answers {
  return Object.fromEntries(step.ask.map(({ id, field }) => [id, makeAnswer(field, making)]));
}

/** Prefers what was not tried yet. */
const choose = (chance: Chance, step: Step, seen: Seen): Action | undefined => {
  const fresh = step.actions.filter(({ id }) => !seen.actions.has(`${step.id}.${id}`));
  return pick(chance, fresh.length > 0 && chance() < 0.7 ? fresh : step.actions);
};

type Walking = { state: State; answers: Record<string, Json>; outcome: string | null; back: string | null };

function take(walking: Walking, move: Move, actor: string, seen: Seen): void {
  walking.state = stateAfter(walking.state, move, actor);
  for (const { step } of move.opens) seen.steps.add(step);
  if (move.outcome === null) return;
  walking.outcome = move.outcome;
  seen.outcomes.add(move.outcome);
}

/** One act of somebody: an officer, the clock, or the citizen who repairs or does not. */
function once(
  definition: Definition,
  settled: Settled,
  inputs: Inputs,
  walking: Walking,
  making: Making,
  seen: Seen,
  turn: number,
): void {
  const { chance, profile } = making;
  const id = pick(chance, walking.state.open);
  const step = definition.steps.find((each) => each.id === id);
  if (!step) return;
  Object.assign(walking.answers, officersAnswers(step, making));
  const names = withOfficers(definition, settled, walking.answers, inputs);
  const timer = chance() < 0.15 ? pick(chance, step.on) : undefined;
  if (timer) take(walking, fire(definition, walking.state, step.id, timer.id, names, profile), 'jam', seen);
  const action = timer ? undefined : choose(chance, step, seen);
  if (!action) return;
  const actor = `petugas ${turn}`;
  const reasons = action.reasons.length > 0 ? [pick(chance, action.reasons) ?? ''] : [];
  const done = act(definition, walking.state, step.id, action.id, names, { actor, reasons, profile });
  if (!done.ok) return;
  seen.actions.add(`${step.id}.${action.id}`);
  take(walking, done.move, actor, seen);
  const { returns } = done.move;
  if (!returns) return;
  const late = returns.expire && chance() < 0.3 ? returns.expire.outcome : null;
  const after =
    late === null ? resume(definition, returns.backTo, names, profile) : end(definition, walking.state, late, names);
  take(walking, after, 'warga', seen);
}

function walk(definition: Definition, settled: Settled, inputs: Inputs, making: Making, seen: Seen): string | null {
  const walking: Walking = { state: { open: [], decidedBy: {} }, answers: {}, outcome: null, back: null };
  take(walking, begin(definition, settled.names, making.profile), 'warga', seen);
  let turn = 0;
  while (walking.state.open.length > 0 && turn < MOST_ACTS)
    once(definition, settled, inputs, walking, making, seen, turn++);
  if (walking.state.open.length > 0) return turn < MOST_ACTS ? `open: ${walking.state.open.join(', ')}` : null;
  return walking.outcome === null ? 'nothing open and no outcome' : null;
}

/** What could be seen at all: the linter's graph says which steps and outcomes are reachable. */
function unseenOf(definition: Definition, seen: Seen, profile: Profile): Simulated['unseen'] {
  const graph = graphOf(definition);
  const steps = definition.steps.filter(({ id }) => isReachable(graph, 'step', id) && !seen.steps.has(id));
  const outcomes = definition.outcomes.filter(({ id }) => isReachable(graph, 'outcome', id) && !seen.outcomes.has(id));
  const actions = definition.steps
    .flatMap((step) => step.actions.map(({ id }) => `${step.id}.${id}`))
    .filter((id) => !seen.actions.has(id));
  const asked = definition.pages
    .filter(({ only }) => !only || only.includes(profile))
    .flatMap((page) => page.questions);
  const questions = asked.filter(({ id, only }) => (!only || only.includes(profile)) && !seen.questions.has(id));
  const checks = definition.checks.map(({ say }) => say.id).filter((text) => !seen.checks.has(text));
  return {
    steps: steps.map(({ id }) => id),
    outcomes: outcomes.map(({ id }) => id),
    actions,
    questions: questions.map(({ id }) => id),
    checks,
  };
}

/**
 * Walks a definition with generated people until everything reachable was seen, or `most` cases were tried. Pure: chance is given.
 * @example simulate(definition, { chance: chanceFrom(1), today: '2026-11-23', profile: 'own' }).unseen.steps // []
 */
export function simulate(definition: Definition, simulation: Simulation): Simulated {
  const { chance, today, profile, most = 1000 } = simulation;
  const seen: Seen = {
    steps: new Set(),
    outcomes: new Set(),
    actions: new Set(),
    questions: new Set(),
    checks: new Set(),
  };
  const stuck = new Set<string>();
  let [cases, submitted, turnedAway] = [0, 0, 0];
  const whole = (): boolean => Object.values(unseenOf(definition, seen, profile)).every((list) => list.length === 0);
  while (cases < most && !(submitted > 0 && whole())) {
    cases++;
    const making: Making = { chance, today, profile, names: {}, ...generateRegister(chance, today) };
    const inputs = applicantInputs(simulation, making);
    const { settled, done } = fillIn(definition, inputs, making, seen);
    for (const { say } of settled.checks) seen.checks.add(say.id);
    if (settled.allow) turnedAway++;
    if (!done) continue;
    submitted++;
    const fault = walk(definition, settled, inputs, making, seen);
    if (fault !== null) stuck.add(fault);
  }
  return {
    cases,
    submitted,
    turnedAway,
    steps: [...seen.steps],
    outcomes: [...seen.outcomes],
    unseen: unseenOf(definition, seen, profile),
    stuck: [...stuck],
  };
}
