import type { Json } from '../../kernel/json.ts';
import type { Text } from '../../kernel/text.ts';
import { fill } from '../definition/fill.ts';
import type { Definition, Profile, Question, Step } from '../definition/model.ts';
import { evaluate } from '../feel/evaluate.ts';
import { kindOf } from './fields/index.ts';
import { type Body, type Env, manyTyped, sent, typed } from './fields/kind.ts';
import type { Answers, Input, Inputs, Issue, Lookup, Names, ScreenField, ScreenRef, Settled } from './model.ts';
import { officeIn } from './office-ref.ts';
import { fieldAt, isRecordValue, nikOfPerson } from './people.ts';

/** The questions of a screen, whether visible or not. */
export function questionsOf(definition: Definition, screen: ScreenRef): readonly Question[] {
  const page = definition.pages.find(({ id }) => id === screen || screen.startsWith(`${id}.`));
  if (!page) return [];
  if (screen === page.id) return page.questions;
  const id = screen.slice(page.id.length + 1);
  return page.questions.filter((question) => question.id === id);
}

type Read = { readonly values: Answers; readonly issues: readonly Issue[] };

/** Reads answers to these questions. What can't be read is an issue and no value; what was left empty is null. */
export function parseQuestions(questions: readonly Question[], body: Body, profile: Profile | null = null): Read {
  const values: Record<string, Json> = {};
  const issues: Issue[] = [];
  for (const { id, field } of questions) {
    const result = kindOf(field).parse(field, id, body, profile);
    if (result.ok) {
      // A form without script sends no file again: what is stored stays.
      if (field.kind !== 'file' || result.value !== null) values[id] = result.value;
      continue;
    }
    for (const { code, params } of result.issues) {
      const { box, ...rest } = params;
      issues.push({ question: id, input: box === undefined ? id : `${id}.${box}`, code, params: rest });
    }
  }
  return { values, issues };
}

/**
 * Reads what a screen sent (boxes by name, or the stored form by question id from a client of the API). Never throws.
 * @example parseScreen(definition, 'anak.child.birthDate', { 'child.birthDate.day': '3', … }) // { values: { 'child.birthDate': '2026-11-03' }, issues: [] }
 */
export function parseScreen(
  definition: Definition,
  screen: ScreenRef,
  body: Body,
  profile: Profile | null = null,
): Read {
  return parseQuestions(questionsOf(definition, screen), body, profile);
}

/** Shows again what was typed, also what could not be read. */
function retyped(input: Input, body: Body): Input {
  if (input.kind === 'file' || input.kind === 'hidden') return input;
  const values = manyTyped(body, input.name);
  return {
    ...input,
    value: typed(body, input.name),
    values,
    options: input.options.map((option) => ({ ...option, selected: values.includes(option.value) })),
  };
}

/** The number of the own family card, where it is known. */
function kkIn(names: Names): string | undefined {
  const kk = fieldAt(names.family, 'kk');
  return typeof kk === 'string' && kk !== '' ? kk : undefined;
}

function fieldFor(question: Question, answer: Json, env: Env, body: Body | null): ScreenField {
  const { id, field, label, hint, optional, secrecy } = question;
  const kind = kindOf(field);
  const inputs = kind.inputs(field, id, answer, env);
  const again = body !== null && sent(body, id) === null;
  return {
    question: id,
    kind: field.kind,
    label: fill(label, env.names),
    hint: hint ? fill(hint, env.names) : null,
    optional,
    secrecy,
    inputs: again ? inputs.map((each) => retyped(each, body)) : inputs,
    shown: answer === null ? null : kind.show(field, answer, false, kkIn(env.names), env.names[id]),
  };
}

const envOf = (names: Names, inputs: Inputs): Env => {
  const members = fieldAt(names.family, 'members');
  const run: Env['run'] = (compiled, more) => evaluate(compiled.tree, more ? { ...names, ...more } : names);
  return { names, run, profile: inputs.profile, today: inputs.today, members: Array.isArray(members) ? members : [] };
};

/**
 * What a page needs to draw a screen: its visible questions with their boxes.
 * @param body what was sent, to be shown again beside its issues
 */
export function screenFields(
  definition: Definition,
  screen: ScreenRef,
  settled: Settled,
  inputs: Inputs,
  body: Body | null = null,
): readonly ScreenField[] {
  const env = envOf(settled.names, inputs);
  const shown = new Set(settled.screens.flatMap((each) => each.questions));
  return questionsOf(definition, screen)
    .filter((question) => shown.has(question.id))
    .map((question) => fieldFor(question, settled.answers[question.id] ?? null, env, body));
}

/** The officer's questions of a step, ready to be drawn. */
export function stepFields(
  step: Step,
  answers: Answers,
  names: Names,
  inputs: Inputs,
  body: Body | null = null,
): readonly ScreenField[] {
  const env = envOf(names, inputs);
  return step.ask.map((question) => fieldFor(question, answers[question.id] ?? null, env, body));
}

/**
 * Every visible answer in words, in order.
 * @param full for the office; without it, for the applicant, what the register says of other adults stays out
 */
export function summary(
  definition: Definition,
  settled: Settled,
  full = false,
): readonly {
  readonly screen: ScreenRef;
  readonly question: Question;
  readonly label: Text;
  readonly shown: Text | null;
}[] {
  const questions = new Map(definition.pages.flatMap((page) => page.questions.map((each) => [each.id, each] as const)));
  const ownKk = kkIn(settled.names);
  return settled.screens.flatMap((screen) =>
    screen.questions.flatMap((id) => {
      const question = questions.get(id);
      if (!question) return [];
      const answer = settled.answers[id];
      const kind = kindOf(question.field);
      const shown =
        answer === undefined ? null : kind.show(question.field, answer, full, ownKk, settled.names[question.id]);
      return [{ screen: screen.ref, question, label: fill(question.label, settled.names), shown }];
    }),
  );
}

/**
 * What the room must look up before it stores parsed answers: people and families in the register (only where it is our own), names of
 * regions and offices. The room writes the facts into the answer, or `unknown: true`.
 */
export function lookups(definition: Definition, values: Answers, settled: Settled, inputs: Inputs): readonly Lookup[] {
  const own = inputs.profile === 'own';
  return definition.pages
    .flatMap(({ questions }) => questions)
    .flatMap(({ id, field }): readonly Lookup[] => {
      const answer = values[id];
      const text = (name: string) =>
        typeof answer === 'object' && answer !== null && !Array.isArray(answer)
          ? String((answer as Record<string, Json>)[name] ?? '')
          : '';
      if (answer === undefined || answer === null) return [];
      if (field.kind === 'person' && own && text('nik') !== '' && text('member') === '')
        return [{ kind: 'person', question: id, nik: text('nik') }];
      if (field.kind === 'family' && own) {
        const person = settled.names[text('of')];
        const kk = fieldAt(person, 'kk');
        const nik = isRecordValue(person) ? nikOfPerson(person) : null;
        return [{ kind: 'family', question: id, of: text('of'), nik, kk: typeof kk === 'string' ? kk : null }];
      }
      if (field.kind === 'place') return [{ kind: 'region', question: id, code: text('code') }];
      if (field.kind === 'address') return [{ kind: 'region', question: id, code: text('village') }];
      if (field.kind === 'appointment') {
        const at = officeIn(evaluate(field.at.tree, settled.names));
        return [{ kind: 'appointment', question: id, service: field.service, slot: text('slot'), at }];
      }
      if (field.kind === 'office')
        return [{ kind: 'office', question: id, office: field.office, region: text('region'), code: text('code') }];
      return [];
    });
}
