import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Definition } from '../definition/model.ts';
import { settle } from '../form/index.ts';
import type { Answers, Inputs } from '../form/model.ts';
import { act, begin, stateAfter } from '../workflow/index.ts';
import type { State } from '../workflow/model.ts';

type Vector = {
  readonly name: string;
  readonly inputs: Inputs;
  readonly answers: Answers;
  readonly acts: readonly { readonly step: string; readonly do: string; readonly reasons?: readonly string[] }[];
  readonly expected: {
    readonly screens: readonly string[];
    readonly issues: readonly string[];
    readonly computed: unknown;
    readonly checks: readonly string[];
    readonly complete: boolean;
    readonly open: readonly (readonly string[])[];
    readonly outcome: string | null;
  };
};
/** A definition as it was stored when it was published, and what came of it then. */
type Golden = { readonly definition: Definition; readonly vectors: readonly Vector[] };

const folder = join(import.meta.dirname, 'golden');
const golden = readdirSync(folder).map(
  (name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as Golden] as const,
);

function walk(definition: Definition, { answers, inputs, acts }: Vector): Vector['expected'] {
  const settled = settle(definition, answers, inputs);
  let state: State = stateAfter({ open: [], decidedBy: {} }, begin(definition, settled.names, inputs.profile));
  const open = [state.open];
  let outcome: string | null = null;
  for (const { step, do: action, reasons = [] } of acts) {
    const done = act(definition, state, step, action, settled.names, { reasons, profile: inputs.profile });
    if (!done.ok) throw new Error(done.code);
    state = stateAfter(state, done.move);
    outcome = done.move.outcome ?? outcome;
    open.push(state.open);
  }
  return {
    screens: settled.screens.map(({ ref }) => ref),
    issues: settled.issues.map(({ input, code }) => `${input}: ${code}`),
    computed: JSON.parse(JSON.stringify(settled.computed)) as unknown,
    checks: settled.checks.map(({ say }) => say.id),
    complete: settled.complete,
    open,
    outcome,
  };
}

// A case keeps its version for life: what was published once must give the same for ever, whatever the engine learns.
describe.each(golden)('the stored definition %s still gives what it gave', (_, { definition, vectors }) => {
  it.each(vectors)('$name', (vector) => {
    expect(walk(definition, vector)).toEqual(vector.expected);
  });
});

it('has stored definitions', () => {
  expect(golden.length).toBeGreaterThanOrEqual(2);
});
