import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Doer } from '../../src/capabilities/cases/index.ts';
import type { BookWish, Slot } from '../../src/capabilities/queue/index.ts';
import { nurse, QueueRoom, stranger } from '../support/queue-room.ts';
import { bookAt, citizenAt, officerAt } from '../support/queue-walks.ts';

// Rules of a place are data, and hold on every way to a number.

const q = new QueueRoom();
beforeAll(() => q.open(), 180_000);
afterAll(q.close);
const asDoer = (id: string): Doer => ({ id, label: 'Orang', seat: null, roles: [], nik: null });
const queue = () => q.h.house.queue;

describe('what an adolescent may keep from the family', () => {
  const TEEN = { ...stranger(1), birthDate: '2011-10-02' };
  const wish = (slot: Slot, more: Partial<BookWish> = {}): BookWish => ({
    ...{ region: slot.region, slot: slot.id, need: 'kb', whom: TEEN, authority: 'family', payer: 'umum', ...more },
  });

  it('is booked by nobody for him, by no way; by himself, or from the age on that the place set, it is', async () => {
    const office = '32.76/pkm-limo';
    const { session, slots } = await q.freshDay('kia', office);
    const slot = slots[0] as Slot;
    const mother = asDoer(randomUUID());
    const refused = 'queue/not-for-them';
    await expect(queue().book(mother, wish(slot), randomUUID())).rejects.toThrow(refused);
    const small = { ...TEEN, person: randomUUID(), birthDate: '2018-01-01' };
    await expect(queue().book(mother, wish(slot, { whom: small }), randomUUID())).rejects.toThrow(refused);
    await queue().book(asDoer(TEEN.person), wish(slot, { authority: 'self' }), randomUUID());
    // On the list of those who wait, and in a draw.
    const [known] = await q.h.t.admin<{ id: string; birth: string }>(
      `select id, to_char(birth_date, 'YYYY-MM-DD') as birth from people.person where region = '32.76' and birth_date between '2010-01-01' and '2012-01-01' limit 1`,
    );
    const waits = {
      office,
      poli: 'kia',
      need: 'kb',
      day: session.day,
      subject: known?.id ?? '',
      payer: 'umum',
    } as const;
    await expect(queue().wait(mother, { ...waits, authority: 'family' }, randomUUID())).rejects.toThrow(refused);
    await expect(queue().wait(asDoer(waits.subject), { ...waits, authority: 'self' }, randomUUID())).rejects.toThrow(
      'queue/places-left',
    );
    const places = Object.fromEntries(slots.map(({ id, online }) => [id, online + 1]));
    expect(await queue().beginDraws([{ region: session.region, id: session.id, office, minutes: 5, places }])).toBe(1);
    await expect(queue().takePart(mother, { ...wish(slot), flexible: true }, randomUUID())).rejects.toThrow(refused);
    // Another place settled another age with its Dinas.
    const other = '32.76/pkm-cinere';
    await q.h.t.admin('update queue.place set teen_from_months = 186 where office = $1', [other]);
    const there = (await q.freshDay('kia', other)).slots[0] as Slot;
    await queue().book(mother, wish(there, { whom: { ...TEEN, person: randomUUID() } }), randomUUID());
  });

  it('is refused to whoever writes it into the form of another need', async () => {
    const { session } = await q.freshDay('kia');
    const origin = await q.listening();
    q.now = new Date(session.startsAt.getTime() - 24 * 3_600_000);
    const mother = await citizenAt({ h: q.h, origin, now: () => q.now }, 'sri');
    const nanda = q.h.cast.families.flatMap(({ members }) => members).find(({ key }) => key === 'nanda');
    const { html } = await mother.open('/berobat/siapa');
    const untuk = [...(html.split(`<b>${nanda?.name}</b>`)[0] ?? '').matchAll(/value="([^"]*)"/g)].at(-1)?.[1] ?? '';
    const asked = { untuk, perlu: 'kontrol-hamil', bayar: 'umum', di: session.office, hari: session.day };
    expect((await mother.open(`/berobat/perlu?${new URLSearchParams(asked)}`)).html).not.toContain('value="kb"');
    const page = await mother.open(`/berobat/waktu?${new URLSearchParams(asked)}`);
    const jam = /<input\b[^>]*name="jam"[^>]*value="([^"]*)"/.exec(page.html)?.[1] ?? '';
    expect(jam).not.toBe('');
    const sent = await mother.submit(page, { perlu: 'kb', jam });
    expect([sent.status, sent.path]).toEqual([422, '/berobat']);
    expect((await q.counts(session.id))?.taken).toBe(0);
  });
});

describe('who goes first by what he comes for', () => {
  it('is what the place says of the need, whatever it calls it', async () => {
    const office = '32.76/pkm-beji';
    const { slots } = await q.freshDay('umum', office);
    const head: Doer = { ...nurse, seat: office };
    const need = {
      ...{ title: { id: 'Periksa kehamilan', en: 'Pregnancy' }, hint: null, words: 'hamil', poli: 'umum' },
      ...{ fromMonths: 120, belowMonths: null, sex: 'female' as const, sensitive: false, first: 'hamil' as const },
    };
    await queue().arrangeNeed(head, { code: null, need, since: null, reason: 'Program' }, randomUUID());
    const slot = slots[0] as Slot;
    const whom = stranger(5);
    const given = await queue().book(
      asDoer(whom.person),
      { region: slot.region, slot: slot.id, need: 'k-periksa-kehamilan', whom, authority: 'self', payer: 'umum' },
      randomUUID(),
    );
    expect(await queue().entry(asDoer(whom.person), given)).toMatchObject({ class: 'priority', classReason: 'hamil' });
  });
});

describe('how many numbers', () => {
  it('one account holds is the rule of the place', async () => {
    const office = '32.76/pkm-tapos';
    const { slots } = await q.freshDay('umum', office);
    await q.h.t.admin('update queue.place set most_numbers = 2 where office = $1', [office]);
    const account = asDoer(randomUUID());
    const take = (i: number) =>
      queue().book(
        account,
        {
          ...{ region: '32.76', slot: slots[i]?.id ?? '', need: 'sakit', whom: stranger(i) },
          ...{ authority: 'mandate', payer: 'umum' },
        },
        randomUUID(),
      );
    await take(0);
    await take(1);
    await expect(take(2)).rejects.toThrow('queue/too-many');
  });

  it('a session takes is its cap, also of those who stand there or are helped; who did not come makes room', async () => {
    const office = '32.76/pkm-sukmajaya';
    const { session, slots } = await q.freshDay('umum', office);
    const desk: Doer = { ...nurse, seat: office };
    const [first, second] = slots as [Slot, Slot];
    await q.h.t.admin('update queue.session set cap = 3 where id = $1', [session.id]);
    await q.book(first, stranger(1));
    await q.book(second, stranger(2));
    const guest = { ...stranger(9), person: null, basis: 'counter' as const };
    const help = () =>
      queue().bookHelped(
        desk,
        { region: '32.76', slot: second.id, whom: guest, payer: 'umum', sees: null },
        randomUUID(),
      );
    const walkIn = () => queue().walkIn(desk, { session, whom: guest, payer: 'umum', sees: null }, randomUUID());
    await help();
    expect(first.desk + second.desk).toBeGreaterThan(1);
    await expect(help()).rejects.toThrow('queue/full');
    await expect(walkIn()).rejects.toThrow('queue/full');
    // The first window is over and its grace too: whoever booked it and is not here takes no place any more.
    q.now = new Date(first.endsAt.getTime() + 16 * 60_000);
    await walkIn();
    await expect(walkIn()).rejects.toThrow('queue/full');
    expect((await q.counts(session.id))?.taken).toBe(4);
  });
});

describe('whoever waits at a place of another region', () => {
  it('gets what comes free, as one who lives there', async () => {
    const office = '32.76/pkm-limo';
    const { session, slots } = await q.freshDay('gigi', office);
    q.now = new Date(session.startsAt.getTime() - 5 * 3_600_000);
    const [far] = await q.h.t.admin<{ id: string }>(
      `select id from people.person where region = '81.02' and birth_date < '2000-01-01' order by id limit 1`,
    );
    const me = asDoer(far?.id ?? '');
    await q.h.t.admin('update queue.slot set online = 0 where session = $1', [session.id]);
    const wish = { office, poli: 'gigi', need: 'gigi', day: session.day, subject: me.id, home: '81.02' } as const;
    const waits = await queue().wait(me, { ...wish, authority: 'self', payer: 'umum' }, randomUUID());
    await q.h.t.admin('update queue.slot set online = 1 where id = $1', [slots.at(-1)?.id]);
    expect(await queue().offerPlaces(q.h.house.relay)).toBe(1);
    expect((await queue().wish(me, waits))?.status).toBe('offered');
  });
});

describe('a day of which nobody more is taken', () => {
  it('is said to be shut, which is not full; the next one is offered, not jumped to', async () => {
    const office = '32.76/pkm-limo';
    const { session, slots } = await q.freshDay('gigi', office);
    const origin = await q.listening();
    const dewi = await citizenAt({ h: q.h, origin, now: () => q.now }, 'dewi');
    const asked = { untuk: 'self', perlu: 'gigi', bayar: 'umum', di: office };
    const look = async () => (await dewi.open(`/berobat/waktu?${new URLSearchParams(asked)}`)).html;
    const current = (html: string) => /<a href="[^"]*hari=([\d-]+)[^"]*" aria-current="date"/.exec(html)?.[1];
    expect(current(await look())).toBe(session.day);
    const desk: Doer = { ...nurse, seat: office };
    const rule = (from: 'open' | 'full', to: 'open' | 'full', reason: string) =>
      queue().rule(desk, session, { from, to, reason }, randomUUID());
    await rule('open', 'full', 'tenaga');
    const html = await look();
    expect(current(html)).toBe(session.day);
    expect(html).toContain('Pendaftaran hari ini ditutup');
    expect(html).toContain('Ditutup');
    expect(/<a href="[^"]*hari=([\d-]+)[^"]*">Lihat [^<]* tempat<\/a>/.exec(html)?.[1]).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(html).not.toMatch(/Tunggu bila ada yang batal|name="jam"/);
    const opened = new URLSearchParams({ ...asked, hari: session.day });
    expect((await dewi.open(`/berobat/waktu?${opened}`)).html).toContain('Pendaftaran hari ini ditutup');
    await rule('full', 'open', '');
    // A full one is another thing: there somebody may cancel.
    await q.h.t.admin('update queue.slot set online = 0 where session = $1', [slots[0]?.session]);
    const full = (await dewi.open(`/berobat/waktu?${opened}`)).html;
    expect(full).toContain('Tunggu bila ada yang batal');
    expect(full).not.toContain('ditutup');
  });
});

describe('lists', () => {
  it('say whose a number is by the first name once the PIN was given, and rooms by the letters of the place', async () => {
    const office = '32.76/pkm-beji';
    const { session, slots } = await q.freshDay('kia', office);
    const origin = await q.listening();
    const at = { h: q.h, origin, now: () => q.now };
    const budi = await citizenAt(at, 'budi');
    const wish = { name: 'Raka Aditya Pratama', need: 'anak-sakit', payer: 'umum', office, day: session.day } as const;
    await bookAt(budi, wish);
    await q.h.house.jobs.settle();
    const { html } = await budi.open('/');
    expect(html).toContain('Untuk Raka. ');
    expect(html).not.toContain('Raka Aditya');
    // A morning on which the first letter begins last.
    await q.h.t.admin(
      `update queue.session set starts_at = starts_at + interval '10 minutes' where office = $1 and day = $2 and prefix = 'A'`,
      [office, session.day],
    );
    const nurses = await officerAt(at, 'perawat.beji');
    const page = (await nurses.open('/kantor/antrean')).html;
    const today = await queue().days(office, session.day, session.day);
    const shown = [...page.matchAll(/id="antrean-([0-9a-f-]+)"/g)].map(
      ([, id]) => today.find((one) => one.session.id === id)?.session.prefix,
    );
    expect(today[0]?.session.prefix).not.toBe('A');
    expect(shown).toEqual(['A', 'B', 'C', 'D']);
    expect(slots.length).toBeGreaterThan(0);
  });
});

describe('past midnight in the east', () => {
  it('it is the next day at a place there: for ages, and for what is offered', async () => {
    const office = '81.02/pkm-kei-kecil';
    const origin = await q.listening();
    // In Jakarta it is still the 24th; he completes a month of life on the 25th.
    q.now = new Date('2026-11-24T15:30:00Z');
    await q.h.t.admin(`update queue.need set from_months = 439 where office = $1 and code = 'gigi'`, [office]);
    await q.h.t.admin(`update queue.need set until = '2026-11-25' where office = $1 and code = 'surat-sehat'`, [
      office,
    ]);
    const markus = await citizenAt({ h: q.h, origin, now: () => q.now }, 'markus');
    const { html } = await markus.open(`/berobat/perlu?${new URLSearchParams({ untuk: 'self', di: office })}`);
    const offered = [...html.matchAll(/name="perlu" value="([^"]*)"|value="([^"]*)"[^>]*name="perlu"/g)].map(
      ([, one, other]) => one ?? other,
    );
    expect(offered).toContain('sakit');
    expect([offered.includes('gigi'), offered.includes('surat-sehat')]).toEqual([true, false]);
  });
});

describe('the wall', () => {
  it('lets no hand move a window or a number: the run-time roles have no right to, or the act is missing', async () => {
    const office = '32.76/pkm-beji';
    const { slots } = await q.freshDay('umum', office);
    const slot = slots[0] as Slot;
    const given = await q.book(slot, stranger(3));
    const context = {
      ...{ regions: ['32.76'], persons: [nurse.id], offices: [office] },
      ...{ acts: [`${given.id} ${nurse.id}`], holds: [`${given.id} ${office}`] },
    };
    for (const [text, wrong] of [
      [`update queue.slot set online_taken = 0 where id = '${slot.id}'`, /permission denied/],
      [`update queue.slot set desk = 99 where id = '${slot.id}'`, /permission denied/],
      [`update queue.session set taken = 0 where id = '${slot.session}'`, /permission denied/],
      [`delete from queue.slot where id = '${slot.id}'`, /permission denied/],
      [`insert into queue.entry select * from queue.entry where id = '${given.id}'`, /permission denied/],
      [
        `update queue.entry set status = 'cancelled', version = version + 1, acted_by = '${nurse.id}' where id = '${given.id}'`,
        /no entry moves without its act/,
      ],
      [
        `update queue.entry set status = 'cancelled' where id = '${given.id}'`,
        /no entry moves without its act|row-level security/,
      ],
      [`delete from queue.entry where id = '${given.id}'`, /permission denied/],
    ] as const)
      await expect(q.h.house.db.transaction(context, (tx) => tx.query(text))).rejects.toThrow(wrong);
    for (const text of [
      `update queue.slot set online_taken = 0 where id = '${slot.id}'`,
      `update queue.entry set status = 'cancelled' where id = '${given.id}'`,
    ])
      await expect(q.h.house.relay.query({}, text)).rejects.toThrow(/permission denied/);
    // Besides the placing function, only moving to another window and giving back count, each as its owner.
    const writers = await q.h.t.admin<{ name: string; definer: boolean }>(
      `select p.proname as name, p.prosecdef as definer from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname = 'queue' and p.prosrc ~ '(online|desk)_taken\\s*=\\s*\\w*\\.?(online|desk)_taken\\s*[+-]' order by 1`,
    );
    expect(writers).toEqual([
      { name: 'change_slot', definer: true },
      { name: 'give_back', definer: true },
      { name: 'place_entries', definer: true },
    ]);
  });
});

describe('the demo', () => {
  it('has Puskesmas, a clinic and other counters in both regions, each with days to book, by its own clock', async () => {
    for (const region of ['32.76', '81.02']) {
      const care = await queue().places(region);
      const kinds = await Promise.all(care.map(async (ref) => (await q.h.house.organisations.getOffice(ref)).kind));
      expect(new Set(kinds)).toEqual(new Set(['puskesmas', 'klinik']));
      expect((await queue().places(region, 'counter')).length).toBeGreaterThan(0);
      const clinic = care[kinds.indexOf('klinik')] ?? '';
      const { slots } = await q.freshDay('umum', clinic);
      expect(slots[0]?.startsAt.toISOString().slice(11, 16)).toBe(region === '81.02' ? '23:00' : '01:00');
      await q.book(slots[0] as Slot, stranger(8));
    }
  });
});
