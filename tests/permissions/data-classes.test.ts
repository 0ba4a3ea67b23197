import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from '../../src/root.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

// docs/security/data.md against the database: a table that nobody put into a class, or that lacks its class's walls, fails here.

const page = readFileSync(join(ROOT, 'docs/security/data.md'), 'utf8');
const namesIn = (text: string): readonly string[] => [...text.matchAll(/`([a-z]+\.[a-z_]+)`/g)].map((m) => m[1] ?? '');
const tablesOf = (name: string): readonly string[] =>
  namesIn(new RegExp(`^\\| ${name} \\|[^|]+\\| ([^|]+) \\|$`, 'm').exec(page)?.[1] ?? '');
const CLASSES = ['secret', 'special', 'personal', 'work', 'public'] as const;
const ofPeople = () => [...tablesOf('secret'), ...tablesOf('special'), ...tablesOf('personal')].sort();
/** Those that the page itself says have no row-level security. */
const open = namesIn(/Without row-level security[^:]+:([\s\S]+?)The reporting role/.exec(page)?.[1] ?? '');

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
}, 60_000);
afterAll(() => t?.close());

const TABLES = `select n.nspname || '.' || c.relname as name, c.relrowsecurity as walled,
    has_table_privilege('satuloket_report', c.oid, 'select') as reported
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition
    and n.nspname not in ('pg_catalog', 'information_schema', 'public', 'graphile_worker') order by 1`;
type Table = { readonly name: string; readonly walled: boolean; readonly reported: boolean };

it('every table stands in one class', async () => {
  const tables = await t.admin<Table>(TABLES);
  expect(CLASSES.flatMap((one) => tablesOf(one)).sort()).toEqual(tables.map(({ name }) => name));
});

it('what people are in is walled row by row, and no report reads it', async () => {
  const tables = (await t.admin<Table>(TABLES)).filter(({ name }) => ofPeople().includes(name));
  expect(tables.filter(({ walled }) => !walled).map(({ name }) => name)).toEqual([...open].sort());
  expect(tables.filter(({ reported }) => reported).map(({ name }) => name)).toEqual(['accounts.role']);
});

it('the reporting role reads no column that opens anything', async () => {
  const columns = await t.admin<{ column: string }>(
    `select table_schema || '.' || table_name || '.' || column_name as column from information_schema.column_privileges
     where grantee = 'satuloket_report' and (column_name ~ '(hash|mac|sealed|token|secret|password|lookup|seed)')`,
  );
  expect(columns).toEqual([]);
});
