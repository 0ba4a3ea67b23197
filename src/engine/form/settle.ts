import type { Json } from '../../kernel/json.ts';
import type { Allow, Definition, Page, Question, Require, Step } from '../definition/model.ts';
import { createEnvironment, type Environment } from './environment.ts';
import { factOf } from './facts.ts';
import { kindOf } from './fields/index.ts';
import type { Answers, Inputs, Issue, Screen, Settled } from './model.ts';
import { nikOfPerson } from './people.ts';

/** Names whose facts are asked on the page that the engine adds. */
const roots = /^(applicant|subject|family)\./;

type Walk = {
  /** Optional questions that nobody has been shown yet: their screens still stand before the applicant. */
  readonly unseen: Set<string>;
  readonly answers: Record<string, Json>;
  readonly issues: Issue[];
  readonly screens: Screen[];
};

function visible(environment: Environment, inputs: Inputs, part: Page | Question): boolean {
  return (!part.only || part.only.includes(inputs.profile)) && environment.holds(part.when);
}

/** Where somebody acts for himself, what was asked of him as applicant is not asked again as subject. */
function asksTwice(environment: Environment, page: Page, { id }: Question): boolean {
  if (!id.startsWith('subject.')) return false;
  const { applicant, subject } = environment.names;
  const twin = `applicant.${id.slice('subject.'.length)}`;
  return nikOfPerson(applicant) === nikOfPerson(subject) && page.questions.some((each) => each.id === twin);
}

function missing({ id, field }: Question): Issue {
  const first: Partial<Record<typeof field.kind, string>> = { date: '.day', address: '.village' };
  return { question: id, input: id + (first[field.kind] ?? ''), code: 'missing', params: {} };
}

/** Takes one question's answer into the environment. */
function take(question: Question, answers: Answers, environment: Environment, walk: Walk): void {
  const { id, field, optional } = question;
  const seen = Object.hasOwn(answers, id);
  const given = seen ? (answers[id] ?? null) : null;
  const kind = kindOf(field);
  const env = environment.env();
  const filled = field.kind === 'group' && field.over ? (given ?? []) : given;
  const answer = filled !== null && kind.resolve ? kind.resolve(field, filled, env) : filled;
  if (answer === null) {
    if (!optional) walk.issues.push(missing(question));
    else if (seen) walk.answers[id] = null;
    else if (field.kind !== 'file') walk.unseen.add(id);
    return;
  }
  for (const { input, fault } of kind.check(field, answer, env)) {
    walk.issues.push({ question: id, input: id + input, code: fault.code, params: fault.params });
  }
  walk.answers[id] = answer;
  environment.set(id, roots.test(id) ? factOf(question, answer, env) : kind.value(field, answer, env));
}

function screensOf(page: Page, questions: readonly string[], { issues, unseen }: Walk): readonly Screen[] {
  const screen = (ref: string, ids: readonly string[]): Screen => ({
    ref,
    page: page.id,
    title: page.title ?? null,
    kind: page.kind,
    questions: ids,
    done: !ids.some((id) => unseen.has(id) || issues.some(({ question }) => question === id)),
  });
  if (questions.length === 0) return [];
  return page.together ? [screen(page.id, questions)] : questions.map((id) => screen(`${page.id}.${id}`, [id]));
}

function walkPages(definition: Definition, given: Answers, inputs: Inputs, environment: Environment): Walk {
  const walk: Walk = { unseen: new Set(), answers: {}, issues: [], screens: [] };
  for (const page of definition.pages) {
    if (!visible(environment, inputs, page)) continue;
    const shown: string[] = [];
    for (const question of page.questions) {
      if (!visible(environment, inputs, question) || asksTwice(environment, page, question)) continue;
      shown.push(question.id);
      take(question, given, environment, walk);
    }
    walk.screens.push(...screensOf(page, shown, walk));
  }
  return walk;
}

/** A rule stops only at a question that has its answer, and only when it is known not to hold or all is answered. */
function refusalsOf(definition: Definition, walk: Walk, environment: Environment): readonly Require[] {
  const whole = walk.issues.length === 0;
  return definition.require.filter((rule) => {
    if (!Object.hasOwn(walk.answers, rule.at)) return false;
    const holds = environment.value(rule.that);
    return holds === false || (whole && holds !== true);
  });
}

/** Decided when the facts are there: where no register gives them, they are asked first. */
function allowOf(definition: Definition, walk: Walk, environment: Environment): Allow | undefined {
  if (walk.issues.some(({ question }) => roots.test(question))) return undefined;
  return definition.allow.find((rule) => environment.value(rule.that) !== true);
}

/**
 * Works out a form from what was answered: which screens are visible, what is missing or wrong, what follows. Answers off the visible
 * path are dropped before anything is computed from them. Pure; takes any answers, also malformed ones.
 *
 * @example settle(definition, { purpose: 'school' }, inputs).next?.ref // 'keperluan.institution'
 */
export function settle(definition: Definition, answers: Answers, inputs: Inputs): Settled {
  const environment = createEnvironment(definition, inputs);
  const walk = walkPages(definition, answers, inputs, environment);
  const computed = environment.computeAll();
  const refusals = refusalsOf(definition, walk, environment);
  const allow = allowOf(definition, walk, environment);
  const screens = walk.screens.map((screen) =>
    refusals.some(({ at }) => screen.questions.includes(at)) ? { ...screen, done: false } : screen,
  );
  const next = screens.find((screen) => !screen.done);
  return {
    answers: walk.answers,
    computed,
    screens,
    complete: walk.issues.length === 0 && refusals.length === 0 && allow === undefined,
    issues: walk.issues,
    refusals,
    checks: definition.checks.filter((check) => environment.value(check.when) === true),
    names: environment.names,
    ...(next ? { next } : {}),
    ...(allow ? { allow } : {}),
  };
}

function officersWalk(
  definition: Definition,
  settled: Settled,
  answers: Answers,
  inputs: Inputs,
  must: readonly string[],
) {
  const environment = createEnvironment(definition, inputs);
  walkPages(definition, settled.answers, inputs, environment);
  const walk: Walk = { unseen: new Set(), answers: {}, issues: [], screens: [] };
  for (const question of definition.steps.flatMap((step) => step.ask)) {
    const asked = must.includes(question.id) && environment.holds(question.when);
    if (asked || Object.hasOwn(answers, question.id)) take(question, answers, environment, walk);
  }
  environment.computeAll();
  return { names: environment.names, walk };
}

/**
 * Adds what officers answered, under the names of their steps' questions, so that guards, effects and notices may read them.
 * @example withOfficers(definition, settled, { cardNumber: 'A123' }, inputs)
 */
export function withOfficers(
  definition: Definition,
  settled: Settled,
  answers: Answers,
  inputs: Inputs,
): Settled['names'] {
  return officersWalk(definition, settled, answers, inputs, []).names;
}

/** What an officer sent with an action, and what officers of earlier steps answered. */
export type Sent = { readonly step: Step; readonly action: string; readonly values: Answers; readonly before: Answers };

/**
 * Checks an officer's answers. All are needed for an action that moves on; one that must give reasons (a return, a rejection) may leave them.
 * @param sent `values` from `parseQuestions(step.ask, body)`
 * @example checkStep(definition, settled, { step, action: 'siap', values: {}, before: {} }, inputs).issues // [{ question: 'cardNumber', code: 'missing', … }]
 */
export function checkStep(
  definition: Definition,
  settled: Settled,
  { step, action, values, before }: Sent,
  inputs: Inputs,
): { readonly issues: readonly Issue[]; readonly names: Settled['names'] } {
  const ids = step.ask.map(({ id }) => id);
  const excused = step.actions.some(({ id, reasons }) => id === action && reasons.length > 0);
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
  const { names, walk } = officersWalk(definition, settled, { ...before, ...given }, inputs, excused ? [] : ids);
  return { issues: walk.issues.filter(({ question }) => ids.includes(question)), names };
}
