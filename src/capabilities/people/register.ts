import type { IsoDate } from '../../kernel/dates.ts';
import type { Queryable } from '../../platform/database/index.ts';
import type { FamilyFacts, PersonFacts } from './facts.ts';
import type { Family, FamilyCard, Person } from './person.ts';

export type Profile = 'own' | 'match' | 'manual';

/** Stands on every question to a register: why, by whom, for which case, on which day. */
export type Asked = {
  readonly purpose: string;
  readonly actor: string;
  readonly caseId: string | null;
  readonly today: IsoDate;
};

/** Values that somebody already holds, to be compared. */
export type Typed = {
  readonly name?: string;
  readonly birthPlace?: string;
  readonly birthDate?: IsoDate;
  readonly sex?: string;
  readonly kk?: string;
  readonly motherName?: string;
};
export type MatchField = keyof Typed;
/** `unknown`: the register does not compare this field, or could not be reached. */
export type Match = 'sesuai' | 'tidakSesuai' | 'unknown';
export type Matched = { readonly found: boolean | null; readonly fields: Readonly<Partial<Record<MatchField, Match>>> };

/** An effect as the engine evaluates it. */
export type EffectCall = {
  readonly verb: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly as: string | null;
};

export type PlanRequest = {
  /** The case and step whose effects these are, e.g. '32760000123K/tandaTangan'; asking again gives the same numbers. */
  readonly basis: string;
  readonly effects: readonly EffectCall[];
  readonly today: IsoDate;
};

export type NumberKind = 'nik' | 'kk';
export type Change = {
  readonly kind: string;
  readonly nik: string | null;
  readonly kk: string | null;
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>;
};

/** The register as it will be. Plain JSON: kept with the case until the last signature, then applied as it is. */
export type Plan = {
  readonly kind: 'plan';
  readonly region: string;
  readonly basis: string;
  readonly numbers: readonly { readonly kind: NumberKind; readonly number: string }[];
  /** Records with the version that was read; null for new ones. */
  readonly persons: readonly { readonly read: number | null; readonly after: Person }[];
  readonly families: readonly { readonly read: number | null; readonly after: Family }[];
  readonly events: readonly Change[];
  /** What effects made, by the name they gave it. */
  readonly names: Readonly<
    Record<string, { readonly kind: 'person'; readonly nik: string } | { readonly kind: 'family'; readonly kk: string }>
  >;
  /** Old number → the number under which those who stay live on. */
  readonly successors: Readonly<Record<string, string>>;
  /** The cards of all families that change, whole, for their papers. */
  readonly cards: readonly FamilyCard[];
};

/** Where the register is not ours: what an officer has to do in it. */
export type Tasks = { readonly kind: 'tasks'; readonly basis: string; readonly effects: readonly EffectCall[] };

export type Household = { readonly person: PersonFacts; readonly family: FamilyFacts | null };

export type Register = {
  readonly profile: Profile;
  readonly region: string;
  /** Undefined when unknown, or when this kind of register gives nothing out. */
  person(nik: string, asked: Asked): Promise<PersonFacts | undefined>;
  family(kk: string, asked: Asked): Promise<FamilyFacts | undefined>;
  /** Both at once, as they are asked for together: somebody and the family that this region keeps of him. */
  household(nik: string, asked: Asked): Promise<Household | undefined>;
  /** The whole card with all its columns, for papers and for the members' own view. */
  card(kk: string, asked: Asked): Promise<FamilyCard | undefined>;
  match(nik: string, typed: Typed, asked: Asked): Promise<Matched>;
  /** Nothing but numbers is written, in the caller's transaction, whose context holds the region. */
  plan(tx: Queryable, request: PlanRequest): Promise<Plan | Tasks>;
  /** @throws Refusal `people/register-moved-on` when a record changed since the plan was made */
  apply(tx: Queryable, plan: Plan | Tasks, by: { readonly actor: string }): Promise<void>;
  /** The plan comes to nothing: its numbers become void. */
  release(tx: Queryable, plan: Plan | Tasks): Promise<void>;
};

/** Follows a family through a plan: the card under the number that those who stay will have. */
export const cardAfter = (plan: Plan, kk: string): FamilyCard | undefined =>
  plan.cards.find((card) => card.family.kk === (plan.successors[kk] ?? kk));

/** A person as the plan leaves him. */
export const personAfter = (plan: Plan, nik: string): Person | undefined =>
  plan.persons.find(({ after }) => after.nik === nik)?.after ??
  plan.cards.flatMap((card) => card.members).find((member) => member.nik === nik);
