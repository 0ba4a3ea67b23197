import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Doer } from '../../src/capabilities/cases/index.ts';
import type { Slot } from '../../src/capabilities/queue/index.ts';
import { readDefinition } from '../../src/engine/index.ts';
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
  send,
} from '../support/appointments.ts';
import { QueueRoom } from '../support/queue-room.ts';
import { disk } from '../support/tree.ts';
import { act, officer } from '../support/walk.ts';

// An appointment on the ways that few go: at a counter, from another region, in a repair.

const room = new QueueRoom();
let people: Applicant[] = [];
beforeAll(async () => {
  await room.open();
  people = [...(await applicants(room, 6))];
});
afterAll(() => room.close());

const next = (): Applicant => people.pop() as Applicant;
const path = 'services/nasional/ktp-baru/service.yaml';

it('is held and booked by the officer who helps at a counter, for whoever stands there', async () => {
  const { slots } = await freshWindows(room);
  const [one] = slots as [Slot];
  const { party } = next();
  const clerk = await officer(room.h, '32.76/kel-tugu', 'petugasLoket');
  const helped: Applicant = { party, doer: { ...clerk, present: party.id } };
  const ref = await room.h.house.cases.begin(helped.doer, {
    ...{ id: randomUUID(), service: 'ktp-baru', region: '32.76', applicant: party, subject: party },
    ...{ authority: 'self', channel: 'petugas' },
  });
  expect(await choose(room, helped, ref, one.id)).toBeUndefined();
  expect(await room.h.house.cases.heldFor(await room.h.house.cases.draft(helped.doer, ref))).toHaveLength(1);
  await fillRest(room, helped, ref);
  await send(room, helped, ref);
  const number = await numberOf(room, helped, ref);
  expect(number).toMatchObject({ status: 'booked', slot: one.id });
  const rows = await room.h.t.admin('select applicant, subject, authority, acted_by from queue.entry where id = $1', [
    number?.id,
  ]);
  expect(rows).toEqual([{ applicant: party.id, subject: party.id, authority: 'office', acted_by: clerk.id }]);
  expect(await counts(room, one)).toMatchObject({ taken: 1, active: 1, held: 0 });
});

it('is booked with a case that moves to the region of its office', async () => {
  const { slots } = await freshWindows(room);
  const [one] = slots as [Slot];
  const who = next();
  const ref = await room.h.house.cases.begin(who.doer, {
    ...{ id: randomUUID(), service: 'ktp-baru', region: '81.02', applicant: who.party, subject: who.party },
    ...{ authority: 'self', channel: 'warga' },
  });
  expect(await choose(room, who, ref, one.id)).toBeUndefined();
  await fillRest(room, who, ref);
  const sent = await send(room, who, ref);
  expect(sent.region).toBe('32.76');
  expect(await numberOf(room, who, { region: '32.76', id: ref.id })).toMatchObject({ status: 'booked', slot: one.id });
  expect(await counts(room, one)).toMatchObject({ taken: 1, active: 1, held: 0, of_cases: 1, cases: 1 });
});

it('in a repair another window takes the place of the one that was booked; the same one stays as it is', async () => {
  const source = readFileSync(join(import.meta.dirname, '../..', path), 'utf8')
    .replace('      tolak: { to: ditolak, reasons: [R08, R11, R15, R18] }', (was) =>
      [was, '      perbaiki: { to: warga, reasons: [R09], expire: { after: P14D, to: kedaluwarsa } }'].join('\n'),
    )
    .replace('outcomes:\n', 'outcomes:\n  kedaluwarsa: { say: Berakhir. }\n');
  const files = { read: (asked: string) => (asked === path ? source : disk(asked)) };
  const { definition } = readDefinition(files, path, room.h.house.world);
  if (!definition) throw new Error('no definition');
  await room.h.house.catalogue.publish({ definition, sources: { [path]: source }, by: 'uji' });

  const { slots } = await freshWindows(room);
  const [one, two] = slots as [Slot, Slot];
  const { cases } = room.h.house;
  const clerk = await officer(room.h, COUNTER, 'petugasLoket');
  const repair = async (doer: Doer, ref: { region: string; id: string }) => {
    const { found } = await cases.view(doer, ref);
    await cases.sendRepair(doer, ref, { version: found.version, key: randomUUID() });
  };
  const [stays, moves] = [next(), next()];
  const refs = [await begin(room, stays), await begin(room, moves)] as const;
  for (const [i, who] of [stays, moves].entries()) {
    const ref = refs[i] as (typeof refs)[0];
    expect(await choose(room, who, ref, one.id)).toBeUndefined();
    await fillRest(room, who, ref);
    await send(room, who, ref);
    await act(room.h, clerk, ref, 'perekaman', 'perbaiki', { reasons: ['R09'] });
  }
  const before = await numberOf(room, stays, refs[0]);
  await repair(stays.doer, refs[0]);
  expect(await numberOf(room, stays, refs[0])).toEqual(before);
  expect(await choose(room, moves, refs[1], two.id)).toBeUndefined();
  expect(await counts(room, two)).toMatchObject({ taken: 0, held: 1 });
  await repair(moves.doer, refs[1]);
  expect(await numberOf(room, moves, refs[1])).toMatchObject({ status: 'booked', slot: two.id });
  expect(await counts(room, one)).toMatchObject({ taken: 1, active: 1 });
  expect(await counts(room, two)).toMatchObject({ taken: 1, active: 1, held: 0 });
});

it('holds that are long over are swept, those that may count are not', async () => {
  const { slots } = await freshWindows(room);
  const who = next();
  await choose(room, who, await begin(room, who), (slots[0] as Slot).id);
  const [sweep] = room.h.house.queue.regular(room.h.house.relay).filter(({ name }) => name === 'queue.holds');
  const left = async () => (await room.h.t.admin('select 1 from queue.hold')).length;
  await sweep?.run();
  expect(await left()).toBe(1);
  room.now = new Date(room.now.getTime() + 71 * 60_000);
  await sweep?.run();
  expect(await left()).toBe(0);
});
