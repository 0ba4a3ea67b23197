import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoLogins } from '../../src/capabilities/accounts/index.ts';
import { noBarriers } from '../support/axe.ts';
import { numberInSight, shot } from '../support/browse.ts';
import { closePages, openChromium } from '../support/chromium.ts';
import { type TestHouse, testHouse } from '../support/house.ts';

let house: TestHouse;
let browser: Browser;
let origin = '';
let now = new Date('2026-11-16T00:50:00Z');

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

const later = (minutes: number): void => {
  now = new Date(now.getTime() + minutes * 60_000);
};
const press = (page: Page, name: string) => page.getByRole('button', { name }).first().click();

/** The script that hears keys is there when everything else is. */
async function key(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('load');
  await page.keyboard.press(name);
}

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

/** Nothing for axe to find, the emergency room first, and nothing that scrolls sideways. */
async function sound(page: Page, width: number, emergency = true): Promise<void> {
  await noBarriers(page);
  const box = await page.locator('main').boundingBox();
  expect(box?.width).toBeLessThanOrEqual(width);
  if (emergency) expect((await page.locator('main').textContent())?.trimStart()).toMatch(/^Gawat darurat\?/);
}

async function officer(username: string): Promise<{ context: BrowserContext; page: Page }> {
  const known = demoLogins(
    house.cast.families.flatMap((family) => family.members).map((one) => ({ ...one, phone: one.phone ?? null })),
    now,
  ).officers.find((one) => one.username === username);
  if (!known) throw new Error(username);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${origin}/kantor/masuk?ke=/kantor/antrean`);
  await page.fill('[name=username]', known.username);
  await page.fill('[name=password]', known.password);
  await page.fill('[name=totp]', known.totpNow);
  await press(page, 'Masuk');
  return { context, page };
}

// Axe runs in the page, so without script only the page itself is looked at.
describe.each([
  ['without script', false, '+62812990100002', 1],
  ['with script', true, '+62812990100001', 2],
] as const)('a child is taken to the Puskesmas, %s', (_, javaScriptEnabled, phone, hour) => {
  it('from "mau berobat" to the room and home again', { timeout: 180_000 }, async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, javaScriptEnabled });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const look = async (emergency = true) => (javaScriptEnabled ? sound(page, 360, emergency) : undefined);
    await page.goto(`${origin}/cari?q=anak+demam`);
    await page.getByRole('link', { name: 'Berobat di puskesmas' }).click();
    await look();
    await page.getByRole('link', { name: 'Tanda bahaya' }).click();
    await page.goBack();
    await page.getByRole('link', { name: 'Ambil nomor' }).click();
    await page.fill('#telepon', phone.replace('+62', '0'));
    await press(page, 'Kirim kode');
    await page.fill('#kode', await codeFor(phone));
    await press(page, 'Masuk');
    await page.fill('#pin', '246813');
    await press(page, 'Masuk');

    await page.getByRole('heading', { name: 'Siapa yang mau berobat?' }).waitFor();
    await look();
    expect(await page.locator('.ugd').count()).toBe(1);
    await press(page, 'Lanjut');
    expect(await page.title()).toContain('Perlu diperbaiki');
    await page.getByLabel('Raka Aditya Pratama').check();
    await press(page, 'Lanjut');
    await look();
    // Said in full before: one line that leads there.
    expect(await page.locator('.ugd').count()).toBe(0);
    expect(await page.locator('.ugd-line a').getAttribute('href')).toMatch(/^\/berobat\/ugd\?di=/);
    // What is not for a child of this age is not offered.
    expect(await page.getByLabel('Kontrol hamil').count()).toBe(0);
    await page.getByLabel('Anak demam, batuk, pilek, atau diare').check();
    await press(page, 'Lanjut');
    expect(await page.title()).toContain('Perlu diperbaiki');
    expect(await page.getByLabel('Anak demam, batuk, pilek, atau diare').isChecked()).toBe(true);
    await page.getByLabel('BPJS Kesehatan').check();
    await press(page, 'Lanjut');
    await page.getByRole('heading', { name: 'Kapan Anda bisa datang?' }).waitFor();
    await look();
    const times = page.url();
    expect(await page.textContent('main')).toContain('didahulukan karena berumur di bawah 5 tahun');
    // Whoever chooses a day sees its windows below, not the top of the page.
    expect(await page.locator('.days a').first().getAttribute('href')).toMatch(/#hari$/);
    await press(page, 'Ambil tempat ini');
    expect(await page.title()).toContain('Perlu diperbaiki');
    const second = await context.newPage();
    await second.goto(times);
    await page.locator('input[name=jam]:not([disabled])').nth(hour).check();
    await press(page, 'Ambil tempat ini');
    await page.waitForURL(/\/antrean\//);
    const ticket = page.url();
    await look(false);
    const number = (await page.locator('.ticket-no b').textContent())?.trim() ?? '';
    expect(number).toMatch(/^B\u2011\d{3}$/);
    expect(await page.locator('.when').textContent()).toMatch(/^\d\d\.\d\d\u2060–\u2060\d\d\.\d\d\u00a0WIB$/);

    // The same child, the same day: told on a page of before, and on a new one before anything is chosen; nothing is lost.
    await second.locator('input[name=jam]:not([disabled])').first().check();
    await press(second, 'Ambil tempat ini');
    await second.getByText('Sudah ada nomor aktif').first().waitFor();
    // A rule stands in the way: nothing that was filled in is wrong.
    expect(await second.title()).toContain('Belum bisa: ');
    expect(await second.textContent('.errors h2')).toBe('Belum bisa dilakukan');
    await second.close();
    const seenAt = async (path: string) => {
      await page.goto(path);
      return (await page.textContent('main')) ?? '';
    };
    await expect
      .poll(() => seenAt(times))
      .toContain(`Sudah ada nomor aktif untuk orang ini, pada hari itu, dan untuk layanan ini: ${number}`);
    expect(await page.getByRole('button', { name: 'Ambil tempat ini' }).count()).toBe(0);
    await look();
    // Another service at the same hour is allowed, and said.
    expect(await seenAt(times.replace(/perlu=[^&]*/, 'perlu=gigi'))).toContain(`Sama jamnya dengan ${number}`);
    await shot(page, 'berobat-jam-sama');
    await look();
    // Found again: with whose it is among one’s own, by the first name on the front page.
    expect(await seenAt(`${origin}/urusan`)).toMatch(
      new RegExp(`${number}.*Untuk Raka Aditya Pratama, anak Anda.*Anak demam`),
    );
    if (javaScriptEnabled) await noBarriers(page);
    await shot(page, 'berobat-urusan');
    expect(await seenAt(`${origin}/berobat`)).toMatch(new RegExp(`${number}.*Untuk Raka Aditya Pratama`));
    const front = await seenAt(origin);
    expect(front).toContain(number);
    // Whose it is by the first name alone, and not what for.
    expect(front).toContain('Untuk Raka. ');
    expect(front).not.toMatch(/Raka Aditya|demam/);

    // Another window of the same day keeps the number; then word of coming late.
    await page.goto(ticket);
    await page.getByRole('link', { name: 'Ganti waktu' }).click();
    await look();
    expect(await page.textContent('main')).toContain('Waktu Anda sekarang');
    await press(page, 'Ganti ke waktu ini');
    expect(await page.title()).toContain('Perlu diperbaiki');
    await page.locator('input[name=jam]:not([disabled])').first().check();
    await press(page, 'Ganti ke waktu ini');
    await page.waitForURL(ticket);
    expect((await page.locator('.ticket-no b').textContent())?.trim()).toBe(number);
    expect(await page.textContent('main')).toContain('Waktu berganti, nomor tetap');
    await numberInSight(page);
    expect(await page.textContent('.ticket')).toContain('Tanda giliran Anda, bukan jumlah orang di depan Anda.');
    await page.getByRole('link', { name: 'Saya akan terlambat' }).click();
    await look();
    await page.getByLabel('15 menit').check();
    await press(page, 'Saya akan terlambat');
    await page.waitForURL(ticket);
    const told = 'Anda memberi tahu: terlambat 15 menit. Anda ditunggu kira-kira pukul ';
    expect(await page.textContent('main')).toContain(told);
    await shot(page, 'berobat-terlambat');
    expect(await seenAt(ticket)).toContain(told);
    await page.getByRole('link', { name: 'Ubah lama terlambat' }).click();
    expect(await page.getByLabel('15 menit').isChecked()).toBe(true);
    await page.getByLabel('30 menit').check();
    await press(page, 'Saya akan terlambat');
    await page.waitForURL(ticket);
    expect(await page.textContent('main')).toContain('Anda memberi tahu: terlambat 30 menit');

    later(5);
    const desk = await officer('perawat.beji');
    await desk.page.getByRole('link', { name: /Ruang 3/ }).click();
    await sound(desk.page, 1280, false);
    if (javaScriptEnabled)
      await desk.page
        .getByRole('row', { name: /Raka Aditya Pratama/ })
        .getByRole('button', { name: 'Hadir' })
        .click();
    else {
      // The poster at the door, whose code is that of today.
      await desk.page.goto(`${origin}/kantor/antrean/poster`);
      const kiosk = await desk.page.getByRole('link', { name: 'Buka kios' }).getAttribute('href');
      await page.goto(`${origin}${kiosk?.replace('/kios/', '/hadir/')}x`);
      await page.getByText('Kode hadir sudah berganti').first().waitFor();
      await page.goto(`${origin}${kiosk?.replace('/kios/', '/hadir/')}`);
      await press(page, `${number.replace('\u2011', '-')} sudah di sini`);
      await page.waitForURL(ticket);
      await page.getByText('Bukti nomor').click();
      await page.getByRole('link', { name: 'Cetak kecil' }).click();
      expect(await page.textContent('.slip-no')).toBe(number);
      expect(await page.content()).not.toMatch(/Raka|Pratama/);
      await desk.page.goto(`${origin}/kantor/antrean`);
      await desk.page.getByRole('link', { name: /Ruang 3/ }).click();
    }
    await page.goto(ticket);
    expect(await page.textContent('.truth')).toBe('Berikutnya giliran Anda');
    expect(await page.textContent('.ticket')).toContain('Tidak ada yang menunggu di depan Anda.');
    await numberInSight(page);
    await look(false);
    later(3);
    await key(desk.page, 'n');
    await desk.page
      .getByText(/dipanggil, /)
      .first()
      .waitFor();
    await desk.page.locator('.room-now', { hasText: 'Raka Aditya Pratama' }).waitFor();

    const board = await (
      await browser.newContext({ viewport: { width: 1280, height: 720 }, javaScriptEnabled })
    ).newPage();
    await board.goto(`${origin}/papan/32.76/pkm-beji`);
    expect(await board.locator('.call-now b').textContent()).toBe(number.replace('\u2011', '-'));
    expect(await board.content()).not.toMatch(/Raka|Pratama|99760|Kesehatan|Anak|KIA/);
    if (javaScriptEnabled) await sound(board, 1280, false);
    await page.goto(ticket);
    expect(await page.textContent('.truth')).toBe('Giliran Anda. Silakan ke Ruang 3');
    // On to the pharmacy by a slip, and back within half a minute.
    await key(desk.page, 't');
    await desk.page.getByText('Ruang kosong').waitFor();
    await page.goto(ticket);
    expect(await page.textContent('main')).toContain('menunggu obat');
    await sound(desk.page, 1280, false);
    await key(desk.page, 'z');
    await desk.page.locator('.room-now', { hasText: 'Raka Aditya Pratama' }).waitFor();
    await key(desk.page, 'h');
    await desk.page.getByRole('button', { name: 'Hasil sudah ada' }).click();
    await desk.page.getByRole('link', { name: 'Dahulukan' }).first().click();
    await sound(desk.page, 1280, false);
    await desk.page.getByLabel('disabilitas').check();
    await press(desk.page, 'Dahulukan');
    await key(desk.page, 'n');
    await desk.page.locator('.room-now', { hasText: 'Raka Aditya Pratama' }).waitFor();
    later(9);
    await key(desk.page, 's');
    await desk.page.getByText('Ruang kosong').waitFor();
    await page.goto(ticket);
    expect(await page.textContent('.truth')).toBe('Selesai. Semoga lekas sehat');

    // Somebody who stands there without a number.
    await desk.page.fill('[name=nama]', 'Tamu Tanpa Nomor');
    await desk.page.getByLabel('Bayar sendiri').check();
    await press(desk.page, 'Beri nomor');
    await desk.page.getByText(/^Nomor B-\d+ diberikan/).waitFor();
    await desk.page.getByRole('link', { name: 'Cetak karcis 58 mm' }).click();
    expect(await desk.page.textContent('.slip-no')).toMatch(/^B-\d{3}$/);
    expect(await desk.page.content()).not.toMatch(/Tamu|Kesehatan|KIA/);
    await desk.page.getByRole('link', { name: 'Kembali ke ruang' }).click();
    await key(desk.page, 'n');
    await desk.page.locator('.room-now', { hasText: 'Tamu Tanpa Nomor' }).waitFor();
    await key(desk.page, 's');
    await desk.page.getByText('Ruang kosong').waitFor();
    await desk.page.goto(`${origin}/kantor/antrean/hari`);
    await desk.page.getByRole('heading', { name: 'Gambaran hari' }).waitFor();
    await sound(desk.page, 1280, false);
    await desk.context.close();
    // The head's list of the day for the Dinas: every number, nobody's name.
    const head = await officer('kepala.pkm.beji');
    const list = await (await head.page.request.get(`${origin}/kantor/antrean/hari/csv`)).text();
    expect(list).toMatch(/^tanggal,nomor,layanan,[\w,]+\r\n(\d{4}-\d\d-\d\d,[A-Z]-\d{3},[^\r]+\r\n)+$/);
    expect(list).toMatch(/,B-\d{3},[\w-]+,petugas,umum,regular,done,/);
    expect(list).not.toMatch(/Raka|Tamu|Pratama/);
    await head.context.close();
    await context.close();
    later(10);
    expect(house.errors).toEqual([]);
  });
});
