import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Doer } from '../../src/capabilities/cases/index.ts';
import type { Session, Slot } from '../../src/capabilities/queue/index.ts';
import { nurse, QueueRoom, stranger } from '../support/queue-room.ts';
import { citizen } from '../support/walk.ts';

const q = new QueueRoom();
beforeAll(() => q.open(), 180_000);
afterAll(q.close);
const asDoer = (id: string): Doer => ({ id, label: 'Orang', seat: null, roles: [], nik: null });

describe('the end of a day', () => {
  it("comes at 23.59 of the office's own clock; unserved is no absence", async () => {
    await q.h.t.admin(`update queue.session set state = 'closed' where day < '2026-11-17' and state <> 'closed'`);
    const [wit] = await q.h.t.admin<{ office: string }>(
      `select s.office from queue.session s where s.region = '81.02' and s.poli = 'umum' and s.state = 'open' order by s.day, s.id limit 1`,
    );
    const at = wit?.office ?? '';
    const { session, slots } = (await q.h.house.queue.days(at, '2026-01-01', '2099-01-01', 'umum')).find(
      (day) => day.session.state === 'open',
    ) as { session: Session; slots: readonly Slot[] };
    const doer = { ...nurse, seat: at };
    q.now = new Date(session.startsAt.getTime() - 30 * 60_000);
    const absent = await q.book(slots[0] as Slot, stranger(1));
    const here = [1, 2].map(async (i) => {
      const whom = { ...stranger(i), person: null, basis: 'counter' as const };
      return q.h.house.queue.walkIn(doer, { session, whom, payer: 'umum', sees: null }, randomUUID());
    });
    const [one, two] = await Promise.all(here);
    const called = await q.h.house.queue.callNext(
      doer,
      { session, room: session.rooms[0] ?? '', now: null },
      randomUUID(),
    );
    const close = q.h.house.queue.regular(q.h.house.relay).find(({ name }) => name === 'queue.close');
    const status = async (id: string) => (await q.h.house.queue.entry(doer, { region: session.region, id })).status;
    // 23.58 in the east is 21.58 in Jakarta.
    q.now = new Date(`${session.day}T14:58:30Z`);
    await close?.run();
    expect(await status(absent.id)).toBe('booked');
    q.now = new Date(`${session.day}T14:59:00Z`);
    await close?.run();
    await close?.run();
    const waiting = [one?.id, two?.id].find((id) => id !== called?.id) ?? '';
    expect(await Promise.all([absent.id, called?.id ?? '', waiting].map(status))).toEqual([
      'absent',
      'done',
      'unserved',
    ]);
    expect((await q.h.house.queue.session(session))?.state).toBe('closed');
    const west = await q.h.t.admin<{ count: number }>(
      `select count(*)::int as count from queue.session where region = '32.76' and day = $1 and state = 'closed'`,
      [session.day],
    );
    expect(west[0]?.count).toBe(0);
  });
});

describe('the ticket', () => {
  it('tells how many are before me and a range that grows with them', async () => {
    const { slots } = await q.freshDay('umum');
    const dewi = await citizen(q.h, 'dewi');
    const person = await q.h.house.people.findById(dewi.region, dewi.doer.id);
    const whom = { ...stranger(1), person: dewi.doer.id, name: person?.name ?? '', nik: person?.nik ?? null };
    const slot = slots[0] as Slot;
    const given = await q.h.house.queue.book(
      dewi.doer,
      { region: slot.region, slot: slot.id, need: 'sakit', whom, authority: 'self', payer: 'bpjs' },
      randomUUID(),
    );
    const before = await q.h.house.queue.ticket(dewi.doer, given);
    expect(before.entry.status).toBe('booked');
    await q.h.house.queue.checkIn(nurse, given, { version: 1, key: randomUUID() });
    const after = await q.h.house.queue.ticket(dewi.doer, given);
    expect(after.outlook.ahead).toBe(0);
    expect(after.outlook.range?.from.getTime()).toBeGreaterThanOrEqual(q.now.getTime() - 5 * 60_000);
    expect(after.entry.shown).not.toBeNull();
    await q.h.house.jobs.settle();
    await expect
      .poll(async () => (await q.h.house.queue.mine(dewi.doer.id, '2026-01-01')).map((one) => one.status))
      .toContain('waiting');
    await expect(q.h.house.queue.ticket(asDoer(randomUUID()), given)).rejects.toThrow('queue/not-found');
    expect(q.h.errors).toEqual([]);
  });
});

describe('what a queue learns', () => {
  it('from its own days that are over: how long visits take, who comes; the range then follows it', async () => {
    const office = '32.76/pkm-cimanggis';
    const long = 25 * 60_000;
    await q.h.t.admin(
      `with d as (select generate_series(1, 8) as n),
        s as (insert into queue.session (region, id, office, template, poli, day, starts_at, ends_at, prefix, rooms, visit_minutes, cap, last_number, state)
          select '32.76', gen_random_uuid(), $1, 'lama', 'umum', date '2026-10-01' + n, timestamptz '2026-10-01T01:00:00Z' + n * interval '1 day',
            timestamptz '2026-10-01T05:00:00Z' + n * interval '1 day', 'A', array['Ruang 1'], 8, 40, 0, 'closed' from d returning *)
       insert into queue.slot (region, id, session, starts_at, ends_at, online, desk)
         select region, gen_random_uuid(), id, starts_at, ends_at, 40, 40 from s`,
      [office],
    );
    const days = await q.h.house.queue.days(office, '2026-10-01', '2026-10-31', 'umum');
    const doer = { ...nurse, seat: office };
    await q.h.t.admin(`update queue.session set state = 'open' where template = 'lama'`);
    for (const { session } of days) {
      q.now = session.startsAt;
      for (let i = 0; i < 4; i++)
        await q.h.house.queue.walkIn(
          doer,
          { session, whom: { ...stranger(i), person: null, basis: 'counter' }, payer: 'umum', sees: null },
          randomUUID(),
        );
      let inside: string | null = null;
      for (let i = 0; i < 5; i++) {
        const next = await q.h.house.queue.callNext(doer, { session, room: 'Ruang 1', now: inside }, randomUUID());
        inside = next?.id ?? null;
        q.now = new Date(q.now.getTime() + long);
      }
    }
    const picture = await q.h.house.queue.dayPicture(doer, days[0]?.session.day ?? '');
    expect(picture?.all).toMatchObject({ given: 4, seen: 4, longest: 75, promised: 0 });
    expect(picture?.hours.map(({ hour }) => hour)).toEqual([8, 9]);
    await q.h.t.admin(`update queue.session set state = 'closed' where template = 'lama'`);
    await q.h.house.jobs.settle();
    const learn = q.h.house.queue.regular(q.h.house.relay).find(({ name }) => name === 'queue.learn');
    await learn?.run();
    const [learned] = await q.h.t.admin<{ days: number; mean: number }>(
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
    const { session, slots } = await q.freshDay('gigi', office);
    const [first, second] = slots as readonly [Slot, Slot];
    const take = (slot: Slot, whom = stranger(1)) =>
      q.h.house.queue.book(
        asDoer(whom.person),
        { region: slot.region, slot: slot.id, need: 'gigi', whom, authority: 'self', payer: 'umum' },
        randomUUID(),
      );
    const whom = stranger(1);
    const mine = await take(first, whom);
    const me = asDoer(whom.person);
    const other = await take(second);
    const guard = { version: 1, key: randomUUID() };
    await expect(q.h.house.queue.changeTime(me, mine, second.id, guard)).rejects.toThrow('queue/full');
    expect(await q.h.house.queue.entry(me, mine)).toMatchObject({ version: 1, slot: first.id });
    const elsewhere = (await q.h.house.queue.days(office, '2026-01-01', '2099-01-01', 'gigi')).find(
      (day) => day.session.day > session.day && day.session.taken === 0,
    );
    const later = elsewhere?.slots[0] as Slot;
    await expect(q.h.house.queue.changeTime(asDoer(randomUUID()), mine, later.id, guard)).rejects.toThrow(
      'queue/not-found',
    );
    await q.h.house.queue.changeTime(me, mine, later.id, guard);
    const after = await q.h.house.queue.entry(me, mine);
    expect(after).toMatchObject({ slot: later.id, session: later.session, lane: later.session, status: 'booked' });
    expect(await q.counts(session.id)).toMatchObject({ taken: 1, online: 1, active: 1 });
    expect(await q.counts(later.session)).toMatchObject({ taken: 1, online: 1, active: 1 });
    // The place that came free is for somebody else; the same key does nothing twice.
    await take(first, stranger(3));
    await expect(q.h.house.queue.changeTime(me, mine, later.id, guard)).rejects.toThrow('queue/lost-guard');
    expect(other.number).not.toBe(mine.number);
  });

  it('is the way out when the doctor is absent: everybody is told, without place or service', async () => {
    const office = '32.76/pkm-cinere';
    const { session, slots } = await q.freshDay('umum', office);
    const budi = await citizen(q.h, 'budi');
    const person = await q.h.house.people.findById(budi.region, budi.doer.id);
    const whom = { ...stranger(1), person: budi.doer.id, name: person?.name ?? '', nik: person?.nik ?? null };
    const slot = slots[0] as Slot;
    const given = await q.h.house.queue.book(
      budi.doer,
      { region: slot.region, slot: slot.id, need: 'sakit', whom, authority: 'self', payer: 'bpjs' },
      randomUUID(),
    );
    const head: Doer = { ...nurse, seat: office };
    await q.h.house.queue.rule(head, session, { from: 'open', to: 'cancelled', reason: 'dokter' }, randomUUID());
    await q.h.house.jobs.settle();
    const news = () => q.h.house.notices.list(budi.doer.id);
    await expect
      .poll(
        async () => (await news()).find((one) => one.place.endsWith(given.id) && /batal/.test(one.text.id))?.text.id,
      )
      .toMatch(/^Maaf, A-\d{3}, \w{3} \d\d\/\d\d \d\d\.\d\d WIB batal\. Pilih waktu lain\.$/);
    const all = (await news()).map((one) => JSON.stringify(one)).join('\n');
    expect(all).not.toMatch(/Puskesmas|Cinere|umum|Pemeriksaan/i);
    const free = (await q.h.house.queue.days(office, session.day, '2099-01-01', 'umum')).find(
      (day) => day.session.state === 'open' && day.session.day > session.day,
    );
    await q.h.house.queue.changeTime(budi.doer, given, free?.slots[0]?.id ?? '', { version: 1, key: randomUUID() });
    expect((await q.h.house.queue.entry(budi.doer, given)).status).toBe('booked');
    await q.h.house.queue.late(budi.doer, given, 30, { version: 2, key: randomUUID() });
    expect((await q.h.house.queue.entry(budi.doer, given)).dueReason).toBe('late-told');
    await q.h.house.queue.cancel(budi.doer, given, { version: 3, key: randomUUID() });
    expect(await q.counts(free?.session.id ?? '')).toMatchObject({ taken: 0, online: 0, active: 0 });
  });

  it('tells whom an officer booked, where he has an account; of whom it has none the officer is told', async () => {
    const office = '32.76/pkm-sukmajaya';
    const { session, slots } = await q.freshDay('gigi', office);
    q.now = new Date(session.startsAt.getTime() - 24 * 3_600_000);
    const head: Doer = { ...nurse, seat: office };
    const dewi = await citizen(q.h, 'dewi');
    const person = await q.h.house.people.findById(dewi.region, dewi.doer.id);
    const known = { ...stranger(1), person: dewi.doer.id, name: person?.name ?? '', nik: person?.nik ?? null };
    const guest = { ...stranger(2), person: null, basis: 'counter' as const };
    const help = (whom: typeof known | typeof guest, at: number) =>
      q.h.house.queue.bookHelped(
        head,
        { region: '32.76', slot: slots[at]?.id ?? '', whom, payer: 'umum', sees: null },
        randomUUID(),
      );
    const [hers, his] = [await help(known, 0), await help(guest, 1)];
    const said = async () => {
      await q.h.house.jobs.settle();
      const news = await q.h.house.notices.list(dewi.doer.id);
      return news.filter((one) => one.place.endsWith(hers.id)).map(({ text }) => text.id);
    };
    await expect.poll(said).toHaveLength(1);
    await q.h.house.queue.rule(head, session, { from: 'open', to: 'cancelled', reason: 'dokter' }, randomUUID());
    await expect
      .poll(async () => (await said()).filter((text) => text.includes('batal. Pilih waktu lain.')))
      .toHaveLength(1);
    const view = await q.h.house.queue.room(head, session);
    expect((await q.h.house.queue.unreached(view?.entries ?? [])).map(({ id }) => id)).toEqual([his.id]);
    // She chooses another time by herself, as the message says, and is told of that too.
    const free = (await q.h.house.queue.days(office, session.day, '2099-01-01', 'gigi')).find(
      (day) => day.session.state === 'open' && day.session.day > session.day,
    );
    await q.h.house.queue.changeTime(dewi.doer, hers, free?.slots[0]?.id ?? '', { version: 1, key: randomUUID() });
    await expect.poll(async () => (await said()).some((text) => text.startsWith('Waktu diganti'))).toBe(true);
  });
});
