import type { Asked, Context, Database, Queryable, Row } from '../../platform/database/index.ts';
import { CODE_GUESSES, PACE_FORGETS } from './pace.ts';
import { LEVEL_TWO_IDLE, type Level, type RoleHeld } from './signed.ts';

/** Writers take a transaction, readers the database with whose rows they may see. */
export const own = (...holders: readonly string[]): Context => ({ persons: holders });

// Challenges --------------------------------------------------------------------------------------------------------------

export type NewChallenge = {
  readonly hash: Uint8Array;
  readonly purpose: 'login' | 'bind';
  readonly lookups: readonly Uint8Array[];
  readonly mac: Uint8Array;
  readonly facts: Uint8Array | null;
  readonly now: Date;
  readonly expiresAt: Date;
};

/** `same`: this very page asked before (a double click). */
export async function findChallenge(tx: Queryable, hash: Uint8Array): Promise<{ expiresAt: Date } | undefined> {
  const [row] = await tx.query<{ expires_at: Date }>('select expires_at from accounts.challenge where hash = $1', [
    hash,
  ]);
  return row && { expiresAt: row.expires_at };
}

export const insertChallenge = (tx: Queryable, c: NewChallenge): Promise<Row[]> =>
  tx.query(
    `insert into accounts.challenge (hash, purpose, phone_lookups, code_mac, facts_sealed, asked_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [c.hash, c.purpose, c.lookups, c.mac, c.facts, c.now, c.expiresAt],
  );

export type Answered = {
  readonly right: boolean;
  readonly attempts: number;
  readonly lookups: readonly Uint8Array[];
  readonly facts: Uint8Array | null;
};

/** Counts the guess and compares it in one statement: of many at once, five count and one can be right. */
export async function answerChallenge(
  db: Database,
  given: {
    readonly hash: Uint8Array;
    readonly purpose: 'login' | 'bind';
    readonly mac: Uint8Array;
    readonly now: Date;
  },
): Promise<Answered | undefined> {
  const [row] = await db.query<{
    right: boolean;
    attempts: number;
    phone_lookups: Uint8Array[];
    facts: Uint8Array | null;
  }>(
    {},
    `update accounts.challenge set attempts = attempts + 1, proven_at = case when code_mac = $3 then $4::timestamptz end
     where hash = $1 and purpose = $2 and attempts < ${CODE_GUESSES} and expires_at > $4 and proven_at is null
     returning proven_at is not null as right, attempts, phone_lookups, facts_sealed as facts`,
    [given.hash, given.purpose, given.mac, given.now],
  );
  return row && { right: row.right, attempts: row.attempts, lookups: row.phone_lookups, facts: row.facts };
}

/** The number behind a challenge whose code was right a moment ago and that nothing came of yet. */
export async function provenChallenge(
  db: Database,
  hash: Uint8Array,
  since: Date,
): Promise<readonly Uint8Array[] | undefined> {
  const [row] = await db.query<{ phone_lookups: Uint8Array[] }>(
    {},
    'select phone_lookups from accounts.challenge where hash = $1 and proven_at >= $2 and done_at is null',
    [hash, since],
  );
  return row?.phone_lookups;
}

/** True for the one who uses it up. */
export async function useChallenge(tx: Queryable, hash: Uint8Array, now: Date): Promise<boolean> {
  const rows = await tx.query(
    `update accounts.challenge set done_at = $2, facts_sealed = null
     where hash = $1 and proven_at is not null and done_at is null returning 1`,
    [hash, now],
  );
  return rows.length === 1;
}

// Accounts ----------------------------------------------------------------------------------------------------------------

export type AccountRef = { readonly id: string; readonly person: string; readonly region: string };

export const accountsOfPhone = (db: Database, lookups: readonly Uint8Array[]): Promise<AccountRef[]> =>
  db.query<AccountRef>({}, 'select id, person, region from accounts.accounts_of_phone($1)', [lookups]);

export async function accountOfNik(db: Database, lookups: readonly Uint8Array[]): Promise<AccountRef | undefined> {
  const [row] = await db.query<AccountRef>({}, 'select id, person, region from accounts.account_of_nik($1)', [lookups]);
  return row;
}

export type AccountRow = AccountRef & {
  readonly phoneLookup: Uint8Array;
  readonly phoneSealed: Uint8Array;
  readonly pinHash: string | null;
  readonly slipMac: Uint8Array | null;
  readonly slipUntil: Date | null;
};

export async function accountOfPerson(db: Database, person: string): Promise<AccountRow | undefined> {
  const [row] = await db.query<AccountRow & Row>(
    own(person),
    `select id, person, region, phone_lookup as "phoneLookup", phone_sealed as "phoneSealed", pin_hash as "pinHash",
       slip_mac as "slipMac", slip_until as "slipUntil" from accounts.account where person = $1`,
    [person],
  );
  return row;
}

export type Binding = AccountRef & {
  readonly nikLookup: Uint8Array;
  readonly phoneLookup: Uint8Array;
  readonly phoneSealed: Uint8Array;
  readonly pinHash: string | null;
  readonly slipMac: Uint8Array | null;
  readonly slipUntil: Date | null;
  readonly basis: 'counter' | 'register';
  readonly by: string;
  readonly now: Date;
};

/** Binds, or binds anew to another number: then the former PIN is void. @returns the account's id: another than given when it was there already, none when this very slip was */
export async function bindAccount(tx: Queryable, b: Binding): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `insert into accounts.account as a (id, person, region, nik_lookup, phone_lookup, phone_sealed, pin_hash, pin_set_at, slip_mac, slip_until, basis, bound_by, bound_at)
     values ($1, $2, $3, $4, $5, $6, $7, case when $7::text is null then null else $12::timestamptz end, $8, $9, $10, $11, $12)
     on conflict (person) do update set region = excluded.region, phone_lookup = excluded.phone_lookup, phone_sealed = excluded.phone_sealed,
       pin_hash = excluded.pin_hash, pin_set_at = excluded.pin_set_at, slip_mac = excluded.slip_mac, slip_until = excluded.slip_until,
       basis = excluded.basis, bound_by = excluded.bound_by, bound_at = excluded.bound_at
     where excluded.slip_mac is null or a.slip_mac is distinct from excluded.slip_mac
     returning id`,
    [
      ...[b.id, b.person, b.region, b.nikLookup, b.phoneLookup, b.phoneSealed, b.pinHash],
      ...[b.slipMac, b.slipUntil, b.basis, b.by, b.now],
    ],
  );
  return row?.id ?? '';
}

/** @returns false when this very slip was set before: a page sent twice */
export async function setSlip(tx: Queryable, account: string, mac: Uint8Array, until: Date): Promise<boolean> {
  const rows = await tx.query(
    `update accounts.account set slip_mac = $2, slip_until = $3, pin_hash = null, pin_set_at = null
     where id = $1 and slip_mac is distinct from $2 returning 1`,
    [account, mac, until],
  );
  return rows.length === 1;
}

/** @param slip when given, only if this slip still waits: two people with one slip can't both set a PIN */
export async function setPinHash(
  tx: Queryable,
  account: string,
  hash: string,
  now: Date,
  slip: Uint8Array | null,
): Promise<boolean> {
  const rows = await tx.query(
    `update accounts.account set pin_hash = $2, pin_set_at = $3, slip_mac = null, slip_until = null
     where id = $1 and ($4::bytea is null or (slip_mac = $4 and slip_until > $3)) returning 1`,
    [account, hash, now, slip],
  );
  return rows.length === 1;
}

// Sessions ------------------------------------------------------------------------------------------------------------------

export type SessionRow = {
  readonly id: string;
  readonly kind: 'citizen' | 'officer';
  readonly holder: string;
  readonly account: string | null;
  readonly officer: string | null;
  readonly level: number;
  readonly shared: boolean;
  readonly began_at: Date;
  readonly seen_at: Date;
  readonly expires_at: Date;
  readonly region: string | null;
  readonly pin_set: boolean;
  readonly name: string | null;
  readonly roles: readonly RoleHeld[] | null;
};

/** In the order of the tokens' hashes; undefined where a session is over or never was. */
export async function sessionsOfTokens(
  db: Database,
  hashes: readonly Uint8Array[],
  now: Date,
): Promise<readonly (SessionRow | undefined)[]> {
  const rows = await db.act<SessionRow & { n: number }>({}, 'select * from accounts.sessions_of($1, $2)', [
    hashes,
    now,
  ]);
  const byPlace = new Map(rows.map((row) => [row.n, row]));
  return hashes.map((_, at) => byPlace.get(at + 1));
}

/** Somebody who comes: the hash of his token, and the record that his address names. */
export type Coming = {
  readonly hash: Uint8Array;
  readonly record: { readonly region: string; readonly id: string } | null;
};

/**
 * As `sessionsOfTokens`, and names in the context of its own transaction what those who come may read there: each citizen with PIN the
 * record that he asks for, by pairs; all of them themselves, as `holders`. For statements that follow in the same round trip.
 */
export const admitting = (coming: readonly Coming[], now: Date): Asked => ({
  text: `with s as materialized (select * from accounts.sessions_of($1, $4)),
    c as materialized (select
      set_config('app.regions', string_agg(concat_ws(',', region, ($2::text[])[n]), ','), true),
      set_config('app.holders', string_agg(holder, ','), true),
      set_config('app.acts', coalesce(string_agg(($3::uuid[])[n] || ' ' || holder, ',') filter (where level = 2), ''), true)
      from s where kind = 'citizen' having count(*) > 0)
    select s.* from s left join c on true`,
  values: [
    coming.map(({ hash }) => hash),
    coming.map(({ record }) => record?.region ?? null),
    coming.map(({ record }) => record?.id ?? null),
    now,
  ],
});

export type NewSession = {
  readonly id: string;
  readonly hash: Uint8Array;
  readonly kind: 'citizen' | 'officer';
  readonly holder: string;
  readonly account: string | null;
  readonly officer: string | null;
  readonly level: Level;
  readonly shared: boolean;
  readonly device: string;
  readonly now: Date;
  readonly idle: number;
  readonly expiresAt: Date;
};

export const insertSession = (tx: Queryable, s: NewSession): Promise<Row[]> =>
  tx.query(
    `insert into accounts.session (id, token_hash, kind, holder, account, officer, level, shared, device, began_at, seen_at, idle_seconds, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12)`,
    [s.id, s.hash, s.kind, s.holder, s.account, s.officer, s.level, s.shared, s.device, s.now, s.idle, s.expiresAt],
  );

/** Seen again; a PIN that lapsed meanwhile stays lapsed. */
export const touchSession = (db: Database, holder: string, id: string, now: Date): Promise<Row[]> =>
  db.query(
    own(holder),
    `update accounts.session set level = case when kind = 'citizen' and seen_at < $2::timestamptz - make_interval(secs => ${LEVEL_TWO_IDLE}) then 1 else level end,
       seen_at = $2 where id = $1 and ended_at is null and seen_at < $2`,
    [id, now],
  );

/** A new token for the same session: what was known of it before no longer opens anything. False when another was quicker. */
export async function rotateSession(
  tx: Queryable,
  s: {
    readonly id: string;
    readonly from: Uint8Array;
    readonly to: Uint8Array;
    readonly level: Level;
    readonly now: Date;
  },
): Promise<boolean> {
  const rows = await tx.query(
    'update accounts.session set token_hash = $3, level = $4, seen_at = $5 where id = $1 and token_hash = $2 and ended_at is null returning 1',
    [s.id, s.from, s.to, s.level, s.now],
  );
  return rows.length === 1;
}

/** @param only one session, or all of this holder but `except` */
export async function endSessions(
  tx: Queryable,
  holder: string,
  now: Date,
  which: { readonly only?: string; readonly except?: string } = {},
): Promise<number> {
  const rows = await tx.query(
    `update accounts.session set ended_at = $2 where holder = $1 and ended_at is null
       and ($3::uuid is null or id = $3) and ($4::uuid is null or id <> $4) returning 1`,
    [holder, now, which.only ?? null, which.except ?? null],
  );
  return rows.length;
}

/** By the owner of the database alone, who sees everybody's. */
export async function endAllSessions(owner: Queryable, now: Date): Promise<number> {
  const rows = await owner.query('update accounts.session set ended_at = $1 where ended_at is null returning 1', [now]);
  return rows.length;
}

export type SessionListed = {
  readonly id: string;
  readonly device: string;
  readonly shared: boolean;
  readonly beganAt: Date;
  readonly seenAt: Date;
};

export const listSessions = (db: Database, holder: string, now: Date): Promise<SessionListed[]> =>
  db.query<SessionListed>(
    own(holder),
    `select id, device, shared, began_at as "beganAt", seen_at as "seenAt" from accounts.session
     where holder = $1 and ended_at is null and expires_at > $2 and seen_at + make_interval(secs => idle_seconds) > $2
     order by seen_at desc limit 50`,
    [holder, now],
  );

// What happened ---------------------------------------------------------------------------------------------------------------

export type AccountEvent = {
  readonly id: string;
  readonly at: Date;
  readonly holder: string;
  readonly actor: string;
  readonly office: string | null;
  readonly action: string;
  readonly body?: Readonly<Record<string, string | number | boolean>>;
};

export const insertEvent = (tx: Queryable, e: AccountEvent): Promise<Row[]> =>
  tx.query(
    'insert into accounts.event (id, at, holder, actor, office, action, body) values ($1, $2, $3, $4, $5, $6, $7)',
    [e.id, e.at, e.holder, e.actor, e.office, e.action, JSON.stringify(e.body ?? {})],
  );

export async function lastEvent(db: Database, holder: string): Promise<string | undefined> {
  const [row] = await db.query<{ action: string }>(
    own(holder),
    'select action from accounts.event where holder = $1 order by at desc, id desc limit 1',
    [holder],
  );
  return row?.action;
}

/** Sessions that ended a month ago; by the relay, which sees everybody's. */
export const sweepSessions = (relay: Database, now: Date): Promise<Row[]> =>
  relay.query({}, `delete from accounts.session where expires_at < $1::timestamptz - interval '30 days'`, [now]);

/** Challenges and delays that no longer mean anything. History is never swept. */
export async function sweep(db: Database, now: Date): Promise<void> {
  await db.query({}, `delete from accounts.challenge where expires_at < $1::timestamptz - interval '1 hour'`, [now]);
  await db.query(
    {},
    `delete from accounts.pace where last < $1::timestamptz - make_interval(secs => ${PACE_FORGETS}) and until < $1`,
    [now],
  );
  await db.query({}, `delete from accounts.device where seen_at < $1::timestamptz - interval '180 days'`, [now]);
}
