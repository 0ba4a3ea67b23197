import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BpjsServer, type MobileJkn, startBpjsServer } from '../../simulators/bpjs/index.ts';
import { type SatusehatServer, startSatusehatServer } from '../../simulators/satusehat/index.ts';
import { openClient } from '../api/client.ts';
import { CONSUMER, callerOf } from '../support/bpjs.ts';
import { type Canary, leaks, type Place, unpackedPdf } from '../support/canary.ts';
import { type TestHouse, testHouse } from '../support/house.ts';
import { nurse } from '../support/queue-room.ts';
import {
  acceptAt,
  arriveAt,
  bookAt,
  callAt,
  checkInAt,
  citizenAt,
  officerAt,
  sendOnAt,
  takeAtScreen,
  waitAt,
  walkInAt,
} from '../support/queue-walks.ts';
import { connectSatusehat, PARTNER } from '../support/satusehat.ts';
import { toolPath } from '../support/tools.ts';

// People with names and numbers that are found nowhere else go through every way to a number; then everything that others see is searched.

const OFFICE = '32.76/pkm-beji';
const DAY = '2026-11-16';
let now = new Date('2026-11-16T00:50:00Z');
let h: TestHouse;
let origin = '';
let bpjs: BpjsServer;
let satusehat: SatusehatServer;
let jkn: MobileJkn;
const log: string[] = [];

const walkIn = { name: 'Walkanari Dadakusuma', nik: '3276015501840017', birth: '1984-01-15' };
const member = { name: 'Jeknari Prawiradirja', nik: '3276014402910023', card: '0009871234567', phone: '081377712345' };
const complaint = 'nyeri kanarikeluhan menusuk';
const kiosk = { name: 'Kioskanari Wiradipa', nik: '3276016603770031', birth: '1977-03-26', card: '0004567812345' };
const screenGuest = { name: 'Layarkanari Wiratmaja', birth: '1969-08-12' };
/** Of the father of the demo's first family. */
const PHONE = '+62812990100001';

beforeAll(async () => {
  h = await testHouse({ clock: () => now, settings: { LOG_LEVEL: 'trace' }, log: (line) => log.push(line) });
  await h.house.queue.layOut(h.house.relay);
  // Jobs are gone when they are done: a copy of each as it was written.
  await h.t.admin(`create table public.jobs_seen (at text, body text)`);
  await h.t.admin(`create function public.see() returns trigger language plpgsql security definer as
    $$ begin insert into public.jobs_seen values (tg_table_name, to_jsonb(new)::text); return null; end $$`);
  for (const table of ['graphile_worker._private_jobs', 'platform.outbox'])
    await h.t.admin(`create trigger see after insert or update on ${table} for each row execute function public.see()`);
  origin = await h.listen();
  const told = { clock: () => now };
  bpjs = await startBpjsServer({ ...told, consumers: [CONSUMER], polis: {} });
  satusehat = await startSatusehatServer({ ...told, partners: [PARTNER], people: {}, tokenSeconds: 3599 });
  jkn = await callerOf(h, origin, OFFICE, bpjs.url);
  await connectSatusehat(h, OFFICE, satusehat.url, 'in-progress');
}, 180_000);
afterAll(async () => {
  await h?.close();
  await bpjs?.stop();
  await satusehat?.stop();
});

const sessionOf = async (poli: string) => {
  const day = (await h.house.queue.days(OFFICE, DAY, DAY, poli))[0];
  if (!day) throw new Error('no session');
  return day;
};

const at = () => ({ h, origin, now: () => now });

const all = async (path: string, headers: Record<string, string> = {}): Promise<Place> => {
  const answer = await fetch(`${origin}${path}`, { headers, redirect: 'manual' });
  return { where: path, text: `${JSON.stringify([...answer.headers])} ${await answer.text()}` };
};

/** What a stream says until the hub moved something. */
async function streamed(path: string): Promise<Place> {
  const stop = new AbortController();
  const answer = await fetch(`${origin}${path}`, { headers: { accept: 'text/event-stream' }, signal: stop.signal });
  const reader = answer.body?.getReader();
  let text = '';
  for (let i = 0; i < 2; i++) text += new TextDecoder().decode((await reader?.read())?.value);
  stop.abort();
  expect(text).toContain('data:');
  return { where: `stream ${path}`, text };
}

async function rowsOf(where: string, text: string): Promise<Place> {
  const rows = await h.t.admin<{ row: string }>(`select t::text as row from (${text}) t`);
  expect([where, rows.length > 0]).toEqual([where, true]);
  return { where, text: rows.map(({ row }) => row).join('\n') };
}

/** Everything that waits to be sent or done, or was. */
async function tablesOf(schemas: readonly string[]): Promise<Place[]> {
  const tables = await h.t.admin<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = any ($1) order by 1`,
    [schemas],
  );
  expect(tables.length).toBeGreaterThan(8);
  return Promise.all(
    tables.map(async ({ name }) => {
      const rows = await h.t.admin<{ row: string }>(`select t::text as row from ${name} t`);
      return { where: name, text: rows.map(({ row }) => row).join('\n') };
    }),
  );
}

describe('names, numbers and complaints', () => {
  const canaries: Canary[] = [
    ...[walkIn, member, kiosk].flatMap(({ name, nik }) => [
      { what: 'name', word: name },
      { what: 'nik', word: nik },
    ]),
    ...[member.card, kiosk.card].map((word) => ({ what: 'card', word })),
    { what: 'phone', word: member.phone },
    { what: 'complaint', word: complaint },
    { what: 'name', word: screenGuest.name },
  ];
  const people = new Map<string, { readonly name: string; readonly nik: string; readonly birthDate: string }>();
  let number = '';
  let entry = '';
  let tickets: readonly string[] = [];
  let token = '';
  let proof: Uint8Array = new Uint8Array();

  it('go through every way to a number, as people do: by pages, by Mobile JKN, at screens and desks', async () => {
    const family = h.cast.families.find(({ members }) => members.some(({ key }) => key === 'budi'));
    for (const one of family?.members ?? []) people.set(one.key, one);
    const [father, child] = [people.get('budi'), people.get('raka')];
    if (!father || !child) throw new Error('nobody');
    canaries.push(
      ...[father, child].flatMap(({ name, nik }) => [
        { what: 'name', word: name },
        { what: 'nik', word: nik },
      ]),
      { what: 'phone', word: PHONE },
    );
    satusehat.know(father.nik, 'P00000000901');
    satusehat.know(child.nik, 'P00000000902');
    const { session } = await sessionOf('umum');
    const kia = (await sessionOf('kia')).session;
    // At home: for himself, for the child, and a place in the list where the day is full.
    const home = await citizenAt(at(), 'budi');
    const care = { office: OFFICE, day: DAY };
    const own = await bookAt(home, { ...care, name: father.name, need: 'sakit', payer: 'bpjs' });
    const childs = await bookAt(home, { ...care, name: child.name, need: 'anak-sakit', payer: 'umum' });
    entry = own.split('/').at(-1) ?? '';
    const gigi = (await sessionOf('gigi')).session.id;
    await h.t.admin('update queue.slot set online = online_taken where session = $1', [gigi]);
    const wish = await waitAt(home, { ...care, name: father.name, need: 'gigi', payer: 'umum' });
    await h.t.admin('update queue.slot set online = online_taken + 1 where session = $1', [gigi]);
    expect(await h.house.queue.offerPlaces(h.house.relay)).toBe(1);
    const accepted = await acceptAt(home, wish);
    tickets = [own, childs, accepted, wish];
    const [row] = await h.t.admin<{ number: number }>('select number from queue.entry where id = $1', [entry]);
    number = `${session.prefix}-${String(row?.number).padStart(3, '0')}`;
    proof = await home.bytes(`${own}/pdf`);
    // Mobile JKN: a stranger, a member, a refusal, and its own address with the number of the card.
    const hours = { kodepoli: '001', tanggalperiksa: DAY };
    const [{ kodedokter, jampraktek }] = (await jkn.status('001', DAY)).response;
    const { card: nomorkartu, nik } = member;
    const taken = {
      ...{ nomorkartu, nik, ...hours, keluhan: complaint, kodedokter, jampraktek, norm: '', nohp: member.phone },
    };
    expect((await jkn.take(taken)).code).toBe(202);
    await jkn.newPatient({
      ...{ nomorkartu, nik, nomorkk: '3276010101200001', nama: member.name, jeniskelamin: 'L', nohp: member.phone },
      ...{ tanggallahir: '1991-02-04', alamat: 'Jalan Contoh 1', kodeprop: '11', namaprop: 'Jawa Barat' },
      ...{ kodedati2: '0120', namadati2: 'Kab. Bandung', kodekec: '1319', namakec: 'Soreang', kodekel: 'D2105' },
      ...{ namakel: 'Cingcin', rw: '001', rt: '013' },
    });
    expect((await jkn.take(taken)).code).toBe(200);
    expect((await jkn.take(taken)).code).toBe(201);
    const path = `/bpjs/${OFFICE}/antrean/sisapeserta/${nomorkartu}/001/${DAY}`;
    expect((await jkn.remaining(nomorkartu, '001', DAY)).code).toBe(200);
    for (const odd of [path, `${path}%`, `${path}/`, path.replace('bpjs', 'BPJS'), `${path}?kartu=${nomorkartu}`])
      expect((await fetch(`${origin}${odd}`)).status).toBeLessThan(500);
    await fetch(`${origin}${path}`, { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } });
    const kept = log.filter((line) => line.includes('sisapeserta') || line.includes('/bpjs/'));
    expect(leaks([{ what: 'card', word: nomorkartu }], [{ where: 'log', text: kept.join('\n') }])).toEqual([]);
    // The desk: walk-ins, a card that is noted, an address that was typed wrong.
    let desk = await officerAt(at(), 'perawat.beji');
    for (const who of [walkIn, kiosk]) await walkInAt(desk, session.id, who, 'umum');
    const bpjsPage = await desk.open('/kantor/antrean/bpjs');
    if (bpjsPage.html.includes(entry)) await desk.submit(bpjsPage, { nomor: entry, kartu: kiosk.card });
    await desk.open(`/kantor/antrean/${session.id}?ruang=${encodeURIComponent(kiosk.nik)}`);
    // The screens: a number for whoever just comes, and checking in with the right date of birth and with a wrong one.
    const screen = await h.house.queue.screenToken(OFFICE);
    const taking = { name: screenGuest.name, birth: screenGuest.birth, session: session.id };
    expect((await takeAtScreen(origin, `/kios/${OFFICE}/${screen}/nomor`, taking)).html).toContain('slip-no');
    token = (await h.house.queue.arrivalToken(OFFICE)) ?? '';
    const door = `/kios/${OFFICE}/${token}`;
    expect((await checkInAt(origin, door, number, '1901-01-01')).status).toBe(422);
    expect((await checkInAt(origin, door, number, father.birthDate)).status).toBe(200);
    expect((await arriveAt(home, `/hadir/${OFFICE}/${token}`, childs.split('/').at(-1) ?? '')).path).toBe(childs);
    // Called, held by a counter, sent on to the pharmacy.
    await h.house.queue.hold(nurse, { session, room: 'Ruang 2', device: randomUUID() }, null);
    await h.house.queue.giveBack(nurse, { session, room: 'Ruang 2', device: randomUUID() });
    now = new Date(session.startsAt.getTime() + 40 * 60_000);
    desk = await officerAt(at(), 'perawat.beji');
    const board = async () => (await (await fetch(`${origin}/papan/${OFFICE}/isi`)).text()).includes(number);
    for (let i = 0; i < 8 && !(await board()); i++) {
      await callAt(desk, session.id);
      now = new Date(now.getTime() + 16 * 60_000);
    }
    expect(await board()).toBe(true);
    expect((await sendOnAt(desk, session.id)).status).toBe(200);
    expect((await callAt(desk, kia.id)).path).toContain('pesan=dipanggil');
    const [moved] = await h.t.admin<{ stage: string }>('select stage from queue.entry where id = $1', [entry]);
    expect(moved?.stage).toBe('obat');
    // What follows: messages to people, to BPJS and to SATUSEHAT.
    await h.house.jobs.settle();
    await expect
      .poll(
        async () => {
          now = new Date(now.getTime() + 60_000);
          await h.house.bpjs.drain(h.house.relay);
          await h.house.satusehat.drain(h.house.relay);
          return [bpjs.taken.length > 2, satusehat.taken.length > 1];
        },
        { timeout: 20_000 },
      )
      .toEqual([true, true]);
  }, 120_000);

  it('are found in nothing that others see, and in nothing that is kept for machines', async () => {
    const told = () =>
      h
        .messages()
        .list({ limit: 500 })
        .filter(({ text }) => text.includes(number));
    await expect.poll(() => told().length, { timeout: 10_000 }).toBeGreaterThan(1);
    const file = join(await mkdtemp(join(tmpdir(), 'kanari-')), 'nomor.pdf');
    await writeFile(file, proof);
    const pages = ['', '/isi'].map((part) => `/papan/${OFFICE}${part}`);
    const strangers = [
      ...['/', '/antre', '/berobat', '/lacak', '/kabar', `/kios/${OFFICE}/${token}`, `/hadir/${OFFICE}/${token}`],
      ...tickets.flatMap((path) => [path, `${path}/baris`, `${path}/pdf`, `${path}/cetak`]),
    ];
    const place = `Location/${OFFICE.replace('/', '-')}`;
    const slots = `${DAY}T00:00:00+07:00`;
    const fhir = [
      `/fhir/${place}`,
      `/fhir/Schedule?actor=${place}&date=${DAY}`,
      `/fhir/Slot?schedule.actor=${place}&start=ge${encodeURIComponent(slots)}`,
      `/fhir/Appointment?actor=${place}&date=${DAY}`,
      `/fhir/Appointment/32.76-${entry}`,
      `/fhir/Appointment?patient.identifier=${people.get('budi')?.nik}`,
    ];
    // Another citizen who is logged in, by pages, by FHIR and by the API of programs.
    const other = await citizenAt(at(), 'siti');
    const bearer = { authorization: `Bearer ${await (await openClient(h)).citizen('siti')}` };
    const others = await Promise.all(
      [...strangers, '/berobat/siapa'].map(async (path) => ({
        where: `another: ${path}`,
        text: (await other.open(path)).html,
      })),
    );
    const packed = unpackedPdf(proof);
    expect(packed.length).toBeGreaterThan(3);
    const places: Place[] = [
      ...(await Promise.all([...pages, ...strangers, ...fhir, '/api/v1/openapi.json'].map((path) => all(path)))),
      ...(await Promise.all([...fhir, '/api/v1/me'].map((path) => all(path, bearer)))),
      ...others,
      await streamed(`/papan/${OFFICE}/arus`),
      { where: 'log', text: log.join('\n') },
      await rowsOf('jobs as they were written', 'select * from public.jobs_seen'),
      await rowsOf(
        'audit',
        `select kind, actor, subject, action, convert_from(body, 'UTF8') from audit.act where kind <> 'case'`,
      ),
      ...(await tablesOf(['platform', 'graphile_worker', 'queue', 'bpjs', 'satusehat', 'keeping', 'notices'])),
      { where: 'pdf', text: proof },
      ...packed.map((text, i) => ({ where: `pdf stream ${i}`, text })),
      { where: 'pdf read', text: execFileSync(toolPath('pdftotext'), [file, '-']).toString() },
      {
        where: 'messages',
        text: told()
          .map(({ text }) => text)
          .join('\n'),
      },
    ];
    // What anybody may read is there to be searched.
    for (const path of fhir.slice(0, 3))
      expect(places.find(({ where }) => where === path)?.text).toMatch(/"(Location|Schedule|Slot)\//);
    expect(log.length).toBeGreaterThan(0);
    expect(leaks(canaries, places)).toEqual([]);
    // What a message names besides: neither the place nor what for.
    const words = ['puskesmas', 'beji', 'poli', 'umum', 'gigi', 'pemeriksaan', 'bpjs'].map((word) => ({
      what: 'care',
      word,
    }));
    expect(leaks(words, [places.at(-1) as Place])).toEqual([]);
    expect(await readFile(file)).toHaveLength(proof.length);
    expect(h.errors).toEqual([]);
  }, 60_000);

  it('would be found: in every dress, and where somebody lets one slip', async () => {
    const web = await h.web();
    const before = log.length;
    web.log.warn({ detail: `pasien ${walkIn.name.toUpperCase()}` }, 'uji');
    expect(leaks(canaries, [{ where: 'log', text: log.slice(before).join('\n') }])).toContainEqual({
      where: 'log',
      what: 'name',
      as: 'bare',
    });
    // The log itself takes a number out, also with its secret field renamed; encoded it would stay, and be found.
    web.log.warn({ detail: `kartu ${member.card} nik ${member.nik}` }, 'uji');
    expect(
      leaks(
        canaries.filter(({ what }) => what !== 'name'),
        [{ where: 'log', text: log.slice(before).join('\n') }],
      ),
    ).toEqual([]);
    // A board that somebody taught to say too much.
    await h.t.admin(
      `update queue.place set directions = (select jsonb_object_agg(room, jsonb_build_object('id', $2::text))
         from (select distinct unnest(rooms) as room from queue.session where office = $1) r) where office = $1`,
      [...[OFFICE, `Temui ${member.name}`]],
    );
    now = new Date(now.getTime() + 2 * 60_000);
    const board = await all(`/papan/${OFFICE}/isi`);
    expect(leaks(canaries, [board])).toContainEqual({ where: board.where, what: 'name', as: 'bare' });
    const nik = walkIn.nik;
    const [one = '', two = ''] = walkIn.name.split(' ');
    // A stream of a PDF is packed: as it lies there it says nothing, unpacked it does.
    const stream = deflateSync(`BT (${walkIn.name}) Tj ET`);
    const pdf = Buffer.concat([
      Buffer.from('5 0 obj<</Filter/FlateDecode>>stream\n'),
      stream,
      Buffer.from('\nendstream'),
    ]);
    expect(leaks(canaries, [{ where: 'pdf', text: pdf }])).toEqual([]);
    expect(
      leaks(
        canaries,
        unpackedPdf(pdf).map((text) => ({ where: 'pdf', text })),
      ).length,
    ).toBeGreaterThan(0);
    const dressed: readonly string[] = [
      `x${Buffer.from(`a ${walkIn.name} b`).toString('base64')}`,
      Buffer.from(`{"n":"${nik}"}`).toString('base64url'),
      Buffer.from(`..${nik}..`).toString('hex').toUpperCase(),
      `?q=${encodeURIComponent(walkIn.name)}`,
      [...walkIn.name].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join(''),
      [...walkIn.name].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
      [...walkIn.name].map((letter) => `&#${letter.charCodeAt(0)};`).join(''),
      `${two}, ${one}`,
      [...nik].reverse().join(''),
      nik.replace(/(\d{4})(?=\d)/g, '$1.'),
      nik.replace(/(\d{4})(?=\d)/g, '$1 '),
      walkIn.name.toLowerCase(),
      [...walkIn.name].join(' '),
      Buffer.from(walkIn.name, 'utf16le').toString('latin1'),
    ];
    for (const text of dressed)
      expect([text, leaks(canaries, [{ where: 'x', text }]).length > 0]).toEqual([text, true]);
  });
});
