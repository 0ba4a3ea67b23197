import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { placesLeft, type Session, type Slot } from '../../src/capabilities/queue/index.ts';
import { runTool, writeScratch } from '../../src/platform/signing/foreign-tools.ts';
import {
  type Applicant,
  applicants,
  begin,
  COUNTER,
  choose,
  counts,
  fillRest,
  freshWindows,
  numberOf,
  places,
  send,
} from '../support/appointments.ts';
import { QueueRoom, stranger } from '../support/queue-room.ts';
import { act, officer } from '../support/walk.ts';

// An appointment inside a form: held while it is filled in, booked with the case, given back with it.

const room = new QueueRoom();
const MINUTE = 60_000;
let people: Applicant[] = [];
beforeAll(async () => {
  await room.open();
  people = [...(await applicants(room, 40))];
});
afterAll(() => room.close());

const next = (): Applicant => {
  const one = people.pop();
  if (!one) throw new Error('nobody left');
  return one;
};
const later = (minutes: number): void => {
  room.now = new Date(room.now.getTime() + minutes * MINUTE);
};
/** A day with nobody in it, nothing held and five places in each window. */
const day = () => freshWindows(room);
async function leftIn(session: Session, slot: Slot): Promise<number> {
  const days = await room.h.house.queue.days(COUNTER, session.day, session.day, 'rekam');
  const now = days.flatMap(({ slots }) => slots).find(({ id }) => id === slot.id);
  return now ? placesLeft(session, now) : -1;
}
async function draft(slot: Slot) {
  const who = next();
  const ref = await begin(room, who);
  expect(await choose(room, who, ref, slot.id)).toBeUndefined();
  await fillRest(room, who, ref);
  return { who, ref };
}
async function sent(slot: Slot) {
  const made = await draft(slot);
  await send(room, made.who, made.ref);
  return made;
}
const held = async ({ who, ref }: Awaited<ReturnType<typeof draft>>) =>
  room.h.house.cases.heldFor(await room.h.house.cases.draft(who.doer, ref));
const bookDirect = (slot: Slot) => {
  const whom = stranger(Math.random());
  return room.h.house.queue.book(
    { id: whom.person, label: 'Orang', seat: null, roles: [], nik: null },
    { region: slot.region, slot: slot.id, need: 'rekam-baru', whom, authority: 'self', payer: 'umum' },
    randomUUID(),
  );
};

it('holds one place for ten minutes; the same window keeps its time, another one moves it, and nothing need be done for it to end', async () => {
  const { session, slots } = await day();
  const [one, two] = slots as [Slot, Slot];
  const before = [await leftIn(session, one), await leftIn(session, two)];
  const made = await draft(one);
  const until = new Date(room.now.getTime() + 10 * MINUTE);
  expect(await held(made)).toMatchObject([{ question: 'recording', slot: one.id, until }]);
  expect(await leftIn(session, one)).toBe((before[0] ?? 0) - 1);
  later(4);
  expect(await choose(room, made.who, made.ref, one.id)).toBeUndefined();
  expect(await held(made)).toMatchObject([{ slot: one.id, until }]);
  expect(await choose(room, made.who, made.ref, two.id)).toBeUndefined();
  expect(await held(made)).toMatchObject([{ slot: two.id, until: new Date(room.now.getTime() + 10 * MINUTE) }]);
  expect([await leftIn(session, one), await leftIn(session, two)]).toEqual([before[0], (before[1] ?? 0) - 1]);
  later(10);
  expect(await held(made)).toEqual([]);
  expect([await leftIn(session, one), await leftIn(session, two)]).toEqual(before);
  const { found } = await room.h.house.cases.draft(made.who.doer, made.ref);
  await choose(room, made.who, made.ref, one.id);
  await room.h.house.cases.discard(made.who.doer, made.ref, { version: found.version + 1, key: randomUUID() });
  expect(await leftIn(session, one)).toBe(before[0]);
});

it('is nobody else’s while it is held; after that whoever comes first has it, and the other is told at his question', async () => {
  const { slots } = await day();
  const [one, two] = slots as [Slot, Slot];
  await places(room, one, 1);
  const first = await draft(one);
  await expect(bookDirect(one)).rejects.toThrow('queue/full');
  const other = next();
  const ref = await begin(room, other);
  expect(await choose(room, other, ref, one.id)).toBe('appointment/full');
  expect((await room.h.house.cases.draft(other.doer, ref)).found.answers).toEqual({});
  later(11);
  expect(await choose(room, other, ref, one.id)).toBeUndefined();

  const refused = await send(room, first.who, first.ref).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'cases/appointment', params: { question: 'recording', why: 'full' } });
  const kept = await room.h.house.cases.draft(first.who.doer, first.ref);
  expect(kept.found.status).toBe('draft');
  expect(Object.keys(kept.found.answers)).toEqual(expect.arrayContaining(['recording', 'pickup']));
  expect(await counts(room, one)).toMatchObject({ taken: 0, active: 0, held: 1 });
  expect(await choose(room, first.who, first.ref, two.id)).toBeUndefined();
  await send(room, first.who, first.ref);
  await fillRest(room, other, ref);
  await send(room, other, ref);
  expect(await counts(room, one)).toMatchObject({ taken: 1, active: 1, held: 0, of_cases: 1, cases: 1 });
});

it('stands on the receipt that is printed', async () => {
  const { slots } = await day();
  const made = await sent(slots[0] as Slot);
  const { bytes } = await room.h.house.cases.receiptPdf(made.who.doer, made.ref);
  const text = runTool('pdftotext', ['-layout', writeScratch('tanda-terima.pdf', bytes), '-']).output;
  expect(text).toContain('Waktu datang');
  expect(text).toMatch(/08\.00.08\.30 WIB/);
});

it('takes a place at sending when the hold is over and one is left', async () => {
  const { slots } = await day();
  const [one] = slots as [Slot];
  const made = await draft(one);
  later(30);
  await send(room, made.who, made.ref);
  expect(await numberOf(room, made.who, made.ref)).toMatchObject({ status: 'booked', slot: one.id });
});

it('books with the case or not at all, once for a key, with number, event and audit as any other booking', async () => {
  const { slots } = await day();
  const [one, two] = slots as [Slot, Slot];
  const made = await draft(one);
  const key = randomUUID();
  const { found } = await room.h.house.cases.draft(made.who.doer, made.ref);
  const guard = { version: found.version, key };
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => room.h.house.cases.submit(made.who.doer, made.ref, guard)),
  );
  expect(new Set(answers.map(({ number }) => number)).size).toBe(1);
  const number = await numberOf(room, made.who, made.ref);
  expect(await counts(room, one)).toMatchObject({ taken: 1, active: 1, held: 0, of_cases: 1, cases: 1 });
  const rows = await room.h.t.admin(
    `select e.version, e.applicant, e.subject, e.channel, v.kind, v.actor_label, a.action, a.hash = e.head as chained, a.kind as audited
     from queue.entry e join queue.event v on v.entry_id = e.id join audit.act a on a.id = e.id and a.version = e.version where e.id = $1`,
    [number?.id],
  );
  const { id } = made.who.party;
  expect(rows).toEqual([
    {
      version: 1,
      applicant: id,
      subject: id,
      channel: 'warga',
      kind: 'booked',
      actor_label: 'Warga',
      action: 'booked',
      chained: true,
      audited: 'entry',
    },
  ]);
  expect(number?.label).toMatch(/^R-\d{3}$/);

  // The case is a duplicate: no number comes of it, and the hold stays.
  const again = await begin(room, made.who);
  await expect(choose(room, made.who, again, two.id)).resolves.toBe('appointment/has');
  const { slots: others } = await day();
  const elsewhere = others[0] as Slot;
  expect(await choose(room, made.who, again, elsewhere.id)).toBeUndefined();
  await fillRest(room, made.who, again);
  await expect(send(room, made.who, again)).rejects.toThrow('cases/duplicate');
  expect(await counts(room, elsewhere)).toMatchObject({ taken: 0, active: 0, held: 1 });
});

it('is given back when the case is withdrawn or rejected', async () => {
  const { slots } = await day();
  const [one] = slots as [Slot];
  const [gone, refused] = [await sent(one), await sent(one)];
  expect(await counts(room, one)).toMatchObject({ taken: 2, active: 2, of_cases: 2 });
  const { found } = await room.h.house.cases.view(gone.who.doer, gone.ref);
  await room.h.house.cases.withdraw(gone.who.doer, gone.ref, { version: found.version, key: randomUUID() });
  expect(await numberOf(room, gone.who, gone.ref)).toMatchObject({ status: 'cancelled' });
  const clerk = await officer(room.h, COUNTER, 'petugasLoket');
  await act(room.h, clerk, refused.ref, 'perekaman', 'tolak', { reasons: ['R08'] });
  expect(await numberOf(room, refused.who, refused.ref)).toMatchObject({ status: 'cancelled' });
  expect(await counts(room, one)).toMatchObject({ taken: 0, active: 0, held: 0 });
});

it('cancelled in the queue, another window is chosen for the case; moved there, the case says where it stands', async () => {
  const { cases, queue } = room.h.house;
  const { slots } = await day();
  const [one, two, three] = slots as [Slot, Slot, Slot];
  const made = await sent(one);
  const number = await numberOf(room, made.who, made.ref);
  const version = async () => (await cases.view(made.who.doer, made.ref)).found.version;
  const again = async (slot: Slot) =>
    cases.chooseAgain(made.who.doer, made.ref, 'recording', slot.id, { version: await version(), key: randomUUID() });
  await expect(again(two)).rejects.toThrow('cases/not-open');
  await queue.changeTime(made.who.doer, { region: '32.76', id: number?.id ?? '' }, two.id, {
    version: 1,
    key: randomUUID(),
  });
  expect(await numberOf(room, made.who, made.ref)).toMatchObject({ status: 'booked', slot: two.id });
  await queue.cancel(made.who.doer, { region: '32.76', id: number?.id ?? '' }, { version: 2, key: randomUUID() });
  await places(room, one, 0);
  await expect(again(one)).rejects.toMatchObject({ code: 'cases/appointment', params: { why: 'full' } });
  expect(await numberOf(room, made.who, made.ref)).toMatchObject({ status: 'cancelled' });
  await again(three);
  expect(await numberOf(room, made.who, made.ref)).toMatchObject({ status: 'booked', slot: three.id });
  const { events, found } = await cases.view(made.who.doer, made.ref);
  expect(events.at(-1)).toMatchObject({ kind: 'appointed', data: { fields: ['recording'] } });
  expect(found.answers.recording).toMatchObject({ slot: three.id });
  // Withdrawn now, it is the new number that goes.
  await cases.withdraw(made.who.doer, made.ref, { version: await version(), key: randomUUID() });
  expect(await counts(room, three)).toMatchObject({ taken: 0, active: 0 });
});

it('the step at which somebody is met goes on when his number was called, seen by the room like any other', async () => {
  const { queue } = room.h.house;
  const { session, slots } = await day();
  const [one] = slots as [Slot];
  const made = await sent(one);
  const number = await numberOf(room, made.who, made.ref);
  const ref = { region: '32.76', id: number?.id ?? '' };
  const clerk = await officer(room.h, COUNTER, 'petugasLoket');
  const seen = await queue.room(clerk, { region: '32.76', id: session.id });
  expect(seen?.entries.map(({ id }) => id)).toContain(ref.id);
  expect([...(seen?.patients.values() ?? [])].map(({ name }) => name)).toContain(made.who.party.name);
  await expect(act(room.h, clerk, made.ref, 'perekaman', 'terekam')).rejects.toThrow('cases/not-met');
  await queue.checkIn(clerk, ref, { version: 1, key: randomUUID() });
  await expect(act(room.h, clerk, made.ref, 'perekaman', 'terekam')).rejects.toThrow('cases/not-met');
  const called = await queue.callNext(
    clerk,
    { session: { region: '32.76', id: session.id }, room: 'Loket 1', now: null },
    randomUUID(),
  );
  expect(called?.id).toBe(ref.id);
  await act(room.h, clerk, made.ref, 'perekaman', 'terekam');
  const { tasks, appointments } = await room.h.house.cases.view(made.who.doer, made.ref);
  expect(tasks.map(({ step }) => step)).toEqual(['verifikasi']);
  expect(appointments).toMatchObject([{ status: 'called' }]);
  // The letter of a rejection is not signed in days that are over.
  expect(room.h.errors.filter((one) => !String(one).startsWith('cases.letters'))).toEqual([]);
});

it('nobody holds many places by beginning many forms', async () => {
  const { slots } = await day();
  const who = next();
  for (const slot of slots.slice(0, 3))
    expect(await choose(room, who, await begin(room, who), slot.id)).toBeUndefined();
  expect(await choose(room, who, await begin(room, who), slots[3]?.id ?? '')).toBe('appointment/many');
});
