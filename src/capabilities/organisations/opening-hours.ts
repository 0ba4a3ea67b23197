import type { Language } from '../../kernel/text.ts';
import type { Span, Week, Weekday } from '../../kernel/working-time.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const satisfies readonly Weekday[];
const SHORT = ['sen', 'sel', 'rab', 'kam', 'jum', 'sab', 'min'];
const SAID = {
  id: ['Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu', 'Minggu'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
} as const;
const TIME = /^([01]\d|2[0-3])[.:]([0-5]\d)-([01]\d|2[0-4])[.:]([0-5]\d)$/;

/**
 * Reads 'Sen-Kam 08:00-16:00; Jum 08:00-11:30 13:00-16:30'. Undefined when a day or time is not one, or spans overlap.
 */
export function parseWeek(text: string): Week | undefined {
  const week: { [day in Weekday]?: readonly Span[] } = {};
  for (const part of text.split(';').filter((one) => one.trim() !== '')) {
    const [days = '', ...times] = part.trim().split(/\s+/);
    const named = daysOf(days);
    const spans = times.map(spanOf);
    if (named.length === 0 || spans.length === 0) return undefined;
    const whole = spans.filter((span) => span !== undefined);
    const apart = whole.every((span, index) => span.from < span.to && (whole[index - 1]?.to ?? '') < span.from);
    if (whole.length < spans.length || !apart) return undefined;
    for (const day of named) week[day] = whole;
  }
  return Object.keys(week).length > 0 ? week : undefined;
}

function daysOf(text: string): readonly Weekday[] {
  const [first = -1, last = first] = text
    .toLowerCase()
    .split('-')
    .map((day) => SHORT.indexOf(day.slice(0, 3)));
  return first < 0 || last < first ? [] : DAYS.slice(first, last + 1);
}

function spanOf(text: string): Span | undefined {
  const [, fromHour, fromMinute, toHour, toMinute] = TIME.exec(text) ?? [];
  return fromHour === undefined ? undefined : { from: `${fromHour}:${fromMinute}`, to: `${toHour}:${toMinute}` };
}

/** One line for each run of equal days. @example ['Senin–Kamis 08.00–16.00', 'Jumat 08.00–11.30, 13.00–16.30'] */
export function sayWeek(week: Week, language: Language = 'id'): readonly string[] {
  const runs: { first: number; last: number; said: string }[] = [];
  DAYS.forEach((day, index) => {
    const spans = week[day];
    if (!spans) return;
    const said = spans.map(({ from, to }) => `${from}–${to}`).join(', ');
    const run = runs.at(-1);
    if (run?.said === said && run.last === index - 1) run.last = index;
    else runs.push({ first: index, last: index, said });
  });
  return runs.map(({ first, last, said }) => {
    const days = first === last ? SAID[language][first] : `${SAID[language][first]}–${SAID[language][last]}`;
    return `${days} ${language === 'id' ? said.replaceAll(':', '.') : said}`;
  });
}
