import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Doer } from '../../src/capabilities/cases/index.ts';
import type { Slot } from '../../src/capabilities/queue/index.ts';
import { asOwner } from '../../src/compose-database.ts';
import { connectBpjs } from '../support/bpjs.ts';
import { textOf } from '../support/plain-browser.ts';
import { nurse, PUSKESMAS, QueueRoom, stranger } from '../support/queue-room.ts';
import { officerAt } from '../support/queue-walks.ts';

const q = new QueueRoom();
beforeAll(() => q.open(), 180_000);
afterAll(q.close);
const asDoer = (id: string): Doer => ({ id, label: 'Orang', seat: null, roles: [], nik: null });

describe('what the head arranges', () => {
  it('changes places from tomorrow on, takes none that is booked, and stays on record with its reason, once a key', async () => {
    const office = '32.76/pkm-limo';
    const head: Doer = { ...nurse, seat: office };
    const days = await q.h.house.queue.days(office, '2026-01-01', '2099-01-01', 'kia');
    q.now = new Date('2026-11-16T00:00:00Z');
    const later = days.find(({ session, slots }) => session.day > '2026-11-17' && slots.length > 2);
    const slot = later?.slots[0] as Slot;
    const whom = { ...stranger(1), birthDate: '2024-01-01' };
    for (const one of [whom, { ...whom, person: randomUUID() }])
      await q.h.house.queue.book(
        asDoer(one.person),
        { region: slot.region, slot: slot.id, need: 'anak-sakit', whom: one, authority: 'self', payer: 'umum' },
        randomUUID(),
      );
    const queue = q.h.house.queue;
    const one = (await queue.arranged(head)).find(({ code }) => code === 'kia-pagi');
    if (!one) throw new Error('no session');
    const { code, version, since: _since, until: _until, ...weekly } = one;
    const wish = {
      ...{ code, was: version, weekly: { ...weekly, online: 1, desk: 3, doctor: 'dr. Baru', cap: 40 } },
      ...{ from: '2026-11-17', reason: 'Bidan cuti' },
    };
    const key = randomUUID();
    await expect(queue.arrangeSession(head, { ...wish, from: '2026-11-16' }, randomUUID())).rejects.toThrow(
      'queue/too-early-day',
    );
    // Two people hold numbers of that session: no cap below them, no other hour, no end, without a word to them.
    await expect(
      queue.arrangeSession(head, { ...wish, weekly: { ...wish.weekly, cap: 1 } }, randomUUID()),
    ).rejects.toMatchObject({ code: 'queue/cap-booked', params: { day: later?.session.day, people: 2 } });
    for (const change of [{ ...weekly, starts: '09:00' }, { ...weekly, prefix: 'Q' }, null])
      await expect(queue.arrangeSession(head, { ...wish, weekly: change }, randomUUID())).rejects.toMatchObject({
        ...{ code: 'queue/day-booked', params: { day: later?.session.day, people: 2 } },
      });
    expect(await queue.changes(head)).toEqual([]);
    await queue.arrangeSession(head, wish, key);
    await queue.arrangeSession(head, wish, key);
    await expect(queue.arrangeSession(head, wish, randomUUID())).rejects.toThrow('queue/lost-guard');
    await expect(queue.arrangeSession({ ...head, seat: '32.76/tidak-ada' }, wish, randomUUID())).rejects.toThrow(
      'queue/not-found',
    );
    const after = (await q.h.house.queue.days(office, '2026-01-01', '2099-01-01', 'kia')).filter(
      ({ session }) => session.day > '2026-11-17' && session.state === 'open',
    );
    const monday = after.find(({ session }) => session.id === later?.session.id);
    // Whoever has a number for a day of another doctor is told, once, and neither where nor for what.
    await q.h.house.jobs.settle();
    const news = (await q.h.house.notices.list(whom.person)).filter(({ text }) => /berganti/.test(text.id));
    expect(news.map(({ text }) => text.id)).toEqual([
      expect.stringMatching(/^Dokter berganti, nomor tetap: B-\d{3}, \w{3} \d\d\/\d\d \d\d\.\d\d WIB\.$/),
    ]);
    expect(monday?.session.doctorChangedAt).toEqual(q.now);
    expect(monday?.slots[0]).toMatchObject({ online: 2, onlineTaken: 2, desk: 3 });
    expect(monday?.slots[1]).toMatchObject({ online: 1, desk: 3 });
    expect(monday?.session).toMatchObject({ doctor: 'dr. Baru', cap: 40 });
    const other: Doer = { ...head, seat: PUSKESMAS };
    const aSecond = () => {
      q.now = new Date(q.now.getTime() + 1000);
    };
    aSecond();
    await q.h.house.queue.approveSign(
      head,
      { say: { id: 'Luka bakar luas', en: 'A large burn' }, doctor: 'dr. Contoh', reason: 'Rapat mutu' },
      randomUUID(),
    );
    expect((await q.h.house.queue.offer(office))?.signs.map(({ code }) => code)).toContain('s-luka-bakar-luas');
    aSecond();
    await q.h.house.queue.withdrawSign(head, 's-luka-bakar-luas', 'Salah ketik', randomUUID());
    const log = await queue.changes(head);
    expect(log.map(({ what, reason }) => [what, reason])).toEqual([
      ['sign-withdrawn', 'Salah ketik'],
      ['sign', 'Rapat mutu'],
      ['session', 'Bidan cuti'],
    ]);
    expect(await queue.changes(other)).toEqual([]);
    // Three acts of the place, chained, and none that a hand could write beside the others.
    const acts = await q.h.t.admin(
      `select a.version, a.actor = $2 as head, a.subject, a.hash = sha256(a.prev || a.body) and a.prev = coalesce(lag(a.hash) over (order by a.version), '') as chained
       from audit.act a join queue.place p on p.region = a.region and p.id = a.id where a.kind = 'queue' and p.office = $1 order by a.version`,
      [office, head.id],
    );
    expect(acts).toEqual(
      [1, 2, 3].map((n) => ({ version: n, head: true, subject: `kantor:${office}`, chained: true })),
    );
  });

  it('opens and ends weekly sessions from a day on; days that nobody has a number for follow', async () => {
    const office = '32.76/pkm-cinere';
    const queue = q.h.house.queue;
    const head: Doer = { ...nurse, seat: office };
    q.now = new Date('2026-11-16T00:00:00Z');
    const weekly = {
      ...{ poli: 'umum', weekdays: [1, 2, 3, 4, 5], starts: '14:00', ends: '16:00', prefix: 'E', rooms: ['Ruang 5'] },
      ...{ doctor: 'dr. Sore', doctorCode: 77, windowMinutes: 30, online: 2, desk: 1, cap: 12, visitMinutes: 8 },
      ...{ drawMinutes: null, drawFirst: [] },
    };
    const plan = { code: 'umum-sore', was: 0, weekly, from: '2026-11-18', reason: 'Sore dibuka' };
    // The letter of the morning's numbers, on one of its days, would give two people the same one.
    const alike = { ...plan, weekly: { ...weekly, prefix: 'A', weekdays: [4, 0] } };
    await expect(queue.arrangeSession(head, alike, randomUUID())).rejects.toThrow('queue/letter-taken');
    await queue.arrangeSession(head, plan, randomUUID());
    await expect(queue.arrangeSession(head, plan, randomUUID())).rejects.toThrow('queue/lost-guard');
    const evenings = async () => {
      await queue.layOut(q.h.house.relay);
      const days = await queue.days(office, '2026-11-16', '2026-12-31', 'umum');
      return days.filter(({ session }) => session.prefix === 'E' && session.state === 'open');
    };
    const laid = await evenings();
    expect(laid[0]?.session.day).toBe('2026-11-18');
    expect(laid[0]?.slots).toHaveLength(4);
    // Another hour from Friday on: what was laid out for those days is laid out anew, what is before stays.
    const later = { ...weekly, starts: '15:00', ends: '17:00', weekdays: [5] };
    await queue.arrangeSession(head, { ...plan, was: 1, weekly: later, from: '2026-11-20' }, randomUUID());
    expect(
      (await evenings()).map(({ session }) => [session.day, session.startsAt.toISOString().slice(11, 16)]),
    ).toEqual([
      ['2026-11-18', '07:00'],
      ['2026-11-19', '07:00'],
      ['2026-11-20', '08:00'],
    ]);
    await expect(
      queue.arrangeSession(head, { ...plan, was: 2, weekly: later, from: '2026-11-19' }, randomUUID()),
    ).rejects.toMatchObject({ code: 'queue/later-change', params: { day: '2026-11-20' } });
    await queue.arrangeSession(head, { ...plan, was: 2, weekly: null, from: '2026-11-20' }, randomUUID());
    expect((await evenings()).map(({ session }) => session.day)).toEqual(['2026-11-18', '2026-11-19']);
  });

  it('closes a day: whoever has a number is told, nobody gets another; taken back, it opens for those not called off', async () => {
    const office = '32.76/pkm-sukmajaya';
    const queue = q.h.house.queue;
    const head: Doer = { ...nurse, seat: office };
    q.now = new Date('2026-11-16T00:00:00Z');
    const all = await queue.days(office, '2026-11-18', '2026-11-18');
    const umum = all.find(({ session }) => session.poli === 'umum');
    const whom = stranger(1);
    const given = await q.book(umum?.slots[0] as Slot, whom);
    const day = { day: '2026-11-18', name: { id: 'Akreditasi', en: 'Accreditation' }, reason: 'Surat Dinas' };
    const key = randomUUID();
    await queue.closeDay(head, day, key);
    await queue.closeDay(head, day, key);
    await queue.layOut(q.h.house.relay);
    const left = await queue.days(office, '2026-11-18', '2026-11-18');
    expect(left.map(({ session }) => [session.id, session.state])).toEqual([[umum?.session.id, 'cancelled']]);
    const told = () =>
      q.h.t.admin<{ person: string }>(
        `select person from notices.notice where template = 'queue.called-off' and place = $1`,
        [`/antrean/${given.region}/${given.id}`],
      );
    for (let tries = 0; tries < 100 && (await told()).length === 0; tries++)
      await new Promise((wake) => setTimeout(wake, 100));
    expect(await told()).toEqual([{ person: whom.person }]);
    expect((await queue.entry(asDoer(whom.person), given)).status).toBe('booked');
    await queue.openDay(head, '2026-11-18', 'Ditunda', randomUUID());
    await queue.layOut(q.h.house.relay);
    const again = await queue.days(office, '2026-11-18', '2026-11-18');
    expect(
      again
        .filter(({ session }) => session.state === 'open')
        .map(({ session }) => session.poli)
        .sort(),
    ).toEqual(
      all
        .map(({ session }) => session.poli)
        .filter((poli) => poli !== 'umum')
        .sort(),
    );
    expect((await queue.changes(head)).map(({ what, reason }) => [what, reason])).toEqual([
      ['open-day', 'Ditunda'],
      ['closed-day', 'Surat Dinas'],
      ['ruled', 'libur'],
    ]);
  });

  it('takes a timetable from a file: each good line, each bad one told, also what people with numbers forbid', async () => {
    const office = '32.76/pkm-cimanggis';
    const queue = q.h.house.queue;
    const head: Doer = { ...nurse, seat: office };
    q.now = new Date('2026-11-16T00:00:00Z');
    const stands = queue.timetableCsv(office, await queue.arranged(head));
    const untouched = await queue.bringTimetable(
      head,
      { csv: stands, from: '2026-11-17', reason: 'Uji' },
      randomUUID(),
    );
    expect([untouched.problems, (await queue.changes(head)).length]).toEqual([[], 0]);
    const [gigi] = await queue.days(office, '2026-11-17', '2026-11-19', 'gigi');
    const whom = stranger(3);
    await q.h.house.queue.book(
      asDoer(whom.person),
      {
        ...{ region: '32.76', slot: gigi?.slots[0]?.id ?? '', need: 'gigi', whom },
        ...{ authority: 'self', payer: 'umum' },
      },
      randomUUID(),
    );
    const lines = stands.trimEnd().split(/\r?\n/);
    const head1 = lines[0] ?? '';
    const umum = lines.find((line) => line.includes(',umum-pagi,')) ?? '';
    const dental = lines.find((line) => line.includes(',gigi-pagi,')) ?? '';
    const csv = [
      head1,
      umum.replace(/,Ruang 1;Ruang 2,/, ',Ruang 9,'),
      dental.replace(',08:00,', ',09:00,'),
      umum.replace(office, '32.76/pkm-limo'),
      umum.replace(',umum,', ',jiwa,').replace('umum-pagi', 'jiwa-pagi'),
    ].join('\n');
    const read = await queue.bringTimetable(head, { csv, from: '2026-11-17', reason: 'Ruang baru' }, randomUUID());
    expect(read.imported).toBe(1);
    expect(read.problems.map(({ line, issues }) => [line, ...issues.map(({ code }) => code)])).toEqual([
      [3, 'queue/day-booked'],
      [4, 'timetable/not-yours'],
      [5, 'timetable/poli'],
    ]);
    const [day] = await queue.days(office, '2026-11-17', '2026-11-17', 'umum');
    expect(day?.session.rooms).toEqual(['Ruang 9']);
  });

  it('asks for the doctor’s code at BPJS where BPJS is told, on the page and in a file, and names the sessions that lack one', async () => {
    const office = PUSKESMAS;
    const queue = q.h.house.queue;
    const head: Doer = { ...nurse, seat: office };
    q.now = new Date('2026-11-16T00:00:00Z');
    const one = (await queue.arranged(head)).find(({ code }) => code === 'umum-pagi');
    if (!one) throw new Error('no session');
    const { code, version, since: _since, until: _until, ...weekly } = one;
    const codeless = { ...weekly, doctor: 'dr. Tamu', doctorCode: null };
    const wish = { code, was: version, weekly: codeless, from: '2026-11-17', reason: 'Tamu' };
    // Not connected: a code is nobody's business.
    await queue.arrangeSession(head, wish, randomUUID());
    await connectBpjs(q.h, office);
    const refused = 'queue/doctor-code';
    await expect(queue.arrangeSession(head, { ...wish, was: version + 1 }, randomUUID())).rejects.toThrow(refused);
    const origin = await q.listening();
    const pages = await officerAt({ h: q.h, origin, now: () => q.now }, 'kepala.pkm.beji');
    const main = async () => textOf((await pages.open('/kantor/antrean/jadwal')).html);
    expect(await main()).toMatch(
      /Kode dokter BPJS belum lengkap\s*Nomor sesi ini tidak dikirim .*: Pemeriksaan umum, 08\.00–12\.00\./,
    );
    const form = await pages.open(`/kantor/antrean/jadwal/sesi?kode=${code}`);
    const sent = await pages.submit(form, {
      ...{ dokter: 'dr. Tamu', alasan: 'Kode', layanan: 'umum' },
      ...{ 'mulai.day': '17', 'mulai.month': '11', 'mulai.year': '2026' },
    });
    expect([sent.status, textOf(sent.html)]).toEqual([422, expect.stringContaining('menolak nomor tanpa kode dokter')]);
    const [head1 = '', ...lines] = queue
      .timetableCsv(office, await queue.arranged(head))
      .trimEnd()
      .split(/\r?\n/);
    const umum = lines.findLast((line) => line.includes(',umum-pagi,')) ?? '';
    const bring = (line: string) =>
      queue.bringTimetable(head, { csv: `${head1}\n${line}`, from: '2026-11-17', reason: 'Berkas' }, randomUUID());
    const wrong = await bring(umum.replace(',dr. Tamu,', ',dr. Lain,'));
    expect(wrong.problems.map(({ issues }) => issues[0]?.code)).toEqual([refused]);
    expect(await bring(umum.replace(',dr. Tamu,,', ',dr. Tamu,4711,'))).toEqual({ imported: 1, problems: [] });
    const [day] = await queue.days(office, '2026-11-17', '2026-11-17', 'umum');
    expect(day?.session).toMatchObject({ doctor: 'dr. Tamu', doctorCode: 4711 });
    expect(await main()).not.toContain('belum lengkap');
    // The operator's file is asked as well.
    const operator = await asOwner(q.h.t.adminUrl, (owner) =>
      queue.importTimetable(owner, `${head1}\n${umum.replace(',dr. Tamu,', ',dr. Lain,')}`, '2026-11-18', 'impor'),
    );
    expect(operator.problems.map(({ issues }) => issues[0]?.code)).toEqual(['timetable/doctor-code']);
  });

  it('sets the rules of the place: at once, as an act of its history, and none that make no sense', async () => {
    const office = PUSKESMAS;
    const queue = q.h.house.queue;
    // A code of a login is good once.
    q.now = new Date('2026-11-16T00:05:00Z');
    const origin = await q.listening();
    const pages = await officerAt({ h: q.h, origin, now: () => q.now }, 'kepala.pkm.beji');
    const open = () => pages.open('/kantor/antrean/jadwal/aturan');
    const before = (await queue.offer(office))?.place;
    const typed = {
      layar: 'ya',
      hadir: '30',
      toleransi: '20',
      nomor: '4',
      gelombang: '7: 40; 0: 60',
      alasan: 'Rapat mutu',
    };
    for (const [wrong, says] of [
      [{ gelombang: '7: 40; 0: 50' }, 'jumlah persennya 100'],
      [{ gelombang: '30: 100' }, 'tidak lebih dari hari dibuka'],
      [{ tunggu: '5' }, 'Isi angka 15 sampai 480'],
      [{ 'remaja-dari': '300' }, 'Umur akhir'],
      [{ alasan: '' }, 'Isi alasannya'],
    ] as const) {
      const sent = await pages.submit(await open(), { ...typed, ...wrong });
      expect([sent.status, sent.html]).toEqual([422, expect.stringContaining(says)]);
    }
    expect((await queue.offer(office))?.place).toEqual(before);
    const sent = await pages.submit(await open(), typed);
    expect(sent.path).toBe('/kantor/antrean/jadwal?pesan=tersimpan');
    for (const said of ['menit hadir 60 → 30', 'nomor per akun 10 → 4', 'gelombang tempat kosong → 7: 40; 0: 60'])
      expect(sent.html).toContain(said);
    const waves = [
      { days: 7, share: 0.4 },
      { days: 0, share: 0.6 },
    ];
    expect((await queue.offer(office))?.place).toEqual({
      ...before,
      ...{ checkinMinutes: 30, graceMinutes: 20, mostNumbers: 4, numberScreen: true, waves },
    });
    expect(sent.html).toContain('layar ambil nomor tidak → ya');
    // Whoever comes without a number hears of the screen, at the screen where others say that they are here.
    const kiosk = async (at: string) =>
      (await pages.open(`/kios/${at}/${await queue.arrivalToken(at)}`)).html.includes('Ambil di layar nomor');
    expect([await kiosk(office), await kiosk('32.76/pkm-limo')]).toEqual([true, false]);
    const [act] = await q.h.t.admin(
      `select a.action, a.version = p.version as newest, a.office from audit.act a join queue.place p on p.region = a.region and p.id = a.id
       where a.kind = 'queue' and p.office = $1 order by a.version desc limit 1`,
      [office],
    );
    expect(act).toEqual({ action: 'rules', newest: true, office });
  });

  it('adds, changes and ends what people come for', async () => {
    const office = '32.76/pkm-limo';
    const queue = q.h.house.queue;
    const head: Doer = { ...nurse, seat: office };
    q.now = new Date('2026-11-16T00:00:00Z');
    const need = {
      ...{ title: { id: 'Cek gula darah', en: 'Blood sugar' }, hint: null, words: 'gula', poli: 'umum' },
      ...{ fromMonths: 180, belowMonths: null, sex: null, sensitive: false, first: null },
    };
    const before = (await queue.changes(head)).length;
    await queue.arrangeNeed(head, { code: null, need, since: '2026-11-18', reason: 'Program' }, randomUUID());
    await expect(
      queue.arrangeNeed(head, { code: null, need, since: '2026-11-18', reason: 'Program' }, randomUUID()),
    ).rejects.toThrow('queue/lost-guard');
    const code = 'k-cek-gula-darah';
    expect((await queue.offer(office))?.needs.find((one) => one.code === code)).toMatchObject({ since: '2026-11-18' });
    const [early, open] = await Promise.all(
      ['2026-11-17', '2026-11-18'].map(async (day) => (await queue.days(office, day, day, 'umum'))[0]),
    );
    const take = (slot: Slot | undefined) => {
      const whom = stranger(7);
      const wish = {
        ...{ region: '32.76', slot: slot?.id ?? '', need: code, whom },
        authority: 'self' as const,
        payer: 'umum' as const,
      };
      return queue.book(asDoer(whom.person), wish, randomUUID());
    };
    await expect(take(early?.slots[0])).rejects.toThrow('queue/not-for-them');
    await take(open?.slots[0]);
    await queue.arrangeNeed(
      head,
      { code, need: { ...need, words: 'gula darah' }, since: null, reason: 'Kata' },
      randomUUID(),
    );
    await queue.endNeed(head, code, '2026-11-18', 'Selesai', randomUUID());
    // What a window offers is read anew after a second.
    q.now = new Date(q.now.getTime() + 2000);
    await expect(take(open?.slots[0])).rejects.toThrow('queue/not-for-them');
    expect((await queue.changes(head)).length).toBe(before + 3);
  });

  it('lets no hand change a place or write a setting without its act', async () => {
    const office = '32.76/pkm-limo';
    const context = { regions: ['32.76'], persons: [nurse.id], offices: [office] };
    const db = q.h.house.db;
    const tries = [
      [`update queue.place set version = version + 1 where office = '${office}'`, /row-level security|violates/],
      [
        `insert into queue.setting (region, office, actor, key, at, actor_label, what, code, reason, place_id, version)
        select '32.76', '${office}', '${nurse.id}', 'k', now(), 'x', 'session', 'x', 'x', id, 1 from queue.place where office = '${office}'`,
        /needs the act/,
      ],
      [
        `select queue.arrange_session('32.76', '${office}', 'umum-pagi', 1, null, '2026-12-01')`,
        /by an act of its own/,
      ],
      [`select queue.close_day('32.76', '${office}', '2026-12-01', '{}')`, /by an act of its own/],
      [`select queue.set_rules('32.76', '${office}', '{}')`, /by its own act alone/],
      [`select queue.take_back('32.76', '{}')`, /permission denied/],
    ] as const;
    for (const [text, wrong] of tries)
      await expect(db.transaction(context, (tx) => tx.query(text))).rejects.toThrow(wrong);
  });
});
