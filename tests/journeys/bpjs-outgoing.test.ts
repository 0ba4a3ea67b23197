import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BpjsServer, type MobileJkn, startBpjsServer } from '../../simulators/bpjs/index.ts';
import { letters, setAgreed } from '../../src/capabilities/bpjs/index.ts';
import type { Doer } from '../../src/capabilities/cases/index.ts';
import type { Entry, Session, Slot } from '../../src/capabilities/queue/index.ts';
import { asOwner } from '../../src/compose-database.ts';
import { asDoer, CONSUMER, callerOf, type Somebody, somebody } from '../support/bpjs.ts';
import { dice } from '../support/dice.ts';
import { type TestHouse, testHouse } from '../support/house.ts';

const OFFICE = '32.76/pkm-beji';
let h: TestHouse;
let bpjs: BpjsServer;
let jkn: MobileJkn;
let now = new Date('2026-10-05T00:00:00Z');

beforeAll(async () => {
  h = await testHouse({ clock: () => now });
  bpjs = await startBpjsServer({ clock: () => now, consumers: [CONSUMER], polis: {} });
  // Days that are over by the real clock, so that work which follows an act does not wait for them.
  now = new Date('2026-10-05T00:00:00Z');
  await h.house.queue.layOut(h.house.relay);
  jkn = await callerOf(h, await h.listen(), OFFICE, bpjs.url);
}, 180_000);
afterAll(async () => {
  await h?.close();
  await bpjs?.stop();
});
beforeEach(async () => {
  bpjs.weather('fine');
  // What a test left is not the next one's.
  await h.t.admin(`update bpjs.message set state = 'skipped' where state in ('waiting', 'refused')`);
  seen = bpjs.taken.length;
});

let seen = 0;
/** What BPJS took since this test began, in short. */
const heard = () =>
  bpjs.taken.slice(seen).map(({ action, body }) => [action, body.nomorantrean ?? body.alasan ?? body.status].join(' '));

const nurse: Doer = { id: randomUUID(), label: 'Perawat', seat: OFFICE, roles: ['perawat'], nik: null };
const guard = (entry: { version: number }) => ({ version: entry.version, key: randomUUID() });
const later = (minutes: number): void => {
  now = new Date(now.getTime() + minutes * 60_000);
};

/** A day ahead with nobody in it; the clock stands half an hour before it opens. */
async function freshDay(poli = 'umum'): Promise<{ session: Session; slots: readonly Slot[] }> {
  await h.house.queue.layOut(h.house.relay);
  const days = await h.house.queue.days(OFFICE, '2026-01-01', '2099-01-01', poli);
  const day = days.find(({ session }) => session.startsAt > now && session.taken === 0 && session.state === 'open');
  if (!day) throw new Error('no fresh day');
  now = new Date(day.session.startsAt.getTime() - 30 * 60_000);
  await jkn.auth();
  return day;
}
async function book(slot: Slot | undefined, whom: Somebody, payer: Entry['payer'] = 'bpjs'): Promise<Entry> {
  if (!slot) throw new Error('no slot');
  const wish = { region: slot.region, slot: slot.id, need: 'sakit', whom, authority: 'self' as const, payer };
  const given = await h.house.queue.book(asDoer(whom), wish, randomUUID());
  return h.house.queue.entry(nurse, given);
}
const entryOf = (entry: { region: string; id: string }) => h.house.queue.entry(nurse, entry);
/** All that follows was done, and BPJS was told what it can be told now. */
async function settled(): Promise<void> {
  await h.house.jobs.settle();
  await expect.poll(running, { timeout: 20_000 }).toBe(0);
  await h.house.bpjs.drain(h.house.relay);
}
const running = async (): Promise<number> => {
  const [row] = await h.t.admin<{ count: number }>(
    `select (select count(*)::int from platform.outbox) + (select count(*)::int from graphile_worker.jobs where locked_at is not null or run_at <= now()) as count`,
  );
  return row?.count ?? 0;
};
const messages = () =>
  h.t.admin<{ action: string; state: string; trouble: string | null }>(
    `select action, state, trouble from bpjs.message where state not in ('sent', 'withdrawn', 'skipped') order by at, nth`,
  );

describe('BPJS is told', () => {
  it('of a number, of its call and when that was; by card and NIK that stand in no message', async () => {
    const { session, slots } = await freshDay();
    const whom = somebody();
    const entry = await book(slots[0], whom);
    await settled();
    const [{ body } = { body: {} }] = bpjs.taken.slice(seen);
    expect(body).toEqual({
      ...{ nomorkartu: whom.card, nik: whom.nik, nohp: '081299012345', norm: '', kodepoli: '001' },
      ...{ namapoli: 'Pemeriksaan umum', tanggalperiksa: session.day, kodedokter: session.doctorCode },
      ...{ namadokter: session.doctor, jampraktek: '08:00-12:00', angkaantrean: entry.number },
      nomorantrean: `A-${String(entry.number).padStart(3, '0')}`,
      keterangan: 'Perkiraan dipanggil 08.00 WIB.',
    });
    now = session.startsAt;
    await h.house.queue.checkIn(nurse, await entryOf(entry), guard(await entryOf(entry)));
    later(1);
    const called = now;
    await h.house.queue.callNext(nurse, { session, room: 'Ruang 1', now: null }, randomUUID());
    later(9);
    await h.house.queue.finish(nurse, entry, guard(await entryOf(entry)));
    await settled();
    expect(bpjs.taken.at(-1)).toMatchObject({
      ...{ action: 'panggil', consId: CONSUMER.consId },
      body: { nomorkartu: whom.card, kodepoli: '001', tanggalperiksa: session.day, status: 1, waktu: called.getTime() },
    });
    const [canary] = await h.t.admin<{ text: string }>(
      `select (select string_agg(to_jsonb(m)::text, '') from bpjs.message m) || (select coalesce(string_agg(to_jsonb(j)::text, ''), '') from graphile_worker._private_jobs j) as text`,
    );
    for (const secret of [whom.card, whom.nik, whom.name, '81299012345']) expect(canary?.text).not.toContain(secret);
    // And the person sees that BPJS was told.
    expect(await h.house.audit.whoLooked(whom.person)).toMatchObject([
      { purpose: 'laporan antrean ke BPJS', office: OFFICE },
    ]);
  });

  it('of a number, its end, and the next one: three, in this order', async () => {
    const { slots } = await freshDay();
    const whom = somebody();
    const first = await book(slots[0], whom);
    await h.house.queue.cancel(asDoer(whom), first, guard(first));
    const second = await book(slots[1], whom);
    await settled();
    const label = ({ number }: Entry) => `A-${String(number).padStart(3, '0')}`;
    expect(heard()).toEqual([`add ${label(first)}`, 'batal Dibatalkan oleh pasien', `add ${label(second)}`]);
    expect(bpjs.refused).toEqual([]);
  });

  it('of nothing that it told us, and of what happens to that here', async () => {
    const { session } = await freshDay();
    const whom = somebody();
    const { card, nik } = whom;
    await jkn.newPatient({
      ...{ nomorkartu: card, nik, nomorkk: nik, nama: whom.name, jeniskelamin: 'P', tanggallahir: '1990-01-01' },
    });
    const own = { nomorkartu: card, kodepoli: '001', tanggalperiksa: session.day };
    const hours = { kodedokter: session.doctorCode, jampraktek: '08:00-12:00' };
    expect(await jkn.take({ ...own, nik, ...hours })).toMatchObject({ code: 200 });
    expect(await jkn.cancel({ ...own, keterangan: '' })).toMatchObject({ code: 200 });
    expect(await jkn.take({ ...own, nik, ...hours })).toMatchObject({ code: 200 });
    bpjs.remember({ ...own, nomorkartu: card ?? '' });
    await settled();
    expect(heard()).toEqual([]);
    const entry = (await h.house.queue.room(nurse, session))?.entries.find(({ channel }) => channel === 'mjkn');
    if (!entry) throw new Error('no entry');
    await h.house.queue.cancel(nurse, entry, guard(entry));
    await settled();
    expect(heard()).toEqual(['batal Dibatalkan oleh Puskesmas']);
  });

  it('that somebody did not come when the session is over, unless it was a slip', async () => {
    const { session, slots } = await freshDay();
    const [one, other] = [await book(slots[0], somebody()), await book(slots[0], somebody())];
    now = session.startsAt;
    for (const entry of [one, other]) await h.house.queue.checkIn(nurse, entry, guard(entry));
    const skip = async (): Promise<string> => {
      const called = await h.house.queue.callNext(nurse, { session, room: 'Ruang 1', now: null }, randomUUID());
      const entry = await entryOf({ region: session.region, id: called?.id ?? '' });
      await h.house.queue.skip(nurse, entry, guard(entry));
      return entry.id;
    };
    const ids = [await skip(), await skip()];
    expect(new Set(ids).size).toBe(2);
    later(60);
    const absent = await skip();
    await h.house.queue.undo(
      nurse,
      await entryOf({ region: session.region, id: absent }),
      guard(await entryOf({ region: session.region, id: absent })),
    );
    await h.house.queue.finish(
      nurse,
      await entryOf({ region: session.region, id: absent }),
      guard(await entryOf({ region: session.region, id: absent })),
    );
    await skip();
    await settled();
    expect(heard().filter((word) => word.startsWith('panggil'))).toEqual(['panggil 1']);
    now = new Date(session.endsAt.getTime() + 60_000);
    await settled();
    expect(heard().filter((word) => word.startsWith('panggil'))).toEqual(['panggil 1', 'panggil 2']);
  });

  it('that a day is called off, and of the new time of whoever chose one', async () => {
    const { session, slots } = await freshDay('umum');
    const all = await Promise.all([0, 1, 2].map(async () => ({ whom: somebody() })));
    const entries = [];
    for (const { whom } of all) entries.push({ whom, entry: await book(slots[0], whom) });
    await settled();
    await h.house.queue.rule(nurse, session, { from: 'open', to: 'cancelled', reason: 'dokter' }, randomUUID());
    await settled();
    expect(heard().slice(3)).toEqual(Array.from({ length: 3 }, () => 'batal Terjadi perubahan jadwal dokter'));
    const next = (await h.house.queue.days(OFFICE, '2026-01-01', '2099-01-01', 'umum')).find(
      (day) => day.session.startsAt > session.endsAt && day.session.state === 'open',
    );
    const [first] = entries;
    const slot = next?.slots[2];
    if (!first || !slot) throw new Error('no other day');
    await h.house.queue.changeTime(asDoer(first.whom), first.entry, slot.id, guard(first.entry));
    await settled();
    expect(bpjs.taken.at(-1)).toMatchObject({ action: 'add', body: { tanggalperiksa: next?.session.day } });
    // The end of the day has nothing to add.
    now = new Date(session.endsAt.getTime() + 20 * 3_600_000);
    const before = bpjs.taken.length;
    await h.house.queue.closeDays();
    await settled();
    expect(bpjs.taken.slice(before).map(({ action }) => action)).toEqual([]);
    expect(bpjs.refused).toEqual([]);
  });

  it('of a guest without a card once, and by no word that has no name there', async () => {
    const { slots } = await freshDay();
    const whom = somebody({ card: null });
    const entry = await book(slots[0], whom, 'umum');
    const stranger = somebody({ card: null, nik: null });
    await book(slots[0], stranger, 'umum');
    await h.house.queue.cancel(asDoer(whom), entry, guard(entry));
    await settled();
    expect(heard()).toEqual([expect.stringMatching(/^add /)]);
    expect(bpjs.taken.at(-1)?.body).toMatchObject({ nomorkartu: '', nik: whom.nik });
    expect(await messages()).toEqual([]);
  });

  it('of a member whose card is not known yet as soon as it is', async () => {
    const { slots } = await freshDay();
    const entry = await book(slots[0], somebody({ card: null }));
    await settled();
    expect(heard()).toEqual([]);
    expect(await messages()).toEqual([{ action: 'add', state: 'waiting', trouble: 'no-card' }]);
    const context = { regions: ['32.76'], offices: [OFFICE] };
    expect(await h.house.patients.noteCard(context, '32.76', entry.patient, '0005555555555')).toBe(true);
    later(11);
    await settled();
    expect(heard()).toHaveLength(1);
  });
});

describe('BPJS is away', () => {
  it('for two hours: bookings go on, and everything is told once and in order when it is back', {
    timeout: 120_000,
  }, async () => {
    const { session } = await freshDay();
    // Windows of the days after, which do not end while we wait.
    const days = await h.house.queue.days(OFFICE, '2026-01-01', '2099-01-01', 'umum');
    const slots = days
      .filter((day) => day.session.startsAt > session.endsAt && day.session.state === 'open')
      .flatMap((day) => day.slots);
    expect(await messages()).toEqual([]);
    const began = now;
    bpjs.weather('gone');
    const knocks = bpjs.knocks();
    const wanted: string[] = [];
    const weathers = ['gone', 'page', 'empty', 'coded'] as const;
    for (let i = 0; i < 24; i++) {
      bpjs.weather(weathers[i % 4] ?? 'gone');
      const whom = somebody();
      const slot = slots[i % slots.length];
      const entry = await book(slot, whom);
      wanted.push(`add ${whom.card}`);
      if (i % 3 === 0) {
        later(1);
        await h.house.queue.cancel(asDoer(whom), entry, guard(entry));
        wanted.push(`batal ${whom.card}`);
      }
      if (i % 6 === 0) {
        later(1);
        await book(slots[(i + 1) % slots.length], whom);
        wanted.push(`add ${whom.card}`);
      }
      later(5 - (i % 3 === 0 ? 1 : 0) - (i % 6 === 0 ? 1 : 0));
      await settled();
    }
    expect(now.getTime() - began.getTime()).toBe(120 * 60_000);
    expect(heard()).toEqual([]);
    expect(await messages()).toHaveLength(wanted.length);
    // Nobody runs against a closed door: at most one knock each half minute, and fewer as it lasts.
    expect(bpjs.knocks() - knocks).toBeLessThan(120);
    bpjs.weather('fine');
    later(6);
    await settled();
    const told = bpjs.taken.slice(seen).map(({ action, body }) => `${action} ${body.nomorkartu}`);
    expect(told).toEqual(wanted);
    expect(bpjs.refused).toEqual([]);
    expect(await messages()).toEqual([]);
    // And nothing comes a second time.
    later(30);
    await settled();
    expect(bpjs.taken.length - seen).toBe(wanted.length);
  });

  it('again and again, while anything happens: in the end it knows what stands here, and was never told what it had to refuse', {
    timeout: 120_000,
  }, async () => {
    const seed = Number(process.env.BPJS_SEED ?? 20_261_126);
    const next = dice(seed);
    const pick = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)] as T;
    await freshDay();
    const days = await h.house.queue.days(OFFICE, '2026-01-01', '2099-01-01', 'umum');
    const open = days.filter(({ session }) => session.startsAt > now && session.state === 'open').slice(0, 4);
    const slots = open.flatMap((day) => day.slots);
    const people = Array.from({ length: 6 }, () => somebody());
    const refused = bpjs.refused.length;
    const held = new Map<string, Entry>();
    const acts = {
      book: async (whom: Somebody) => {
        const entry = await book(pick(slots), whom);
        held.set(entry.id, entry);
      },
      cancel: async (whom: Somebody, entry: Entry) =>
        h.house.queue.cancel(pick([asDoer(whom), nurse]), entry, guard(entry)),
      move: async (whom: Somebody, entry: Entry) =>
        h.house.queue.changeTime(asDoer(whom), entry, pick(slots).id, guard(entry)),
    };
    for (let i = 0; i < 90; i++) {
      bpjs.weather(pick(['fine', 'fine', 'gone', 'page', 'coded', 'empty']));
      const whom = pick(people);
      const own = (await Promise.all([...held.values()].map(entryOf))).filter(
        (entry) => entry.subject === whom.person && entry.status === 'booked',
      );
      const act = own.length === 0 ? 'book' : pick(['book', 'cancel', 'move'] as const);
      // What is full, held or closed is no matter here.
      await (act === 'book' ? acts.book(whom) : acts[act](whom, pick(own))).catch((error: unknown) =>
        expect(String(error)).toMatch(/queue\//),
      );
      if (next() < 0.5) continue;
      // Nobody's clock jumps while he works: what was begun is done before time goes on.
      await expect.poll(running, { timeout: 20_000 }).toBe(0);
      later(Math.floor(next() * 6));
      if (next() < 0.3) await settled();
    }
    bpjs.weather('fine');
    for (let i = 0; i < 3; i++) {
      later(6);
      await settled();
    }
    expect(await messages(), `BPJS_SEED=${seed}`).toEqual([]);
    expect(bpjs.refused.slice(refused), `BPJS_SEED=${seed}`).toEqual([]);
    const known = new Set<string>();
    for (const { action, body } of bpjs.taken.slice(seen)) {
      const name = `${body.nomorkartu} ${body.tanggalperiksa}`;
      if (action === 'add') known.add(name);
      if (action === 'batal') known.delete(name);
    }
    const cards = new Map<string, string | null>(people.map(({ person, card }) => [person, card]));
    const stand = (await Promise.all([...held.values()].map(entryOf))).filter(({ status }) => status === 'booked');
    expect([...known].sort()).toEqual(stand.map(({ subject, day }) => `${cards.get(subject)} ${day}`).sort());
    expect(bpjs.taken.length - seen).toBeGreaterThan(30);
  });

  it('in the middle of an answer: what it had taken is not taken twice', async () => {
    const { slots } = await freshDay();
    await book(slots[0], somebody());
    await settled();
    expect(heard()).toHaveLength(1);
    // The process died before it could note that BPJS had said yes.
    await h.t.admin(
      `update bpjs.message set state = 'waiting', settled_at = null where id = (select id from bpjs.message order by at desc, nth desc limit 1)`,
    );
    await settled();
    expect(bpjs.refused.at(-1)?.why).toBe('Data antrean sudah ada');
    expect(await messages()).toMatchObject([{ action: 'add', state: 'refused' }]);
    // Those words were seen in the acceptance test: they mean that it is there.
    await asOwner(h.t.adminUrl, async (owner) => {
      await setAgreed(owner, OFFICE, { repeatedTexts: ['sudah ada'] }, now);
      await letters.reopen(owner, OFFICE, { state: 'waiting', id: null, at: now });
    });
    await settled();
    expect(await messages()).toEqual([]);
    expect(heard()).toHaveLength(1);
  });

  it('for one message only: what it refuses holds back the same card and nobody else, until the operator decides', async () => {
    const { slots } = await freshDay();
    const refused = bpjs.refused.length;
    const whom = somebody();
    bpjs.remember({
      nomorkartu: whom.card ?? '',
      kodepoli: '001',
      tanggalperiksa: slots[0]
        ? ((await h.house.queue.session({ region: '32.76', id: slots[0].session }))?.day ?? '')
        : '',
    });
    await asOwner(h.t.adminUrl, (owner) => setAgreed(owner, OFFICE, {}, now));
    const entry = await book(slots[0], whom);
    await h.house.queue.cancel(asDoer(whom), entry, guard(entry));
    await book(slots[0], somebody());
    await settled();
    expect(heard()).toEqual([expect.stringMatching(/^add /)]);
    expect(bpjs.refused.length - refused).toBe(1);
    expect(await messages()).toMatchObject([
      { action: 'add', state: 'refused', trouble: 'Data antrean sudah ada' },
      { action: 'batal', state: 'waiting' },
    ]);
    const [open] = await asOwner(h.t.adminUrl, (owner) => letters.open(owner, OFFICE));
    expect(open).toMatchObject({ action: 'add', code: '201', state: 'refused' });
    await asOwner(h.t.adminUrl, (owner) =>
      letters.reopen(owner, OFFICE, { state: 'skipped', id: open?.id ?? null, at: now }),
    );
    await settled();
    expect(heard().slice(1)).toEqual(['batal Dibatalkan oleh pasien']);
    expect(await messages()).toEqual([]);
    expect(h.errors).toEqual([]);
  });
});
