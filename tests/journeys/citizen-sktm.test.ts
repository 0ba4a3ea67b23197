import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePages, openChromium } from '../support/chromium.ts';
import { forOneself } from '../support/form.ts';
import { type TestHouse, testHouse } from '../support/house.ts';

let house: TestHouse;
let browser: Browser;
let origin = '';

beforeAll(async () => {
  house = await testHouse();
  origin = await house.listen();
  browser = await openChromium();
}, 120_000);
afterAll(async () => {
  await closePages();
  await house?.close();
});

const photo = async (name: string, background: string) => ({
  name,
  mimeType: 'image/jpeg',
  buffer: await sharp({ create: { width: 400, height: 300, channels: 3, background } })
    .jpeg()
    .toBuffer(),
});

const press = (page: Page, name: string) => page.getByRole('button', { name }).first().click();

/** The newest code that reached this phone. */
async function codeFor(phone: string): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const [message] = house.messages().list({ to: phone, limit: 1 });
    const code = /\b(\d{3}) ?(\d{3})\b/.exec(message?.text ?? '');
    if (code) return `${code[1]}${code[2]}`;
    await new Promise((wake) => setTimeout(wake, 100));
  }
  throw new Error('no code arrived');
}

async function fits(page: Page): Promise<void> {
  const box = await page.locator('main').boundingBox();
  expect(box?.width).toBeLessThanOrEqual(360);
}

describe.each([
  ['without script', false, '+62812990100002'],
  ['with script', true, '+62812990100001'],
] as const)('SKTM on a phone of 360 px, %s', (_, javaScriptEnabled, phone) => {
  it('from a search with a slip to a sent request that can be followed', { timeout: 120_000 }, async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(origin);
    await page.fill('#cari', 'surat miskn buat sekolah');
    await press(page, 'Cari');
    await page.getByRole('link', { name: 'Surat keterangan tidak mampu' }).click();
    await page.getByRole('link', { name: 'Mulai' }).click();
    await page.fill('#telepon', phone.replace('+62', '0'));
    await press(page, 'Kirim kode');
    await page.fill('#kode', await codeFor(phone));
    await press(page, 'Masuk');
    await page.fill('#pin', '246813');
    await press(page, 'Masuk');
    await forOneself(page);
    await press(page, 'Saya mengerti');
    await fits(page);

    // Who comes back by the service's page goes on where he was.
    const question = page.url();
    await page.goto(`${origin}/layanan/32.76/sktm/mulai`);
    const begun = page.locator('section:has(#draf)');
    expect(await begun.textContent()).toMatch(/Untuk .+, Anda sendiri\. Mulai diisi .+ WIB/);
    await fits(page);
    await begun.getByRole('link').click();
    expect(page.url()).toBe(question);

    await press(page, 'Lanjut');
    expect(await page.title()).toContain('Perlu diperbaiki');
    // One question, said once: in its own box, which names what is wrong and has the focus.
    expect(await page.locator('.errors').count()).toBe(0);
    expect((await page.textContent('main'))?.match(/Jawab dulu pertanyaan ini/g)).toHaveLength(1);
    const box = page.locator('fieldset[aria-describedby~="purpose-salah"]');
    expect(await box.locator('#purpose-salah').textContent()).toContain('Jawab dulu pertanyaan ini');
    if (javaScriptEnabled) expect(await page.evaluate('document.activeElement.name')).toBe('purpose');
    await page.getByLabel('Sekolah').check();
    await press(page, 'Lanjut');
    await page.fill('[name=institution]', 'SDN Depok 1');
    await press(page, 'Lanjut');
    await page.fill('[name=income]', 'abc');
    await press(page, 'Lanjut');
    expect(await page.inputValue('[name=income]')).toBe('abc');
    await page.fill('[name=income]', '1.500.000');
    await press(page, 'Lanjut');
    await page.fill('[name=dependants]', '3');
    await press(page, 'Lanjut');
    await page.check('[name=poor]');
    await press(page, 'Lanjut');

    // A text that calls itself a photo is refused, and the page stays.
    await page.setInputFiles('#rtLetter', { name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('halo') });
    if (!javaScriptEnabled) await press(page, 'Lanjut');
    await page.getByText('Kirim foto (JPG atau PNG) atau PDF').first().waitFor();
    if (javaScriptEnabled) await page.reload();
    await page.setInputFiles('#rtLetter', await photo('rt.jpg', '#845'));
    await page.setInputFiles('#house', await photo('rumah.jpg', '#485'));
    if (javaScriptEnabled) await page.locator('input[name$=".berkas"]').nth(1).waitFor({ state: 'attached' });
    await press(page, 'Lanjut');
    await page.getByRole('heading', { name: 'Periksa jawaban Anda' }).waitFor();
    expect(await page.textContent('main')).toContain('Rp1.500.000');
    expect(await page.textContent('main')).toContain('rumah.jpg');

    await page.check('#benar');
    await press(page, 'Kirim permohonan');
    await page.getByRole('heading', { name: 'Permohonan Anda sudah kami terima' }).waitFor();
    await fits(page);
    await page.getByRole('link', { name: 'Ikuti urusan ini' }).click();
    expect(await page.textContent('h1')).toMatch(/^Menunggu pemeriksaan berkas di .+ sejak .+ WIB$/);
    for (const path of [
      '/urusan',
      '/surat',
      '/akun',
      '/kabar',
      '/siapa-membuka',
      '/data-salah',
      '/periksa',
      '/bantuan',
    ]) {
      const answer = await page.goto(`${origin}${path}`);
      expect([path, answer?.status()]).toEqual([path, 200]);
    }
    expect(house.errors).toEqual([]);
    await context.close();
  });
});
