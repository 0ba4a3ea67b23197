import type { Database, Queryable } from '../../platform/database/index.ts';
import {
  asRows,
  FAMILY_COLUMNS,
  FAMILY_SELECT,
  FAMILY_SET,
  PERSON_COLUMNS,
  PERSON_SELECT,
  PERSON_SET,
} from './columns.ts';
import type { Family, Person } from './person.ts';
import type { NumberKind } from './register.ts';

/** Statements under the context of these regions, each in a transaction of its own. The register is asked by keys only. */
export const within = (database: Database, ...regions: readonly string[]): Queryable => ({
  query: (text, values = []) => database.act({ regions }, text, values),
});

export const personsByNik = (db: Queryable, niks: readonly string[]): Promise<Person[]> =>
  db.query<Person>(`select ${PERSON_SELECT} from people.person where nik = any($1)`, [niks]);

export const membersOf = (db: Queryable, region: string, kks: readonly string[]): Promise<Person[]> =>
  db.query<Person>(`select ${PERSON_SELECT} from people.person where region = $1 and kk = any($2)`, [region, kks]);

export const familiesByKk = (db: Queryable, region: string, kks: readonly string[]): Promise<Family[]> =>
  db.query<Family>(`select ${FAMILY_SELECT} from people.family where region = $1 and kk = any($2)`, [region, kks]);

/** Everybody on the cards of these, they themselves included; without a card alone. */
export async function householdsOf(
  database: Database,
  region: string,
  niks: readonly string[],
): Promise<{ readonly members: readonly Person[]; readonly families: readonly Family[] }> {
  const cards = '(select region, kk from people.person where nik = any($1))';
  const [members = [], families = []] = await database.acts({ regions: [region] }, [
    {
      text: `select ${PERSON_SELECT} from people.person where nik = any($1) and kk is null
       union all select ${PERSON_SELECT} from people.person where (region, kk) in ${cards}`,
      values: [niks],
    },
    { text: `select ${FAMILY_SELECT} from people.family where (region, kk) in ${cards}`, values: [niks] },
  ]);
  return { members: members as Person[], families: families as Family[] };
}

export const personsById = (db: Queryable, region: string, ids: readonly string[]): Promise<Person[]> =>
  db.query<Person>(`select ${PERSON_SELECT} from people.person where region = $1 and id = any($2)`, [region, ids]);

/** Those whom the context of the transaction names as `holders`. */
export const HOLDERS = `select ${PERSON_SELECT} from people.person
  where region = any ((select platform.listed('regions'))::text[]) and id = any ((select platform.listed('holders'))::uuid[])`;

export async function regionOf(db: Queryable, nik: string): Promise<string | undefined> {
  const [row] = await db.query<{ region: string | null }>('select people.region_of($1) as region', [nik]);
  return row?.region ?? undefined;
}

export const insertFamilies = (tx: Queryable, families: readonly Family[]): Promise<unknown> =>
  tx.query(
    `insert into people.family (${FAMILY_COLUMNS}) select ${FAMILY_COLUMNS} from jsonb_populate_recordset(null::people.family, $1::jsonb)`,
    [asRows(families)],
  );

export const insertPersons = (tx: Queryable, persons: readonly Person[]): Promise<unknown> =>
  tx.query(
    `insert into people.person (${PERSON_COLUMNS}) select ${PERSON_COLUMNS} from jsonb_populate_recordset(null::people.person, $1::jsonb)`,
    [asRows(persons)],
  );

/** How many were changed: fewer than given when one is no longer as it was read. */
export async function updateFamilies(tx: Queryable, families: readonly Family[]): Promise<number> {
  const rows = await tx.query(
    `update people.family old set ${FAMILY_SET} from jsonb_populate_recordset(null::people.family, $1::jsonb) new
     where old.region = new.region and old.kk = new.kk and old.version = new.version returning old.kk`,
    [asRows(families)],
  );
  return rows.length;
}

export async function updatePersons(tx: Queryable, persons: readonly Person[]): Promise<number> {
  const rows = await tx.query(
    `update people.person old set ${PERSON_SET} from jsonb_populate_recordset(null::people.person, $1::jsonb) new
     where old.region = new.region and old.nik = new.nik and old.version = new.version returning old.nik`,
    [asRows(persons)],
  );
  return rows.length;
}

export type EventRow = {
  readonly region: string;
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly nik: string | null;
  readonly kk: string | null;
  readonly changes: unknown;
  readonly basis: string;
  readonly actor: string;
};

export const insertEvents = (tx: Queryable, events: readonly EventRow[]): Promise<unknown> =>
  tx.query('insert into people.event select * from jsonb_populate_recordset(null::people.event, $1::jsonb)', [
    JSON.stringify(events),
  ]);

export const reservedFor = (tx: Queryable, region: string, basis: string) =>
  tx.query<{ kind: NumberKind; number: string; slot: string }>(
    `select kind, number, slot from people.number where region = $1 and basis = $2 and state = 'reserved'`,
    [region, basis],
  );

/** The next serial of a prefix; undefined when all 9999 are used. The row stays locked until the transaction ends, so nobody gets the same one. */
export async function nextSerial(
  tx: Queryable,
  region: string,
  kind: NumberKind,
  prefix: string,
): Promise<number | undefined> {
  const [row] = await tx.query<{ last: number }>(
    `insert into people.serial as s (region, kind, prefix, last) values ($1, $2, $3, 1)
     on conflict (region, kind, prefix) do update set last = s.last + 1 where s.last < 9999 returning last`,
    [region, kind, prefix],
  );
  return row?.last;
}

export type NumberRow = { region: string; kind: NumberKind; number: string; basis: string; slot: string; at: Date };

/** False when the number was given out before. */
export async function insertNumber(tx: Queryable, row: NumberRow): Promise<boolean> {
  const rows = await tx.query(
    `insert into people.number (region, kind, number, state, basis, slot, at) values ($1, $2, $3, 'reserved', $4, $5, $6)
     on conflict (region, kind, number) do nothing returning number`,
    [row.region, row.kind, row.number, row.basis, row.slot, row.at],
  );
  return rows.length === 1;
}

export async function settleNumbers(
  tx: Queryable,
  region: string,
  numbers: readonly { kind: NumberKind; number: string }[],
  state: 'issued' | 'void',
  at: Date,
): Promise<number> {
  const rows = await tx.query(
    `update people.number n set state = $4, at = $5 from unnest($2::text[], $3::text[]) as given(kind, number)
     where n.region = $1 and n.kind = given.kind and n.number = given.number and n.state = 'reserved' returning n.number`,
    [region, numbers.map((one) => one.kind), numbers.map((one) => one.number), state, at],
  );
  return rows.length;
}

export const eventsOf = (db: Queryable, region: string, key: { nik: string } | { kk: string }): Promise<EventRow[]> =>
  db.query<EventRow>(
    `select region, id, at, kind, nik, kk, changes, basis, actor from people.event
     where region = $1 and ${'nik' in key ? 'nik' : 'kk'} = $2 order by at, id`,
    [region, 'nik' in key ? key.nik : key.kk],
  );

export async function isEmpty(owner: Queryable): Promise<boolean> {
  const [row] = await owner.query<{ empty: boolean }>('select not exists (select from people.person) as empty');
  return row?.empty ?? false;
}

/** Every number of the demo is issued already, so that the next one is another. */
export async function insertDemoNumbers(owner: Queryable): Promise<void> {
  const row = (kind: string, table: string) =>
    `insert into people.number (region, kind, number, state, basis, slot, at)
     select region, '${kind}', ${kind}, 'issued', 'demo', ${kind}, now() from people.${table}`;
  await owner.query(row('nik', 'person'));
  await owner.query(row('kk', 'family'));
  await owner.query('analyze people.person, people.family, people.number');
}

/** Asked before migrations too: a database that an older version left may lack the younger table. */
export async function regionsWithStrangers(owner: Queryable): Promise<{ region: string }[]> {
  const [stands] = await owner.query<{ introduced: boolean }>(
    "select to_regclass('people.introduced') is not null as introduced",
  );
  const tables = ['people.person', ...(stands?.introduced ? ['people.introduced'] : [])];
  return owner.query<{ region: string }>(
    tables.map((table) => `(select region from ${table} where nik not like '99%' limit 1)`).join(' union all '),
  );
}
