import type { Database, Queryable } from '../../platform/database/index.ts';

export type Access = {
  readonly region: string;
  readonly id: string;
  readonly at: Date;
  readonly actor: string;
  readonly actorLabel: string;
  readonly office: string | null;
  readonly purpose: string;
  readonly seen: readonly string[];
  readonly persons: readonly string[];
};

export async function insertAccess(db: Database, a: Access): Promise<void> {
  await db.query(
    { regions: [a.region] },
    `insert into audit.access (region, id, at, actor, actor_label, office, purpose, seen, persons) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [a.region, a.id, a.at, a.actor, a.actorLabel, a.office, a.purpose, a.seen, a.persons],
  );
}

export type Looked = Pick<Access, 'region' | 'at' | 'actor' | 'actorLabel' | 'office' | 'purpose' | 'seen'>;
export const accessesOf = (
  db: Database,
  person: string,
  limit: number,
): Promise<(Looked & Record<string, unknown>)[]> =>
  db.query(
    { persons: [person] },
    `select region, at, actor, actor_label as "actorLabel", office, purpose, seen from audit.access
     where persons && array[$1] order by at desc limit $2`,
    [person, limit],
  );

export type Seal = {
  readonly region: string;
  readonly number: number;
  readonly at: Date;
  readonly era: number;
  readonly below: string;
  readonly acts: number;
  readonly accesses: number;
  readonly digest: Buffer;
  readonly mac: Buffer;
  readonly keyId: string;
};
const SEAL = 'region, number, at, era, below::text, acts, accesses, digest, mac, key_id as "keyId"';

export const lastSeal = async (q: Queryable, region: string): Promise<Seal | undefined> =>
  (
    await q.query<Seal & Record<string, unknown>>(
      `select ${SEAL} from audit.seal where region = $1 order by number desc limit 1`,
      [region],
    )
  )[0];
export const sealsOf = (q: Queryable, region: string): Promise<(Seal & Record<string, unknown>)[]> =>
  q.query(`select ${SEAL} from audit.seal where region = $1 order by number`, [region]);

export const sealsAfter = (q: Queryable, region: string, number: number): Promise<(Seal & Record<string, unknown>)[]> =>
  q.query(`select ${SEAL} from audit.seal where region = $1 and number > $2 order by number`, [region, number]);

export const insertSeal = (q: Queryable, s: Seal): Promise<unknown> =>
  q.query(
    `insert into audit.seal (region, number, at, era, below, acts, accesses, digest, mac, key_id) values ($1, $2, $3, $4, $5::xid8, $6, $7, $8, $9, $10)`,
    [s.region, s.number, s.at, s.era, s.below, s.acts, s.accesses, s.digest, s.mac, s.keyId],
  );

/** Up to here every transaction has ended, so nothing older can still appear. */
export async function horizon(q: Queryable): Promise<{ era: number; below: string }> {
  const [row] = await q.query<{ era: number; below: string }>(
    'select audit.era() as era, pg_snapshot_xmin(pg_current_snapshot())::text as below',
  );
  if (!row) throw new Error('no horizon');
  return row;
}

export const regionsWithHistory = async (q: Queryable): Promise<string[]> =>
  (
    await q.query<{ region: string }>(
      'select distinct region from (select region from audit.act union select region from audit.access union select region from audit.seal) r order by 1',
    )
  ).map((row) => row.region);

export type Range = { readonly region: string; readonly era: number; readonly from: string; readonly below: string };

/** Everything of the rows in one digest: each row as the server prints it under fixed settings. Naming `era > 0` opens the seals' own index. */
export async function digestRange(q: Queryable, r: Range): Promise<{ acts: number; accesses: number; digest: Buffer }> {
  await q.query(
    `select set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO, YMD', true), set_config('bytea_output', 'hex', true)`,
  );
  const part = (table: string, order: string) =>
    `(select count(*)::int as n, coalesce(string_agg(sha256(convert_to(t::text, 'UTF8')), ''::bytea order by ${order}), '') as rows
      from ${table} t where region = $1 and era = $2 and era > 0 and xid >= $3::xid8 and xid < $4::xid8)`;
  const [row] = await q.query<{ acts: number; accesses: number; digest: Buffer }>(
    `select a.n as acts, x.n as accesses, sha256(sha256(a.rows) || sha256(x.rows)) as digest
     from ${part('audit.act', 'kind, id, version')} a, ${part('audit.access', 'id')} x`,
    [r.region, r.era, r.from, r.below],
  );
  if (!row) throw new Error('no digest');
  return row;
}

/** Records whose chain is broken: a gap, a wrong link, a wrong hash. Runs in the database, over all rows of a region. */
export const brokenChains = (
  q: Queryable,
  region: string,
): Promise<{ kind: string; id: string; version: number; why: string }[]> =>
  q.query(
    `select kind, id::text, version, why from (
       select kind, id, version, case
         when hash <> sha256(prev || body) then 'isi'
         when version <> coalesce(lag(version) over w, 0) + 1 then 'celah'
         when prev <> coalesce(lag(hash) over w, ''::bytea) then 'rantai' end as why
       from audit.act where region = $1 window w as (partition by kind, id order by version)) c
     where why is not null limit 100`,
    [region],
  );
