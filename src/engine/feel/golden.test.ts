import { describe, expect, it } from 'vitest';
import golden from './golden.json' with { type: 'json' };
import {
  compileExpression,
  evaluate,
  type Field,
  isDate,
  isTime,
  listOf,
  type Names,
  type Type,
  type Typed,
  type Value,
} from './index.ts';

/** The names' types as their values show them; what is null may be anything. */
const typed = (value: Value): Typed => {
  if (value === null) return { type: { kind: 'any' }, nullable: true };
  return { type: typeOf(value), nullable: false };
};

const typeOf = (value: Value): Type => {
  if (isDate(value)) return { kind: 'date' };
  if (isTime(value)) return { kind: 'time' };
  if (typeof value === 'string') return { kind: 'text' };
  if (typeof value === 'number' || typeof value === 'boolean')
    return { kind: typeof value === 'number' ? 'number' : 'boolean' };
  if (Array.isArray(value))
    return listOf(
      value.length > 0 ? typeOf(value.find((item) => item !== null) ?? null) : { kind: 'any' },
      value.includes(null),
    );
  const fields: Readonly<Record<string, Field>> = Object.fromEntries(
    Object.entries(value ?? {}).map(([key, field]) => [key, typed(field)]),
  );
  return value === null ? { kind: 'any' } : { kind: 'record', name: 'data', fields };
};

type Group = {
  readonly names: Names;
  readonly vectors: readonly { readonly expression: string; readonly tree: unknown; readonly result: Value }[];
};
const groups = golden.groups as readonly unknown[] as readonly Group[];

describe.each(groups.map(({ names, vectors }) => [JSON.stringify(names), names, vectors] as const))(
  'with %s',
  (_, names, vectors) => {
    it.each(vectors.map((vector) => [vector.expression, vector] as const))('%s', (expression, { tree, result }) => {
      const scope = Object.fromEntries(Object.entries(names).map(([name, value]) => [name, typed(value)]));
      const compiled = compileExpression(expression, scope);
      expect(compiled.ok ? [] : compiled.problems).toEqual([]);
      if (!compiled.ok) return;
      expect(compiled.value.tree).toEqual(tree);
      expect(evaluate(compiled.value.tree, names)).toEqual(result);
    });
  },
);

it('has vectors enough to mean something', () => {
  expect(groups.flatMap(({ vectors }) => vectors).length).toBeGreaterThan(200);
});
