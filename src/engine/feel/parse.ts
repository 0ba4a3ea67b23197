import type { SyntaxNode } from '@lezer/common';
import { parser } from 'lezer-feel';
import type { ArithmeticOp, CompareOp, Loop, Node, Span, Test } from './syntax.ts';
import { refused, tooLong, unreadable } from './syntax-problems.ts';
import type { Problem, Result } from './types.ts';

/** Longer than anything a person writes into one line of a definition. */
const LONGEST = 2000;
/** Deeper than anything a person can read. */
const DEEPEST = 100;

// Pure, so that a bundle that only evaluates leaves the parser out.
const grammar = /* @__PURE__ */ parser.configure({ top: 'Expression' });

/** Thrown inside this file only, to leave a deep descent at the first thing that can't be read. */
class Unreadable extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message.id);
    this.problem = problem;
  }
}

/** Reads FEEL into nodes, or says at which offsets it can't be read and what to write. */
export const parse = (source: string): Result<Node> => {
  if (source.length > LONGEST) return { ok: false, problems: [tooLong(source.length, LONGEST)] };
  const known = unreadable(source);
  if (known) return { ok: false, problems: [known] };
  try {
    const top = grammar.parse(source).topNode;
    return { ok: true, value: reader(source)(sole(source, top), 0) };
  } catch (cause) {
    if (cause instanceof Unreadable) return { ok: false, problems: [cause.problem] };
    throw cause;
  }
};

const stop = (source: string, span: Span, what?: string): never => {
  throw new Unreadable(refused(source, { from: span.from, to: span.to }, what));
};

const children = (node: SyntaxNode): readonly SyntaxNode[] => {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'LineComment' && child.name !== 'BlockComment') found.push(child);
  }
  return found;
};

/** The operands of a node: what is neither a word of the language nor a bracket. */
const isOperand = (node: SyntaxNode): boolean => /^[A-Z]/.test(node.name) || node.name === 'null' || node.name === '?';
const operands = (node: SyntaxNode): readonly SyntaxNode[] =>
  children(node).filter((child) => isOperand(child) && !['ArithOp', 'CompareOp'].includes(child.name));

const sole = (source: string, top: SyntaxNode): SyntaxNode => {
  const [first, second] = children(top);
  if (!first) return stop(source, { from: 0, to: source.length });
  return second ? stop(source, second) : first;
};

type Read = (node: SyntaxNode, depth: number) => Node;

const reader = (source: string): Read => {
  const words = (node: SyntaxNode): string => source.slice(node.from, node.to).trim().replace(/\s+/g, ' ');

  const at = (nodes: readonly SyntaxNode[], index: number, parent: SyntaxNode): SyntaxNode =>
    nodes[index] ?? stop(source, parent);

  const operator = (node: SyntaxNode): string => {
    const found = children(node).find((child) => child.name === 'ArithOp' || child.name === 'CompareOp');
    return found ? words(found) : stop(source, node);
  };

  const compareOp = (node: SyntaxNode): CompareOp => {
    const op = operator(node);
    const known = (['=', '!=', '<', '<=', '>', '>='] as const).find((each) => each === op);
    return known ?? stop(source, node);
  };

  const read: Read = (node, depth) => {
    if (depth > DEEPEST) return stop(source, node, 'deep');
    for (const child of children(node)) if (child.type.isError) return stop(source, child);
    const build = BUILDERS[node.name];
    return build ? build(node, depth + 1) : stop(source, node, node.name);
  };

  const span = (node: SyntaxNode): Span => ({ from: node.from, to: node.to });

  const arithmetic: Read = (node, depth) => {
    const [left, right] = operands(node);
    const op = (['+', '-', '*', '/', '**'] as const).find((each) => each === operator(node));
    if (!left || !op) return stop(source, node);
    if (right)
      return {
        ...span(node),
        kind: 'arithmetic',
        op: op satisfies ArithmeticOp,
        left: read(left, depth),
        right: read(right, depth),
      };
    const of = read(left, depth);
    const negative = of.kind === 'literal' && typeof of.value === 'number' ? -of.value : undefined;
    return negative === undefined
      ? { ...span(node), kind: 'negate', of }
      : { ...span(node), kind: 'literal', value: negative };
  };

  const junction =
    (op: 'and' | 'or'): Read =>
    (node, depth) => {
      const parts = operands(node);
      const [left, right] = [at(parts, 0, node), at(parts, 1, node)];
      return { ...span(node), kind: 'junction', op, left: read(left, depth), right: read(right, depth) };
    };

  const range = (node: SyntaxNode, depth: number): Test => {
    const [low, high] = operands(node);
    const marks = children(node).map((child) => words(child));
    if (!low || !high) return stop(source, node);
    return {
      kind: 'range',
      low: read(low, depth),
      high: read(high, depth),
      open: [marks[0] !== '[', marks.at(-1) !== ']'],
    };
  };

  const test = (node: SyntaxNode, depth: number): Test => {
    const [inner] = operands(node);
    if (node.name === 'PositiveUnaryTest' && inner) return test(inner, depth);
    if (node.name === 'Interval') return range(node, depth);
    if (node.name !== 'SimplePositiveUnaryTest') return { kind: 'value', value: read(node, depth) };
    if (inner?.name === 'Interval') return test(inner, depth);
    for (const child of children(node)) if (child.type.isError) return stop(source, child);
    return { kind: 'compare', op: compareOp(node), value: read(at(operands(node), 0, node), depth) };
  };

  const membership = (node: SyntaxNode, depth: number): Node => {
    const [value, right] = operands(node);
    if (!value || !right) return stop(source, node);
    const all = right.name === 'PositiveUnaryTests' ? operands(right) : [right];
    return { ...span(node), kind: 'in', value: read(value, depth), tests: all.map((each) => test(each, depth)) };
  };

  const comparison: Read = (node, depth) => {
    const marks = new Set(children(node).map((child) => child.name));
    if (marks.has('in')) return membership(node, depth);
    const parts = operands(node);
    const [left, right] = [at(parts, 0, node), at(parts, 1, node)];
    if (right.name === 'SimplePositiveUnaryTest') return stop(source, right);
    if (!marks.has('between')) {
      return {
        ...span(node),
        kind: 'compare',
        op: compareOp(node),
        left: read(left, depth),
        right: read(right, depth),
      };
    }
    const high = read(at(parts, 2, node), depth);
    const tests: readonly Test[] = [{ kind: 'range', low: read(right, depth), high, open: [false, false] }];
    return { ...span(node), kind: 'in', value: read(left, depth), tests };
  };

  const call: Read = (node, depth) => {
    const [callee, given] = children(node).filter((child) => child.name !== '(' && child.name !== ')');
    if (!callee) return stop(source, node);
    if (given && given.name !== 'PositionalParameters') return stop(source, given, given.name);
    const args = given ? children(given) : [];
    for (const arg of args) if (arg.type.isError) return stop(source, arg);
    return {
      ...span(node),
      kind: 'call',
      name: words(callee).replace(/\s*\.\s*/g, '.'),
      at: span(callee),
      args: args.filter(isOperand).map((arg) => read(arg, depth)),
    };
  };

  const dateTime: Read = (node, depth) => {
    const [first] = children(node);
    return first?.name === 'AtLiteral' ? stop(source, node, 'AtLiteral') : call(node, depth);
  };

  const loop =
    (kinds: readonly Loop[]): Read =>
    (node, depth) => {
      const kind = kinds.find((each) => node.firstChild?.name === each);
      const [bindings, body] = operands(node);
      if (!kind || !bindings || !body) return stop(source, node);
      return operands(bindings).reduceRight<Node>(
        (inner, binding) => {
          const [name, context] = operands(binding);
          if (!name || !context) return stop(source, binding);
          const list = context.name === 'IterationContext' ? operands(context) : [context];
          if (list.length !== 1) return stop(source, context, 'range');
          const over = read(at(list, 0, context), depth);
          return { ...span(node), kind: 'loop', loop: kind, name: words(name), list: over, body: inner };
        },
        read(body, depth),
      );
    };

  const text: Read = (node) => {
    try {
      const value: unknown = JSON.parse(words(node).replace(/\t/g, '\\t'));
      return typeof value === 'string' ? { ...span(node), kind: 'literal', value } : stop(source, node);
    } catch {
      return stop(source, node, 'escape');
    }
  };

  const pair = (node: SyntaxNode, depth: number): readonly [Node, SyntaxNode] => {
    const [of, second] = operands(node);
    return of && second ? [read(of, depth), second] : stop(source, node);
  };

  const BUILDERS: Readonly<Record<string, Read>> = {
    ArithmeticExpression: arithmetic,
    Conjunction: junction('and'),
    Disjunction: junction('or'),
    Comparison: comparison,
    FunctionInvocation: call,
    DateTimeLiteral: dateTime,
    QuantifiedExpression: loop(['some', 'every']),
    ForExpression: loop(['for']),
    StringLiteral: text,
    NumericLiteral: (node) => ({ ...span(node), kind: 'literal', value: Number(words(node)) }),
    BooleanLiteral: (node) => ({ ...span(node), kind: 'literal', value: words(node) === 'true' }),
    null: (node) => ({ ...span(node), kind: 'literal', value: null }),
    VariableName: (node) => ({ ...span(node), kind: 'name', name: words(node) }),
    ParenthesizedExpression: (node, depth) => read(at(operands(node), 0, node), depth),
    List: (node, depth) => ({ ...span(node), kind: 'list', items: operands(node).map((item) => read(item, depth)) }),
    PathExpression: (node, depth) => {
      const [of, name] = pair(node, depth);
      return { ...span(node), kind: 'path', of, name: words(name), at: span(name) };
    },
    FilterExpression: (node, depth) => {
      const [of, test] = pair(node, depth);
      return { ...span(node), kind: 'filter', of, test: read(test, depth) };
    },
    IfExpression: (node, depth) => {
      const [test, yes, no] = operands(node);
      if (!test || !yes || !no) return stop(source, node, 'if');
      return { ...span(node), kind: 'if', test: read(test, depth), yes: read(yes, depth), no: read(no, depth) };
    },
  };

  return read;
};
