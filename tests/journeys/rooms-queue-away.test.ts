import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AwayRoom, act, MINUTE } from '../support/away-room.ts';
import { nurse, PUSKESMAS } from '../support/queue-room.ts';

// Counters that lose the network: what they hold, what they called, and what the books say afterwards.

const q = new AwayRoom();
const { counter, freshSession, hold, next, queue, row, rows, settle, wait, walkIn, walkIns } = q;
beforeAll(() => q.open(), 180_000);
afterAll(q.close);
beforeEach(freshSession);

describe('what a counter holds', () => {
  it('is the next five for a quarter of an hour, written down with who holds them', async () => {
    await q.h.t.admin(`update queue.session set rooms = array['Ruang 1'] where id = $1`, [q.session.id]);
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
      { region: q.session.region, id: ids[2] ?? '' },
      { reason: 'darurat' },
      { version: 1, key: randomUUID() },
    );
    expect((await next(2))?.id).toBe(ids[2]);
  });

  it('gives back what it no longer needs: no doctor is idle because of it for longer than two looks', async () => {
    const [first] = await walkIns(1);
    await next(2);
    await queue().finish(nurse, { region: q.session.region, id: first ?? '' }, { version: 2, key: randomUUID() });
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
    await queue().rule(nurse, q.session, { from: 'open', to: 'paused', reason: 'istirahat' }, randomUUID());
    expect((await queue().hold(nurse, counter(2), null)).lease).toBeNull();
    expect(PUSKESMAS).toBe(q.session.office);
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
    await queue().cancel(nurse, { region: q.session.region, id }, { version: 1, key: randomUUID() });
    wait(20);
    const taken = await next(2);
    const there = { region: q.session.region, id: taken?.id ?? '' };
    await queue().finish(nurse, there, { version: (await queue().entry(nurse, there)).version, key: randomUUID() });
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

  it('wins over what was supposed: who was served is not absent, whatever another counter said after the lease', async () => {
    await walkIns(2);
    const held = await hold(1);
    const [one = '', two = ''] = held.numbers;
    const start = q.now;
    const at = (minutes: number) => new Date(start.getTime() + minutes * MINUTE);
    const mine = [
      ...[act('called', one, at(1), held.lease), act('done', one, at(6), null)],
      ...[act('called', two, at(7), held.lease), act('skipped', two, at(9), null)],
    ];
    wait(16);
    // Room 2 hears of nothing: it calls both, twice, and nobody comes.
    for (let i = 0; i < 4; i++) {
      const called = await next(2);
      const ref = { region: q.session.region, id: called?.id ?? '' };
      await queue().skip(nurse, ref, { version: (await queue().entry(nurse, ref)).version, key: randomUUID() });
      wait(i === 1 ? 60 : 1);
    }
    expect([(await row(one))?.status, (await row(two))?.status]).toEqual(['absent', 'absent']);
    const settled = await settle(1, mine);
    // The first was in room 1; the second came to neither.
    expect(settled.map(({ outcome }) => outcome)).toEqual(['served', 'recorded', 'elsewhere', 'elsewhere']);
    expect(await row(one)).toMatchObject({ status: 'done', room: 'Ruang 1', called: at(1), ended: at(6) });
    expect((await row(two))?.status).toBe('absent');
    // The record shows both, and room 2 is told.
    const events = await q.h.t.admin<{ kind: string; room: string; over: string | null }>(
      `select kind, data ->> 'room' as room, data -> 'over' ->> 'room' as over from queue.event where entry_id = $1 and version > 1 order by version`,
      [(await row(one))?.id],
    );
    expect(events.map(({ kind, room, over }) => [kind, room, over])).toEqual([
      ...[
        ['called', 'Ruang 2', null],
        ['skipped', 'Ruang 2', null],
        ['called', 'Ruang 2', null],
        ['absent', 'Ruang 2', null],
      ],
      ...[
        ['called', 'Ruang 1', 'Ruang 2'],
        ['done', 'Ruang 1', null],
      ],
    ]);
    expect(await queue().servedElsewhere(nurse, q.session, 'Ruang 2')).toMatchObject([{ room: 'Ruang 1', at: at(1) }]);
    expect(await queue().servedElsewhere(nurse, q.session, 'Ruang 1')).toEqual([]);
  });

  it.each([0, 1, 2, 3, 4])(
    'wins whenever it is heard of: after %i acts of a room that calls him and passes over him',
    async (heard) => {
      await walkIns(1);
      const held = await hold(1);
      const [one = ''] = held.numbers;
      const start = q.now;
      const at = (minutes: number) => new Date(start.getTime() + minutes * MINUTE);
      const mine = [act('called', one, at(1), held.lease), act('done', one, at(6), null)];
      wait(16);
      const outcomes: string[][] = [];
      const hear = async () => {
        outcomes.push((await settle(1, mine)).map(({ outcome }) => outcome));
        expect(await queue().servedElsewhere(nurse, q.session, 'Ruang 2')).toHaveLength(heard === 0 ? 0 : 1);
      };
      const ref = { region: q.session.region, id: (await row(one))?.id ?? '' };
      let { version } = await queue().entry(nurse, ref);
      const acts = [
        () => next(2),
        () => queue().skip(nurse, ref, { version, key: randomUUID() }),
        () => next(2),
        () => queue().skip(nurse, ref, { version, key: randomUUID() }),
      ];
      for (const [i, doIt] of acts.entries()) {
        // Room 2 has its page open as it was before that.
        ({ version } = await queue().entry(nurse, ref));
        if (i === heard) await hear();
        await doIt().catch((error: { code?: string }) => expect(error.code).toMatch(/queue.(lost-guard|not-now)/));
        wait(60);
      }
      if (heard === acts.length) await hear();
      expect(outcomes).toEqual([[heard === 0 ? 'recorded' : 'served', 'recorded']]);
      expect(await row(one)).toMatchObject({ status: 'done', room: 'Ruang 1', called: at(1), ended: at(6) });
    },
  );

  it('wins also where nobody knew yet whether he came: whom another room passes over then is in the first', async () => {
    for (const goesOn of [false, true]) {
      await freshSession();
      await walkIns(2);
      const held = await hold(1);
      const [one = ''] = held.numbers;
      const called = act('called', one, new Date(q.now.getTime() + MINUTE), held.lease);
      wait(16);
      await next(2);
      // He is still in room 1 when it is heard of.
      const mine = async () => (await settle(1, [called])).map(({ outcome }) => outcome);
      expect([await mine(), await mine()]).toEqual([['elsewhere'], ['elsewhere']]);
      expect(await row(one)).toMatchObject({ status: 'called', room: 'Ruang 2' });
      if (goesOn) await next(1);
      const ref = { region: q.session.region, id: (await row(one))?.id ?? '' };
      await queue().skip(nurse, ref, { version: (await queue().entry(nurse, ref)).version, key: randomUUID() });
      const status = goesOn ? 'done' : 'called';
      expect(await row(one)).toMatchObject({ status, room: 'Ruang 1', called: new Date(called.at) });
      expect(await queue().servedElsewhere(nurse, q.session, 'Ruang 2')).toHaveLength(1);
      expect((await rows()).filter((each) => each.status === 'called' && each.room === 'Ruang 1')).toHaveLength(1);
    }
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
    expect(await q.counts(q.session.id)).toMatchObject({ active: 4, taken: 4, desk: 4 });
  });

  it('is not undone by the end of a day that heard of it too late', async () => {
    await walkIns(1);
    const held = await hold(1);
    const called = new Date(q.now.getTime() + MINUTE);
    q.now = new Date(q.session.startsAt.getTime() + 20 * 3_600_000);
    await queue().closeDays();
    const [label = ''] = held.numbers;
    expect((await row(label))?.status).toBe('unserved');
    const paper = act('paper', 'K1-01', called, null);
    const settled = await settle(1, [act('called', label, called, held.lease), paper]);
    expect(settled.map(({ outcome }) => outcome)).toEqual(['recorded', 'closed']);
    expect(await row(label)).toMatchObject({ status: 'done', called });
  });
});
