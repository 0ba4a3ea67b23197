import type { Json } from '../../../kernel/json.ts';
import { issue, parsed, refused } from '../../../kernel/parsed.ts';
import { contains } from '../../../kernel/region-code.ts';
import type { Compiled } from '../../feel/index.ts';
import { type Env, fine, here, input, isRecord, type Kind, same, sent, textOf, typed } from './kind.ts';

type OfficeField = { readonly kind: 'office'; readonly office: string; readonly within?: Compiled };

const part = (answer: Json, name: string): string => (isRecord(answer) ? textOf(answer[name] ?? null) : '');
const withinOf = (field: OfficeField, env: Env): string | null => {
  const region = field.within ? env.run(field.within) : null;
  return typeof region === 'string' ? region : null;
};

/** An office as `region/code`. Its name and that it exists are the room's to say. */
export const office: Kind<OfficeField> = {
  parse: (field, name, body) => {
    const raw = sent(body, name);
    const text = raw ? `${textOf(raw.region ?? null)}/${textOf(raw.code ?? null)}` : typed(body, name);
    if (text === '' || text === '/') return parsed(null);
    const [region = '', code = ''] = text.split('/');
    return region !== '' && code !== ''
      ? parsed({ kind: field.office, region, code })
      : refused(issue('office/unknown'));
  },
  check: (field, answer, env) => {
    const region = part(answer, 'region');
    if (part(answer, 'kind') !== field.office || region === '' || part(answer, 'code') === '')
      return here(issue('office/unknown'));
    if (isRecord(answer) && answer.unknown === true) return here(issue('office/unknown'));
    const within = withinOf(field, env);
    return within !== null && !contains(within, region) ? here(issue('office/outside', { within })) : fine;
  },
  value: (_, answer) => ({
    kind: part(answer, 'kind'),
    region: part(answer, 'region'),
    code: part(answer, 'code'),
    name: part(answer, 'name'),
  }),
  show: (_, answer) => same(part(answer, 'name') || part(answer, 'code')),
  inputs: (field, name, answer, env) => [
    input(name, {
      kind: 'lookup',
      value: part(answer, 'code') === '' ? '' : `${part(answer, 'region')}/${part(answer, 'code')}`,
      lookup: { of: 'office', kind: field.office, within: withinOf(field, env) },
    }),
  ],
  schema: (field) => ({
    type: 'object',
    required: ['region', 'code'],
    properties: { kind: { const: field.office }, region: { type: 'string' }, code: { type: 'string' } },
  }),
};
