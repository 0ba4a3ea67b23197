import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MobileJkn, mobileJkn } from '../../simulators/bpjs/index.ts';
import { setAgreed, switchTo } from '../../src/capabilities/bpjs/index.ts';
import type { Doer } from '../../src/capabilities/cases/index.ts';
import { asOwner } from '../../src/compose-database.ts';
import { callerOf, connectBpjs } from '../support/bpjs.ts';
import { type TestHouse, testHouse } from '../support/house.ts';
import { citizen } from '../support/walk.ts';

const OFFICE = '32.76/pkm-beji';
const DAY = '2026-11-17';
let h: TestHouse;
let origin = '';
let jkn: MobileJkn;
let now = new Date('2026-11-16T00:00:00Z');

beforeAll(async () => {
  h = await testHouse({ clock: () => now });
  await h.house.queue.layOut(h.house.relay);
  origin = await h.listen();
  jkn = await callerOf(h, origin, OFFICE);
}, 180_000);
afterAll(() => h.close());

let made = 0;
/** Somebody whom nobody here knows. */
function member(): { nomorkartu: string; nik: string; nama: string } {
  made += 1;
  const serial = String(made).padStart(4, '0');
  return { nomorkartu: `000${serial}${serial}00`, nik: `327601010190${serial}`, nama: `PESERTA ${made}` };
}
const newcomer = (one: ReturnType<typeof member>) => ({
  ...{ ...one, nomorkk: '3276010101200001', jeniskelamin: 'P', tanggallahir: '1990-01-01', alamat: 'Jalan Contoh 1' },
  ...{ kodeprop: '11', namaprop: 'Jawa Barat', kodedati2: '0120', namadati2: 'Kab. Bandung', kodekec: '1319' },
  ...{ namakec: 'Soreang', kodekel: 'D2105', namakel: 'Cingcin', rw: '001', rt: '013' },
});
async function known(): Promise<ReturnType<typeof member>> {
  const one = member();
  expect(await jkn.newPatient(newcomer(one))).toMatchObject({ code: 200 });
  return one;
}
async function doctor(poli = '001', day = DAY): Promise<{ kodedokter: number; jampraktek: string }> {
  const { response } = await jkn.status(poli, day);
  const [{ kodedokter, jampraktek }] = response;
  return { kodedokter, jampraktek };
}
const wish = async (one: ReturnType<typeof member>, poli = '001', tanggalperiksa = DAY) => ({
  ...{ nomorkartu: one.nomorkartu, nik: one.nik, kodepoli: poli, tanggalperiksa, keluhan: 'sakit kepala' },
  ...(await doctor(poli, tanggalperiksa)),
  ...{ norm: '', nohp: '081299012345' },
});
const mine = (one: ReturnType<typeof member>, tanggalperiksa = DAY) => ({
  ...{ nomorkartu: one.nomorkartu, kodepoli: '001', tanggalperiksa, keterangan: 'peserta batal hadir' },
});

describe('Mobile JKN takes a number', () => {
  it('from a stranger to a number, its place, and back', async () => {
    const one = member();
    expect(await jkn.take(await wish(one))).toMatchObject({
      ...{
        status: 200,
        code: 202,
        message: 'Data pasien ini tidak ditemukan, silahkan Melakukan Registrasi Pasien Baru',
      },
    });
    expect(await jkn.newPatient(newcomer(one))).toEqual({ status: 200, code: 200, message: 'Ok', response: undefined });
    const before = (await jkn.status('001', DAY)).response[0];
    const taken = await jkn.take(await wish(one));
    expect(taken).toMatchObject({
      ...{ status: 200, code: 200, message: 'Ok' },
      response: {
        ...{ nomorantrean: expect.stringMatching(/^A-\d{3}$/), angkaantrean: expect.any(Number) },
        ...{ namapoli: 'Pemeriksaan umum', sisaantrean: '0', antreanpanggil: '-' },
        keterangan: expect.stringMatching(/^Perkiraan dipanggil 08\.00 WIB\. Apabila antrean terlewat/),
      },
    });
    const after = (await jkn.status('001', DAY)).response[0];
    expect(after).toEqual({
      ...{ namapoli: 'Pemeriksaan umum', totalantrean: String(Number(before.totalantrean) + 1) },
      ...{ sisaantrean: before.sisaantrean + 1, antreanpanggil: '-', keterangan: '', jampraktek: '08:00-12:00' },
      ...{ kodedokter: expect.any(Number), namadokter: expect.stringMatching(/^dr\. /) },
    });
    expect(await jkn.remaining(one.nomorkartu, '001', DAY)).toMatchObject({
      code: 200,
      response: { nomorantrean: taken.response.nomorantrean, sisaantrean: '0', namapoli: 'Pemeriksaan umum' },
    });
    const [entry] = await h.t.admin(
      `select e.channel, e.payer, e.status, e.subject = 'patient:' || e.patient as own, e.applicant = e.subject as himself, p.basis,
         v.actor, v.kind, s.taken, (select sum(online_taken)::int from queue.slot where session = s.id) as online
       from queue.entry e join patients.patient p on p.id = e.patient join queue.event v on v.entry_id = e.id join queue.session s on s.id = e.session
       where p.name = $1`,
      [one.nama],
    );
    expect(entry).toMatchObject({
      ...{ channel: 'mjkn', payer: 'bpjs', status: 'booked', own: true, himself: true, basis: 'bpjs' },
      ...{ actor: 'mobile-jkn', kind: 'booked', taken: 1, online: 1 },
    });

    expect(await jkn.cancel(mine(one))).toEqual({ status: 200, code: 200, message: 'Ok', response: undefined });
    expect(await jkn.cancel(mine(one))).toMatchObject({ code: 201, message: 'Antrean Tidak Ditemukan' });
    expect(await jkn.remaining(one.nomorkartu, '001', DAY)).toMatchObject({ code: 201 });
    const again = await jkn.take(await wish(one));
    expect(again.response.angkaantrean).not.toBe(taken.response.angkaantrean);
  });

  it('once per card, poli and day, also when it is pressed twenty times; another poli is another number', async () => {
    const one = await known();
    const body = await wish(one);
    const all = await Promise.all(Array.from({ length: 20 }, () => jkn.take(body)));
    expect(all.filter(({ code }) => code === 200)).toHaveLength(1);
    expect(new Set(all.filter(({ code }) => code !== 200).map(({ message }) => message))).toEqual(
      new Set(['Nomor Antrean Hanya Dapat Diambil 1 Kali Pada Tanggal dan Poli Yang Sama']),
    );
    expect(await jkn.take(await wish(one, '002'))).toMatchObject({ code: 200 });
  });

  it('as long as places last, and never more', async () => {
    const day = '2026-11-18';
    const body = await wish(await known(), '002', day);
    const members = await Promise.all(Array.from({ length: 14 }, known));
    const all = await Promise.all(members.map(({ nomorkartu, nik }) => jkn.take({ ...body, nomorkartu, nik })));
    const [session] = await h.t.admin<{ taken: number; online: number; active: number; numbers: number }>(
      `select s.taken, (select sum(online)::int from queue.slot where session = s.id) as online,
         (select count(*)::int from queue.entry where session = s.id) as active, (select count(distinct number)::int from queue.entry where session = s.id) as numbers
       from queue.session s where s.office = $1 and s.poli = 'gigi' and s.day = $2`,
      [OFFICE, day],
    );
    const given = all.filter(({ code }) => code === 200).length;
    expect(session).toMatchObject({ taken: session?.online, active: session?.online, numbers: session?.online });
    expect(given).toBe(session?.online);
    expect(all.filter(({ code }) => code === 201)[0]?.message).toMatch(/^Antrean Penuh/);
    expect(new Set(all.filter(({ code }) => code === 200).map(({ response }) => response.angkaantrean)).size).toBe(
      given,
    );
  });

  it('is one person with one who books from home: neither counter gives a second number', async () => {
    const { doer, party } = await citizen(h, 'dewi');
    const person = await h.house.people.findById('32.76', party.id);
    if (!person) throw new Error('dewi');
    const card = '0009876543210';
    const body = { ...(await wish(await known())), nomorkartu: card, nik: person.nik };
    expect(await jkn.take(body)).toMatchObject({ code: 202 });
    const data = newcomer({ nomorkartu: card, nik: person.nik, nama: person.name });
    expect(await jkn.newPatient(data)).toMatchObject({ code: 200 });
    expect(await jkn.take(body)).toMatchObject({ code: 200 });
    const days = await h.house.queue.days(OFFICE, DAY, DAY, 'umum');
    const slot = days[0]?.slots.at(-1);
    if (!slot) throw new Error('no slot');
    const { id, nik, name, sex, birthDate } = person;
    const whom = { person: id, nik, card: null, phone: null, name, sex, birthDate, basis: 'register' as const };
    const again = h.house.queue.book(
      doer,
      { region: '32.76', slot: slot.id, need: 'sakit', whom, authority: 'self', payer: 'bpjs' },
      randomUUID(),
    );
    await expect(again).rejects.toThrow('queue/held');
    await h.house.jobs.settle();
    // And he sees it among his own.
    expect(await h.house.queue.mine(party.id, DAY)).toHaveLength(1);
  });

  it('tells how many come before, and what was called last', async () => {
    const day = '2026-11-19';
    const [first, second, third] = [await known(), await known(), await known()];
    for (const one of [first, second, third])
      expect(await jkn.take(await wish(one, '001', day))).toMatchObject({ code: 200 });
    expect((await jkn.remaining(third.nomorkartu, '001', day)).response.sisaantrean).toBe('2');
    const nurse: Doer = { id: randomUUID(), label: 'Perawat', seat: OFFICE, roles: ['perawat'], nik: null };
    const [opened] = await h.house.queue.days(OFFICE, day, day, 'umum');
    if (!opened) throw new Error('no session');
    const { session } = opened;
    const before = now;
    now = new Date(session.startsAt.getTime() + 60_000);
    const room = await h.house.queue.room(nurse, session);
    for (const entry of room?.entries ?? [])
      await h.house.queue.checkIn(nurse, entry, { version: entry.version, key: randomUUID() });
    const called = await h.house.queue.callNext(nurse, { session, room: 'Ruang 1', now: null }, randomUUID());
    const label = `A-${String(called?.number).padStart(3, '0')}`;
    await jkn.auth();
    expect((await jkn.remaining(third.nomorkartu, '001', day)).response).toMatchObject({
      ...{ sisaantrean: '1', antreanpanggil: label },
    });
    expect((await jkn.status('001', day)).response[0]).toMatchObject({ sisaantrean: 2, antreanpanggil: label });
    expect(await jkn.cancel(mine(first, day))).toMatchObject({
      ...{ code: 201, message: 'Pasien sudah dilayani, antrean tidak dapat dibatalkan' },
    });
    now = before;
    await jkn.auth();
  });
});

describe('the day of a Puskesmas is that of its own clock', () => {
  it('also where it is tomorrow already', async () => {
    const before = now;
    // 08.30 of the 17th in Langgur, still the 16th in Greenwich.
    now = new Date('2026-11-16T23:30:00Z');
    const office = '81.02/pkm-kei-kecil';
    const far = await callerOf(h, origin, office);
    const one = member();
    expect(await far.newPatient(newcomer(one))).toMatchObject({ code: 200 });
    const { nomorkartu, nik } = one;
    const take = (tanggalperiksa: string, hours: { kodedokter: number; jampraktek: string }) =>
      far.take({ ...{ nomorkartu, nik, kodepoli: '001', tanggalperiksa }, ...hours });
    const [{ kodedokter, jampraktek }] = (await far.status('001', '2026-11-17')).response;
    expect(await take('2026-11-16', { kodedokter, jampraktek })).toMatchObject({
      message: 'Tanggal Periksa Tidak Berlaku',
    });
    const taken = await take('2026-11-17', { kodedokter, jampraktek });
    // The windows that are over are passed by.
    expect(taken.response.keterangan).toMatch(/^Perkiraan dipanggil 08\.30 WIT/);
    now = before;
  });
});

describe('what Mobile JKN is refused, in HTTP 200 and in words of the field', () => {
  it.each([
    ['a card of another length', { nomorkartu: '123' }, 'Nomor Kartu Tidak Sesuai, harus 13 angka'],
    ['a NIK of another length', { nik: '123' }, 'NIK Tidak Sesuai, harus 16 angka'],
    [
      'a day the other way round',
      { tanggalperiksa: '17-11-2026' },
      /^Format Tanggal Tidak Sesuai, format yang benar adalah yyyy-mm-dd/,
    ],
    ['a day that there is not', { tanggalperiksa: '2026-02-30' }, /^Format Tanggal/],
    ['a day that is over', { tanggalperiksa: '2026-11-15' }, 'Tanggal Periksa Tidak Berlaku'],
    ['a day too far ahead', { tanggalperiksa: '2027-11-15' }, 'Tanggal Periksa Tidak Berlaku'],
    ['a Sunday', { tanggalperiksa: '2026-11-22' }, 'Pendaftaran ke Poli Ini Sedang Tutup'],
    ['a poli that there is not', { kodepoli: '999' }, 'Poli Tidak Ditemukan'],
    ['our own name of a poli', { kodepoli: 'umum' }, 'Poli Tidak Ditemukan'],
    ['no poli', { kodepoli: '' }, 'Poli Tidak Ditemukan'],
    ['another doctor', { kodedokter: 999 }, /^Jadwal Dokter Tersebut Belum Tersedia/],
    ['other hours', { jampraktek: '08:00-11:59' }, /^Jadwal Dokter/],
    ['hours that nobody can read', { jampraktek: 'pagi' }, /^Jadwal Dokter/],
    ['somebody else’s NIK', { nik: '3276010101909999' }, /^Nomor Kartu dan NIK bukan milik/],
  ])('%s', async (_, change, message) => {
    const one = await known();
    const heard = await jkn.take({ ...(await wish(one)), ...change });
    expect(heard).toMatchObject({
      status: 200,
      code: 201,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });

  it('reads the hours as people write them, and the first version of the contract where there is no choice', async () => {
    const one = await known();
    const body = await wish(one);
    expect(
      await jkn.take({ ...body, jampraktek: ' 08.00 - 12.00 ', kodedokter: String(body.kodedokter) }),
    ).toMatchObject({ code: 200 });
    const other = await known();
    const { kodedokter: _, jampraktek: __, ...first } = await wish(other);
    expect(await jkn.take(first)).toMatchObject({ code: 200 });
  });

  it('wrong user, password or token, and a token that is over or another Puskesmas’s', async () => {
    expect(await jkn.auth('salah')).toMatchObject({
      status: 200,
      code: 201,
      message: 'Username atau Password Tidak Sesuai',
    });
    const forged = { 'x-token': 'a.b.c', 'x-username': '32-76-pkm-beji' };
    expect(await jkn.ask('GET', `/antrean/status/001/${DAY}`, undefined, forged)).toMatchObject({
      code: 201,
      message: 'Token Expired',
    });
    expect(await jkn.ask('GET', `/antrean/status/001/${DAY}`, undefined, {})).toMatchObject({
      code: 201,
      message: 'Token Expired',
    });
    const login = await connectBpjs(h, '32.76/pkm-pancoran-mas');
    const other = mobileJkn({ base: `${origin}/bpjs/32.76/pkm-pancoran-mas`, ...login });
    const { response } = await other.auth();
    const borrowed = { 'x-token': response.token, 'x-username': login.username };
    expect(await other.ask('GET', `/antrean/status/001/${DAY}`, undefined, borrowed)).toMatchObject({ code: 200 });
    expect(await jkn.ask('GET', `/antrean/status/001/${DAY}`, undefined, borrowed)).toMatchObject({
      ...{ code: 201, message: 'Token Expired' },
    });
    const before = now;
    now = new Date(now.getTime() + 301_000);
    expect(await jkn.status('001', DAY)).toMatchObject({ status: 200, code: 201, message: 'Token Expired' });
    now = before;
  });

  it('wrong methods, wrong addresses and what is no JSON', async () => {
    expect(await jkn.ask('GET', '/antrean/batal')).toMatchObject({ status: 405, code: 405 });
    expect(await jkn.ask('POST', '/antrean/batal', '{}')).toMatchObject({ status: 405, code: 405 });
    expect(await jkn.ask('GET', '/lain')).toMatchObject({ status: 404, code: 404 });
    for (const body of ['', '{', '[]', 'null', '"x"', '{"__proto__":1}'])
      expect(await jkn.ask('POST', '/antrean', body)).toMatchObject({ status: 200, code: 201 });
    expect(
      await jkn.ask('POST', '/peserta', JSON.stringify({ ...newcomer(member()), nama: 'A\u0000B' })),
    ).toMatchObject({ code: 201 });
    expect(
      await jkn.ask('POST', '/peserta', JSON.stringify({ ...newcomer(member()), tanggallahir: '0000-01-01' })),
    ).toMatchObject({ code: 201 });
  });

  it('more questions than a minute holds, from one address to one Puskesmas', async () => {
    const nobody = mobileJkn({ base: `${origin}/bpjs/32.76/tidak-ada`, username: 'x', password: 'y' });
    const all = await Promise.all(Array.from({ length: 140 }, () => nobody.auth()));
    expect(all.filter(({ status }) => status === 404)).toHaveLength(120);
    expect(all.filter(({ status }) => status === 429)[0]).toMatchObject({
      code: 201,
      message: expect.stringMatching(/^Sedang ramai/),
    });
    expect(await jkn.auth()).toMatchObject({ code: 200 });
  });

  it('everything of a Puskesmas that agreed nothing, or is switched off; and the HTTP status says the same where it was agreed', async () => {
    const stranger = mobileJkn({ base: `${origin}/bpjs/32.76/pkm-cimanggis`, username: 'x', password: 'y' });
    expect(await stranger.auth()).toMatchObject({ status: 404, code: 404 });
    const clock = h.house.clock();
    const own = (mode: 'on' | 'off') =>
      asOwner(h.t.adminUrl, (owner) => switchTo(owner, h.house.bpjs.rules, OFFICE, mode, clock));
    await own('off');
    now = new Date(now.getTime() + 5_000);
    expect(await jkn.status('001', DAY)).toMatchObject({ status: 404, code: 404 });
    await own('on');
    await asOwner(h.t.adminUrl, (owner) => setAgreed(owner, OFFICE, { mirrorsStatus: true }, clock));
    now = new Date(now.getTime() + 5_000);
    expect(await jkn.status('999', DAY)).toMatchObject({ status: 201, code: 201 });
    await asOwner(h.t.adminUrl, (owner) => setAgreed(owner, OFFICE, {}, clock));
    now = new Date(now.getTime() + 5_000);
    expect(h.errors).toEqual([]);
  });
});
