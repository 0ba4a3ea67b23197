import type { IsoDate } from '../../kernel/dates.ts';
import type { Sex } from '../../kernel/nik.ts';

/** What is known of somebody who comes. */
export type PatientFacts = {
  /** 'region/office' */
  readonly office: string;
  /** Id of the register; null for whom it does not know. */
  readonly person: string | null;
  readonly nik: string | null;
  /** Number of the BPJS card. */
  readonly card: string | null;
  readonly phone: string | null;
  readonly name: string;
  readonly sex: Sex | null;
  readonly birthDate: IsoDate | null;
  /** How he is known; `paper`: a number on paper, of somebody whom nobody has named yet. */
  readonly basis: 'register' | 'counter' | 'bpjs' | 'paper';
  /** Of the medical record in the office's own books, where somebody read it out; it takes the place of the one before. */
  readonly recordNumber?: string | null;
};

/** A patient as an officer's screen shows him: no number in it. */
export type Patient = {
  readonly id: string;
  readonly office: string;
  readonly person: string | null;
  readonly name: string;
  readonly sex: Sex | null;
  readonly birthDate: IsoDate | null;
  readonly recordNumber: string | null;
  /** Stands for a number on paper: who held it nobody has said. */
  readonly unnamed: boolean;
};

/** What other systems know a patient by. */
export type PatientNumbers = {
  readonly nik: string | null;
  readonly card: string | null;
  readonly phone: string | null;
  readonly recordNumber: string | null;
};

/** Where a sealed value lies: moved to another row it no longer opens. */
export const placeOf = (field: string, id: string): string => `patients.patient.${field}:${id}`;
