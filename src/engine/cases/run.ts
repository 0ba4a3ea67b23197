import type { Json } from '../../kernel/json.ts';
import type { Definition, Line } from '../definition/model.ts';
import { checkStep, settle } from '../form/index.ts';
import type { Answers, Inputs, Settled } from '../form/model.ts';
import { act, begin, enter, resume, stateAfter } from '../workflow/index.ts';
import type { Move, State } from '../workflow/model.ts';
import { createRegister, lookUp, type Register } from './register.ts';
import type { Act, Example, Examples } from './shape.ts';

/** What an example came to. `differences` says in words what is not as expected; none means it holds. */
export type Ran = {
  readonly name: string;
  readonly line: Line;
  readonly settled: Settled;
  readonly outcome: string | null;
  readonly steps: readonly string[];
  readonly outcomes: readonly string[];
  readonly differences: readonly string[];
};

/** Answers of the file and of the example it is like, then its own; `null` can't be written in YAML, so `tidak ada` takes one away. */
const ABSENT = 'tidak ada';

function answersOf(examples: Examples, example: Example, register: Register): Answers {
  const like =
    example.like === undefined ? {} : (examples.cases.find((each) => each.case === example.like)?.answers ?? {});
  const all = { ...examples.answers, ...like, ...example.answers };
  const kept = Object.entries(all).filter(([, value]) => value !== ABSENT);
  return Object.fromEntries(kept.map(([id, value]) => [id, named(value, register)]));
}

/** A person may be given by name. */
function named(value: Json, register: Register): Json {
  if (Array.isArray(value)) return value.map((each) => named(each as Json, register));
  const person = typeof value === 'string' && value.startsWith('@') ? register.person(value.slice(1)) : undefined;
  return person ? { nik: person.nik ?? null } : value;
}

function inputsOf(examples: Examples, example: Example, register: Register): Inputs {
  const applicant = register.person(example.applicant) ?? null;
  const subject = example.subject === undefined ? applicant : (register.person(example.subject) ?? null);
  const profile = example.profile ?? 'own';
  const proven = (facts: typeof applicant): Json =>
    profile === 'own' || !facts ? facts : { nik: facts.nik ?? null, name: facts.name ?? null };
  const family = subject ? (register.familyOf(String(subject.nik)) ?? null) : null;
  return {
    today: example.today ?? examples.today,
    submittedOn: example.submittedOn ?? null,
    applicant: proven(applicant),
    subject: proven(subject),
    family: profile === 'own' ? family : null,
    profile,
  };
}

/** Settles twice, as the room does: the second time with what the register knows of those named. */
function settleLookedUp(definition: Definition, answers: Answers, inputs: Inputs, register: Register): Settled {
  const first = settle(definition, answers, inputs);
  const second = settle(definition, lookUp(definition, answers, first, inputs, register), inputs);
  return settle(definition, lookUp(definition, second.answers, second, inputs, register), inputs);
}

type Journey = {
  state: State;
  outcome: string | null;
  readonly steps: string[];
  readonly outcomes: string[];
  readonly effects: string[];
  readonly papers: string[];
  readonly officers: Record<string, Json>;
};

function note(definition: Definition, journey: Journey, move: Move, settled: Settled): void {
  journey.effects.push(...move.effects.map(({ verb }) => verb));
  for (const { step } of move.opens) {
    journey.steps.push(step);
    journey.papers.push(...enter(definition, step, settled.names).papers.map(({ document }) => document));
  }
  journey.papers.push(...move.papers.map(({ document }) => document));
  if (move.outcome === null) return;
  journey.outcome = move.outcome;
  journey.outcomes.push(move.outcome);
}

function follow(
  definition: Definition,
  settled: Settled,
  inputs: Inputs,
  one: Act,
  journey: Journey,
): readonly string[] {
  const step = definition.steps.find(({ id }) => id === one.step);
  if (!step) return [`langkah ${one.step} tidak ada`];
  const sent = { step, action: one.do, values: one.answers ?? {}, before: { ...journey.officers } };
  const { issues, names } = checkStep(definition, settled, sent, inputs);
  const wrong =
    one.refused === undefined
      ? issues.map(({ input, code }) => `${one.step}: ${one.do}: ${input}: ${saidOf(code)}`)
      : [];
  if (wrong.length > 0) return wrong;
  Object.assign(journey.officers, one.answers);
  const actor = one.by ?? `petugas ${one.step}`;
  const given = {
    actor,
    profile: inputs.profile,
    ...(one.reasons ? { reasons: one.reasons } : {}),
    ...(one.questions ? { questions: one.questions } : {}),
  };
  const done = act(definition, journey.state, one.step, one.do, names, given);
  const at = `${one.step}: ${one.do}`;
  if (!done.ok) return done.code === one.refused ? [] : [`${at}: ${done.code}`];
  if (one.refused !== undefined) return [`${at}: tidak ditolak (${one.refused})`];
  journey.state = stateAfter(journey.state, done.move, actor);
  note(definition, journey, done.move, settled);
  const { returns } = done.move;
  if (!returns) return [];
  const differs = one.opens ? unequal(`${at}: opens`, one.opens, returns.questions) : [];
  // The repair comes at once: examples are about what follows.
  const back = resume(definition, returns.backTo, names, inputs.profile);
  journey.state = stateAfter(journey.state, back);
  return differs;
}

const saidOf = (code: string): string => (code === 'missing' ? 'belum dijawab' : code);

const unequal = (what: string, expected: Json | undefined, got: unknown): readonly string[] => {
  if (expected === undefined) return [];
  const [want, have] = [JSON.stringify(expected), JSON.stringify(got)];
  return want === have ? [] : [`${what}: seharusnya ${want}, ternyata ${have}`];
};

function compareForm(example: Example, settled: Settled): readonly string[] {
  const computed = Object.keys(example.computed ?? {}).map((id) => [id, settled.computed[id] ?? null] as const);
  const blocked = example.missing !== undefined || example.refused !== undefined || example.allowed === false;
  const surprise =
    !blocked && !settled.complete
      ? [
          ...settled.issues.map((each) => `${each.input}: ${saidOf(each.code)}`),
          ...settled.refusals.map((each) => `ditolak: ${each.say.id}`),
        ]
      : [];
  return [
    ...surprise,
    ...unequal(
      'screens',
      example.screens,
      settled.screens.map(({ ref }) => ref),
    ),
    ...unequal(
      'missing',
      example.missing,
      settled.issues.map(({ input }) => input),
    ),
    ...unequal('allowed', example.allowed, settled.allow === undefined),
    ...unequal(
      'refused',
      example.refused,
      settled.refusals.map(({ at }) => at),
    ),
    ...unequal('computed', example.computed, Object.fromEntries(computed)),
    ...unequal(
      'checks',
      example.checks,
      settled.checks.map(({ say }) => say.id),
    ),
  ];
}

/** Runs one worked example: the form, then the acts of officers, then compares. */
export function runCase(definition: Definition, examples: Examples, example: Example): Ran {
  const register = createRegister(examples.people as never, (examples.families ?? {}) as never);
  const inputs = inputsOf(examples, example, register);
  const settled = settleLookedUp(definition, answersOf(examples, example, register), inputs, register);
  const start = begin(definition, settled.names, inputs.profile);
  const journey: Journey = {
    state: stateAfter({ open: [], decidedBy: {} }, start),
    outcome: null,
    steps: [],
    outcomes: [],
    effects: [],
    papers: [],
    officers: {},
  };
  note(definition, journey, start, settled);
  const walked = settled.complete
    ? (example.acts ?? []).flatMap((one) => follow(definition, settled, inputs, one, journey))
    : [];
  const office = start.opens[0]?.office;
  const differences = [
    ...compareForm(example, settled),
    ...walked,
    ...unequal('office', example.office, office ? { kind: office.kind, region: office.region } : null),
    ...unequal('effects', example.effects, journey.effects),
    ...unequal('papers', example.papers, journey.papers),
    ...unequal('open', example.open, journey.state.open),
    ...unequal('outcome', example.outcome, journey.outcome),
  ];
  return {
    name: example.case,
    line: example.line,
    settled,
    outcome: journey.outcome,
    steps: journey.steps,
    outcomes: journey.outcomes,
    differences,
  };
}
