import { type Check, type Checked, type Context, checked, report, unknown, written } from './checked.ts';
import { unknownField, unknownName } from './messages.ts';
import { nearest } from './nearest.ts';
import type { NodeOf, Span } from './syntax.ts';
import { type Field, fieldOf, listOf, type Scope, simple, type Type, type Typed } from './types.ts';
import { isOperation, type Tree } from './values.ts';

/** Where a path stands while it is followed step by step. */
type Place = Typed & {
  readonly tree: Tree;
  /** Its name among what may be proven present; a list's fields have none. */
  readonly key: string | undefined;
  readonly origin: string | undefined;
};

const PROPERTIES: Readonly<Partial<Record<Type['kind'], readonly string[]>>> = {
  date: ['year', 'month', 'day', 'weekday'],
  time: ['hour', 'minute', 'second'],
  daysDuration: ['days', 'hours', 'minutes', 'seconds'],
  monthsDuration: ['years', 'months'],
};

const own = (fields: Readonly<Record<string, Field>>, name: string): Field | undefined =>
  Object.hasOwn(fields, name) ? fields[name] : undefined;

const fieldsOf = (type: Type): Readonly<Record<string, Field>> => (type.kind === 'record' ? type.fields : {});

const dotted = (parent: string | undefined, name: string): string | undefined =>
  parent === undefined ? undefined : `${parent}.${name}`;

/** Appends a step to a path already written, or begins one. */
const stepTree = (tree: Tree, name: string): Tree =>
  isOperation(tree) && ['$', '#', '.'].includes(tree[0]) ? [...tree, name] : ['.', tree, name];

/** The type of `name` within a type, or undefined when there is no such thing. */
const within = (type: Type, name: string): Typed | undefined => {
  if (type.kind === 'any' || type.kind === 'null') return { type: simple('any'), nullable: true };
  if (type.kind === 'record') {
    const field = own(type.fields, name);
    return field && fieldOf(field);
  }
  if (type.kind !== 'list')
    return PROPERTIES[type.kind]?.includes(name) ? { type: simple('number'), nullable: false } : undefined;
  const item = within(type.of, name);
  return item && { type: listOf(item.type, item.nullable || type.holes === true), nullable: false };
};

const step = (context: Context, from: Place, name: string, at: Span): Place | undefined => {
  const found = within(from.type, name);
  if (!found) {
    const items = from.type.kind === 'list' ? from.type.of : from.type;
    const known = [...Object.keys(fieldsOf(items)), ...(PROPERTIES[items.kind] ?? [])];
    report(context, at, unknownField(items, name, known));
    return undefined;
  }
  const key = from.type.kind === 'list' ? undefined : dotted(from.key, name);
  const present = key !== undefined && context.proven.has(key);
  const isField = from.type.kind === 'record' || from.type.kind === 'list' || from.type.kind === 'any';
  return {
    type: found.type,
    nullable: !present && (from.nullable || found.nullable),
    tree: stepTree(from.tree, name),
    key,
    origin: isField ? dotted(from.origin, name) : from.origin,
  };
};

const place = (context: Context, tree: Tree, key: string, typed: Typed, origin: string | undefined): Place => ({
  tree,
  key,
  origin,
  type: typed.type,
  nullable: typed.nullable && !context.proven.has(key),
});

/** The innermost meaning of a name: an item's field, a loop's own name, then the scope. */
const lookUp = (context: Context, name: string): Place | undefined => {
  for (let slot = context.locals.length - 1; slot >= 0; slot--) {
    const local = context.locals[slot];
    if (!local) continue;
    const item = place(context, ['#', slot], `#${slot}`, local, local.origin);
    if (local.name === name) return item;
    const field = local.spread ? own(fieldsOf(local.type), name) : undefined;
    if (!field) continue;
    const { type, nullable } = fieldOf(field);
    const typed = { type, nullable: nullable || item.nullable };
    return place(context, ['#', slot, name], `#${slot}.${name}`, typed, dotted(local.origin, name));
  }
  const typed = Object.hasOwn(context.scope, name) ? context.scope[name] : undefined;
  return typed && place(context, ['$', name], name, typed, name);
};

/** Every dotted path of the scope, a few records deep. */
const paths = (scope: Scope): readonly string[] => {
  const list = (fields: Readonly<Record<string, Field>>, prefix: string, depth: number): readonly string[] =>
    Object.entries(fields).flatMap(([name, field]) => {
      const { type } = fieldOf(field);
      return [`${prefix}${name}`, ...(depth > 0 ? list(fieldsOf(type), `${prefix}${name}.`, depth - 1) : [])];
    });
  return list(scope, '', 2);
};

const missing = (context: Context, name: string, at: Span): void => {
  const locals = context.locals.flatMap((l) => [l.name, ...(l.spread ? Object.keys(fieldsOf(l.type)) : [])]);
  const last = name.split('.').at(-1) ?? name;
  const elsewhere = paths(context.scope).filter((path) => path.includes('.') && path.split('.').at(-1) === last);
  const known = [...Object.keys(context.scope), ...locals];
  const guess = nearest(name, known);
  report(context, at, unknownName(name, known, guess ? [] : elsewhere));
};

/** Names that are present whenever this one is: itself and what it lies in. */
const prefixes = (key: string): readonly string[] => {
  const parts = key.split('.');
  return parts.map((_, i) => parts.slice(0, i + 1).join('.'));
};

const finish = (context: Context, span: Span, at: Place): Checked => {
  if (at.origin !== undefined) context.reads.add(at.origin);
  const needs = at.key === undefined ? [] : prefixes(at.key);
  return checked(span, at.tree, at.type, at.nullable, {
    because: at.nullable ? [written(context, span)] : [],
    needs,
    yes: needs,
    no: needs,
    ...(at.origin === undefined ? {} : { origin: at.origin }),
  });
};

/** A name or a path of names. Only the whole path counts as read: `mother.nik`, not `mother` as well. */
export const checkNames = (node: NodeOf<'name' | 'path'>, context: Context, check: Check): Checked => {
  const at = follow(node, context, check);
  return at ? finish(context, node, at) : unknown(node);
};

const follow = (node: NodeOf<'name' | 'path'>, context: Context, check: Check): Place | undefined => {
  if (node.kind === 'name') {
    const found = lookUp(context, node.name);
    if (!found) missing(context, node.name, node);
    return found;
  }
  if (node.of.kind === 'name' || node.of.kind === 'path') {
    const base = follow(node.of, context, check);
    return base && step(context, base, node.name, node.at);
  }
  const of = check(node.of, context);
  const base = { type: of.type, nullable: of.nullable, tree: of.tree, key: undefined, origin: of.origin };
  return step(context, base, node.name, node.at);
};
