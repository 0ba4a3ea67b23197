import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseRef } from '../../src/capabilities/cases/index.ts';
import type { Slot } from '../../src/capabilities/queue/index.ts';
import { Refusal } from '../../src/kernel/refusal.ts';
import {
  type Applicant,
  applicants,
  begin,
  choose,
  counts,
  fillRest,
  freshWindows,
  newWindows,
  numberOf,
  places,
  send,
} from '../support/appointments.ts';
import { QueueRoom, stranger } from '../support/queue-room.ts';

// Places that are held, booked directly, booked with cases and given back: whatever the order, the counts agree and nothing is oversold.

const room = new QueueRoom();
const MINUTE = 60_000;
let people: readonly Applicant[] = [];
beforeAll(async () => {
  await room.open();
  people = await applicants(room, 36);
});
afterAll(() => room.close());

const codeOf = (error: unknown): string => {
  if (error instanceof Refusal) return error.code;
  throw error;
};
const direct = (slot: Slot): Promise<string> => {
  const whom = stranger(Math.random());
  const wish = {
    region: slot.region,
    slot: slot.id,
    need: 'rekam-baru',
    whom,
    authority: 'self',
    payer: 'umum',
  } as const;
  const doer = { id: whom.person, label: 'Orang', seat: null, roles: [], nik: null };
  return room.h.house.queue.book(doer, wish, randomUUID()).then(() => 'booked', codeOf);
};
const open = async (refs: readonly (readonly [Applicant, CaseRef])[]): Promise<void> => {
  // One open case each: the next history begins with nobody's.
  for (const [who, ref] of refs) {
    const { found } = await room.h.house.cases.view(who.doer, ref).catch(() => ({ found: undefined }));
    if (found?.status === 'running')
      await room.h.house.cases.withdraw(who.doer, ref, { version: found.version, key: randomUUID() });
  }
};

it('never oversells under a race of holds, bookings and cases that are sent', { timeout: 120_000 }, async () => {
  const { slots } = await freshWindows(room);
  const [slot] = slots as [Slot];
  await places(room, slot, 6);
  const crowd = await Promise.all(people.slice(0, 16).map(async (who) => [who, await begin(room, who)] as const));
  const held = await Promise.all(crowd.map(([who, ref]) => choose(room, who, ref, slot.id)));
  expect(held.filter((one) => one === undefined)).toHaveLength(6);
  expect(new Set(held.filter((one) => one !== undefined))).toEqual(new Set(['appointment/full']));
  const holders = crowd.filter((_, i) => held[i] === undefined);
  for (const [who, ref] of holders) await fillRest(room, who, ref);

  // While all is held nobody else gets in, and all who hold send at once.
  const first = await Promise.all([
    ...Array.from({ length: 10 }, () => direct(slot)),
    ...holders.slice(0, 4).map(([who, ref]) => send(room, who, ref).then(() => 'sent', codeOf)),
  ]);
  expect(first.filter((one) => one === 'booked')).toEqual([]);
  expect(first.filter((one) => one === 'sent')).toHaveLength(4);

  // The two that wait too long race with everybody.
  room.now = new Date(room.now.getTime() + 11 * MINUTE);
  const second = await Promise.all([
    ...holders.slice(4).map(([who, ref]) => send(room, who, ref).then(() => 'booked', codeOf)),
    ...Array.from({ length: 10 }, () => direct(slot)),
  ]);
  expect(second.filter((one) => one === 'booked')).toHaveLength(2);
  const now = await counts(room, slot);
  expect(now).toMatchObject({ online: 6, taken: 6, active: 6 });
  expect(now.of_cases).toBe(now.cases);
  await open(holders);
});

it('one draft that chooses two windows at once holds one of them', async () => {
  const { slots } = await freshWindows(room);
  const [who] = people.slice(16, 17) as [Applicant];
  const ref = await begin(room, who);
  const port = room.h.house.queue.appointments;
  const visit = {
    ...{ region: '32.76', id: ref.id, question: 'recording', applicant: who.party.id, authority: 'self' as const },
    ...{ person: who.party.id, nik: null, name: who.party.name, sex: null, birthDate: null, office: '32.76/dukcapil' },
  };
  await Promise.all(
    slots.slice(0, 4).flatMap(({ id }) => [1, 2].map(() => port.hold({ ...visit, slot: id }, '32.76'))),
  );
  const held = await Promise.all(slots.map(async (slot) => (await counts(room, slot)).held));
  expect(held.reduce((sum, one) => sum + one, 0)).toBe(1);
});

type Op =
  | { readonly do: 'choose'; readonly who: number; readonly at: number }
  | { readonly do: 'send' | 'withdraw' | 'cancel'; readonly who: number }
  | { readonly do: 'direct'; readonly at: number }
  | { readonly do: 'wait'; readonly minutes: number };
const who = fc.integer({ min: 0, max: 3 });
const at = fc.integer({ min: 0, max: 1 });
const history = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ do: fc.constant('choose' as const), who, at }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('send' as const), who }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('withdraw' as const, 'cancel' as const), who }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('direct' as const), at }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 2, max: 8 }) }) },
  ),
  { minLength: 6, maxLength: 16 },
) satisfies fc.Arbitrary<Op[]>;

const ONLINE = [2, 1] as const;
type Model = {
  /** Numbers of a window that are in force. */
  readonly taken: [number, number];
  readonly mine: {
    state: 'draft' | 'sent' | 'over';
    chosen: number | null;
    hold: { at: number; until: number } | null;
    number: number | null;
  }[];
};

/** What must come of it, worked out from what happened before and nothing else. */
function expected(model: Model, op: Op, now: number): string {
  const free = (window: number, but: number): number =>
    (ONLINE[window] ?? 0) -
    (model.taken[window] ?? 0) -
    model.mine.filter(({ hold }, i) => i !== but && hold?.at === window && hold.until > now).length;
  if (op.do === 'wait') return 'waited';
  if (op.do === 'direct') {
    if (free(op.at, -1) < 1) return 'queue/full';
    model.taken[op.at] = (model.taken[op.at] ?? 0) + 1;
    return 'booked';
  }
  const one = model.mine[op.who];
  if (!one) throw new Error('nobody');
  if (op.do === 'choose') {
    if (one.state !== 'draft') return 'not a draft';
    if (one.hold && one.hold.until > now && one.hold.at === op.at) return 'held';
    if (free(op.at, op.who) < 1) return 'appointment/full';
    Object.assign(one, { chosen: op.at, hold: { at: op.at, until: now + 10 * MINUTE } });
    return 'held';
  }
  if (op.do === 'send') {
    if (one.state !== 'draft' || one.chosen === null) return 'not a draft';
    // What is held in another window than the one that was stored would be nobody's; a hold is of the window that was chosen.
    if (free(one.chosen, op.who) < 1) return 'cases/appointment';
    model.taken[one.chosen] = (model.taken[one.chosen] ?? 0) + 1;
    Object.assign(one, { state: 'sent', hold: null, number: one.chosen });
    return 'sent';
  }
  if (one.state !== 'sent') return 'not sent';
  if (op.do === 'cancel' && one.number === null) return 'no number';
  if (one.number !== null) model.taken[one.number] = (model.taken[one.number] ?? 0) - 1;
  Object.assign(one, { number: null, ...(op.do === 'withdraw' ? { state: 'over' } : {}) });
  return 'done';
}

it('whatever the order of holding, waiting, booking, sending, cancelling and withdrawing, the counts agree', {
  timeout: 400_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(history, async (ops) => {
      const windows = await newWindows(room, ONLINE);
      const refs: (readonly [Applicant, CaseRef])[] = [];
      for (const one of people.slice(20, 24)) refs.push([one, await begin(room, one)]);
      const model: Model = {
        taken: [0, 0],
        mine: refs.map(() => ({ state: 'draft', chosen: null, hold: null, number: null })),
      };
      for (const [one, ref] of refs) await fillRest(room, one, ref).catch(() => undefined);
      for (const op of ops) {
        if (op.do === 'wait') room.now = new Date(room.now.getTime() + op.minutes * MINUTE);
        const must = expected(model, op, room.now.getTime());
        expect([op, await really(op, refs, windows, must)]).toEqual([op, must]);
        for (const [i, slot] of windows.entries()) {
          const now = await counts(room, slot);
          expect(now).toMatchObject({ taken: model.taken[i], active: model.taken[i] });
          expect(now.taken + now.held).toBeLessThanOrEqual(now.online);
          expect(now.held).toBe(
            model.mine.filter(({ hold }) => hold?.at === i && hold.until > room.now.getTime()).length,
          );
          expect(now.of_cases).toBe(model.mine.filter(({ number }) => number === i).length);
        }
      }
      await open(refs);
    }),
    { numRuns: 25 },
  );
  expect(room.h.errors).toEqual([]);
});

async function really(
  op: Op,
  refs: readonly (readonly [Applicant, CaseRef])[],
  windows: readonly Slot[],
  must: string,
): Promise<string> {
  if (op.do === 'wait' || must.startsWith('no')) return must;
  if (op.do === 'direct') return direct(windows[op.at] as Slot);
  const [who, ref] = refs[op.who] as readonly [Applicant, CaseRef];
  if (op.do === 'choose') return (await choose(room, who, ref, windows[op.at]?.id ?? '')) ?? 'held';
  if (op.do === 'send') return send(room, who, ref).then(() => 'sent', codeOf);
  if (op.do === 'cancel') {
    const number = await numberOf(room, who, ref);
    const entry = { region: '32.76', id: number?.id ?? '' };
    return room.h.house.queue.cancel(who.doer, entry, { version: 1, key: randomUUID() }).then(() => 'done', codeOf);
  }
  const { found } = await room.h.house.cases.view(who.doer, ref);
  return room.h.house.cases
    .withdraw(who.doer, ref, { version: found.version, key: randomUUID() })
    .then(() => 'done', codeOf);
}
