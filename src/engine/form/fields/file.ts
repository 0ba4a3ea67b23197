import { issue, parsed } from '../../../kernel/parsed.ts';
import { fine, here, input, isRecord, type Kind, same, sent, textOf } from './kind.ts';

/** An uploaded file. Its bytes never pass here: the answer says which stored file it is. */
export const file: Kind<{ readonly kind: 'file' }> = {
  parse: (_, name, body) => {
    const stored = sent(body, name);
    return parsed(stored && typeof stored.id === 'string' ? stored : null);
  },
  check: (_, answer) => (isRecord(answer) && typeof answer.id === 'string' ? fine : here(issue('shape'))),
  value: (_, answer) =>
    isRecord(answer) && typeof answer.id === 'string' ? { id: answer.id, name: textOf(answer.name ?? null) } : null,
  show: (_, answer) => same(isRecord(answer) ? textOf(answer.name ?? null) : ''),
  inputs: (_, name, answer) => [
    input(name, { kind: 'file', value: isRecord(answer) ? textOf(answer.name ?? null) : '', inputmode: 'none' }),
  ],
  schema: () => ({ type: 'object', required: ['id'], properties: { id: { type: 'string' } } }),
};
