import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main, openStage, press, type Stage, shot, sound, WAYS } from '../support/browse.ts';

// An officer books another day for somebody who stands there or phones, by pages alone.

let s: Stage;
const now = new Date('2026-11-16T01:00:00Z');
beforeAll(async () => {
  s = await openStage({ clock: () => now });
  await s.h.house.queue.layOut(s.h.house.relay);
}, 180_000);
afterAll(() => s?.close());

describe.each(WAYS)('another day for somebody at the counter, %s', (_, way) => {
  it('day, window, who he is; the number to be told, and a slip without a name', { timeout: 120_000 }, async () => {
    const page = await s.officer('perawat.beji', way);
    await page.goto('/kantor/antrean');
    await page.getByRole('link', { name: 'Pesankan hari lain' }).click();
    await page.selectOption('[name=layanan]', 'umum');
    await press(page, 'Lihat jam');
    await page.selectOption('[name=hari]', '2026-11-18');
    await press(page, 'Lihat jam');
    expect(page.url()).toContain('hari=2026-11-18');
    expect(await page.locator('select[name=layanan]').inputValue()).toBe('umum');
    await press(page, 'Pesankan');
    const faults = await page.locator('.errors').textContent();
    for (const fault of ['Pilih jamnya', 'Isi nama']) expect(faults).toContain(fault);
    await sound(page);
    await shot(page, 'helped-faults');
    await page.fill('[name=nama]', 'Tamu Telepon');
    await page.getByLabel('Bayar sendiri').check();
    await page.locator('input[name=jam]').first().check();
    await press(page, 'Pesankan');
    await page.getByText(/^Nomor A-\d{3}: Rabu, 18 November 2026, 08\.00–08\.30 WIB\.$/).waitFor();
    await sound(page);
    await shot(page, 'helped');
    await page.getByRole('link', { name: 'Cetak karcis 58 mm' }).click();
    expect(await main(page)).toContain('Rabu, 18 November 2026');
    expect(await page.content()).not.toMatch(/Tamu|Pemeriksaan|umum/i);
    await page.getByRole('link', { name: 'Kembali' }).click();
    expect(page.url()).toContain('/kantor/antrean/pesankan');
    expect(s.h.errors).toEqual([]);
  });
});
