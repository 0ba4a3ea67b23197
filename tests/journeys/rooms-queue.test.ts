import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Doer } from '../../src/capabilities/cases/index.ts';
import type { Slot } from '../../src/capabilities/queue/index.ts';
import { nurse, QueueRoom, stranger } from '../support/queue-room.ts';

const q = new QueueRoom();
beforeAll(() => q.open(), 180_000);
afterAll(q.close);
const asDoer = (id: string): Doer => ({ id, label: 'Orang', seat: null, roles: [], nik: null });

describe('a number for a window', () => {
  it('is given as long as places last, in order of arrival, to nobody twice', async () => {
    const { session, slots } = await q.freshDay('umum');
    const [slot] = slots;
    if (!slot) throw new Error('no slot');
    const tries = await Promise.allSettled(Array.from({ length: 100 }, (_, i) => q.book(slot, stranger(i))));
    const given = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(given).toHaveLength(slot.online);
    expect(tries.slice(0, slot.online).every((one) => one.status === 'fulfilled')).toBe(true);
    const refused = tries.flatMap((one) => (one.status === 'rejected' ? [(one.reason as Error).message] : []));
    expect(new Set(refused)).toEqual(new Set(['queue/full']));
    expect(await q.counts(session.id)).toMatchObject({
      taken: slot.online,
      online: slot.online,
      active: slot.online,
      numbers: slot.online,
      acts: slot.online,
    });
  });

  it('is one number for twenty presses, and one for two windows of a day', async () => {
    const { session, slots } = await q.freshDay('umum');
    const whom = stranger(1);
    const key = randomUUID();
    const same = await Promise.all(Array.from({ length: 20 }, () => q.book(slots[0] as Slot, whom, key)));
    expect(new Set(same.map((one) => one.id)).size).toBe(1);
    const others = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => q.book(slots[1 + (i % 3)] as Slot, whom)),
    );
    expect(others.every((one) => one.status === 'rejected' && (one.reason as Error).message === 'queue/held')).toBe(
      true,
    );
    expect(await q.counts(session.id)).toMatchObject({ taken: 1, active: 1 });
  });

  it('goes to one of two windows when both are pressed at the same moment', async () => {
    const { session, slots } = await q.freshDay('umum');
    const whom = stranger(1);
    const tries = await Promise.allSettled(slots.slice(0, 6).map((slot) => q.book(slot, whom)));
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(await q.counts(session.id)).toMatchObject({ taken: 1, online: 1, active: 1 });
  });

  it('gives its place back when it is cancelled, and is never given again', async () => {
    const { session, slots } = await q.freshDay('gigi');
    const [slot] = slots;
    if (!slot) throw new Error('no slot');
    const whom = stranger(1);
    const take = () =>
      q.h.house.queue.book(
        asDoer(whom.person),
        { region: slot.region, slot: slot.id, need: 'gigi', whom, authority: 'self', payer: 'umum' },
        randomUUID(),
      );
    const first = await take();
    await q.h.house.queue.cancel(asDoer(whom.person), first, { version: 1, key: randomUUID() });
    expect(await q.counts(session.id)).toMatchObject({ taken: 0, online: 0, active: 0 });
    const second = await take();
    expect(second.number).not.toBe(first.number);
    expect(await q.counts(session.id)).toMatchObject({ taken: 1, online: 1, active: 1, numbers: 2 });
  });
});

describe('the room', () => {
  it('calls nobody twice and loses nobody, with four counters calling at once', async () => {
    const { session, slots } = await q.freshDay('umum');
    q.now = new Date(session.startsAt.getTime() + 60_000);
    const given = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        q.h.house.queue
          .walkIn(
            nurse,
            { session, whom: { ...stranger(i), person: null, basis: 'counter' }, payer: 'umum', sees: null },
            randomUUID(),
          )
          .catch(() => undefined),
      ),
    );
    const here = given.filter((one) => one !== undefined);
    expect(here.length).toBeGreaterThan(2);
    await q.h.t.admin(
      `update queue.session set rooms = array['Ruang 1', 'Ruang 2', 'Ruang 5', 'Ruang 6'] where id = $1`,
      [session.id],
    );
    const called: string[] = [];
    const inRoom = new Map<string, string | null>(
      ['Ruang 1', 'Ruang 2', 'Ruang 5', 'Ruang 6'].map((room) => [room, null]),
    );
    for (let round = 0; round < 6; round++)
      await Promise.all(
        [...inRoom.keys()].map(async (room) => {
          const next = await q.h.house.queue.callNext(
            nurse,
            { session, room, now: inRoom.get(room) ?? null },
            randomUUID(),
          );
          inRoom.set(room, next?.id ?? null);
          if (next) called.push(next.id);
        }),
      );
    expect(new Set(called).size).toBe(called.length);
    expect(called.sort()).toEqual(here.map((one) => one.id).sort());
    expect(slots.length).toBeGreaterThan(0);
  });

  it('knows an old page: a second press calls nobody', async () => {
    const { session } = await q.freshDay('umum');
    q.now = new Date(session.startsAt.getTime() + 60_000);
    for (let i = 0; i < 3; i++)
      await q.h.house.queue.walkIn(
        nurse,
        { session, whom: { ...stranger(i), person: null, basis: 'counter' }, payer: 'umum', sees: null },
        randomUUID(),
      );
    const at = { session, room: session.rooms[0] ?? '', now: null };
    const presses = await Promise.allSettled([1, 2, 3].map(() => q.h.house.queue.callNext(nurse, at, randomUUID())));
    expect(presses.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });

  it("belongs to its own office: another office's nurse sees and calls nobody", async () => {
    const { session } = await q.freshDay('kia');
    const other = { ...nurse, seat: '32.76/pkm-cimanggis' };
    await expect(
      q.h.house.queue.callNext(other, { session, room: session.rooms[0] ?? '', now: null }, randomUUID()),
    ).rejects.toThrow();
    expect(await q.h.house.queue.room(other, session)).toBeUndefined();
  });
});

describe('what becomes of whoever was called', () => {
  const OBAT = 'obat';
  const OTHER = '32.76/pkm-sukmajaya';
  const nurse: Doer = { id: randomUUID(), label: 'Perawat', seat: OTHER, roles: ['perawat'], nik: null };
  /** Three people wait; the first is called. */
  async function morning() {
    const { session } = await q.freshDay('umum', OTHER);
    q.now = new Date(session.startsAt.getTime() + 60_000);
    for (let i = 0; i < 3; i++) {
      const whom = { ...stranger(i), person: null, basis: 'counter' as const };
      await q.h.house.queue.walkIn(nurse, { session, whom, payer: 'umum', sees: null }, randomUUID());
      q.now = new Date(q.now.getTime() + 60_000);
    }
    const room = session.rooms[0] ?? '';
    const call = (inside: string | null) =>
      q.h.house.queue.callNext(nurse, { session, room, now: inside }, randomUUID());
    const entry = (id: string) => q.h.house.queue.entry(nurse, { region: session.region, id });
    const guard = async (id: string) => ({ version: (await entry(id)).version, key: randomUUID() });
    const ref = (id: string) => ({ region: session.region, id });
    return { session, room, call, entry, guard, ref };
  }

  it('waits for a result and keeps the turn', async () => {
    const { call, entry, guard, ref } = await morning();
    const first = (await call(null))?.id ?? '';
    await q.h.house.queue.park(nurse, ref(first), await guard(first));
    const second = (await call(null))?.id ?? '';
    expect(second).not.toBe(first);
    await q.h.house.queue.unpark(nurse, ref(first), await guard(first));
    expect((await entry(first)).status).toBe('waiting');
    expect((await call(second))?.id).toBe(first);
  });

  it('goes on to the pharmacy in the order of arrival; the books of the room keep the visit', async () => {
    const { session, call, entry, guard, ref } = await morning();
    const pharmacy = (await q.h.house.queue.onwards(session)).find(({ poli }) => poli.code === OBAT)?.id ?? '';
    const first = (await call(null))?.id ?? '';
    const second = await q.h.house.queue.callNext(
      nurse,
      { session, room: session.rooms[1] ?? '', now: null },
      randomUUID(),
    );
    q.now = new Date(q.now.getTime() + 60_000);
    // The second is done before the first, and is not served before him for that.
    await q.h.house.queue.transfer(nurse, ref(second?.id ?? ''), pharmacy, await guard(second?.id ?? ''));
    await q.h.house.queue.transfer(nurse, ref(first), pharmacy, await guard(first));
    const lane = { region: session.region, id: pharmacy };
    const at = await q.h.house.queue.session(lane);
    const next = await q.h.house.queue.callNext(
      nurse,
      { session: lane, room: at?.rooms[0] ?? '', now: null },
      randomUUID(),
    );
    expect(next).toMatchObject({ id: first, prefix: session.prefix });
    expect((await entry(first)).stage).toBe(OBAT);
    const [books] = await q.h.t.admin<{ done: number }>(
      `select count(*)::int as done from queue.line($1, $2) where status = 'done'`,
      [session.region, session.id],
    );
    expect(books?.done).toBe(2);
  });

  it('was a slip: a call is taken back within 30 seconds, and the visit that it ended goes on', async () => {
    const { session, call, entry, guard, ref } = await morning();
    const first = (await call(null))?.id ?? '';
    const second = (await call(first))?.id ?? '';
    expect((await q.h.house.queue.undoable(nurse, session))?.id).toBe(second);
    const other = { ...nurse, id: randomUUID() };
    await expect(q.h.house.queue.undo(other, ref(second), await guard(second))).rejects.toThrow('queue/not-now');
    // A key that stands for an act of the same officer on somebody else's number.
    const [used] = await q.h.t.admin<{ key: string }>(
      'select key from platform.idempotency where actor = $1 and subject <> $2 limit 1',
      [nurse.id, second],
    );
    const taken = used?.key ?? '';
    const { version } = await entry(second);
    await expect(q.h.house.queue.undo(nurse, ref(second), { version, key: taken })).rejects.toThrow('queue/lost-guard');
    expect(await entry(second)).toMatchObject({ status: 'called', version });
    await q.h.house.queue.undo(nurse, ref(second), await guard(second));
    expect((await entry(first)).status).toBe('called');
    expect(await entry(second)).toMatchObject({ status: 'waiting', room: null, calls: 0 });
    expect((await call(first))?.id).toBe(second);
    q.now = new Date(q.now.getTime() + 31_000);
    await expect(q.h.house.queue.undo(nurse, ref(second), await guard(second))).rejects.toThrow('queue/too-late');
    expect(await q.h.house.queue.undoable(nurse, session)).toBeUndefined();
  });

  it('is not counted as served when he did not come: passed over, absent the second time, taken back as he was', async () => {
    const { session, room, call, entry, guard, ref } = await morning();
    const missed = (now: string) => q.h.house.queue.callNext(nurse, { session, room, now, missed: true }, randomUUID());
    const first = (await call(null))?.id ?? '';
    const second = (await missed(first))?.id ?? '';
    expect(await entry(first)).toMatchObject({ status: 'waiting', skips: 1, dueReason: 'skipped', room: null });
    expect((await entry(second)).status).toBe('called');
    await q.h.house.queue.undo(nurse, ref(second), await guard(second));
    expect(await entry(first)).toMatchObject({ status: 'called', skips: 0, room });
    expect((await missed(first))?.id).toBe(second);
    const third = (await call(second))?.id ?? '';
    expect((await entry(second)).status).toBe('done');
    // Before his time again, but nobody else is here.
    expect((await call(third))?.id).toBe(first);
    // Nobody else waits: he himself is not called again at once.
    expect(await missed(first)).toBeUndefined();
    expect((await entry(first)).status).toBe('absent');
  });

  it('says from when somebody may be here, and that he was just called', async () => {
    const { session, slots } = await q.freshDay('kia');
    const [slot] = slots;
    if (!slot) throw new Error('no slot');
    const whom = stranger(1);
    const given = await q.h.house.queue.book(
      asDoer(whom.person),
      { region: slot.region, slot: slot.id, need: 'kontrol-hamil', whom, authority: 'self', payer: 'umum' },
      randomUUID(),
    );
    q.now = new Date(slot.startsAt.getTime() - 61 * 60_000);
    const here = { ...nurse, seat: session.office };
    const opens = new Date(slot.startsAt.getTime() - 60 * 60_000).toISOString();
    await expect(q.h.house.queue.checkIn(here, given, { version: 1, key: randomUUID() })).rejects.toMatchObject({
      ...{ code: 'queue/too-early', params: { opens } },
    });
    const { call, guard, ref } = await morning();
    const first = (await call(null))?.id ?? '';
    await expect(q.h.house.queue.callAgain(nurse, ref(first), await guard(first))).rejects.toThrow(
      'queue/called-enough',
    );
  });

  it('was sent on by a slip: taken back, the pharmacy knows nothing of it', async () => {
    const { session, room, call, entry, guard, ref } = await morning();
    const pharmacy = (await q.h.house.queue.onwards(session)).find(({ poli }) => poli.code === OBAT)?.id ?? '';
    const first = (await call(null))?.id ?? '';
    await q.h.house.queue.transfer(nurse, ref(first), pharmacy, await guard(first));
    await q.h.house.queue.undo(nurse, ref(first), await guard(first));
    expect(await entry(first)).toMatchObject({ status: 'called', room, lane: session.id, stage: 'periksa' });
    const [stays] = await q.h.t.admin<{ count: number }>(
      'select count(*)::int as count from queue.stay where entry_id = $1',
      [first],
    );
    expect(stays?.count).toBe(0);
  });

  it('is not called while the session pauses; nobody is taken after intake closed; each with its reason, once a key', async () => {
    const { session, call } = await morning();
    const key = randomUUID();
    const pause = { from: 'open', to: 'paused', reason: 'istirahat' } as const;
    await q.h.house.queue.rule(nurse, session, pause, key);
    await q.h.house.queue.rule(nurse, session, pause, key);
    await expect(call(null)).rejects.toThrow('queue/paused');
    await expect(q.h.house.queue.rule(nurse, session, pause, randomUUID())).rejects.toThrow('queue/lost-guard');
    await q.h.house.queue.rule(nurse, session, { from: 'paused', to: 'full', reason: 'penuh' }, randomUUID());
    const whom = { ...stranger(9), person: null, basis: 'counter' as const };
    await expect(
      q.h.house.queue.walkIn(nurse, { session, whom, payer: 'umum', sees: null }, randomUUID()),
    ).rejects.toThrow('queue/shut');
    expect(await call(null)).toBeDefined();
    const rulings = await q.h.t.admin<{ after: string; reason: string; actor: string }>(
      'select after, reason, actor from queue.ruling where session = $1 order by at',
      [session.id],
    );
    expect(rulings.map(({ after }) => after)).toEqual(['paused', 'full']);
    expect(rulings[0]).toMatchObject({ reason: 'istirahat', actor: nurse.id });
    const acts = await q.h.t.admin<{ action: string; actor: string }>(
      `select action, actor from audit.act where kind = 'session' and id = $1 order by version`,
      [session.id],
    );
    expect(acts).toEqual(['paused', 'full'].map((action) => ({ action, actor: nurse.id })));
  });
});
