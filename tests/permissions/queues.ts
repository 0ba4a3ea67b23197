import { randomUUID } from 'node:crypto';
import type { Doer } from '../../src/capabilities/cases/index.ts';
import { loadQueues } from '../../src/capabilities/queue/index.ts';
import { asOwner } from '../../src/compose-database.ts';
import type { TestHouse } from '../support/house.ts';

/** Sets up a queue at an office as its data would, with one session that runs around now. */
export async function openQueue(h: TestHouse, office: string): Promise<{ session: string; slot: string }> {
  const region = office.split('/')[0] ?? '';
  const say = { id: 'Uji', en: 'Test' };
  // One active number a day and poli, whatever the office of a region.
  const poli = `uji-${office.split('/')[1]}`;
  await asOwner(h.t.adminUrl, (owner) =>
    loadQueues(
      owner,
      [
        {
          ...{ office, place: { opensDays: 1, emergency: { say, phone: '119' } }, polis: [{ code: poli, name: say }] },
          needs: [{ code: 'uji', title: say, poli }],
          ...{ signs: [], approved: { by: 'uji', on: '2026-01-01' }, templates: [] },
        },
      ],
      '2026-01-01',
    ),
  );
  const [row] = await h.t.admin<{ session: string; slot: string }>(
    `with s as (insert into queue.session (region, id, office, template, poli, day, starts_at, ends_at, prefix, rooms, visit_minutes, cap, last_number)
       values ($1, gen_random_uuid(), $2, 'uji', $3, (now() at time zone case when $1::text like '81%' then 'Asia/Jayapura' else 'Asia/Jakarta' end)::date, now() - interval '1 hour', now() + interval '3 hours', 'Z', array['Ruang 1'], 5, 2000, 0)
       on conflict (region, office, template, day) do update set cap = excluded.cap returning id),
     l as (insert into queue.slot (region, id, session, starts_at, ends_at, online, desk)
       select $1, gen_random_uuid(), s.id, now() - interval '5 minutes', now() + interval '2 hours', 100, 100 from s returning id, session)
     select session, id as slot from l`,
    [region, office, poli],
  );
  if (!row) throw new Error('no queue');
  return row;
}

/** A window for recordings that runs now; a kind of office may be closed on the day of the test. */
export async function openWindow(h: TestHouse, office: string): Promise<string> {
  const [row] = await h.t.admin<{ slot: string }>(
    `with s as (insert into queue.session (region, id, office, template, poli, day, starts_at, ends_at, prefix, rooms, visit_minutes, cap, last_number)
       values ($1, gen_random_uuid(), $2, 'uji-rekam', 'rekam', (now() at time zone case when $1::text like '81%' then 'Asia/Jayapura' else 'Asia/Jakarta' end)::date, now() - interval '1 hour', now() + interval '3 hours', 'Y', array['Ruang 1'], 5, 2000, 0)
       on conflict (region, office, template, day) do update set cap = excluded.cap returning id)
     insert into queue.slot (region, id, session, starts_at, ends_at, online, desk)
       select $1, gen_random_uuid(), s.id, now() - interval '5 minutes', now() + interval '2 hours', 100, 100 from s returning id as slot`,
    [office.split('/')[0], office],
  );
  if (!row) throw new Error('no window');
  return row.slot;
}

/** A number that was given on paper at an office while there was no network, whose holder nobody named. */
export async function givePaper(h: TestHouse, seat: string, label: string): Promise<{ id: string; antrean: string }> {
  const { queue, clock } = h.house;
  const { session: id } = await openQueue(h, seat);
  const doer: Doer = { id: randomUUID(), label: 'Uji', seat, roles: [], nik: null };
  const at = clock().getTime();
  const given = { key: randomUUID(), kind: 'paper', number: label, at, lease: null, paper: null } as const;
  const session = { region: seat.split('/')[0] ?? '', id };
  await queue.settle(doer, { session, room: 'Ruang 1', device: randomUUID() }, [given], at);
  const all = await queue.unnamedOf(doer, await queue.today(seat));
  const found = all.find(({ paper }) => paper.endsWith(label));
  if (!found) throw new Error('no paper number');
  await h.house.jobs.settle();
  return { id: found.entry.id, antrean: id };
}

/** The name at a number. */
export async function namesAt(h: TestHouse, entry: string): Promise<readonly string[]> {
  const rows = await h.t.admin<{ name: string }>(
    'select p.name from patients.patient p join queue.entry e on e.region = p.region and e.patient = p.id where e.id = $1',
    [entry],
  );
  return rows.map((row) => row.name);
}
