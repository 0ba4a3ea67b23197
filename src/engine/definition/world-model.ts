import type { Text } from '../../kernel/text.ts';
import type { Type, Typed } from '../feel/index.ts';
import type { Field, Profile, Secrecy } from './model.ts';

export type CodeEntry = {
  readonly key: string;
  /** SIAK's own number, where it has one. */
  readonly number?: number;
  readonly text: Text;
  /** The last day on which it may be chosen, 'YYYY-MM-DD'. */
  readonly until?: string;
  /** Further facts of the entry, e.g. `opens` of a reason. */
  readonly facts: Readonly<Record<string, string>>;
};
export type CodeTable = {
  readonly id: string;
  readonly title: Text;
  /** First day of validity, 'YYYY-MM-DD'. */
  readonly from: string;
  readonly source: string;
  readonly entries: readonly CodeEntry[];
};

/** A fact of a person or family: its type, and how a citizen is asked for it where no register knows it. */
export type Fact = {
  readonly type: Typed;
  readonly secrecy: Secrecy;
  /** Asked by these facts instead, from which it follows (age ← birthDate). */
  readonly from?: readonly string[];
  /** null: never asked; the register alone can say. */
  readonly ask: { readonly field: Field; readonly label: Text; readonly optional: boolean } | null;
};

/** An effect on the register, checked like the call of a typed function. */
export type Verb = {
  readonly params: readonly { readonly name: string; readonly type: Type; readonly nullable: boolean }[];
  /** The record that it makes and that `name = verb(…)` names. */
  readonly result?: Type;
  readonly text: Text;
};

export type DocumentKind = {
  readonly title: Text;
  readonly issuer: 'office' | 'register';
  /** What `of:` must name. */
  readonly of?: 'person' | 'family';
  readonly number: string;
  /** Answers that it prints beside what the register says. */
  readonly shows: readonly string[];
};

/** All that a definition may name and that no definition declares: data of the installation. */
export type World = {
  readonly codes: Readonly<Record<string, CodeTable>>;
  readonly person: Readonly<Record<string, Fact>>;
  readonly family: Readonly<Record<string, Fact>>;
  /** Facts that each kind of register supplies of anybody; the applicant's NIK and name are always known. */
  readonly known: Readonly<Record<Profile, { readonly person: readonly string[]; readonly family: readonly string[] }>>;
  readonly verbs: Readonly<Record<string, Verb>>;
  readonly documents: Readonly<Record<string, DocumentKind>>;
  readonly officeKinds: readonly string[];
};
