import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../tests/support/database.ts';
import { queryable } from '../../platform/database/index.ts';
import { createStep } from '../../platform/step/index.ts';
import { importTimetable } from './importing.ts';
import { loadQueues, queueData, TIMETABLE_COLUMNS } from './index.ts';

let t: TestDatabase;
let client: pg.Client;
const SAY = { id: 'Uji', en: 'Test' };
beforeAll(async () => {
  t = await testDatabase();
  client = new pg.Client({ connectionString: t.adminUrl });
  await client.connect();
  await loadQueues(
    queryable(client),
    [
      {
        ...{ office: '32.76/pkm-uji', place: { opensDays: 7, emergency: { say: SAY, phone: '119' } } },
        polis: [{ code: 'umum', name: SAY }],
        ...{ needs: [], signs: [], approved: { by: 'uji', on: '2026-01-01' }, templates: [] },
      },
    ],
    '2026-11-01',
  );
});
afterAll(async () => {
  await client.end();
  await t.close();
});

const good = {
  ...{ office: '32.76/pkm-uji', code: 'umum-pagi', poli: 'umum', weekdays: '1;2', starts: '08:00', ends: '12:00' },
  ...{
    prefix: 'A',
    rooms: 'Ruang 1; Ruang 2',
    doctor: 'dr. Sari',
    doctorCode: '',
    windowMinutes: '30',
    online: '5',
    desk: '3',
  },
  ...{ cap: '60', visitMinutes: '7.5' },
};
const csv = (...rows: Partial<typeof good>[]): string =>
  [TIMETABLE_COLUMNS, ...rows.map((row) => TIMETABLE_COLUMNS.map((column) => ({ ...good, ...row })[column]))]
    .map((cells) => cells.join(','))
    .join('\n');
const take = (text: string) =>
  importTimetable(
    {
      step: createStep({ db: t.db, written: () => undefined }),
      clock: () => new Date(),
      random: (n) => randomBytes(n),
    },
    ...([queryable(client), text, '2026-11-26', 'antrean impor uji.csv'] as const),
  );

it('takes good lines and tells each bad one, with all that is wrong with it', async () => {
  const { imported, problems } = await take(
    csv(
      {},
      { code: 'X', weekdays: 'Senin', ends: '07:00' },
      { code: 'asing', office: '32.76/pkm-lain' },
      { code: 'gigi-pagi', poli: 'gigi', visitMinutes: 'lama' },
      {},
    ),
  );
  expect(imported).toBe(1);
  expect(problems.map(({ line, issues }) => [line, ...issues.map(({ code }) => code)])).toEqual([
    [3, 'timetable/code', 'timetable/weekdays', 'timetable/ends'],
    [4, 'timetable/office'],
    [5, 'timetable/poli', 'timetable/visitMinutes'],
    [6, 'timetable/twice'],
  ]);
  expect((await take('office,code\n')).problems[0]?.issues[0]?.code).toBe('timetable/columns');
});

it('replaces what the same code said before', async () => {
  expect(await take(csv({ doctor: 'dr. Budi', rooms: 'Ruang 3' }))).toEqual({ imported: 1, problems: [] });
  expect(
    await t.admin(`select doctor, rooms, weekdays, visit_minutes::float8 as visit, since::text from queue.template`),
  ).toEqual([{ doctor: 'dr. Budi', rooms: ['Ruang 3'], weekdays: [1, 2], visit: 7.5, since: '2026-11-26' }]);
  // The same again changes nothing; each change is an act of the place, by the operator, with what it was.
  await take(csv({ doctor: 'dr. Budi', rooms: 'Ruang 3' }));
  const acts = await t.admin(
    `select a.action, a.actor, a.hash = sha256(a.prev || a.body) and a.prev = coalesce(lag(a.hash) over (order by a.version), '') as chained,
       s.before ->> 'doctor' as before, s.after ->> 'doctor' as after, s.reason
     from audit.act a join queue.setting s on s.region = a.region and s.place_id = a.id and s.version = a.version where a.kind = 'queue' order by a.version`,
  );
  const act = { action: 'session', actor: 'operator', chained: true, reason: 'antrean impor uji.csv' };
  expect(acts).toEqual([
    { ...act, before: null, after: 'dr. Sari' },
    { ...act, before: 'dr. Sari', after: 'dr. Budi' },
  ]);
});

it('keeps letters apart: on one day no two sessions have the same', async () => {
  const { imported, problems } = await take(
    csv(
      { code: 'umum-sore', starts: '16:00', ends: '19:00' },
      { code: 'umum-rabu', weekdays: '3', prefix: 'A' },
      { code: 'umum-malam', weekdays: '2;3', prefix: 'B' },
      { code: 'umum-siang', weekdays: '3', prefix: 'B' },
    ),
  );
  expect([imported, problems.map(({ line, issues }) => [line, issues[0]?.code])]).toEqual([
    2,
    [
      [2, 'timetable/letter'],
      [5, 'timetable/letter'],
    ],
  ]);
  const sessions = (weekdays: number[]) => [
    { code: 'pagi', prefix: 'A', weekdays: [1, 2] },
    { code: 'sore', prefix: 'A', weekdays },
  ];
  const data = (weekdays: number[]) => ({
    ...{ office: '32.76/pkm-uji', place: { opensDays: 7 }, polis: [], needs: [], signs: [] },
    approved: { by: 'uji', on: '2026-01-01' },
    templates: sessions(weekdays).map((one) => ({
      ...{ ...one, poli: 'umum', starts: '08:00', ends: '12:00', rooms: ['Ruang 1'], windowMinutes: 30, online: 1 },
      ...{ desk: 1, cap: 9, visitMinutes: 8 },
    })),
  });
  expect(queueData.safeParse(data([3])).success).toBe(true);
  expect(queueData.safeParse(data([2])).success).toBe(false);
});
