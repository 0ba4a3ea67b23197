import type { Answers, Period, Profile } from '../../engine/index.ts';
import type { Json } from '../../kernel/json.ts';
import type { Authority } from '../../platform/step/index.ts';
import type { CitizenActor } from '../accounts/index.ts';

export type CaseRef = { readonly region: string; readonly id: string };

/** draft: not sent · running: an office works · returned: waits for the citizen · finished: first outcome, steps may be open · closed: the last one · dropped: never sent, or withdrawn. */
export type Status = 'draft' | 'running' | 'returned' | 'finished' | 'closed' | 'dropped';

/** What the workflow must remember beside the open tasks. */
export type Flow = {
  /** Who acted last in each step: four eyes. */
  readonly decidedBy: Readonly<Record<string, readonly string[]>>;
  /** Officers' answers by step: names of the form `step.question`. */
  readonly asks: Readonly<Record<string, Answers>>;
  /** For each open step the one from which it was opened. */
  readonly from: Readonly<Record<string, string | null>>;
  readonly repair: Repair | null;
  /** Where a draft went whose office lies in another region. */
  readonly movedTo?: { readonly region: string; readonly number: string };
  /** Everything that was opened and closed: for joins. */
  readonly closed: readonly string[];
  /** The window that each question of an appointment was booked with: another one in a repair is booked anew. */
  readonly booked?: Readonly<Record<string, string>>;
  /** The kind of register of the responsible region when it was sent: a case ends under the one it began with. */
  readonly register?: Profile;
};

export type Repair = {
  readonly questions: readonly string[];
  readonly reasons: readonly string[];
  readonly backTo: string;
  /** The step from which that one was opened. */
  readonly from: string | null;
  readonly expire: { readonly after: Period; readonly outcome: string; readonly at: string } | null;
  /** Working milliseconds that were left when the clock stopped. */
  readonly left: number | null;
};

export type Case = CaseRef & {
  readonly version: number;
  readonly head: Uint8Array;
  readonly number: string | null;
  readonly service: string;
  readonly serviceVersion: number;
  readonly status: Status;
  readonly outcome: string | null;
  /** 'region/code' of the responsible office; null until it is sent. */
  readonly office: string | null;
  readonly offices: readonly string[];
  readonly applicant: string;
  readonly subject: string;
  readonly authority: Authority;
  readonly channel: 'warga' | 'petugas';
  readonly applicantName: string;
  readonly subjectName: string;
  readonly answers: Answers;
  readonly facts: Facts;
  readonly flow: Flow;
  readonly begunAt: Date;
  readonly submittedAt: Date | null;
  readonly dueAt: Date | null;
  readonly finishedAt: Date | null;
};

/** What the register said of those a case is about: for a draft at its beginning, for a sent case when it was sent. */
export type Facts = {
  readonly applicant: Json;
  readonly subject: Json;
  readonly family: Json;
  /** The kind of register that the form was begun under: what it asks must not change while somebody fills it in. */
  readonly profile?: Profile;
};

export const NO_FLOW: Flow = { decidedBy: {}, asks: {}, from: {}, repair: null, closed: [] };

/** A step that somebody must do now, as the inbox shows it. */
export type Task = {
  readonly step: string;
  /** Version of the case at which this row was written: the guard of whoever has it on the screen. */
  readonly since: number;
  readonly office: string;
  /** Roles that may do it, joined by '+'. */
  readonly desk: string;
  readonly service: string;
  readonly number: string;
  readonly subjectName: string;
  readonly applicantName: string;
  readonly marks: readonly string[];
  readonly openedAt: Date;
  readonly dueAt: Date | null;
  readonly barred: readonly string[];
  readonly claimedBy: string | null;
  readonly claimedLabel: string | null;
  readonly claimedUntil: Date | null;
};

export type Event = {
  readonly version: number;
  readonly at: Date;
  readonly actor: string;
  readonly actorLabel: string;
  readonly office: string | null;
  readonly kind: EventKind;
  readonly step: string | null;
  readonly data: EventData;
};
export type EventKind =
  | (
      | 'begun'
      | 'answered'
      | 'fileAdded'
      | 'fileRemoved'
      | 'submitted'
      | 'repaired'
      | 'withdrawn'
      | 'claimed'
      | 'released'
    )
  | (
      | 'acted'
      | 'returned'
      | 'overdue'
      | 'expired'
      | 'reminded'
      | 'asked'
      | 'objected'
      | 'replied'
      | 'noted'
      | 'appointed'
    );

/** Codes and names of fields, never answers. */
export type EventData = {
  readonly action?: string;
  readonly reasons?: readonly string[];
  readonly outcome?: string | null;
  readonly fields?: readonly string[];
  readonly opened?: readonly string[];
  readonly due?: string | null;
};

export type CaseFile = {
  readonly id: string;
  readonly question: string;
  readonly name: string;
  readonly type: 'application/pdf' | 'image/jpeg' | 'image/png';
  readonly size: number;
  readonly stored: string;
  readonly uploadedAt: Date;
};

/** Who acts, as the case's history names them. `seat` is the office that an officer sits in, 'region/code'. */
export type Doer = {
  readonly id: string;
  readonly label: string;
  readonly seat: string | null;
  /** Roles at this seat, with those held for somebody (Plt, Plh). */
  readonly roles: readonly string[];
  /** Roles held in another's place. */
  readonly acting?: Readonly<Record<string, 'plt' | 'plh'>>;
  /** The officer's own NIK: nobody works on a case of his own family. */
  readonly nik: string | null;
  /** What a citizen proved, and for whom he acts by family or mandate. Whoever proved nothing sees no case. */
  readonly citizen?: Pick<CitizenActor, 'level' | 'children' | 'mandates'>;
  /** Id of the person who stands at this officer's counter now: the officer sees and does what that person might. */
  readonly present?: string;
};
/** Clocks and clean-up. */
export const SYSTEM: Doer = { id: 'sistem', label: 'SatuLoket', seat: null, roles: [], nik: null };

/** What stands in an inbox beside the steps of a definition: words of a citizen that wait for an answer. */
export const TALKS = { asked: '@pertanyaan', objected: '@keberatan' } as const;
export const isTalk = (step: string): boolean => step.startsWith('@');

/** Deskless keys are sorted so that the same roles are one desk whatever their order in the file. */
export const deskOf = (roles: readonly string[]): string => [...roles].sort().join('+');
export const rolesOf = (desk: string): readonly string[] => desk.split('+');
