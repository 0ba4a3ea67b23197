import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setAgreed } from '../../src/capabilities/bpjs/index.ts';
import type { Entry, Session, Whom } from '../../src/capabilities/queue/index.ts';
import { asOwner } from '../../src/compose-database.ts';
import { act, MINUTE } from '../support/away-room.ts';
import { somebody } from '../support/bpjs.ts';
import { BpjsRoom, guard } from '../support/bpjs-room.ts';
import { nurse, stranger } from '../support/queue-room.ts';
import { SatusehatRoom } from '../support/satusehat-room.ts';

// Who held a number on paper is said afterwards: then everything that happened to it is told outside, once, with its own time.

type Room = BpjsRoom | SatusehatRoom;
const counter = (session: Session) => ({ session, room: 'Ruang 1', device: randomUUID() });
const minuteOf = (session: Session, minutes: number) => new Date(session.startsAt.getTime() + minutes * MINUTE);

/** Two numbers on paper while there was no network: the first was served, the second is in the room. */
async function twoOnPaper(r: Room): Promise<{ session: Session; served: Entry; inside: Entry }> {
  const { session } = await r.freshDay();
  const at = (minutes: number) => minuteOf(session, minutes);
  const [one, two] = [act('paper', 'K1-01', at(1), null), act('paper', 'K1-02', at(2), null)];
  const acts = [
    ...[one, two, act('called', 'K1-01', at(5), null, one.key), act('done', 'K1-01', at(9), null, one.key)],
    act('called', 'K1-02', at(10), null, two.key),
  ];
  r.now = at(30);
  await r.h.house.queue.settle(nurse, counter(session), acts, r.now.getTime());
  const papers = await r.h.house.queue.unnamedOf(nurse, session.day);
  const of = (paper: string) => papers.find((each) => each.paper === `Nomor kertas ${paper}`)?.entry;
  const [served, inside] = [of('K1-01'), of('K1-02')];
  if (!served || !inside) throw new Error('no paper number');
  return { session, served, inside };
}

describe('whoever had a number on paper', () => {
  const r = new BpjsRoom();
  beforeAll(() => r.open(), 180_000);
  afterAll(() => r.close());
  const say = (entry: Entry, whom: Whom, payer: Entry['payer'] = 'bpjs', to = guard(entry)) =>
    r.h.house.queue.sayWho(nurse, entry, { whom, payer, sees: null }, to);

  it('is nobody to BPJS until he is named, and then is told from the beginning, each with its own time', async () => {
    // A Puskesmas that tells of everybody has nobody to tell of.
    await asOwner(r.h.t.adminUrl, (owner) => setAgreed(owner, nurse.seat ?? '', { nonJkn: 'all' }, r.now));
    const { session, served, inside } = await twoOnPaper(r);
    expect([served.status, inside.status]).toEqual(['done', 'called']);
    await r.settled();
    expect([r.heard(), await r.untold()]).toEqual([[], []]);
    const [first, second] = [{ ...somebody(), recordNumber: '00-12.34' }, somebody()];
    r.later(60);
    await say(served, first);
    await r.settled();
    expect(r.taken().map(({ action, body }) => [action, body.nomorkartu, body.status, body.waktu])).toEqual([
      ['add', first.card, undefined, undefined],
      ['panggil', first.card, 1, minuteOf(session, 5).getTime()],
    ]);
    expect(r.taken()[0]?.body).toMatchObject({ nik: first.nik, norm: '00-12.34', angkaantrean: served.number });
    // Of whoever is in the room it is only said that he took a number; then what happens next.
    await say(inside, second);
    await r.settled();
    expect(r.taken().slice(2)).toMatchObject([{ action: 'add', body: { nomorkartu: second.card } }]);
    await r.h.house.queue.finish(nurse, inside, guard(await r.entryOf(inside)));
    await r.settled();
    expect(r.taken().slice(3)).toMatchObject([
      { action: 'panggil', body: { nomorkartu: second.card, status: 1, waktu: minuteOf(session, 10).getTime() } },
    ]);
    r.later(300);
    await r.settled();
    expect(r.taken()).toHaveLength(4);
    expect([await r.untold(), r.bpjs.refused, r.h.errors]).toEqual([[], [], []]);
    await asOwner(r.h.t.adminUrl, (owner) => setAgreed(owner, nurse.seat ?? '', {}, r.now));
  }, 60_000);

  it('is named once, by one of those who do it at the same moment, with an act in his name', async () => {
    const { session, served } = await twoOnPaper(r);
    const people = Array.from({ length: 8 }, () => somebody());
    const tries = await Promise.allSettled(people.map((one) => say(served, one, 'umum')));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const winner = people[tries.findIndex(({ status }) => status === 'fulfilled')];
    for (const one of tries)
      if (one.status === 'rejected') expect(one.reason.code).toMatch(/^queue.(lost-guard|not-now)$/);
    const now = await r.entryOf(served);
    expect([now.subject, now.status, now.calledAt]).toEqual([winner?.person, 'done', minuteOf(session, 5)]);
    const acts = await r.h.t.admin<{ action: string; actor: string; subject: string; hash: Buffer }>(
      `select action, actor, subject, hash from audit.act where kind = 'entry' and id = $1 order by version desc limit 1`,
      [served.id],
    );
    expect(acts).toMatchObject([{ action: 'named', actor: nurse.id, subject: winner?.person }]);
    expect(Buffer.from(now.head)).toEqual(acts[0]?.hash);
    await expect(say(now, somebody())).rejects.toMatchObject({ code: 'queue/not-now' });
    expect((await r.h.house.queue.unnamedOf(nurse, session.day)).map(({ paper }) => paper)).toEqual([
      'Nomor kertas K1-02',
    ]);
    // The nameless one is in no look for a name.
    const at = { regions: ['32.76'], offices: [nurse.seat ?? ''] };
    expect(await r.h.house.patients.search(at, nurse.seat ?? '', 'Nomor')).toEqual([]);
  }, 60_000);

  it('has one number in use for a service and a day, also as a member under one code of BPJS; by whoever sits there', async () => {
    const { session, inside, served } = await twoOnPaper(r);
    const whom = somebody();
    await r.h.house.queue.walkIn(nurse, { session, whom, payer: 'bpjs', sees: null }, randomUUID());
    await expect(say(inside, whom)).rejects.toMatchObject({ code: 'queue/held' });
    await expect(
      r.h.house.queue.sayWho(
        { ...nurse, id: randomUUID(), seat: '32.76/pkm-limo' },
        inside,
        { whom: somebody(), payer: 'umum', sees: null },
        guard(inside),
      ),
    ).rejects.toMatchObject({ status: 404 });
    // Whoever is known by nothing but a name, and whoever is old: nothing of what is over is changed by it.
    const old = { ...stranger(1), person: null, birthDate: '1940-01-01', basis: 'counter' as const };
    await say(served, old, 'umum');
    expect(await r.entryOf(served)).toMatchObject({ class: 'regular', status: 'done', payer: 'umum' });
    expect((await r.entryOf(served)).subject).toMatch(/^patient:/);
  }, 60_000);
});

it('is told to SATUSEHAT with the times of the paper and of the call', async () => {
  const r = new SatusehatRoom();
  await r.open();
  try {
    const { session, served } = await twoOnPaper(r);
    await r.settled();
    expect([r.heard(), await r.untold()]).toEqual([[], []]);
    const whom = r.known();
    r.later(60);
    await r.h.house.queue.sayWho(nurse, served, { whom, payer: 'umum', sees: null }, guard(served));
    await r.settled();
    await r.settled();
    expect(r.heard()).toEqual(['POST arrived', 'PUT in-progress']);
    const utc = (minutes: number) => `${minuteOf(session, minutes).toISOString().slice(0, 19)}+00:00`;
    expect(r.taken().at(-1)?.resource).toMatchObject({
      subject: { reference: `Patient/${whom.ihs}` },
      statusHistory: [
        { status: 'arrived', period: { start: utc(1), end: utc(5) } },
        { status: 'in-progress', period: { start: utc(5) } },
      ],
    });
    expect([await r.untold(), r.refused(), r.h.errors]).toEqual([[], [], []]);
  } finally {
    await r.close();
  }
}, 240_000);
