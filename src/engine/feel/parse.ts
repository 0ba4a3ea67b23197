import type { SyntaxNode } from '@lezer/common';
import { parser } from 'lezer-feel';
import { junction, membership } from './parse-tests.ts';
import {
  children,
  compareOp,
  operands,
  operator,
  type Read,
  type Reading,
  spanOf,
  stop,
  Unreadable,
  whole,
  words,
} from './reading.ts';
import type { Loop, Node } from './syntax.ts';
import { tooLong, unreadable } from './syntax-problems.ts';
import type { Result } from './types.ts';

/** Longer than anything a person writes into one line of a definition. */
const LONGEST = 2000;
/** Deeper than anything a person can read. */
const DEEPEST = 100;

// Pure, so that a bundle that only evaluates leaves the parser out.
const grammar = /* @__PURE__ */ parser.configure({ top: 'Expression' });

/** Reads FEEL into nodes, or says at which offsets it can't be read and what to write. */
export const parse = (source: string): Result<Node> => {
  if (source.length > LONGEST) return { ok: false, problems: [tooLong(source.length, LONGEST)] };
  const known = unreadable(source);
  if (known) return { ok: false, problems: [known] };
  try {
    return { ok: true, value: sole(grammar.parse(source).topNode, { source, depth: 0 }) };
  } catch (cause) {
    if (cause instanceof Unreadable) return { ok: false, problems: [cause.problem] };
    throw cause;
  }
};

const sole = (top: SyntaxNode, reading: Reading): Node => {
  const [first, second] = children(top);
  if (!first) return stop(reading, { from: 0, to: reading.source.length });
  return second ? stop(reading, second) : read(first, reading);
};

const read: Read = (node, { source, depth }) => {
  const reading = { source, depth: depth + 1 };
  if (depth > DEEPEST) return stop(reading, node, 'deep');
  whole(node, reading);
  const build = BUILDERS[node.name];
  return build ? build(node, reading) : stop(reading, node, node.name);
};

const arithmetic: Read = (node, reading) => {
  const [left, right] = operands(node);
  const sign = operator(node, reading);
  const op = (['+', '-', '*', '/', '**'] as const).find((each) => each === sign);
  if (!left || !op) return stop(reading, node);
  const of = read(left, reading);
  if (right) return { ...spanOf(node), kind: 'arithmetic', op, left: of, right: read(right, reading) };
  const negative = of.kind === 'literal' && typeof of.value === 'number' ? 0 - of.value : undefined;
  return {
    ...spanOf(node),
    ...(negative === undefined ? { kind: 'negate', of } : { kind: 'literal', value: negative }),
  };
};

const both =
  (op: 'and' | 'or'): Read =>
  (node, reading) => {
    const [left, right] = operands(node);
    if (!left || !right) return stop(reading, node);
    return junction(op, read(left, reading), read(right, reading), right);
  };

const comparison: Read = (node, reading) => {
  const signs = new Set(children(node).map((child) => child.name));
  if (signs.has('in')) return membership(node, reading, read);
  const [left, right, end] = operands(node);
  if (!left || !right) return stop(reading, node);
  if (right.name === 'SimplePositiveUnaryTest') return stop(reading, right);
  const [first, second] = [read(left, reading), read(right, reading)];
  if (!signs.has('between')) {
    return { ...spanOf(node), kind: 'compare', op: compareOp(node, reading), left: first, right: second };
  }
  const high = end ? read(end, reading) : stop(reading, node);
  const tests = [{ kind: 'range', low: second, high, open: [false, false] }] as const;
  return { ...spanOf(node), kind: 'in', value: first, tests };
};

const call: Read = (node, reading) => {
  const [callee, given] = children(node).filter(({ name }) => name !== '(' && name !== ')');
  if (!callee) return stop(reading, node);
  if (given && given.name !== 'PositionalParameters') return stop(reading, given, given.name);
  if (given) whole(given, reading);
  const name = words(reading, callee).replace(/\s*\.\s*/g, '.');
  const args = given ? operands(given).map((arg) => read(arg, reading)) : [];
  return { ...spanOf(node), kind: 'call', name, at: spanOf(callee), args };
};

const dateTime: Read = (node, reading) =>
  node.firstChild?.name === 'AtLiteral' ? stop(reading, node, 'AtLiteral') : call(node, reading);

const LOOPS: readonly Loop[] = ['some', 'every', 'for'];

const loop: Read = (node, reading) => {
  const kind = LOOPS.find((each) => node.firstChild?.name === each);
  const [bindings, last] = operands(node);
  if (!kind || !bindings || !last) return stop(reading, node);
  // Several names in one loop are loops inside each other; results of a `for` would then nest, so it takes one.
  const names = operands(bindings);
  if (kind === 'for' && names.length > 1) return stop(reading, bindings, 'forMany');
  return names.reduceRight<Node>(
    (body, binding) => {
      const [name, context] = operands(binding);
      if (!name || !context) return stop(reading, binding);
      const list = context.name === 'IterationContext' ? operands(context) : [context];
      const [over] = list;
      if (!over || list.length !== 1) return stop(reading, context, 'range');
      return { ...spanOf(node), kind: 'loop', loop: kind, name: words(reading, name), list: read(over, reading), body };
    },
    read(last, reading),
  );
};

const numeral: Read = (node, reading) => {
  const value = Number(words(reading, node).replace(/\s/g, ''));
  return Number.isFinite(value) ? { ...spanOf(node), kind: 'literal', value: value + 0 } : stop(reading, node);
};

const text: Read = (node, reading) => {
  try {
    const value: unknown = JSON.parse(
      reading.source.slice(node.from, node.to).replace(/\t/g, '\\t').replace(/\n/g, '\\n'),
    );
    return typeof value === 'string' ? { ...spanOf(node), kind: 'literal', value } : stop(reading, node);
  } catch {
    return stop(reading, node, 'escape');
  }
};

const pathOf: Read = (node, reading) => {
  const [of, name] = operands(node);
  if (!of || !name) return stop(reading, node);
  return { ...spanOf(node), kind: 'path', of: read(of, reading), name: words(reading, name), at: spanOf(name) };
};

const filter: Read = (node, reading) => {
  const [of, test] = operands(node);
  if (!of || !test) return stop(reading, node);
  return { ...spanOf(node), kind: 'filter', of: read(of, reading), test: read(test, reading) };
};

const choice: Read = (node, reading) => {
  const [test, yes, no] = operands(node);
  if (!test || !yes || !no) return stop(reading, node, 'if');
  return { ...spanOf(node), kind: 'if', test: read(test, reading), yes: read(yes, reading), no: read(no, reading) };
};

const bracketed: Read = (node, reading) => {
  const [only] = operands(node);
  return only ? read(only, reading) : stop(reading, node);
};

/** How each part of FEEL that is used is read, by the parser's name for it. */
const BUILDERS: Readonly<Record<string, Read>> = {
  ArithmeticExpression: arithmetic,
  Conjunction: both('and'),
  Disjunction: both('or'),
  Comparison: comparison,
  FunctionInvocation: call,
  DateTimeLiteral: dateTime,
  QuantifiedExpression: loop,
  ForExpression: loop,
  StringLiteral: text,
  PathExpression: pathOf,
  FilterExpression: filter,
  IfExpression: choice,
  ParenthesizedExpression: bracketed,
  NumericLiteral: numeral,
  BooleanLiteral: (node, reading) => ({ ...spanOf(node), kind: 'literal', value: words(reading, node) === 'true' }),
  null: (node) => ({ ...spanOf(node), kind: 'literal', value: null }),
  VariableName: (node, reading) => ({ ...spanOf(node), kind: 'name', name: words(reading, node) }),
  List: (node, reading) => ({
    ...spanOf(node),
    kind: 'list',
    items: operands(node).map((item) => read(item, reading)),
  }),
};
