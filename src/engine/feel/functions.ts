import { dateFrom, dateFromParts, dayNumber, monthsBetween, secondOfDay, timeOf } from './calendar.ts';
import { add, equal, get, negate, number, order, scale, subtract } from './operators.ts';
import { isDate, isList, isMonths, isSeconds, isTime, type Value } from './values.ts';

type Strict = (...args: readonly Value[]) => Value;

const numbers =
  (f: (...n: number[]) => number | null): Strict =>
  (...args) => {
    const given = args.filter((a) => typeof a === 'number');
    const result = given.length === args.length && given.length > 0 ? f(...given) : null;
    return result === null ? null : number(result);
  };

const texts =
  (f: (a: string, b: string) => Value): Strict =>
  (a, b = '') =>
    typeof a === 'string' && typeof b === 'string' ? f(a, b) : null;

const lists =
  (f: (list: readonly Value[], ...rest: readonly Value[]) => Value): Strict =>
  (list, ...rest) =>
    isList(list) ? f(list, ...rest) : null;

/** `min(1, 2)` and `min([1, 2])` are the same. */
const many =
  (f: (items: readonly Value[]) => Value): Strict =>
  (...args) =>
    args[0] === null && args.length === 1 ? null : f(args.length === 1 && isList(args[0]) ? args[0] : args);

const compared =
  (holds: (n: number) => boolean): Strict =>
  (a = null, b = null) => {
    const n = order(a, b);
    return n === null ? null : holds(n);
  };

/** Rounds at a decimal place as people count it: 2.345 to two places is 2.35. */
const rounded = (whole: (n: number) => number): Strict =>
  numbers((n, places = 0) => {
    const p = Math.trunc(places);
    const text = String(Math.abs(n));
    if (Math.abs(p) > 300 || text.includes('e')) return p === 0 ? Math.sign(n) * whole(Math.abs(n)) : n;
    return Math.sign(n) * Number(`${whole(Number(`${text}e${p}`))}e${-p}`);
  });

const floorAt =
  (sign: 1 | -1): Strict =>
  (n, ...places) => {
    const up = typeof n === 'number' && n * sign < 0;
    return rounded(up ? Math.ceil : Math.floor)(n ?? null, ...places);
  };

const extreme = (sign: 1 | -1): Strict =>
  many((items) => {
    let best: Value = items[0] ?? null;
    for (const item of items) {
      const n = order(item, best);
      if (n === null) return null;
      if (n * sign > 0) best = item;
    }
    return best;
  });

const sum = (items: readonly Value[]): Value => items.reduce((total, item) => add(total, item));
const onlyNumbers = (items: readonly Value[]): boolean => items.length > 0 && items.every((n) => typeof n === 'number');

const contains = (list: readonly Value[], wanted: Value): boolean => list.some((item) => equal(item, wanted) === true);

const unique = (list: readonly Value[]): readonly Value[] =>
  list.filter((item, at) => !contains(list.slice(0, at), item));

/** Three-valued: `decides` settles it at once, anything that is no boolean leaves it open. */
const folded = (decides: boolean): Strict =>
  many((items) =>
    items.includes(decides) ? decides : items.every((item) => typeof item === 'boolean') ? !decides : null,
  );

const substring = (value: Value, start: Value, length: Value): Value => {
  if (typeof value !== 'string' || typeof start !== 'number' || start === 0) return null;
  const signs = [...value];
  const from = start > 0 ? Math.trunc(start) - 1 : Math.max(0, signs.length + Math.trunc(start));
  if (length !== null && (typeof length !== 'number' || length < 0)) return null;
  return signs.slice(from, length === null ? undefined : from + Math.trunc(length)).join('');
};

const written = (value: Value): Value => {
  if (isDate(value)) return value.date;
  if (isTime(value)) return value.time;
  return value === null || typeof value === 'object' ? null : String(value);
};

const toDate = (a: Value, month: Value, day: Value): Value => {
  if (typeof a === 'string') return dateFrom(a);
  if (isDate(a)) return dayNumber(a.date) === undefined ? null : a;
  const parts = typeof a === 'number' && typeof month === 'number' && typeof day === 'number';
  return parts ? dateFromParts(a, month, day) : null;
};

const toTime = (a: Value): Value => {
  const at = typeof a === 'string' ? secondOfDay(a) : isTime(a) ? secondOfDay(a.time) : undefined;
  return at === undefined ? null : timeOf(at);
};

/** Every operation whose operands are all evaluated first, by the name it has in trees. */
export const FUNCTIONS: Readonly<Record<string, Strict>> = {
  '=': (a = null, b = null) => equal(a, b),
  // Two unknowns are not known to be the same: what the compiler writes when both sides may be empty.
  '~': (a = null, b = null) => (a === null && b === null ? null : equal(a, b)),
  '<': compared((n) => n < 0),
  '<=': compared((n) => n <= 0),
  '>': compared((n) => n > 0),
  '>=': compared((n) => n >= 0),
  '+': (a = null, b = null) => add(a, b),
  '-': (a = null, b = null) => subtract(a, b),
  '*': (a = null, b = null) => scale(a, b, false),
  '/': (a = null, b = null) => scale(a, b, true),
  '**': numbers((a, b = Number.NaN) => a ** b),
  negate: (a = null) => negate(a),
  list: (...items) => items,
  '.': (value = null, ...path) => path.reduce((of, name) => (typeof name === 'string' ? get(of, name) : null), value),
  at: lists((list, n) =>
    typeof n === 'number' && Number.isInteger(n) ? (list.at(n > 0 ? n - 1 : n || list.length) ?? null) : null,
  ),
  in: (value = null, ...codes) => contains(codes, value),
  not: (a) => (typeof a === 'boolean' ? !a : null),
  count: lists((list) => list.length),
  'list contains': lists((list, value = null) => contains(list, value)),
  'known in': lists((list, value = null) => (value === null && list.includes(null) ? null : contains(list, value))),
  min: extreme(-1),
  max: extreme(1),
  sum: many((items) => (items.length > 0 ? sum(items) : null)),
  mean: many((items) => (onlyNumbers(items) ? scale(sum(items), items.length, true) : null)),
  all: folded(false),
  any: folded(true),
  append: lists((list, ...items) => [...list, ...items]),
  concatenate: (...args) => (args.every(isList) ? args.flat(1) : null),
  'distinct values': lists(unique),
  'string join': lists((list, separator = '') => {
    const parts = list.filter((item) => item !== null);
    return typeof separator === 'string' && parts.every((p) => typeof p === 'string') ? parts.join(separator) : null;
  }),
  split: texts((a, b) => a.split(b)),
  string: (a = null) => written(a),
  'string length': texts((a) => [...a].length),
  'upper case': texts((a) => a.toUpperCase()),
  'lower case': texts((a) => a.toLowerCase()),
  contains: texts((a, b) => a.includes(b)),
  'starts with': texts((a, b) => a.startsWith(b)),
  'ends with': texts((a, b) => a.endsWith(b)),
  substring: (a = null, start = null, length = null) => substring(a, start, length),
  floor: floorAt(1),
  ceiling: floorAt(-1),
  round: rounded(Math.round),
  modulo: numbers((a, b = 0) => (b === 0 ? null : a - b * Math.floor(a / b))),
  abs: (a = null) => {
    const size = typeof a === 'number' ? a : isMonths(a) ? a.months : isSeconds(a) ? a.seconds : 0;
    return size < 0 ? negate(a) : typeof a === 'number' || isMonths(a) || isSeconds(a) ? a : null;
  },
  date: (a = null, month = null, day = null) => toDate(a, month, day),
  time: (a = null) => toTime(a),
  'years and months duration': (a = null, b = null) =>
    isDate(a) && isDate(b) && toDate(a, null, null) && toDate(b, null, null) ? { months: monthsBetween(a, b) } : null,
  office: (kind = null, region = null) => (kind === null || region === null ? null : { kind, region }),
};
