import type { FeelDate, FeelDuration, FeelTime } from './values.ts';

const DAY = 86_400;
const two = (n: number): string => String(n).padStart(2, '0');

/** Days since 1970-01-01, or undefined for a text that is no day of the calendar. @example dayNumber('1970-01-02') // 1 */
export const dayNumber = (iso: string): number | undefined => {
  if (!/^\d{4}-\d\d-\d\d$/.test(iso)) return undefined;
  const { year, month, day } = partsOf({ date: iso });
  if (month < 1 || month > 12 || day < 1 || day > lengthOf(year, month)) return undefined;
  return daysBefore(month > 2 ? year : year - 1, month > 2 ? month - 3 : month + 9) + day - 1;
};

/** Days from 1970-01-01 to the first of a month, in years that begin with March so that leap days come last. */
const daysBefore = (year: number, month: number): number =>
  year * 365 +
  Math.floor(year / 4) -
  Math.floor(year / 100) +
  Math.floor(year / 400) +
  Math.floor((month * 153 + 2) / 5) -
  719_468;

const lengthOf = (year: number, month: number): number =>
  month === 2
    ? 28 + Number(year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0))
    : 30 + ((month + (month >> 3)) % 2);

/** The calendar date of a day number, null outside the years 0000–9999. */
export const dateOf = (days: number): FeelDate | null => {
  if (!(days >= -719_528 && days < 2_932_897)) return null;
  return { date: new Date(Math.floor(days) * DAY * 1000).toISOString().slice(0, 10) };
};

export const dateFrom = (iso: string): FeelDate | null => (dayNumber(iso) === undefined ? null : { date: iso });

/** `date(2024, 2, 29)`: null when there is no such day. */
export const dateFromParts = (year: number, month: number, day: number): FeelDate | null =>
  dateFrom(`${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`);

/** The same day some months later, or the last day of a shorter month. @example 2024-01-31 + 1 month = 2024-02-29 */
export const addMonths = (date: FeelDate, months: number): FeelDate | null => {
  const { year, month, day } = partsOf(date);
  const target = year * 12 + month - 1 + Math.trunc(months);
  const y = Math.floor(target / 12);
  const m = target - y * 12 + 1;
  for (let d = day; d > 27; d--) {
    const found = dateFromParts(y, m, d);
    if (found) return found;
  }
  return dateFromParts(y, m, day);
};

/** Whole months between two dates, toward zero. @example 2024-02-29 to 2025-02-28 is 11 */
export const monthsBetween = (from: FeelDate, to: FeelDate): number => {
  const a = partsOf(from);
  const b = partsOf(to);
  const months = (b.year - a.year) * 12 + b.month - a.month;
  if (months > 0 && b.day < a.day) return months - 1;
  return months < 0 && b.day > a.day ? months + 1 : months;
};

const partsOf = ({ date }: FeelDate): { year: number; month: number; day: number } => ({
  year: Number(date.slice(0, 4)),
  month: Number(date.slice(5, 7)),
  day: Number(date.slice(8, 10)),
});

/** Properties of a date: year, month, day, weekday (1 = Monday … 7 = Sunday). */
export const dateProperty = (value: FeelDate, name: string): number | null => {
  const days = dayNumber(value.date);
  if (days === undefined) return null;
  if (name === 'weekday') return ((((days + 3) % 7) + 7) % 7) + 1;
  return name === 'year' || name === 'month' || name === 'day' ? partsOf(value)[name] : null;
};

/** Seconds since midnight, or undefined for a text that is no time of day. */
export const secondOfDay = (text: string): number | undefined => {
  const [, h, m, s = '0'] = /^(\d\d):(\d\d)(?::(\d\d))?$/.exec(text) ?? [];
  if (h === undefined || +h > 23 || Number(m) > 59 || +s > 59) return undefined;
  return +h * 3600 + Number(m) * 60 + +s;
};

/** The time of day some seconds after midnight; past midnight it begins again. */
export const timeOf = (seconds: number): FeelTime => {
  const s = ((Math.floor(seconds) % DAY) + DAY) % DAY;
  const hourMinute = `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}`;
  return { time: s % 60 ? `${hourMinute}:${two(s % 60)}` : hourMinute };
};

/** Properties of a time or of a duration; a duration's are its parts, as FEEL says. */
export const clockProperty = (total: number, name: string): number | null => {
  const part = (unit: number, modulus: number) => Math.trunc(total / unit) % modulus;
  if (name === 'hour' || name === 'hours') return part(3600, 24);
  if (name === 'minute' || name === 'minutes') return part(60, 60);
  if (name === 'second' || name === 'seconds') return part(1, 60);
  return name === 'days' ? Math.trunc(total / DAY) : null;
};

/** Reads `P1Y2M` (months) or `P60D`, `PT8H` (seconds). Years with days together are no duration in FEEL. */
export const durationFrom = (text: string): FeelDuration | null => {
  if (!/\d[A-Z]$/.test(text)) return null;
  const [months, sign, y = 0, mo = 0] = /^(-?)P(?:(\d+)Y)?(?:(\d+)M)?$/.exec(text) ?? [];
  if (months !== undefined) return { months: (sign ? -1 : 1) * (+y * 12 + +mo) + 0 };
  const [exact, minus, d = 0, h = 0, mi = 0, s = 0] =
    /^(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text) ?? [];
  if (exact === undefined) return null;
  return { seconds: (minus ? -1 : 1) * (+d * DAY + +h * 3600 + +mi * 60 + +s) + 0 };
};
