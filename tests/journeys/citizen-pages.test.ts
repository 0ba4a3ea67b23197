import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseRef, Doer } from '../../src/capabilities/cases/index.ts';
import { closePages, openChromium } from '../support/chromium.ts';
import { type TestHouse, testHouse } from '../support/house.ts';
import { looker, type Seen } from '../support/look.ts';
import { act, citizen, fill, officer } from '../support/walk.ts';

let h: TestHouse;
let browser: Browser;
let origin = '';
let see: ReturnType<typeof looker>;

beforeAll(async () => {
  h = await testHouse();
  origin = await h.listen();
  browser = await openChromium();
  see = looker(origin);
}, 120_000);
afterAll(async () => {
  await closePages();
  await h?.close();
});

const KILO = 1024;
const FIRST = 30 * KILO;
const FORM = 40 * KILO;
const LARGEST = 200 * KILO;
const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

async function codeFor(phone: string): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const [message] = h.messages().list({ to: phone, limit: 1 });
    const code = /\b(\d{3}) ?(\d{3})\b/.exec(message?.text ?? '');
    if (code) return `${code[1]}${code[2]}`;
    await new Promise((wake) => setTimeout(wake, 100));
  }
  throw new Error('no code arrived');
}

/** Somebody of the cast, logged in with number, code and PIN. */
async function signedIn(phone: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(`${origin}/masuk?ke=/surat`);
  await page.fill('#telepon', phone.replace('+62', '0'));
  await page.locator('main form button[type=submit]').first().click();
  await page.fill('#kode', await codeFor(phone));
  await page.locator('main form button[type=submit]').first().click();
  await page.fill('#pin', '246813');
  await page.locator('main form button[type=submit]').first().click();
  await page.waitForURL('**/surat');
  await page.close();
  return context;
}

async function begun(key: string, service: string) {
  const { doer, party, region } = await citizen(h, key);
  const ref = await h.house.cases.begin(doer, {
    ...{ id: randomUUID(), service, region, applicant: party, subject: party },
    ...{ authority: 'self', channel: 'warga' },
  });
  return { doer, ref };
}

async function sent(doer: Doer, ref: CaseRef, answers: Readonly<Record<string, unknown>>): Promise<void> {
  await fill(h, doer, ref, answers);
  const ready = await h.house.cases.draft(doer, ref);
  await h.house.cases.submit(doer, ref, { version: ready.found.version, key: randomUUID() });
}

const need = (n: number) => ({
  ...{ purpose: 'school', institution: `SDN Depok ${n}`, income: 1_500_000 + n, dependants: 3 },
  ...{ poor: true, rtLetter: 1, house: 1 },
});

it('pages that need no login are light, narrow enough and free of barriers', { timeout: 240_000 }, async () => {
  const context = await browser.newContext();
  const seen: Seen[] = [];
  for (const [name, path] of [
    ['depan', '/'],
    ['cari', '/cari?q=ktp+ilang'],
    ['cari-tidak-ada', '/cari?q=perpanjang+stnk'],
    ['peristiwa', '/peristiwa/kelahiran'],
    ['semua-layanan', '/layanan'],
    ['layanan-akta', '/layanan/akta-kelahiran'],
    ['layanan-ktp', '/layanan/ktp-hilang'],
    ['layanan-sktm', '/layanan/32.76/sktm'],
    ['masuk', '/masuk'],
    ['buat-akun', '/daftar'],
    ['bantuan', '/bantuan'],
    ['bantuan-cari', '/bantuan?tempat.cari=abadijaya'],
    ['periksa', '/periksa'],
    ['periksa-merah', `/periksa/${'x'.repeat(26)}`],
    ['tidak-ada', '/tidak-ada'],
  ] as const)
    seen.push(await see(name, path, context));
  await context.close();
  report(seen, FIRST);
  expect(seen.filter(({ status }) => status >= 500)).toEqual([]);
});

it('every question of a birth is a light page', { timeout: 600_000 }, async () => {
  const context = await signedIn('+62812990100002');
  const { doer, ref } = await begun('dewi', 'akta-kelahiran');
  const people = h.cast.families.flatMap((family) => family.members);
  const nik = (key: string) => people.find((one) => one.key === key)?.nik ?? '';
  const [village] = await h.t.admin<{ code: string }>(
    `select split_part(office, '/', 2) as code from accounts.role where role = 'petugasLoket' and office like '32.76/kel-%' limit 1`,
  );
  const answers: Readonly<Record<string, unknown>> = {
    ...{ reporterRelation: 'parent', origin: 'parents', 'child.name': 'Kirana Ayu Pratama', 'child.sex': 'female' },
    ...{ 'child.birthDate': daysAgo(20), 'child.birthTime': '04:15', 'child.placeKind': 'hospital' },
    ...{ 'child.birthPlace': { code: '32.76' }, 'child.birthKind': 'single', 'child.order': 2, 'child.weight': 3100 },
    ...{ 'child.helper': 'midwife', mother: { nik: nik('dewi') }, father: { nik: nik('budi') } },
    ...{ home: { of: 'mother' }, relationship: 'child', birthStatement: 1 },
    pickup: { kind: 'kelurahan', region: '32.76', code: village?.code },
    ...{ witness1: { nik: nik('endang') }, witness2: { nik: nik('euis') } },
  };
  const seen = [await see('mulai', '/layanan/akta-kelahiran/mulai', context)];
  const kinds = new Set<string | undefined>();
  const base = `/permohonan/${ref.region}/${ref.id}`;
  const { cases } = h.house;
  for (let draft = await cases.draft(doer, ref); draft.settled.next; draft = await cases.draft(doer, ref)) {
    const { next } = draft.settled;
    const kind = draft.definition.pages.flatMap((page) => page.questions).find(({ id }) => next.questions.includes(id))
      ?.field.kind;
    const name = `tanya-${String(seen.length).padStart(2, '0')}-${next.ref}`;
    // Questions of one kind are drawn by one part: looking for barriers once is enough.
    seen.push(await see(name, `${base}/${next.ref}`, context, !kinds.has(kind)));
    kinds.add(kind);
    if (next.kind === 'files') {
      await fill(h, doer, ref, answers);
      seen.push(await see('tanya-berkas-terisi', `${base}/${next.ref}`, context));
      break;
    }
    const body = Object.fromEntries(next.questions.filter((id) => id in answers).map((id) => [id, answers[id]]));
    const { issues } = await cases.answer(doer, ref, next.ref, body, {
      version: draft.found.version,
      key: randomUUID(),
    });
    expect(issues).toEqual([]);
  }
  seen.push(await see('periksa-jawaban', `${base}/periksa`, context));
  const page = await context.newPage();
  // Where something is collected the kelurahan of the own family stands first; two of one name are told apart.
  await page.goto(`${origin}${base}/keluarga.pickup`);
  const offices = await page.locator('select[name=pickup] option').allTextContents();
  expect(offices[1]).toBe('Kantor Kelurahan Kemiri Muka (tempat tinggal Anda)');
  expect(new Set(offices).size).toBe(offices.length);
  expect(await page.textContent('.for')).toContain('Kirana Ayu Pratama');
  expect(await page.textContent('.step-name')).toContain('Bagian 4 dari 7');
  await page.close();
  await sent(doer, ref, answers);
  seen.push(await see('terkirim', `${base}/terkirim`, context));
  seen.push(await see('status-akta-terkirim', `/urusan/${ref.region}/${ref.id}`, context));
  await context.close();
  report(seen, FORM);
});

it('a case in each of its states, its paper and what a stranger sees of it', { timeout: 600_000 }, async () => {
  const context = await signedIn('+62812990100002');
  const seen: Seen[] = [];
  const status = async (name: string, ref: CaseRef, more = '') =>
    seen.push(await see(`status-${name}`, `/urusan/${ref.region}/${ref.id}${more}`, context));
  const clerk = async (ref: CaseRef, role: string) => {
    const { doer } = await citizen(h, 'dewi');
    const seat = (await h.house.cases.view(doer, ref)).tasks[0]?.office ?? '';
    return officer(h, seat, role);
  };

  const back = await begun('dewi', '32.76/sktm');
  await sent(back.doer, back.ref, need(1));
  await status('terkirim', back.ref);
  await status('batal', back.ref, '/batal');
  await act(h, await clerk(back.ref, 'petugasKelurahan'), back.ref, 'verifikasi', 'perbaiki', {
    ...{ reasons: ['R02'], questions: ['rtLetter'] },
  });
  await status('perbaikan', back.ref);
  seen.push(await see('perbaikan-berkas', `/permohonan/${back.ref.region}/${back.ref.id}`, context));

  const no = await begun('dewi', '32.76/sktm');
  await sent(no.doer, no.ref, need(2));
  await act(h, await clerk(no.ref, 'petugasKelurahan'), no.ref, 'verifikasi', 'tolak', { reasons: ['L02'] });
  await status('ditolak', no.ref);

  const yes = await begun('dewi', '32.76/sktm');
  await sent(yes.doer, yes.ref, need(3));
  await act(h, await clerk(yes.ref, 'petugasKelurahan'), yes.ref, 'verifikasi', 'setujui');
  await act(h, await clerk(yes.ref, 'kasiKesra'), yes.ref, 'paraf', 'paraf');
  await status('tanda-tangan', yes.ref);
  await act(h, await clerk(yes.ref, 'lurah'), yes.ref, 'tandaTangan', 'terbitkan');
  await status('terbit', yes.ref);
  await status('bukti', yes.ref, '/bukti');

  for (const [name, path] of [
    ['depan-masuk', '/'],
    ['urusan', '/urusan'],
    ['surat', '/surat'],
    ['akun', '/akun'],
    ['kabar', '/kabar'],
    ['siapa-membuka', '/siapa-membuka'],
    ['data-salah', '/data-salah'],
    ['pesan', '/simulasi/pesan'],
  ] as const)
    seen.push(await see(name, path, context));
  const [paper] = await h.house.documents.papersOfCases(
    { regions: [yes.ref.region], persons: [yes.doer.id] },
    yes.ref.region,
    [yes.ref.id],
  );
  seen.push(await see('surat-satu', `/surat/${yes.ref.region}/${paper?.id}`, context));
  const check = paper && h.house.documents.checkOf(paper);
  seen.push(await see('periksa-hijau', new URL(check?.url ?? '').pathname, context));
  await context.close();
  report(seen, FORM);
  expect(h.errors).toEqual([]);
});

it('a refusal says what is kept and where to go on, and leaves whoever is logged in his menu', {
  timeout: 120_000,
}, async () => {
  const context = await signedIn('+62812990100004');
  const page = await context.newPage();
  const { ref } = await begun('euis', '32.76/sktm');
  const form = `${origin}/permohonan/${ref.region}/${ref.id}/keperluan.purpose`;
  const bar = page.getByRole('navigation', { name: 'Utama' });

  const missing = await page.goto(`${origin}/tidak-ada`);
  expect([missing?.status(), await bar.getByRole('link').count()]).toEqual([404, 4]);

  // A form with a fault is found again by "Back" from the page after it.
  await page.goto(form);
  await page.getByRole('button', { name: 'Lanjut', exact: true }).click();
  await page.getByLabel('Sekolah', { exact: true }).check();
  await page.getByRole('button', { name: 'Lanjut', exact: true }).click();
  await page.waitForURL('**/keperluan.institution');
  await page.goBack();
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Untuk apa?');

  // Somebody logged out in another window: nothing of the form is taken, and the way back is shown.
  await page.goto(form);
  await context.clearCookies();
  await page.getByLabel('Rumah sakit', { exact: true }).check();
  await page.getByRole('button', { name: 'Lanjut', exact: true }).click();
  await page.getByRole('heading', { name: 'Formulir ini sudah lama' }).waitFor();
  const back = await page.getByRole('link', { name: 'Kembali ke halaman tadi' }).getAttribute('href');
  expect(`${origin}${back}`).toBe(form);
  expect(await bar.count()).toBe(0);
  await context.close();
});

/** Each page within its budget, and none with a fault. */
function report(seen: readonly Seen[], budget: number): void {
  if (process.env.LOOK)
    for (const { name, status, wire, options } of seen)
      console.info(`${name} ${status} ${(wire / KILO).toFixed(1)} KB, ${options} options`);
  const over = seen.filter(({ wire, largest, options }) => wire > budget || largest > LARGEST || options > 200);
  expect(over.map(({ name, wire, largest, options }) => ({ name, wire, largest, options }))).toEqual([]);
  expect(seen.flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}`))).toEqual([]);
}
