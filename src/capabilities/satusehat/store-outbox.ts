import type { Database, Queryable, Row } from '../../platform/database/index.ts';
import { type Letter, lettersIn } from '../../platform/outgoing/index.ts';
import type { Action, Closing, Draft, Facts, Told } from './follow.ts';
import { UNTOLD } from './follow.ts';

// Messages, and how far histories were read. All of it is the relay's.

export type Message = Letter & {
  readonly entry: string;
  readonly patient: string;
  readonly action: Action;
  readonly facts: Facts;
  /** An answer to it may have been lost. */
  readonly beganAt: Date | null;
};

const MESSAGE = `region, id, office, entry_id as entry, patient, action, facts, at, state, began_at as "beganAt", tries, code, trouble`;

export const letters = lettersIn<Message>('satusehat', MESSAGE, 'b.entry_id = m.entry_id');

type VisitRef = { readonly region: string; readonly id: string };
export type Visit = { readonly told: Told; readonly last: number };

/** Locks a number's line, and reads how its Encounter stands. */
export async function lockVisit(
  tx: Queryable,
  of: VisitRef & { readonly office: string; readonly patient: string },
): Promise<Visit> {
  await tx.query(
    `insert into satusehat.visit (region, entry_id, office, patient, version, told, state) values ($1, $2, $3, $4, 0, $5::jsonb, 'none')
     on conflict do nothing`,
    [of.region, of.id, of.office, of.patient, JSON.stringify(UNTOLD)],
  );
  const [row] = await tx.query<Visit & Row>(
    'select told, last from satusehat.visit where region = $1 and entry_id = $2 for update',
    [of.region, of.id],
  );
  return row ?? { told: UNTOLD, last: 0 };
}

export const writeVisit = (tx: Queryable, of: VisitRef, { told, last }: Visit): Promise<unknown> =>
  tx.query(
    'update satusehat.visit set told = $3::jsonb, version = $4, state = $5, last = $6 where region = $1 and entry_id = $2',
    [of.region, of.id, JSON.stringify(told), told.version, told.state, last],
  );

export const insertMessage = (
  tx: Queryable,
  of: VisitRef & { readonly message: string; readonly office: string; readonly patient: string; readonly nth: number },
  draft: Draft,
): Promise<unknown> =>
  tx.query(
    `insert into satusehat.message (region, id, office, entry_id, patient, nth, action, cause, facts, at, due_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11)`,
    [
      ...[of.region, of.message, of.office, of.id, of.patient, of.nth, draft.action, draft.cause],
      ...[JSON.stringify(draft.facts), draft.at, draft.dueAt],
    ],
  );

export const withdraw = (tx: Queryable, of: VisitRef, cause: string, at: Date): Promise<unknown> =>
  tx.query(
    `update satusehat.message set state = 'withdrawn', settled_at = $4 where region = $1 and entry_id = $2 and cause = $3 and state in ('waiting', 'refused')`,
    [of.region, of.id, cause, at],
  );

export async function closingOf(db: Queryable, of: VisitRef): Promise<Closing | undefined> {
  const [row] = await db.query<Closing & Row>(
    `select version, conditions, disposition, ended_at as "endedAt" from satusehat.closing where region = $1 and entry_id = $2`,
    [of.region, of.id],
  );
  return row;
}

/** Noted before it is sent: should the answer be lost, it is looked for first. */
export const began = (relay: Database, of: Pick<Message, 'region' | 'id'>, at: Date): Promise<unknown> =>
  relay.query({}, 'update satusehat.message set began_at = coalesce(began_at, $3) where region = $1 and id = $2', [
    of.region,
    of.id,
    at,
  ]);

export async function encounterIdOf(relay: Database, of: VisitRef): Promise<string | null> {
  const [row] = await relay.query<{ encounter: string | null }>(
    {},
    'select encounter from satusehat.visit where region = $1 and entry_id = $2',
    [of.region, of.id],
  );
  return row?.encounter ?? null;
}

export const keepEncounterId = (relay: Database, of: VisitRef, encounter: string): Promise<unknown> =>
  relay.query({}, 'update satusehat.visit set encounter = $3 where region = $1 and entry_id = $2', [
    of.region,
    of.id,
    encounter,
  ]);

export async function patientNumber(
  relay: Database,
  of: { readonly region: string; readonly patient: string },
): Promise<Uint8Array | undefined> {
  const [row] = await relay.query<{ sealed: Uint8Array }>(
    {},
    'select sealed from satusehat.patient where region = $1 and patient = $2',
    [of.region, of.patient],
  );
  return row?.sealed;
}

export const keepPatientNumber = (
  relay: Database,
  of: { readonly region: string; readonly patient: string; readonly office: string },
  sealed: Uint8Array,
  at: Date,
): Promise<unknown> =>
  relay.query(
    {},
    `insert into satusehat.patient (region, patient, office, sealed, found_at) values ($1, $2, $3, $4, $5)
     on conflict (region, patient) do update set sealed = excluded.sealed, found_at = excluded.found_at`,
    [of.region, of.patient, of.office, sealed, at],
  );

/** Puskesmas with something to be told now. */
export const officesDue = (relay: Database, now: Date): Promise<({ region: string; office: string } & Row)[]> =>
  relay.query(
    {},
    `select distinct m.region, m.office from satusehat.message m join satusehat.facility f on f.region = m.region and f.office = m.office
     where m.state = 'waiting' and m.due_at <= $1 and f.level <> 'off' order by 1, 2`,
    [now],
  );
