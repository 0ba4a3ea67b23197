import type { Action, Branch, Definition, Step, Target } from '../definition/model.ts';

/** Where the case may be: at a step, or at an outcome. */
export type Node = `step:${string}` | `outcome:${string}`;
const stepNode = (id: string): Node => `step:${id}`;
const outcomeNode = (id: string): Node => `outcome:${id}`;

export type Graph = {
  readonly next: ReadonlyMap<Node, ReadonlySet<Node>>;
  readonly reachable: ReadonlySet<Node>;
};

/** The steps from which something goes to this one: `kembali` leads back there. */
function openers(definition: Definition): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const note = (to: string, from: string) => void found.set(to, (found.get(to) ?? new Set()).add(from));
  for (const step of definition.steps) {
    for (const target of targetsOf(step)) if (target.kind === 'step') note(target.step, step.id);
  }
  return found;
}

export const branchesOf = (actions: readonly Action[]): readonly Branch[] => actions.flatMap((action) => action.to);
export const targetsOf = (step: Step): readonly Target[] => [
  ...branchesOf(step.actions).flatMap((branch) => branch.targets),
  ...step.on.flatMap((timer) => timer.targets),
];

/** A return to the citizen comes back to the step that asked, or ends with its outcome. */
function nextOf(step: Step, back: ReadonlySet<string>): ReadonlySet<Node> {
  const nodes = new Set<Node>();
  for (const target of targetsOf(step)) {
    if (target.kind === 'step') nodes.add(stepNode(target.step));
    else if (target.kind === 'outcome') nodes.add(outcomeNode(target.outcome));
    else if (target.kind === 'back') for (const id of back) nodes.add(stepNode(id));
    else nodes.add(stepNode(step.id));
  }
  for (const { expire } of step.actions) if (expire) nodes.add(outcomeNode(expire.outcome));
  return nodes;
}

export function graphOf(definition: Definition): Graph {
  const back = openers(definition);
  const next = new Map<Node, ReadonlySet<Node>>();
  for (const step of definition.steps) next.set(stepNode(step.id), nextOf(step, back.get(step.id) ?? new Set()));
  for (const outcome of definition.outcomes) next.set(outcomeNode(outcome.id), new Set(outcome.open.map(stepNode)));
  return { next, reachable: reach(next, [stepNode(definition.first)]) };
}

function reach(next: ReadonlyMap<Node, ReadonlySet<Node>>, from: readonly Node[]): ReadonlySet<Node> {
  const seen = new Set<Node>();
  const waiting = [...from];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    for (const after of next.get(node) ?? []) if (!seen.has(after)) waiting.push(after);
  }
  return seen;
}

/** Whether an outcome can be reached from here. */
export const leadsOut = (graph: Graph, step: string): boolean =>
  [...reach(graph.next, [stepNode(step)])].some((node) => node.startsWith('outcome:'));

/**
 * Whether the answers of one step are always there when another opens. An action that gives reasons leaves them out, so what follows
 * it alone comes without them.
 */
export function comesAfter(definition: Definition, graph: Graph, step: string, before: string): boolean {
  const asking = definition.steps.find(({ id }) => id === before);
  if (step === before || !asking) return step === before;
  const unanswered: Step = { ...asking, actions: asking.actions.filter(({ reasons }) => reasons.length > 0) };
  const back = openers(definition).get(before) ?? new Set<string>();
  const next = new Map(graph.next).set(stepNode(before), nextOf(unanswered, back));
  return !reach(next, [stepNode(definition.first)]).has(stepNode(step));
}

export const isReachable = (graph: Graph, kind: 'step' | 'outcome', id: string): boolean =>
  graph.reachable.has(kind === 'step' ? stepNode(id) : outcomeNode(id));

/**
 * The hours that the steps' own clocks allow on the longest way to a first outcome that is no rejection, loops not counted twice.
 * Steps whose time is added to the promise don't count.
 */
export function longestHours(definition: Definition, hoursPerDay: number): number {
  const done = new Set(definition.outcomes.filter(({ kind }) => kind === 'done').map(({ id }) => id));
  const hours = (step: Step): number => {
    if (step.adds || !step.within) return 0;
    return 'hours' in step.within ? step.within.hours : step.within.days * hoursPerDay;
  };
  const longest = (id: string, above: readonly string[]): number => {
    const step = definition.steps.find((each) => each.id === id);
    if (!step || above.includes(id)) return Number.NEGATIVE_INFINITY;
    const ways = branchesOf(step.actions).flatMap(({ targets }) =>
      targets.map((target) => {
        if (target.kind === 'outcome') return done.has(target.outcome) ? 0 : Number.NEGATIVE_INFINITY;
        return target.kind === 'step' ? longest(target.step, [...above, id]) : Number.NEGATIVE_INFINITY;
      }),
    );
    return hours(step) + Math.max(Number.NEGATIVE_INFINITY, ...ways);
  };
  return longest(definition.first, []);
}
