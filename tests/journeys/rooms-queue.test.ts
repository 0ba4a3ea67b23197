import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Doer } from '../../src/capabilities/cases/index.ts';
import type { Session, Slot } from '../../src/capabilities/queue/index.ts';
import { type TestHouse, testHouse } from '../support/house.ts';
import { citizen } from '../support/walk.ts';

const OFFICE = '32.76/pkm-beji';
let h: TestHouse;
let now = new Date();
beforeAll(async () => {
  h = await testHouse({ clock: () => now });
  // Days that are over by the real clock, so that work which follows an act does not wait for them.
  now = new Date('2026-11-16T00:00:00Z');
  await h.house.queue.layOut(h.house.relay);
}, 180_000);
afterAll(() => h.close());

let origin: Promise<string> | undefined;
const listening = (): Promise<string> => {
  origin ??= h.listen();
  return origin;
};

const nurse: Doer = { id: randomUUID(), label: 'Perawat', seat: OFFICE, roles: ['perawat'], nik: null };

/** A day of the week ahead on which this poli works, with nobody in it yet; the clock stands half an hour before it opens. */
async function freshDay(poli: string, office = OFFICE): Promise<{ session: Session; slots: readonly Slot[] }> {
  const days = await h.house.queue.days(office, '2026-01-01', '2099-01-01', poli);
  const day = days.find(
    ({ session }) => session.startsAt < new Date('2026-11-25') && session.taken === 0 && session.state === 'open',
  );
  if (!day) throw new Error('no fresh day');
  now = new Date(day.session.startsAt.getTime() - 30 * 60_000);
  return day;
}

const stranger = (i: number) => ({
  person: randomUUID(),
  ...{ nik: null, card: null, phone: null, name: `Orang ${i}`, sex: 'female' as const, birthDate: '1990-01-01' },
  basis: 'register' as const,
});
const asDoer = (id: string): Doer => ({ id, label: 'Orang', seat: null, roles: [], nik: null });

const book = (slot: Slot, whom = stranger(1), key = randomUUID()) =>
  h.house.queue.book(
    asDoer(whom.person),
    { region: slot.region, slot: slot.id, need: 'sakit', whom, authority: 'self', payer: 'umum' },
    key,
  );
const counts = async (session: string) =>
  (
    await h.t.admin<{ taken: number; online: number; desk: number; active: number; numbers: number; acts: number }>(
      `select s.taken, (select sum(online_taken)::int from queue.slot where session = s.id) as online,
        (select sum(desk_taken)::int from queue.slot where session = s.id) as desk,
        (select count(*)::int from queue.entry where session = s.id and status <> 'cancelled') as active,
        (select count(distinct number)::int from queue.entry where session = s.id) as numbers,
        (select count(*)::int from audit.act a join queue.entry e on e.id = a.id and e.region = a.region where e.session = s.id and a.kind = 'entry') as acts
       from queue.session s where s.id = $1`,
      [session],
    )
  )[0];

describe('a number for a window', () => {
  it('is given as long as places last, in order of arrival, to nobody twice', async () => {
    const { session, slots } = await freshDay('umum');
    const [slot] = slots;
    if (!slot) throw new Error('no slot');
    const tries = await Promise.allSettled(Array.from({ length: 100 }, (_, i) => book(slot, stranger(i))));
    const given = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(given).toHaveLength(slot.online);
    expect(tries.slice(0, slot.online).every((one) => one.status === 'fulfilled')).toBe(true);
    const refused = tries.flatMap((one) => (one.status === 'rejected' ? [(one.reason as Error).message] : []));
    expect(new Set(refused)).toEqual(new Set(['queue/full']));
    expect(await counts(session.id)).toMatchObject({
      taken: slot.online,
      online: slot.online,
      active: slot.online,
      numbers: slot.online,
      acts: slot.online,
    });
  });

  it('is one number for twenty presses, and one for two windows of a day', async () => {
    const { session, slots } = await freshDay('umum');
    const whom = stranger(1);
    const key = randomUUID();
    const same = await Promise.all(Array.from({ length: 20 }, () => book(slots[0] as Slot, whom, key)));
    expect(new Set(same.map((one) => one.id)).size).toBe(1);
    const others = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => book(slots[1 + (i % 3)] as Slot, whom)),
    );
    expect(others.every((one) => one.status === 'rejected' && (one.reason as Error).message === 'queue/held')).toBe(
      true,
    );
    expect(await counts(session.id)).toMatchObject({ taken: 1, active: 1 });
  });

  it('goes to one of two windows when both are pressed at the same moment', async () => {
    const { session, slots } = await freshDay('umum');
    const whom = stranger(1);
    const tries = await Promise.allSettled(slots.slice(0, 6).map((slot) => book(slot, whom)));
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(await counts(session.id)).toMatchObject({ taken: 1, online: 1, active: 1 });
  });

  it('gives its place back when it is cancelled, and is never given again', async () => {
    const { session, slots } = await freshDay('gigi');
    const [slot] = slots;
    if (!slot) throw new Error('no slot');
    const whom = stranger(1);
    const take = () =>
      h.house.queue.book(
        asDoer(whom.person),
        { region: slot.region, slot: slot.id, need: 'gigi', whom, authority: 'self', payer: 'umum' },
        randomUUID(),
      );
    const first = await take();
    await h.house.queue.cancel(asDoer(whom.person), first, { version: 1, key: randomUUID() });
    expect(await counts(session.id)).toMatchObject({ taken: 0, online: 0, active: 0 });
    const second = await take();
    expect(second.number).not.toBe(first.number);
    expect(await counts(session.id)).toMatchObject({ taken: 1, online: 1, active: 1, numbers: 2 });
  });
});

describe('the room', () => {
  it('calls nobody twice and loses nobody, with four counters calling at once', async () => {
    const { session, slots } = await freshDay('umum');
    now = new Date(session.startsAt.getTime() + 60_000);
    const given = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        h.house.queue
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
    await h.t.admin(
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
          const next = await h.house.queue.callNext(
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
    const { session } = await freshDay('umum');
    now = new Date(session.startsAt.getTime() + 60_000);
    for (let i = 0; i < 3; i++)
      await h.house.queue.walkIn(
        nurse,
        { session, whom: { ...stranger(i), person: null, basis: 'counter' }, payer: 'umum', sees: null },
        randomUUID(),
      );
    const at = { session, room: session.rooms[0] ?? '', now: null };
    const presses = await Promise.allSettled([1, 2, 3].map(() => h.house.queue.callNext(nurse, at, randomUUID())));
    expect(presses.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });

  it("belongs to its own office: another office's nurse sees and calls nobody", async () => {
    const { session } = await freshDay('kia');
    const other = { ...nurse, seat: '32.76/pkm-cimanggis' };
    await expect(
      h.house.queue.callNext(other, { session, room: session.rooms[0] ?? '', now: null }, randomUUID()),
    ).rejects.toThrow();
    expect(await h.house.queue.room(other, session)).toBeUndefined();
  });
});

describe('what becomes of whoever was called', () => {
  const OBAT = 'obat';
  const OTHER = '32.76/pkm-sukmajaya';
  const nurse: Doer = { id: randomUUID(), label: 'Perawat', seat: OTHER, roles: ['perawat'], nik: null };
  /** Three people wait; the first is called. */
  async function morning() {
    const { session } = await freshDay('umum', OTHER);
    now = new Date(session.startsAt.getTime() + 60_000);
    for (let i = 0; i < 3; i++) {
      const whom = { ...stranger(i), person: null, basis: 'counter' as const };
      await h.house.queue.walkIn(nurse, { session, whom, payer: 'umum', sees: null }, randomUUID());
      now = new Date(now.getTime() + 60_000);
    }
    const room = session.rooms[0] ?? '';
    const call = (inside: string | null) => h.house.queue.callNext(nurse, { session, room, now: inside }, randomUUID());
    const entry = (id: string) => h.house.queue.entry(nurse, { region: session.region, id });
    const guard = async (id: string) => ({ version: (await entry(id)).version, key: randomUUID() });
    const ref = (id: string) => ({ region: session.region, id });
    return { session, room, call, entry, guard, ref };
  }

  it('waits for a result and keeps the turn', async () => {
    const { call, entry, guard, ref } = await morning();
    const first = (await call(null))?.id ?? '';
    await h.house.queue.park(nurse, ref(first), await guard(first));
    const second = (await call(null))?.id ?? '';
    expect(second).not.toBe(first);
    await h.house.queue.unpark(nurse, ref(first), await guard(first));
    expect((await entry(first)).status).toBe('waiting');
    expect((await call(second))?.id).toBe(first);
  });

  it('goes on to the pharmacy in the order of arrival; the books of the room keep the visit', async () => {
    const { session, call, entry, guard, ref } = await morning();
    const pharmacy = (await h.house.queue.onwards(session)).find(({ poli }) => poli.code === OBAT)?.id ?? '';
    const first = (await call(null))?.id ?? '';
    const second = await h.house.queue.callNext(
      nurse,
      { session, room: session.rooms[1] ?? '', now: null },
      randomUUID(),
    );
    now = new Date(now.getTime() + 60_000);
    // The second is done before the first, and is not served before him for that.
    await h.house.queue.transfer(nurse, ref(second?.id ?? ''), pharmacy, await guard(second?.id ?? ''));
    await h.house.queue.transfer(nurse, ref(first), pharmacy, await guard(first));
    const lane = { region: session.region, id: pharmacy };
    const at = await h.house.queue.session(lane);
    const next = await h.house.queue.callNext(
      nurse,
      { session: lane, room: at?.rooms[0] ?? '', now: null },
      randomUUID(),
    );
    expect(next).toMatchObject({ id: first, prefix: session.prefix });
    expect((await entry(first)).stage).toBe(OBAT);
    const [books] = await h.t.admin<{ done: number }>(
      `select count(*)::int as done from queue.line($1, $2) where status = 'done'`,
      [session.region, session.id],
    );
    expect(books?.done).toBe(2);
  });

  it('was a slip: a call is taken back within 30 seconds, and the visit that it ended goes on', async () => {
    const { session, call, entry, guard, ref } = await morning();
    const first = (await call(null))?.id ?? '';
    const second = (await call(first))?.id ?? '';
    expect((await h.house.queue.undoable(nurse, session))?.id).toBe(second);
    const other = { ...nurse, id: randomUUID() };
    await expect(h.house.queue.undo(other, ref(second), await guard(second))).rejects.toThrow('queue/not-now');
    await h.house.queue.undo(nurse, ref(second), await guard(second));
    expect((await entry(first)).status).toBe('called');
    expect(await entry(second)).toMatchObject({ status: 'waiting', room: null, calls: 0 });
    expect((await call(first))?.id).toBe(second);
    now = new Date(now.getTime() + 31_000);
    await expect(h.house.queue.undo(nurse, ref(second), await guard(second))).rejects.toThrow('queue/too-late');
    expect(await h.house.queue.undoable(nurse, session)).toBeUndefined();
  });

  it('was sent on by a slip: taken back, the pharmacy knows nothing of it', async () => {
    const { session, room, call, entry, guard, ref } = await morning();
    const pharmacy = (await h.house.queue.onwards(session)).find(({ poli }) => poli.code === OBAT)?.id ?? '';
    const first = (await call(null))?.id ?? '';
    await h.house.queue.transfer(nurse, ref(first), pharmacy, await guard(first));
    await h.house.queue.undo(nurse, ref(first), await guard(first));
    expect(await entry(first)).toMatchObject({ status: 'called', room, lane: session.id, stage: 'periksa' });
    const [stays] = await h.t.admin<{ count: number }>(
      'select count(*)::int as count from queue.stay where entry_id = $1',
      [first],
    );
    expect(stays?.count).toBe(0);
  });

  it('is not called while the session pauses; nobody is taken after intake closed; each with its reason, once a key', async () => {
    const { session, call } = await morning();
    const key = randomUUID();
    const pause = { from: 'open', to: 'paused', reason: 'istirahat' } as const;
    await h.house.queue.rule(nurse, session, pause, key);
    await h.house.queue.rule(nurse, session, pause, key);
    await expect(call(null)).rejects.toThrow('queue/not-now');
    await expect(h.house.queue.rule(nurse, session, pause, randomUUID())).rejects.toThrow('queue/lost-guard');
    await h.house.queue.rule(nurse, session, { from: 'paused', to: 'full', reason: 'penuh' }, randomUUID());
    const whom = { ...stranger(9), person: null, basis: 'counter' as const };
    await expect(
      h.house.queue.walkIn(nurse, { session, whom, payer: 'umum', sees: null }, randomUUID()),
    ).rejects.toThrow('queue/full');
    expect(await call(null)).toBeDefined();
    const rulings = await h.t.admin<{ after: string; reason: string; actor: string }>(
      'select after, reason, actor from queue.ruling where session = $1 order by at',
      [session.id],
    );
    expect(rulings.map(({ after }) => after)).toEqual(['paused', 'full']);
    expect(rulings[0]).toMatchObject({ reason: 'istirahat', actor: nurse.id });
  });
});

describe('the end of a day', () => {
  it("comes at 23.59 of the office's own clock; unserved is no absence", async () => {
    await h.t.admin(`update queue.session set state = 'closed' where day < '2026-11-17' and state <> 'closed'`);
    const [wit] = await h.t.admin<{ office: string }>(
      `select s.office from queue.session s where s.region = '81.02' and s.state = 'open' order by s.day, s.id limit 1`,
    );
    const at = wit?.office ?? '';
    const { session, slots } = (await h.house.queue.days(at, '2026-01-01', '2099-01-01', 'umum')).find(
      (day) => day.session.state === 'open',
    ) as { session: Session; slots: readonly Slot[] };
    const doer = { ...nurse, seat: at };
    now = new Date(session.startsAt.getTime() - 30 * 60_000);
    const absent = await book(slots[0] as Slot, stranger(1));
    const here = [1, 2].map(async (i) => {
      const whom = { ...stranger(i), person: null, basis: 'counter' as const };
      return h.house.queue.walkIn(doer, { session, whom, payer: 'umum', sees: null }, randomUUID());
    });
    const [one, two] = await Promise.all(here);
    const called = await h.house.queue.callNext(
      doer,
      { session, room: session.rooms[0] ?? '', now: null },
      randomUUID(),
    );
    const close = h.house.queue.regular(h.house.relay).find(({ name }) => name === 'queue.close');
    const status = async (id: string) => (await h.house.queue.entry(doer, { region: session.region, id })).status;
    // 23.58 in the east is 21.58 in Jakarta.
    now = new Date(`${session.day}T14:58:30Z`);
    await close?.run();
    expect(await status(absent.id)).toBe('booked');
    now = new Date(`${session.day}T14:59:00Z`);
    await close?.run();
    await close?.run();
    const waiting = [one?.id, two?.id].find((id) => id !== called?.id) ?? '';
    expect(await Promise.all([absent.id, called?.id ?? '', waiting].map(status))).toEqual([
      'absent',
      'done',
      'unserved',
    ]);
    expect((await h.house.queue.session(session))?.state).toBe('closed');
    const west = await h.t.admin<{ count: number }>(
      `select count(*)::int as count from queue.session where region = '32.76' and day = $1 and state = 'closed'`,
      [session.day],
    );
    expect(west[0]?.count).toBe(0);
  });
});

describe('the ticket', () => {
  it('tells how many are before me and a range that grows with them', async () => {
    const { slots } = await freshDay('umum');
    const dewi = await citizen(h, 'dewi');
    const person = await h.house.people.findById(dewi.region, dewi.doer.id);
    const whom = { ...stranger(1), person: dewi.doer.id, name: person?.name ?? '', nik: person?.nik ?? null };
    const slot = slots[0] as Slot;
    const given = await h.house.queue.book(
      dewi.doer,
      { region: slot.region, slot: slot.id, need: 'sakit', whom, authority: 'self', payer: 'bpjs' },
      randomUUID(),
    );
    const before = await h.house.queue.ticket(dewi.doer, given);
    expect(before.entry.status).toBe('booked');
    await h.house.queue.checkIn(nurse, given, { version: 1, key: randomUUID() });
    const after = await h.house.queue.ticket(dewi.doer, given);
    expect(after.outlook.ahead).toBe(0);
    expect(after.outlook.range?.from.getTime()).toBeGreaterThanOrEqual(now.getTime() - 5 * 60_000);
    expect(after.entry.shown).not.toBeNull();
    await h.house.jobs.settle();
    await expect
      .poll(async () => (await h.house.queue.mine(dewi.doer.id, '2026-01-01')).map((one) => one.status))
      .toContain('waiting');
    await expect(h.house.queue.ticket(asDoer(randomUUID()), given)).rejects.toThrow('queue/not-found');
    expect(h.errors).toEqual([]);
  });
});

describe('what a queue learns', () => {
  it('from its own days that are over: how long visits take, who comes; the range then follows it', async () => {
    const office = '32.76/pkm-cimanggis';
    const long = 25 * 60_000;
    await h.t.admin(
      `with d as (select generate_series(1, 8) as n),
        s as (insert into queue.session (region, id, office, template, poli, day, starts_at, ends_at, prefix, rooms, visit_minutes, cap, last_number, state)
          select '32.76', gen_random_uuid(), $1, 'lama', 'umum', date '2026-10-01' + n, timestamptz '2026-10-01T01:00:00Z' + n * interval '1 day',
            timestamptz '2026-10-01T05:00:00Z' + n * interval '1 day', 'A', array['Ruang 1'], 8, 40, 0, 'closed' from d returning *)
       insert into queue.slot (region, id, session, starts_at, ends_at, online, desk)
         select region, gen_random_uuid(), id, starts_at, ends_at, 40, 40 from s`,
      [office],
    );
    const days = await h.house.queue.days(office, '2026-10-01', '2026-10-31', 'umum');
    const doer = { ...nurse, seat: office };
    await h.t.admin(`update queue.session set state = 'open' where template = 'lama'`);
    for (const { session } of days) {
      now = session.startsAt;
      for (let i = 0; i < 4; i++)
        await h.house.queue.walkIn(
          doer,
          { session, whom: { ...stranger(i), person: null, basis: 'counter' }, payer: 'umum', sees: null },
          randomUUID(),
        );
      let inside: string | null = null;
      for (let i = 0; i < 5; i++) {
        const next = await h.house.queue.callNext(doer, { session, room: 'Ruang 1', now: inside }, randomUUID());
        inside = next?.id ?? null;
        now = new Date(now.getTime() + long);
      }
    }
    const picture = await h.house.queue.dayPicture(doer, days[0]?.session.day ?? '');
    expect(picture?.all).toMatchObject({ given: 4, seen: 4, longest: 75, promised: 0 });
    expect(picture?.hours.map(({ hour }) => hour)).toEqual([8, 9]);
    await h.t.admin(`update queue.session set state = 'closed' where template = 'lama'`);
    await h.house.jobs.settle();
    const learn = h.house.queue.regular(h.house.relay).find(({ name }) => name === 'queue.learn');
    await learn?.run();
    const [learned] = await h.t.admin<{ days: number; mean: number }>(
      `select days, (data ->> 'visitMean')::float8 as mean from queue.habit where office = $1 and poli = 'umum'`,
      [office],
    );
    expect(learned?.days).toBe(8);
    expect(learned?.mean).toBeGreaterThan(20);
  });
});

describe('another time', () => {
  it('keeps the number until the other place is certain, counts on both sides, and is refused where it is full', async () => {
    const office = '32.76/pkm-cinere';
    const { session, slots } = await freshDay('gigi', office);
    const [first, second] = slots as readonly [Slot, Slot];
    const take = (slot: Slot, whom = stranger(1)) =>
      h.house.queue.book(
        asDoer(whom.person),
        { region: slot.region, slot: slot.id, need: 'gigi', whom, authority: 'self', payer: 'umum' },
        randomUUID(),
      );
    const whom = stranger(1);
    const mine = await take(first, whom);
    const me = asDoer(whom.person);
    const other = await take(second);
    const guard = { version: 1, key: randomUUID() };
    await expect(h.house.queue.changeTime(me, mine, second.id, guard)).rejects.toThrow('queue/full');
    expect(await h.house.queue.entry(me, mine)).toMatchObject({ version: 1, slot: first.id });
    const elsewhere = (await h.house.queue.days(office, '2026-01-01', '2099-01-01', 'gigi')).find(
      (day) => day.session.day > session.day && day.session.taken === 0,
    );
    const later = elsewhere?.slots[0] as Slot;
    await expect(h.house.queue.changeTime(asDoer(randomUUID()), mine, later.id, guard)).rejects.toThrow(
      'queue/not-found',
    );
    await h.house.queue.changeTime(me, mine, later.id, guard);
    const after = await h.house.queue.entry(me, mine);
    expect(after).toMatchObject({ slot: later.id, session: later.session, lane: later.session, status: 'booked' });
    expect(await counts(session.id)).toMatchObject({ taken: 1, online: 1, active: 1 });
    expect(await counts(later.session)).toMatchObject({ taken: 1, online: 1, active: 1 });
    // The place that came free is for somebody else; the same key does nothing twice.
    await take(first, stranger(3));
    await expect(h.house.queue.changeTime(me, mine, later.id, guard)).rejects.toThrow('queue/lost-guard');
    expect(other.number).not.toBe(mine.number);
  });

  it('is the way out when the doctor is absent: everybody is told, without place or service', async () => {
    const office = '32.76/pkm-cinere';
    const { session, slots } = await freshDay('umum', office);
    const dewi = await citizen(h, 'dewi');
    const person = await h.house.people.findById(dewi.region, dewi.doer.id);
    const whom = { ...stranger(1), person: dewi.doer.id, name: person?.name ?? '', nik: person?.nik ?? null };
    const slot = slots[0] as Slot;
    const given = await h.house.queue.book(
      dewi.doer,
      { region: slot.region, slot: slot.id, need: 'sakit', whom, authority: 'self', payer: 'bpjs' },
      randomUUID(),
    );
    const head: Doer = { ...nurse, seat: office };
    await h.house.queue.rule(head, session, { from: 'open', to: 'cancelled', reason: 'dokter' }, randomUUID());
    await h.house.jobs.settle();
    const news = () => h.house.notices.list(dewi.doer.id);
    await expect
      .poll(
        async () => (await news()).find((one) => one.place.endsWith(given.id) && /batal/.test(one.text.id))?.text.id,
      )
      .toMatch(/^Maaf, A-\d{3}, \w{3} \d\d\/\d\d \d\d\.\d\d WIB batal\. Pilih waktu lain\.$/);
    const all = (await news()).map((one) => JSON.stringify(one)).join('\n');
    expect(all).not.toMatch(/Puskesmas|Cinere|umum|Pemeriksaan/i);
    const free = (await h.house.queue.days(office, session.day, '2099-01-01', 'umum')).find(
      (day) => day.session.state === 'open' && day.session.day > session.day,
    );
    await h.house.queue.changeTime(dewi.doer, given, free?.slots[0]?.id ?? '', { version: 1, key: randomUUID() });
    expect((await h.house.queue.entry(dewi.doer, given)).status).toBe('booked');
    await h.house.queue.late(dewi.doer, given, 30, { version: 2, key: randomUUID() });
    expect((await h.house.queue.entry(dewi.doer, given)).dueReason).toBe('late-told');
    await h.house.queue.cancel(dewi.doer, given, { version: 3, key: randomUUID() });
    expect(await counts(free?.session.id ?? '')).toMatchObject({ taken: 0, online: 0, active: 0 });
  });
});

describe('saying that one is here', () => {
  it('takes the code of today and this place; a kiosk wants number and date of birth; the paper names nobody', async () => {
    const office = '32.76/pkm-limo';
    const { session, slots } = await freshDay('umum', office);
    const whom = stranger(1);
    const me = asDoer(whom.person);
    const given = await book(slots[0] as Slot, whom);
    const entry = await h.house.queue.entry(me, given);
    const guard = { version: 1, key: randomUUID() };
    const token = (await h.house.queue.arrivalToken(office)) ?? '';
    now = new Date(now.getTime() - 24 * 3_600_000);
    const stale = (await h.house.queue.arrivalToken(office)) ?? '';
    now = new Date(now.getTime() + 24 * 3_600_000);
    const elsewhere = (await h.house.queue.arrivalToken(OFFICE)) ?? '';
    for (const wrong of [stale, elsewhere, ''])
      await expect(h.house.queue.checkInHere(me, entry, wrong, guard)).rejects.toThrow('queue/stale-code');
    const typed = { prefix: session.prefix, number: given.number, birthDate: '1990-01-02' };
    await expect(h.house.queue.checkInAtKiosk(office, token, typed, randomUUID())).rejects.toThrow('queue/no-match');
    now = new Date(session.startsAt.getTime() - 61 * 60_000);
    await expect(h.house.queue.checkInHere(me, entry, token, guard)).rejects.toThrow('queue/too-early');
    now = new Date(session.startsAt.getTime() - 60 * 60_000);
    await h.house.queue.checkInAtKiosk(office, token, { ...typed, birthDate: '1990-01-01' }, randomUUID());
    expect((await h.house.queue.entry(me, given)).status).toBe('waiting');
    const { bytes } = await h.house.queue.proofPdf(me, given);
    expect(Buffer.from(bytes.slice(0, 5)).toString()).toBe('%PDF-');
  });
});

describe('waiting for a place', () => {
  it('gives what comes free to whoever waits longest, held for an hour, then to the next; the count is right', async () => {
    const office = '32.76/pkm-limo';
    const { session, slots } = await freshDay('gigi', office);
    const take = (slot: Slot, whom: ReturnType<typeof stranger>) =>
      h.house.queue.book(
        asDoer(whom.person),
        { region: slot.region, slot: slot.id, need: 'gigi', whom, authority: 'self', payer: 'umum' },
        randomUUID(),
      );
    now = new Date(session.startsAt.getTime() - 5 * 3_600_000);
    const people = await Promise.all(['dewi', 'budi'].map((name) => citizen(h, name)));
    const wish = (who: (typeof people)[number]) => ({
      ...{ office, poli: 'gigi', need: 'gigi', day: session.day, subject: who.doer.id },
      ...{ authority: 'self' as const, payer: 'umum' as const },
    });
    const [first, second] = people as [(typeof people)[number], (typeof people)[number]];
    await expect(h.house.queue.wait(first.doer, wish(first), randomUUID())).rejects.toThrow('queue/places-left');
    const holders = slots.flatMap((slot) =>
      Array.from({ length: slot.online }, (_, i) => ({ slot, whom: stranger(i) })),
    );
    const given = await Promise.all(holders.map(({ slot, whom }) => take(slot, whom)));
    const key = randomUUID();
    const waits = await h.house.queue.wait(first.doer, wish(first), key);
    expect((await h.house.queue.wait(first.doer, wish(first), key)).id).toBe(waits.id);
    await expect(h.house.queue.wait(first.doer, wish(first), randomUUID())).rejects.toThrow('queue/held');
    now = new Date(now.getTime() + 1000);
    const next = await h.house.queue.wait(second.doer, wish(second), randomUUID());
    const offers = () => h.house.queue.offerPlaces(h.house.relay);
    expect(await offers()).toBe(0);
    const [holder] = holders;
    await h.house.queue.cancel(asDoer(holder?.whom.person ?? ''), given[0] ?? waits, { version: 1, key: randomUUID() });
    expect(await offers()).toBe(1);
    const offered = await h.house.queue.wish(first.doer, waits);
    expect(offered).toMatchObject({ status: 'offered' });
    expect((await h.house.queue.wish(second.doer, next))?.status).toBe('waiting');
    expect(await h.house.queue.wish(second.doer, waits)).toBeUndefined();
    const full = await counts(session.id);
    expect(full?.online).toBe(holders.length);
    // Not accepted in an hour: the next one has it.
    now = new Date(now.getTime() + 61 * 60_000);
    await offers();
    await offers();
    expect((await h.house.queue.wish(first.doer, waits))?.status).toBe('over');
    const mine = await h.house.queue.wish(second.doer, next);
    expect(mine?.status).toBe('offered');
    await h.house.queue.accept(second.doer, next, mine?.version ?? 0);
    now = new Date(now.getTime() + 61 * 60_000);
    await offers();
    expect((await h.house.queue.entry(second.doer, { region: '32.76', id: mine?.entry ?? '' })).status).toBe('booked');
    expect(await counts(session.id)).toMatchObject({ online: holders.length, active: holders.length });
  });
});

describe('an open page', () => {
  it('hears within a second or so that its queue moved, and nothing else', async () => {
    const origin = await listening();
    const { session } = await freshDay('umum', '32.76/pkm-limo');
    now = session.startsAt;
    const limo: Doer = { ...nurse, seat: session.office };
    const ended = new AbortController();
    const answer = await fetch(`${origin}/papan/${session.office}/arus`, {
      headers: { accept: 'text/event-stream' },
      signal: ended.signal,
    });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toContain('data: 1');
    const next = reader?.read();
    await new Promise((wake) => setTimeout(wake, 1500));
    const whom = { ...stranger(1), person: null, basis: 'counter' as const };
    await h.house.queue.walkIn(limo, { session, whom, payer: 'umum', sees: null }, randomUUID());
    const began = performance.now();
    expect((await next)?.value).toBe('data: 1\n\n');
    expect(performance.now() - began).toBeLessThan(5000);
    ended.abort();
  });
});

describe('what the head arranges', () => {
  it('changes places from tomorrow on, takes none that is booked, and stays on record with its reason, once a key', async () => {
    const office = '32.76/pkm-limo';
    const head: Doer = { ...nurse, seat: office };
    const days = await h.house.queue.days(office, '2026-01-01', '2099-01-01', 'kia');
    now = new Date('2026-11-16T00:00:00Z');
    const later = days.find(({ session, slots }) => session.day > '2026-11-17' && slots.length > 2);
    const slot = later?.slots[0] as Slot;
    const whom = { ...stranger(1), birthDate: '2024-01-01' };
    for (const one of [whom, { ...whom, person: randomUUID() }])
      await h.house.queue.book(
        asDoer(one.person),
        { region: slot.region, slot: slot.id, need: 'anak-sakit', whom: one, authority: 'self', payer: 'umum' },
        randomUUID(),
      );
    const one = (await h.house.queue.arranged(head)).find(({ code }) => code === 'kia-pagi');
    const was = { online: one?.online ?? 0, desk: one?.desk ?? 0 };
    const wish = { code: 'kia-pagi', was, places: { online: 1, desk: 3 }, reason: 'Bidan cuti' };
    const key = randomUUID();
    await h.house.queue.setQuota(head, wish, key);
    await h.house.queue.setQuota(head, wish, key);
    await expect(h.house.queue.setQuota(head, wish, randomUUID())).rejects.toThrow('queue/lost-guard');
    const after = (await h.house.queue.days(office, '2026-01-01', '2099-01-01', 'kia')).filter(
      ({ session }) => session.day > '2026-11-17' && session.state === 'open',
    );
    const monday = after.find(({ session }) => session.id === later?.session.id);
    expect(monday?.slots[0]).toMatchObject({ online: 2, onlineTaken: 2, desk: 3 });
    expect(monday?.slots[1]).toMatchObject({ online: 1, desk: 3 });
    const other: Doer = { ...head, seat: OFFICE };
    const aSecond = () => {
      now = new Date(now.getTime() + 1000);
    };
    aSecond();
    await h.house.queue.approveSign(
      head,
      { say: { id: 'Luka bakar luas', en: 'A large burn' }, doctor: 'dr. Contoh', reason: 'Rapat mutu' },
      randomUUID(),
    );
    expect((await h.house.queue.offer(office))?.signs.map(({ code }) => code)).toContain('s-luka-bakar-luas');
    aSecond();
    await h.house.queue.withdrawSign(head, 's-luka-bakar-luas', 'Salah ketik', randomUUID());
    const log = await h.house.queue.settings(head);
    expect(log.map(({ what, reason }) => [what, reason])).toEqual([
      ['sign-withdrawn', 'Salah ketik'],
      ['sign', 'Rapat mutu'],
      ['quota', 'Bidan cuti'],
    ]);
    expect(await h.house.queue.settings(other)).toEqual([]);
  });
});

describe('a counter that is no place of care', () => {
  it('has a queue by one file alone: booked, checked in, called, without a word of care', async () => {
    const office = '32.76/dukcapil';
    expect(await h.house.queue.hasCounters('32.76')).toBe(true);
    expect(await h.house.queue.places('32.76', 'counter')).toEqual([office]);
    expect(await h.house.queue.places('32.76')).not.toContain(office);
    const { session, slots } = await freshDay('ambil', office);
    const clerk: Doer = { ...nurse, seat: office };
    const whom = stranger(1);
    const slot = slots[0] as Slot;
    const given = await h.house.queue.book(
      asDoer(whom.person),
      { region: slot.region, slot: slot.id, need: 'ambil-dokumen', whom, authority: 'self', payer: 'umum' },
      randomUUID(),
    );
    await h.house.queue.checkIn(clerk, given, { version: 1, key: randomUUID() });
    const at = { session, room: session.rooms[0] ?? '', now: null };
    expect((await h.house.queue.callNext(clerk, at, randomUUID()))?.id).toBe(given.id);
    const offer = await h.house.queue.offer(office);
    expect(offer).toMatchObject({ place: { kind: 'counter', emergency: null }, signs: [] });
    const origin = await listening();
    const pages = await Promise.all(
      ['/', '/antre', `/papan/${office}`].map(async (path) => (await fetch(`${origin}${path}`)).text()),
    );
    expect(pages[0]).toContain('href="/antre"');
    for (const page of pages.slice(1)) expect(page).not.toMatch(/UGD|[Bb]erobat|BPJS|[Pp]uskesmas/);
  });
});
