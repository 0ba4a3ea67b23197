import type { Json } from '../../../kernel/json.ts';
import { issue, parsed, refused } from '../../../kernel/parsed.ts';
import { kabupatenOf } from '../../../kernel/region-code.ts';
import { type At, fine, input, isRecord, type Kind, same, sent, textOf, typed } from './kind.ts';
import { readRegion } from './place.ts';

type Parts = { readonly village: string; readonly street: string; readonly rt: string; readonly rw: string };
const partsOf = (answer: Json): Parts => {
  const part = (name: string) => (isRecord(answer) ? textOf(answer[name] ?? null) : '');
  return { village: part('village'), street: part('street'), rt: part('rt'), rw: part('rw') };
};
const three = (text: string): string => (/^\d{1,3}$/.test(text) ? text.padStart(3, '0') : text);

function faults({ village, street, rt, rw }: Parts): readonly At[] {
  const at = (part: string, code: string): readonly At[] => [{ input: `.${part}`, fault: issue(code) }];
  return [
    ...(readRegion(village, 'village').ok ? fine : at('village', 'place/village-needed')),
    ...(street === '' ? at('street', 'address/street-missing') : fine),
    ...(rt === '' || /^\d{3}$/.test(rt) ? fine : at('rt', 'address/rt')),
    ...(rw === '' || /^\d{3}$/.test(rw) ? fine : at('rw', 'address/rt')),
  ];
}

/** An address: the village by its code, street, RT and RW of three digits. */
export const address: Kind<{ readonly kind: 'address' }> = {
  parse: (_, name, body) => {
    const raw = sent(body, name);
    const part = (key: string) => (raw ? textOf(raw[key] ?? null) : typed(body, `${name}.${key}`));
    const parts: Parts = {
      village: part('village'),
      street: part('street').slice(0, 150),
      rt: three(part('rt')),
      rw: three(part('rw')),
    };
    if (Object.values(parts).every((each) => each === '')) return parsed(null);
    const wrong = faults(parts);
    return wrong.length > 0
      ? refused(...wrong.map(({ input: box, fault }) => issue(fault.code, { ...fault.params, box })))
      : parsed({ ...parts });
  },
  check: (_, answer) => faults(partsOf(answer)),
  value: (_, answer) => {
    const { village, street, rt, rw } = partsOf(answer);
    const name = isRecord(answer) ? textOf(answer.name ?? null) : '';
    return { village, region: kabupatenOf(village) ?? '', name, street, rt: rt || null, rw: rw || null };
  },
  show: (_, answer) => {
    const { village, street, rt, rw } = partsOf(answer);
    const name = isRecord(answer) ? textOf(answer.name ?? null) || village : '';
    return same([street, rt && `RT ${rt}`, rw && `RW ${rw}`, name].filter((each) => each !== '').join(', '));
  },
  inputs: (_, name, answer) => {
    const parts = partsOf(answer);
    const number = { inputmode: 'numeric', maxLength: 3, width: 4 } as const;
    return [
      input(`${name}.village`, {
        kind: 'lookup',
        label: { id: 'Desa atau kelurahan', en: 'Village' },
        value: parts.village,
        lookup: { of: 'region', kind: 'village', within: null },
      }),
      input(`${name}.street`, {
        label: { id: 'Jalan dan nomor rumah', en: 'Street and number' },
        value: parts.street,
        autocomplete: 'street-address',
        maxLength: 150,
      }),
      input(`${name}.rt`, { label: { id: 'RT', en: 'RT' }, value: parts.rt, ...number }),
      input(`${name}.rw`, { label: { id: 'RW', en: 'RW' }, value: parts.rw, ...number }),
    ];
  },
  schema: () => ({
    type: 'object',
    required: ['village', 'street'],
    properties: {
      village: { type: 'string' },
      street: { type: 'string', maxLength: 150 },
      rt: { type: 'string' },
      rw: { type: 'string' },
    },
  }),
};
