import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Doer } from '../../src/capabilities/cases/index.ts';
import type { Given, QueueRef, Session, Slot } from '../../src/capabilities/queue/index.ts';
import { Refusal } from '../../src/kernel/refusal.ts';
import { nurse, PUSKESMAS, QueueRoom, stranger } from '../support/queue-room.ts';

// Random histories of one session and another to move to: booked, given back, booked again, moved, walked in, helped, waited for, drawn, called off, closed.
// Whatever happens, and in whatever order, the books count what is there.

const q = new QueueRoom();
let like!: { session: Session; slots: readonly Slot[] };
let people!: readonly { readonly id: string; readonly birth: string }[];
beforeAll(async () => {
  await q.open();
  like = await q.freshDay('umum');
  people = await q.h.t.admin(
    `select id, to_char(birth_date, 'YYYY-MM-DD') as birth from people.person where region = '32.76' and birth_date < '2005-01-01' order by id limit 8`,
  );
}, 180_000);
afterAll(q.close);

const queue = () => q.h.house.queue;
const asDoer = (id: string): Doer => ({ id, label: 'Orang', seat: null, roles: [], nik: null });
const MINUTE = 60_000;

let days = 100;
/** Two sessions of a day of their own, with few places: the second wave of the first one waits to be drawn for. */
async function freshSessions(): Promise<readonly Session[]> {
  days += 1;
  q.now = new Date(like.session.startsAt.getTime() + (days * 24 - 3) * 60 * MINUTE);
  const ids = [randomUUID(), randomUUID()];
  for (const [i, id] of ids.entries()) {
    await q.h.t.admin(
      `insert into queue.session select (jsonb_populate_record(s, jsonb_build_object('id', $2::uuid, 'template', $2::uuid, 'taken', 0, 'state', 'open', 'cap', 7,
         'draw_minutes', $3::int, 'day', s.day + $4::int, 'starts_at', s.starts_at + $4::int * interval '1 day', 'ends_at', s.ends_at + $4::int * interval '1 day'))).*
       from queue.session s where id = $1`,
      [like.session.id, id, i === 0 ? 5 : null, days],
    );
    await q.h.t.admin(
      `insert into queue.slot select (jsonb_populate_record(null::queue.slot, to_jsonb(s) || jsonb_build_object('id', gen_random_uuid(), 'session', $2::uuid, 'desk', 2, 'online', 2,
         'online_whole', $3::int, 'online_taken', 0, 'desk_taken', 0, 'starts_at', s.starts_at + $4::int * interval '1 day',
         'ends_at', s.ends_at + $4::int * interval '1 day'))).* from (select * from queue.slot where session = $1 order by starts_at limit 3) s`,
      [like.session.id, id, i === 0 ? 3 : null, days],
    );
  }
  return Promise.all(ids.map(async (id) => (await queue().session({ region: like.session.region, id })) as Session));
}

/** What there is not can't be moved. */
function there<T>(one: T | undefined): T {
  if (one === undefined) throw new Refusal('queue/not-found', 404);
  return one;
}
const begun = (count: number): number => there(count === 0 ? undefined : count);

/** What is wrong with the books: nothing, ever. */
const wrong = () =>
  q.h.t.admin(
    `select 'window' as what, l.id from queue.slot l join queue.session s on s.region = l.region and s.id = l.session
       left join (select slot, count(*) filter (where channel <> 'petugas') as online, count(*) filter (where channel = 'petugas') as desk
         from queue.entry where status <> 'cancelled' group by slot) e on e.slot = l.id
       where l.online_taken <> coalesce(e.online, 0) or l.desk_taken <> coalesce(e.desk, 0)
          or l.online_taken > l.online or l.online > coalesce(l.online_whole, l.online)
     union all select 'session', s.id from queue.session s
       left join (select session, count(*) as taken from queue.entry where status <> 'cancelled' group by session) e on e.session = s.id
       where s.taken <> coalesce(e.taken, 0)
     union all select 'cap', s.id from queue.session s
       where s.taken - (select count(*) from queue.entry e join queue.slot l on l.id = e.slot
         where e.session = s.id and e.status <> 'cancelled' and l.ends_at <= $1) > s.cap
     union all select 'history', e.id from queue.entry e
       where e.version <> (select count(*) from audit.act a where a.kind = 'entry' and a.id = e.id) or e.version <> (select count(*) from queue.event v where v.entry_id = e.id)
     union all select 'wish', w.id from queue.wish w where w.version <> (select count(*) from audit.act a where a.kind = 'wish' and a.id = w.id)
     union all select 'twice', min(e.id::text)::uuid from queue.entry e where e.status in ('booked', 'waiting', 'called', 'parked')
       group by e.subject, e.day, e.poli having count(*) > 1
     union all select 'offer', w.id from queue.wish w join queue.entry e on e.region = w.region and e.id = w.entry where w.status = 'offered' and e.status = 'cancelled'`,
    [q.now],
  );

const WHAT = [
  ...([
    'book',
    'book',
    'book',
    'cancel',
    'cancel',
    'move',
    'walkIn',
    'help',
    'wait',
    'wait',
    'offers',
    'accept',
  ] as const),
  ...(['stop', 'draw', 'takePart', 'takePart', 'drawn', 'late', 'arrive', 'hour', 'off', 'close', 'crowd'] as const),
] as const;
const moves = fc.array(
  fc.record({ what: fc.constantFrom(...WHAT), who: fc.nat(7), where: fc.nat(5), other: fc.boolean() }),
  { minLength: 20, maxLength: 60 },
);

type Step = {
  readonly what: (typeof WHAT)[number];
  readonly who: number;
  readonly where: number;
  readonly other: boolean;
};
const on = (what: Step['what'], who = 0, where = 0, other = true): Step => ({ what, who, where, other });
/** A full day: one takes what he is offered, another lets it lapse. */
const WAITED: Step[] = [
  ...[on('off', 0, 0, false), on('crowd', 0, 0), on('crowd', 0, 1), on('crowd', 0, 2)],
  ...[on('wait', 6), on('wait', 7), on('cancel', 0), on('offers'), on('accept', 6), on('accept', 7)],
  ...[on('cancel', 1), on('offers'), on('hour'), on('offers'), on('book', 1)],
];

/** A wave that is drawn for, and a day as it goes. */
const DRAWN: Step[] = [
  ...[on('draw', 0, 0, false), on('takePart', 0, 0, false), on('takePart', 1, 1, false), on('stop', 1)],
  ...[on('takePart', 1, 1, false), on('drawn'), on('book', 2, 2), on('move', 2, 1), on('late', 2), on('help', 3, 2)],
  ...[on('hour'), on('hour'), on('hour'), on('arrive', 2), on('walkIn', 4), on('close')],
];

describe('whatever happens to a session', () => {
  it('its windows count the numbers that are there, nobody holds two, and each step is an act', async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(moves, async (history) => {
        const [one, two] = (await freshSessions()) as [Session, Session];
        const held = new Map<string, Given>();
        const wishes = new Map<string, QueueRef>();
        const slotOf = async (session: Session, at: number): Promise<Slot> => {
          const days = await queue().days(PUSKESMAS, session.day, session.day, 'umum');
          const slots = days.find(({ session: each }) => each.id === session.id)?.slots ?? [];
          return slots[at % slots.length] as Slot;
        };
        const done = async (what: string, work: () => Promise<unknown>): Promise<void> => {
          await work().then(
            () => seen.set(what, (seen.get(what) ?? 0) + 1),
            (error: unknown) => {
              // Refused is fine, broken is not.
              if (!(error instanceof Refusal) || error.status >= 500) throw error;
            },
          );
        };
        for (const { what, who, where, other } of history) {
          const person = people[who] as (typeof people)[number];
          const me = asDoer(person.id);
          const whom = { ...stranger(who), person: person.id, birthDate: person.birth };
          const session = other ? two : one;
          const slot = await slotOf(session, where);
          const mine = held.get(person.id);
          const wish = wishes.get(person.id);
          const version = async () => ({
            version: mine ? (await queue().entry(me, mine)).version : 0,
            key: randomUUID(),
          });
          const wished = async () => (wish ? ((await queue().wish(me, wish))?.version ?? 0) : 0);
          const asks = {
            region: slot.region,
            slot: slot.id,
            need: 'sakit',
            whom,
            authority: 'self',
            payer: 'umum',
          } as const;
          const guest = { ...stranger(who), person: null, basis: 'counter' as const };
          const steps: Record<(typeof WHAT)[number], () => Promise<unknown>> = {
            book: async () => held.set(person.id, await queue().book(me, asks, randomUUID())),
            cancel: async () => queue().cancel(me, there(mine), await version()),
            move: async () => queue().changeTime(me, there(mine), slot.id, await version()),
            late: async () => queue().late(me, there(mine), 15, await version()),
            arrive: async () => queue().checkIn(nurse, there(mine), await version()),
            walkIn: () => queue().walkIn(nurse, { session, whom: guest, payer: 'umum', sees: null }, randomUUID()),
            help: () =>
              queue().bookHelped(
                nurse,
                { region: slot.region, slot: slot.id, whom: guest, payer: 'umum', sees: null },
                randomUUID(),
              ),
            wait: async () => {
              const of = { office: PUSKESMAS, poli: 'umum', need: 'sakit', day: session.day, subject: person.id };
              wishes.set(person.id, await queue().wait(me, { ...of, authority: 'self', payer: 'umum' }, randomUUID()));
            },
            offers: () => queue().offerPlaces(q.h.house.relay),
            accept: async () => queue().accept(me, there(wish), await wished()),
            stop: async () => queue().stopWaiting(me, there(wish), await wished()),
            draw: async () =>
              begun(
                await queue().beginDraws([
                  { region: one.region, id: one.id, office: PUSKESMAS, minutes: 5, places: await placesOf() },
                ]),
              ),
            takePart: async () =>
              wishes.set(person.id, await queue().takePart(me, { ...asks, flexible: other }, randomUUID())),
            drawn: async () => {
              q.now = new Date(q.now.getTime() + 5 * MINUTE);
              await queue().drawPools(q.h.house.relay);
            },
            hour: async () => {
              q.now = new Date(q.now.getTime() + 61 * MINUTE);
            },
            off: () => queue().rule(nurse, session, { from: 'open', to: 'cancelled', reason: 'dokter' }, randomUUID()),
            close: () => queue().rule(nurse, session, { from: 'open', to: 'full', reason: 'penuh' }, randomUUID()),
            crowd: async () => {
              const all = people.map(({ id }) =>
                queue().book(asDoer(id), { ...asks, whom: { ...whom, person: id } }, randomUUID()),
              );
              for (const [i, got] of (await Promise.allSettled(all)).entries())
                if (got.status === 'fulfilled') held.set(people[i]?.id ?? '', got.value);
                else if (!(got.reason instanceof Refusal)) throw got.reason;
            },
          };
          // The day is rarely called off, or nothing else would happen.
          if ((what === 'off' || what === 'close') && where !== 0) continue;
          await done(what, steps[what]);
          expect([what, await wrong()]).toEqual([what, []]);
        }

        async function placesOf(): Promise<Record<string, number>> {
          const days = await queue().days(PUSKESMAS, one.day, one.day, 'umum');
          const slots = days.find(({ session }) => session.id === one.id)?.slots ?? [];
          return Object.fromEntries(slots.map(({ id }) => [id, 3]));
        }
      }),
      {
        numRuns: Number(process.env.RUNS ?? 10),
        endOnFailure: true,
        ...(process.env.SEED ? { seed: Number(process.env.SEED) } : {}),
        ...(process.env.TRAIL ? { path: process.env.TRAIL } : { examples: [[WAITED], [DRAWN]] }),
      },
    );
    // Each kind of step was really done, not only refused.
    for (const what of new Set(WHAT)) expect([what, (seen.get(what) ?? 0) > 0]).toEqual([what, true]);
  }, 400_000);
});
