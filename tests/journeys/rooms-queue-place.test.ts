import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Doer } from '../../src/capabilities/cases/index.ts';
import type { Slot } from '../../src/capabilities/queue/index.ts';
import { nurse, PUSKESMAS, QueueRoom, stranger } from '../support/queue-room.ts';
import { citizen } from '../support/walk.ts';

const q = new QueueRoom();
beforeAll(() => q.open(), 180_000);
afterAll(q.close);
const asDoer = (id: string): Doer => ({ id, label: 'Orang', seat: null, roles: [], nik: null });

describe('saying that one is here', () => {
  it('takes the code of today and this place; a kiosk wants number and date of birth; the paper names nobody', async () => {
    const office = '32.76/pkm-limo';
    const { session, slots } = await q.freshDay('umum', office);
    const whom = stranger(1);
    const me = asDoer(whom.person);
    const given = await q.book(slots[0] as Slot, whom);
    const entry = await q.h.house.queue.entry(me, given);
    const guard = { version: 1, key: randomUUID() };
    const token = (await q.h.house.queue.arrivalToken(office)) ?? '';
    q.now = new Date(q.now.getTime() - 24 * 3_600_000);
    const stale = (await q.h.house.queue.arrivalToken(office)) ?? '';
    q.now = new Date(q.now.getTime() + 24 * 3_600_000);
    const elsewhere = (await q.h.house.queue.arrivalToken(PUSKESMAS)) ?? '';
    for (const wrong of [stale, elsewhere, ''])
      await expect(q.h.house.queue.checkInHere(me, entry, wrong, guard)).rejects.toThrow('queue/stale-code');
    const typed = { prefix: session.prefix, number: given.number, birthDate: '1990-01-02' };
    await expect(q.h.house.queue.checkInAtKiosk(office, token, typed, randomUUID())).rejects.toThrow('queue/no-match');
    q.now = new Date(session.startsAt.getTime() - 61 * 60_000);
    await expect(q.h.house.queue.checkInHere(me, entry, token, guard)).rejects.toThrow('queue/too-early');
    q.now = new Date(session.startsAt.getTime() - 60 * 60_000);
    await q.h.house.queue.checkInAtKiosk(office, token, { ...typed, birthDate: '1990-01-01' }, randomUUID());
    expect((await q.h.house.queue.entry(me, given)).status).toBe('waiting');
    const { bytes } = await q.h.house.queue.proofPdf(me, given, 'id');
    expect(Buffer.from(bytes.slice(0, 5)).toString()).toBe('%PDF-');
  });
});

describe('waiting for a place', () => {
  it('gives what comes free to whoever waits longest, held for an hour, then to the next; the count is right', async () => {
    const office = '32.76/pkm-limo';
    const { session, slots } = await q.freshDay('gigi', office);
    const take = (slot: Slot, whom: ReturnType<typeof stranger>) =>
      q.h.house.queue.book(
        asDoer(whom.person),
        { region: slot.region, slot: slot.id, need: 'gigi', whom, authority: 'self', payer: 'umum' },
        randomUUID(),
      );
    q.now = new Date(session.startsAt.getTime() - 5 * 3_600_000);
    const people = await Promise.all(['dewi', 'budi'].map((name) => citizen(q.h, name)));
    const wish = (who: (typeof people)[number]) => ({
      ...{ office, poli: 'gigi', need: 'gigi', day: session.day, subject: who.doer.id },
      ...{ authority: 'self' as const, payer: 'umum' as const },
    });
    const [first, second] = people as [(typeof people)[number], (typeof people)[number]];
    await expect(q.h.house.queue.wait(first.doer, wish(first), randomUUID())).rejects.toThrow('queue/places-left');
    const holders = slots.flatMap((slot) =>
      Array.from({ length: slot.online }, (_, i) => ({ slot, whom: stranger(i) })),
    );
    const given = await Promise.all(holders.map(({ slot, whom }) => take(slot, whom)));
    const key = randomUUID();
    const waits = await q.h.house.queue.wait(first.doer, wish(first), key);
    expect((await q.h.house.queue.wait(first.doer, wish(first), key)).id).toBe(waits.id);
    await expect(q.h.house.queue.wait(first.doer, wish(first), randomUUID())).rejects.toThrow('queue/held');
    q.now = new Date(q.now.getTime() + 1000);
    const next = await q.h.house.queue.wait(second.doer, wish(second), randomUUID());
    const offers = () => q.h.house.queue.offerPlaces(q.h.house.relay);
    expect(await offers()).toBe(0);
    const [holder] = holders;
    await q.h.house.queue.cancel(asDoer(holder?.whom.person ?? ''), given[0] ?? waits, {
      version: 1,
      key: randomUUID(),
    });
    expect(await offers()).toBe(1);
    const offered = await q.h.house.queue.wish(first.doer, waits);
    expect(offered).toMatchObject({ status: 'offered' });
    expect((await q.h.house.queue.wish(second.doer, next))?.status).toBe('waiting');
    expect(await q.h.house.queue.wish(second.doer, waits)).toBeUndefined();
    const full = await q.counts(session.id);
    expect(full?.online).toBe(holders.length);
    // Not accepted in an hour: the next one has it.
    q.now = new Date(q.now.getTime() + 61 * 60_000);
    await offers();
    await offers();
    expect((await q.h.house.queue.wish(first.doer, waits))?.status).toBe('over');
    const mine = await q.h.house.queue.wish(second.doer, next);
    expect(mine?.status).toBe('offered');
    await q.h.house.queue.accept(second.doer, next, mine?.version ?? 0);
    q.now = new Date(q.now.getTime() + 61 * 60_000);
    await offers();
    expect((await q.h.house.queue.entry(second.doer, { region: '32.76', id: mine?.entry ?? '' })).status).toBe(
      'booked',
    );
    expect(await q.counts(session.id)).toMatchObject({ online: holders.length, active: holders.length });
    // Each move is an act of the wish's own history.
    const acts = (id: string) =>
      q.h.t.admin(`select action, actor from audit.act where kind = 'wish' and id = $1 order by version`, [id]);
    const system = (action: string) => ({ action, actor: 'sistem' });
    const said = (action: string, who: typeof first) => ({ action, actor: who.doer.id });
    expect(await acts(waits.id)).toEqual([said('waited', first), system('offered'), system('lapsed')]);
    expect(await acts(next.id)).toEqual([said('waited', second), system('offered'), said('accepted', second)]);
    await expect(
      q.h.t.admin(`update queue.wish set status = 'waiting', version = version + 1 where id = $1`, [waits.id]),
    ).rejects.toThrow('no wish moves without its act');
  });
});

describe('whoever is helped by an officer', () => {
  it('gets a window of a later day from the places kept for such, and is expected there; nobody waits today for another day', async () => {
    const office = '32.76/pkm-limo';
    const { session, slots } = await q.freshDay('umum', office);
    const slot = slots[0] as Slot;
    const limo: Doer = { ...nurse, seat: office };
    const guest = { ...stranger(1), person: null, basis: 'counter' as const };
    q.now = new Date(session.startsAt.getTime() - 24 * 3_600_000);
    const help = (whom: Parameters<typeof q.h.house.queue.bookHelped>[1]['whom'], key: string = randomUUID()) =>
      q.h.house.queue.bookHelped(limo, { region: '32.76', slot: slot.id, whom, payer: 'umum', sees: 'hamil' }, key);
    await expect(
      q.h.house.queue.walkIn(limo, { session, whom: guest, payer: 'umum', sees: null }, randomUUID()),
    ).rejects.toThrow('queue/closed');
    const key = randomUUID();
    const given = await help(guest, key);
    expect((await help(guest, key)).id).toBe(given.id);
    expect(await q.h.house.queue.entry(limo, given)).toMatchObject({
      ...{ status: 'booked', channel: 'petugas', day: session.day, classReason: 'hamil', dueAt: slot.startsAt },
    });
    const known = { ...stranger(2), birthDate: '1950-01-01' };
    await help(known);
    await expect(help(known)).rejects.toThrow('queue/held');
    // What is kept for them is used up; those who book from home lost nothing, nor did it cost them a place.
    for (let i = 2; i < slot.desk; i++) await help(guest);
    await expect(help(guest)).rejects.toThrow('queue/full');
    expect(await q.counts(session.id)).toMatchObject({
      online: 0,
      desk: slot.desk,
      taken: slot.desk,
      active: slot.desk,
    });
    await q.book(slot, stranger(3));
    const other: Doer = { ...nurse, seat: '32.76/pkm-beji' };
    const wish = { region: '32.76', slot: slot.id, whom: guest, payer: 'umum', sees: null } as const;
    await expect(q.h.house.queue.bookHelped(other, wish, randomUUID())).rejects.toThrow('queue/not-found');
    // On the day he says that he is here, as others do; given back, the place is free for another who is helped.
    q.now = session.startsAt;
    await expect(help(guest)).rejects.toThrow('queue/closed');
    await q.h.house.queue.checkIn(limo, given, { version: 1, key: randomUUID() });
    await q.h.house.queue.cancel(limo, given, { version: 2, key: randomUUID() });
    expect(await q.counts(session.id)).toMatchObject({ online: 1, desk: slot.desk - 1, active: slot.desk });
  });
});

describe('an open page', () => {
  it('hears within a second or so that its queue moved, and nothing else', async () => {
    const origin = await q.listening();
    const { session } = await q.freshDay('umum', '32.76/pkm-limo');
    q.now = session.startsAt;
    const limo: Doer = { ...nurse, seat: session.office };
    const ended = new AbortController();
    const answer = await fetch(`${origin}/papan/${session.office}/arus`, {
      headers: { accept: 'text/event-stream' },
      signal: ended.signal,
    });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toContain('data: 1');
    // The first look, which may have missed something.
    expect((await reader?.read())?.value).toBe('data: 1\n\n');
    const next = reader?.read();
    await new Promise((wake) => setTimeout(wake, 1500));
    const whom = { ...stranger(1), person: null, basis: 'counter' as const };
    await q.h.house.queue.walkIn(limo, { session, whom, payer: 'umum', sees: null }, randomUUID());
    const began = performance.now();
    expect((await next)?.value).toBe('data: 1\n\n');
    expect(performance.now() - began).toBeLessThan(5000);
    ended.abort();
  });
});

describe('a counter that is no place of care', () => {
  it('has a queue by one file alone: booked, checked in, called, without a word of care', async () => {
    const office = '32.76/dukcapil';
    expect(await q.h.house.queue.hasCounters('32.76')).toBe(true);
    expect(await q.h.house.queue.places('32.76', 'counter')).toEqual([office]);
    expect(await q.h.house.queue.places('32.76')).not.toContain(office);
    const { session, slots } = await q.freshDay('ambil', office);
    const clerk: Doer = { ...nurse, seat: office };
    const whom = stranger(1);
    const slot = slots[0] as Slot;
    const given = await q.h.house.queue.book(
      asDoer(whom.person),
      { region: slot.region, slot: slot.id, need: 'ambil-dokumen', whom, authority: 'self', payer: 'umum' },
      randomUUID(),
    );
    await q.h.house.queue.checkIn(clerk, given, { version: 1, key: randomUUID() });
    const at = { session, room: session.rooms[0] ?? '', now: null };
    expect((await q.h.house.queue.callNext(clerk, at, randomUUID()))?.id).toBe(given.id);
    const offer = await q.h.house.queue.offer(office);
    expect(offer).toMatchObject({ place: { kind: 'counter', emergency: null }, signs: [] });
    const origin = await q.listening();
    const pages = await Promise.all(
      ['/', '/antre', `/papan/${office}`].map(async (path) => (await fetch(`${origin}${path}`)).text()),
    );
    expect(pages[0]).toContain('href="/antre"');
    for (const page of pages.slice(1)) expect(page).not.toMatch(/UGD|[Bb]erobat|BPJS|[Pp]uskesmas/);
  });
});
