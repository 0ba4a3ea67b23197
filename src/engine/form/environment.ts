import type { Compute, Definition } from '../definition/model.ts';
import { evaluate } from '../feel/evaluate.ts';
import type { Compiled, Value } from '../feel/index.ts';
import type { Env } from './fields/kind.ts';
import type { Inputs, Names } from './model.ts';
import {
  deriveFamily,
  derivePerson,
  factValue,
  fieldAt,
  isRecordValue,
  nikOfPerson,
  type RecordValue,
} from './people.ts';

type Mutable = { [name: string]: Value };

/** Puts a value under a dotted name. The records on the way are made here and nobody else's, so they may change. */
function put(names: Mutable, id: string, value: Value, own: Set<object>): void {
  const dot = id.indexOf('.');
  if (dot < 0) {
    names[id] = value;
    return;
  }
  const first = id.slice(0, dot);
  const existing = names[first];
  const record: Mutable = isRecordValue(existing) ? (own.has(existing) ? (existing as Mutable) : { ...existing }) : {};
  own.add(record);
  names[first] = record;
  put(record, id.slice(dot + 1), value, own);
}

/** The names that expressions read, growing answer by answer along the visible path. */
export type Environment = {
  readonly env: () => Env;
  readonly names: Names;
  readonly set: (id: string, value: Value) => void;
  /** Whether a condition holds; computed values that it reads are worked out first. */
  readonly holds: (condition: Compiled | undefined) => boolean;
  readonly value: (compiled: Compiled) => Value;
  /** Works out everything computed anew, from all that is answered by now. */
  readonly computeAll: () => Readonly<Record<string, Value>>;
};

const people = ['applicant', 'subject'] as const;
const computesOf = new WeakMap<Definition, ReadonlyMap<string, Compute>>();

function computeIndex(definition: Definition): ReadonlyMap<string, Compute> {
  const known = computesOf.get(definition);
  if (known) return known;
  const index = new Map(definition.compute.map((each) => [each.id, each]));
  computesOf.set(definition, index);
  return index;
}

function start(inputs: Inputs): Mutable {
  const date = { date: inputs.today };
  const names: Mutable = {
    today: date,
    submittedOn: inputs.submittedOn === null ? date : { date: inputs.submittedOn },
  };
  for (const name of people) {
    const facts = factValue(inputs[name]);
    if (isRecordValue(facts)) names[name] = derivePerson(facts, inputs.today);
  }
  const family = factValue(inputs.family);
  if (isRecordValue(family)) names.family = deriveFamily(family, inputs.today);
  return names;
}

export function createEnvironment(definition: Definition, inputs: Inputs): Environment {
  const computes = computeIndex(definition);
  const names = start(inputs);
  const own = new Set<object>();
  const done = new Set<string>();

  const compute = ({ is, default: otherwise }: Compute): Value => {
    const value = evaluate(is.tree, names);
    return value === null && otherwise ? evaluate(otherwise.tree, names) : value;
  };
  const need = (compiled: Compiled): void => {
    for (const read of compiled.reads) {
      const name = read.split('.', 1)[0] ?? '';
      const found = computes.get(name);
      if (!found || done.has(name)) continue;
      done.add(name);
      need(found.is);
      names[name] = compute(found);
    }
  };
  const value = (compiled: Compiled, more?: Names): Value => {
    need(compiled);
    return evaluate(compiled.tree, more ? { ...names, ...more } : names);
  };
  const derive = (root: string): void => {
    const record = names[root];
    if (!isRecordValue(record)) return;
    names[root] = root === 'family' ? deriveFamily(record, inputs.today) : derivePerson(record, inputs.today);
    const twin = root === 'applicant' ? 'subject' : 'applicant';
    if (root === 'family' || !isRecordValue(names[twin]) || nikOfPerson(names[twin]) !== nikOfPerson(record)) return;
    // Who acts for himself is asked once.
    names[twin] = { ...(names[twin] as RecordValue), ...(names[root] as RecordValue) };
  };
  return {
    names,
    env: () => {
      const members = fieldAt(names.family, 'members');
      return {
        names,
        run: value,
        profile: inputs.profile,
        today: inputs.today,
        members: Array.isArray(members) ? members : [],
      };
    },
    set: (id, answer) => {
      put(names, id, answer, own);
      const root = id.split('.', 1)[0] ?? '';
      if (root === 'applicant' || root === 'subject' || root === 'family') derive(root);
    },
    holds: (condition) => condition === undefined || value(condition) === true,
    value,
    computeAll: () => {
      const computed: Record<string, Value> = {};
      for (const each of definition.compute) {
        done.add(each.id);
        names[each.id] = compute(each);
        computed[each.id] = names[each.id] ?? null;
      }
      return computed;
    },
  };
}
