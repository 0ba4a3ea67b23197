import type { Text } from '../../kernel/text.ts';
import type { Tree } from './values.ts';

/** What a value is. `choice` is a text of known codes; a text literal is a choice of one. */
export type Type =
  | { readonly kind: SimpleKind }
  | { readonly kind: 'choice'; readonly codes: readonly string[] }
  | { readonly kind: 'record'; readonly name: string; readonly fields: Readonly<Record<string, Field>> }
  | { readonly kind: 'list'; readonly of: Type; readonly holes?: boolean };

export type SimpleKind =
  | 'null'
  | 'boolean'
  | 'number'
  | 'text'
  | 'date'
  | 'time'
  | 'daysDuration'
  | 'monthsDuration'
  | 'file'
  | 'any';

export type Kind = Type['kind'];

/** A type and whether the value may be absent (null). */
export type Typed = { readonly type: Type; readonly nullable: boolean };

/** A record's field: a bare type may be absent, a `Typed` says whether it may. */
export type Field = Type | Typed;

/** The names an expression may read; a dotted id is a field of a record. */
export type Scope = Readonly<Record<string, Typed>>;

/** What is wrong at source offsets [from, to), and what to write instead. */
export type Problem = { readonly from: number; readonly to: number; readonly message: Text };

export type Compiled = {
  readonly source: string;
  readonly tree: Tree;
  readonly type: Type;
  readonly nullable: boolean;
  /** Dotted paths read, sorted; items of a list count as the list's: `movers.age`. */
  readonly reads: readonly string[];
};

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export const fieldOf = (field: Field): Typed => ('type' in field ? field : { type: field, nullable: true });

export const simple = (kind: SimpleKind): Type => ({ kind });
export const listOf = (of: Type, holes = false): Type => (holes ? { kind: 'list', of, holes } : { kind: 'list', of });
export const choice = (...codes: readonly string[]): Type => ({ kind: 'choice', codes });

/** What `office("dukcapil", home.region)` gives, and what an office question must at least have. */
export const officeType = (kind: Type = simple('text')): Type => ({
  kind: 'record',
  name: 'office',
  fields: { kind: { type: kind, nullable: false }, region: { type: simple('text'), nullable: false } },
});

export const isText = (type: Type): boolean => type.kind === 'text' || type.kind === 'choice';

/** Whether a value of one type may stand where the other is asked for. */
export const fits = (actual: Type, wanted: Type): boolean => {
  if (wanted.kind === 'any' || actual.kind === 'any' || actual.kind === 'null') return true;
  if (wanted.kind === 'text') return isText(actual);
  if (wanted.kind === 'choice') return actual.kind === 'choice' && actual.codes.every((c) => wanted.codes.includes(c));
  if (wanted.kind === 'list') return actual.kind === 'list' && fits(actual.of, wanted.of);
  if (wanted.kind !== 'record') return actual.kind === wanted.kind;
  if (actual.kind !== 'record') return false;
  return actual.name === wanted.name || missingFields(actual, wanted).length === 0;
};

/** The fields a wanted record must have and another does not have fittingly. */
export const missingFields = (actual: Type, wanted: Type): readonly string[] => {
  if (actual.kind !== 'record' || wanted.kind !== 'record') return [];
  return Object.entries(wanted.fields)
    .filter(([name, field]) => {
      const own = Object.hasOwn(actual.fields, name) ? actual.fields[name] : undefined;
      return own === undefined ? !fieldOf(field).nullable : !fits(fieldOf(own).type, fieldOf(field).type);
    })
    .map(([name]) => name);
};

/** The narrowest type that both are, or undefined when they have nothing in common. */
export const join = (a: Type, b: Type): Type | undefined => {
  if (a.kind === 'null' || a === b) return b;
  if (b.kind === 'null') return a;
  if (a.kind === 'any' || b.kind === 'any') return simple('any');
  if (a.kind === 'choice' && b.kind === 'choice') return choice(...new Set([...a.codes, ...b.codes]));
  if (isText(a) && isText(b)) return simple('text');
  if (a.kind === 'list' && b.kind === 'list') {
    const of = join(a.of, b.of);
    return of && listOf(of, Boolean(a.holes ?? b.holes));
  }
  if (a.kind === 'record' && b.kind === 'record')
    return a.name === b.name || fits(b, a) ? a : fits(a, b) ? b : undefined;
  return a.kind === b.kind ? a : undefined;
};
