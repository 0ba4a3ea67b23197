import type { IsoDate } from '../../kernel/dates.ts';
import type { Json } from '../../kernel/json.ts';
import type { Database, Queryable, Row } from '../../platform/database/index.ts';
import { type Letter, lettersIn } from '../../platform/outgoing/index.ts';
import type { Action, Told } from './follow.ts';

// Messages and how far histories were read. All of it is the relay's.

export type Message = Letter & {
  readonly entry: string;
  readonly patient: string;
  readonly action: Action;
  readonly poli: string;
  readonly day: IsoDate;
  readonly jkn: boolean;
  readonly facts: Readonly<Record<string, Json>>;
  /** BPJS may have taken it since, unheard. */
  readonly beganAt: Date | null;
};
export type NewMessage = Omit<Message, 'state' | 'tries' | 'code' | 'trouble' | 'beganAt'> & {
  readonly nth: number;
  readonly key: string;
  readonly dueAt: Date;
};

const MESSAGE = `region, id, office, entry_id as entry, patient, action, poli, to_char(day, 'YYYY-MM-DD') as day, jkn, facts, at, state, tries, code, trouble, began_at as "beganAt"`;
/** Of the same card, poli and day. */
const SAME_LINE = 'b.patient = m.patient and b.poli = m.poli and b.day = m.day';

export const letters = lettersIn<Message>('bpjs', MESSAGE, SAME_LINE);

/** Noted before it is sent, so that a process that dies leaves word; null once it is certain that BPJS did not take it. */
export const noteBegan = (relay: Database, of: Pick<Letter, 'region' | 'id'>, at: Date | null): Promise<unknown> =>
  relay.query({}, 'update bpjs.message set began_at = $3 where region = $1 and id = $2', [of.region, of.id, at]);

/** Locks the patient's line. @returns the number of his newest message */
export async function lockLine(tx: Queryable, region: string, patient: string): Promise<number> {
  await tx.query('insert into bpjs.line (region, patient) values ($1, $2) on conflict do nothing', [region, patient]);
  const [row] = await tx.query<{ last: number }>(
    'select last from bpjs.line where region = $1 and patient = $2 for update',
    [region, patient],
  );
  return row?.last ?? 0;
}

export const setLine = (tx: Queryable, region: string, patient: string, last: number): Promise<unknown> =>
  tx.query('update bpjs.line set last = $3 where region = $1 and patient = $2', [region, patient, last]);

export async function toldOf(tx: Queryable, region: string, patient: string): Promise<ReadonlyMap<string, Told>> {
  const rows = await tx.query<Told & { entry: string } & Row>(
    `select entry_id as entry, version, known, called_at as "calledAt", answered from bpjs.told where region = $1 and patient = $2`,
    [region, patient],
  );
  return new Map(rows.map(({ entry, ...told }) => [entry, told]));
}

export const writeTold = (
  tx: Queryable,
  of: { readonly region: string; readonly id: string; readonly office: string; readonly patient: string },
  told: Told,
): Promise<unknown> =>
  tx.query(
    `insert into bpjs.told (region, entry_id, office, patient, version, known, called_at, answered) values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8)
     on conflict (region, entry_id) do update set version = excluded.version, known = excluded.known, called_at = excluded.called_at,
       answered = excluded.answered`,
    [
      ...[of.region, of.id, of.office, of.patient, told.version],
      ...[told.known && JSON.stringify(told.known), told.calledAt, told.answered],
    ],
  );

export const insertMessage = (tx: Queryable, message: NewMessage): Promise<unknown> =>
  tx.query(
    `insert into bpjs.message (region, id, office, entry_id, patient, nth, action, key, poli, day, jkn, facts, at, due_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::jsonb, $13, $14)`,
    [
      ...[message.region, message.id, message.office, message.entry, message.patient, message.nth, message.action],
      ...[message.key, message.poli, message.day, message.jkn, JSON.stringify(message.facts)],
      ...[message.at, message.dueAt],
    ],
  );

export const withdraw = (tx: Queryable, region: string, entry: string, action: Action, at: Date): Promise<unknown> =>
  tx.query(
    `update bpjs.message set state = 'withdrawn', settled_at = $4 where region = $1 and entry_id = $2 and action = $3 and state in ('waiting', 'refused')`,
    [region, entry, action, at],
  );

/** What waits while its day is long over is the operator's. */
export const giveUp = (relay: Database, region: string, office: string, before: IsoDate, at: Date): Promise<unknown> =>
  relay.query(
    {},
    `update bpjs.message set state = 'refused', settled_at = $4, trouble = coalesce(trouble, 'too late')
     where region = $1 and office = $2 and state = 'waiting' and due_at < $4 and day < $3`,
    [region, office, before, at],
  );

/** Puskesmas with something to be told now. */
export const officesDue = (relay: Database, now: Date): Promise<({ region: string; office: string } & Row)[]> =>
  relay.query(
    {},
    `select distinct m.region, m.office from bpjs.message m join bpjs.facility f on f.region = m.region and f.office = m.office
     where m.state = 'waiting' and m.due_at <= $1 and f.mode <> 'off' order by 1, 2`,
    [now],
  );
