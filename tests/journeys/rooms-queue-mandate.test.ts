import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Doer } from '../../src/capabilities/cases/index.ts';
import type { Slot } from '../../src/capabilities/queue/index.ts';
import { localDate } from '../../src/kernel/dates.ts';
import { nurse, PUSKESMAS, QueueRoom, stranger } from '../support/queue-room.ts';
import { acceptAt, citizenAt, waitAt } from '../support/queue-walks.ts';
import { citizen } from '../support/walk.ts';

// Whoever acts for an adult by his mandate waits for him as he books for him: under its scope and end, also when a place is offered.

const q = new QueueRoom();
beforeAll(() => q.open(), 180_000);
afterAll(q.close);
const queue = () => q.h.house.queue;
const asDoer = (id: string): Doer => ({ id, label: 'Orang', seat: null, roles: [], nik: null });

/** A full day, with who holds its first place. */
async function fullDay() {
  const { session, slots } = await q.freshDay('gigi');
  q.now = new Date(session.startsAt.getTime() - 26 * 3_600_000);
  const holders = slots.flatMap((slot) => Array.from({ length: slot.online }, () => ({ slot, whom: stranger(1) })));
  const take = ({ slot, whom }: { slot: Slot; whom: ReturnType<typeof stranger> }) =>
    queue().book(
      asDoer(whom.person),
      { region: slot.region, slot: slot.id, need: 'gigi', whom, authority: 'self', payer: 'umum' },
      randomUUID(),
    );
  const given = await Promise.all(holders.map(take));
  const free = async (i: number) =>
    queue().cancel(asDoer(holders[i]?.whom.person ?? ''), given[i] ?? { region: '', id: '' }, {
      ...{ version: 1, key: randomUUID() },
    });
  return { session, free };
}

async function mandate(services: readonly string[]): Promise<void> {
  const [giver, receiver] = await Promise.all(['budi', 'dewi'].map((key) => citizen(q.h, key)));
  const made = await q.h.house.accounts.mandateAtCounter(
    { officer: nurse.id, office: PUSKESMAS, key: randomUUID(), document: 'ktp' },
    { giverNik: giver?.party.nik ?? '', receiverNik: receiver?.party.nik ?? '' },
    { services, until: localDate(q.now, 'WIB') },
  );
  expect(made.kind).toBe('done');
}

describe('waiting for who gave a mandate', () => {
  it('is offered and taken by the mandate; once it is over, or for another service, nothing is', async () => {
    const { session, free } = await fullDay();
    const origin = await q.listening();
    const [budi, dewi] = await Promise.all(['budi', 'dewi'].map((key) => citizen(q.h, key)));
    if (!budi || !dewi) throw new Error('nobody');
    const asked = {
      ...{ office: PUSKESMAS, poli: 'gigi', need: 'gigi', day: session.day, subject: budi.doer.id },
      ...({ authority: 'mandate', payer: 'umum' } as const),
    };
    // Before anything is given: each mandate sends a message, and the code is looked for in the newest.
    const visitor = await citizenAt({ h: q.h, origin, now: () => q.now }, 'dewi');
    // Nothing was given yet, then something else.
    await expect(queue().wait(dewi.doer, asked, randomUUID())).rejects.toThrow('queue/not-for-them');
    await mandate(['sktm']);
    await expect(queue().wait(dewi.doer, asked, randomUUID())).rejects.toThrow('queue/not-for-them');
    await mandate(['berobat']);
    const wish = { name: budi.party.name, need: 'gigi', payer: 'umum', office: PUSKESMAS, day: session.day } as const;
    const path = await waitAt(visitor, wish);
    await free(0);
    expect(await queue().offerPlaces(q.h.house.relay)).toBe(1);
    const ticket = await acceptAt(visitor, path);
    const entry = await queue().entry(dewi.doer, { region: '32.76', id: ticket.split('/').at(-1) ?? '' });
    expect(entry).toMatchObject({ subject: budi.doer.id, applicant: dewi.doer.id, authority: 'mandate' });
    await queue().cancel(dewi.doer, entry, { version: entry.version, key: randomUUID() });
    const acts = await q.h.t.admin(
      `select kind, action, actor = $3 as dewi, authority from audit.act where id in ($1, $2) order by kind, version`,
      [entry.id, path.split('/').at(-1), dewi.doer.id],
    );
    expect(acts).toEqual([
      { kind: 'entry', action: 'offered', dewi: false, authority: 'mandate' },
      { kind: 'entry', action: 'cancelled', dewi: true, authority: 'mandate' },
      { kind: 'wish', action: 'waited', dewi: true, authority: 'mandate' },
      { kind: 'wish', action: 'offered', dewi: false, authority: 'system' },
      { kind: 'wish', action: 'accepted', dewi: true, authority: 'mandate' },
    ]);
  });

  it('ends with the mandate: a place that comes free goes to the next one', async () => {
    const { session, free } = await fullDay();
    const [budi, dewi, asep] = await Promise.all(['budi', 'dewi', 'asep'].map((key) => citizen(q.h, key)));
    if (!budi || !dewi || !asep) throw new Error('nobody');
    await mandate([]);
    const asked = {
      ...({ office: PUSKESMAS, poli: 'gigi', need: 'gigi', day: session.day, payer: 'umum' } as const),
    };
    const first = await queue().wait(
      dewi.doer,
      { ...asked, subject: budi.doer.id, authority: 'mandate' },
      randomUUID(),
    );
    q.now = new Date(q.now.getTime() + 1000);
    const next = await queue().wait(asep.doer, { ...asked, subject: asep.doer.id, authority: 'self' }, randomUUID());
    // A day later it has ended.
    q.now = new Date(q.now.getTime() + 24 * 3_600_000);
    await free(0);
    expect(await queue().offerPlaces(q.h.house.relay)).toBe(1);
    expect((await queue().wish(dewi.doer, first))?.status).toBe('over');
    expect((await queue().wish(asep.doer, next))?.status).toBe('offered');
    expect(
      await q.h.t.admin('select 1 from queue.entry where subject = $1 and day = $2', [budi.doer.id, session.day]),
    ).toEqual([]);
  });
});
