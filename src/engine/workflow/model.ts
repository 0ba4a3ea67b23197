import type { Text } from '../../kernel/text.ts';
import type { WorkTime } from '../../kernel/working-time.ts';
import type { OutcomeKind, Period, Profile, StepKind } from '../definition/model.ts';
import type { Value } from '../feel/index.ts';
import type { OfficeRef } from '../form/office-ref.ts';

export type { OfficeRef };

/** As the room stores it. `from` is the step from which it was opened: `back` leads there. */
export type OpenStep = {
  readonly step: string;
  readonly openedAt: string;
  readonly by: readonly string[];
  readonly office: string | null;
  readonly from: string | null;
};

export type Opening = {
  readonly step: string;
  /** null: an answer that decides the office is missing. */
  readonly office: OfficeRef | null;
  readonly by: readonly string[];
  readonly not: readonly string[];
  readonly within: WorkTime | null;
  /** `sign` becomes `record` where the paper's issuer is the register and that is not ours. */
  readonly do: StepKind;
  readonly from: string | null;
};

export type EffectCall = {
  readonly verb: string;
  readonly args: Readonly<Record<string, Value>>;
  readonly as: string | null;
};

export type PaperCall = {
  readonly document: string;
  readonly issuer: 'office' | 'register';
  /** The name of the person or family it shows; an effect may make it first. */
  readonly of: string | null;
  readonly item: Value;
  readonly for: 'citizen' | 'office';
  readonly series: string | null;
  readonly numberOf: string | null;
  readonly number: string | null;
  readonly resets: 'year' | 'month' | 'never';
  readonly supersedes: 'previous' | null;
  readonly valid: Period | null;
};

export type Returned = {
  /** The only questions that open again. */
  readonly questions: readonly string[];
  /** The step that opens when the repair is sent. */
  readonly backTo: string;
  readonly expire: { readonly after: Period; readonly outcome: string } | null;
};

/** What a step's act changes. Papers of a step itself come from `enter`; `papers` here are those of the transition and the outcome. */
export type Move = {
  readonly closes: readonly string[];
  readonly opens: readonly Opening[];
  readonly outcome: string | null;
  readonly outcomeKind: OutcomeKind | null;
  readonly effects: readonly EffectCall[];
  readonly papers: readonly PaperCall[];
  readonly notify: readonly Text[];
  readonly returns: Returned | null;
};

export type State = {
  readonly open: readonly string[];
  /** Who acted last in each step; for four eyes. */
  readonly decidedBy: Readonly<Record<string, readonly string[]>>;
  /** For each open step the one from which it was opened. */
  readonly from?: Readonly<Record<string, string | null>>;
};

export type Given = {
  readonly actor?: string;
  readonly reasons?: readonly string[];
  /** Questions that the officer opens for repair; else the reasons' own. */
  readonly questions?: readonly string[];
  readonly profile?: Profile;
};
export type Acted = { readonly ok: true; readonly move: Move } | { readonly ok: false; readonly code: string };
