import type { Json } from '../../kernel/json.ts';
import { type Issue, issue, type Parsed, parsed, refused } from '../../kernel/parsed.ts';
import { fill } from '../definition/fill.ts';
import type { Profile, Question } from '../definition/model.ts';
import type { Value } from '../feel/index.ts';
import { type At, type Body, type Env, isRecord } from './fields/kind.ts';
import { kindOf } from './fields/kind-of.ts';
import type { Input } from './model.ts';

type Row = { readonly [id: string]: Json };

/** Those of the questions that this kind of register leaves open. */
export const askedFacts = (questions: readonly Question[], profile: Profile | null): readonly Question[] =>
  profile === null ? questions : questions.filter(({ only }) => !only || only.includes(profile));

/** Reads the answers to questions within a question: boxes are named `mother.name`. A fault names its box. */
export function parseFacts(
  questions: readonly Question[],
  name: string,
  raw: Row | null,
  body: Body,
  profile: Profile | null,
): Parsed<Row> {
  const values: Record<string, Json> = {};
  const faults: Issue[] = [];
  for (const { id, field } of questions) {
    const from = raw ? { [`${name}.${id}`]: raw[id] } : body;
    const result = kindOf(field).parse(field, `${name}.${id}`, from, profile);
    if (!result.ok)
      faults.push(
        ...result.issues.map((each) =>
          issue(each.code, { ...each.params, box: [id, each.params.box].filter(Boolean).join('.') }),
        ),
      );
    else if (result.value !== null) values[id] = result.value;
  }
  return faults.length > 0 ? refused(...faults) : parsed(values);
}

/** Within an environment where the row's own answers are names too. */
const shown = ({ when }: Question, env: Env): boolean => !when || env.run(when) === true;
const at = (answer: Json, id: string): Json => (isRecord(answer) ? (answer[id] ?? null) : null);

export function factFaults(questions: readonly Question[], answer: Json, env: Env): readonly At[] {
  return questions.flatMap((question): readonly At[] => {
    const { id, field, optional } = question;
    const own = at(answer, id);
    if (!shown(question, env)) return [];
    if (own === null) return optional ? [] : [{ input: `.${id}`, fault: issue('missing') }];
    return kindOf(field)
      .check(field, own, env)
      .map((each) => ({ input: `.${id}${each.input}`, fault: each.fault }));
  });
}

/** As expressions read them: a place as a fact is its code, yes or no is a truth. */
export function factOf({ field }: Question, answer: Json, env: Env): Value {
  const value = kindOf(field).value(field, answer, env);
  if (field.kind === 'place') return isRecord(answer) && typeof answer.code === 'string' ? answer.code : null;
  const yesNo =
    field.kind === 'choice' &&
    field.options.length === 2 &&
    field.options.every(({ code }) => code === 'yes' || code === 'no');
  return yesNo ? value === 'yes' : value;
}

export function factsValue(questions: readonly Question[], answer: Json, env: Env): { readonly [id: string]: Value } {
  return Object.fromEntries(
    questions.map((question) => {
      const own = at(answer, question.id);
      return [question.id, own === null ? null : factOf(question, own, env)];
    }),
  );
}

export function factInputs(questions: readonly Question[], name: string, answer: Json, env: Env): readonly Input[] {
  return questions.flatMap(({ id, field, label }) => {
    const boxes = kindOf(field).inputs(field, `${name}.${id}`, at(answer, id), env);
    return boxes.map((box, i) => (i === 0 && box.label === null ? { ...box, label: fill(label, env.names) } : box));
  });
}

export const factsSchema = (questions: readonly Question[]): Record<string, Json> =>
  Object.fromEntries(questions.map(({ id, field }) => [id, kindOf(field).schema(field)]));
