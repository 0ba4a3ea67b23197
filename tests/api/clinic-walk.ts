import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { TestHouse } from '../support/house.ts';
import { stranger } from '../support/queue-room.ts';
import { connectSatusehat } from '../support/satusehat.ts';
import type { Api } from './client.ts';

/** The clinic's own system finds a visit by its number and ends it. */
export async function endVisit(h: TestHouse, api: Api): Promise<void> {
  // SATUSEHAT is away all the while: what the clinic says counts all the same.
  const { clinicToken: token } = await connectSatusehat(h, '32.76/pkm-beji', 'http://127.0.0.1:9', 'finished');
  const { queue } = h.house;
  const seat = '32.76/pkm-beji';
  const nurse = { id: randomUUID(), label: 'Perawat', seat, roles: ['perawat'], nik: null };
  await h.t.admin(
    `update queue.session set starts_at = now() - interval '1 hour', ends_at = now() + interval '3 hours', day = current_date,
    state = 'open' where id = (select id from queue.session where office = $1 and poli = 'umum' order by day limit 1)`,
    [seat],
  );
  const [slot] = await h.t.admin<{ id: string; session: string }>(
    `update queue.slot set starts_at = now() - interval '5 minutes', ends_at = now() + interval '2 hours', desk = 5
     where id = (select l.id from queue.slot l join queue.session s on s.id = l.session where s.office = $1 and s.poli = 'umum' and s.day = current_date
       and s.starts_at < now() and s.ends_at > now() limit 1) returning id, session`,
    [seat],
  );
  if (!slot) throw new Error('no window');
  const whom = stranger(1);
  const wish = { region: '32.76', slot: slot.id, need: 'sakit', whom, authority: 'self', payer: 'umum' } as const;
  const { id } = await queue.book({ ...nurse, id: whom.person, seat: null, roles: [] }, wish, randomUUID());
  const at = { region: '32.76', id };
  await queue.checkIn(nurse, at, { version: 1, key: randomUUID() });
  await queue.callNext(
    nurse,
    { session: { region: '32.76', id: slot.session }, room: 'Ruang 1', now: null },
    randomUUID(),
  );
  await h.house.jobs.settle();
  const day = (await queue.entry(nurse, at)).day;
  await expect
    .poll(async () => (await api.call('listClinicVisits', {}, { token, query: { day } })).body.visits, {
      timeout: 10_000,
    })
    .toMatchObject([{ id, state: 'arrived', number: expect.stringMatching(/^A-/), encounter: null }]);
  const body = { conditions: ['Condition/c-1'], dischargeDisposition: 'home', endedAt: new Date().toISOString() };
  expect((await api.call('closeClinicVisit', at, { token, body })).body).toMatchObject({ id, closing: body });
  expect((await api.call('closeClinicVisit', at, { token, body })).status).toBe(200);
  expect((await api.call('readClinicVisit', at, { token })).body).toMatchObject({ id, closing: body });
  expect((await api.call('readMe', {}, { token })).status).toBe(401);
  // Whatever it sends that nobody means is refused, and changes nothing.
  const strange: readonly object[] = [
    ...['0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2026-02-30T00:00:00Z', '2026-01-01', '', 'kemarin'].map(
      (endedAt) => ({ endedAt }),
    ),
    ...[
      null,
      {},
      'Condition/a',
      [1],
      ['Condition/a b'],
      ['condition/a'],
      [`Condition/${'x'.repeat(65)}`],
      Array.from({ length: 21 }, (_, i) => `Condition/${i}`),
    ].map((conditions) => ({ conditions })),
    ...['', 'HOME', 'pulang', 7, '__proto__', 'constructor'].map((dischargeDisposition) => ({
      dischargeDisposition,
    })),
    { nik: '3276010101900001' },
  ];
  for (const wrong of strange)
    expect([wrong, (await api.call('closeClinicVisit', at, { token, body: { ...body, ...wrong } })).status]).toEqual([
      wrong,
      expect.toSatisfy((status) => status === 400 || status === 422),
    ]);
  for (const wrong of ['2026-13-01', '0000-01-01', '', '2026-11-17T00:00', "'"])
    expect((await api.call('listClinicVisits', {}, { token, query: { day: wrong } })).status).toBe(400);
  expect((await api.call('readClinicVisit', at, { token })).body).toMatchObject({ closing: body });
}
