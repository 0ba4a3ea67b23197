import { dateFrom, durationFrom, secondOfDay, timeOf } from './calendar.ts';
import { member } from './check-membership.ts';
import { condition, negated, strictly } from './check-operators.ts';
import {
  type Check,
  type Checked,
  type Context,
  checked,
  report,
  written as snippet,
  union,
  unknown,
} from './checked.ts';
import { LEFT_OUT, literalOnly, unknownFunction, wrongCount, wrongType } from './messages.ts';
import { type Param, SIGNATURES, type Signature } from './signatures.ts';
import type { NodeOf } from './syntax.ts';
import { isText, listOf, officeType, type SimpleKind, simple, type Type } from './types.ts';
import { type FeelDate, type FeelDuration, type FeelTime, isMonths, type Tree } from './values.ts';

type Call = NodeOf<'call'>;
type Special = (node: Call, args: readonly Checked[], context: Context) => Checked;

const misused = (node: Call, context: Context, usage: string): Checked => {
  report(context, node, wrongCount(usage));
  return unknown(node);
};

const asked = (context: Context, arg: Checked, type: Type): boolean => {
  const given = arg.type;
  const good =
    ['any', 'null'].includes(given.kind) || given.kind === type.kind || (type.kind === 'text' && isText(given));
  if (!good) report(context, arg, wrongType(given, type));
  return good;
};

const not: Special = (node, args, context) => {
  const [of] = args;
  return of && args.length === 1 ? negated(node, condition(context, of)) : misused(node, context, 'not(…)');
};

const isDefined: Special = (node, args, context) => {
  const [of] = args;
  if (!of || args.length !== 1) return misused(node, context, 'is defined(name)');
  return checked(node, ['not', ['=', of.tree, null]], simple('boolean'), false, { yes: of.needs });
};

const listContains: Special = (node, args, context) => {
  const [list, value] = args;
  if (!list || !value || args.length !== 2) return misused(node, context, 'list contains(list, value)');
  return asked(context, list, listOf(simple('any'))) ? member(context, node, list, value) : unknown(node);
};

const office: Special = (node, args, context) => {
  const [kind, region] = args;
  if (!kind || !region || args.length !== 2) return misused(node, context, 'office("dukcapil", home.region)');
  const fine = [kind, region].map((arg) => asked(context, arg, simple('text')));
  if (fine.includes(false)) return unknown(node);
  return strictly(node, ['office', kind.tree, region.tree], officeType(kind.type), [kind, region]);
};

type Constant = FeelDate | FeelTime | FeelDuration;

/** A constant read when the file is checked, so that a slip is found then and phones need not read it. */
const constant = (
  example: string,
  read: (text: string) => Constant | null,
  typeOf: (value: Constant) => Type,
): Special =>
  function constant(node, args, context) {
    const [arg] = args;
    const value = args.length === 1 && typeof arg?.tree === 'string' ? read(arg.tree) : null;
    if (value) return checked(node, value, typeOf(value), false, { constant: true });
    report(context, arg ?? node, literalOnly(example));
    return unknown(node);
  };

const timeFrom = (text: string): FeelTime | null => {
  const second = secondOfDay(text);
  return second === undefined ? null : timeOf(second);
};

const date = constant('date("2026-01-31")', dateFrom, () => simple('date'));
const time = constant('time("08:15")', timeFrom, () => simple('time'));
const duration = constant('duration("P60D")', durationFrom, (value) =>
  simple(isMonths(value) ? 'monthsDuration' : 'daysDuration'),
);

const written = (plain: Special, name: string): Special =>
  function written(node, args, context) {
    return args.length === 1 && args[0]?.constant && typeof args[0].tree === 'string'
      ? plain(node, args, context)
      : general(node, args, context, name);
  };

/** FEEL splits by a pattern; only separators that mean the same as plain text are let through. */
const split: Special = (node, args, context) => {
  const separator = args[1];
  if (separator && (typeof separator.tree !== 'string' || /[\\^$.|?*+()[\]{}]/.test(separator.tree))) {
    report(context, separator, literalOnly('split(text, ",")'));
    return unknown(node);
  }
  return general(node, args, context, 'split');
};

const SPECIAL: Readonly<Record<string, Special>> = {
  ...{ not, office, duration, split },
  'is defined': isDefined,
  'list contains': listContains,
  date: written(date, 'date'),
  time: written(time, 'time'),
};

const KINDS: Readonly<Record<Param, readonly Type['kind'][]>> = {
  text: ['text'],
  number: ['number'],
  boolean: ['boolean'],
  date: ['date'],
  dateOrText: ['date', 'text', 'number'],
  timeOrText: ['time', 'text'],
  amount: ['number', 'daysDuration', 'monthsDuration'],
  list: ['list'],
  any: [],
};

const accepts = (context: Context, arg: Checked, param: Param): boolean => {
  const kinds = KINDS[param];
  const kind = isText(arg.type) ? 'text' : arg.type.kind;
  if (param === 'any' || [...kinds, 'any', 'null'].includes(kind)) return true;
  const [first = 'any'] = kinds;
  report(context, arg, wrongType(arg.type, first === 'list' ? listOf(simple('any')) : simple(simpleKind(first))));
  return false;
};

const simpleKind = (kind: Type['kind']): SimpleKind =>
  kind === 'choice' || kind === 'record' || kind === 'list' ? 'any' : kind;

/** Spellings that mean a function of another name in trees. */
const ALIASES: Readonly<Record<string, string>> = { 'round half up': 'round' };

const fitting = (
  args: readonly Checked[],
  context: Context,
  { params, least, rest }: Signature,
): boolean | undefined => {
  if (args.length < (least ?? params.length) || (args.length > params.length && !rest)) return undefined;
  return args.map((arg, i) => accepts(context, arg, params[i] ?? rest ?? 'any')).every(Boolean);
};

const general = (node: Call, args: readonly Checked[], context: Context, name: string): Checked => {
  const signature = Object.hasOwn(SIGNATURES, name) ? SIGNATURES[name] : undefined;
  if (!signature) return unknown(node);
  const fine = fitting(args, context, signature);
  if (fine === undefined) return misused(node, context, signature.usage);
  const type = fine ? signature.result(args) : undefined;
  if (fine && !type) report(context, node, wrongCount(signature.usage));
  if (!type) return unknown(node);
  const tree: Tree = [ALIASES[name] ?? name, ...args.map((arg) => arg.tree)];
  const counted =
    signature.lenient && args.length > 1
      ? args.slice(0, signature.rest === 'any' && signature.params.length > 1 ? 1 : 0)
      : args;
  const maybe = signature.maybe?.(args) === true;
  const result = strictly(node, tree, type, counted, maybe);
  return maybe ? { ...result, because: union(result.because, [snippet(context, node)]) } : result;
};

/** A call of one of the functions there are. */
export const checkCall = (node: Call, context: Context, check: Check): Checked => {
  const special = Object.hasOwn(SPECIAL, node.name) ? SPECIAL[node.name] : undefined;
  const known = special !== undefined || Object.hasOwn(SIGNATURES, node.name);
  if (!known) {
    const left = Object.hasOwn(LEFT_OUT, node.name) ? LEFT_OUT[node.name] : undefined;
    report(context, node.at, left ?? unknownFunction(node.name, [...Object.keys(SIGNATURES), ...Object.keys(SPECIAL)]));
  }
  const args = node.args.map((arg) => check(arg, context));
  if (!known) return unknown(node);
  return special ? special(node, args, context) : general(node, args, context, node.name);
};
