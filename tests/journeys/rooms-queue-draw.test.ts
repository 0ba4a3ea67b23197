import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Doer } from '../../src/capabilities/cases/index.ts';
import { monthsOld, nextWave, type QueueRef, type Session, type Slot } from '../../src/capabilities/queue/index.ts';
import { sayTime } from '../../src/kernel/dates.ts';
import { callerOf } from '../support/bpjs.ts';
import { nurse, QueueRoom, stranger } from '../support/queue-room.ts';

const q = new QueueRoom();
beforeAll(() => q.open(), 180_000);
afterAll(q.close);

const MINUTES = 10;
const asDoer = (id: string): Doer => ({ id, label: 'Orang', seat: null, roles: [], nik: null });
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const queue = () => q.h.house.queue;
const relay = () => q.h.house.relay;
const later = (minutes: number): void => {
  q.now = new Date(q.now.getTime() + minutes * 60_000);
};

type Someone = { readonly id: string; readonly name: string; readonly birth: string };
/** People of the register whom the service is for, the oldest first: old ones are drawn first. */
const people = (count: number): Promise<Someone[]> =>
  q.h.t.admin(
    `select id, name, to_char(birth_date, 'YYYY-MM-DD') as birth from people.person where region = '32.76' and birth_date < '2010-01-01'
     order by birth_date, id limit $1`,
    [count],
  );
const wishOf = (slot: Slot, who: Someone, flexible = true) => ({
  ...{
    region: slot.region,
    slot: slot.id,
    need: 'sakit',
    authority: 'self' as const,
    payer: 'umum' as const,
    flexible,
  },
  whom: { ...stranger(1), person: who.id, name: who.name, birthDate: who.birth },
});
const takePart = (slot: Slot, who: Someone, flexible = true, key: string = randomUUID()) =>
  queue().takePart(asDoer(who.id), wishOf(slot, who, flexible), key);
const wishes = async (refs: readonly { ref: QueueRef; who: Someone }[]) =>
  Promise.all(refs.map(async ({ ref, who }) => ({ who, wish: await queue().wish(asDoer(who.id), ref) })));

/** The head of an office has its weekly session drawn; the clock stands at the wave of a day, and the draw is open. */
async function opened(office: string, more: object = {}): Promise<{ session: Session; slots: readonly Slot[] }> {
  q.now = new Date('2026-11-16T00:00:00Z');
  const head: Doer = { ...nurse, seat: office };
  const one = (await queue().arranged(head)).find(({ poli }) => poli === 'umum');
  if (!one) throw new Error('no session');
  const { code, version, since: _since, until: _until, ...weekly } = one;
  const drawn = { ...weekly, drawMinutes: MINUTES, drawFirst: ['lansia'], online: 1, desk: 1, ...more };
  await queue().arrangeSession(
    head,
    { code, was: version, weekly: drawn, from: '2026-11-17', reason: 'Rebutan tiap pagi' },
    randomUUID(),
  );
  await queue().layOut(relay());
  const days = await queue().days(office, '2026-11-24', '2026-11-25', 'umum');
  const day = days.find(({ session }) => session.taken === 0);
  if (!day) throw new Error('no day');
  // Nothing is given out before its time; then the draw, and still nothing.
  expect(day.slots.map(({ online }) => online)).toEqual(day.slots.map(() => 0));
  const place = (await queue().offer(office))?.place;
  const wave = place && nextWave({ ...place, drawMinutes: MINUTES }, day.session.day, 'WIB', q.now);
  if (!wave) throw new Error('no wave');
  q.now = wave;
  await queue().openWaves(relay());
  await queue().openWaves(relay());
  return read(day.session);
}
async function read(of: Session): Promise<{ session: Session; slots: readonly Slot[] }> {
  const [day] = (await queue().days(of.office, of.day, of.day, 'umum')).filter(({ session }) => session.id === of.id);
  if (!day) throw new Error('gone');
  return day;
}
const entriesOf = (session: Session) =>
  q.h.t.admin<{ subject: string; number: number; slot: string; actor: string; drawn: string | null }>(
    `select e.subject, e.number, e.slot, v.actor, v.data ->> 'drawn' as drawn from queue.entry e
     join queue.event v on v.region = e.region and v.entry_id = e.id and v.version = 1 where e.session = $1 order by e.number`,
    [session.id],
  );

describe('a draw for the first minutes', () => {
  it('gives receipts, then numbers in the order that anybody can draw again; what breaks in the middle leaves nothing', async () => {
    const { session, slots } = await opened('32.76/pkm-limo');
    const [pool] = await q.h.t.admin<{ id: string; seed: string | null; seed_hash: string }>(
      'select id, seed, seed_hash from queue.pool where session = $1',
      [session.id],
    );
    const ref = { region: session.region, id: pool?.id ?? '' };
    expect(session).toMatchObject({ pool: ref.id, poolUntil: new Date(q.now.getTime() + MINUTES * 60_000) });
    expect(slots.map(({ online, onlineNext }) => [online, onlineNext])).toEqual(slots.map(() => [0, 1]));
    expect(pool?.seed).toBeNull();
    // No role of the program reads the seed before its time.
    const context = { regions: [session.region], offices: [session.office] };
    await expect(q.h.house.db.query(context, 'select seed from queue.pool_seed')).rejects.toThrow('permission denied');
    expect(
      await q.h.house.db.query(context, 'select queue.draw_reveal($1, $2, $3) as seed', [ref.region, ref.id, q.now]),
    ).toEqual([{ seed: null }]);

    const all = await people(40);
    const [first, second, third, fourth] = all as [Someone, Someone, Someone, Someone];
    const slot = slots[0] as Slot;
    await expect(queue().book(asDoer(first.id), wishOf(slot, first), randomUUID())).rejects.toThrow('queue/in-draw');
    const key = randomUUID();
    const refs: { ref: QueueRef; who: Someone }[] = [{ who: first, ref: await takePart(slot, first, true, key) }];
    expect((await takePart(slot, first, true, key)).id).toBe(refs[0]?.ref.id);
    await expect(takePart(slots[1] as Slot, first)).rejects.toThrow('queue/held');
    const twenty = await Promise.allSettled(Array.from({ length: 20 }, () => takePart(slot, second)));
    const one = twenty.filter((each) => each.status === 'fulfilled');
    expect(one).toHaveLength(1);
    refs.push({ who: second, ref: one[0]?.value as QueueRef });
    const rest = all.slice(2);
    const given = await Promise.all(rest.map((who, i) => takePart(slots[i % slots.length] as Slot, who, i % 5 !== 0)));
    refs.push(...rest.map((who, i) => ({ who, ref: given[i] as QueueRef })));
    // One takes it back, and takes part again.
    const gone = refs[2]?.ref as QueueRef;
    await queue().stopWaiting(asDoer(third.id), gone, 1);
    refs[2] = { who: third, ref: await takePart(slot, third) };
    expect((await entriesOf(session)).length).toBe(0);

    later(MINUTES);
    await expect(takePart(slot, { ...fourth, id: randomUUID() })).rejects.toThrow('queue/no-draw');
    await expect(queue().stopWaiting(asDoer(fourth.id), refs[3]?.ref as QueueRef, 1)).rejects.toThrow('queue/not-now');
    // The database refuses after some numbers were written: nothing is there. Killed processes: tests/crash/draw.test.ts.
    await q.h.t.admin(
      `create function queue.test_breaks() returns trigger language plpgsql as $$ begin
         if (select count(*) from queue.entry where session = new.session) > 4 then raise exception 'broken'; end if; return new; end $$`,
    );
    await q.h.t.admin(
      'create trigger test_breaks before insert on queue.entry for each row execute function queue.test_breaks()',
    );
    await expect(queue().drawPools(relay())).rejects.toThrow('broken');
    expect(await entriesOf(session)).toEqual([]);
    expect((await queue().pool(ref))?.state).toBe('open');
    await q.h.t.admin('drop trigger test_breaks on queue.entry');
    // Two processes at once, and once more: drawn once.
    await Promise.all([queue().drawPools(relay()), queue().drawPools(relay())]);
    await queue().drawPools(relay());

    const after = await queue().pool(ref);
    const seed = after?.seed ?? '';
    expect(sha256(seed)).toBe(pool?.seed_hash);
    // Drawn again here, by what is published alone.
    const found = await wishes(refs);
    const lines = found.map(({ who, wish }) => ({
      who,
      wish,
      receipt: wish?.receipt ?? '',
      old: monthsOld(who.birth, session.day) >= 720,
    }));
    const list = sha256(
      lines
        .map(({ receipt, old }) => `${receipt} ${old ? 1 : 0}\n`)
        .sort()
        .join(''),
    );
    expect(after).toMatchObject({ state: 'drawn', listHash: list, asked: 40 });
    const order = lines
      .map((line) => ({ ...line, key: sha256(`${seed} ${list} ${line.receipt}`) }))
      .sort((a, b) => Number(b.old) - Number(a.old) || (a.key < b.key ? -1 : 1));
    expect((await queue().drawn(ref))?.map(({ receipt }) => receipt)).toEqual(order.map(({ receipt }) => receipt));
    const left = new Set(slots.map(({ id }) => id));
    const winners = order.filter(({ wish }) => {
      const near = slots.filter(({ id }) => left.has(id)).map(({ id }) => id);
      const asked = wish?.slot ?? '';
      const got = left.has(asked) ? asked : wish?.flexible ? near[0] : undefined;
      if (got === undefined) return false;
      left.delete(got);
      return true;
    });
    const entries = await entriesOf(session);
    expect(entries.map(({ subject }) => subject)).toEqual(winners.map(({ who }) => who.id));
    expect(entries.map(({ number }) => number)).toEqual(entries.map((_, i) => (entries[0]?.number ?? 0) + i));
    expect(entries.every(({ actor, subject, drawn }) => actor === subject && drawn === ref.id)).toBe(true);
    const counts = await q.counts(session.id);
    expect(counts).toMatchObject({ online: slots.length, taken: slots.length, active: slots.length, desk: 0 });
    expect(counts?.acts).toBe(slots.length);

    // Everybody is told; whoever got nothing may wait for what comes free.
    const told = await wishes(refs);
    expect(told.filter(({ wish }) => wish?.status === 'taken')).toHaveLength(slots.length);
    const lost = told.filter(({ wish }) => wish?.status === 'lost');
    expect(lost).toHaveLength(40 - slots.length);
    await q.h.house.jobs.settle();
    const loser = lost[0]?.who as Someone;
    const news = await q.h.house.notices.list(loser.id);
    expect(news.map(({ text }) => text.id)).toEqual([
      expect.stringMatching(/^Undian \w{3} \d\d\/\d\d: belum dapat tempat\.$/),
    ]);
    const winner = winners[0]?.who as Someone;
    expect((await q.h.house.notices.list(winner.id))[0]?.text.id).toMatch(/^Nomor Anda A-\d{3}, /);
    const { office, day } = session;
    const wish = {
      office,
      day,
      poli: 'umum',
      need: 'sakit',
      subject: loser.id,
      authority: 'self',
      payer: 'umum',
    } as const;
    await queue().wait(asDoer(loser.id), wish, randomUUID());
    // Each step is an act: the commitment stands in the chain before the first receipt.
    const acts = await q.h.t.admin<{ action: string; body: string }>(
      `select action, convert_from(body, 'UTF8') as body from audit.act where kind = 'pool' and id = $1 order by version`,
      [ref.id],
    );
    expect(acts.map(({ action }) => action)).toEqual(['opened', 'drawn']);
    expect(acts[0]?.body).toContain(pool?.seed_hash);
    expect(acts[0]?.body).not.toContain(seed);
    await expect(q.h.t.admin(`update queue.pool set seed = 'lain' where id = $1`, [ref.id])).rejects.toThrow(
      'seed_as_committed',
    );
    expect((await read(session)).session).toMatchObject({ pool: null, poolUntil: null });
  });

  it('passes by whoever got a number meanwhile, and what nobody asked for is booked as always', async () => {
    const { session, slots } = await opened('32.76/pkm-cinere');
    const [first, second, third] = (await people(200)).slice(-3) as [Someone, Someone, Someone];
    const slot = slots[0] as Slot;
    // They want one window and no other; the second one got a number of that day elsewhere.
    for (const who of [first, second]) await takePart(slot, who, false);
    const [elsewhere] = (await queue().days('32.76/pkm-beji', session.day, session.day, 'umum')).flatMap(
      (day) => day.slots,
    );
    for (const who of [first]) await queue().book(asDoer(who.id), wishOf(elsewhere as Slot, who), randomUUID());
    await expect(takePart(slot, { ...first })).rejects.toThrow('queue/held');
    later(MINUTES);
    await queue().drawPools(relay());
    expect((await entriesOf(session)).map(({ subject }) => subject)).toEqual([second.id]);
    const free = slots[1] as Slot;
    await queue()
      .book(asDoer(third.id), wishOf(free, third), randomUUID())
      .catch(async () => {
        // What a window offers is read once a second.
        later(1);
        await queue().book(asDoer(third.id), wishOf(free, third), randomUUID());
      });
    expect(await q.counts(session.id)).toMatchObject({ online: 2, taken: 2, active: 2 });
  });

  it('tells Mobile JKN when numbers open again, and keeps to it', async () => {
    const { session } = await opened('32.76/pkm-beji');
    const jkn = await callerOf(q.h, await q.listening(), session.office);
    const one = { nomorkartu: '0001777177700', nik: '3276010101907177' };
    const facts = {
      ...{ ...one, nama: 'PESERTA', nomorkk: '3276010101200001', jeniskelamin: 'P', tanggallahir: '1990-01-01' },
      ...{ alamat: 'Jalan Contoh 1', kodeprop: '11', namaprop: 'Jawa Barat', kodedati2: '0120', namadati2: 'Kab. X' },
      ...{ kodekec: '1319', namakec: 'Soreang', kodekel: 'D2105', namakel: 'Cingcin', rw: '001', rt: '013' },
    };
    expect(await jkn.newPatient(facts)).toMatchObject({ code: 200 });
    const { response } = await jkn.status('001', session.day);
    const { kodedokter, jampraktek } = response.find(
      ({ namadokter }: { namadokter: string }) => namadokter === session.doctor,
    );
    const wish = {
      ...one,
      kodepoli: '001',
      tanggalperiksa: session.day,
      keluhan: '',
      kodedokter,
      jampraktek,
      norm: '',
    };
    const ask = () => jkn.take({ ...wish, nohp: '081299012345' });
    const time = sayTime(new Date(q.now.getTime() + MINUTES * 60_000), 'WIB', 'id');
    const drawn = {
      ...{ status: 200, code: 201 },
      message: `Tempat Sedang Diundi, Pendaftaran Dibuka Lagi Setelah Pukul ${time} Selama Masih Ada Tempat`,
    };
    expect(await ask()).toMatchObject(drawn);
    // Over, but not drawn yet.
    later(MINUTES);
    await jkn.auth();
    expect(await ask()).toMatchObject(drawn);
    await queue().drawPools(relay());
    later(1);
    expect(await ask()).toMatchObject({
      code: 200,
      response: { nomorantrean: expect.stringMatching(/^[A-Z]-\d{3}$/) },
    });
  });

  it('gives nothing of a session that was called off', async () => {
    const { session, slots } = await opened('32.76/pkm-sukmajaya');
    const [who] = (await people(201)).slice(-1) as [Someone];
    const ref = await takePart(slots[0] as Slot, who);
    const head: Doer = { ...nurse, seat: session.office };
    await queue().rule(head, session, { from: 'open', to: 'cancelled', reason: 'dokter' }, randomUUID());
    later(MINUTES);
    await queue().drawPools(relay());
    expect((await queue().wish(asDoer(who.id), ref))?.status).toBe('lost');
    expect(await entriesOf(session)).toEqual([]);
  });
});
