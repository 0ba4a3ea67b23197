import { Refusal } from '../../kernel/refusal.ts';
import type { Family, Person } from './person.ts';
import type { Change } from './register.ts';

/** The records that effects read, by NIK and KK; families with all their members. */
export type Snapshot = {
  readonly persons: ReadonlyMap<string, Person>;
  readonly families: ReadonlyMap<string, Family>;
};

export type Foreseen = {
  readonly persons: readonly Person[];
  readonly families: readonly Family[];
  readonly events: readonly Change[];
  readonly makes?: { readonly kind: 'person'; readonly nik: string } | { readonly kind: 'family'; readonly kk: string };
  readonly successors?: Readonly<Record<string, string>>;
};

export type Foresight = {
  readonly snapshot: Snapshot;
  readonly today: string;
  /** The number reserved for a slot of this effect. */
  readonly number: (slot: string) => string;
  readonly id: () => string;
};

/** The snapshot after an effect, for the next one. */
export const after = (snapshot: Snapshot, seen: Foreseen): Snapshot => ({
  persons: new Map([...snapshot.persons, ...seen.persons.map((person) => [person.nik, person] as const)]),
  families: new Map([...snapshot.families, ...seen.families.map((family) => [family.kk, family] as const)]),
});

/** @throws Refusal `people/family-unknown` */
export function familyOf(snapshot: Snapshot, kk: string): Family {
  const family = snapshot.families.get(kk);
  if (family?.status !== 'active') throw new Refusal('people/family-unknown', 409);
  return family;
}

/** @throws Refusal `people/person-unknown` */
export function personOf(snapshot: Snapshot, nik: string): Person {
  const person = snapshot.persons.get(nik);
  if (person?.status !== 'alive') throw new Refusal('people/person-unknown', 409);
  return person;
}

export const membersOf = (snapshot: Snapshot, kk: string): readonly Person[] =>
  [...snapshot.persons.values()].filter((person) => person.kk === kk);

/** The fields that differ, with the value before and after. */
export function changesOf<T extends Person | Family>(before: T | null, now: T): Change['changes'] {
  const was = (before ?? {}) as Readonly<Record<string, unknown>>;
  const fields = Object.entries(now).filter(
    ([name, value]) =>
      name !== 'version' && (before === null ? value !== null && value !== false : was[name] !== value),
  );
  return Object.fromEntries(fields.map(([name, value]) => [name, [was[name] ?? null, value] as const]));
}
