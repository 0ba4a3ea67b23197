import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main, openStage, press, type Stage, shot, sound, WAYS, type Way } from '../support/browse.ts';
import { follow, put } from '../support/form.ts';

// A first KTP-el: the time to come is chosen inside the form, held, booked with it, seen in the queue's room and chosen again.

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage?.close());

const SMALL_WITH_SCRIPT: (typeof WAYS)[number] = ['with script at 360 px', { scripts: true, width: 360 } as Way];

/** Waits for what a page says: with script it is put in place of the one before. */
const says = (page: Page, text: string | RegExp) => page.locator('main').getByText(text).first().waitFor();
/** The free windows of the page, in their order. */
const free = (page: Page, name: string) => page.locator(`input[type=radio][name="${name}"]:not([disabled])`);
const numberIn = (text: string): string => /R.\d{3}/.exec(text)?.[0] ?? '';

describe.each([...WAYS, SMALL_WITH_SCRIPT])('an appointment inside a form, %s', (_, way) => {
  it('is chosen, held, booked when the form is sent, and chosen again when it came to nothing', {
    timeout: 240_000,
  }, async () => {
    const page = await stage.citizen('bayu', way);
    await page.goto('/layanan/ktp-baru');
    await page.getByRole('link', { name: 'Mulai' }).click();
    await press(page, 'Saya mengerti');
    await says(page, 'Kapan Anda datang untuk direkam?');
    expect(await main(page)).toContain('Kapan Anda datang untuk direkam?');
    expect(await main(page)).toMatch(/\d+ tempat/);
    await sound(page);
    await shot(page, 'janji-pilih');

    await press(page, 'Lanjut');
    await says(page, 'Pilih jamnya');
    expect(await page.title()).toContain('Perlu diperbaiki');
    // The windows stand far below the question: said above, and at their own box.
    expect(await page.textContent('.errors')).toContain('Pilih jamnya');
    const group = page.locator('fieldset[aria-describedby="recording-salah"]');
    expect(await group.locator('#recording-salah').textContent()).toContain('Pilih jamnya');
    await sound(page);
    await shot(page, 'janji-kosong');
    await page.locator('.days a').last().click();
    await page.waitForURL('**hari=**');
    const last = await page.locator('.days [aria-current]').textContent();
    await free(page, 'recording').first().check();
    await press(page, 'Lanjut');
    await says(page, 'Ambil di mana?');
    await put(page, 'pickup', { seek: 'Bedahan' });
    await press(page, 'Lanjut');
    await says(page, 'Periksa jawaban Anda');
    expect(await main(page)).toContain('kami tahan sampai');
    await sound(page);
    await shot(page, 'janji-periksa');

    // Back at the question: the window is still chosen, on its own day, and is not full for whom it is held.
    await page.getByRole('link', { name: 'Ubah' }).first().click();
    await says(page, 'Kapan Anda datang untuk direkam?');
    expect(await page.locator('.days [aria-current]').textContent()).toContain((last ?? '').slice(0, 4));
    expect(await page.locator('input[name="recording"]:checked').count()).toBe(1);
    await shot(page, 'janji-ditahan');
    await press(page, 'Lanjut');
    await says(page, 'Periksa jawaban Anda');
    await page.check('#benar');
    await press(page, 'Kirim permohonan');
    await says(page, /Nomor antrean/);
    const label = numberIn(await main(page));
    expect(label).toMatch(/^R.\d{3}$/);
    await sound(page);
    await shot(page, 'janji-terkirim');
    const own = await follow(page);
    expect(await main(page)).toContain(label);
    await sound(page);
    await shot(page, 'janji-urusan');
    // Where he looks for it again; and whoever begins a second time is told before he fills in anything.
    await expect
      .poll(async () => {
        await page.goto('/urusan');
        return main(page);
      })
      .toMatch(new RegExp(`KTP-el pertama.*untuk Bayu Permana. Datang .*, nomor ${label}`));
    await sound(page);
    await shot(page, 'janji-daftar');
    await page.goto('/layanan/ktp-baru/mulai');
    expect(await main(page)).toContain('Sudah ada yang berjalan');
    await sound(page);
    await shot(page, 'janji-kedua');
    await page.goto(`${own}/bukti`);
    expect(await main(page)).toContain(label);

    const clerk = await stage.officer('loket.depok', way);
    await clerk.goto(own.replace('/urusan/', '/kantor/berkas/'));
    expect(await main(clerk)).toContain(label);
    await shot(clerk, 'janji-berkas');
    const [session] = await stage.h.t.admin<{ session: string }>(
      `select e.session from queue.entry e where e.of_case = $1 and e.status = 'booked'`,
      [own.split('/').at(-1)],
    );
    await clerk.goto(`/kantor/antrean/${session?.session}`);
    expect(await main(clerk)).toContain('Bayu Permana');
    expect(await main(clerk)).toContain(label.replace('\u2011', '-').slice(-3));
    await sound(clerk);
    await shot(clerk, 'janji-ruang');

    // Cancelled on the page of the number: the case says so, and another time is chosen there.
    await page.goto(own);
    await page.getByRole('link', { name: label }).click();
    await page.getByRole('link', { name: 'Batalkan nomor ini' }).click();
    await press(page, 'Batalkan nomor ini');
    await says(page, 'Nomor ini sudah dibatalkan');
    await page.goto(own);
    expect(await main(page)).toContain('Dibatalkan');
    await page.getByRole('link', { name: 'Pilih waktu lain' }).click();
    await press(page, 'Ambil waktu ini');
    await says(page, 'Pilih jamnya');
    expect(await page.title()).toContain('Perlu diperbaiki');
    await sound(page);
    await shot(page, 'janji-lagi');
    await free(page, 'jam').first().check();
    await press(page, 'Ambil waktu ini');
    await says(page, 'Terdaftar');
    const again = numberIn(await main(page));
    expect(again).not.toBe(label);
    expect(await main(page)).toContain('Terdaftar');

    await page.getByRole('link', { name: 'Batalkan permohonan ini' }).click();
    await press(page, 'Ya, batalkan');
    await says(page, 'Dibatalkan');
    expect(await main(page)).not.toContain('Pilih waktu lain');
    expect(stage.h.errors).toEqual([]);
  });
});

it('is said in English', { timeout: 60_000 }, async () => {
  const page = await stage.citizen('bayu', { scripts: false, width: 360 });
  await page.goto('/layanan/ktp-baru');
  await page.getByRole('button', { name: 'English' }).first().click();
  await page.getByRole('link', { name: 'Start' }).click();
  await press(page, 'I understand');
  const said = await main(page);
  expect(said).toContain('When will you come to be recorded?');
  expect(said).toMatch(/\d+ places/);
  await shot(page, 'janji-english');
});

it.each(WAYS)('whoever has a card already is told so, and where to go, %s', { timeout: 60_000 }, async (_, way) => {
  const page = await stage.citizen('dewi', way);
  await page.goto('/layanan/ktp-baru/mulai');
  await press(page, 'Saya mengerti');
  await says(page, 'KTP-el Anda sudah pernah dicetak. Bila hilang minta pengganti.');
  expect(await main(page)).not.toContain('berumur 17 tahun');
  await sound(page);
  await shot(page, 'janji-sudah-punya');
  await page.getByRole('link', { name: 'KTP hilang' }).click();
  await page.waitForURL('**/layanan/ktp-hilang');
});
