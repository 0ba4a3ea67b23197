import { addMonths, clockProperty, dateOf, dateProperty, dayNumber, secondOfDay, timeOf } from './calendar.ts';
import { isDate, isList, isMonths, isSeconds, isTime, type Value } from './values.ts';

const DAY = 86_400;

/** Numbers are decimals to people: 0.1 + 0.2 is 0.3. What is not finite is null. */
export const number = (n: number): number | null => {
  if (!Number.isFinite(n)) return null;
  return Number.isInteger(n) ? n + 0 : Number(n.toPrecision(15));
};

/** A quantity with an order, and the sort of thing it is; undefined for what has no order. */
const measure = (value: Value): readonly [string, number | string] | undefined => {
  if (typeof value === 'number' || typeof value === 'string') return [typeof value, value];
  if (isMonths(value)) return ['months', value.months];
  if (isSeconds(value)) return ['seconds', value.seconds];
  const [kind, at] = isDate(value)
    ? ['date', dayNumber(value.date)]
    : isTime(value)
      ? ['time', secondOfDay(value.time)]
      : [];
  return kind === undefined || at === undefined ? undefined : [kind, at];
};

/** Below 0, 0 or above 0; null when the two have no common order. */
export const order = (a: Value, b: Value): number | null => {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : a === b ? 0 : null;
  const x = measure(a);
  const y = measure(b);
  if (!x || !y || x[0] !== y[0]) return null;
  return x[1] < y[1] ? -1 : x[1] > y[1] ? 1 : x[1] === y[1] ? 0 : null;
};

const sort = (value: Value): string => (isList(value) ? 'list' : (measure(value)?.[0] ?? typeof value));

/** FEEL's `=`: null equals null and nothing else; values of different sorts are neither equal nor unequal (null). */
export const equal = (a: Value, b: Value): boolean | null => {
  if (a === null || b === null) return a === b;
  if (typeof a !== 'object' && typeof a === typeof b) return a === b;
  if (sort(a) !== sort(b)) return null;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, i) => equal(item, b[i] ?? null) === true);
  const ordered = order(a, b);
  if (ordered !== null) return ordered === 0;
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => equal(get(a, key), get(b, key)) === true);
};

/** A field of a record, a property of a date, or the field of each item of a list. */
export const get = (value: Value, name: string): Value => {
  if (isList(value)) return value.map((item) => get(item, name));
  if (typeof value !== 'object' || value === null) return null;
  if (isDate(value)) return dateProperty(value, name);
  if (isTime(value)) return clockProperty(secondOfDay(value.time) ?? Number.NaN, name);
  if (isSeconds(value)) return clockProperty(value.seconds, name);
  if (isMonths(value))
    return name === 'years' ? Math.trunc(value.months / 12) : name === 'months' ? value.months % 12 : null;
  return Object.hasOwn(value, name) ? (Reflect.get(value, name) ?? null) : null;
};

/** `+`: numbers, texts, two durations of one sort, a date or time and a duration on either side. */
export const add = (a: Value, b: Value): Value => {
  if (typeof a === 'number' && typeof b === 'number') return number(a + b);
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (isMonths(a) && isMonths(b)) return { months: a.months + b.months };
  if (isSeconds(a) && isSeconds(b)) return { seconds: a.seconds + b.seconds };
  if (isDate(b) || isTime(b)) return isDate(a) || isTime(a) ? null : add(b, a);
  if (isDate(a)) {
    const days = dayNumber(a.date);
    if (days === undefined) return null;
    return isMonths(b) ? addMonths(a, b.months) : isSeconds(b) ? dateOf(days + b.seconds / DAY) : null;
  }
  if (!isTime(a) || !isSeconds(b)) return null;
  const at = secondOfDay(a.time);
  return at === undefined ? null : timeOf(at + b.seconds);
};

export const negate = (a: Value): Value => {
  if (typeof a === 'number') return 0 - a;
  return isMonths(a) ? { months: 0 - a.months } : isSeconds(a) ? { seconds: 0 - a.seconds } : null;
};

/** `-`: as `+`, and two dates or two times give a days duration. */
export const subtract = (a: Value, b: Value): Value => {
  if (isDate(a) && isDate(b)) {
    const [x, y] = [dayNumber(a.date), dayNumber(b.date)];
    return x === undefined || y === undefined ? null : { seconds: (x - y) * DAY };
  }
  if (isTime(a) && isTime(b)) {
    const [x, y] = [secondOfDay(a.time), secondOfDay(b.time)];
    return x === undefined || y === undefined ? null : { seconds: x - y };
  }
  return isDate(b) || isTime(b) ? null : add(a, negate(b));
};

/** `*` and `/`: numbers, and a duration by a number. */
export const scale = (a: Value, b: Value, divide: boolean): Value => {
  if (typeof b !== 'number') {
    if (divide) return ratio(a, b);
    return typeof a === 'number' && b !== null ? scale(b, a, false) : null;
  }
  const by = (n: number, whole: boolean) => {
    const result = number(divide ? n / b : n * b);
    return result !== null && whole ? Math.trunc(result) + 0 : result;
  };
  if (typeof a === 'number') return by(a, false);
  const size = isMonths(a) ? by(a.months, true) : isSeconds(a) ? by(a.seconds, true) : null;
  return size === null ? null : isMonths(a) ? { months: size } : { seconds: size };
};

/** How often one duration goes into another of its sort. */
const ratio = (a: Value, b: Value): number | null => {
  if (isMonths(a) && isMonths(b)) return number(a.months / b.months);
  return isSeconds(a) && isSeconds(b) ? number(a.seconds / b.seconds) : null;
};
