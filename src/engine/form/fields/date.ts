import { isIsoDate, isoDate, sayDate } from '../../../kernel/dates.ts';
import { issue, type Parsed, parsed, refused } from '../../../kernel/parsed.ts';
import type { Field } from '../../definition/model.ts';
import type { Value } from '../../feel/index.ts';
import { type At, fine, here, input, type Kind, same, textOf, typed } from './kind.ts';

type DateField = Extract<Field, { readonly kind: 'date' | 'number' | 'money' }>;

const parts = ['day', 'month', 'year'] as const;
const labels = {
  day: { id: 'Tanggal', en: 'Day' },
  month: { id: 'Bulan', en: 'Month' },
  year: { id: 'Tahun', en: 'Year' },
} as const;
const months = 'jan feb mar apr mei jun jul agu sep okt nov des'.split(' ');

/** A month by number or by name: 3, 03, Maret, mar. */
function monthOf(text: string): number {
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const found = months.indexOf(text.slice(0, 3).toLowerCase());
  return found + 1;
}

function read(day: string, month: string, year: string): Parsed<string> {
  if (day === '' || month === '' || year === '') return refused(issue('date/part-missing'));
  if (!/^\d{4}$/.test(year)) return refused(issue('date/year'));
  const date = /^\d{1,2}$/.test(day) ? isoDate(Number(year), monthOf(month), Number(day)) : '';
  return isIsoDate(date) ? parsed(date) : refused(issue('date/not-real'));
}

const dateIn = (value: Value): string | null =>
  typeof value === 'object' && value !== null && 'date' in value && typeof value.date === 'string' ? value.date : null;

/** Three boxes: day, month, year; stored 'YYYY-MM-DD'. */
export const date: Kind<DateField> = {
  parse: (_, name, body) => {
    const whole = typed(body, name);
    if (whole !== '') return isIsoDate(whole) ? parsed(whole) : refused(issue('date/not-real'));
    const [day = '', month = '', year = ''] = parts.map((part) => typed(body, `${name}.${part}`));
    return day === '' && month === '' && year === '' ? parsed(null) : read(day, month, year);
  },
  check: (field, answer, { run }) => {
    if (typeof answer !== 'string' || !isIsoDate(answer)) return here(issue('date/not-real'));
    const bound = (key: 'min' | 'max'): string | null => (field[key] ? dateIn(run(field[key])) : null);
    const [min, max] = [bound('min'), bound('max')];
    const out = (code: string, limit: string): readonly At[] => here(issue(code, { limit }));
    if (min !== null && answer < min) return out('date/too-early', min);
    return max !== null && answer > max ? out('date/too-late', max) : fine;
  },
  value: (_, answer) => (typeof answer === 'string' && isIsoDate(answer) ? { date: answer } : null),
  show: (_, answer) => {
    const text = textOf(answer);
    return isIsoDate(text) ? { id: sayDate(text), en: sayDate(text, 'en') } : same('');
  },
  inputs: (_, name, answer) => {
    const [year = '', month = '', day = ''] = textOf(answer).split('-');
    const values = { day: day.replace(/^0/, ''), month: month.replace(/^0/, ''), year };
    return parts.map((part) =>
      input(`${name}.${part}`, {
        label: labels[part],
        value: values[part],
        inputmode: 'numeric',
        maxLength: part === 'year' ? 4 : 2,
        width: part === 'year' ? 4 : 2,
      }),
    );
  },
  schema: () => ({ type: 'string', format: 'date' }),
};
