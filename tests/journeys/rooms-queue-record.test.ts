import { afterAll, beforeAll, expect, it } from 'vitest';
import { nurse, QueueRoom } from '../support/queue-room.ts';
import { bookAt, citizenAt, officerAt } from '../support/queue-walks.ts';

// Who booked from home brings no number of his medical record: the officer notes it when he is here.

const q = new QueueRoom();
beforeAll(() => q.open(), 180_000);
afterAll(q.close);

it('the number of a medical record is noted in the room for whoever booked from home', async () => {
  const { session } = await q.freshDay('umum');
  const at = { h: q.h, origin: await q.listening(), now: () => q.now };
  const name = q.h.cast.families.flatMap(({ members }) => members).find(({ key }) => key === 'sri')?.name ?? '';
  const browser = await citizenAt(at, 'sri');
  const wish = { name, need: 'sakit', payer: 'umum', office: session.office, day: session.day } as const;
  const id = (await bookAt(browser, wish)).split('/').at(-1) ?? '';
  const ref = { region: session.region, id };
  const officer = await officerAt(at, 'perawat.beji');
  const room = `/kantor/antrean/${session.id}?ruang=1`;
  const note = `/kantor/antrean/${session.id}/rm?${new URLSearchParams({ ruang: '1', nomor: id })}`;
  // Not before he is here.
  expect((await officer.open(note)).status).toBe(404);
  const { version } = await q.h.house.queue.entry(nurse, ref);
  await q.h.house.queue.checkIn(nurse, ref, { version, key: crypto.randomUUID() });
  expect((await officer.open(room)).html).toContain(note.replaceAll('&', '&amp;'));

  const page = await officer.open(note);
  expect(page.html).toContain(name);
  const wrong = await officer.submit(page, { rm: '<b>12' });
  expect([wrong.status, wrong.html]).toEqual([422, expect.stringContaining('garis miring dan strip saja')]);
  const noted = await officer.submit(wrong, { rm: '00-12.34' });
  expect(noted.html).toContain('Nomor rekam medis dicatat.');
  expect(noted.html).toContain('RM 00-12.34');
  const acts = await q.h.t.admin(
    `select actor_label, office, data from queue.event where entry_id = $1 and kind = 'recordNoted'`,
    [id],
  );
  expect(acts).toEqual([expect.objectContaining({ office: session.office, data: {} })]);
  // Another screen moved him meanwhile: nothing is written over unseen.
  const stale = await officer.submit(page, { rm: '77' });
  expect(stale.html).toContain('RM 00-12.34');
  // Called, it is seen beside his name; what was wrong is taken away again.
  const [called] = [
    await q.h.house.queue.callNext(nurse, { session, room: session.rooms[0] ?? '', now: null }, 'panggil-uji'),
  ];
  expect(called?.id).toBe(id);
  const gone = await officer.submit(await officer.open(note), { rm: '' });
  expect(gone.html).not.toContain('RM 00-12.34');
});
