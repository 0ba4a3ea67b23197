import type { Text } from '../../kernel/text.ts';
import type { WorkTime } from '../../kernel/working-time.ts';
import type { Compiled } from '../feel/index.ts';

/** Which register the region has: all known | a typed value is matched | nothing is known. */
export const profiles = ['own', 'match', 'manual'] as const;
export type Profile = (typeof profiles)[number];

export type Secrecy = 'usual' | 'health' | 'child' | 'protected';
export type StartKind = 'warga' | 'petugas' | 'jadwal' | 'kasus';
export type SubjectKind = 'self' | 'child' | 'mandate' | 'unborn' | 'organisation';
export type StepKind = 'decide' | 'meet' | 'visit' | 'sign' | 'record' | 'pay' | 'print' | 'handover' | 'wait';
export type OutcomeKind = 'done' | 'rejected' | 'expired' | 'withdrawn';

/** Where something was written: `FILE:LINE`. */
export type Line = string;

/** An ISO 8601 period of calendar time, e.g. `P30D`, `P1M`. */
export type Period = string;

/** A `{name}` in a text is replaced by the name's value when the text is shown; see `fill`. */
export type Option = {
  readonly code: string;
  readonly text: Text;
  /** Only ever true of somebody of this sex: in a row about somebody else it is not offered. */
  readonly sex?: string;
};

/** What kind of answer a question takes, with that kind's own limits. `min` and `max` may read other answers. */
export type Field =
  | { readonly kind: 'personName' | 'nik' | 'kk' | 'phone' | 'time' | 'address' }
  | { readonly kind: 'place'; readonly level: 'regency' | 'village' }
  | { readonly kind: 'consent' | 'declaration' }
  | { readonly kind: 'text' | 'longText'; readonly max: number }
  | { readonly kind: 'date' | 'number' | 'money'; readonly min?: Compiled; readonly max?: Compiled }
  | { readonly kind: 'office'; readonly office: string; readonly within?: Compiled }
  | AppointmentField
  | { readonly kind: 'code'; readonly table: string; readonly options: readonly Option[] }
  | { readonly kind: 'choice' | 'choices'; readonly options: readonly Option[] }
  | {
      readonly kind: 'familyMember';
      readonly of?: Compiled;
      readonly where?: Compiled;
    }
  | FamilyMembersField
  | { readonly kind: 'family'; readonly of: readonly string[]; readonly facts: readonly Question[] }
  | PersonField
  | GroupField
  | { readonly kind: 'file' };

/** A window at the counter of an office that has a queue for this service. */
export type AppointmentField = { readonly kind: 'appointment'; readonly service: string; readonly at: Compiled };

export type FamilyMembersField = {
  readonly kind: 'familyMembers';
  readonly of?: Compiled;
  readonly where?: Compiled;
  readonly min?: number;
  readonly max?: number;
};

/** `facts` are the questions asked beside the NIK where the register does not supply what the definition reads. */
export type PersonField = {
  readonly kind: 'person';
  readonly from: readonly ('family' | 'typed')[];
  readonly where?: Compiled;
  readonly facts: readonly Question[];
};

/** Rows: one per item of `over` (a list; none added by hand), or between `min` and `max` added by hand. */
export type GroupField = {
  readonly kind: 'group';
  readonly over?: Compiled;
  /** Only while a definition is read, before `over` is compiled: rows will have an `item`. */
  readonly listed?: true;
  readonly min: number;
  readonly max: number;
  readonly questions: readonly Question[];
};

export type FieldKind = Field['kind'];

export type Question = {
  /** Dotted, e.g. `child.birthDate`; unique in the definition. Inside groups and facts: the last part only. */
  readonly id: string;
  readonly field: Field;
  readonly label: Text;
  readonly hint?: Text;
  readonly when?: Compiled;
  readonly optional: boolean;
  readonly secrecy: Secrecy;
  /** Asked only where the register is of one of these kinds; absent = always. */
  readonly only?: readonly Profile[];
  readonly line: Line;
};

/** A section. Each question is a screen of its own unless `together`; a page of files is always one screen. */
export type Page = {
  readonly id: string;
  readonly title?: Text;
  readonly when?: Compiled;
  readonly together: boolean;
  readonly kind: 'questions' | 'files';
  readonly questions: readonly Question[];
  readonly only?: readonly Profile[];
  readonly line: Line;
};

export type Standard = {
  readonly legalBasis: readonly string[];
  readonly workingDays: number;
  readonly fee: number;
  readonly product: Text;
  readonly complaint: string;
};

export type Allow = { readonly that: Compiled; readonly say: Text; readonly go?: string; readonly line: Line };
export type Require = {
  readonly that: Compiled;
  /** The question at which the refusal stands. */
  readonly at: string;
  readonly say: Text;
  readonly reason?: string;
  readonly go?: string;
  readonly line: Line;
};
export type Check = {
  readonly when: Compiled;
  readonly level: 'info' | 'warn';
  readonly say: Text;
  readonly line: Line;
};
export type Compute = {
  readonly id: string;
  readonly is: Compiled;
  readonly default?: Compiled;
  /** Words of a computed choice, for papers and the office. */
  readonly options?: readonly Option[];
  readonly line: Line;
};
export type Unique = {
  readonly key: readonly Compiled[];
  /** `open`: no other open case with this key; `ever`: none at all that was not rejected, expired or withdrawn. */
  readonly while: 'open' | 'ever';
  /** None decided within this time before now. */
  readonly within?: Period;
};
export type Party = {
  readonly id: string;
  readonly who: Compiled;
  readonly must: 'agree' | 'sign';
  /** `submit` or the id of a step. */
  readonly before: string;
  /** What they say yes to, in words for them; it names nobody. */
  readonly say: Text;
  readonly remind?: Period;
  readonly within?: Period;
  readonly line: Line;
};

/** `citizen`: back for repair. `back`: to the step from which this one was opened. */
export type Target =
  | { readonly kind: 'step'; readonly step: string }
  | { readonly kind: 'outcome'; readonly outcome: string }
  | { readonly kind: 'citizen' }
  | { readonly kind: 'back' };

export type Effect = {
  /** e.g. `register.birth` */
  readonly verb: string;
  readonly args: readonly { readonly name: string; readonly is: Compiled }[];
  /** The name of what it makes, e.g. `newFamily`. */
  readonly as: string | null;
  readonly line: Line;
};

export type Paper = {
  readonly document: string;
  readonly issuer: 'office' | 'register';
  /** The name whose family or person it shows; null: the case itself. */
  readonly of: string | null;
  readonly for: 'citizen' | 'office';
  readonly series: Compiled | null;
  /** The document whose number it bears. */
  readonly numberOf: string | null;
  /** A pattern such as `460/{serial:3}/{office.code}/{month:roman}/{year}`; null: the document kind's own. */
  readonly number: string | null;
  readonly resets: 'year' | 'month' | 'never';
  readonly supersedes: 'previous' | null;
  readonly valid: Period | null;
  /** One paper per item of this list, named `item`. */
  readonly forEach: Compiled | null;
  readonly when: Compiled | null;
  readonly line: Line;
};

/** One way on: the first whose guard is true (the last has none). */
export type Branch = {
  readonly when?: Compiled;
  readonly targets: readonly Target[];
  readonly effects: readonly Effect[];
  readonly papers: readonly Paper[];
  readonly notify?: Text;
};

export type Action = {
  readonly id: string;
  readonly label: Text;
  readonly to: readonly Branch[];
  readonly reasons: readonly string[];
  /** Questions that a reason opens again, where the officer names none: reason code → question ids. */
  readonly opens: Readonly<Record<string, readonly string[]>>;
  /** Only with a target `citizen`: what happens when the repair does not come. Never a rejection. */
  readonly expire?: { readonly after: Period; readonly outcome: string };
  /** The first action of a step with papers or effects: by it they become real. */
  readonly completes: boolean;
  readonly line: Line;
};

export type Timer = {
  readonly id: string;
  readonly trigger:
    | { readonly kind: 'after'; readonly after: Period }
    | { readonly kind: 'event'; readonly event: string };
  readonly targets: readonly Target[];
  readonly notify?: Text;
  readonly line: Line;
};

export type Step = {
  readonly id: string;
  readonly title: Text;
  readonly do: StepKind;
  /** Roles, any of which may act; `warga` is the citizen. */
  readonly by: readonly string[];
  /** Steps whose last actor may not act here (four eyes). */
  readonly not: readonly string[];
  /** Another office than the case's own. */
  readonly at?: Compiled;
  readonly within?: WorkTime;
  /** Its time is added to the promise instead of counting within it. */
  readonly adds: boolean;
  /** What the citizen brings who comes for it; nothing of it is uploaded. */
  readonly bring?: Text;
  readonly ask: readonly Question[];
  readonly actions: readonly Action[];
  readonly papers: readonly Paper[];
  readonly effects: readonly Effect[];
  readonly on: readonly Timer[];
  /** Opens only when all these steps are closed. */
  readonly join?: readonly string[];
  readonly line: Line;
};

export type Outcome = {
  readonly id: string;
  readonly kind: OutcomeKind;
  readonly say?: Text;
  readonly open: readonly string[];
  readonly paper?: Paper;
  readonly line: Line;
};

export type Reason = {
  readonly code: string;
  readonly text: Text;
  /** The kinds of question that it opens again in a repair when neither action nor officer names any; none = all. */
  readonly opens: readonly string[];
};

/** `drafts` and `done` as written: a period of calendar time, or `permanen`. */
export type Keep = { readonly drafts: Period; readonly done: Period | 'permanen' };

/** One version of one service: plain data, stored as it is when published. */
export type Definition = {
  readonly format: 1;
  readonly id: string;
  readonly title: Text;
  readonly summary: Text;
  /** `nasional`, or the Kemendagri code of the region whose own it is. */
  readonly owner: string;
  /** The national service that this region adopts, with its version: `nasional/akta-kelahiran@1`. */
  readonly extends?: string;
  readonly sector: string;
  readonly office: Compiled;
  readonly start: readonly StartKind[];
  readonly subject: readonly SubjectKind[];
  readonly lifeEvents: readonly string[];
  readonly words: readonly string[];
  readonly standard: Standard;
  readonly secrecy: Secrecy;
  readonly allow: readonly Allow[];
  readonly unique?: Unique;
  readonly locks: readonly Compiled[];
  readonly again: readonly string[];
  readonly pages: readonly Page[];
  /** In an order in which each reads only those before it. */
  readonly compute: readonly Compute[];
  readonly require: readonly Require[];
  readonly checks: readonly Check[];
  readonly parties: readonly Party[];
  /** The step that opens at submit. */
  readonly first: string;
  readonly steps: readonly Step[];
  readonly outcomes: readonly Outcome[];
  /** Every reason that an action names, the service's own among them. */
  readonly reasons: readonly Reason[];
  readonly keep: Keep;
  readonly rate: boolean;
  /** Dotted facts of people and families that something reads, e.g. `mother.spouseNik`. */
  readonly reads: readonly string[];
};

/** A mistake in a file; prints as `FILE:LINE: message`. The message says what to do, in Indonesian. */
export type Problem = {
  readonly file: string;
  readonly line: number;
  readonly level: 'error' | 'warn';
  readonly message: string;
};

/** The files a definition may name, by path from the root of `services/`. */
export type Files = { readonly read: (path: string) => string | undefined };
