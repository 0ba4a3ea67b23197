import { check } from './check.ts';
import { type Checked, type Context, report } from './checked.ts';
import { lacksFields, maybeEmpty, unknownCode, wrongType } from './messages.ts';
import { parse } from './parse.ts';
import {
  type Compiled,
  fits,
  missingFields,
  type Problem,
  type Result,
  type Scope,
  type Type,
  type Typed,
} from './types.ts';

export const contextOf = (source: string, scope: Scope): Context => ({
  ...{ source, scope, locals: [], proven: new Set<string>() },
  problems: [],
  reads: new Set(),
});

/** Says what is wrong with a value of this type where another is asked for. */
export const demand = (context: Context, given: Checked, wanted: Type): void => {
  if (fits(given.type, wanted)) return;
  const [a, w] = [given.type, wanted];
  const missing = missingFields(a, w);
  if (a.kind === 'choice' && w.kind === 'choice') {
    const stray = a.codes.find((code) => !w.codes.includes(code)) ?? '';
    report(context, given, unknownCode(stray, w.codes));
  } else if (a.kind === 'record' && w.kind === 'record' && missing.length > 0) {
    report(context, given, lacksFields(w.name, missing));
  } else report(context, given, wrongType(a, w));
};

const byPlace = (problems: readonly Problem[]): readonly Problem[] =>
  [...problems].sort((a, b) => a.from - b.from || a.to - b.to);

export const compiledOf = (context: Context, given: Checked): Compiled => ({
  source: context.source.slice(given.from, given.to),
  tree: given.tree,
  type: given.type,
  nullable: given.nullable,
  reads: [...context.reads].sort(),
});

export const outcome = <T>(context: Context, value: T): Result<T> =>
  context.problems.length > 0 ? { ok: false, problems: byPlace(context.problems) } : { ok: true, value };

/**
 * Reads and checks an expression against the names it may use.
 * With `expected` its type must fit; with an `expected` that is not nullable it must also be proven present.
 *
 * @example compileExpression('child.order > 2', { child: { type: childType, nullable: false } }, { kind: 'boolean' })
 */
export function compileExpression(source: string, scope: Scope, expected?: Type | Typed): Result<Compiled> {
  const parsed = parse(source);
  if (!parsed.ok) return parsed;
  const context = contextOf(source, scope);
  const given = check(parsed.value, context);
  const wanted = expected && ('type' in expected ? expected : { type: expected, nullable: true });
  if (wanted && context.problems.length === 0) {
    demand(context, given, wanted.type);
    if (given.nullable && !wanted.nullable) report(context, given, maybeEmpty(given.because));
  }
  return outcome(context, { ...compiledOf(context, given), source });
}
