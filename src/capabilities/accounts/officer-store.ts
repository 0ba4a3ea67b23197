import type { Database, Queryable, Row } from '../../platform/database/index.ts';
import type { Capacity, RoleHeld } from './signed.ts';

export type OfficerRow = {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly nip: string | null;
  readonly nikSealed: Uint8Array | null;
  readonly passwordHash: string | null;
  readonly totpSealed: Uint8Array | null;
  readonly leftAt: Date | null;
};

const OFFICER = `select id, username, name, nip, nik_sealed as "nikSealed", password_hash as "passwordHash", totp_sealed as "totpSealed",
  left_at as "leftAt" from accounts.officer`;

export async function officerNamed(db: Database, username: string): Promise<OfficerRow | undefined> {
  const [row] = await db.query<OfficerRow>({}, `${OFFICER} where username = $1 and left_at is null`, [username]);
  return row;
}

export async function officerById(db: Database, id: string): Promise<OfficerRow | undefined> {
  const [row] = await db.query<OfficerRow>({}, `${OFFICER} where id = $1`, [id]);
  return row;
}

export async function officerEnrolling(db: Database, hash: Uint8Array, now: Date): Promise<OfficerRow | undefined> {
  const [row] = await db.query<OfficerRow>(
    {},
    `${OFFICER} where enrol_hash = $1 and enrol_until > $2 and left_at is null`,
    [hash, now],
  );
  return row;
}

export const insertOfficer = (
  tx: Queryable,
  o: {
    readonly id: string;
    readonly username: string;
    readonly name: string;
    readonly nip: string | null;
    readonly nikLookup: Uint8Array | null;
    readonly nikSealed: Uint8Array | null;
    readonly enrolHash: Uint8Array;
    readonly enrolUntil: Date;
    readonly now: Date;
    readonly by: string;
  },
): Promise<Row[]> =>
  tx.query(
    `insert into accounts.officer (id, username, name, nip, nik_lookup, nik_sealed, enrol_hash, enrol_until, added_at, added_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [o.id, o.username, o.name, o.nip, o.nikLookup, o.nikSealed, o.enrolHash, o.enrolUntil, o.now, o.by],
  );

/** A new link for the first or a lost password and TOTP; what was there no longer opens. */
export const renewEnrolment = (tx: Queryable, id: string, hash: Uint8Array, until: Date): Promise<Row[]> =>
  tx.query(
    `update accounts.officer set enrol_hash = $2, enrol_until = $3, password_hash = null, totp_sealed = null, totp_step = 0 where id = $1 and left_at is null returning 1`,
    [id, hash, until],
  );

/** The secret waits beside the link until a code of it was seen. */
export const keepSecret = (
  tx: Queryable,
  id: string,
  hash: Uint8Array,
  password: string,
  totp: Uint8Array,
): Promise<Row[]> =>
  tx.query(
    'update accounts.officer set password_hash = $3, totp_sealed = $4 where id = $1 and enrol_hash = $2 returning 1',
    [id, hash, password, totp],
  );

export const setPassword = (tx: Queryable, id: string, hash: string): Promise<Row[]> =>
  tx.query('update accounts.officer set password_hash = $2 where id = $1', [id, hash]);

/** @returns false when the link was used meanwhile or this half minute's code was */
export async function finishEnrolment(tx: Queryable, id: string, hash: Uint8Array, step: number): Promise<boolean> {
  const rows = await tx.query(
    `update accounts.officer set enrol_hash = null, enrol_until = null, totp_step = $3
     where id = $1 and enrol_hash = $2 and totp_step < $3 returning 1`,
    [id, hash, step],
  );
  return rows.length === 1;
}

/** A code of TOTP works once: only a later half minute than the last one passes. */
export async function passTotp(tx: Queryable, id: string, step: number): Promise<boolean> {
  const rows = await tx.query(
    `update accounts.officer set totp_step = $2 where id = $1 and totp_step < $2 and enrol_hash is null and left_at is null returning 1`,
    [id, step],
  );
  return rows.length === 1;
}

export const officerLeaves = (tx: Queryable, id: string, now: Date): Promise<Row[]> =>
  tx.query(
    'update accounts.officer set left_at = $2, enrol_hash = null where id = $1 and left_at is null returning 1',
    [id, now],
  );

// Roles -----------------------------------------------------------------------------------------------------------------------

export type Grant = {
  readonly id: string;
  readonly officer: string;
  readonly region: string;
  readonly office: string;
  readonly role: string;
  readonly capacity: Capacity;
  readonly from: Date;
  readonly until: Date | null;
  /** As papers name the seat; null: made of role and office. */
  readonly title: string | null;
};

/** The officer's row is held meanwhile, so that a page sent twice grants once. @returns the id of this or of the same role that stands; undefined without such an officer */
export async function insertRole(tx: Queryable, g: Grant, by: string, now: Date): Promise<string | undefined> {
  const held = await tx.query('select 1 from accounts.officer where id = $1 and left_at is null for update', [
    g.officer,
  ]);
  if (held.length === 0) return undefined;
  const [same] = await tx.query<{ id: string }>(
    `select id from accounts.role where officer = $1 and region = $2 and office = $3 and role = $4 and capacity = $5 and revoked_at is null
       and from_at <= $6 and (until_at is null or until_at >= coalesce($7, 'infinity'::timestamptz))`,
    [g.officer, g.region, g.office, g.role, g.capacity, g.from, g.until],
  );
  if (same) return same.id;
  await tx.query(
    `insert into accounts.role (id, officer, region, office, role, capacity, from_at, until_at, granted_by, granted_at, title)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [g.id, g.officer, g.region, g.office, g.role, g.capacity, g.from, g.until, by, now, g.title],
  );
  return g.id;
}

export async function revokeRole(
  tx: Queryable,
  id: string,
  by: string,
  now: Date,
): Promise<{ officer: string; region: string } | undefined> {
  const [row] = await tx.query<{ officer: string; region: string }>(
    'update accounts.role set revoked_by = $2, revoked_at = $3 where id = $1 and revoked_at is null returning officer, region',
    [id, by, now],
  );
  return row;
}

const ROLE_COLUMNS = 'id, officer, region, office, role, capacity, from_at as "from", until_at as "until"';
// Also of a moment long ago: a paper's signer must stay provable after the role ended.
const HELD = '(revoked_at is null or revoked_at > $2) and from_at <= $2 and (until_at is null or until_at > $2)';

export const rolesAt = (db: Database, officer: string, at: Date): Promise<RoleHeld[]> =>
  db.query<RoleHeld & Row>(
    {},
    `select region, office, role, capacity from accounts.role where officer = $1 and ${HELD} order by region, office, role`,
    [officer, at],
  );

/** All holders of a role at an office at a moment: the acting one first, for he is who signs. */
export const holdersAt = (
  db: Database,
  at: Date,
  office: string,
  role: string,
): Promise<(Grant & { name: string })[]> =>
  db.query<Grant & { name: string }>(
    {},
    `select r.id, r.officer, o.name, r.region, r.office, r.role, r.capacity, r.from_at as "from", r.until_at as "until"
     from accounts.role r join accounts.officer o on o.id = r.officer
     where r.region = split_part($1, '/', 1) and r.office = $1 and r.role = $3 and (o.left_at is null or o.left_at > $2)
       and (r.revoked_at is null or r.revoked_at > $2) and r.from_at <= $2 and (r.until_at is null or r.until_at > $2)
     order by r.capacity = 'tetap', r.from_at desc limit 20`,
    [office, at, role],
  );

export const roleById = async (db: Database, id: string): Promise<Grant | undefined> => {
  const [row] = await db.query<Grant & Row>({}, `select ${ROLE_COLUMNS} from accounts.role where id = $1`, [id]);
  return row;
};

export type OfficerListed = {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly enrolled: boolean;
  readonly role: string;
  readonly roleId: string;
  readonly office: string;
  readonly capacity: Capacity;
  readonly until: Date | null;
};

export const officersOfRegion = (db: Database, region: string, at: Date): Promise<OfficerListed[]> =>
  db.query<OfficerListed>(
    {},
    `select o.id, o.username, o.name, o.enrol_hash is null as enrolled, r.role, r.id as "roleId", r.office, r.capacity, r.until_at as "until"
     from accounts.role r join accounts.officer o on o.id = r.officer
     where r.region = $1 and r.revoked_at is null and (r.until_at is null or r.until_at > $2) and o.left_at is null
     order by r.office, o.name, r.role limit 500`,
    [region, at],
  );

/** How papers name this officer in this seat at this moment. */
export async function signsAs(
  db: Database,
  of: { readonly officer: string; readonly office: string; readonly roles: readonly string[]; readonly at: Date },
): Promise<{ readonly nip: string | null; readonly titles: Readonly<Record<string, string>> } | undefined> {
  const [row] = await db.query<{ nip: string | null; titles: Record<string, string> }>(
    {},
    `select o.nip, coalesce(jsonb_object_agg(r.role, r.title) filter (where r.title is not null), '{}'::jsonb) as titles
     from accounts.officer o left join accounts.role r on r.officer = o.id and r.office = $2 and r.role = any ($3::text[])
       and r.revoked_at is null and r.from_at <= $4 and (r.until_at is null or r.until_at > $4)
     where o.id::text = $1 group by o.nip`,
    [of.officer, of.office, of.roles, of.at],
  );
  return row;
}
