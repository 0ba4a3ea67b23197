import type { Json } from '../../kernel/json.ts';
import { say } from '../../kernel/text.ts';
import type { Definition } from '../definition/model.ts';
import { kindOf } from './fields/index.ts';

/** JSON Schema 2020-12 of the answers as a client of the API sends them, by question id. What is needed depends on the path: `settle` says. */
export function answersSchema(definition: Definition): Json {
  const questions = definition.pages.flatMap((page) => page.questions);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: definition.id,
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      questions.map(({ id, field, label }): [string, Json] => {
        const schema = kindOf(field).schema(field);
        return [
          id,
          { ...(schema as { readonly [key: string]: Json }), title: say(label, 'en'), description: label.id },
        ];
      }),
    ),
  };
}
