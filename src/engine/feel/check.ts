import { checkCall } from './check-calls.ts';
import { checkFilter, checkLoop } from './check-loops.ts';
import { checkIn } from './check-membership.ts';
import { checkNames } from './check-names.ts';
import { checkArithmetic, checkCompare, checkJunction, checkNegate, condition } from './check-operators.ts';
import {
  type Check,
  type Checked,
  type Context,
  checked,
  common,
  report,
  union,
  unknown,
  withProof,
} from './checked.ts';
import { mixedBranches, mixedList } from './messages.ts';
import type { NodeOf } from './syntax.ts';
import { choice, join, listOf, simple, type Type } from './types.ts';

const literal = (node: NodeOf<'literal'>): Checked => {
  const { value } = node;
  if (value === null) return checked(node, null, simple('null'), true, { because: ['null'], constant: true });
  const type = typeof value === 'string' ? choice(value) : simple(typeof value === 'number' ? 'number' : 'boolean');
  return checked(node, value, type, false, { constant: true });
};

const list = (node: NodeOf<'list'>, context: Context): Checked => {
  const items = node.items.map((item) => check(item, context));
  const holes = items.some((item) => item.nullable);
  let of: Type = simple('null');
  for (const item of items) {
    const next = join(of, item.type);
    if (!next) {
      report(context, item, mixedList(of, item.type));
      return unknown(node);
    }
    of = next;
  }
  return checked(node, ['list', ...items.map((item) => item.tree)], listOf(of, holes), false);
};

const branches = (node: NodeOf<'if'>, context: Context): Checked => {
  const test = condition(context, check(node.test, context));
  const yes = check(node.yes, withProof(context, test.yes));
  // An absent test takes the else branch, so that nothing is known there unless the test always has an answer.
  const no = check(node.no, withProof(context, test.nullable ? [] : test.no));
  const type = join(yes.type, no.type);
  if (!type) {
    report(context, node, mixedBranches(yes.type, no.type));
    return unknown(node);
  }
  return checked(node, ['if', test.tree, yes.tree, no.tree], type, yes.nullable || no.nullable, {
    because: union(yes.nullable ? yes.because : [], no.nullable ? no.because : []),
    needs: common(yes.needs, no.needs),
  });
};

/** Types an expression, proves what is present, and writes the tree; what is wrong goes into the context. */
export const check: Check = (node, context) => {
  switch (node.kind) {
    case 'literal':
      return literal(node);
    case 'name':
    case 'path':
      return checkNames(node, context, check);
    case 'filter':
      return checkFilter(node, context, check);
    case 'loop':
      return checkLoop(node, context, check);
    case 'call':
      return checkCall(node, context, check);
    case 'arithmetic':
      return checkArithmetic(node, context, check);
    case 'negate':
      return checkNegate(node, context, check);
    case 'compare':
      return checkCompare(node, context, check);
    case 'in':
      return checkIn(node, context, check);
    case 'junction':
      return checkJunction(node, context, check);
    case 'if':
      return branches(node, context);
    case 'list':
      return list(node, context);
  }
};
