import type { SyntaxNode } from '@lezer/common';
import type { CompareOp, Node, Span } from './syntax.ts';
import { refused } from './syntax-problems.ts';
import type { Problem } from './types.ts';

/** What reading a part needs to know: the whole source, and how deep it is inside. */
export type Reading = { readonly source: string; readonly depth: number };

/** Reads one node of the parser into one of ours. */
export type Read = (node: SyntaxNode, reading: Reading) => Node;

/** Thrown while reading only, to leave a deep descent at the first thing that can't be read. */
export class Unreadable extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message.id);
    this.problem = problem;
  }
}

/** Gives up at a place; `what` names a part of FEEL that is left out. */
export const stop = ({ source }: Reading, at: Span, what?: string): never => {
  throw new Unreadable(refused(source, spanOf(at), what));
};

export const spanOf = ({ from, to }: Span): Span => ({ from, to });

export const words = ({ source }: Reading, node: Span): string =>
  source.slice(node.from, node.to).trim().replace(/\s+/g, ' ');

export const children = (node: SyntaxNode): readonly SyntaxNode[] => {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'LineComment' && child.name !== 'BlockComment') found.push(child);
  }
  return found;
};

/** The operands of a node: what is neither a word of the language, nor a sign, nor a bracket. */
export const operands = (node: SyntaxNode): readonly SyntaxNode[] =>
  children(node).filter(
    ({ name }) =>
      name === 'null' || name === '?' || (/^[A-Z]/.test(name) && name !== 'ArithOp' && name !== 'CompareOp'),
  );

/** Refuses a node in which the parser found something it could not place. */
export const whole = (node: SyntaxNode, reading: Reading): void => {
  for (const child of children(node)) if (child.type.isError) stop(reading, child);
};

export const operator = (node: SyntaxNode, reading: Reading): string => {
  const found = children(node).find(({ name }) => name === 'ArithOp' || name === 'CompareOp');
  return found ? words(reading, found) : stop(reading, node);
};

export const compareOp = (node: SyntaxNode, reading: Reading): CompareOp => {
  const op = operator(node, reading);
  return (['=', '!=', '<', '<=', '>', '>='] as const).find((each) => each === op) ?? stop(reading, node);
};
