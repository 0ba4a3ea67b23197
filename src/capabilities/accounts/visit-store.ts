import type { Database, Queryable, Row } from '../../platform/database/index.ts';
import { own } from './store.ts';

/** Somebody who stands, or stood, before an officer at a counter. */
export type Visit = {
  readonly id: string;
  readonly officer: string;
  /** The whole name of the office, 'region/office'. */
  readonly office: string;
  readonly person: string;
  readonly personRegion: string;
  /** What the officer looked at: a key of the code table `identityPapers`. */
  readonly document: string;
  readonly beganAt: Date;
  readonly endsAt: Date;
};

const VISIT = `select id, officer, office, person, person_region as "personRegion", document, began_at as "beganAt", ends_at as "endsAt"
  from accounts.visit`;

/** @returns false when this page began it before */
export async function insertVisit(tx: Queryable, v: Visit): Promise<boolean> {
  const rows = await tx.query(
    `insert into accounts.visit (id, officer, office, person, person_region, document, began_at, ends_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing returning 1`,
    [v.id, v.officer, v.office, v.person, v.personRegion, v.document, v.beganAt, v.endsAt],
  );
  return rows.length === 1;
}

export async function findVisit(db: Database, officer: string, id: string): Promise<Visit | undefined> {
  const [row] = await db.query<Visit & Row>(own(officer), `${VISIT} where id = $1 and officer = $2`, [id, officer]);
  return row;
}

export const openVisits = (db: Database, officer: string, now: Date): Promise<(Visit & Row)[]> =>
  db.query(own(officer), `${VISIT} where officer = $1 and ends_at > $2 order by began_at desc limit 20`, [
    officer,
    now,
  ]);

/** @returns false when it ended meanwhile */
export async function extendVisit(db: Database, visit: Visit, until: Date, now: Date): Promise<boolean> {
  const rows = await db.query(
    own(visit.officer),
    'update accounts.visit set ends_at = greatest(ends_at, $3) where id = $1 and officer = $2 and ends_at > $4 returning 1',
    [visit.id, visit.officer, until, now],
  );
  return rows.length === 1;
}

export const endVisit = (db: Database, officer: string, id: string, now: Date): Promise<Row[]> =>
  db.query(own(officer), 'update accounts.visit set ends_at = $3 where id = $1 and officer = $2 and ends_at > $3', [
    id,
    officer,
    now,
  ]);
