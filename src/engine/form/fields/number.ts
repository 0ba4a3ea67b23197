import type { Json } from '../../../kernel/json.ts';
import { issue, type Parsed, parsed, refused } from '../../../kernel/parsed.ts';
import type { Field } from '../../definition/model.ts';
import { fine, here, input, type Kind, same, typed } from './kind.ts';

type NumberField = Extract<Field, { readonly kind: 'date' | 'number' | 'money' }>;

const grouped = /^-?\d{1,3}(\.\d{3})+(,\d+)?$/;
const plain = /^-?\d+(,\d+)?$/;

/** Reads a number as Indonesians write it: 1.500.000 or 1500000, decimals after a comma. */
export function readNumber(text: string): Parsed<number> {
  const bare = text.replace(/\s/g, '');
  if (!grouped.test(bare) && !plain.test(bare)) return refused(issue('number/not-a-number'));
  const value = Number(bare.replaceAll('.', '').replace(',', '.'));
  return Math.abs(value) > Number.MAX_SAFE_INTEGER
    ? refused(issue('number/too-great', { limit: Number.MAX_SAFE_INTEGER }))
    : parsed(value);
}

/** @example sayAmount(1500000) // '1.500.000' */
export const sayAmount = (value: number): string => {
  const [whole = '', decimals] = String(value).split('.');
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, '.');
  return decimals === undefined ? groups : `${groups},${decimals}`;
};

export const number: Kind<NumberField> = {
  parse: (_, name, body) => {
    if (typeof body[name] === 'number')
      return Number.isFinite(body[name]) ? parsed(body[name]) : refused(issue('number/not-a-number'));
    const text = typed(body, name);
    return text === '' ? parsed(null) : readNumber(text);
  },
  check: (field, answer, { run }) => {
    if (typeof answer !== 'number' || !Number.isFinite(answer)) return here(issue('number/not-a-number'));
    const bound = (key: 'min' | 'max'): number | null => {
      const value = field[key] ? run(field[key]) : null;
      return typeof value === 'number' ? value : null;
    };
    const [min, max] = [bound('min'), bound('max')];
    if (min !== null && answer < min) return here(issue('number/too-small', { limit: min }));
    return max !== null && answer > max ? here(issue('number/too-great', { limit: max })) : fine;
  },
  value: (_, answer) => (typeof answer === 'number' ? answer : null),
  show: (_, answer) => same(typeof answer === 'number' ? sayAmount(answer) : ''),
  inputs: (_, name, answer) => [
    input(name, {
      value: typeof answer === 'number' ? sayAmount(answer) : '',
      inputmode: 'numeric',
      maxLength: 20,
      width: 10,
    }),
  ],
  schema: (field) => ({ type: 'number', ...limits(field) }),
};

/** Bounds that are plain numbers, for a schema; those that read answers are checked by the form. */
export function limits(field: NumberField): { readonly [key: string]: Json } {
  const of = (key: 'min' | 'max') => (typeof field[key]?.tree === 'number' ? (field[key]?.tree as number) : undefined);
  const [minimum, maximum] = [of('min'), of('max')];
  return { ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) };
}
