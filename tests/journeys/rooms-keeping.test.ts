import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BpjsServer, type MobileJkn, startBpjsServer } from '../../simulators/bpjs/index.ts';
import { type SatusehatServer, startSatusehatServer } from '../../simulators/satusehat/index.ts';
import { sealAll, verify } from '../../src/capabilities/audit/index.ts';
import { type KeepingRules, keepingRules } from '../../src/capabilities/keeping/index.ts';
import { asOwner } from '../../src/compose-database.ts';
import { readKeepingRules } from '../../src/compose-world.ts';
import { asDoer, CONSUMER, callerOf, type Somebody, somebody } from '../support/bpjs.ts';
import { leaks, type Place } from '../support/canary.ts';
import { type TestHouse, testHouse } from '../support/house.ts';
import { nurse, PUSKESMAS } from '../support/queue-room.ts';
import { connectSatusehat, PARTNER } from '../support/satusehat.ts';

// What the rooms of a queue hold of people goes when its time is over; figures and history stay.

const DAY = '2026-10-12';
const SCHEMAS = ['patients', 'queue', 'bpjs', 'satusehat', 'keeping'];
let now = new Date('2026-10-05T00:00:00Z');
let h: TestHouse;
let bpjs: BpjsServer;
let satusehat: SatusehatServer;
let jkn: MobileJkn;

beforeAll(async () => {
  h = await testHouse({ clock: () => now });
  bpjs = await startBpjsServer({ clock: () => now, consumers: [CONSUMER], polis: {} });
  satusehat = await startSatusehatServer({ clock: () => now, partners: [PARTNER], people: {}, tokenSeconds: 3599 });
  await h.house.queue.layOut(h.house.relay);
  jkn = await callerOf(h, await h.listen(), PUSKESMAS, bpjs.url);
  await connectSatusehat(h, PUSKESMAS, satusehat.url, 'finished');
}, 180_000);
afterAll(async () => {
  await h?.close();
  await bpjs?.stop();
  await satusehat?.stop();
});

const guard = (entry: { version: number }) => ({ version: entry.version, key: randomUUID() });
const later = (days: number): void => {
  now = new Date(now.getTime() + days * 86_400_000);
};
const dayOf = async (day: string, poli = 'umum') => {
  const found = (await h.house.queue.days(PUSKESMAS, day, day, poli))[0];
  if (!found) throw new Error(`no ${poli} on ${day}`);
  return found;
};
async function book(day: string, whom: Somebody, payer: 'bpjs' | 'umum') {
  const { slots } = await dayOf(day);
  const [slot] = slots;
  if (!slot) throw new Error('no slot');
  const wish = { region: slot.region, slot: slot.id, need: 'sakit', whom, authority: 'self' as const, payer };
  return h.house.queue.entry(nurse, await h.house.queue.book(asDoer(whom), wish, randomUUID()));
}
async function settled(): Promise<void> {
  await h.house.jobs.settle();
  await expect
    .poll(
      () =>
        h.t.admin(
          'select 1 from platform.outbox union all select 1 from graphile_worker.jobs where locked_at is not null or run_at <= now()',
        ),
      { timeout: 20_000 },
    )
    .toEqual([]);
  await h.house.bpjs.drain(h.house.relay);
  await h.house.satusehat.drain(h.house.relay);
}

/** Every row of every table of these rooms, as text. */
async function everything(): Promise<Place[]> {
  const tables = await h.t.admin<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = any ($1) order by 1`,
    [SCHEMAS],
  );
  const places = tables.map(async ({ name }) => {
    const rows = await h.t.admin<{ row: string }>(`select t::text as row from ${name} t`);
    return { where: name, text: rows.map(({ row }) => row).join('\n') };
  });
  // What an officer's visit is about lies in the room of accounts.
  const visits = await h.t.admin<{ row: string }>('select t::text as row from accounts.visit t');
  return [...(await Promise.all(places)), { where: 'accounts.visit', text: visits.map(({ row }) => row).join('\n') }];
}

/** What stands of somebody in sealed columns and look-ups: as good as the number for whoever has the key. */
async function sealedOf(entry: { readonly patient: string }): Promise<string[]> {
  const rows = await h.t.admin<{ hex: string }>(
    `select encode(b, 'hex') as hex from patients.patient p, unnest(array[nik_lookup, nik_sealed, card_lookup, card_sealed, phone_sealed]) b
       where p.id = $1 and b is not null
     union all select encode(sealed, 'hex') from satusehat.patient where patient = $1`,
    [entry.patient],
  );
  return rows.map(({ hex }) => hex);
}

const canariesOf = (whom: Somebody) =>
  [whom.name, whom.nik, whom.card, whom.phone].flatMap((word) => (word === null ? [] : [{ what: word, word }]));

async function expectWholeHistory(): Promise<void> {
  await sealAll(h.house.seals);
  const { findings, acts } = await asOwner(h.t.adminUrl, (owner) => verify(owner, h.house.keys, h.house.seals.copies));
  expect(findings).toEqual([]);
  expect(acts).toBeGreaterThan(10);
}

describe('what a place holds of people', () => {
  const gone = { ...somebody(), name: 'Kanarisimpan Wirabuana', phone: '+6281377700011' };
  const member = { ...somebody(), name: 'Kanaripeserta Wiradana', phone: '+6281377700022' };
  const back = { ...somebody(), name: 'Kanarikembali Wirasena' };
  let sealed: string[] = [];
  let sealedBack: string[] = [];
  let picture: unknown;
  let ended = '';

  it('is there while it is in use: numbers, cards, names, devices, messages to both systems', async () => {
    satusehat.know(gone.nik ?? '', 'P00000000077');
    const entry = await book(DAY, gone, 'bpjs');
    const again = await book(DAY, back, 'bpjs');
    const { session } = await dayOf(DAY);
    now = new Date(session.startsAt.getTime() - 30 * 60_000);
    await jkn.auth();
    const own = { nomorkartu: member.card, kodepoli: '001', tanggalperiksa: DAY };
    await jkn.newPatient({
      ...{ nomorkartu: member.card, nik: member.nik, nomorkk: member.nik, nama: member.name, jeniskelamin: 'P' },
      ...{ tanggallahir: '1990-01-01', nohp: member.phone?.replace('+62', '0') },
    });
    const wish = { ...own, nik: member.nik, kodedokter: session.doctorCode, jampraktek: '08:00-12:00' };
    expect(await jkn.take({ ...wish, keluhan: 'nyeri kanarikeluhan' })).toMatchObject({ code: 200 });
    now = session.startsAt;
    for (const one of [entry, again])
      await h.house.queue.checkIn(nurse, one, guard(await h.house.queue.entry(nurse, one)));
    await h.house.queue.hold(nurse, { session, room: 'Ruang 2', device: 'ba5eba11-0000-4000-8000-00000ca9a817' }, null);
    await h.house.queue.giveBack(nurse, { session, room: 'Ruang 2', device: 'ba5eba11-0000-4000-8000-00000ca9a817' });
    const first = await h.house.queue.callNext(nurse, { session, room: 'Ruang 1', now: null }, randomUUID());
    ended = first?.id ?? '';
    await h.house.queue.callNext(nurse, { session, room: 'Ruang 1', now: ended }, randomUUID());
    const gigi = await dayOf(DAY, 'gigi');
    await h.t.admin('update queue.slot set online = online_taken where session = $1', [gigi.session.id]);
    await h.house.queue.wait(
      asDoer(gone),
      {
        ...{ office: PUSKESMAS, poli: 'gigi', need: 'gigi', day: DAY, subject: gone.person },
        ...{ authority: 'self', payer: 'umum' },
      },
      randomUUID(),
    );
    await settled();
    await settled();
    now = new Date(session.endsAt.getTime() + 20 * 3_600_000);
    await h.house.queue.closeDays();
    await settled();
    sealed = await sealedOf(entry);
    sealedBack = await sealedOf(again);
    expect(sealed.length).toBe(6);
    const places = await everything();
    for (const one of canariesOf(gone).slice(0, 1)) expect(leaks([one], places)).not.toEqual([]);
    for (const hex of sealed) expect(places.some(({ text }) => String(text).includes(hex))).toBe(true);
    for (const table of ['bpjs.message', 'satusehat.message', 'satusehat.patient', 'queue.wish', 'queue.lease'])
      expect([table, places.find(({ where }) => where === table)?.text]).not.toEqual([table, '']);
    expect(bpjs.taken.length).toBeGreaterThan(1);
    expect(satusehat.taken.length).toBeGreaterThan(1);
    picture = await h.house.queue.dayPicture(nurse, DAY);
    await expectWholeHistory();
  }, 60_000);

  it('stays whole until its time, and goes part by part, each by an act', async () => {
    const before = await everything();
    later(6);
    expect(await h.house.keeping.eraseDue(h.house.relay)).toBe(0);
    expect(await everything()).toEqual(before);
    later(30);
    expect(await h.house.keeping.eraseDue(h.house.relay)).toBeGreaterThan(1);
    const after = new Map((await everything()).map(({ where, text }) => [where, text]));
    for (const table of ['queue.wish', 'queue.lease']) expect(after.get(table)).toBe('');
    for (const { where, text } of before)
      if (!['queue.wish', 'queue.lease', 'keeping.office', 'keeping.erasure'].includes(where))
        expect([where, after.get(where)]).toEqual([where, text]);
    later(60);
    await h.house.keeping.eraseDue(h.house.relay);
    const messages = (await everything()).filter(({ where }) => /^(bpjs|satusehat)\.(message|told|visit)/.test(where));
    expect(messages.map(({ text }) => text)).toEqual(['', '', '', '']);
    expect(await h.house.keeping.eraseDue(h.house.relay)).toBe(0);
    await expectWholeHistory();
  }, 60_000);

  it('leaves of a number its hours and of a patient nothing, and takes nothing from who came again', async () => {
    // The time is over for everybody; one of them has a number for tomorrow, and one came as a stranger a week ago.
    later(730);
    await h.house.queue.layOut(h.house.relay);
    const days = await h.house.queue.days(PUSKESMAS, '2026-01-01', '2099-01-01', 'umum');
    const next = days.find(({ session, slots }) => session.startsAt > now && (slots[0]?.online ?? 0) > 1);
    const day = next?.session.day ?? '';
    const live = await book(day, back, 'umum');
    const fresh = { ...somebody(), name: 'Kanaribaru Wiratama' };
    const freshEntry = await book(day, fresh, 'umum');
    const freshSealed = await sealedOf(freshEntry);
    await settled();
    const rowsOf = (id: string) =>
      h.t.admin(
        `select to_jsonb(e) as entry, e.xmin::text as written, to_jsonb(p) - 'last_day' as patient
         from queue.entry e join patients.patient p on p.id = e.patient where e.id = $1`,
        [id],
      );
    const rows = [await rowsOf(live.id), await rowsOf(freshEntry.id)];
    await Promise.allSettled([h.house.keeping.eraseDue(h.house.relay), h.house.keeping.eraseDue(h.house.relay)]);
    await h.house.keeping.eraseDue(h.house.relay);
    expect(await h.house.keeping.eraseDue(h.house.relay)).toBe(0);
    const places = await everything();
    const words = [...canariesOf(gone), ...canariesOf(member)];
    expect(leaks([...words, { what: 'complaint', word: 'kanarikeluhan' }], places)).toEqual([]);
    const bytes = [...sealed, gone.person, member.person, 'ba5eba11-0000-4000-8000-00000ca9a817'];
    for (const hex of bytes)
      expect([hex, places.filter(({ text }) => String(text).includes(hex)).map(({ where }) => where)]).toEqual([
        hex,
        [],
      ]);
    // Live ones, and whoever came again, are untouched to the last byte; of his number of old nothing says that it was his.
    expect([await rowsOf(live.id), await rowsOf(freshEntry.id)]).toEqual(rows);
    for (const hex of [...sealedBack, ...freshSealed])
      expect(places.some(({ text }) => String(text).includes(hex))).toBe(true);
    const [old] = await h.t.admin<Record<string, unknown>>('select * from queue.entry where id = $1', [ended]);
    expect(old).toMatchObject({ status: 'done', subject: 'dihapus', applicant: 'dihapus', need: null });
    expect(old?.patient).not.toBe(live.patient);
    const figures = await h.house.queue.dayPicture(nurse, DAY);
    expect(figures?.all).toEqual((picture as typeof figures)?.all);
    expect(figures?.hours).toEqual((picture as typeof figures)?.hours);
    await expectWholeHistory();
    expect(h.errors).toEqual([]);
  }, 60_000);

  it('is told to whoever heads the place, with when it was erased last', async () => {
    const kept = await h.house.keeping.kept(nurse);
    expect(kept?.find(({ part }) => part === 'bpjs')).toMatchObject({ days: 90, erased: expect.any(Date) });
    expect(await h.house.keeping.kept(asDoer(somebody()))).toBeUndefined();
  });
});

describe('the wall', () => {
  it('erases nothing without its act, nothing that is not due, and no number that is in use', async () => {
    const region = '32.76';
    const [chain] = await h.t.admin<{ id: string }>('select id from keeping.office where office = $1', [PUSKESMAS]);
    const context = { regions: [region], offices: [PUSKESMAS], acts: [`${chain?.id} sistem`] };
    const erase = `select keeping.erase($1, 'patient', '2999-01-01', array(select id::text from patients.patient))`;
    await expect(h.t.db.query(context, erase, [PUSKESMAS])).rejects.toThrow(/act of its own/);
    const move = `update keeping.office set version = version + 1, acted_by = 'sistem' where office = $1`;
    await expect(h.t.db.query(context, move, [PUSKESMAS])).rejects.toThrow(/without its act/);
    await expect(h.t.db.query(context, 'delete from patients.patient')).rejects.toThrow(/permission denied/);
    await expect(h.house.relay.query({}, 'delete from patients.patient')).rejects.toThrow(/permission denied/);
    await expect(h.t.admin(`update queue.entry set erased_at = now() where status = 'booked'`)).rejects.toThrow(
      /in use is not erased/,
    );
  });
});

describe('the rules', () => {
  const other = (change: (rules: KeepingRules) => unknown): (() => unknown) => {
    const rules = structuredClone(readKeepingRules()) as KeepingRules;
    return () => keepingRules.parse(change(rules) ?? rules);
  };
  it('name every part, say whether a period is settled, and let nothing go that something else leans on', () => {
    expect(other(() => undefined)).not.toThrow();
    expect(other((rules) => ({ ...rules, regions: { '32.76': { patient: 30 } } }))).toThrow(/entry is kept longer/);
    expect(other(({ keep, regions }) => ({ regions, keep: { ...keep, bpjs: undefined } }))).toThrow();
    expect(other((rules) => ({ ...rules, regions: { '32.76': { entry: 400 } } }))).not.toThrow();
  });
});
