import type { Database, Queryable } from '../../platform/database/index.ts';
import type { Region } from './region.ts';

const COLUMNS = `code, level, name, valid_until as "validUntil"`;
const PUBLIC = {};

export type TypedName = {
  readonly bare: string;
  /** Every way to part the words into a name and what lies around it. */
  readonly heads: readonly string[];
  readonly tails: readonly string[];
};

export type RegionStore = ReturnType<typeof regionStore>;

/** Reads of the reference table; it is public, so no context is needed. */
export const regionStore = (database: Database) => ({
  byCodes: (codes: readonly string[]) =>
    database.query<Region>(PUBLIC, `select ${COLUMNS} from regions.region where code = any($1) order by code`, [codes]),

  children: (parent: string | null, level: number, limit: number) =>
    database.query<Region>(
      PUBLIC,
      `select ${COLUMNS} from regions.region
       where level = $2 and valid_until is null and ($1::text is null or (code > $1 || '.' and code < $1 || '/'))
       order by code limit $3`,
      [parent, level, limit],
    ),

  /** `near`: also names that only resemble it, which takes ten times as long. */
  search: (name: TypedName, near: boolean, within: string | null, level: number | null, limit: number) =>
    database.query<Region>(PUBLIC, searchText(within !== null, level !== null, near), [
      name.bare,
      name.heads,
      name.tails,
      limit,
      ...(within === null ? [] : [within]),
      ...(level === null ? [] : [level]),
    ]),
});

// Narrow look-ups, each bounded, then one order: as typed, begins so, name and surroundings, nearly so.
// A text per combination of filters, since one plan for all of them would read the whole table.
function searchText(within: boolean, level: boolean, near: boolean): string {
  const from = `select r.code, r.level, r.name, r.bare, r.valid_until`;
  const valid = [
    'r.valid_until is null',
    ...(within ? [`r.code > $5 || '.' and r.code < $5 || '/'`] : []),
    ...(level ? [`r.level = $${within ? 6 : 5}`] : []),
  ].join(' and ');
  return `with found as (
      (${from}, case when bare = $1 then 0 else 1 end as rank, length(bare) as far from regions.region r
       where ${valid} and bare >= $1 and bare < $1 || '{' order by length(bare), level, code limit $4)
      union all
      (select p.code, p.level, p.name, p.bare, p.valid_until, case when p.bare = part.head then 0 else 2 end, length(p.bare)
       from unnest($2::text[], $3::text[]) as part(head, tail)
       cross join lateral (${from} from regions.region r
         where ${valid} and r.bare >= part.head and r.bare < part.head || '{'
           and r.around like '% ' || replace(part.tail, ' ', '% ') || '%'
         order by length(r.bare), r.level, r.code limit $4) p)
      ${
        near
          ? `union all (${from}, 3, (1000 * (1 - similarity(bare, $1)))::int from regions.region r
        where ${valid} and bare % $1 order by similarity(bare, $1) desc, level, code limit $4)`
          : ''
      }
    ), best as (select distinct on (code) * from found order by code, rank, far)
    select ${COLUMNS} from best order by rank, far, level, code limit $4`;
}

export type RegionRow = { code: string; level: number; name: string; bare: string; around: string };

export async function loadedAlready(owner: Queryable, csv: string): Promise<{ sha256: string; known: boolean }> {
  const [row] = await owner.query<{ sha256: string; known: boolean }>(
    `with file as materialized (select encode(sha256(convert_to($1, 'UTF8')), 'hex') as sha256)
     select sha256, exists (select from regions.edition e where e.sha256 = file.sha256) and
       not exists (select from regions.region r where r.edition <> file.sha256 and r.valid_until is null) as known from file`,
    [csv],
  );
  return row ?? { sha256: '', known: false };
}

export async function writeRegions(
  owner: Queryable,
  sha256: string,
  rows: readonly RegionRow[],
  today: string,
): Promise<void> {
  await owner.query(
    `insert into regions.edition (sha256, loaded_on, rows) values ($1, $2, $3) on conflict (sha256) do update set loaded_on = $2`,
    [sha256, today, rows.length],
  );
  for (let from = 0; from < rows.length; from += 10_000) {
    const part = rows.slice(from, from + 10_000);
    await owner.query(
      `insert into regions.region (code, level, name, bare, around, edition)
       select *, $6 from unnest($1::text[], $2::smallint[], $3::text[], $4::text[], $5::text[])
       on conflict (code) do update set name = excluded.name, bare = excluded.bare, around = excluded.around,
         edition = excluded.edition, valid_until = null`,
      [
        ...(['code', 'level', 'name', 'bare', 'around'] as const).map((column) => part.map((row) => row[column])),
        sha256,
      ],
    );
  }
  await owner.query(`update regions.region set valid_until = $2 where edition <> $1 and valid_until is null`, [
    sha256,
    today,
  ]);
  await owner.query('analyze regions.region');
}
