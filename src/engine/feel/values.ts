/** A calendar date, tagged so that it can never be mistaken for a text. @example { date: '2026-11-23' } */
export type FeelDate = { readonly date: string };
/** A time of day, `HH:MM` or `HH:MM:SS`. @example { time: '08:15' } */
export type FeelTime = { readonly time: string };
/** Calendar months (how long they are depends on where they begin) or exact seconds: the two never compare. */
export type FeelDuration = { readonly months: number } | { readonly seconds: number };

/** What an expression reads and gives. An absent answer is `null`. */
export type Value =
  | null
  | boolean
  | number
  | string
  | FeelDate
  | FeelTime
  | FeelDuration
  | readonly Value[]
  | { readonly [name: string]: Value };

/** The answers and facts an expression may read, nested as their dotted ids are. */
export type Names = { readonly [name: string]: Value };

/**
 * A compiled expression: plain JSON, what phones get. A list is an operation with its operands,
 * everything else stands for itself. `['$', 'child', 'name']` reads a name, `['#', 0, 'nik']` the item of the outermost loop.
 */
export type Tree = null | boolean | number | string | FeelDate | FeelTime | FeelDuration | readonly [string, ...Tree[]];

const only = (value: unknown, key: string, kind: string): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.hasOwn(value, key) &&
  typeof Reflect.get(value, key) === kind &&
  Object.keys(value).length === 1;

export const isDate = (value: unknown): value is FeelDate => only(value, 'date', 'string');
export const isTime = (value: unknown): value is FeelTime => only(value, 'time', 'string');
export const isMonths = (value: unknown): value is { readonly months: number } => only(value, 'months', 'number');
export const isSeconds = (value: unknown): value is { readonly seconds: number } => only(value, 'seconds', 'number');
export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);
export const isOperation = (tree: Tree): tree is readonly [string, ...Tree[]] => Array.isArray(tree);
