import type { Json } from '../../kernel/json.ts';
import type { Database, Queryable, Row } from '../../platform/database/index.ts';

export type ChannelKind = 'sms' | 'whatsapp' | 'email';
export type Told = {
  readonly person: string;
  readonly id: string;
  readonly region: string;
  readonly template: string;
  readonly number: string | null;
  readonly place: string;
  readonly params: Json;
  readonly at: Date;
};

/** False when this very news was told before. */
export async function insertNotice(tx: Queryable, n: Told): Promise<boolean> {
  const rows = await tx.query(
    `insert into notices.notice (person, id, region, template, number, place, params, at) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict do nothing returning 1`,
    [n.person, n.id, n.region, n.template, n.number, n.place, JSON.stringify(n.params), n.at],
  );
  return rows.length === 1;
}

export const insertDelivery = (
  tx: Queryable,
  d: {
    readonly region: string;
    readonly id: string;
    readonly notice: string;
    readonly person: string;
    readonly channel: ChannelKind;
    readonly now: Date;
  },
): Promise<Row[]> =>
  tx.query(
    `insert into notices.delivery (region, id, notice, person, channel, status, due_at, created_at) values ($1, $2, $3, $4, $5, 'waiting', $6, $6)
     on conflict do nothing`,
    [d.region, d.id, d.notice, d.person, d.channel, d.now],
  );

export type Due = {
  readonly notice: string;
  readonly person: string;
  readonly channel: ChannelKind;
  readonly tries: number;
};

/** Takes a delivery whose time has come for one try. Of two runs at once one gets it; it comes back if this one dies. */
export async function takeDelivery(
  db: Database,
  region: string,
  id: string,
  now: Date,
  again: Date,
): Promise<Due | undefined> {
  const [row] = await db.query<Due>(
    { regions: [region] },
    `update notices.delivery set tries = tries + 1, last_try_at = $3, due_at = $4
     where region = $1 and id = $2 and status = 'waiting' and due_at <= $3 returning notice, person, channel, tries`,
    [region, id, now, again],
  );
  return row;
}

export const markSent = (db: Database, region: string, id: string, now: Date, reference: string): Promise<Row[]> =>
  db.query(
    { regions: [region] },
    `update notices.delivery set status = 'sent', sent_at = $3, reference = $4, last_error = null where region = $1 and id = $2`,
    [region, id, now, reference.slice(0, 200)],
  );

export const markFailed = (
  tx: Queryable,
  f: {
    readonly region: string;
    readonly id: string;
    readonly status: 'waiting' | 'failed' | 'given-up';
    readonly error: string;
    readonly due: Date;
  },
): Promise<Row[]> =>
  tx.query(`update notices.delivery set status = $3, last_error = $4, due_at = $5 where region = $1 and id = $2`, [
    f.region,
    f.id,
    f.status,
    f.error.slice(0, 200),
    f.due,
  ]);

/** @returns false when it isn't one that stopped */
export async function reviveDelivery(tx: Queryable, region: string, id: string, now: Date): Promise<boolean> {
  const rows = await tx.query(
    `update notices.delivery set status = 'waiting', tries = 0, due_at = $3
     where region = $1 and id = $2 and status in ('failed', 'given-up') returning 1`,
    [region, id, now],
  );
  return rows.length === 1;
}

export async function stoppedPerson(db: Database, region: string, id: string): Promise<string | undefined> {
  const [row] = await db.query<{ person: string }>(
    { regions: [region] },
    `select person from notices.delivery where region = $1 and id = $2 and status in ('failed', 'given-up')`,
    [region, id],
  );
  return row?.person;
}

export type NoticeRow = {
  readonly id: string;
  readonly region: string;
  readonly template: string;
  readonly number: string | null;
  readonly place: string;
  readonly params: Readonly<Record<string, Json>>;
  readonly at: Date;
  readonly readAt: Date | null;
};
const NOTICE = 'select id, region, template, number, place, params, at, read_at as "readAt" from notices.notice';

export async function noticeById(db: Database, person: string, id: string): Promise<NoticeRow | undefined> {
  const [row] = await db.query<NoticeRow>({ persons: [person] }, `${NOTICE} where person = $1 and id = $2`, [
    person,
    id,
  ]);
  return row;
}

export const noticesOf = (db: Database, person: string, before: Date | null, limit: number): Promise<NoticeRow[]> =>
  db.query<NoticeRow>(
    { persons: [person] },
    `${NOTICE} where person = $1 and ($2::timestamptz is null or at < $2) order by at desc, id desc limit $3`,
    [person, before, limit],
  );

/** One more than a page shows is enough to say "99+". */
export async function unreadOf(db: Database, person: string): Promise<number> {
  const [row] = await db.query<{ n: number }>(
    { persons: [person] },
    'select count(*)::int as n from (select from notices.notice where person = $1 and read_at is null limit 100) as unread',
    [person],
  );
  return row?.n ?? 0;
}

export const markRead = (db: Database, person: string, ids: readonly string[], now: Date): Promise<Row[]> =>
  db.query(
    { persons: [person] },
    'update notices.notice set read_at = $3 where person = $1 and id = any ($2::uuid[]) and read_at is null',
    [person, ids, now],
  );

export type Contact = {
  readonly email: Uint8Array | null;
  readonly channels: readonly ChannelKind[];
  readonly language: string;
};

export async function contactOf(db: Database, person: string): Promise<Contact | undefined> {
  const [row] = await db.query<Contact>(
    { persons: [person] },
    'select email_sealed as email, channels, language from notices.contact where person = $1',
    [person],
  );
  return row;
}

export const saveContact = (db: Database, person: string, c: Contact, now: Date): Promise<Row[]> =>
  db.query(
    { persons: [person] },
    `insert into notices.contact (person, email_sealed, channels, language, updated_at) values ($1, $2, $3, $4, $5)
     on conflict (person) do update set email_sealed = excluded.email_sealed, channels = excluded.channels,
       language = excluded.language, updated_at = excluded.updated_at`,
    [person, c.email, c.channels, c.language, now],
  );

export const saveLanguage = (db: Database, person: string, language: string, now: Date): Promise<Row[]> =>
  db.query(
    { persons: [person] },
    `insert into notices.contact (person, language, updated_at) values ($1, $2, $3)
     on conflict (person) do update set language = excluded.language, updated_at = excluded.updated_at
       where contact.language <> excluded.language`,
    [person, language, now],
  );

export type Stopped = {
  readonly id: string;
  readonly channel: ChannelKind;
  readonly status: 'failed' | 'given-up';
  readonly tries: number;
  readonly error: string | null;
  readonly createdAt: Date;
  readonly lastTryAt: Date | null;
};

export const stoppedIn = (db: Database, region: string): Promise<Stopped[]> =>
  db.query<Stopped>(
    { regions: [region] },
    `select id, channel, status, tries, last_error as error, created_at as "createdAt", last_try_at as "lastTryAt" from notices.delivery
     where region = $1 and status in ('failed', 'given-up') order by created_at desc limit 200`,
    [region],
  );

/** Deliveries that nobody came for: their job died with its process. Read by the relay, which alone sees all regions. */
export const overdueDeliveries = (
  relay: Database,
  before: Date,
): Promise<{ region: string; id: string; person: string }[]> =>
  relay.query<{ region: string; id: string; person: string }>(
    {},
    `select region, id, person from notices.delivery where status = 'waiting' and due_at < $1 order by due_at limit 500`,
    [before],
  );
