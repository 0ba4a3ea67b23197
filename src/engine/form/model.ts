import type { Json } from '../../kernel/json.ts';
import type { Text } from '../../kernel/text.ts';
import type { Allow, Check, FieldKind, Profile, Require } from '../definition/model.ts';
import type { Value } from '../feel/index.ts';
import type { OfficeRef } from './office-ref.ts';

/**
 * By dotted question id, in the raw stored form: dates 'YYYY-MM-DD', times 'HH:MM', numbers as numbers, NIK and codes as strings,
 * choices as lists of codes, person `{ nik | member, … resolved facts }`, family `{ of, kk, … resolved facts }`, office `{ kind, region, code, name }`,
 * null: shown and left empty, which an optional question may be;
 * appointment `{ slot, … }`, place `{ code, name }`, address `{ code, name, street, rt, rw }`, group a list of rows, file `{ id, name, type, size }`.
 */
export type Answers = Readonly<Record<string, Json>>;

/** What is known beside the answers. People and families are facts as the register gives them, dates as 'YYYY-MM-DD'. */
export type Inputs = {
  /** 'YYYY-MM-DD' in the office's time zone. */
  readonly today: string;
  /** null while it is a draft: then `submittedOn` is today. */
  readonly submittedOn: string | null;
  readonly applicant: Json;
  readonly subject: Json;
  readonly family: Json;
  readonly profile: Profile;
};

export type Names = { readonly [name: string]: Value };

/** The page's id, or `page.question` for a question that has a screen of its own. */
export type ScreenRef = string;

export type Issue = {
  readonly question: string;
  /** Which box, where a question has several: the name of the input. */
  readonly input: string;
  /** `missing`, `date/not-real`, … as in `messages.ts`. */
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
};

export type Screen = {
  readonly ref: ScreenRef;
  readonly page: string;
  readonly title: Text | null;
  readonly kind: 'questions' | 'files';
  readonly questions: readonly string[];
  /** What must be there is there and right, and what may be left empty was shown: then its answer is null. Files left empty don't count. */
  readonly done: boolean;
};

export type Settled = {
  /** Only those on the visible path. */
  readonly answers: Answers;
  readonly computed: Readonly<Record<string, Value>>;
  readonly screens: readonly Screen[];
  /** The first screen with something missing, wrong, or optional and not yet shown. */
  readonly next?: Screen;
  readonly complete: boolean;
  readonly issues: readonly Issue[];
  readonly refusals: readonly Require[];
  readonly allow?: Allow;
  readonly checks: readonly Check[];
  /** The environment for expressions. */
  readonly names: Names;
};

/** One box of a page, ready to be drawn: data, no markup. */
export type Input = {
  readonly name: string;
  readonly kind: 'text' | 'textarea' | 'radio' | 'checkbox' | 'select' | 'lookup' | 'file' | 'hidden';
  readonly label: Text | null;
  readonly value: string;
  /** For checkboxes with several values. */
  readonly values: readonly string[];
  readonly options: readonly { readonly value: string; readonly text: Text; readonly selected: boolean }[];
  readonly inputmode: 'text' | 'numeric' | 'tel' | 'none';
  readonly autocomplete: string | null;
  readonly maxLength: number | null;
  readonly width: number | null;
  /** For places, offices and appointments: what is looked up, and below which region code. */
  readonly lookup: {
    readonly of: 'region' | 'office' | 'appointment';
    readonly kind: string;
    readonly within: string | null;
  } | null;
};

export type ScreenField = {
  readonly question: string;
  readonly kind: FieldKind;
  readonly label: Text;
  readonly hint: Text | null;
  readonly optional: boolean;
  readonly secrecy: string;
  readonly inputs: readonly Input[];
  /** The stored answer in words, for the check page and the office. */
  readonly shown: Text | null;
};

/** What the room must look up in the register before it stores a parsed answer. */
export type Lookup =
  | { readonly kind: 'person'; readonly question: string; readonly nik: string }
  | {
      readonly kind: 'family';
      readonly question: string;
      readonly of: string;
      readonly nik: string | null;
      readonly kk: string | null;
    }
  | { readonly kind: 'region'; readonly question: string; readonly code: string }
  | {
      readonly kind: 'appointment';
      readonly question: string;
      readonly service: string;
      readonly slot: string;
      readonly at: OfficeRef | null;
    }
  | {
      readonly kind: 'office';
      readonly question: string;
      readonly office: string;
      readonly region: string;
      readonly code: string;
    };
