import { issue, parsed } from '../../../kernel/parsed.ts';
import { fine, here, input, type Kind, typed } from './kind.ts';

type Ticked = { readonly kind: 'consent' | 'declaration' };

/** A sentence that must be ticked. An empty box is no answer: then it is missing. */
export const declaration: Kind<Ticked> = {
  parse: (_, name, body) => parsed(body[name] === true || typed(body, name) === 'yes' ? true : null),
  check: (_, answer) => (answer === true ? fine : here(issue('declaration/needed'))),
  value: (_, answer) => answer === true,
  show: (_, answer) => (answer === true ? { id: 'Ya', en: 'Yes' } : { id: 'Tidak', en: 'No' }),
  inputs: (_, name, answer) => [
    input(name, {
      kind: 'checkbox',
      values: answer === true ? ['yes'] : [],
      options: [{ value: 'yes', text: { id: 'Ya', en: 'Yes' }, selected: answer === true }],
    }),
  ],
  schema: () => ({ const: true }),
};
