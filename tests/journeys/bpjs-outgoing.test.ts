import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asDoer, CONSUMER, somebody } from '../support/bpjs.ts';
import { BpjsRoom, guard, labelOf } from '../support/bpjs-room.ts';
import { nurse, PUSKESMAS } from '../support/queue-room.ts';

const r = new BpjsRoom();
beforeAll(() => r.open(), 180_000);
afterAll(() => r.close());

describe('BPJS is told', () => {
  it('of a number, of its call and when that was; by card and NIK that stand in no message', async () => {
    const { session, slots } = await r.freshDay();
    const whom = somebody();
    const entry = await r.book(slots[0], whom);
    await r.settled();
    const [{ body } = { body: {} }] = r.taken();
    expect(body).toEqual({
      ...{ nomorkartu: whom.card, nik: whom.nik, nohp: '081299012345', norm: '', kodepoli: '001' },
      ...{ namapoli: 'Pemeriksaan umum', tanggalperiksa: session.day, kodedokter: session.doctorCode },
      ...{ namadokter: session.doctor, jampraktek: '08:00-12:00', angkaantrean: entry.number },
      nomorantrean: `A-${String(entry.number).padStart(3, '0')}`,
      keterangan: 'Perkiraan dipanggil 08.00 WIB.',
    });
    r.now = session.startsAt;
    await r.h.house.queue.checkIn(nurse, await r.entryOf(entry), guard(await r.entryOf(entry)));
    r.later(1);
    const called = r.now;
    await r.h.house.queue.callNext(nurse, { session, room: 'Ruang 1', now: null }, randomUUID());
    r.later(9);
    await r.h.house.queue.finish(nurse, entry, guard(await r.entryOf(entry)));
    await r.settled();
    expect(r.bpjs.taken.at(-1)).toMatchObject({
      ...{ action: 'panggil', consId: CONSUMER.consId },
      body: { nomorkartu: whom.card, kodepoli: '001', tanggalperiksa: session.day, status: 1, waktu: called.getTime() },
    });
    const [canary] = await r.h.t.admin<{ text: string }>(
      `select (select string_agg(to_jsonb(m)::text, '') from bpjs.message m) || (select coalesce(string_agg(to_jsonb(j)::text, ''), '') from graphile_worker._private_jobs j) as text`,
    );
    for (const secret of [whom.card, whom.nik, whom.name, '81299012345']) expect(canary?.text).not.toContain(secret);
    // And the person sees that BPJS was told.
    expect(await r.h.house.audit.whoLooked(whom.person)).toMatchObject([
      { purpose: 'laporan antrean ke BPJS', office: PUSKESMAS },
    ]);
  });

  it('of a number, its end, and the next one: three, in this order', async () => {
    const { slots } = await r.freshDay();
    const whom = somebody();
    const first = await r.book(slots[0], whom);
    await r.h.house.queue.cancel(asDoer(whom), first, guard(first));
    const second = await r.book(slots[1], whom);
    await r.settled();
    expect(r.heard()).toEqual([`add ${labelOf(first)}`, 'batal Dibatalkan oleh pasien', `add ${labelOf(second)}`]);
    expect(r.bpjs.refused).toEqual([]);
  });

  it('of nothing that it told us, and of what happens to that here', async () => {
    const { session } = await r.freshDay();
    const whom = somebody();
    const { card, nik } = whom;
    await r.jkn.newPatient({
      ...{ nomorkartu: card, nik, nomorkk: nik, nama: whom.name, jeniskelamin: 'P', tanggallahir: '1990-01-01' },
    });
    const own = { nomorkartu: card, kodepoli: '001', tanggalperiksa: session.day };
    const hours = { kodedokter: session.doctorCode, jampraktek: '08:00-12:00' };
    expect(await r.jkn.take({ ...own, nik, ...hours })).toMatchObject({ code: 200 });
    expect(await r.jkn.cancel({ ...own, keterangan: '' })).toMatchObject({ code: 200 });
    expect(await r.jkn.take({ ...own, nik, ...hours })).toMatchObject({ code: 200 });
    r.bpjs.remember({ ...own, nomorkartu: card ?? '' });
    await r.settled();
    expect(r.heard()).toEqual([]);
    const entry = (await r.h.house.queue.room(nurse, session))?.entries.find(({ channel }) => channel === 'mjkn');
    if (!entry) throw new Error('no entry');
    await r.h.house.queue.cancel(nurse, entry, guard(entry));
    await r.settled();
    expect(r.heard()).toEqual(['batal Dibatalkan oleh Puskesmas']);
  });

  it('that somebody did not come when the session is over, unless it was a slip', async () => {
    const { session, slots } = await r.freshDay();
    const [one, other] = [await r.book(slots[0], somebody()), await r.book(slots[0], somebody())];
    r.now = session.startsAt;
    for (const entry of [one, other]) await r.h.house.queue.checkIn(nurse, entry, guard(entry));
    const skip = async (): Promise<string> => {
      const called = await r.h.house.queue.callNext(nurse, { session, room: 'Ruang 1', now: null }, randomUUID());
      const entry = await r.entryOf({ region: session.region, id: called?.id ?? '' });
      await r.h.house.queue.skip(nurse, entry, guard(entry));
      return entry.id;
    };
    const ids = [await skip(), await skip()];
    expect(new Set(ids).size).toBe(2);
    r.later(60);
    const absent = await skip();
    await r.h.house.queue.undo(
      nurse,
      await r.entryOf({ region: session.region, id: absent }),
      guard(await r.entryOf({ region: session.region, id: absent })),
    );
    await r.h.house.queue.finish(
      nurse,
      await r.entryOf({ region: session.region, id: absent }),
      guard(await r.entryOf({ region: session.region, id: absent })),
    );
    await skip();
    await r.settled();
    expect(r.heard().filter((word) => word.startsWith('panggil'))).toEqual(['panggil 1']);
    r.now = new Date(session.endsAt.getTime() + 60_000);
    await r.settled();
    expect(r.heard().filter((word) => word.startsWith('panggil'))).toEqual(['panggil 1', 'panggil 2']);
  });

  it('that a day is called off, and of the new time of whoever chose one', async () => {
    const { session, slots } = await r.freshDay('umum');
    const all = await Promise.all([0, 1, 2].map(async () => ({ whom: somebody() })));
    const entries = [];
    for (const { whom } of all) entries.push({ whom, entry: await r.book(slots[0], whom) });
    await r.settled();
    await r.h.house.queue.rule(nurse, session, { from: 'open', to: 'cancelled', reason: 'dokter' }, randomUUID());
    await r.settled();
    expect(r.heard().slice(3)).toEqual(Array.from({ length: 3 }, () => 'batal Terjadi perubahan jadwal dokter'));
    const next = (await r.h.house.queue.days(PUSKESMAS, '2026-01-01', '2099-01-01', 'umum')).find(
      (day) => day.session.startsAt > session.endsAt && day.session.state === 'open',
    );
    const [first] = entries;
    const slot = next?.slots[2];
    if (!first || !slot) throw new Error('no other day');
    await r.h.house.queue.changeTime(asDoer(first.whom), first.entry, slot.id, guard(first.entry));
    await r.settled();
    expect(r.bpjs.taken.at(-1)).toMatchObject({ action: 'add', body: { tanggalperiksa: next?.session.day } });
    // The end of the day has nothing to add.
    r.now = new Date(session.endsAt.getTime() + 20 * 3_600_000);
    const before = r.bpjs.taken.length;
    await r.h.house.queue.closeDays();
    await r.settled();
    expect(r.bpjs.taken.slice(before).map(({ action }) => action)).toEqual([]);
    expect(r.bpjs.refused).toEqual([]);
  });

  it('of a guest without a card once, and by no word that has no name there', async () => {
    const { slots } = await r.freshDay();
    const whom = somebody({ card: null });
    const entry = await r.book(slots[0], whom, 'umum');
    const stranger = somebody({ card: null, nik: null });
    await r.book(slots[0], stranger, 'umum');
    await r.h.house.queue.cancel(asDoer(whom), entry, guard(entry));
    await r.settled();
    expect(r.heard()).toEqual([expect.stringMatching(/^add /)]);
    expect(r.bpjs.taken.at(-1)?.body).toMatchObject({ nomorkartu: '', nik: whom.nik });
    expect(await r.untold()).toEqual([]);
  });

  it('of a member whose card is not known yet as soon as it is', async () => {
    const { slots } = await r.freshDay();
    const entry = await r.book(slots[0], somebody({ card: null }));
    await r.settled();
    expect(r.heard()).toEqual([]);
    expect(await r.untold()).toEqual([{ action: 'add', state: 'waiting', trouble: 'no-card' }]);
    const context = { regions: ['32.76'], offices: [PUSKESMAS] };
    expect(await r.h.house.patients.noteCard(context, '32.76', entry.patient, '0005555555555')).toBe(true);
    r.later(11);
    await r.settled();
    expect(r.heard()).toHaveLength(1);
  });
});

describe('two of our services that are one to BPJS', () => {
  it('give a member one number a day, also when both are asked for at the same moment, at home or by Mobile JKN', {
    timeout: 60_000,
  }, async () => {
    const { session, slots } = await r.freshDay();
    const days = await r.h.house.queue.days(PUSKESMAS, session.day, session.day, 'gigi');
    const [gigi] = days;
    await r.h.t.admin(`update queue.poli set bpjs_code = '001' where office = $1 and code = 'gigi'`, [PUSKESMAS]);
    const ids = [session.id, gigi?.session.id];
    await r.h.t.admin('update queue.session set cap = 90 where id = any ($1::uuid[])', [ids]);
    await r.h.t.admin('update queue.slot set online = 20 where session = any ($1::uuid[])', [ids]);
    // What a place offers is kept for a minute.
    r.later(2);
    const outcomes = async (all: readonly Promise<unknown>[]): Promise<readonly string[]> =>
      (await Promise.allSettled(all)).map((one) =>
        one.status === 'fulfilled' ? 'given' : String((one.reason as { code?: string }).code),
      );
    for (let i = 0; i < 6; i++) {
      const whom = somebody();
      const both = await outcomes([r.book(slots[1], whom), r.book(gigi?.slots[1], whom, 'bpjs', 'gigi')]);
      expect([...both].sort()).toEqual(['given', 'queue/held']);
      // Who pays himself has no name there.
      const guest = somebody({ card: null });
      const free = [r.book(slots[2], guest, 'umum'), r.book(gigi?.slots[2], guest, 'umum', 'gigi')];
      expect(await outcomes(free)).toEqual(['given', 'given']);
    }
    for (let i = 0; i < 4; i++) {
      const { card, nik, name } = somebody();
      await r.jkn.newPatient({
        ...{ nomorkartu: card, nik, nomorkk: nik, nama: name, jeniskelamin: 'P', tanggallahir: '1990-01-01' },
      });
      const states = (await r.jkn.status('001', session.day)).response as { kodedokter: number; jampraktek: string }[];
      expect(states).toHaveLength(2);
      const take = ({ kodedokter, jampraktek }: (typeof states)[number]) =>
        r.jkn.take({
          ...{ nomorkartu: card, nik, kodepoli: '001', tanggalperiksa: session.day },
          ...{ kodedokter, jampraktek },
        });
      const codes = (await Promise.all(states.map(take))).map(({ code }) => code);
      expect([...codes].sort()).toEqual([200, 201]);
    }
    await r.settled();
    // Of no member anything had to be refused.
    expect(r.bpjs.refused.filter(({ body }) => body.nomorkartu !== '')).toEqual([]);
    await r.h.t.admin(`update queue.poli set bpjs_code = '002' where office = $1 and code = 'gigi'`, [PUSKESMAS]);
  });
});
