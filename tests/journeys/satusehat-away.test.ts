import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PUSKESMAS } from '../support/queue-room.ts';
import { PARTNER } from '../support/satusehat.ts';
import { SatusehatRoom } from '../support/satusehat-room.ts';

const r = new SatusehatRoom();
beforeAll(() => r.open(), 180_000);
afterAll(() => r.close());

describe('SATUSEHAT is away', () => {
  it('for two hours: the queue goes on, everything is told once and in order when it is back', {
    timeout: 120_000,
  }, async () => {
    const { session, slots } = await r.freshDay();
    r.now = session.startsAt;
    const began = r.now;
    const knocks = r.satusehat.knocks();
    const weathers = ['gone', 'page', 'empty'] as const;
    const wanted: string[] = [];
    for (let i = 0; i < 12; i++) {
      r.satusehat.weather(weathers[i % 3] ?? 'gone');
      const entry = await r.book(slots[Math.floor(i / 2)], r.known());
      await r.arrive(entry);
      wanted.push(`${entry.id} arrived`);
      r.later(1);
      if (i % 4 === 3) {
        await r.cancel(entry);
        wanted.push(`${entry.id} cancelled`);
        r.later(8);
      } else {
        await r.serve(session, entry);
        wanted.push(`${entry.id} in-progress`);
      }
      await r.settled();
    }
    expect(r.now.getTime() - began.getTime()).toBe(120 * 60_000);
    expect(r.heard()).toEqual([]);
    expect(r.satusehat.knocks() - knocks).toBeLessThan(90);
    r.satusehat.weather('fine');
    r.later(6);
    await r.settled();
    const told = r.taken().map(({ resource }) => `${resource.identifier[0].value} ${resource.status}`);
    expect(told).toEqual(wanted);
    r.later(30);
    await r.settled();
    expect(r.taken().length).toBe(wanted.length);
    expect(r.refused()).toEqual([]);
    expect(await r.untold()).toEqual([]);
  });

  it('in the middle of an answer, or we are: what it took is not sent twice', async () => {
    const { session, slots } = await r.freshDay();
    const whom = r.known();
    // He has been here so often that his Encounters fill more than a page there.
    r.now = session.startsAt;
    for (let i = 0; i < 11; i++) {
      const before = await r.book(slots[0], whom);
      await r.arrive(before);
      await r.settled();
      await r.cancel(before);
    }
    await r.settled();
    const from = r.heard().length;
    const entry = await r.book(slots[1], whom);
    await r.arrive(entry);
    await r.h.house.jobs.settle();
    r.satusehat.weather('lost');
    await r.settled();
    expect(r.heard().slice(from)).toEqual(['POST arrived']);
    r.satusehat.weather('fine');
    r.later(2);
    await r.settled();
    expect(await r.untold()).toEqual([]);
    expect(r.heard().slice(from)).toEqual(['POST arrived']);
    // The process died between the answer and its note.
    await r.h.t.admin(`update satusehat.visit set encounter = null where entry_id = $1`, [entry.id]);
    await r.h.t.admin(`update satusehat.message set state = 'waiting', settled_at = null where entry_id = $1`, [
      entry.id,
    ]);
    await r.settled();
    expect(r.heard().slice(from)).toEqual(['POST arrived']);
    expect(r.refused()).toEqual([]);
    const [visit] = await r.h.t.admin<{ encounter: string }>(
      'select encounter from satusehat.visit where entry_id = $1',
      [entry.id],
    );
    expect(visit?.encounter).toBe(r.satusehat.taken.at(-1)?.resource.id);
  });

  it('for the keys only: one login a minute, and nothing is lost', async () => {
    const { session, slots } = await r.freshDay();
    await r.h.t.admin('delete from satusehat.token');
    const [good] = await r.h.t.admin<{ secrets: Buffer }>('select secrets from satusehat.facility where office = $1', [
      PUSKESMAS,
    ]);
    const wrong = r.h.house.envelope.seal(
      JSON.stringify({ clientId: PARTNER.clientId, clientSecret: 'salah' }),
      `satusehat.facility.secrets:${PUSKESMAS}`,
    );
    await r.h.t.admin('update satusehat.facility set secrets = $2 where office = $1', [PUSKESMAS, Buffer.from(wrong)]);
    const entries = [await r.book(slots[0], r.known()), await r.book(slots[0], r.known())];
    r.now = session.startsAt;
    for (const entry of entries) await r.arrive(entry);
    const before = r.satusehat.logins();
    await r.settled();
    await r.h.house.satusehat.drain(r.h.house.relay);
    expect(r.satusehat.logins() - before).toBe(1);
    expect(await r.untold()).toMatchObject([{ state: 'waiting', trouble: 'login: HTTP 401' }]);
    await r.h.t.admin('update satusehat.facility set secrets = $2 where office = $1', [PUSKESMAS, good?.secrets]);
    r.later(3);
    await r.settled();
    expect(r.heard()).toEqual(['POST arrived', 'POST arrived']);
    expect(r.h.errors).toEqual([]);
  });
});
