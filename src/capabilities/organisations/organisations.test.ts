import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type TestDatabase, testDatabase } from '../../../tests/support/database.ts';
import { addWorkingTime } from '../../kernel/working-time.ts';
import { type Queryable, queryable } from '../../platform/database/index.ts';
import { createRegions, loadRegions, type Regions } from '../regions/index.ts';
import {
  createOrganisations,
  importHolidays,
  importOffices,
  OFFICE_COLUMNS,
  type Organisations,
  parseWeek,
  sayWeek,
} from './index.ts';

const reference = (path: string): string => readFileSync(join(import.meta.dirname, '../../../reference', path), 'utf8');
const KINDS = ['dukcapil', 'kecamatan', 'kelurahan', 'puskesmas', 'klinik', 'dpmptsp'];
let database: TestDatabase;
let client: pg.Client;
let owner: Queryable;
let regions: Regions;
let organisations: Organisations;

beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  owner = queryable(client);
  const places = reference('regions/wilayah.csv').split('\n');
  const demo = places.filter((line) => /^(code|(32|81)(,|\.76[.,]|\.02[.,]))/.test(line));
  await loadRegions(owner, `${demo.join('\n')}\n`, '2026-11-23');
  regions = createRegions({ database: database.db });
  expect(await importOffices({ owner, regions }, reference('demo/offices.csv'), KINDS)).toMatchObject({ problems: [] });
  for (const year of [2026, 2027]) {
    const { imported, issues } = await importHolidays(owner, parse(reference(`holidays/${year}.yaml`)));
    expect(issues).toEqual([]);
    expect(imported).toBeGreaterThan(16);
  }
  organisations = createOrganisations({ database: database.db, clock: () => new Date() });
});
afterAll(async () => {
  await client.end();
  await database.close();
});

describe('offices', () => {
  test.each([
    ['dukcapil', '32.76', '32.76/dukcapil'],
    ['dukcapil', '32.76.06.1001', '32.76/dukcapil'],
    ['kelurahan', '32.76.06.1001', '32.76/kel-beji'],
    ['kelurahan', '32.76.02.1008', '32.76/kel-curug-cimanggis'],
    ['kecamatan', '81.02.03.2006', '81.02/kec-kei-besar'],
    ['kelurahan', '81.02.01.2014', '81.02/desa-langgur'],
    ['kelurahan', '81.02.03.2006', '81.02/desa-elat'],
    ['kelurahan', '32.76', undefined],
    ['kelurahan', 'nowhere', undefined],
  ])('the %s of %s is %s', async (kind, code, ref) => {
    expect((await organisations.officeOf(kind, code))?.ref).toBe(ref);
  });

  test('of a kind are listed for a region and for a part of it', async () => {
    expect(await organisations.offices('kelurahan', '32.76')).toHaveLength(63);
    expect(await organisations.offices('kelurahan', '32.76.06')).toHaveLength(6);
    expect((await organisations.offices('dukcapil', '32.76.06.1001')).map((office) => office.ref)).toEqual([
      '32.76/dukcapil',
    ]);
    expect(await organisations.offices('kelurahan', '32.7')).toEqual([]);
  });

  test('have a name, a phone and a clock', async () => {
    const office = await organisations.getOffice('81.02/dukcapil');
    expect(office).toMatchObject({
      region: '81.02',
      kind: 'dukcapil',
      zone: 'WIT',
      phone: '+629165550001',
      closedOn: null,
    });
    await expect(organisations.getOffice('81.02/none')).rejects.toThrow('organisations/unknown');
  });

  test('the same promise over Christmas and a weekend', async () => {
    const office = await organisations.getOffice('32.76/dukcapil');
    const clock = await organisations.clockOf(office);
    expect(addWorkingTime(new Date('2026-12-23T15:00:00+07:00'), { hours: 2 }, clock)).toEqual(
      new Date('2026-12-28T09:00:00+07:00'),
    );
  });

  test('a local holiday closes that region only', async () => {
    const file = {
      year: 2026,
      source: 'Perda',
      area: '32.76',
      days: [{ date: '2026-04-27', kind: 'local', id: 'HUT Depok', en: 'City day' }],
    };
    expect(await importHolidays(owner, file)).toMatchObject({ imported: 1 });
    const fresh = createOrganisations({ database: database.db, clock: () => new Date() });
    const [depok, kei] = await Promise.all(
      ['32.76/dukcapil', '81.02/dukcapil'].map(async (ref) => fresh.clockOf(await fresh.getOffice(ref))),
    );
    expect(depok?.holidays.has('2026-04-27')).toBe(true);
    expect(kei?.holidays.has('2026-04-27')).toBe(false);
  });

  test('the run-time role may only read', async () => {
    await expect(database.db.query({}, 'delete from organisations.office')).rejects.toThrow('permission denied');
  });
});

describe('an import', () => {
  const line = (cells: Partial<Record<(typeof OFFICE_COLUMNS)[number], string>>): string => {
    const good = {
      region: '32.76',
      code: 'kel-x',
      kind: 'kelurahan',
      name: 'Kantor X',
      address: 'Jalan X',
      zone: 'WIB',
    };
    const all: Record<string, string> = {
      ...good,
      phone: '',
      hours: 'Sen-Jum 08:00-16:00',
      areas: '32.76.06.1001',
      ...cells,
    };
    return OFFICE_COLUMNS.map((column) => all[column]).join(',');
  };

  test('reports every bad line and brings in the good ones', async () => {
    const csv = [
      OFFICE_COLUMNS.join(','),
      line({}),
      line({ code: 'Kel X', kind: 'toko', zone: 'GMT' }),
      line({ code: 'kel-y', hours: 'Sen-Jum 16:00-08:00', phone: '12' }),
      line({ code: 'kel-z', areas: '81.02.01.2014' }),
      line({}),
      line({ region: '32', code: 'kel-w', areas: '' }),
    ].join('\n');
    const { imported, problems } = await importOffices({ owner, regions }, csv, KINDS);
    expect(imported).toBe(1);
    expect(problems.map((problem) => [problem.line, ...problem.issues.map((one) => one.code)])).toEqual([
      [3, 'offices/code', 'offices/kind', 'offices/zone'],
      [4, 'offices/phone', 'offices/hours'],
      [5, 'offices/area'],
      [6, 'offices/twice'],
      [7, 'offices/region'],
    ]);
  });

  test('names the columns that a file lacks', async () => {
    expect((await importOffices({ owner, regions }, 'region,code\n', KINDS)).problems[0]?.issues[0]?.code).toBe(
      'offices/columns',
    );
    expect((await importOffices({ owner, regions }, '', KINDS)).problems).toHaveLength(1);
  });

  test('of holidays writes nothing when a day is wrong', async () => {
    const file = { year: 2030, source: 'x', days: [{ date: '2030-02-30', kind: 'national', id: 'a', en: 'b' }] };
    expect((await importHolidays(owner, file)).issues.map((one) => one.code)).toEqual(['holidays/date']);
    expect((await importHolidays(owner, null)).issues.map((one) => one.code)).toEqual(['holidays/file']);
  });
});

describe('opening hours', () => {
  test('are read and said', () => {
    const week = parseWeek('Sen-Kam 08:00-16:00; Jum 08.00-11.30 13:00-16:30');
    expect(week?.thu).toEqual([{ from: '08:00', to: '16:00' }]);
    expect(sayWeek(week ?? {})).toEqual(['Senin–Kamis 08.00–16.00', 'Jumat 08.00–11.30, 13.00–16.30']);
    expect(sayWeek(week ?? {}, 'en')[0]).toBe('Monday–Thursday 08:00–16:00');
  });

  test.each(['', 'Sen', 'Foo 08:00-16:00', 'Sen 8-16', 'Kam-Sen 08:00-16:00', 'Sen 08:00-12:00 11:00-13:00'])(
    '"%s" is refused',
    (text) => {
      expect(parseWeek(text)).toBeUndefined();
    },
  );
});
