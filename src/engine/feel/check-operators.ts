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
import { cannotCompare, cannotCompute, fileOnlyPresent, noCommonCode, unknownCode, wrongType } from './messages.ts';
import type { ArithmeticOp, CompareOp, NodeOf, Span } from './syntax.ts';
import { isText, simple, type Type } from './types.ts';
import { isOperation, type Tree } from './values.ts';

const BOOLEAN = simple('boolean');
const ORDERED = ['number', 'text', 'date', 'time', 'daysDuration', 'monthsDuration', 'any'];

/** What `left op right` gives, by kinds; absent means that it has no meaning. */
const RESULTS: Readonly<Record<string, Type['kind']>> = {
  'number + number': 'number',
  'number - number': 'number',
  'number * number': 'number',
  'number / number': 'number',
  'number ** number': 'number',
  'text + text': 'text',
  'date - date': 'daysDuration',
  'time - time': 'daysDuration',
  'date + daysDuration': 'date',
  'date - daysDuration': 'date',
  'daysDuration + date': 'date',
  'date + monthsDuration': 'date',
  'date - monthsDuration': 'date',
  'monthsDuration + date': 'date',
  'time + daysDuration': 'time',
  'time - daysDuration': 'time',
  'daysDuration + time': 'time',
  'daysDuration + daysDuration': 'daysDuration',
  'daysDuration - daysDuration': 'daysDuration',
  'daysDuration * number': 'daysDuration',
  'number * daysDuration': 'daysDuration',
  'daysDuration / number': 'daysDuration',
  'daysDuration / daysDuration': 'number',
  'monthsDuration + monthsDuration': 'monthsDuration',
  'monthsDuration - monthsDuration': 'monthsDuration',
  'monthsDuration * number': 'monthsDuration',
  'number * monthsDuration': 'monthsDuration',
  'monthsDuration / number': 'monthsDuration',
  'monthsDuration / monthsDuration': 'number',
};

const simpleKinds = ['number', 'text', 'date', 'time', 'daysDuration', 'monthsDuration'] as const;
const kindOf = (type: Type): Type['kind'] => (isText(type) ? 'text' : type.kind);

export const strictly = (span: Span, tree: Tree, type: Type, parts: readonly Checked[], maybe = false): Checked => {
  const needs = union(...parts.map((part) => part.needs));
  const because = union(...parts.filter((part) => part.nullable).map((part) => part.because));
  const nullable = maybe || parts.some((part) => part.nullable);
  const facts = type.kind === 'boolean' ? { yes: needs, no: needs } : {};
  return checked(span, tree, type, nullable, { needs, because, ...facts });
};

export const checkArithmetic = (node: NodeOf<'arithmetic'>, context: Context, check: Check): Checked => {
  const [left, right] = [check(node.left, context), check(node.right, context)];
  const type = computed(node.op, left.type, right.type);
  if (!type) {
    report(context, node, cannotCompute(node.op, left.type, right.type));
    return unknown(node);
  }
  // A quotient by what may be zero, and a power, may have no value.
  const safe = typeof right.tree === 'number' && right.tree !== 0;
  const maybe = (node.op === '/' && !safe) || node.op === '**';
  const result = strictly(node, [node.op, left.tree, right.tree], type, [left, right], maybe);
  return maybe ? { ...result, because: union(result.because, [context.source.slice(node.from, node.to)]) } : result;
};

const computed = (op: ArithmeticOp, left: Type, right: Type): Type | undefined => {
  if (left.kind === 'any' || right.kind === 'any') return simple('any');
  const kind = RESULTS[`${kindOf(left)} ${op} ${kindOf(right)}`];
  const found = simpleKinds.find((each) => each === kind);
  return found && simple(found);
};

export const checkNegate = (node: NodeOf<'negate'>, context: Context, check: Check): Checked => {
  const of = check(node.of, context);
  if (!['number', 'daysDuration', 'monthsDuration', 'any'].includes(of.type.kind)) {
    report(context, node, wrongType(of.type, simple('number')));
    return unknown(node);
  }
  return strictly(node, ['negate', of.tree], of.type, [of]);
};

/** Says what is wrong with asking whether two things are the same; true when nothing is. */
export const comparable = (context: Context, span: Span, left: Checked, right: Checked): boolean => {
  const [a, b] = [left.type, right.type];
  if (a.kind === 'null' || b.kind === 'null' || a.kind === 'any' || b.kind === 'any') return true;
  if (a.kind === 'file' || b.kind === 'file') {
    report(context, span, fileOnlyPresent());
    return false;
  }
  if (a.kind === 'choice' && b.kind === 'choice') return sameCodes(context, span, left, right, a.codes, b.codes);
  if (kindOf(a) === kindOf(b)) return true;
  report(context, span, cannotCompare(a, b));
  return false;
};

const sameCodes = (
  context: Context,
  span: Span,
  left: Checked,
  right: Checked,
  a: readonly string[],
  b: readonly string[],
): boolean => {
  if ((left.constant && right.constant) || common(a, b).length > 0) return true;
  const [fixed, codes] = right.constant ? [right, a] : [left, b];
  const message = fixed.constant ? unknownCode(String(fixed.tree), codes) : noCommonCode(a, b);
  report(context, fixed.constant ? fixed : span, message);
  return false;
};

/** `=` as FEEL has it, except that two things which may both be absent are not called the same for that. */
const same = (left: Checked, right: Checked): Tree => {
  const literal = left.type.kind === 'null' || right.type.kind === 'null';
  return [left.nullable && right.nullable && !literal ? '~' : '=', left.tree, right.tree];
};

const equality = (context: Context, span: Span, left: Checked, right: Checked): Checked => {
  if (!comparable(context, span, left, right)) return unknown(span);
  const tree = same(left, right);
  const unsure = (isOperation(tree) && tree[0] === '~') || left.type.kind === 'any' || right.type.kind === 'any';
  const because = unsure ? union(left.because, right.because) : [];
  if (left.type.kind !== 'null' && right.type.kind !== 'null') {
    return checked(span, tree, BOOLEAN, unsure, { because, yes: union(left.needs, right.needs) });
  }
  return checked(span, tree, BOOLEAN, false, { no: union(left.needs, right.needs) });
};

const ordered = (context: Context, span: Span, op: CompareOp, left: Checked, right: Checked): Checked => {
  const [a, b] = [kindOf(left.type), kindOf(right.type)];
  const either = a === 'any' || b === 'any';
  if (!ORDERED.includes(a) || !ORDERED.includes(b) || (a !== b && !either)) {
    report(context, span, cannotCompare(left.type, right.type));
    return unknown(span);
  }
  return strictly(span, [op, left.tree, right.tree], BOOLEAN, [left, right]);
};

export const negated = (span: Span, of: Checked): Checked =>
  checked(span, ['not', of.tree], BOOLEAN, of.nullable, { ...of, yes: of.no, no: of.yes });

export const compare = (context: Context, span: Span, op: CompareOp, left: Checked, right: Checked): Checked => {
  if (op === '=') return equality(context, span, left, right);
  return op === '!=' ? negated(span, equality(context, span, left, right)) : ordered(context, span, op, left, right);
};

export const checkCompare = (node: NodeOf<'compare'>, context: Context, check: Check): Checked =>
  compare(context, node, node.op, check(node.left, context), check(node.right, context));

/** A condition must be yes or no (or absent). */
export const condition = (context: Context, of: Checked): Checked => {
  if (['boolean', 'any', 'null'].includes(of.type.kind)) return of;
  report(context, of, wrongType(of.type, BOOLEAN));
  return unknown(of);
};

export const joined = (span: Span, op: 'and' | 'or', left: Checked, right: Checked): Checked => {
  const [wide, narrow] = [union, common] as const;
  const [yes, no] = op === 'and' ? [wide, narrow] : [narrow, wide];
  return checked(
    span,
    [op, ...operandsOf(op, left.tree), ...operandsOf(op, right.tree)],
    BOOLEAN,
    left.nullable || right.nullable,
    {
      because: union(left.because, right.because),
      yes: yes(left.yes, right.yes),
      no: no(left.no, right.no),
    },
  );
};

/** `a and b and c` is one operation with three operands. */
const operandsOf = (op: string, tree: Tree): readonly Tree[] => {
  if (!isOperation(tree) || tree[0] !== op) return [tree];
  const [, ...operands] = tree;
  return operands;
};

export const checkJunction = (node: NodeOf<'junction'>, context: Context, check: Check): Checked => {
  const left = condition(context, check(node.left, context));
  const known = withProof(context, node.op === 'and' ? left.yes : left.no);
  return joined(node, node.op, left, condition(context, check(node.right, known)));
};
