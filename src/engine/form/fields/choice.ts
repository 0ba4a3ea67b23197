import { issue, parsed, refused } from '../../../kernel/parsed.ts';
import type { Field, Option } from '../../definition/model.ts';
import { fieldAt } from '../people.ts';
import { type Env, fine, here, input, type Kind, same, textOf, typed } from './kind.ts';

type ChoiceField = Extract<Field, { readonly kind: 'choice' | 'choices' | 'code' }>;

/** Beyond this many, a list to scroll is quicker than a column of buttons. */
const MOST_BUTTONS = 12;
/** Leaves out what can't be true of the one that the row is about. */
const fitting = ({ names }: Env) => {
  const sex = fieldAt(names.item, 'sex');
  return (option: Option): boolean => option.sex === undefined || sex === null || option.sex === sex;
};
const has = (field: ChoiceField, code: string) => field.options.some((option) => option.code === code);

/** One of several codes. */
export const choice: Kind<ChoiceField> = {
  parse: (field, name, body) => {
    const code = typed(body, name);
    if (code === '') return parsed(null);
    return has(field, code) ? parsed(code) : refused(issue('choice/unknown'));
  },
  check: (field, answer) => (typeof answer === 'string' && has(field, answer) ? fine : here(issue('choice/unknown'))),
  value: (field, answer) => (typeof answer === 'string' && has(field, answer) ? answer : null),
  show: (field, answer) => field.options.find((option) => option.code === answer)?.text ?? same(''),
  inputs: (field, name, answer, env) => [
    input(name, {
      kind: field.options.length > MOST_BUTTONS ? 'select' : 'radio',
      value: textOf(answer),
      options: field.options
        .filter(fitting(env))
        .map(({ code, text }) => ({ value: code, text, selected: code === answer })),
    }),
  ],
  schema: (field) => ({ enum: field.options.map((option) => option.code) }),
};
