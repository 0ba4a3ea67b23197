import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main, openStage, press, type Stage, shot, sound, WAYS, type Way } from '../support/browse.ts';

let s: Stage;
beforeAll(async () => {
  s = await openStage();
}, 120_000);
afterAll(() => s?.close());

const memberOf = (key: string) => {
  const member = s.h.cast.families.flatMap((family) => family.members).find((one) => one.key === key);
  if (!member) throw new Error(key);
  return member;
};
const nikOf = (key: string): string => memberOf(key).nik;
const nameOf = (key: string): string => memberOf(key).name;

const photo = async (name: string, background: string) => ({
  name,
  mimeType: 'image/jpeg',
  buffer: await sharp({ create: { width: 400, height: 300, channels: 3, background } })
    .jpeg()
    .toBuffer(),
});

/** The officer sees who it is and opens the counter for them. */
async function comes(page: Page, key: string, proof = 'KTP-el'): Promise<void> {
  await page.goto('/kantor/loket');
  await page.fill('#nik', nikOf(key));
  await page.getByLabel(proof, { exact: true }).check();
  await press(page, 'Buka loket untuk orang ini');
}

const TWO = WAYS.map(([name, way], i) => [name, way, ['maya', 'aditya'][i] ?? ''] as const);

describe.each(TWO)('somebody without account and phone at the counter, %s', (_, way: Way, key) => {
  it('is helped from the first question to a receipt that finds the case again', { timeout: 180_000 }, async () => {
    const page = await s.officer('kelurahan.pancoranmas', way);
    await page.goto('/kantor');
    await page.getByRole('link', { name: 'Loket', exact: true }).click();
    await shot(page, 'loket');
    await sound(page);

    await press(page, 'Buka loket untuk orang ini');
    expect(await page.title()).toContain('Perlu diperbaiki');
    await sound(page);

    await comes(page, key);
    await shot(page, 'orang');
    await sound(page);
    expect(await main(page)).toContain('Belum punya akun');
    expect(await main(page)).not.toContain(nikOf(key));

    await page.getByRole('link', { name: 'Ajukan layanan' }).click();
    await sound(page);
    await page.getByRole('link', { name: 'Surat keterangan tidak mampu' }).click();
    await shot(page, 'mulai');
    await sound(page);
    await page.locator('input[name=untuk]').first().check();
    await press(page, 'Sudah saya bacakan, mulai');
    expect(await page.textContent('.helper')).toContain(`Anda membantu ${nameOf(key)}`);
    await shot(page, 'pertanyaan');
    await sound(page);
    await page.getByLabel('Sekolah').check();
    await press(page, 'Lanjut');
    await page.fill('[name=institution]', 'SDN Depok 1');
    await press(page, 'Lanjut');

    // Interrupted: the draft waits at the counter.
    await press(page, 'Simpan, lanjut nanti');
    expect(await main(page)).toContain('Tersimpan');
    await page.getByRole('link', { name: /Surat keterangan tidak mampu \(belum dikirim\)/ }).click();
    await page.fill('[name=income]', '1.500.000');
    await press(page, 'Lanjut');
    await page.fill('[name=dependants]', '3');
    await press(page, 'Lanjut');
    await page.check('[name=poor]');
    await press(page, 'Lanjut');
    await page.setInputFiles('#rtLetter', await photo('rt.jpg', '#845'));
    await page.setInputFiles('#house', await photo('rumah.jpg', '#485'));
    if (way.scripts) await page.locator('input[name$=".berkas"]').nth(1).waitFor({ state: 'attached' });
    await press(page, 'Lanjut');
    await page.getByRole('heading', { name: 'Periksa jawaban' }).waitFor();
    await shot(page, 'periksa');
    await sound(page);
    await page.check('#benar');
    await press(page, 'Kirim permohonan');
    expect(await main(page)).toContain('Terkirim');
    await shot(page, 'terkirim');
    await sound(page);
    const number = ((await page.textContent('.say-no')) ?? '').replace(/^\D+/, '').trim();

    await page.getByRole('link', { name: 'Tanda terima untuk dicetak dari peramban' }).click();
    await shot(page, 'tanda-terima');
    await sound(page);
    const code = /Kode\s*([0-9A-Z]{4} [0-9A-Z]{4})/.exec(await main(page))?.[1] ?? '';
    const pdf = await page.request.get(`${page.url()}.pdf`);
    expect(pdf.headers()['content-type']).toBe('application/pdf');
    expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');

    // Anybody who holds the receipt sees how it stands, and no name.
    const stranger = await s.stranger(way);
    await stranger.goto('/lacak');
    await sound(stranger);
    await stranger.fill('#nomor', number);
    await stranger.fill('#kode', 'AAAA AAAA');
    await press(stranger, 'Lihat');
    expect(await main(stranger)).toContain('tidak cocok');
    await stranger.fill('#kode', code.toLowerCase().replace(' ', ''));
    await press(stranger, 'Lihat');
    expect(await stranger.textContent('h1')).toMatch(/^Menunggu pemeriksaan berkas di .+/);
    expect(await main(stranger)).not.toContain(nameOf(key));
    await shot(stranger, 'lacak');
    await sound(stranger);
  });
});
