import { issue, parsed, refused } from '../../../kernel/parsed.ts';
import { here, type Kind, same, typed } from './kind.ts';
import { limits, number, readNumber, sayAmount } from './number.ts';

type MoneyField = Parameters<typeof number.check>[0];

/** Whole rupiah: `Rp 1.500.000`, `1500000`, `1.500.000,00`. */
export const money: Kind<MoneyField> = {
  ...number,
  parse: (field, name, body, profile) => {
    if (typeof body[name] === 'number') return number.parse(field, name, body, profile);
    const text = typed(body, name)
      .replace(/^rp\.?\s*/i, '')
      .replace(/,(00?|-)$/, '');
    if (text === '') return parsed(null);
    const amount = readNumber(text);
    if (!amount.ok) return amount;
    return Number.isInteger(amount.value) && amount.value >= 0 ? amount : refused(issue('money/whole'));
  },
  check: (field, answer, env) =>
    typeof answer === 'number' && (!Number.isInteger(answer) || answer < 0)
      ? here(issue('money/whole'))
      : number.check(field, answer, env),
  show: (_, answer) => same(typeof answer === 'number' ? `Rp${sayAmount(answer)}` : ''),
  schema: (field) => ({ type: 'integer', minimum: 0, ...limits(field) }),
};
