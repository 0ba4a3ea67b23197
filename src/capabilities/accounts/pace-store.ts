import type { Queryable, Row } from '../../platform/database/index.ts';
import { ALLOWANCES, type AllowanceKind, PACE_FORGETS, PACES, type PaceKind } from './pace.ts';

const PACED = `insert into accounts.pace as p (key, tries, last, until)
  select $1::bytea, 1, $2::timestamptz, $2::timestamptz + make_interval(secs => ($3::int[])[1])
  on conflict (key) do update set last = $2,
    tries = case when p.last < $2::timestamptz - make_interval(secs => ${PACE_FORGETS}) then 1 else p.tries + 1 end,
    until = $2::timestamptz + make_interval(secs => ($3::int[])[
      case when p.last < $2::timestamptz - make_interval(secs => ${PACE_FORGETS}) then 1 else least(p.tries + 1, cardinality($3::int[])) end])
  where p.until <= $2
  returning p.tries, p.until`;

export type Paced = { readonly allowed: true } | { readonly allowed: false; readonly until: Date };

/** Takes one try before the secret is looked at, so that a hundred guesses at once are still counted one by one. */
export async function takeTry(q: Queryable, key: Uint8Array, kind: PaceKind, now: Date): Promise<Paced> {
  const [row] = await q.query<{ tries: number; until: Date }>(PACED, [key, now, PACES[kind]]);
  return row ? { allowed: true } : { allowed: false, until: await waitsUntil(q, key, now) };
}

async function waitsUntil(q: Queryable, key: Uint8Array, now: Date): Promise<Date> {
  const [row] = await q.query<{ until: Date }>('select until from accounts.pace where key = $1', [key]);
  return row?.until ?? new Date(now.getTime() + 1000);
}

export const forgetTries = (tx: Queryable, keys: readonly Uint8Array[]): Promise<Row[]> =>
  tx.query('delete from accounts.pace where key = any ($1::bytea[])', [keys]);

const ALLOWED = `insert into accounts.pace as p (key, tries, last, until)
  select $1::bytea, 1, $2::timestamptz, $2::timestamptz - make_interval(secs => ($3::int - 2) * $4::int)
  on conflict (key) do update set last = $2, tries = p.tries + 1,
    until = greatest(p.until, $2::timestamptz - make_interval(secs => ($3::int - 1) * $4::int)) + make_interval(secs => $4::int)
  where p.until <= $2
  returning p.until`;

/** `last`: no other is left at hand. */
export type Taken =
  | { readonly allowed: true; readonly last: boolean }
  | { readonly allowed: false; readonly until: Date };

/**
 * Takes one try of an allowance that fills up with time and with nothing else. `until` is the moment from which another try is
 * allowed, so one column holds how many are at hand: it lies as many tries in the past.
 */
export async function takeOf(q: Queryable, key: Uint8Array, kind: AllowanceKind, now: Date): Promise<Taken> {
  const { atHand, every } = ALLOWANCES[kind];
  const [row] = await q.query<{ until: Date }>(ALLOWED, [key, now, atHand, every]);
  return row ? { allowed: true, last: row.until > now } : { allowed: false, until: await waitsUntil(q, key, now) };
}

/** The try was right, so it costs nothing. What others took meanwhile stays taken. */
export const giveBack = (q: Queryable, key: Uint8Array, kind: AllowanceKind): Promise<Row[]> =>
  q.query('update accounts.pace set until = until - make_interval(secs => $2::int) where key = $1', [
    key,
    ALLOWANCES[kind].every,
  ]);

// Devices -----------------------------------------------------------------------------------------------------------------

export async function knownDevice(tx: Queryable, lookups: readonly Uint8Array[], hash: Uint8Array): Promise<boolean> {
  const rows = await tx.query('select 1 from accounts.device where phone_lookup = any ($1::bytea[]) and hash = $2', [
    lookups,
    hash,
  ]);
  return rows.length > 0;
}

export const rememberDevice = (tx: Queryable, lookup: Uint8Array, hash: Uint8Array, now: Date): Promise<Row[]> =>
  tx.query(
    `insert into accounts.device (phone_lookup, hash, seen_at) values ($1, $2, $3)
     on conflict (phone_lookup, hash) do update set seen_at = excluded.seen_at`,
    [lookup, hash, now],
  );

/** Keeps the browsers that were seen last. */
export const keepDevices = (tx: Queryable, lookup: Uint8Array, most: number): Promise<Row[]> =>
  tx.query(
    `delete from accounts.device where phone_lookup = $1 and hash not in
       (select hash from accounts.device where phone_lookup = $1 order by seen_at desc, hash limit $2)`,
    [lookup, most],
  );

export const forgetDevices = (tx: Queryable, lookups: readonly Uint8Array[]): Promise<Row[]> =>
  tx.query('delete from accounts.device where phone_lookup = any ($1::bytea[])', [lookups]);
