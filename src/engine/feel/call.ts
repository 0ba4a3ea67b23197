import { check } from './check.ts';
import { type Context, report } from './checked.ts';
import { compiledOf, contextOf, demand, outcome } from './compile.ts';
import { argumentMaybeEmpty, badName, nameTaken, noResult, notACall, unknownFunction, wrongCount } from './messages.ts';
import { parse } from './parse.ts';
import { isName } from './reserved.ts';
import type { Node, NodeOf, Span } from './syntax.ts';
import type { Compiled, Result, Scope, Type } from './types.ts';

/** What an effect may call: its arguments in order, and what it makes. */
export type Verb = {
  readonly params: readonly { readonly name: string; readonly type: Type; readonly nullable?: boolean }[];
  readonly result?: Type;
};
export type Verbs = Readonly<Record<string, Verb>>;

export type CompiledCall = {
  readonly source: string;
  /** The name given to what it makes. */
  readonly as: string | null;
  readonly verb: string;
  /** In the order of the verb's parameters; a trailing one left out is not here. */
  readonly args: readonly Compiled[];
  /** The parameters' names, one for each argument. */
  readonly params: readonly string[];
  /** The type of `as`. */
  readonly result: Type | null;
  readonly reads: readonly string[];
};

type Parts = { readonly as: NodeOf<'name'> | undefined; readonly call: NodeOf<'call'> };

const parts = (node: Node): Parts | undefined => {
  if (node.kind === 'call') return { as: undefined, call: node };
  if (node.kind !== 'compare' || node.op !== '=') return undefined;
  return node.left.kind === 'name' && node.right.kind === 'call' ? { as: node.left, call: node.right } : undefined;
};

/** How a verb is written. @example register.cardLost(person: person) */
export const usageOf = (name: string, { params }: Verb): string =>
  `${name}(${params.map((p) => (p.nullable ? `${p.name}?` : p.name)).join(', ')})`;

const checkName = (context: Context, as: NodeOf<'name'>, name: string, verb: Verb): void => {
  const span: Span = as;
  if (!isName(as.name)) report(context, span, badName(as.name));
  else if (Object.hasOwn(context.scope, as.name)) report(context, span, nameTaken(as.name));
  if (!verb.result) report(context, span, noResult(name));
};

const argument = (context: Context, node: Node, { name, type, nullable }: Verb['params'][number]): Compiled => {
  const own: Context = { ...context, reads: new Set() };
  const given = check(node, own);
  const before = context.problems.length;
  if (given.type.kind !== 'null' || !nullable) demand(context, given, type);
  const fine = context.problems.length === before;
  if (fine && given.nullable && !nullable) report(context, given, argumentMaybeEmpty(name, given.because));
  return compiledOf(own, given);
};

/**
 * Reads an effect, `verb(arguments)` or `name = verb(arguments)`, and checks it against the verb's parameters.
 *
 * @example compileCall('newFamily = register.splitFamily(family, movers)', scope, verbs)
 */
export function compileCall(source: string, scope: Scope, verbs: Verbs): Result<CompiledCall> {
  const parsed = parse(source);
  if (!parsed.ok) return parsed;
  const context = contextOf(source, scope);
  const found = parts(parsed.value);
  const name = found?.call.name ?? '';
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!found) report(context, { from: 0, to: source.length }, notACall());
  else if (!verb) report(context, found.call.at, unknownFunction(name, Object.keys(verbs)));
  if (!found || !verb) return outcome(context, empty(source));
  if (found.as) checkName(context, found.as, name, verb);
  const least = verb.params.findLastIndex((param) => !param.nullable) + 1;
  const given = found.call.args;
  if (given.length < least || given.length > verb.params.length) {
    report(context, found.call, wrongCount(usageOf(name, verb)));
  }
  const taken = verb.params.slice(0, given.length);
  const args = taken.flatMap((param, i) => {
    const node = given[i];
    return node ? [argument(context, node, param)] : [];
  });
  return outcome(context, {
    ...{ source, as: found.as?.name ?? null, verb: name, args, params: taken.map((param) => param.name) },
    result: verb.result ?? null,
    reads: [...new Set(args.flatMap((arg) => arg.reads))].sort(),
  });
}

const empty = (source: string): CompiledCall => ({
  ...{ source, as: null, verb: '', args: [], params: [], result: null, reads: [] },
});
