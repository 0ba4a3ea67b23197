import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MobileJkn } from '../../simulators/bpjs/index.ts';
import { demoLogins } from '../../src/capabilities/accounts/index.ts';
import type { Doer } from '../../src/capabilities/cases/index.ts';
import { dateNames } from '../../src/surfaces/design/index.ts';
import { callerOf } from '../support/bpjs.ts';
import { type Canary, leaks, type Place } from '../support/canary.ts';
import { launchChromium } from '../support/chromium.ts';
import { type TestHouse, testHouse } from '../support/house.ts';
import { nurse } from '../support/queue-room.ts';
import { toolPath } from '../support/tools.ts';

// People with names and numbers that are found nowhere else go through every way to a number; then everything that others see is searched.

const OFFICE = '32.76/pkm-beji';
const DAY = '2026-11-16';
let now = new Date('2026-11-16T00:50:00Z');
let h: TestHouse;
let origin = '';
let browser: Browser;
let jkn: MobileJkn;
const log: string[] = [];

const walkIn = { name: 'Walkanari Dadakusuma', nik: '3276015501840017', birth: '1984-01-15' };
const member = { name: 'Jeknari Prawiradirja', nik: '3276014402910023', card: '0009871234567', phone: '081377712345' };
const complaint = 'nyeri kanarikeluhan menusuk';
const kiosk = { name: 'Kioskanari Wiradipa', nik: '3276016603770031', birth: '1977-03-26', card: '0004567812345' };

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
  browser = await launchChromium();
  jkn = await callerOf(h, origin, OFFICE);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await h?.close();
});

const sessionOf = async (poli: string) => {
  const day = (await h.house.queue.days(OFFICE, DAY, DAY, poli))[0];
  if (!day) throw new Error('no session');
  return day;
};

/** A mother of the demo, who has an account and a phone. */
async function mother() {
  const one = h.cast.families.flatMap(({ members }) => members).find(({ phone }) => phone === '+62812990100001');
  const person = one && (await h.house.people.find(one.nik));
  if (!one || !person) throw new Error('nobody');
  const doer: Doer = { id: person.id, label: person.name, seat: null, roles: [], nik: person.nik };
  return { doer, person, phone: '+62812990100001' };
}

async function bookAtHome(poli: string, need: string): Promise<string> {
  const { doer, person, phone } = await mother();
  const { slots } = await sessionOf(poli);
  const whom = { ...person, person: person.id, card: kiosk.card, phone, basis: 'register' as const };
  const { nik, name, sex, birthDate } = person;
  const given = await h.house.queue.book(
    doer,
    {
      ...{ region: '32.76', slot: slots[0]?.id ?? '', need, authority: 'self', payer: 'bpjs' },
      whom: { person: whom.person, nik, name, sex, birthDate, card: whom.card, phone, basis: 'register' },
    },
    randomUUID(),
  );
  return given.id;
}

/** Through the counter's own page, and a page that is refused. */
async function atTheCounter(session: string): Promise<void> {
  const cast = h.cast.families.flatMap(({ members }) => members).map((one) => ({ ...one, phone: one.phone ?? null }));
  const officer = demoLogins(cast, now).officers.find(({ username }) => username === 'perawat.beji');
  const context = await browser.newContext({ baseURL: origin, javaScriptEnabled: false });
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  const birth = dateNames('lahir');
  await page.goto('/kantor/masuk?ke=/kantor/antrean');
  await page.fill('[name=username]', officer?.username ?? '');
  await page.fill('[name=password]', officer?.password ?? '');
  await page.fill('[name=totp]', officer?.totpNow ?? '');
  await page.getByRole('button', { name: 'Masuk' }).first().click();
  for (const one of [walkIn, kiosk]) {
    await page.goto(`/kantor/antrean/${session}?ruang=1`);
    const [year = '', month = '', day = ''] = one.birth.split('-');
    await page.fill('[name=nik]', one.nik);
    await page.fill('[name=nama]', one.name);
    for (const [part, value] of Object.entries({ day, month, year }))
      await page.fill(`[name="${birth[part as 'day']}"]`, value);
    await page.getByLabel('Bayar sendiri').check();
    await page.getByRole('button', { name: 'Beri nomor' }).click();
    expect(page.url()).toContain('pesan=diberi');
    await page.getByRole('button', { name: /^Panggil berikutnya/ }).click();
  }
  await context.request.get(`/kantor/antrean/${session}?ruang=${encodeURIComponent(kiosk.nik)}`);
  await context.close();
}

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
  ];
  let number = '';
  let entry = '';
  let token = '';

  it('go through every way to a number', async () => {
    const { person, phone } = await mother();
    canaries.push(
      { what: 'name', word: person.name },
      { what: 'nik', word: person.nik },
      { what: 'phone', word: phone },
    );
    const { session } = await sessionOf('umum');
    entry = await bookAtHome('umum', 'sakit');
    const [row] = await h.t.admin<{ number: number }>('select number from queue.entry where id = $1', [entry]);
    number = `${session.prefix}-${String(row?.number).padStart(3, '0')}`;
    // Mobile JKN: a stranger, a member, a refusal, and its own address with the number of the card.
    const hours = { kodepoli: '001', tanggalperiksa: DAY };
    const [{ kodedokter, jampraktek }] = (await jkn.status('001', DAY)).response;
    const wish = {
      ...{
        nomorkartu: member.card,
        nik: member.nik,
        ...hours,
        keluhan: complaint,
        kodedokter,
        jampraktek,
        norm: '',
        nohp: member.phone,
      },
    };
    expect((await jkn.take(wish)).code).toBe(202);
    const place = {
      kodeprop: '11',
      namaprop: 'Jawa Barat',
      kodedati2: '0120',
      namadati2: 'Kab. Bandung',
      kodekec: '1319',
    };
    await jkn.newPatient({
      ...{
        nomorkartu: member.card,
        nik: member.nik,
        nomorkk: '3276010101200001',
        nama: member.name,
        jeniskelamin: 'L',
      },
      ...{ tanggallahir: '1991-02-04', alamat: 'Jalan Contoh 1', ...place, namakec: 'Soreang', kodekel: 'D2105' },
      ...{ namakel: 'Cingcin', rw: '001', rt: '013' },
    });
    expect((await jkn.take(wish)).code).toBe(200);
    expect((await jkn.take(wish)).code).toBe(201);
    const path = `/bpjs/${OFFICE}/antrean/sisapeserta/${member.card}/001/${DAY}`;
    expect((await fetch(`${origin}${path}`)).status).toBeLessThan(500);
    await fetch(`${origin}${path}%`);
    await fetch(`${origin}${path}`, { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } });
    await atTheCounter(session.id);
    // The kiosk, with the right date of birth and with a wrong one.
    token = (await h.house.queue.arrivalToken(OFFICE)) ?? '';
    const typed = { prefix: session.prefix, number: row?.number ?? 0 };
    await expect(
      h.house.queue.checkInAtKiosk(OFFICE, token, { ...typed, birthDate: '1901-01-01' }, randomUUID()),
    ).rejects.toMatchObject({ code: 'queue/no-match' });
    await h.house.queue.checkInAtKiosk(OFFICE, token, { ...typed, birthDate: person.birthDate }, randomUUID());
    // Called, held by a counter, waited for.
    await h.house.queue.hold(nurse, { session, room: 'Ruang 2', device: randomUUID() }, null);
    await h.house.queue.giveBack(nurse, { session, room: 'Ruang 2', device: randomUUID() });
    now = new Date(session.startsAt.getTime() + 40 * 60_000);
    const board = async () => (await (await fetch(`${origin}/papan/${OFFICE}/isi`)).text()).includes(number);
    for (let i = 0; i < 6 && !(await board()); i++) {
      const [inside] = await h.t.admin<{ id: string }>(
        `select id from queue.entry where lane = $1 and room = 'Ruang 1' and status = 'called'`,
        [session.id],
      );
      await h.house.queue
        .callNext(nurse, { session, room: 'Ruang 1', now: inside?.id ?? null }, randomUUID())
        .catch(() => undefined);
      now = new Date(now.getTime() + 16 * 60_000);
    }
    expect(await board()).toBe(true);
    await h.t.admin('update queue.slot set online = online_taken where session = $1', [
      (await sessionOf('gigi')).session.id,
    ]);
    const { doer } = await mother();
    const wished = {
      office: OFFICE,
      poli: 'gigi',
      need: 'gigi',
      day: DAY,
      subject: person.id,
      authority: 'self',
      payer: 'umum',
    } as const;
    await h.house.queue.wait(doer, wished, randomUUID());
  }, 120_000);

  it('are found in nothing that others see, and in nothing that is kept for machines', async () => {
    const { doer } = await mother();
    for (let i = 0; i < 100; i++) {
      if (
        h
          .messages()
          .list({ limit: 500 })
          .some(({ text }) => text.includes(number))
      )
        break;
      await new Promise((wake) => setTimeout(wake, 100));
    }
    const { bytes } = await h.house.queue.proofPdf(doer, { region: '32.76', id: entry });
    const file = join(await mkdtemp(join(tmpdir(), 'kanari-')), 'nomor.pdf');
    await writeFile(file, bytes);
    const told = h
      .messages()
      .list({ limit: 500 })
      .filter(({ text }) => text.includes(number));
    expect(told.length).toBeGreaterThan(1);
    const pages = ['', '/isi'].map((part) => `/papan/${OFFICE}${part}`);
    const strangers = [
      '/',
      '/antre',
      '/berobat',
      '/lacak',
      `/kios/${OFFICE}/${token}`,
      `/hadir/${OFFICE}/${token}`,
      `/antrean/32.76/${entry}`,
    ];
    const places: Place[] = [
      ...(await Promise.all([...pages, ...strangers, '/api/v1/openapi.json'].map((path) => all(path)))),
      await streamed(`/papan/${OFFICE}/arus`),
      { where: 'log', text: log.join('\n') },
      await rowsOf('jobs as they were written', 'select * from public.jobs_seen'),
      await rowsOf('events', 'select * from queue.event'),
      await rowsOf(
        'audit',
        `select kind, actor, subject, action, convert_from(body, 'UTF8') from audit.act where kind in ('entry', 'lease', 'wish', 'session')`,
      ),
      await rowsOf('the queue', 'select * from queue.entry'),
      await rowsOf('leases', 'select * from queue.lease'),
      ...(await tablesOf(['platform', 'graphile_worker', 'bpjs', 'satusehat', 'notices'])),
      { where: 'pdf', text: bytes },
      { where: 'pdf read', text: execFileSync(toolPath('pdftotext'), [file, '-']).toString() },
      { where: 'messages', text: told.map(({ text }) => text).join('\n') },
    ];
    expect(log.length).toBeGreaterThan(0);
    expect(leaks(canaries, places)).toEqual([]);
    // What a message names besides: neither the place nor what for.
    const words = ['puskesmas', 'beji', 'poli', 'umum', 'gigi', 'pemeriksaan', 'bpjs'].map((word) => ({
      what: 'care',
      word,
    }));
    expect(leaks(words, [places.at(-1) as Place])).toEqual([]);
    expect(await readFile(file)).toHaveLength(bytes.length);
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
      `update queue.place set directions = jsonb_build_object('Ruang 1', jsonb_build_object('id', $2::text)) where office = $1`,
      [...[OFFICE, `Temui ${member.name}`]],
    );
    now = new Date(now.getTime() + 2 * 60_000);
    const board = await all(`/papan/${OFFICE}/isi`);
    expect(leaks(canaries, [board])).toContainEqual({ where: board.where, what: 'name', as: 'bare' });
    const nik = walkIn.nik;
    const [one = '', two = ''] = walkIn.name.split(' ');
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
