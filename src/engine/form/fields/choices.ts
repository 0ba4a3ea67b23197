import type { Json } from '../../../kernel/json.ts';
import { issue, parsed, refused } from '../../../kernel/parsed.ts';
import type { Field } from '../../definition/model.ts';
import { fine, here, input, type Kind, manyTyped } from './kind.ts';

type ChoicesField = Extract<Field, { readonly kind: 'choice' | 'choices' | 'code' }>;

const codesIn = (field: ChoicesField, answer: Json): readonly string[] | null =>
  Array.isArray(answer) && answer.every((each): each is string => field.options.some((option) => option.code === each))
    ? answer
    : null;

/** Any number of several codes, in the order of the options. */
export const choices: Kind<ChoicesField> = {
  parse: (field, name, body) => {
    const codes = manyTyped(body, name);
    if (codes.length === 0) return parsed(null);
    if (codesIn(field, codes) === null) return refused(issue('choice/unknown'));
    return parsed(field.options.map((option) => option.code).filter((code) => codes.includes(code)));
  },
  check: (field, answer) => (codesIn(field, answer) === null ? here(issue('choice/unknown')) : fine),
  value: (field, answer) => codesIn(field, answer),
  show: (field, answer) => {
    const chosen = field.options.filter(({ code }) => codesIn(field, answer)?.includes(code));
    const joined = (language: string) => chosen.map(({ text }) => text[language] ?? text.id).join(', ');
    return { id: joined('id'), en: joined('en') };
  },
  inputs: (field, name, answer) => {
    const codes = codesIn(field, answer) ?? [];
    const options = field.options.map(({ code, text }) => ({ value: code, text, selected: codes.includes(code) }));
    return [input(name, { kind: 'checkbox', values: codes, options })];
  },
  schema: (field) => ({
    type: 'array',
    items: { enum: field.options.map((option) => option.code) },
    uniqueItems: true,
    minItems: 1,
  }),
};
