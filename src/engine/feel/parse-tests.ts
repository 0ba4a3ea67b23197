import type { SyntaxNode } from '@lezer/common';
import { children, compareOp, operands, type Read, type Reading, spanOf, stop, whole, words } from './reading.ts';
import type { Node, Span, Test } from './syntax.ts';

type JunctionOp = 'and' | 'or';
const JUNCTIONS: Readonly<Record<string, JunctionOp>> = { Conjunction: 'and', Disjunction: 'or' };

/**
 * Joins two conditions. The parser lets an `in` reach to the end of what follows it, so that in `a and x in xs or b`
 * the right side comes as `x in xs or b`: then `and` takes only the part it stands before.
 */
export const junction = (op: JunctionOp, left: Node, right: Node, from: SyntaxNode): Node => {
  const span = { from: left.from, to: right.to };
  if (op === 'and' && from.name === 'Comparison' && right.kind === 'junction' && right.op === 'or') {
    return { ...span, kind: 'junction', op: 'or', left: junction('and', left, right.left, from), right: right.right };
  }
  return { ...span, kind: 'junction', op, left, right };
};

type Rest = { readonly op: JunctionOp; readonly right: SyntaxNode };

/** The test at the very left of what an `in` has taken, and the conditions that follow it. */
const unwind = (node: SyntaxNode): { readonly first: SyntaxNode; readonly rest: readonly Rest[] } => {
  const op = JUNCTIONS[node.name];
  const [left, right] = operands(node);
  if (!op || !left || !right) return { first: node, rest: [] };
  const { first, rest } = unwind(left);
  return { first, rest: [...rest, { op, right }] };
};

const inner = (node: SyntaxNode): SyntaxNode => {
  const [only] = operands(node);
  return node.name === 'PositiveUnaryTest' && only ? only : node;
};

const range = (node: SyntaxNode, reading: Reading, read: Read): Test => {
  const [low, high] = operands(node);
  if (!low || !high) return stop(reading, node);
  const signs = children(node).map((child) => words(reading, child));
  const open = [signs[0] !== '[', signs.at(-1) !== ']'] as const;
  return { kind: 'range', low: read(low, reading), high: read(high, reading), open };
};

/** One test, and what of the parser's node follows it as a condition of its own. */
const test = (
  node: SyntaxNode,
  reading: Reading,
  read: Read,
): { readonly test: Test; readonly rest: readonly Rest[] } => {
  whole(node, reading);
  const { first, rest } = unwind(inner(node));
  if (first.name !== 'SimplePositiveUnaryTest') return { test: { kind: 'value', value: read(first, reading) }, rest };
  whole(first, reading);
  const [operand] = operands(first);
  if (!operand) return stop(reading, first);
  if (operand.name === 'Interval') return { test: range(operand, reading, read), rest };
  const compared = unwind(operand);
  const value = read(compared.first, reading);
  return { test: { kind: 'compare', op: compareOp(first, reading), value }, rest: [...compared.rest, ...rest] };
};

/** `x in (a, b)`, where each test stands alone. */
const listed = (value: Node, right: SyntaxNode, reading: Reading, read: Read, span: Span): Node => {
  const tests = operands(right).map((each) => {
    const { test: found, rest } = test(each, reading, read);
    return rest[0] ? stop(reading, rest[0].right) : found;
  });
  return { ...span, kind: 'in', value, tests };
};

/** `x in …`, with one test or several in brackets. */
export const membership = (node: SyntaxNode, reading: Reading, read: Read): Node => {
  const [left, right] = operands(node);
  if (!left || !right) return stop(reading, node);
  const value = read(left, reading);
  if (right.name === 'PositiveUnaryTests') return listed(value, right, reading, read, spanOf(node));
  const { test: only, rest } = test(right, reading, read);
  const end = only.kind === 'range' ? only.high.to : only.value.to;
  const first: Node = { from: node.from, to: rest.length > 0 ? end : node.to, kind: 'in', value, tests: [only] };
  return rest.reduce<Node>((all, { op, right: next }) => junction(op, all, read(next, reading), next), first);
};
