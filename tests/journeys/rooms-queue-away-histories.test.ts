import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Away, Held } from '../../src/capabilities/queue/index.ts';
import { AwayRoom, act } from '../support/away-room.ts';
import { nurse } from '../support/queue-room.ts';

// Random histories of two counters that come and go.

const q = new AwayRoom();
const { counter, freshSession, hold, next, queue, rows, settle, wait, walkIn, walkIns } = q;
beforeAll(() => q.open(), 180_000);
afterAll(q.close);

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
