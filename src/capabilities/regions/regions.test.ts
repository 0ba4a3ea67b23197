import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../tests/support/database.ts';
import { queryable } from '../../platform/database/index.ts';
import { createRegions, loadRegions, type Regions } from './index.ts';

const csv = readFileSync(join(import.meta.dirname, '../../../reference/regions/wilayah.csv'), 'utf8');
let database: TestDatabase;
let regions: Regions;

async function load(text: string, today: string, into = database) {
  const client = new pg.Client({ connectionString: into.adminUrl });
  await client.connect();
  try {
    await client.query('begin');
    const loaded = await loadRegions(queryable(client), text, today);
    await client.query('commit');
    return loaded;
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  database = await testDatabase();
  expect(await load(csv, '2026-11-23')).toEqual({ changed: true, rows: 91_599 });
  regions = createRegions({ database: database.db });
});
afterAll(() => database.close());

const namesOf = (found: readonly { name: string }[]) => found.map((region) => region.name);

describe('the regions', () => {
  test('are loaded once for one file', async () => {
    expect(await load(csv, '2026-11-24')).toEqual({ changed: false, rows: 0 });
    expect((await database.admin('select count(*)::int as rows from regions.region'))[0]).toEqual({ rows: 91_599 });
  });

  test('are found by code, with all around them', async () => {
    expect(await regions.get('32.76')).toEqual({ code: '32.76', level: 2, name: 'Kota Depok', validUntil: null });
    expect(namesOf(await regions.path('32.76.10.1006'))).toEqual(['Jawa Barat', 'Kota Depok', 'Tapos', 'Cilangkap']);
    expect(await regions.path('99.76')).toEqual([]);
    expect(await regions.find('x')).toBeUndefined();
    await expect(regions.get('99.99')).rejects.toThrow('regions/unknown');
  });

  test('are listed by parent, never all', async () => {
    expect(await regions.children(null)).toHaveLength(38);
    expect(namesOf(await regions.children('32.76'))).toHaveLength(11);
    expect(namesOf(await regions.children('32.76.06'))).toContain('Kemiri Muka');
    expect(await regions.children('32.76.06.1001')).toEqual([]);
    expect(await regions.children(null, { limit: 5 })).toHaveLength(5);
  });

  test.each([
    ['depok', {}, '32.76'],
    ['Kota Depok', {}, '32.76'],
    ['kab. maluku tenggara', {}, '81.02'],
    ['Langgur', {}, '81.02.01.2014'],
    ['cilangkap depok', {}, '32.76.10.1006'],
    ['kemiri muka, beji', {}, '32.76.06.1004'],
    ['kemirimuka', { within: '32.76' }, '32.76.06.1004'],
    ['cilankap', { within: '32.76' }, '32.76.10.1006'],
    ['pancoran ms', { within: '32', level: 3 }, '32.76.01'],
    ['yogyakarta', { level: 2 }, '34.71'],
    ['ohoider', { within: '81.02' }, '81.02.01.2048'],
  ] as const)('%s with %o is %s', async (text, options, code) => {
    const found = await regions.search(text, options);
    expect(found.slice(0, 3).map((region) => region.code)).toContain(code);
  });

  test('a find says what lies around it', async () => {
    const [first] = await regions.search('kemiri muka');
    expect(first?.around).toEqual(['Beji', 'Kota Depok', 'Jawa Barat']);
  });

  test.each(['', ' ', 'a', "'; drop", '%%%', '___', 'x'.repeat(500)])('"%s" harms nothing', async (text) => {
    expect((await regions.search(text)).length).toBeLessThanOrEqual(10);
  });

  test('a village close by comes first among those that are called the same', async () => {
    const options = { level: 4, limit: 8 } as const;
    const elsewhere = await regions.search('sukamaju', options);
    expect(elsewhere.map(({ code }) => code)).not.toContain('32.76.08.1001');
    const found = await regions.search('sukamaju', { ...options, close: '32.76' });
    expect(found.slice(0, 3).map(({ code }) => code)).toEqual(['32.76.08.1001', '32.76.10.1004', elsewhere[0]?.code]);
    expect(found).toHaveLength(8);
  });

  test('the run-time role may only read', async () => {
    await expect(database.db.query({}, `update regions.region set name = 'x'`)).rejects.toThrow('permission denied');
  });

  test('a code that a newer file lacks stays with its last day', async () => {
    const small = await testDatabase();
    try {
      const two = csv.replace(/^(?!code|11,|96[.,]).*\n/gm, '');
      const one = two.replace(/^96[.,].*\n?/gm, '');
      const fresh = () => createRegions({ database: small.db });
      await load(two, '2026-12-31', small);
      expect((await load(one, '2027-01-01', small)).changed).toBe(true);
      expect(await fresh().find('96')).toMatchObject({ validUntil: '2027-01-01' });
      expect(await fresh().children(null)).toHaveLength(1);
      expect((await load(two, '2027-01-02', small)).changed).toBe(true);
      expect(await fresh().find('96')).toMatchObject({ validUntil: null });
    } finally {
      await small.close();
    }
  });

  test('a damaged file is refused by its line', async () => {
    await expect(load('code,name,level\n32,Jawa Barat,1\n32.76.01,Beji,3\n', '2027-01-01')).rejects.toThrow('line 3');
  });
});
