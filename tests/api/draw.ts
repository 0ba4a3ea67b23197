import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { nextWave } from '../../src/capabilities/queue/index.ts';
import { nurse, PUSKESMAS, QueueRoom } from '../support/queue-room.ts';
import { sessionOf } from '../support/session.ts';
import { citizen } from '../support/walk.ts';
import { openClient } from './client.ts';

type Windows = { windows: { slot: string; day: string; state: string; drawnUntil: string | null }[] };

const AT = { region: '32.76', office: 'pkm-beji' };
const MINUTES = 10;

/** One place, two who ask for it while it is drawn, and somebody who comes when the intake is closed. @returns what was asked */
export async function walkDraw(): Promise<ReadonlySet<string>> {
  const q = new QueueRoom();
  await q.open();
  try {
    const api = await openClient(q.h);
    const { queue, relay } = q.h.house;
    const weekly = (await queue.arranged(nurse)).find(({ poli }) => poli === 'umum');
    if (!weekly) throw new Error('no session');
    const { code, version, since: _since, until: _until, ...is } = weekly;
    const drawn = { ...is, drawMinutes: MINUTES, drawFirst: [], cap: 1 };
    const change = { code, was: version, weekly: drawn, from: '2026-11-17', reason: 'Rebutan tiap pagi' };
    await queue.arrangeSession(nurse, change, randomUUID());
    await queue.layOut(relay);
    const days = await queue.days(PUSKESMAS, '2026-11-24', '2026-11-30', 'umum');
    const day = days.find(({ session }) => session.drawMinutes !== null);
    const place = (await queue.offer(PUSKESMAS))?.place;
    const wave = place && day && nextWave({ ...place, drawMinutes: MINUTES }, day.session.day, 'WIB', q.now);
    if (!wave) throw new Error('no draw is due');
    q.now = wave;
    await queue.openWaves(relay);
    // On a phone of one's own: a session of a program ends after some minutes without a request, and the clock is set on here.
    const logIn = async (key: string) => sessionOf(q.h, 'citizen', (await citizen(q.h, key)).party.id);
    const tokens = [await logIn('dewi'), await logIn('budi')] as const;
    const [one, other] = tokens;

    const windows = async (token: string) => {
      const query = { for: 'self', need: 'sakit' };
      const { body } = await api.call('listQueueWindows', AT, { token, query });
      return (body as Windows).windows.filter((each) => each.day === day?.session.day);
    };
    const [first] = await windows(one);
    const until = new Date(wave.getTime() + MINUTES * 60_000).toISOString();
    expect(first).toMatchObject({ state: 'draw', drawnUntil: until });
    const body = { for: 'self', need: 'sakit', slot: first?.slot, payer: 'umum' };
    const around = await api.call('takeNumber', AT, { token: one, body });
    expect(around.body).toMatchObject({ status: 409, type: 'urn:satuloket:queue:in-draw', params: { until } });

    const key = randomUUID();
    const ask = (token: string, of = key) =>
      api.call('enterDraw', AT, { token, key: of, body: { ...body, otherWindow: true } });
    const otherKey = randomUUID();
    const [mine, theirs] = [await ask(one), await ask(other, otherKey)];
    expect([mine.status, mine.headers.location, mine.body]).toEqual([
      201,
      `/api/v1/receipts/32.76/${mine.body.id}`,
      expect.objectContaining({ status: 'waiting', drawnAt: until, number: null, otherWindow: true }),
    ]);
    expect((await ask(one)).body).toEqual(mine.body);
    expect((await ask(one, randomUUID())).body).toMatchObject({ status: 409, type: 'urn:satuloket:queue:held' });
    const refOf = (answer: typeof mine) => ({ region: '32.76', id: String(answer.body.id) });
    expect((await api.call('readReceipt', refOf(mine), { token: other })).status).toBe(404);
    expect((await api.call('stopReceipt', refOf(mine), { token: other, version: mine.version })).status).toBe(404);
    const stopping = { token: one, key: randomUUID(), version: mine.version };
    expect((await api.call('stopReceipt', refOf(mine), stopping)).body.status).toBe('stopped');
    expect((await api.call('stopReceipt', refOf(mine), stopping)).body.status).toBe('stopped');
    const again = await ask(one, randomUUID());

    q.now = new Date(until);
    const read = async (answer: typeof mine, token: string) =>
      (await api.call('readReceipt', refOf(answer), { token })).body;
    expect((await read(again, one)).status).toBe('drawing');
    const late = await api.call('enterDraw', AT, { token: await logIn('siti'), body });
    expect(late.body).toMatchObject({ status: 409, type: 'urn:satuloket:queue:no-draw' });
    await queue.drawPools(relay);
    const ends = [await read(again, one), await read(theirs, other)];
    expect(ends.map(({ status }) => status).sort()).toEqual(['lost', 'won']);
    const won = ends.findIndex(({ status }) => status === 'won');
    const number = ends[won]?.number as { region: string; id: string };
    expect((await api.call('readNumber', number, { token: tokens[won] ?? '' })).body).toMatchObject({
      status: 'booked',
    });
    // Whoever lost the answer asks once more, also when it is drawn: nothing is done twice.
    expect((await ask(other, otherKey)).body.id).toBe(theirs.body.id);
    await shutIsNotFull(q, api, one);
    return api.asked;
  } finally {
    await q.close();
  }
}

/** Whoever works there takes nobody more: that is not full, and it is said so where a time is looked for and where it is asked for. */
async function shutIsNotFull(q: QueueRoom, api: Awaited<ReturnType<typeof openClient>>, token: string): Promise<void> {
  const { session, slots } = await q.freshDay('gigi');
  const query = { for: 'self', need: 'gigi' };
  const stateOf = async () =>
    ((await api.call('listQueueWindows', AT, { token, query })).body as Windows).windows
      .filter(({ day }) => day === session.day)
      .map(({ state }) => state);
  expect(await stateOf()).toEqual(slots.map(() => 'open'));
  const rule = { from: 'open', to: 'full', reason: 'tenaga' } as const;
  await q.h.house.queue.rule(nurse, session, rule, randomUUID());
  expect(await stateOf()).toEqual(slots.map(() => 'shut'));
  const body = { for: 'self', need: 'gigi', slot: slots[0]?.id, payer: 'umum' };
  const refused = await api.call('takeNumber', AT, { token, body });
  expect(refused.body).toMatchObject({
    ...{ status: 409, type: 'urn:satuloket:queue:shut', title: 'Pendaftaran ditutup' },
  });
}
