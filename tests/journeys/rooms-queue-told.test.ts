import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nurse, PUSKESMAS, QueueRoom } from '../support/queue-room.ts';
import { bookAt, citizenAt, officerAt } from '../support/queue-walks.ts';
import { sessionOf } from '../support/session.ts';

// What holders of a number are told on their phones: in whose language, and who has no account.

const q = new QueueRoom();
beforeAll(() => q.open(), 180_000);
afterAll(q.close);

const member = (key: string) => {
  const found = q.h.cast.families.flatMap(({ members }) => members).find((one) => one.key === key);
  if (!found) throw new Error(key);
  return found;
};
const told = async (phone: string | undefined): Promise<string | undefined> => {
  await q.h.house.jobs.settle();
  return q.h.messages().list({ to: phone ?? '', limit: 1 })[0]?.text;
};

describe('the language of a message', () => {
  it('is the one that its reader chose last, before he logged in or after', async () => {
    const { session } = await q.freshDay('gigi');
    const at = { h: q.h, origin: await q.listening(), now: () => q.now };
    q.now = new Date(session.startsAt.getTime() - 24 * 3_600_000);
    const { name, phone } = member('sri');
    const browser = await citizenAt(at, 'sri');
    const book = (need: string) =>
      bookAt(browser, { name, need, payer: 'umum', office: session.office, day: session.day });
    await browser.submit(await browser.open('/berobat'), { bahasa: 'en' }, 'bahasa=en');
    await book('gigi');
    expect(await told(phone)).toMatch(/^SatuLoket: Your number: .* See: /);
    await browser.submit(await browser.open('/berobat'), { bahasa: 'id' }, 'bahasa=id');
    await book('sakit');
    expect(await told(phone)).toMatch(/^SatuLoket: Nomor Anda .* Lihat: /);
  });

  it('is known from the browser that he logs in with; a program says it with the PIN', async () => {
    const dewi = member('dewi');
    const language = async (person: string) => (await q.h.house.notices.contact(person)).language;
    const [row] = await q.h.t.admin<{ id: string }>('select id from people.person where name = $1', [dewi.name]);
    const person = row?.id ?? '';
    expect(await language(person)).toBe('id');
    const web = await q.h.web();
    const pin = async (headers: Record<string, string>) => {
      const token = await sessionOf(q.h, 'citizen', person, 1);
      const wanted = { authorization: `Bearer ${token}`, ...headers };
      return web.inject({ method: 'POST', url: '/api/v1/login/pin', headers: wanted, payload: { pin: '246813' } });
    };
    expect((await pin({ 'accept-language': 'en-GB,en;q=0.8' })).statusCode).toBe(200);
    expect(await language(person)).toBe('en');
    // Whoever names none has chosen nothing.
    await pin({});
    expect(await language(person)).toBe('en');
    await pin({ 'accept-language': 'id' });
    expect(await language(person)).toBe('id');
  });
});

describe('somebody whom an officer helps', () => {
  const HELPED = '/kantor/antrean/pesankan';
  const typed = '0813-7770-0099';
  const PHONE = '+6281377700099';

  it('is told of his number at the phone that was noted for it, and nowhere a page that asks for a login', async () => {
    const { session, slots } = await q.freshDay('umum');
    const at = { h: q.h, origin: await q.listening(), now: () => q.now };
    q.now = new Date(session.startsAt.getTime() - 20 * 3_600_000);
    const officer = await officerAt(at, 'perawat.beji');
    const page = () => officer.open(`${HELPED}?${new URLSearchParams({ layanan: 'umum', hari: session.day })}`);
    const wish = { jam: slots[0]?.id ?? '', nama: 'Tamu Tanpa Akun', bayar: 'umum', 'bahasa-pesan': 'en' };
    const wrong = await officer.submit(await page(), { ...wish, hp: '021-5550014' });
    expect([wrong.status, wrong.html]).toEqual([422, expect.stringContaining('misalnya 0812-3456-7890')]);
    const given = await officer.submit(wrong, { ...wish, hp: typed });
    const id = /diberi=([0-9a-f-]+)/.exec(given.path)?.[1] ?? '';
    expect(await told(PHONE)).toMatch(/^SatuLoket: Your number: [A-Z]-\d{3}, .* Ask the counter that booked it\.$/);

    // It lies sealed, where nothing but a message about this number looks for it.
    const rows = await q.h.t.admin<{ row: string }>('select t::text as row from queue.phone t');
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(PHONE.slice(4));
    const [patient] = await q.h.t.admin<{ phone: Uint8Array | null }>(
      'select phone_sealed as phone from patients.patient p join queue.entry e on e.patient = p.id where e.id = $1',
      [id],
    );
    expect(patient?.phone).toBeNull();
    // Nobody has to be told by the officer who was told by a message.
    const view = await q.h.house.queue.room(nurse, session);
    expect((await q.h.house.queue.unreached(view?.entries ?? [])).map((entry) => entry.id)).not.toContain(id);

    const rule = { from: 'open', to: 'cancelled', reason: 'dokter' } as const;
    await q.h.house.queue.rule(nurse, session, rule, crypto.randomUUID());
    expect(await told(PHONE)).toMatch(/^SatuLoket: Sorry, .* is off\./);

    // Over, and a week past: it goes by an act of the place.
    q.now = new Date(session.endsAt.getTime() + 24 * 3_600_000);
    await q.h.house.queue.closeDays();
    await q.h.house.keeping.eraseDue(q.h.house.relay);
    expect(await q.h.t.admin('select 1 from queue.phone')).toHaveLength(1);
    q.now = new Date(q.now.getTime() + 8 * 24 * 3_600_000);
    await q.h.house.keeping.eraseDue(q.h.house.relay);
    expect(await q.h.t.admin('select 1 from queue.phone')).toEqual([]);
    expect(
      await q.h.t.admin('select gone from keeping.erasure where office = $1 and what = $2', [PUSKESMAS, 'phone']),
    ).toEqual([{ gone: 1 }]);
    expect(await q.h.house.queue.phoneOfHolder(`nomor:32.76/${id}`)).toBeUndefined();
  });

  it('and has an account is told there; what was typed is not kept', async () => {
    const { session, slots } = await q.freshDay('gigi');
    const sri = member('sri');
    const [row] = await q.h.t.admin<{ id: string }>('select id from people.person where name = $1', [sri.name]);
    q.now = new Date(session.startsAt.getTime() - 20 * 3_600_000);
    const facts = { person: row?.id ?? '', nik: sri.nik, card: null, phone: null, name: sri.name, sex: null };
    const whom = { ...facts, birthDate: sri.birthDate, basis: 'register' as const };
    const wish = { region: '32.76', slot: slots[0]?.id ?? '', whom, payer: 'umum' as const, sees: null };
    const note = { phone: PHONE, language: 'id' as const };
    q.h.messages().clear();
    await q.h.house.queue.bookHelped(nurse, { ...wish, told: note }, crypto.randomUUID());
    expect(await told(sri.phone)).toMatch(/^SatuLoket: Nomor Anda /);
    expect(await told(PHONE)).toBeUndefined();
    expect(await q.h.t.admin('select 1 from queue.phone where office = $1', [session.office])).toEqual([]);
  });
});
