import { FUNCTIONS } from './functions.ts';
import { get } from './operators.ts';
import { isList, isOperation, type Names, type Tree, type Value } from './values.ts';

type Operands = readonly Tree[];
type Locals = readonly Value[];
/** How an operation that may leave operands unevaluated, or repeat them, is worked out. */
type Form = (operands: Operands, names: Names, locals: Locals) => Value;

const follow = (start: Value, path: Operands): Value =>
  path.reduce<Value>((value, name) => (typeof name === 'string' ? get(value, name) : null), start);

/** Three-valued: `decides` settles it at once; what is no boolean leaves it open. */
const settled = <T>(items: readonly T[], of: (item: T) => Value, decides: boolean): boolean | null => {
  let open = false;
  for (const item of items) {
    const value = of(item);
    if (value === decides) return decides;
    if (typeof value !== 'boolean') open = true;
  }
  return open ? null : !decides;
};

const junction = (decides: boolean): Form =>
  function junction(operands, names, locals) {
    return settled(operands, (operand) => run(operand, names, locals), decides);
  };

/** Runs the second operand once for each item of the first, the item being the innermost local. */
const each = (result: (list: readonly Value[], of: (item: Value) => Value) => Value): Form =>
  function each([source = null, body = null], names, locals) {
    const list = run(source, names, locals);
    return isList(list) ? result(list, (item) => run(body, names, [...locals, item])) : null;
  };

const FORMS: ReadonlyMap<string, Form> = new Map(
  Object.entries<Form>({
    $: ([name = null, ...path], names) => (typeof name === 'string' ? follow(get(names, name), path) : null),
    '#': ([depth = null, ...path], _, locals) =>
      typeof depth === 'number' ? follow(locals[depth] ?? null, path) : null,
    if: ([test = null, yes = null, no = null], names, locals) =>
      run(run(test, names, locals) === true ? yes : no, names, locals),
    and: junction(false),
    or: junction(true),
    let: ([value = null, body = null], names, locals) => run(body, names, [...locals, run(value, names, locals)]),
    filter: each((list, of) => list.filter((item) => of(item) === true)),
    for: each((list, of) => list.map(of)),
    some: each((list, of) => settled(list, of, true)),
    every: each((list, of) => settled(list, of, false)),
  }),
);

const CALLS = new Map(Object.entries(FUNCTIONS));

const run = (tree: Tree, names: Names, locals: Locals): Value => {
  if (!isOperation(tree)) return tree;
  const [name, ...operands] = tree;
  const form = FORMS.get(name);
  if (form) return form(operands, names, locals);
  const call = CALLS.get(name);
  return call ? call(...operands.map((operand) => run(operand, names, locals))) : null;
};

/**
 * Works out a compiled expression. Total: whatever the tree and the names, it gives a value and never throws;
 * what has no meaning is null, as FEEL says. It reads only the names' own fields.
 *
 * @example evaluate(['>', ['$', 'child', 'order'], 2], { child: { order: 3 } }) // true
 */
export function evaluate(tree: Tree, names: Names): Value {
  try {
    return run(tree, names, []) ?? null;
  } catch {
    // Only what no compiler writes comes here: a tree deeper than the stack, or fields that throw when read.
    return null;
  }
}
