import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AtCounter, Away, Held, Session } from '../../src/capabilities/queue/index.ts';
import { nurse, PUSKESMAS, QueueRoom, stranger } from '../support/queue-room.ts';

// Counters that lose the network: what they hold, what they called, and what the books say afterwards.

const q = new QueueRoom();
beforeAll(() => q.open(), 180_000);
afterAll(q.close);

const MINUTE = 60_000;
let like: Session;
let session: Session;
const counter = (n: number): AtCounter => ({
  session,
  room: `Ruang ${n}`,
  device: `00000000-0000-4000-8000-00000000000${n}`,
});
const queue = () => q.h.house.queue;
const wait = (minutes: number): void => {
  q.now = new Date(q.now.getTime() + minutes * MINUTE);
};

async function walkIn(): Promise<string> {
  const whom = { ...stranger(1), person: null, basis: 'counter' as const };
  const given = await queue().walkIn(nurse, { session, whom, payer: 'umum', sees: null }, randomUUID());
  return given.id;
}
const walkIns = async (n: number): Promise<string[]> => {
  const ids: string[] = [];
  for (let i = 0; i < n; i++) ids.push(await walkIn());
  return ids;
};
const hold = (n: number, have: string | null = null): Promise<Held> => queue().hold(nurse, counter(n), have);
const next = async (n: number, now: string | null = null) =>
  queue().callNext(nurse, { session, room: `Ruang ${n}`, now }, randomUUID());
const act = (
  kind: Away['kind'],
  number: string,
  at: Date,
  lease: string | null,
  paper: string | null = null,
): Away => ({
  ...{ key: randomUUID(), kind, number, at: at.getTime(), lease, paper },
});
const settle = (n: number, acts: readonly Away[], who = nurse) =>
  queue().settle(who, counter(n), acts, q.now.getTime());
const rows = () =>
  q.h.t.admin<{
    id: string;
    label: string;
    status: string;
    room: string | null;
    called: Date | null;
    ended: Date | null;
    arrived: Date | null;
    calls: number;
  }>(
    `select e.id, s.prefix || '-' || lpad(e.number::text, 3, '0') as label, e.status, e.room, e.called_at as called, e.ended_at as ended,
       e.arrived_at as arrived, (select count(*)::int from queue.event v where v.region = e.region and v.entry_id = e.id and v.kind = 'called') as calls
     from queue.entry e join queue.session s on s.region = e.region and s.id = e.session where e.lane = $1 order by e.number`,
    [session.id],
  );
const row = async (label: string) => (await rows()).find((one) => one.label === label);

/** Another session like that of a day, with nobody in it and room for many who walk in. */
async function freshSession(): Promise<void> {
  const id = randomUUID();
  await q.h.t.admin(
    `insert into queue.session select (jsonb_populate_record(s, jsonb_build_object('id', $2::uuid, 'template', $2::uuid, 'taken', 0, 'state', 'open', 'streak', 0))).* from queue.session s where id = $1`,
    [like.id, id],
  );
  await q.h.t.admin(
    `insert into queue.slot select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'session', $2::uuid, 'desk', 100))).* from queue.slot s where session = $1`,
    [like.id, id],
  );
  session = { ...like, id };
  q.now = new Date(session.startsAt.getTime() + MINUTE);
}
beforeAll(async () => {
  ({ session: like } = await q.freshDay('umum'));
});
beforeEach(freshSession);

describe('what a counter holds', () => {
  it('is the next five for a quarter of an hour, written down with who holds them', async () => {
    await q.h.t.admin(`update queue.session set rooms = array['Ruang 1'] where id = $1`, [session.id]);
    await walkIns(7);
    const held = await hold(1);
    expect(held).toMatchObject({ seconds: 900, inside: null, other: false });
    expect(held.numbers).toEqual((await rows()).slice(0, 5).map(({ label }) => label));
    const acts = await q.h.t.admin<{ action: string; actor: string }>(
      `select action, actor from audit.act where kind = 'lease' and id = $1`,
      [held.lease],
    );
    expect(acts).toEqual([{ action: 'held', actor: nurse.id }]);
  });

  it('is called by nobody else until it is given back or its time is over', async () => {
    await walkIns(2);
    const held = await hold(1);
    expect(held.numbers).toHaveLength(2);
    await expect(next(2)).rejects.toMatchObject({ code: 'queue/held-elsewhere' });
    wait(14);
    await expect(next(2)).rejects.toMatchObject({ code: 'queue/held-elsewhere' });
    wait(1.1);
    const called = await next(2);
    expect(called).toBeDefined();
    const again = await hold(1);
    await queue().giveBack(nurse, counter(1));
    expect(await next(2, called?.id ?? null)).toBeDefined();
    expect(again.numbers).toHaveLength(1);
  });

  it('lets its own room go on as always, and an emergency go before all', async () => {
    const ids = await walkIns(3);
    await hold(1);
    expect((await next(1))?.id).toBe(ids[0]);
    await queue().putFirst(
      nurse,
      { region: session.region, id: ids[2] ?? '' },
      { reason: 'darurat' },
      { version: 1, key: randomUUID() },
    );
    expect((await next(2))?.id).toBe(ids[2]);
  });

  it('gives back what it no longer needs: no doctor is idle because of it for longer than two looks', async () => {
    const [first] = await walkIns(1);
    await next(2);
    await queue().finish(nurse, { region: session.region, id: first ?? '' }, { version: 2, key: randomUUID() });
    const ids = await walkIns(2);
    const before = await hold(1);
    expect(before.numbers).toHaveLength(1);
    await next(1);
    // One waits, room 1 is busy, room 2 has nobody: it is his.
    const kept = await hold(1, before.lease);
    const after = await hold(1, kept.lease);
    expect(after.numbers).toEqual([]);
    expect((await next(2))?.id).toBe(ids[1]);
  });

  it('stays with whoever asked when the answer did not reach him', async () => {
    await walkIns(8);
    const first = await hold(1);
    wait(6);
    // Renewed, but the answer is lost: the browser still keeps the first.
    const lost = await hold(1, first.lease);
    expect(lost.lease).not.toBe(first.lease);
    const other = await hold(2);
    const all = [...first.numbers, ...lost.numbers];
    expect(other.numbers.filter((one) => all.includes(one))).toEqual([]);
    const again = await hold(1, first.lease);
    // Two counters now: half of the eight.
    expect(again.numbers).toEqual(first.numbers.slice(0, 4));
  });

  it('is one browser of a room alone, of this office, of a session that calls', async () => {
    await walkIns(3);
    await hold(1);
    const second = { ...counter(1), device: randomUUID() };
    expect(await queue().hold(nurse, second, null)).toMatchObject({ other: true, lease: null, numbers: [] });
    await expect(queue().hold({ ...nurse, seat: '32.76/pkm-limo' }, counter(1), null)).rejects.toMatchObject({
      status: 404,
    });
    await expect(queue().hold(nurse, { ...counter(1), room: 'Ruang 99' }, null)).rejects.toMatchObject({ status: 403 });
    await queue().rule(nurse, session, { from: 'open', to: 'paused', reason: 'istirahat' }, randomUUID());
    expect((await queue().hold(nurse, counter(2), null)).lease).toBeNull();
    expect(PUSKESMAS).toBe(session.office);
  });
});

describe('what was called without a network', () => {
  it('is written down with its own time, once, also when it is sent twice or by somebody else', async () => {
    await walkIns(3);
    const held = await hold(1);
    const [one = '', two = ''] = held.numbers;
    const start = q.now;
    const at = (minutes: number) => new Date(start.getTime() + minutes * MINUTE);
    const acts = [
      act('called', one, at(1), held.lease),
      act('called', two, at(6), held.lease),
      act('done', two, at(9), null),
    ];
    wait(40);
    expect((await settle(1, acts)).map(({ outcome }) => outcome)).toEqual(['recorded', 'recorded', 'recorded']);
    const before = await rows();
    expect(await row(one)).toMatchObject({ status: 'done', called: at(1), ended: at(6), calls: 1 });
    expect(await row(two)).toMatchObject({ status: 'done', called: at(6), ended: at(9), calls: 1 });
    await settle(1, acts);
    await settle(1, acts, { ...nurse, id: randomUUID() });
    expect(await rows()).toEqual(before);
  });

  it('takes off what the counter’s clock differs by', async () => {
    await walkIns(1);
    const held = await hold(1);
    const called = new Date(q.now.getTime() + MINUTE);
    wait(5);
    const off = 3 * 3_600_000;
    const one = { ...act('called', held.numbers[0] ?? '', called, held.lease), at: called.getTime() + off };
    await queue().settle(nurse, counter(1), [one], q.now.getTime() + off);
    expect((await row(held.numbers[0] ?? ''))?.called).toEqual(called);
  });

  it('says in a word why it can’t be written down', async () => {
    const ids = await walkIns(4);
    const held = await hold(1);
    const [one = '', two = ''] = held.numbers;
    const labels = (await rows()).map(({ label }) => label);
    const foreign = labels.find((label) => !held.numbers.includes(label)) ?? '';
    const id = (await rows()).find(({ label }) => label === one)?.id ?? '';
    await queue().cancel(nurse, { region: session.region, id }, { version: 1, key: randomUUID() });
    wait(20);
    const taken = await next(2);
    const at = new Date(q.now.getTime() - 15 * MINUTE);
    const settled = await settle(1, [
      act('called', one, at, held.lease),
      act('called', two, at, held.lease),
      act('called', foreign, at, held.lease),
      act('called', two, new Date(q.now), held.lease),
    ]);
    expect(taken?.number).toBe(Number(two.slice(2)));
    expect(settled.map(({ outcome }) => outcome)).toEqual(['cancelled', 'elsewhere', 'not-lent', 'not-lent']);
    expect(ids).toHaveLength(4);
  });

  it('is told as called elsewhere when it was heard of only after the lease and another call', async () => {
    await walkIns(2);
    const held = await hold(1);
    const [one = '', two = ''] = held.numbers;
    wait(1);
    const mine = [act('called', one, new Date(q.now), held.lease)];
    wait(13.9);
    await expect(next(2)).rejects.toMatchObject({ code: 'queue/held-elsewhere' });
    wait(0.1);
    // Nobody heard that the first was called, and the lease is over: those who wait are not kept for a counter that may never come back.
    const called = await next(2);
    expect(called?.number).toBe(Number(one.slice(2)));
    const before = await row(one);
    expect((await settle(1, mine)).map(({ outcome }) => outcome)).toEqual(['elsewhere']);
    expect(await row(one)).toEqual(before);
    expect(await row(two)).toMatchObject({ status: 'waiting', calls: 0 });
  });

  it('is written down also long after the lease when nobody else called it', async () => {
    await walkIns(1);
    const held = await hold(1);
    const at = new Date(q.now.getTime() + 14 * MINUTE);
    wait(60);
    const [settled] = await settle(1, [act('called', held.numbers[0] ?? '', at, held.lease)]);
    expect(settled?.outcome).toBe('recorded');
    expect(await row(held.numbers[0] ?? '')).toMatchObject({ status: 'called', called: at, room: 'Ruang 1', calls: 1 });
  });

  it('brings paper numbers into the day as walk-ins of their time', async () => {
    await walkIns(1);
    const start = q.now;
    const first = act('paper', 'K1-01', new Date(start.getTime() + MINUTE), null);
    const second = act('paper', 'K1-02', new Date(start.getTime() + 2 * MINUTE), null);
    const called = act('called', 'K1-01', new Date(start.getTime() + 3 * MINUTE), null, first.key);
    wait(30);
    const later = await walkIn();
    const settled = await settle(1, [first, second, called]);
    expect(settled.map(({ outcome }) => outcome)).toEqual(['recorded', 'recorded', 'recorded']);
    const [a, b, c] = settled.map(({ number }) => number);
    expect(a).toBe(c);
    expect(await row(a ?? '')).toMatchObject({
      status: 'called',
      room: 'Ruang 1',
      arrived: new Date(first.at),
      called: new Date(called.at),
    });
    expect(await row(b ?? '')).toMatchObject({ status: 'waiting', arrived: new Date(second.at) });
    // Two waited before, by time: then the paper one, before whoever came later.
    await next(2);
    const [mine] = (await rows()).filter(({ room }) => room === 'Ruang 2');
    const after = await next(2, mine?.id ?? null);
    expect(after?.number).toBe(Number((b ?? '').slice(2)));
    expect((await rows()).find(({ id }) => id === later)?.status).toBe('waiting');
    // The same again is the same number.
    expect((await settle(1, [second])).map(({ number }) => number)).toEqual([b]);
    expect(await q.counts(session.id)).toMatchObject({ active: 4, taken: 4, desk: 4 });
  });

  it('is not undone by the end of a day that heard of it too late', async () => {
    await walkIns(1);
    const held = await hold(1);
    const called = new Date(q.now.getTime() + MINUTE);
    q.now = new Date(session.startsAt.getTime() + 20 * 3_600_000);
    await queue().closeDays();
    const [label = ''] = held.numbers;
    expect((await row(label))?.status).toBe('unserved');
    const paper = act('paper', 'K1-01', called, null);
    const settled = await settle(1, [act('called', label, called, held.lease), paper]);
    expect(settled.map(({ outcome }) => outcome)).toEqual(['recorded', 'closed']);
    expect(await row(label)).toMatchObject({ status: 'done', called });
  });
});

describe('whatever happens to two counters', () => {
  // Each counter is a browser of its own: with its list, its clock, its network, and what it did not send yet.
  type Away1 = {
    held: Held | null;
    until: number;
    online: boolean;
    acts: Away[];
    papers: Away[];
    inside: string | null;
  };
  const moves = fc.array(
    fc.record({
      who: fc.constantFrom(1, 2),
      what: fc.constantFrom('look', 'look', 'call', 'call', 'call', 'cut', 'back', 'wait', 'walkIn', 'paper', 'lost'),
    }),
    { minLength: 15, maxLength: 40 },
  );

  /** Room 1 calls without a network and is silent until its lease is over; room 2 calls on. */
  const SILENT = [
    ...(['look', 'cut', 'call', 'wait', 'wait', 'wait', 'wait'] as const).map((what) => ({ who: 1 as const, what })),
    ...(['call', 'call', 'look', 'cut', 'call'] as const).map((what) => ({ who: 2 as const, what })),
    { who: 1 as const, what: 'back' as const },
  ];

  /** A call as it was heard in the corridor. What was called online is in the books at once. */
  type Call = {
    readonly label: string;
    readonly who: number;
    readonly at: number;
    readonly until: number;
    books: number;
  };

  it('nobody is called twice, nobody is lost', async () => {
    await fc.assert(
      fc.asyncProperty(moves, async (all) => {
        await freshSession();
        await walkIns(4);
        const calls: Call[] = [];
        const elsewhere = new Set<string>();
        const papers: string[] = [];
        const devices = new Map<number, Away1>(
          [1, 2].map((n) => [n, { held: null, until: 0, online: true, acts: [], papers: [], inside: null }]),
        );
        const send = async (n: number, d: Away1): Promise<void> => {
          const settled = await settle(n, d.acts);
          for (const { key, outcome } of settled) {
            const one = d.acts.find((done) => done.key === key);
            const mine = calls.find(({ label, who }) => label === one?.number && who === n);
            const others = calls.filter(({ label, who }) => label === one?.number && who !== n);
            // An honest call is written down, unless the other one called the same number and was written down first.
            const first = one?.kind === 'called' && others.some(({ books }) => books <= q.now.getTime());
            expect([one?.number, outcome]).toEqual([one?.number, first ? 'elsewhere' : 'recorded']);
            if (first) elsewhere.add(one.number);
            if (mine) mine.books = q.now.getTime();
          }
          d.acts = [];
          d.papers = [];
        };
        for (const { who, what } of all) {
          const d = devices.get(who);
          if (!d) continue;
          if (what === 'wait') wait(4);
          if (what === 'walkIn') await walkIn();
          if (what === 'cut') d.online = false;
          if (what === 'back' && !d.online) {
            d.online = true;
            await send(who, d);
          }
          if (what === 'lost' && d.online) await hold(who, d.held?.lease ?? null);
          if (what === 'look' && d.online) {
            d.held = await hold(who, d.held?.lease ?? null);
            d.until = q.now.getTime() + d.held.seconds * 1000;
          }
          if (what === 'paper' && !d.online) {
            const given = act('paper', `K${who}-${papers.length + 1}`, q.now, null);
            papers.push(given.number);
            d.acts.push(given);
            d.papers.push(given);
          }
          if (what === 'call' && d.online) {
            const inside = (await rows()).find((one) => one.status === 'called' && one.room === `Ruang ${who}`);
            const called = await next(who, inside?.id ?? null).catch((error: { code?: string }) => {
              expect(error.code).toBe('queue/held-elsewhere');
              return undefined;
            });
            if (called) {
              const label = `${called.prefix}-${String(called.number).padStart(3, '0')}`;
              const at = q.now.getTime();
              calls.push({ label, who, at, until: at, books: at });
              // The page looks at once when it hears its own answer.
              if (d.held) d.held = { ...d.held, numbers: d.held.numbers.filter((one) => one !== label) };
            }
          }
          if (what === 'call' && !d.online) {
            const number = q.now.getTime() < d.until ? d.held?.numbers[0] : undefined;
            const paper = number === undefined ? d.papers.shift() : undefined;
            const at = q.now.getTime();
            if (number !== undefined && d.held) {
              calls.push({ label: number, who, at, until: d.until, books: Number.POSITIVE_INFINITY });
              d.acts.push(act('called', number, q.now, d.held.lease));
              d.held = { ...d.held, numbers: d.held.numbers.slice(1) };
            } else if (paper) {
              calls.push({
                label: paper.number,
                who,
                at,
                until: Number.POSITIVE_INFINITY,
                books: Number.POSITIVE_INFINITY,
              });
              d.acts.push(act('called', paper.number, q.now, null, paper.key));
            }
          }
          wait(0.1);
        }
        for (const [n, d] of devices) {
          await send(n, d);
          await queue().giveBack(nurse, counter(n));
        }
        // Nobody is called twice while his number is lent, nor once the hub has heard of it. A counter that stays silent beyond the end of its
        // lease has lent nothing any more: then alone may another one call whom it called, and one of the two is told so.
        const labels = new Set(calls.map(({ label }) => label));
        const twice = new Set<string>();
        for (const [i, later] of calls.entries())
          for (const before of calls.slice(0, i).filter(({ label }) => label === later.label)) {
            twice.add(later.label);
            expect(later.who).not.toBe(before.who);
            expect([later.label, later.at >= before.until, later.at < before.books]).toEqual([later.label, true, true]);
          }
        expect(calls).toHaveLength(labels.size + twice.size);
        expect(elsewhere).toEqual(twice);
        const end = await rows();
        // Everybody who was called is in the books as called, once; everybody else waits.
        for (const one of end) expect([one.label, one.calls]).toEqual([one.label, one.status === 'waiting' ? 0 : 1]);
        expect(end.filter(({ calls: n }) => n > 0)).toHaveLength(labels.size);
        const inside = (n: number) =>
          end.find((one) => one.status === 'called' && one.room === `Ruang ${n}`)?.id ?? null;
        // And they are called in the end, all of them.
        let now = inside(1);
        for (let called = await next(1, now); called; called = await next(1, now)) now = called.id;
        expect((await rows()).filter(({ status }) => status === 'waiting')).toEqual([]);
      }),
      {
        numRuns: Number(process.env.RUNS ?? 12),
        // A failure tells its seed, path and history at once, before time is over; SEED and TRAIL play it again.
        endOnFailure: true,
        ...(process.env.SEED ? { seed: Number(process.env.SEED) } : {}),
        ...(process.env.TRAIL ? { path: process.env.TRAIL } : { examples: [[SILENT]] }),
      },
    );
  }, 240_000);
});
