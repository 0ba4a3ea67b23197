import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoLogins } from '../../src/capabilities/accounts/index.ts';
import { noBarriers } from '../support/axe.ts';
import { closePages, openChromium } from '../support/chromium.ts';
import { type TestHouse, testHouse } from '../support/house.ts';

// The head of a Puskesmas changes its timetable, by pages alone.

let house: TestHouse;
let browser: Browser;
let origin = '';
let now = new Date('2026-11-16T01:00:00Z');

beforeAll(async () => {
  house = await testHouse({ clock: () => now });
  await house.house.queue.layOut(house.house.relay);
  origin = await house.listen();
  browser = await openChromium();
}, 180_000);
afterAll(async () => {
  await closePages();
  await house?.close();
});

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click();

async function sound(page: Page, width: number, script: boolean): Promise<void> {
  const box = await page.locator('main').boundingBox();
  expect(box?.width).toBeLessThanOrEqual(width);
  const wide = await page.locator('html').boundingBox();
  expect([page.url(), wide?.width]).toEqual([page.url(), width]);
  if (!script) return;
  await noBarriers(page);
}

async function head(width: number, javaScriptEnabled: boolean): Promise<{ context: BrowserContext; page: Page }> {
  // A code is good once: the second visit comes a minute later.
  now = new Date(now.getTime() + 60_000);
  const members = house.cast.families.flatMap((family) => family.members);
  const known = demoLogins(
    members.map((one) => ({ ...one, phone: one.phone ?? null })),
    now,
  ).officers.find((one) => one.username === 'kepala.pkm.beji');
  if (!known) throw new Error('no head');
  const context = await browser.newContext({ viewport: { width, height: 800 }, javaScriptEnabled });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(`${origin}/kantor/masuk?ke=/kantor/antrean/jadwal`);
  await page.fill('[name=username]', known.username);
  await page.fill('[name=password]', known.password);
  await page.fill('[name=totp]', known.totpNow);
  await press(page, 'Masuk');
  return { context, page };
}

describe.each([
  ['360 px without script', 360, false, 'dr. Uji Satu', '18'],
  ['1280 px with script', 1280, true, 'dr. Uji Dua', '19'],
] as const)('the head of a place changes its timetable, %s', (_, width, script, doctor, closed) => {
  it('doctor and places, a closed day, a need, a file; each with its reason in the history', {
    timeout: 180_000,
  }, async () => {
    const { context, page } = await head(width, script);
    const look = () => sound(page, width, script);
    await page.getByRole('heading', { name: 'Jadwal dan tempat' }).waitFor();
    await look();
    // Folded, the whole page is no longer than a few screens.
    if (width === 1280) expect((await page.locator('main').boundingBox())?.height).toBeLessThan(2000);
    expect(await page.textContent('main')).not.toMatch(/\d\d:\d\d/);
    await page.getByRole('link', { name: 'Tambah sesi mingguan' }).click();
    await press(page, 'Simpan');
    const missing = await page.locator('.errors').textContent();
    for (const field of ['Layanan', 'Hari', 'Mulai jam', 'Sampai jam', 'Ruang', 'Alasan'])
      expect(missing).toContain(`${field}: `);
    await page.getByRole('link', { name: 'Jadwal dan tempat' }).click();
    await page
      .getByRole('link', { name: /^Pemeriksaan umum, 08\.00.*Senin, Selasa, Rabu, Kamis/ })
      .first()
      .click();
    await look();
    await page.fill('[name=dokter]', doctor);
    await page.fill('[name=pesan]', '5');
    await page.fill('[name=batas]', 'banyak');
    await press(page, 'Simpan');
    // Nothing typed is lost, and what is missing is told.
    expect(await page.inputValue('[name=dokter]')).toBe(doctor);
    expect(await page.locator('.errors').textContent()).toContain('Isi angka 1 sampai 20000');
    expect(await page.locator('.errors').textContent()).toContain('Isi alasannya');
    await look();
    await page.fill('[name=batas]', '60');
    await page.locator('[name=alasan]').first().fill(`Jadwal baru ${doctor}`);
    await press(page, 'Simpan');
    await page.getByText('Tersimpan.').waitFor();
    const row = page.getByRole('row', { name: new RegExp(`Jadwal baru ${doctor}`) });
    expect(await row.textContent()).toMatch(/Sesi umum-pagi mulai .*dokter .* → dr\. Uji/);
    await look();
    const days = await house.house.queue.days('32.76/pkm-beji', '2026-11-17', '2026-11-17', 'umum');
    expect(days[0]?.session.doctor).toBe(doctor);

    await page.getByRole('link', { name: /Tambah hari libur/ }).click();
    await look();
    await page.fill('[name=nama]', 'Akreditasi');
    await page.fill('[name="mulai.day"]', '1');
    await page.locator('[name=alasan]').first().fill('Surat Dinas');
    await press(page, 'Tambah hari libur');
    // The first of this month is over.
    expect(await page.locator('.errors').textContent()).toContain('Paling cepat mulai besok');
    await page.fill('[name="mulai.day"]', closed);
    await press(page, 'Tambah hari libur');
    await page.getByText('Tersimpan.').waitFor();
    expect(await house.house.queue.days('32.76/pkm-beji', `2026-11-${closed}`, `2026-11-${closed}`)).toEqual([]);

    await page.getByRole('link', { name: 'Tambah keperluan' }).click();
    await look();
    await page.fill('[name=judul]', `Cek tekanan ${width}`);
    await page.fill('[name=judul-en]', `Blood pressure ${width}`);
    await page.selectOption('[name=layanan]', 'umum');
    await page.locator('[name=alasan]').first().fill('Program');
    await press(page, 'Simpan');
    await page.locator('#keperluan ~ .more > summary').click();
    await page.getByRole('link', { name: new RegExp(`Cek tekanan ${width}`) }).click();
    await look();
    await page.locator('#akhir-alasan').fill('Selesai');
    await press(page, 'Akhiri');
    await page.getByText('Tersimpan.').waitFor();

    await page.getByRole('link', { name: /Jadwal dari berkas/ }).click();
    await look();
    const csv = await (await page.request.get(`${origin}/kantor/antrean/jadwal/berkas/csv`)).text();
    expect(csv).toContain(`,${doctor},`);
    const bad = csv.replace(/^.*,gigi-pagi,.*$/m, (line) => line.replace(',08:00,', ',8 pagi,'));
    await page.setInputFiles('[name=berkas]', { name: 'jadwal.csv', mimeType: 'text/csv', buffer: Buffer.from(bad) });
    await page.locator('[name=alasan]').fill('Berkas');
    await press(page, 'Pakai berkas ini');
    await page.getByText(/baris dipakai, 1 baris salah/).waitFor();
    expect(
      await page
        .getByRole('row', { name: /8 pagi/ })
        .first()
        .textContent(),
    ).toContain('harus jam seperti 08:00');
    await look();
    await context.close();
  });
});
