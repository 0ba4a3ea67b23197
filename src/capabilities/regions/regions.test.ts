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

async function load(text: string, today: string) {
  const client = new pg.Client({ connectionString: database.adminUrl });
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
  const from = performance.now();
  expect(await load(csv, '2026-11-23')).toEqual({ changed: true, rows: 91_599 });
  console.info(`load: ${Math.round(performance.now() - from)} ms`);
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

  test('typing is answered fast', async () => {
    const texts = [
      'su',
      'suka',
      'sukamaju',
      'sukamajv bandung',
      'jalan tidak ada',
      'tanah',
      'kota jaya baru',
      'mek',
      'dr',
    ];
    const times: number[] = [];
    for (const text of [...texts, ...texts, ...texts, ...texts]) {
      const from = performance.now();
      await regions.search(text);
      times.push(performance.now() - from);
    }
    const usual = times.slice(texts.length).toSorted((a, b) => a - b);
    console.info(`search: median ${usual[13]?.toFixed(1)} ms, slowest ${usual.at(-1)?.toFixed(1)} ms`);
    expect(usual[13]).toBeLessThan(40);
  });

  test('the run-time role may only read', async () => {
    await expect(database.db.query({}, `update regions.region set name = 'x'`)).rejects.toThrow('permission denied');
  });

  test('a code that a newer file lacks stays with its last day', async () => {
    const shorter = csv.replace(/^96\..*\n/gm, '').replace(/^96,.*\n/m, '');
    expect((await load(shorter, '2027-01-01')).changed).toBe(true);
    const fresh = createRegions({ database: database.db });
    expect(await fresh.find('96')).toMatchObject({ validUntil: '2027-01-01' });
    expect(await fresh.children(null)).toHaveLength(37);
    expect((await load(csv, '2027-01-02')).changed).toBe(true);
    expect(await createRegions({ database: database.db }).find('96')).toMatchObject({ validUntil: null });
  });

  test('a damaged file is refused by its line', async () => {
    await expect(load('code,name,level\n32,Jawa Barat,1\n32.76.01,Beji,3\n', '2027-01-01')).rejects.toThrow('line 3');
  });
});
