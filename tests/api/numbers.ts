import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { TestHouse } from '../support/house.ts';
import type { Api } from './client.ts';

type Subjects = { subjects: { for: string; name: string; authority: string }[] };
type Needs = { emergency: { phone: string } | null; signs: unknown[]; needs: { code: string }[]; hidden: boolean };
type Windows = { windows: { slot: string; day: string; left: number }[] };
type Mine = { numbers: { id: string }[] };

/** A mother takes a number for her daughter and one for herself: what is said first, what is hidden, once a key, moved, given back. */
export async function walkNumbers(h: TestHouse, api: Api): Promise<void> {
  await h.house.queue.layOut(h.house.relay);
  const at = { region: '32.76', office: 'pkm-beji' };
  const queues = await api.call('listQueues', { region: '32.76' });
  expect(queues.body.emergency).toMatchObject({ id: expect.stringMatching(/^Gawat darurat\? Jangan antre/) });
  expect(queues.body.places).toContainEqual(expect.objectContaining({ office: '32.76/pkm-beji', kind: 'health' }));
  const token = await api.citizen('sri');
  const { subjects } = (await api.call('listNumberSubjects', {}, { token })).body as Subjects;
  const child = subjects.find(({ name }) => name === 'Nanda Setiawan')?.for ?? '';
  const needs = async (whom: string) =>
    (await api.call('listNeeds', at, { token, query: { for: whom } })).body as Needs;
  const [hers, own] = [await needs(child), await needs('self')];
  expect([
    hers.hidden,
    hers.needs.some(({ code }) => code === 'kb'),
    own.needs.some(({ code }) => code === 'kb'),
  ]).toEqual([true, false, true]);
  expect([own.emergency?.phone, own.signs.length > 0]).toEqual(['+62215550014', true]);
  const asked = { token, query: { for: child, need: 'gigi' } };
  const { windows } = (await api.call('listQueueWindows', at, asked)).body as Windows;
  const [first, second] = windows.filter(({ left }) => left > 0);
  const hidden = await api.call('listQueueWindows', at, { token, query: { for: child, need: 'kb' } });
  expect(hidden.status).toBe(422);

  const body = { for: child, need: 'gigi', slot: first?.slot, payer: 'umum' };
  const key = randomUUID();
  const taken = await api.call('takeNumber', at, { token, key, body });
  expect([taken.status, taken.body]).toEqual([
    201,
    expect.objectContaining({ status: 'booked', day: first?.day, need: 'gigi' }),
  ]);
  expect((await api.call('takeNumber', at, { token, key, body })).body.id).toBe(taken.body.id);
  expect((await api.call('takeNumber', at, { token, body })).body).toMatchObject({
    status: 409,
    type: 'urn:satuloket:queue:held',
  });
  const nobody = await api.call('takeNumber', at, { token, body: { ...body, for: 'child:nobody' } });
  expect([nobody.status, nobody.body.type]).toEqual([422, 'urn:satuloket:api:for-whom']);
  const kb = await api.call('takeNumber', at, { token, body: { ...body, need: 'kb' } });
  expect([kb.status, kb.body.type]).toEqual([422, 'urn:satuloket:queue:not-for-them']);
  const elsewhere = await api.call('takeNumber', { ...at, office: 'pkm-limo' }, { token, body });
  expect(elsewhere.status).toBe(404);

  const ref = { region: '32.76', id: String(taken.body.id) };
  const mine = async () => ((await api.call('listNumbers', {}, { token })).body as Mine).numbers.map(({ id }) => id);
  await h.house.jobs.settle();
  await expect.poll(mine).toContain(ref.id);
  const read = await api.call('readNumber', ref, { token });
  expect(read.body).toMatchObject({ number: taken.body.number, ahead: expect.any(Number) });
  const stranger = await api.citizen('siti');
  expect((await api.call('readNumber', ref, { token: stranger })).status).toBe(404);
  expect((await api.call('cancelNumber', ref, { token: stranger, version: read.version })).status).toBe(404);
  const moving = { token, key: randomUUID(), version: read.version, body: { slot: second?.slot } };
  const moved = await api.call('moveNumber', ref, moving);
  expect(moved.body).toMatchObject({ day: second?.day, status: 'booked' });
  expect((await api.call('moveNumber', ref, moving)).status).toBe(200);
  expect((await api.call('cancelNumber', ref, { token, version: read.version })).status).toBe(409);
  const back = await api.call('cancelNumber', ref, { token, version: moved.version });
  expect(back.body).toMatchObject({ status: 'cancelled', ahead: null, estimate: null });
  expect(await mine()).not.toContain(ref.id);
}
