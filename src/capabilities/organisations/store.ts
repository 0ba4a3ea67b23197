import type { Text } from '../../kernel/text.ts';
import type { Database, Queryable } from '../../platform/database/index.ts';
import type { Office } from './office.ts';

const COLUMNS = `region || '/' || code as ref, region, code, kind, name, address, phone, zone, week, areas, closed_on as "closedOn"`;
const PUBLIC = {};

export type Holiday = {
  readonly area: string;
  readonly date: string;
  readonly kind: string;
  readonly name: Text;
  /** Whether somebody compared it with the decree of its year. */
  readonly checked: boolean;
  readonly source: string;
};

export const organisationStore = (database: Database) => ({
  office: (region: string, code: string) =>
    database.query<Office>(PUBLIC, `select ${COLUMNS} from organisations.office where region = $1 and code = $2`, [
      region,
      code,
    ]),

  // The narrowest area wins: a kelurahan's own office before one of the whole city.
  answering: (kind: string, lineage: readonly string[]) =>
    database.query<Office>(
      PUBLIC,
      `select ${COLUMNS} from organisations.office, lateral (select max(length(area)) as depth from unnest(areas) area where area = any($2)) as near
       where kind = $1 and areas && $2::text[] and closed_on is null
       order by near.depth desc, region, code limit 1`,
      [kind, lineage],
    ),

  within: (kind: string, code: string, lineage: readonly string[], limit: number) =>
    database.query<Office>(
      PUBLIC,
      `select ${COLUMNS} from organisations.office
       where kind = $1 and closed_on is null
         and exists (select from unnest(areas) area where area = any($3) or starts_with(area, $2 || '.'))
       order by region, name limit $4`,
      [kind, code, lineage, limit],
    ),

  holidays: (areas: readonly string[]) =>
    database.query<Holiday>(
      PUBLIC,
      `select area, date, kind, name, checked, source from organisations.holiday where area = any($1) order by date, area`,
      [areas],
    ),
});

export async function writeOffices(owner: Queryable, offices: readonly Office[]): Promise<void> {
  const values = offices.map(({ ref: _, closedOn, ...office }) => ({ ...office, closed_on: closedOn }));
  await owner.query(
    `insert into organisations.office (region, code, kind, name, address, phone, zone, week, areas, closed_on)
     select region, code, kind, name, address, phone, zone, week, areas, closed_on
     from jsonb_populate_recordset(null::organisations.office, $1::jsonb)
     on conflict (region, code) do update set kind = excluded.kind, name = excluded.name, address = excluded.address,
       phone = excluded.phone, zone = excluded.zone, week = excluded.week, areas = excluded.areas, closed_on = excluded.closed_on`,
    [JSON.stringify(values)],
  );
}

export async function writeHolidays(
  owner: Queryable,
  area: string,
  year: number,
  holidays: readonly Holiday[],
): Promise<void> {
  await owner.query(
    `with gone as (delete from organisations.holiday where area = $1 and extract(year from date) = $2
       and not (date = any($3::date[])))
     insert into organisations.holiday (area, date, kind, name, checked, source)
     select area, date, kind, name, checked, source from jsonb_populate_recordset(null::organisations.holiday, $4::jsonb)
     on conflict (area, date) do update set kind = excluded.kind, name = excluded.name, checked = excluded.checked, source = excluded.source`,
    [area, year, holidays.map((holiday) => holiday.date), JSON.stringify(holidays)],
  );
}
