import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { letters, setAgreed } from '../../src/capabilities/bpjs/index.ts';
import type { Entry } from '../../src/capabilities/queue/index.ts';
import { asOwner } from '../../src/compose-database.ts';
import { asDoer, type Somebody, somebody } from '../support/bpjs.ts';
import { BpjsRoom, guard } from '../support/bpjs-room.ts';
import { dice } from '../support/dice.ts';
import { nurse, PUSKESMAS } from '../support/queue-room.ts';

const r = new BpjsRoom();
beforeAll(() => r.open(), 180_000);
afterAll(() => r.close());

describe('BPJS is away', () => {
  it('for two hours: bookings go on, and everything is told once and in order when it is back', {
    timeout: 120_000,
  }, async () => {
    const { session } = await r.freshDay();
    // Windows of the days after, which do not end while we wait.
    const days = await r.h.house.queue.days(PUSKESMAS, '2026-01-01', '2099-01-01', 'umum');
    const slots = days
      .filter((day) => day.session.startsAt > session.endsAt && day.session.state === 'open')
      .flatMap((day) => day.slots);
    expect(await r.untold()).toEqual([]);
    const began = r.now;
    r.bpjs.weather('gone');
    const knocks = r.bpjs.knocks();
    const wanted: string[] = [];
    const weathers = ['gone', 'page', 'empty', 'coded'] as const;
    for (let i = 0; i < 24; i++) {
      r.bpjs.weather(weathers[i % 4] ?? 'gone');
      const whom = somebody();
      const slot = slots[i % slots.length];
      const entry = await r.book(slot, whom);
      wanted.push(`add ${whom.card}`);
      if (i % 3 === 0) {
        r.later(1);
        await r.h.house.queue.cancel(asDoer(whom), entry, guard(entry));
        wanted.push(`batal ${whom.card}`);
      }
      if (i % 6 === 0) {
        r.later(1);
        await r.book(slots[(i + 1) % slots.length], whom);
        wanted.push(`add ${whom.card}`);
      }
      r.later(5 - (i % 3 === 0 ? 1 : 0) - (i % 6 === 0 ? 1 : 0));
      await r.settled();
    }
    expect(r.now.getTime() - began.getTime()).toBe(120 * 60_000);
    expect(r.heard()).toEqual([]);
    expect(await r.untold()).toHaveLength(wanted.length);
    // Nobody runs against a closed door: at most one knock each half minute, and fewer as it lasts.
    expect(r.bpjs.knocks() - knocks).toBeLessThan(120);
    r.bpjs.weather('fine');
    r.later(6);
    await r.settled();
    const told = r.taken().map(({ action, body }) => `${action} ${body.nomorkartu}`);
    expect(told).toEqual(wanted);
    expect(r.bpjs.refused).toEqual([]);
    expect(await r.untold()).toEqual([]);
    // And nothing comes a second time.
    r.later(30);
    await r.settled();
    expect(r.taken().length).toBe(wanted.length);
  });

  it.each([
    ['again and again', ['gone', 'page', 'coded', 'empty'], []],
    [
      'or its answers get lost',
      ['lost', 'lost', 'gone', 'page'],
      ['Antrean tidak ditemukan', 'Data antrean sudah ada'],
    ],
  ] as const)(
    '%s, while anything happens: in the end it knows what stands here, and nothing was told twice',
    {
      timeout: 120_000,
    },
    async (_, weathers, whys) => {
      const seed = Number(process.env.BPJS_SEED ?? 20_261_126);
      const next = dice(seed);
      const pick = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)] as T;
      await r.freshDay();
      const days = await r.h.house.queue.days(PUSKESMAS, '2026-01-01', '2099-01-01', 'umum');
      const open = days.filter(({ session }) => session.startsAt > r.now && session.state === 'open').slice(0, 4);
      const slots = open.flatMap((day) => day.slots);
      const people = Array.from({ length: 6 }, () => somebody());
      const refused = r.bpjs.refused.length;
      const held = new Map<string, Entry>();
      const acts = {
        book: async (whom: Somebody) => {
          const entry = await r.book(pick(slots), whom);
          held.set(entry.id, entry);
        },
        cancel: async (whom: Somebody, entry: Entry) =>
          r.h.house.queue.cancel(pick([asDoer(whom), nurse]), entry, guard(entry)),
        move: async (whom: Somebody, entry: Entry) =>
          r.h.house.queue.changeTime(asDoer(whom), entry, pick(slots).id, guard(entry)),
      };
      for (let i = 0; i < 90; i++) {
        r.bpjs.weather(pick(['fine', 'fine', ...weathers] as const));
        const whom = pick(people);
        const own = (await Promise.all([...held.values()].map(r.entryOf))).filter(
          (entry) => entry.subject === whom.person && entry.status === 'booked',
        );
        const act = own.length === 0 ? 'book' : pick(['book', 'cancel', 'move'] as const);
        // What is full, held or closed is no matter here.
        await (act === 'book' ? acts.book(whom) : acts[act](whom, pick(own))).catch((error: unknown) =>
          expect(String(error)).toMatch(/queue\//),
        );
        if (next() < 0.5) continue;
        // Nobody's clock jumps while he works: what was begun is done before time goes on.
        await r.quiet();
        r.later(Math.floor(next() * 6));
        if (next() < 0.3) await r.settled();
      }
      r.bpjs.weather('fine');
      for (let i = 0; i < 3; i++) {
        r.later(6);
        await r.settled();
      }
      expect(await r.untold(), `BPJS_SEED=${seed}`).toEqual([]);
      // Where answers get lost it is told again, and says that it has it.
      const refusals = new Set(r.bpjs.refused.slice(refused).map(({ why }) => why));
      expect([...refusals].sort(), `BPJS_SEED=${seed}`).toEqual(whys);
      const known = new Set<string>();
      for (const { action, body } of r.taken()) {
        const name = `${body.nomorkartu} ${body.tanggalperiksa}`;
        // Never twice in a row.
        expect([action, known.has(name)], `BPJS_SEED=${seed}`).toEqual([action, action !== 'add']);
        if (action === 'add') known.add(name);
        if (action === 'batal') known.delete(name);
      }
      const cards = new Map<string, string | null>(people.map(({ person, card }) => [person, card]));
      const stand = (await Promise.all([...held.values()].map(r.entryOf))).filter(({ status }) => status === 'booked');
      expect([...known].sort()).toEqual(stand.map(({ subject, day }) => `${cards.get(subject)} ${day}`).sort());
      expect(r.taken().length).toBeGreaterThan(30);
    },
  );

  it('in the middle of an answer, or we are: what it had taken is taken once, whatever it says to the same again', {
    timeout: 60_000,
  }, async () => {
    for (const again of ['taken', 'refused'] as const) {
      const { session, slots } = await r.freshDay();
      r.bpjs.again(again);
      const repeats = r.bpjs.repeats();
      const [kept, gone] = [somebody(), somebody()];
      r.bpjs.weather('lost');
      const cancelled = await r.book(slots[0], gone);
      const entry = await r.book(slots[0], kept);
      await r.settled();
      const round = async () => {
        r.later(6);
        await r.settled();
      };
      await round();
      await round();
      await r.h.house.queue.cancel(asDoer(gone), cancelled, guard(cancelled));
      r.now = new Date(Math.max(session.startsAt.getTime(), r.now.getTime()));
      await r.h.house.queue.checkIn(nurse, entry, guard(await r.entryOf(entry)));
      await r.h.house.queue.callNext(nurse, { session, room: 'Ruang 1', now: null }, randomUUID());
      await r.h.house.queue.finish(nurse, entry, guard(await r.entryOf(entry)));
      await r.settled();
      for (let i = 0; i < 8 && (await r.untold()).length > 0; i++) await round();
      expect(await r.untold()).toEqual([]);
      // Each took effect once, in order, although no answer ever came to the first of each.
      const told = r.taken().map(({ action, body }) => `${action} ${body.nomorkartu}`);
      expect([...told].sort()).toEqual(
        [`add ${gone.card}`, `add ${kept.card}`, `batal ${gone.card}`, `panggil ${kept.card}`].sort(),
      );
      for (const { card } of [kept, gone]) expect(told.filter((one) => one.endsWith(`${card}`))[0]).toBe(`add ${card}`);
      expect(r.bpjs.repeats() - repeats).toBeGreaterThan(0);
    }
    // The process died before it could note that BPJS had said yes.
    const { slots } = await r.freshDay();
    await r.book(slots[0], somebody());
    await r.settled();
    await r.h.t.admin(
      `update bpjs.message set state = 'waiting', settled_at = null where id = (select id from bpjs.message order by at desc, nth desc limit 1)`,
    );
    await r.settled();
    expect(r.bpjs.refused.at(-1)?.why).toBe('Data antrean sudah ada');
    expect(await r.untold()).toEqual([]);
    expect(r.heard()).toHaveLength(1);
  });

  it('and then refuses in words that nobody knows: the operator decides, and the words are noted', async () => {
    const agree = (more: object) => asOwner(r.h.t.adminUrl, (owner) => setAgreed(owner, PUSKESMAS, more, r.now));
    const { slots } = await r.freshDay();
    await agree({ afterSilence: { add: [], panggil: [], batal: [] } });
    r.bpjs.weather('lost');
    await r.book(slots[0], somebody());
    await r.settled();
    r.bpjs.weather('fine');
    r.later(6);
    await r.settled();
    expect(await r.untold()).toMatchObject([{ action: 'add', state: 'refused' }]);
    // What it surely never had is no silence: a refusal then is one, whatever its words.
    await agree({ repeatedTexts: ['sudah ada'] });
    await asOwner(r.h.t.adminUrl, (owner) =>
      letters.reopen(owner, PUSKESMAS, { state: 'waiting', id: null, at: r.now }),
    );
    await r.settled();
    expect(await r.untold()).toEqual([]);
    expect(r.heard()).toHaveLength(1);
    await agree({});
  });

  it('for one message only: what it refuses holds back the same card and nobody else, until the operator decides', async () => {
    const { slots } = await r.freshDay();
    const refused = r.bpjs.refused.length;
    const whom = somebody();
    r.bpjs.remember({
      nomorkartu: whom.card ?? '',
      kodepoli: '001',
      tanggalperiksa: slots[0]
        ? ((await r.h.house.queue.session({ region: '32.76', id: slots[0].session }))?.day ?? '')
        : '',
    });
    await asOwner(r.h.t.adminUrl, (owner) => setAgreed(owner, PUSKESMAS, {}, r.now));
    const entry = await r.book(slots[0], whom);
    await r.h.house.queue.cancel(asDoer(whom), entry, guard(entry));
    await r.book(slots[0], somebody());
    await r.settled();
    expect(r.heard()).toEqual([expect.stringMatching(/^add /)]);
    expect(r.bpjs.refused.length - refused).toBe(1);
    expect(await r.untold()).toMatchObject([
      { action: 'add', state: 'refused', trouble: 'Data antrean sudah ada' },
      { action: 'batal', state: 'waiting' },
    ]);
    const [open] = await asOwner(r.h.t.adminUrl, (owner) => letters.open(owner, PUSKESMAS));
    expect(open).toMatchObject({ action: 'add', code: '201', state: 'refused' });
    await asOwner(r.h.t.adminUrl, (owner) =>
      letters.reopen(owner, PUSKESMAS, { state: 'skipped', id: open?.id ?? null, at: r.now }),
    );
    await r.settled();
    expect(r.heard().slice(1)).toEqual(['batal Dibatalkan oleh pasien']);
    expect(await r.untold()).toEqual([]);
    expect(r.h.errors).toEqual([]);
  });
});
