import { randomUUID } from 'node:crypto';
import type { CaseRef, Doer } from '../../src/capabilities/cases/index.ts';
import type { Slot } from '../../src/capabilities/queue/index.ts';
import type { QueueRoom } from './queue-room.ts';
import { PROVEN } from './walk.ts';

// People who ask for their first KTP-el, with the window at which they come to be recorded.

export const COUNTER = '32.76/dukcapil';

export type Applicant = {
  readonly doer: Doer;
  readonly party: { readonly id: string; readonly nik: string; readonly name: string };
};

/** Grown-up people of the register who never had a card. */
export async function applicants(room: QueueRoom, many: number): Promise<readonly Applicant[]> {
  const rows = await room.h.t.admin<{ id: string; nik: string; name: string }>(
    `update people.person set card_issued_on = null, card_state = 'notRecorded' where (region, id) in (
       select region, id from people.person where region = '32.76' and status = 'alive' and birth_date < '2006-01-01' and kk is not null
         and id::text not in (select person::text from accounts.account) order by nik limit $1)
     returning id, nik, name`,
    [many],
  );
  if (rows.length < many) throw new Error(`only ${rows.length} people`);
  return rows.map(({ id, nik, name }) => ({
    doer: { id, label: name, seat: null, roles: [], nik: null, citizen: PROVEN },
    party: { id, nik, name },
  }));
}

export async function begin(room: QueueRoom, { doer, party }: Applicant): Promise<CaseRef> {
  return room.h.house.cases.begin(doer, {
    ...{ id: randomUUID(), service: 'ktp-baru', region: '32.76', applicant: party, subject: party },
    ...{ authority: 'self', channel: 'warga' },
  });
}

/** Chooses a window in a draft. @returns what is wrong; undefined when it is held */
export async function choose(
  room: QueueRoom,
  { doer }: Applicant,
  ref: CaseRef,
  slot: string,
): Promise<string | undefined> {
  const { cases } = room.h.house;
  const { found } = await cases.draft(doer, ref);
  const guard = { version: found.version, key: randomUUID() };
  const { issues } = await cases.answerMany(doer, ref, { recording: slot }, guard);
  return issues[0]?.code;
}

/** Everything but the window. */
export async function fillRest(room: QueueRoom, { doer }: Applicant, ref: CaseRef): Promise<void> {
  const { cases } = room.h.house;
  const { found } = await cases.draft(doer, ref);
  const pickup = { kind: 'kelurahan', region: '32.76', code: 'kel-bedahan' };
  const guard = { version: found.version, key: randomUUID() };
  const { issues } = await cases.answerMany(doer, ref, { pickup }, guard);
  if (issues.length > 0) throw new Error(JSON.stringify(issues));
}

export async function send(room: QueueRoom, { doer }: Applicant, ref: CaseRef, key: string = randomUUID()) {
  const { found } = await room.h.house.cases.draft(doer, ref);
  return room.h.house.cases.submit(doer, ref, { version: found.version, key });
}

export const numberOf = async (room: QueueRoom, { doer }: Applicant, ref: CaseRef) =>
  (await room.h.house.cases.view(doer, ref)).appointments[0];

/** A day with nobody in it, nothing held and five places in each window. */
export async function freshWindows(room: QueueRoom) {
  const day = await room.freshDay('rekam', COUNTER);
  await room.h.t.admin('delete from queue.hold');
  await room.h.t.admin('update queue.slot set online = 5 where session = $1', [day.session.id]);
  return day;
}

/** A session of its own on the day after next, its windows with so many places each. */
export async function newWindows(room: QueueRoom, online: readonly number[]): Promise<readonly Slot[]> {
  room.now = new Date('2026-11-16T00:30:00Z');
  await room.h.t.admin('delete from queue.hold');
  const [session] = await room.h.t.admin<{ id: string }>(
    `insert into queue.session (region, id, office, template, poli, day, starts_at, ends_at, prefix, rooms, visit_minutes, cap, last_number)
     values ('32.76', gen_random_uuid(), $1, gen_random_uuid()::text, 'rekam', '2026-11-18', '2026-11-18T01:00Z', '2026-11-18T05:00Z', 'U', array['Loket 1'], 5, 100, 0)
     returning id`,
    [COUNTER],
  );
  for (const [i, places] of online.entries())
    await room.h.t.admin(
      `insert into queue.slot (region, id, session, starts_at, ends_at, online, desk) values ('32.76', gen_random_uuid(), $1,
         '2026-11-18T01:00Z'::timestamptz + $2 * interval '30 minutes', '2026-11-18T01:30Z'::timestamptz + $2 * interval '30 minutes', $3, 2)`,
      [session?.id, i, places],
    );
  const days = await room.h.house.queue.days(COUNTER, '2026-11-18', '2026-11-18', 'rekam');
  return days.find((day) => day.session.id === session?.id)?.slots ?? [];
}

/** Gives a window so many places for booking, and nobody in it. */
export async function places(room: QueueRoom, slot: Pick<Slot, 'id'>, online: number): Promise<void> {
  await room.h.t.admin('update queue.slot set online = $2 where id = $1', [slot.id, online]);
}

/** What a window counts, beside what is really there. */
export async function counts(room: QueueRoom, slot: Pick<Slot, 'id'>) {
  const [row] = await room.h.t.admin<{
    online: number;
    taken: number;
    active: number;
    held: number;
    of_cases: number;
    cases: number;
  }>(
    `select l.online, l.online_taken as taken,
       (select count(*)::int from queue.entry e where e.slot = l.id and e.status <> 'cancelled') as active,
       (select count(*)::int from queue.hold h where h.slot = l.id and h.until > $2) as held,
       (select count(*)::int from queue.entry e where e.slot = l.id and e.of_case is not null and e.status <> 'cancelled') as of_cases,
       (select count(*)::int from cases."case" c where c.status = 'running' and c.answers -> 'recording' ->> 'slot' = l.id::text) as cases
     from queue.slot l where l.id = $1`,
    [slot.id, room.now],
  );
  if (!row) throw new Error('no window');
  return row;
}
