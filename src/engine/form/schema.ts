import type { Json } from '../../kernel/json.ts';
import { say } from '../../kernel/text.ts';
import type { Definition, Question } from '../definition/model.ts';
import { kindOf } from './fields/index.ts';

/** JSON Schema 2020-12 of the answers as a client of the API sends them, by question id. What is needed depends on the path: `settle` says. */
export const answersSchema = (definition: Definition): Json => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: definition.id,
  ...questionsSchema(definition.pages.flatMap((page) => page.questions)),
});

/** The answers to these questions, e.g. to an officer's at a step. */
export const questionsSchema = (questions: readonly Question[]): { readonly [key: string]: Json } => ({
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(
    questions.map(({ id, field, label }): [string, Json] => {
      const schema = kindOf(field).schema(field);
      return [id, { ...(schema as { readonly [key: string]: Json }), title: say(label, 'en'), description: label.id }];
    }),
  ),
});
