import { condition } from './check-operators.ts';
import { type Check, type Checked, type Context, checked, report, union, unknown, written } from './checked.ts';
import { badName, tooManyLoops, wrongType } from './messages.ts';
import { isName } from './reserved.ts';
import type { Node, NodeOf } from './syntax.ts';
import { listOf, simple, type Type } from './types.ts';

/** More loops inside each other than this could grow beyond what a phone works out at once. */
const MOST_LOOPS = 3;

const ANY_LIST = listOf(simple('any'));

const inside = (context: Context, list: Checked, name: string, spread: boolean): Context => {
  const type: Type = list.type.kind === 'list' ? list.type.of : simple('any');
  const nullable = list.type.kind === 'list' && list.type.holes === true;
  return { ...context, locals: [...context.locals, { name, type, nullable, spread, origin: list.origin }] };
};

const isOver = (context: Context, list: Checked): boolean => {
  if (context.locals.length >= MOST_LOOPS) {
    report(context, list, tooManyLoops(MOST_LOOPS));
    return false;
  }
  if (['list', 'any', 'null'].includes(list.type.kind)) return true;
  report(context, list, wrongType(list.type, ANY_LIST));
  return false;
};

/** A number in brackets picks one item (from 1; from the end when negative). */
const index = (context: Context, node: NodeOf<'filter'>, list: Checked, at: Checked): Checked => {
  const type: Type = list.type.kind === 'list' ? list.type.of : simple('any');
  return checked(node, ['at', list.tree, at.tree], type, true, {
    because: [written(context, node)],
    needs: union(list.needs, at.needs),
    ...(list.origin === undefined ? {} : { origin: list.origin }),
  });
};

const isIndex = (test: Node): boolean => test.kind === 'literal' && typeof test.value === 'number';

/** `movers[age >= 17]`: the item's fields can be named alone, the item itself is `item`. */
export const checkFilter = (node: NodeOf<'filter'>, context: Context, check: Check): Checked => {
  const list = check(node.of, context);
  if (list.type.kind !== 'list' && list.type.kind !== 'any') {
    report(context, node.of, wrongType(list.type, ANY_LIST));
    return unknown(node);
  }
  if (isIndex(node.test)) return index(context, node, list, check(node.test, context));
  if (!isOver(context, list)) return unknown(node);
  const test = condition(context, check(node.test, inside(context, list, 'item', true)));
  return checked(node, ['filter', list.tree, test.tree], list.type, list.nullable, {
    because: list.because,
    needs: list.needs,
    ...(list.origin === undefined ? {} : { origin: list.origin }),
  });
};

/** `some x in xs satisfies …`, `every …`, and `for x in xs return …` over a list that exists. */
export const checkLoop = (node: NodeOf<'loop'>, context: Context, check: Check): Checked => {
  if (!isName(node.name)) {
    report(context, node, badName(node.name));
    return unknown(node);
  }
  const list = check(node.list, context);
  if (!isOver(context, list)) return unknown(node);
  const body = check(node.body, inside(context, list, node.name, false));
  if (node.loop === 'for') {
    const type = listOf(body.type, body.nullable);
    return checked(node, ['for', list.tree, body.tree], type, list.nullable, {
      because: list.because,
      needs: list.needs,
    });
  }
  const holds = condition(context, body);
  const because = union(list.nullable ? list.because : [], holds.nullable ? holds.because : []);
  const known = { because, needs: list.needs, yes: list.needs, no: list.needs };
  return checked(node, [node.loop, list.tree, holds.tree], simple('boolean'), list.nullable || holds.nullable, known);
};
