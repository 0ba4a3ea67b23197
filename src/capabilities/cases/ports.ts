import type { Definition, EffectCall, Names, OfficeRef, PaperCall, Profile } from '../../engine/index.ts';
import type { IsoDate, Zone } from '../../kernel/dates.ts';
import type { Clock, Random } from '../../kernel/ids.ts';
import type { Json } from '../../kernel/json.ts';
import type { Sex } from '../../kernel/nik.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { WorkCalendar } from '../../kernel/working-time.ts';
import type { Context, Database, Queryable } from '../../platform/database/index.ts';
import type { Step } from '../../platform/step/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { Attachment, SignedPaper } from '../documents/index.ts';
import type { Asked, Matched, Typed } from '../people/index.ts';
import type { Case, CaseRef, Doer } from './case.ts';
import type { Recorded } from './record.ts';
import type { Own } from './store.ts';

/** The population register of a region, asked for a case: each question is logged with why and by whom. */
export interface RegisterPort {
  profile(region: string): Promise<Profile>;
  /** Compares what was typed; says of each value sesuai, tidak sesuai, or nothing. */
  match(region: string, nik: string, typed: Typed, asked: Asked): Promise<Matched>;
  /** What expressions may read of a person; undefined when nobody is known by this NIK, or the register tells nothing. */
  person(on: CaseRef, nik: string, today: string): Promise<Json | undefined>;
  /** Whether somebody with this NIK is known, but by a register that gives nothing out. */
  silent(nik: string): Promise<boolean>;
  /** Somebody and the family that the case's own region keeps of him. */
  household(
    on: CaseRef,
    nik: string,
    today: string,
  ): Promise<{ readonly person: Json; readonly family: Json } | undefined>;
  /** `member` tells which region keeps a family that is not of the case's own. */
  family(on: CaseRef, kk: string, today: string, member?: string | null): Promise<Json | undefined>;
}
/** Names of places and offices that an answer points to. */
export interface PlacesPort {
  region(code: string): Promise<{ readonly code: string; readonly name: string } | undefined>;
  office(
    kind: string,
    key: string,
  ): Promise<
    { readonly kind: string; readonly region: string; readonly code: string; readonly name: string } | undefined
  >;
}

export type OfficeInfo = {
  /** 'region/code' */
  readonly key: string;
  readonly code: string;
  readonly kind: string;
  readonly name: string;
  readonly calendar: WorkCalendar;
};
export interface OfficesPort {
  /** The office of a kind that serves a place. */
  serving(ref: OfficeRef): Promise<OfficeInfo | undefined>;
  get(key: string): Promise<OfficeInfo | undefined>;
  zone(region: string): Promise<Zone>;
}

/** A window of arrival at an office, as a form may choose it. Moments in ISO form: so it stands in the answer. */
export type OfferedWindow = {
  readonly slot: string;
  /** 'region/code' */
  readonly office: string;
  readonly name: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly zone: Zone;
};
/** A question of a case for which somebody comes to a counter, and who comes. */
export type Visit = CaseRef & {
  readonly question: string;
  readonly applicant: string;
  readonly authority: Case['authority'];
  /** Of the register, or as history names him. */
  readonly person: string;
  readonly nik: string | null;
  readonly name: string;
  readonly sex: Sex | null;
  readonly birthDate: IsoDate | null;
};
export type ChosenVisit = Visit & { readonly office: string; readonly slot: string };
/** Why a window can't be had: no place is left; it is over or not open; he has a number for this there already; too many. */
export type NoPlace = 'full' | 'closed' | 'has' | 'many';
/** What another room writes with an act on a case, and what the transaction must name for it. Its refusal undoes the act. */
export type Joined = { readonly context: Context; readonly write: (tx: Queryable) => Promise<void> };
export type Appointment = {
  readonly question: string;
  readonly region: string;
  readonly id: string;
  readonly office: string;
  readonly status: 'booked' | 'waiting' | 'called' | 'parked' | 'done' | 'absent' | 'unserved' | 'cancelled';
  /** The number as people say it. */
  readonly label: string;
  readonly slot: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
};

/** Windows at the counters of offices: held while a form is filled in, booked with its case. */
export interface AppointmentsPort {
  /** Undefined where the office has no such window for this service. */
  window(office: string, service: string, slot: string): Promise<OfferedWindow | undefined>;
  /** Those of the days ahead that are given out, with what is left of each. */
  windows(office: string, service: string): Promise<readonly (OfferedWindow & { readonly left: number })[]>;
  /** One place for this question, for ten minutes; what it held before is given back. */
  hold(visit: ChosenVisit, before: string | undefined): Promise<'held' | NoPlace>;
  held(of: CaseRef, applicant: string, regions: readonly string[]): Promise<readonly Held[]>;
  letGo(of: CaseRef, applicant: string, regions: readonly string[]): Promise<void>;
  /** Numbers for these, what was held for them first. `refused` makes the error that undoes all. */
  booking(
    visits: readonly ChosenVisit[],
    by: Doer,
    key: string,
    refused: (question: string, why: NoPlace) => Error,
  ): Promise<Joined>;
  /** The numbers of a case that nobody was called for yet come to nothing. */
  cancelling(
    of: CaseRef,
    by: Doer,
    regions: readonly string[],
    key: string,
    only?: readonly string[],
  ): Promise<Joined | undefined>;
  /** The newest of each question. */
  of(of: CaseRef, by: Doer, regions: readonly string[]): Promise<readonly Appointment[]>;
}
export type Held = { readonly question: string; readonly slot: string; readonly until: Date };

/** What a step with papers or effects makes, and what becomes real with it. */
export interface ResultsPort {
  /** On entering such a step, in the transaction that opens it: numbers are reserved, the register as it will be is planned. */
  prepare(tx: Queryable, work: ResultsWork, by: Doer): Promise<void>;
  /** Before the completing acts, outside their transactions: papers are typeset and signed, by case, or why not. Safe to repeat. */
  make(
    works: readonly ResultsWork[],
    by: Doer,
    consent: string | undefined,
  ): Promise<ReadonlyMap<string, readonly SignedPaper[] | Refusal>>;
  /** With the completing act, in its transaction: effects on the register, papers become valid, former ones are superseded. */
  complete(tx: Queryable, work: ResultsWork, made: Made, by: Doer): Promise<void>;
  /** The case ends without them: numbers become void, plans are released. */
  release(tx: Queryable, of: Case, by: Doer): Promise<void>;
}
/** Papers of a step that is done: those we signed, and those that the register's own system made. */
export type Made = { readonly signed: readonly SignedPaper[]; readonly recorded: readonly Recorded[] };
export type ResultsWork = {
  /** The kind of register that the case ends under. */
  readonly register: Profile;
  readonly of: Case;
  readonly definition: Definition;
  readonly office: OfficeInfo;
  /** The step whose papers these are: parallel sign steps leave each other's alone. */
  readonly step: string;
  readonly papers: readonly PaperCall[];
  readonly effects: readonly EffectCall[];
  /** The environment of the definition's expressions, for the papers' data. */
  readonly names: Names;
  readonly reasons: readonly string[];
  readonly note: string | null;
  /** How to object, for letters that say no. */
  readonly objection?: { readonly to: string; readonly until: string; readonly ways: readonly string[] };
};

/** Words of citizens that a person must answer: by whom, and within how many working days. */
export type ReplyRules = {
  /** `within`: how long somebody may object to a decision. */
  readonly objection: { readonly within: number; readonly answer: number; readonly by: readonly string[] };
  readonly question: { readonly answer: number; readonly by: readonly string[] };
};

export type CasesDeps = {
  readonly db: Database;
  /** A citizen's own case; the first word is always the same. */
  readonly findOwn: (on: '', own: Own) => Promise<Case | undefined>;
  readonly step: Step;
  readonly clock: Clock;
  readonly random: Random;
  readonly catalogue: Catalogue;
  readonly register: RegisterPort;
  readonly offices: OfficesPort;
  readonly places: PlacesPort;
  readonly appointments: AppointmentsPort;
  /** Whom a NIK belongs to, as history and accounts name him; undefined when nobody is known by it. */
  readonly personOf: (nik: string) => Promise<string | undefined>;
  readonly results: ResultsPort;
  readonly replies: (region: string) => ReplyRules;
  /** Reads and keeps a PDF that was signed elsewhere; outside any transaction. @throws Refusal `documents/…` */
  readonly readAttachment: (region: string, pdf: Uint8Array) => Promise<Attachment>;
  /** How numbers of a kind of paper look. */
  readonly patternOf: (document: string) => string | null;
  /** Keyed digest of personal values: for audit and unique keys. */
  readonly digest: (text: string) => Uint8Array;
};
