import { comparable, compare, joined } from './check-operators.ts';
import { type Check, type Checked, type Context, checked, union, unknown } from './checked.ts';
import type { NodeOf, Span, Test } from './syntax.ts';
import { simple } from './types.ts';
import { isOperation, type Tree } from './values.ts';

const BOOLEAN = simple('boolean');

const within = (context: Context, span: Span, test: Test, value: Checked, check: Check): Checked => {
  if (test.kind === 'compare') return compare(context, span, test.op, value, check(test.value, context));
  if (test.kind === 'range') {
    const low = compare(context, span, test.open[0] ? '>' : '>=', value, check(test.low, context));
    const high = compare(context, span, test.open[1] ? '<' : '<=', value, check(test.high, context));
    return joined(span, 'and', low, high);
  }
  const right = check(test.value, context);
  const list = right.type.kind === 'list' && value.type.kind !== 'list';
  return list ? member(context, span, right, value) : compare(context, span, '=', value, right);
};

/** Whether a list holds a value; an absent value is not found in a list that has gaps, it is unknown. */
export const member = (context: Context, span: Span, list: Checked, value: Checked): Checked => {
  const of = list.type.kind === 'list' ? list.type : undefined;
  const item = checked(list, null, of?.of ?? simple('any'), of?.holes === true);
  if (!comparable(context, span, item, value)) return unknown(span);
  const unsure = value.nullable && value.type.kind !== 'null';
  const nullable = list.nullable || (unsure && item.nullable);
  return checked(span, [unsure ? 'known in' : 'list contains', list.tree, value.tree], BOOLEAN, nullable, {
    because: union(list.nullable ? list.because : [], unsure && item.nullable ? value.because : []),
    yes: union(list.needs, unsure ? value.needs : []),
    no: list.needs,
  });
};

const isPlain = (tree: Tree): boolean => !isOperation(tree) || tree[0] === '$' || tree[0] === '#';

/** `in` with constants is one look-up; other tests are tried in turn against a value worked out once. */
export const checkIn = (node: NodeOf<'in'>, context: Context, check: Check): Checked => {
  const value = check(node.value, context);
  const slot = context.locals.length;
  const once = isPlain(value.tree);
  const local = { name: '', type: value.type, nullable: value.nullable, spread: false, origin: value.origin };
  const inner = once ? context : { ...context, locals: [...context.locals, local] };
  const subject: Checked = once ? value : { ...value, tree: ['#', slot] };
  const wanted = node.tests.flatMap((test) => each(test, value));
  const tests = wanted.map((test) => {
    const span = test.kind === 'range' ? node : test.value;
    return within(inner, span, test, subject, check);
  });
  const [first = unknown(node), ...rest] = tests;
  const all = rest.reduce((left, right) => joined(node, 'or', left, right), first);
  const codes = constants(wanted);
  if (codes) return { ...all, from: node.from, to: node.to, tree: ['in', value.tree, ...codes] };
  return { ...all, from: node.from, to: node.to, tree: once ? all.tree : ['let', value.tree, all.tree] };
};

/** `x in ["a", "b"]` asks the same of a plain value as `x in ("a", "b")`. */
const each = (test: Test, value: Checked): readonly Test[] => {
  const plain =
    test.kind === 'value' && test.value.kind === 'list' && value.type.kind !== 'list' && value.type.kind !== 'any';
  if (!plain || test.value.kind !== 'list' || test.value.items.length === 0) return [test];
  return test.value.items.map((item) => ({ kind: 'value', value: item }));
};

const constants = (tests: readonly Test[]): readonly Tree[] | undefined => {
  const values = tests.flatMap((test) =>
    test.kind === 'value' && test.value.kind === 'literal' ? [test.value.value] : [],
  );
  return values.length === tests.length && values.length > 1 ? values : undefined;
};
