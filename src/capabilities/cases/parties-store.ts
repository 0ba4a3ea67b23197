import type { Context, Database, Row } from '../../platform/database/index.ts';
import type { Columns, StepKind } from '../../platform/step/index.ts';
import type { CaseRef } from './case.ts';

// What others say to a case: read here, written by the kinds of step below.

export type ConsentState = 'asked' | 'agreed' | 'refused';
export type Consent = {
  readonly region: string;
  readonly id: string;
  readonly version: number;
  readonly head: Uint8Array;
  readonly caseId: string;
  readonly party: string;
  readonly service: string;
  readonly serviceVersion: number;
  readonly applicant: string;
  readonly person: string | null;
  readonly nikKey: string;
  readonly name: string;
  readonly terms: Uint8Array;
  readonly state: ConsentState;
  readonly askedAt: Date;
  readonly answeredAt: Date | null;
  readonly expiresAt: Date | null;
};

/** All that somebody who is asked may know: who asks, and for what. */
export type Request = {
  readonly region: string;
  readonly id: string;
  readonly version: number;
  readonly askedBy: string;
  readonly service: string;
  readonly serviceVersion: number;
  readonly askedAt: Date;
  readonly expiresAt: Date | null;
  /** The entry of `parties` in the definition: what it says is what is agreed to. */
  readonly party: string;
};

const CONSENT = `region, id, version, head, case_id as "caseId", party, service, service_version as "serviceVersion", applicant, person,
  nik_key as "nikKey", name, terms, state, asked_at as "askedAt", answered_at as "answeredAt", expires_at as "expiresAt"`;

export const consentsOf = (db: Database, context: Context, ref: CaseRef): Promise<(Consent & Row)[]> =>
  db.query(context, `select ${CONSENT} from cases.consent where region = $1 and case_id = $2 order by asked_at, id`, [
    ref.region,
    ref.id,
  ]);

/** Undefined also when it is not this reader's, or when the case has ended. */
export async function findOpen(db: Database, context: Context, ref: CaseRef): Promise<Consent | undefined> {
  const [row] = await db.query<Consent & Row>(
    context,
    `select ${CONSENT} from cases.consent where region = $1 and id = $2 and cases.is_open(region, case_id)`,
    [ref.region, ref.id],
  );
  return row;
}

const REQUEST = `region, id, version, applicant_name as "askedBy", service, service_version as "serviceVersion", asked_at as "askedAt",
  expires_at as "expiresAt", party`;

/** What waits for somebody's word, from all regions. @param who a person's id, and the key of his NIK */
export const requestsFor = (db: Database, who: readonly string[], now: Date): Promise<(Request & Row)[]> =>
  db.query(
    { persons: who },
    `select ${REQUEST} from cases.consent
     where (person = any ($1) or nik_key = any ($1)) and state = 'asked' and (expires_at is null or expires_at > $2)
       and cases.is_open(region, case_id)
     order by asked_at desc limit 50`,
    [who, now],
  );

const head = { kind: 'consent', table: 'cases.consent', key: 'consent_id' } as const;
const ASKED: Columns = { terms: 'bytea', state: 'text', asked_at: 'timestamptz', expires_at: 'timestamptz' };

export const ASK: StepKind = {
  head,
  mode: 'begin',
  set: {
    ...{ case_id: 'uuid', party: 'text', service: 'text', service_version: 'int', applicant: 'text' },
    ...{ applicant_name: 'text', person: 'text', nik_key: 'text', name: 'text', ...ASKED },
  },
};
export const ASK_AGAIN: StepKind = { head, mode: 'move', set: { ...ASKED, way: 'text', answered_at: 'timestamptz' } };
export const ANSWER_REQUEST: StepKind = {
  head,
  mode: 'move',
  set: { state: 'text', way: 'text', answered_at: 'timestamptz', person: 'text' },
};
