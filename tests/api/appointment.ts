import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { TestHouse } from '../support/house.ts';
import { citizen } from '../support/walk.ts';
import type { Api } from './client.ts';
import { ready } from './walk.ts';

type Windows = { windows: { slot: string; left: number }[]; held: { slot: string; until: string } | null };
type Booked = { question: string; label: string; status: string; slot: string; region: string; id: string }[];

/** A first KTP-el: a window is chosen and held, was taken when it was sent, another one is booked; cancelled, it is chosen again. */
export async function walkAppointment(h: TestHouse, api: Api, pickup: Readonly<Record<string, string>>): Promise<void> {
  const token = await api.citizen('bayu');
  const service = { owner: 'nasional', service: 'ktp-baru' };
  const begun = await api.call('beginCase', service, { token, body: { for: 'self' } });
  const draft = { region: String(begun.body.region), id: String(begun.body.id) };
  const at = { ...draft, question: 'recording' };
  const listed = async () => (await api.call('listWindows', at, { token })).body as Windows;
  const [first, second, third] = (await listed()).windows.filter(({ left }) => left > 0);
  expect((await api.call('listWindows', { ...draft, question: 'pickup' }, { token })).status).toBe(404);
  const wrong = { answers: { recording: { slot: randomUUID() } } };
  const unknown = await api.call('answerCase', draft, { token, version: begun.version, body: wrong });
  expect(unknown.body).toMatchObject({
    status: 422,
    errors: [{ pointer: '#/answers/recording', code: 'appointment/unknown' }],
  });

  const { ref, version } = await ready(api, token, service, { recording: { slot: first?.slot }, pickup }, []);
  const own = { ...ref, question: 'recording' };
  const held = (await api.call('listWindows', own, { token })).body as Windows;
  expect(held.held?.slot).toBe(first?.slot);
  expect(held.windows.find(({ slot }) => slot === first?.slot)?.left).toBe((first?.left ?? 0) - 1);
  const submit = (on: string) => api.call('submitCase', ref, { token, version: on, body: { confirmed: true } });

  // The hold ran out and others took what was left.
  await h.t.admin('delete from queue.hold');
  const was = await h.t.admin<{ online: number }>(
    'update queue.slot x set online = x.online_taken from queue.slot o where o.id = x.id and o.region = x.region and x.id = $1 returning o.online',
    [first?.slot],
  );
  const gone = await submit(version);
  expect(gone.body).toMatchObject({
    status: 409,
    type: 'urn:satuloket:cases:appointment',
    errors: [{ pointer: '#/answers/recording', code: 'appointment/full' }],
  });
  const full = { answers: { recording: { slot: first?.slot } } };
  const notHeld = await api.call('answerCase', ref, { token, version: gone.version || version, body: full });
  expect(notHeld.body).toMatchObject({ status: 422, errors: [{ code: 'appointment/full' }] });
  await h.t.admin('update queue.slot set online = $2 where id = $1', [first?.slot, was[0]?.online]);
  const other = { answers: { recording: { slot: second?.slot } } };
  const again = await api.call('answerCase', ref, { token, version, body: other });
  expect((await submit(again.version)).status).toBe(200);
  const sent = await api.call('readCase', ref, { token });
  const [number] = sent.body.appointments as Booked;
  expect(number).toMatchObject({ question: 'recording', status: 'booked', slot: second?.slot });

  expect((await choose(sent.version, third?.slot)).body).toMatchObject({ status: 409 });
  const bayu = await citizen(h, 'bayu');
  const entry = { region: number?.region ?? '', id: number?.id ?? '' };
  await h.house.queue.cancel(bayu.doer, entry, { version: 1, key: randomUUID() });
  const chosen = await choose(sent.version, third?.slot);
  expect(chosen.body).toMatchObject({ appointments: [{ status: 'booked', slot: third?.slot }] });

  function choose(on: string, slot: string | undefined) {
    return api.call('chooseWindow', own, { token, version: on, body: { slot } });
  }
}
