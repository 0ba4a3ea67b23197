import { issue, type Parsed, parsed, refused } from '../../../kernel/parsed.ts';
import { levelOf, parseRegionCode } from '../../../kernel/region-code.ts';
import { fine, here, input, isRecord, type Kind, same, sent, textOf, typed } from './kind.ts';

type PlaceField = { readonly kind: 'place'; readonly level: 'regency' | 'village' };
const depth = { regency: 2, village: 4 } as const;

/** A region code of the wanted level. */
export function readRegion(code: string, level: 'regency' | 'village'): Parsed<string> {
  const region = parseRegionCode(code);
  if (!region.ok) return refused(issue('place/unknown'));
  return levelOf(region.value) === depth[level]
    ? parsed(region.value)
    : refused(issue(level === 'village' ? 'place/village-needed' : 'place/regency-needed'));
}

/** A place by its Kemendagri code; its name is looked up by the room and stored beside it. */
export const place: Kind<PlaceField> = {
  parse: (field, name, body) => {
    const code = textOf(sent(body, name)?.code ?? null) || typed(body, name);
    if (code === '') return parsed(null);
    const region = readRegion(code, field.level);
    return region.ok ? parsed({ code: region.value }) : region;
  },
  check: (field, answer) =>
    isRecord(answer) && readRegion(textOf(answer.code ?? null), field.level).ok && answer.unknown !== true
      ? fine
      : here(issue('place/unknown')),
  value: (_, answer) =>
    isRecord(answer) ? { code: textOf(answer.code ?? null), name: textOf(answer.name ?? null) } : null,
  show: (_, answer) => same(isRecord(answer) ? textOf(answer.name ?? null) || textOf(answer.code ?? null) : ''),
  inputs: (field, name, answer) => [
    input(name, {
      kind: 'lookup',
      value: isRecord(answer) ? textOf(answer.code ?? null) : '',
      lookup: { of: 'region', kind: field.level, within: null },
    }),
  ],
  schema: () => ({
    type: 'object',
    required: ['code'],
    properties: { code: { type: 'string', pattern: '^\\d{2}(\\.\\d{2}){1,2}(\\.\\d{4})?$' } },
  }),
};
