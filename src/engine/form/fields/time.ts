import { issue, parsed, refused } from '../../../kernel/parsed.ts';
import { fine, here, input, type Kind, same, textOf, typed } from './kind.ts';

const clock = /^([01]?\d|2[0-3])[.:]([0-5]\d)$/;
const read = (text: string) => {
  const [, hour, minute] = clock.exec(text) ?? [];
  return hour === undefined || minute === undefined
    ? refused(issue('time/not-real'))
    : parsed(`${hour.padStart(2, '0')}:${minute}`);
};
const said = (text: string) => text.replace(':', '.');

/** A time of day, typed `8.15` or `08:15`, stored `08:15`. */
export const time: Kind<{ readonly kind: 'time' }> = {
  parse: (_, name, body) => {
    const text = typed(body, name);
    return text === '' ? parsed(null) : read(text);
  },
  check: (_, answer) => (typeof answer === 'string' && read(answer).ok ? fine : here(issue('time/not-real'))),
  value: (_, answer) => (typeof answer === 'string' && read(answer).ok ? { time: answer } : null),
  show: (_, answer) => same(said(textOf(answer))),
  inputs: (_, name, answer) => [
    input(name, { value: said(textOf(answer)), inputmode: 'numeric', maxLength: 5, width: 5 }),
  ],
  schema: () => ({ type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }),
};
