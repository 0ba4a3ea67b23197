import { addDays, addMonths, type IsoDate, type Zone } from '../../kernel/dates.ts';
import type { Json } from '../../kernel/json.ts';
import type { Text } from '../../kernel/text.ts';
import type { StoredFile } from '../../platform/files/index.ts';

/** prepared: number reserved, data kept · active: signed and out · superseded: a newer one took its place · revoked · void: given up before anybody held it. */
export type PaperState = 'prepared' | 'active' | 'superseded' | 'revoked' | 'void';
export type PaperRef = { readonly region: string; readonly id: string };

/** One kind of paper: its `document.yaml`, with the pattern that its numbers follow when a definition names none. */
export type PaperKind = {
  readonly title: Text;
  readonly signed: boolean;
  readonly number: string | null;
  /** What the public check shows of it. */
  readonly check: readonly CheckField[];
};
export const checkFields = ['number', 'date', 'holder', 'signer', 'validUntil'] as const;
export type CheckField = (typeof checkFields)[number];

/** The office that issues, as it stands on the paper. */
export type IssuingOffice = {
  /** 'region/code', as everywhere */
  readonly ref: string;
  /** what `{office.code}` of a number becomes */
  readonly code: string;
  readonly name: string;
  /** what it belongs to, the widest first, e.g. ['Pemerintah Kota Depok', 'Kecamatan Cilodong'] */
  readonly above: readonly string[];
  readonly address: string | null;
  /** where papers are signed, e.g. 'Depok' */
  readonly place: string;
  readonly zone: Zone;
};

export type Holder = {
  /** e.g. `person:<id>` or `family:<id>`; null when no later paper can take this one's place */
  readonly key: string | null;
  /** the name on the paper; the public sees it masked */
  readonly label: string;
  /** persons who may read it */
  readonly readers: readonly string[];
};

export type NumberKey = { readonly series: string; readonly period: string; readonly serial: number };
export type PaperSigner = { readonly name: string; readonly title: string; readonly acting: string | null };

export type Paper = PaperRef & {
  readonly version: number;
  readonly head: Uint8Array;
  readonly kind: string;
  readonly state: PaperState;
  readonly source: 'office' | 'register' | 'attached';
  readonly audience: 'citizen' | 'office';
  /** the step of the case that makes it */
  readonly scope: string;
  readonly slot: string;
  readonly caseId: string | null;
  readonly caseNumber: string | null;
  readonly office: string;
  readonly officeName: string;
  readonly place: string;
  readonly zone: Zone;
  readonly number: string | null;
  readonly numberKey: NumberKey | null;
  readonly holder: string | null;
  readonly holderLabel: string;
  readonly holderMasked: string;
  readonly readers: readonly string[];
  readonly data: Data;
  readonly supersedes: boolean;
  readonly valid: string | null;
  readonly publicUrl: string;
  readonly specimen: boolean;
  readonly checkKey: string;
  readonly preparedAt: Date;
  /** Undefined until it is out. */
  readonly issued: Issued | undefined;
  readonly supersededBy: string | null;
};
export type Data = { readonly [name: string]: Json };
export type Issued = {
  readonly at: Date;
  readonly on: IsoDate;
  readonly validUntil: IsoDate | null;
  readonly signer: PaperSigner | null;
  readonly file: StoredFile;
};

/** A paper whose PDF is made, signed and stored, but which is not out before `finish` says so in its transaction. */
export type SignedPaper = { readonly paper: Paper; readonly issued: Issued };

/** What came of papers, for whoever follows them. */
export type PaperEvent = PaperRef & {
  readonly kind: 'issued' | 'superseded';
  readonly document: string;
  readonly number: string | null;
};

const PERIOD = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/;

/**
 * The last day of a paper that is valid for a period from a day on.
 * @throws when the period is none
 * @example lastDay('2026-11-23', 'P1M') // '2026-12-23'
 */
export function lastDay(from: IsoDate, period: string): IsoDate {
  const [matched, ...parts] = PERIOD.exec(period) ?? [];
  if (matched === undefined || matched === 'P') throw new Error(`not a period of days, months or years: ${period}`);
  const [years = 0, months = 0, weeks = 0, days = 0] = parts.map((part) => Number(part ?? 0));
  return addDays(addMonths(from, years * 12 + months), weeks * 7 + days);
}

/** Finds a paper of a step again after a return: its kind, whom it shows, and which one of those it is. */
export const slotOf = (kind: string, of: string | null, nth: number): string => `${kind}/${of ?? ''}/${nth}`;
