import type { Json } from '../../../kernel/json.ts';
import { issue, type Parsed, parsed } from '../../../kernel/parsed.ts';
import type { Field } from '../../definition/model.ts';
import type { Input } from '../model.ts';
import { fine, here, input, type Kind, same, textOf, typed } from './kind.ts';

type Line<F extends Field> = {
  /** Reads what was typed; '' never comes here. */
  readonly read: (text: string, field: F) => Parsed<string>;
  readonly box: (field: F) => Partial<Input>;
  readonly show?: (text: string) => string;
  readonly schema: (field: F) => Json;
};

/** A kind whose answer is one line (or several) of text, stored in one form. */
export function line<F extends Field>({ read, box, show = (text) => text, schema }: Line<F>): Kind<F> {
  return {
    parse: (field, name, body) => {
      const text = typed(body, name);
      return text === '' ? parsed(null) : read(text, field);
    },
    check: (field, answer) => {
      if (typeof answer !== 'string') return here(issue('shape'));
      const result = read(answer, field);
      return result.ok ? fine : result.issues.slice(0, 1).flatMap(here);
    },
    value: (_, answer) => (typeof answer === 'string' ? answer : null),
    show: (_, answer) => same(show(textOf(answer))),
    inputs: (field, name, answer) => [input(name, { value: show(textOf(answer)), ...box(field) })],
    schema,
  };
}
