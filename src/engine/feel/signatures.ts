import { type Checked, common } from './checked.ts';
import { isText, join, listOf, simple, type Type } from './types.ts';

/** What an argument may be. `several` is one list, or the items themselves. */
export type Param = 'text' | 'number' | 'boolean' | 'date' | 'dateOrText' | 'timeOrText' | 'amount' | 'list' | 'any';

export type Signature = {
  /** How it is written, for the words of a mistake. */
  readonly usage: string;
  readonly params: readonly Param[];
  /** How many of the params must be there; all unless told. */
  readonly least?: number;
  /** Any number more of this. */
  readonly rest?: Param;
  readonly result: (args: readonly Checked[]) => Type | undefined;
  /** May be absent though every argument is present. */
  readonly maybe?: (args: readonly Checked[]) => boolean;
  /** Its items may be absent without the whole being absent: only the first argument counts. */
  readonly lenient?: boolean;
};

const always = (type: Type) => (): Type => type;
const TEXT = always(simple('text'));
const NUMBER = always(simple('number'));
const BOOLEAN = always(simple('boolean'));
const yes = (): boolean => true;

const listType = (arg: Checked | undefined): Type => (arg?.type.kind === 'list' ? arg.type.of : simple('any'));
const hasHoles = (arg: Checked | undefined): boolean => arg?.type.kind === 'list' && arg.type.holes === true;

/** The items of `min(1, 2)` and of `min([1, 2])`. */
export const items = (args: readonly Checked[]): { readonly of: Type | undefined; readonly holes: boolean } => {
  if (args.length === 1 && args[0]?.type.kind === 'list') return { of: listType(args[0]), holes: hasHoles(args[0]) };
  return { of: joinAll(args.map((arg) => arg.type)), holes: args.some((arg) => arg.nullable) };
};

const joinAll = (types: readonly Type[]): Type | undefined =>
  types.reduce<Type | undefined>((all, type) => all && join(all, type), simple('null'));

const ofKinds =
  (...kinds: readonly Type['kind'][]) =>
  (args: readonly Checked[]): Type | undefined => {
    const { of } = items(args);
    const kind = of && isText(of) ? 'text' : of?.kind;
    return of && kind && [...kinds, 'any', 'null'].includes(kind) ? of : undefined;
  };

/** An empty list has no least and no sum; a literal list that isn't empty has. */
const mayBeEmpty = (args: readonly Checked[]): boolean => {
  const [first] = args;
  const literal = args.length > 1 || (Array.isArray(first?.tree) && first.tree[0] === 'list' && first.tree.length > 1);
  return !literal || items(args).holes;
};

const checkedBy =
  (wanted: Type, result: Type) =>
  (args: readonly Checked[]): Type | undefined =>
    ofKinds(wanted.kind)(args) && result;

const several = (usage: string, result: Signature['result'], maybe: Signature['maybe']): Signature => ({
  ...{ usage, params: ['any'], rest: 'any', result, lenient: true },
  ...(maybe ? { maybe } : {}),
});

const appended = (args: readonly Checked[]): Type | undefined => {
  const [list, ...more] = args;
  const of = joinAll([listType(list), ...more.map((arg) => arg.type)]);
  return of && listOf(of, hasHoles(list) || more.some((arg) => arg.nullable));
};

const ORDERED = ['number', 'text', 'date', 'time', 'daysDuration', 'monthsDuration'] as const;
const pair = (usage: string): Signature => ({ usage, params: ['text', 'text'], result: BOOLEAN });
const places = (usage: string): Signature => ({ usage, params: ['number', 'number'], least: 1, result: NUMBER });

/** The functions there are, by the name they are written with. */
export const SIGNATURES: Readonly<Record<string, Signature>> = {
  count: { usage: 'count(list)', params: ['list'], result: NUMBER },
  min: several('min(a, b)', ofKinds(...ORDERED), mayBeEmpty),
  max: several('max(a, b)', ofKinds(...ORDERED), mayBeEmpty),
  sum: several('sum(list)', ofKinds('number', 'daysDuration', 'monthsDuration'), mayBeEmpty),
  mean: several('mean(list)', checkedBy(simple('number'), simple('number')), mayBeEmpty),
  all: several('all(list)', checkedBy(simple('boolean'), simple('boolean')), (args) => items(args).holes),
  any: several('any(list)', checkedBy(simple('boolean'), simple('boolean')), (args) => items(args).holes),
  append: { usage: 'append(list, item)', params: ['list', 'any'], rest: 'any', result: appended, lenient: true },
  concatenate: {
    usage: 'concatenate(list, list)',
    params: ['list'],
    rest: 'list',
    result: (args) => {
      const of = joinAll(args.map(listType));
      return of && listOf(of, args.some(hasHoles));
    },
  },
  'distinct values': { usage: 'distinct values(list)', params: ['list'], result: (args) => args[0]?.type },
  'string join': {
    usage: 'string join(list, ", ")',
    params: ['list', 'text'],
    least: 1,
    result: ([list]) =>
      isText(listType(list)) || ['any', 'null'].includes(listType(list).kind) ? simple('text') : undefined,
  },
  split: { usage: 'split(text, ",")', params: ['text', 'text'], result: always(listOf(simple('text'))) },
  string: { usage: 'string(value)', params: ['any'], result: stringable },
  'string length': { usage: 'string length(text)', params: ['text'], result: NUMBER },
  'upper case': { usage: 'upper case(text)', params: ['text'], result: TEXT },
  'lower case': { usage: 'lower case(text)', params: ['text'], result: TEXT },
  contains: pair('contains(text, "…")'),
  'starts with': pair('starts with(text, "…")'),
  'ends with': pair('ends with(text, "…")'),
  substring: {
    usage: 'substring(text, start, length)',
    params: ['text', 'number', 'number'],
    least: 2,
    result: TEXT,
    maybe: ([, start, length]) => !positive(start) || (length !== undefined && !positive(length)),
  },
  floor: places('floor(number)'),
  ceiling: places('ceiling(number)'),
  round: places('round(number, places)'),
  'round half up': places('round half up(number, places)'),
  modulo: {
    usage: 'modulo(number, by)',
    params: ['number', 'number'],
    result: NUMBER,
    maybe: ([, by]) => typeof by?.tree !== 'number' || by.tree === 0,
  },
  abs: { usage: 'abs(number)', params: ['amount'], result: (args) => args[0]?.type },
  date: {
    usage: 'date("2026-01-31")',
    params: ['dateOrText', 'number', 'number'],
    least: 1,
    result: always(simple('date')),
    maybe: yes,
  },
  time: { usage: 'time("08:15")', params: ['timeOrText'], result: always(simple('time')), maybe: yes },
  'years and months duration': {
    usage: 'years and months duration(from, to)',
    params: ['date', 'date'],
    result: always(simple('monthsDuration')),
  },
};

function stringable(args: readonly Checked[]): Type | undefined {
  const kind = args[0]?.type.kind ?? 'any';
  const able = ['text', 'choice', 'number', 'boolean', 'date', 'time', 'any', 'null'];
  return common(able, [kind]).length > 0 ? simple('text') : undefined;
}

const positive = (arg: Checked | undefined): boolean => typeof arg?.tree === 'number' && arg.tree > 0;
