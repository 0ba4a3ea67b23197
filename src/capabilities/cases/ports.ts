import type { EffectCall, OfficeRef, PaperCall, Profile } from '../../engine/index.ts';
import type { Zone } from '../../kernel/dates.ts';
import type { Clock, Random } from '../../kernel/ids.ts';
import type { Json } from '../../kernel/json.ts';
import type { WorkCalendar } from '../../kernel/working-time.ts';
import type { Database, Queryable } from '../../platform/database/index.ts';
import type { Step } from '../../platform/step/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { Case, Doer } from './case.ts';

/** The population register of a region, as a case needs it. */
export interface RegisterPort {
  profile(region: string): Promise<Profile>;
  /** What expressions may read of a person; null when nobody is known by this NIK. */
  person(region: string, nik: string, today: string): Promise<Json>;
  family(region: string, kk: string, today: string): Promise<Json>;
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

/** What a sign step makes, and what becomes real with it. Implemented beside `people` and `documents`. */
export interface ResultsPort {
  /** On entering a step with papers or effects: numbers are reserved, the register as it will be is planned. In the step's transaction. */
  prepare(tx: Queryable, work: ResultsWork): Promise<void>;
  /** Before the completing act, outside its transaction: papers are rendered and signed. Safe to repeat. */
  make(work: ResultsWork, signer: Doer): Promise<void>;
  /** With the completing act, in its transaction: effects on the register, papers become valid, former ones are superseded. */
  complete(tx: Queryable, work: ResultsWork, by: Doer, at: Date): Promise<void>;
  /** The case ends without them: numbers become void, plans are released. */
  release(tx: Queryable, of: Case, by: Doer, at: Date): Promise<void>;
}
export type ResultsWork = {
  readonly of: Case;
  readonly step: string | null;
  readonly office: OfficeInfo;
  readonly papers: readonly PaperCall[];
  readonly effects: readonly EffectCall[];
  /** The environment of the definition's expressions, for the papers' data. */
  readonly names: Readonly<Record<string, unknown>>;
  readonly reasons: readonly string[];
  readonly note: string | null;
};

export type CasesDeps = {
  readonly db: Database;
  readonly step: Step;
  readonly clock: Clock;
  readonly random: Random;
  readonly catalogue: Catalogue;
  readonly register: RegisterPort;
  readonly offices: OfficesPort;
  readonly results: ResultsPort;
  /** Keyed digest of personal values: for audit and unique keys. */
  readonly digest: (text: string) => Uint8Array;
};
