import type { IsoDate } from '../../kernel/dates.ts';
import type { Database, Queryable, Row } from '../../platform/database/index.ts';
import type { MandateFacts } from './authority.ts';
import { own } from './store.ts';

export type MandateRow = MandateFacts & {
  readonly giverName: string;
  readonly receiverName: string;
  /** Where the register keeps them; null in mandates made before this was noted. */
  readonly giverRegion: string | null;
  readonly receiverRegion: string | null;
  readonly madeAt: Date;
  readonly acceptedBy: 'pin' | 'counter' | null;
};

const MANDATE = `select id, giver, receiver, giver_name as "giverName", receiver_name as "receiverName", giver_region as "giverRegion",
  receiver_region as "receiverRegion", services, status, until_on as "until",
  made_at as "madeAt", accepted_by as "acceptedBy" from accounts.mandate`;

export const mandatesOf = (db: Database, person: string): Promise<MandateRow[]> =>
  db.query<MandateRow & Row>(
    own(person),
    `${MANDATE} where giver = $1 or receiver = $1 order by made_at desc limit 100`,
    [person],
  );

export async function mandateById(db: Database, person: string, id: string): Promise<MandateRow | undefined> {
  const [row] = await db.query<MandateRow & Row>(own(person), `${MANDATE} where id = $1`, [id]);
  return row;
}

export type NewMandate = {
  readonly id: string;
  readonly giver: string;
  readonly receiver: string;
  readonly giverName: string;
  readonly receiverName: string;
  readonly giverRegion: string;
  readonly receiverRegion: string;
  readonly services: readonly string[];
  readonly until: IsoDate;
  readonly now: Date;
  /** Null: asked for, the giver has not answered yet. */
  readonly accepted: { readonly by: 'pin' | 'counter'; readonly officer: string | null } | null;
};

/** A new one takes the place of what stood, or was asked, between the same two. */
export const endFormer = (
  tx: Queryable,
  giver: string,
  receiver: string,
  status: 'asked' | 'active',
  now: Date,
): Promise<Row[]> =>
  tx.query(
    `update accounts.mandate set status = case status when 'asked' then 'refused' else 'revoked' end, ended_at = $4
     where giver = $1 and receiver = $2 and status = $3`,
    [giver, receiver, status, now],
  );

export const insertMandate = (tx: Queryable, m: NewMandate): Promise<Row[]> =>
  tx.query(
    `insert into accounts.mandate (id, giver, receiver, giver_name, receiver_name, giver_region, receiver_region, services,
       status, until_on, made_at, accepted_at, accepted_by, officer)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      ...[m.id, m.giver, m.receiver, m.giverName, m.receiverName, m.giverRegion, m.receiverRegion, m.services],
      ...[m.accepted ? 'active' : 'asked', m.until, m.now, m.accepted ? m.now : null],
      ...[m.accepted?.by ?? null, m.accepted?.officer ?? null],
    ],
  );

/** @returns false when it was answered, or taken back, meanwhile */
export async function answerMandate(
  tx: Queryable,
  id: string,
  giver: string,
  yes: boolean,
  now: Date,
): Promise<boolean> {
  const rows = await tx.query(
    yes
      ? `update accounts.mandate set status = 'active', accepted_at = $3, accepted_by = 'pin' where id = $1 and giver = $2 and status = 'asked' returning 1`
      : `update accounts.mandate set status = 'refused', ended_at = $3 where id = $1 and giver = $2 and status = 'asked' returning 1`,
    [id, giver, now],
  );
  return rows.length === 1;
}

export async function revokeMandate(tx: Queryable, id: string, now: Date): Promise<boolean> {
  const rows = await tx.query(
    `update accounts.mandate set status = 'revoked', ended_at = $2 where id = $1 and status = 'active' returning 1`,
    [id, now],
  );
  return rows.length === 1;
}

/** One who asked may take the question back. */
export async function withdrawAsked(tx: Queryable, id: string, now: Date): Promise<boolean> {
  const rows = await tx.query(
    `update accounts.mandate set status = 'refused', ended_at = $2 where id = $1 and status = 'asked' returning 1`,
    [id, now],
  );
  return rows.length === 1;
}
