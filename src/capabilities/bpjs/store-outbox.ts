import type { IsoDate } from '../../kernel/dates.ts';
import type { Json } from '../../kernel/json.ts';
import type { Database, Queryable, Row } from '../../platform/database/index.ts';
import type { Action, Told } from './follow.ts';

// Messages and how far histories were read. All of it is the relay's.

export type MessageState = 'waiting' | 'sent' | 'refused' | 'withdrawn' | 'skipped';
export type Message = {
  readonly region: string;
  readonly id: string;
  readonly office: string;
  readonly entry: string;
  readonly patient: string;
  readonly action: Action;
  readonly poli: string;
  readonly day: IsoDate;
  readonly jkn: boolean;
  readonly facts: Readonly<Record<string, Json>>;
  readonly at: Date;
  readonly state: MessageState;
  readonly tries: number;
  readonly code: string | null;
  readonly trouble: string | null;
};
export type NewMessage = Omit<Message, 'state' | 'tries' | 'code' | 'trouble'> & {
  readonly nth: number;
  readonly key: string;
  readonly dueAt: Date;
};

const MESSAGE = `region, id, office, entry_id as entry, patient, action, poli, to_char(day, 'YYYY-MM-DD') as day, jkn, facts, at, state, tries, code, trouble`;

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

/**
 * The next message of a Puskesmas: the oldest that is due and before which nothing of the same card, poli and day waits or was refused.
 * `after` leaves out those that were tried just now.
 */
export async function nextMessage(
  relay: Database,
  of: { readonly region: string; readonly office: string; readonly now: Date; readonly not: readonly string[] },
): Promise<Message | undefined> {
  const [row] = await relay.query<Message & Row>(
    {},
    `select ${MESSAGE} from bpjs.message m where region = $1 and office = $2 and state = 'waiting' and due_at <= $3 and id <> all ($4::uuid[])
       and not exists (select from bpjs.message b where b.region = m.region and b.patient = m.patient and b.poli = m.poli and b.day = m.day
         and b.nth < m.nth and b.state in ('waiting', 'refused'))
     order by at, nth, id limit 1`,
    [of.region, of.office, of.now, of.not],
  );
  return row;
}

/** What became of a try. */
export const settle = (
  relay: Database,
  of: Pick<Message, 'region' | 'id'>,
  to: {
    readonly state: MessageState;
    readonly code: string | null;
    readonly trouble: string | null;
    readonly at: Date;
    readonly dueAt?: Date;
  },
): Promise<unknown> =>
  relay.query(
    {},
    `update bpjs.message set state = $3::text, code = $4, trouble = $5, tries = tries + 1, due_at = coalesce($7::timestamptz, due_at),
       settled_at = case when $3::text = 'waiting' then null else $6::timestamptz end where region = $1 and id = $2 and state = 'waiting'`,
    [of.region, of.id, to.state, to.code, to.trouble, to.at, to.dueAt ?? null],
  );

/** What waits while its day is long over is the operator's. */
export const giveUp = (relay: Database, region: string, office: string, before: IsoDate, at: Date): Promise<unknown> =>
  relay.query(
    {},
    `update bpjs.message set state = 'refused', settled_at = $4, trouble = coalesce(trouble, 'too late')
     where region = $1 and office = $2 and state = 'waiting' and due_at < $4 and day < $3`,
    [region, office, before, at],
  );

/** Longer than one message may take. */
const LEASE = '90 seconds';

export type Sender = { readonly failures: number; readonly retryAt: Date | null; readonly trouble: string | null };

/**
 * Takes the one place of whoever sends for a Puskesmas; undefined when it is taken, or BPJS is not to be asked yet. How long a place is
 * held goes by the database's own clock: it is about a process that died, not about the day of the Puskesmas.
 */
export async function takeSender(
  relay: Database,
  of: { readonly region: string; readonly office: string; readonly lease: string; readonly now: Date },
): Promise<Sender | undefined> {
  await relay.query({}, 'insert into bpjs.sender (region, office) values ($1, $2) on conflict do nothing', [
    of.region,
    of.office,
  ]);
  const [row] = await relay.query<Sender & Row>(
    {},
    `update bpjs.sender set lease = $3, lease_until = clock_timestamp() + interval '${LEASE}' where region = $1 and office = $2
       and (lease is null or lease = $3 or lease_until <= clock_timestamp()) and (retry_at is null or retry_at <= $4)
     returning failures, retry_at as "retryAt", trouble`,
    [of.region, of.office, of.lease, of.now],
  );
  return row;
}

export const leaveSender = (
  relay: Database,
  of: { readonly region: string; readonly office: string; readonly lease: string },
  how: Sender,
): Promise<unknown> =>
  relay.query(
    {},
    `update bpjs.sender set lease = null, lease_until = null, failures = $4, retry_at = $5, trouble = $6
     where region = $1 and office = $2 and lease = $3`,
    [of.region, of.office, of.lease, how.failures, how.retryAt, how.trouble],
  );

/** Puskesmas with something to be told now. */
export const officesDue = (relay: Database, now: Date): Promise<({ region: string; office: string } & Row)[]> =>
  relay.query(
    {},
    `select distinct m.region, m.office from bpjs.message m join bpjs.facility f on f.region = m.region and f.office = m.office
     where m.state = 'waiting' and m.due_at <= $1 and f.mode <> 'off' order by 1, 2`,
    [now],
  );

export type Tally = {
  readonly office: string;
  readonly state: MessageState;
  readonly count: number;
  readonly oldest: Date;
};
/** How many messages of a Puskesmas wait or were refused. As the owner or the relay. */
export const tallyOf = (db: Queryable, office?: string): Promise<(Tally & Row)[]> =>
  db.query<Tally & Row>(
    `select office, state, count(*)::int as count, min(at) as oldest from bpjs.message
     where state in ('waiting', 'refused') and ($1::text is null or office = $1) group by office, state order by office, state`,
    [office ?? null],
  );

export const openMessages = (db: Queryable, office: string): Promise<(Message & Row)[]> =>
  db.query<Message & Row>(
    `select ${MESSAGE} from bpjs.message where region = $1 and office = $2 and (state = 'refused' or state = 'waiting' and tries > 0)
     order by at, nth limit 50`,
    [office.split('/')[0], office],
  );

/** As the owner: refused messages are tried again, or left out. @returns how many */
export async function reopen(
  owner: Queryable,
  office: string,
  to: { readonly state: 'waiting' | 'skipped'; readonly id: string | null; readonly at: Date },
): Promise<number> {
  const rows = await owner.query(
    `update bpjs.message set state = $3::text, due_at = $5, settled_at = case when $3::text = 'skipped' then $5::timestamptz end
     where region = $1 and office = $2 and state = 'refused' and ($4::uuid is null or id = $4) returning 1`,
    [office.split('/')[0], office, to.state, to.id, to.at],
  );
  return rows.length;
}

/** As the owner: asks BPJS at once again. */
export const askNow = (owner: Queryable, office: string): Promise<unknown> =>
  owner.query('update bpjs.sender set retry_at = null where region = $1 and office = $2', [
    office.split('/')[0],
    office,
  ]);
