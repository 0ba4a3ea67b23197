import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeWeb } from '../../src/compose-web.ts';
import { main, openStage, press, type Stage, shot, sound, WAYS } from '../support/browse.ts';

// Who must not queue reads where to go and whom to call, whatever a place has said of itself.

let s: Stage;
beforeAll(async () => {
  s = await openStage();
}, 180_000);
afterAll(() => s?.close());

it('whom to call is the number of the region where one is, else that of the country', async () => {
  const ambulance = (region: string | null) => (region === '81.02' ? '+6291622119' : '119');
  const web = await composeWeb({ ...s.h.house, ambulance }, undefined);
  const first = async (query: string) =>
    /href="tel:([^"]*)"/.exec((await web.inject({ method: 'GET', url: `/berobat/ugd${query}` })).payload)?.[1];
  try {
    expect(await first('')).toBe('119');
    expect(await first('?di=32.76/pkm-beji')).toBe('119');
    const [place] = await s.h.house.queue.places('81.02');
    expect(await first(`?di=${place}`)).toBe('+6291622119');
    // Of a village whose Puskesmas is not known it is known where it lies.
    expect(await first('?tempat=81.02.99.2001')).toBe('+6291622119');
  } finally {
    await web.close();
  }
});

describe.each(WAYS)('straight to the emergency room, %s', (_, way) => {
  const look = async (page: Page, name: string) => {
    await sound(page);
    await shot(page, name);
  };
  const tel = (page: Page) =>
    page.locator('a[href^="tel:"]').evaluateAll((all) => all.map((one) => one.getAttribute('href')));

  it('a stranger reads 119 and finds the Puskesmas of a village; who is known reads that of where he lives', async () => {
    const page = await s.stranger(way);
    await page.goto('/berobat/ugd');
    expect(await tel(page)).toEqual(['tel:119']);
    expect(await page.getByRole('textbox', { name: 'Kelurahan atau desa Anda' }).count()).toBe(1);
    await look(page, 'ugd-stranger');
    await page.goto('/berobat/ugd?tempat=32.76.02.1001');
    expect(await main(page)).toMatch(
      /UGD Puskesmas Cimanggis.*Kecamatan Cimanggis.*\(021\) 555-0006.*Kejang.*Disetujui dokter puskesmas ini, 1 November 2026/,
    );
    expect(await main(page)).toContain('Daftar contoh untuk peragaan');
    expect(await tel(page)).toEqual(['tel:119', 'tel:+62215550006']);
    await look(page, 'ugd-place');
    await page.getByRole('link', { name: 'Kejang' }).click();
    expect(await page.textContent('.over')).toBe('Kejang');
    const known = await s.citizen('dewi', way);
    await known.goto('/berobat/ugd');
    expect(await main(known)).toContain('Puskesmas di tempat tinggal Anda.');
    await look(known, 'ugd-home');
  });

  it('where a place has approved no signs and noted no room, that is said, and 119 stays', async () => {
    const office = '32.76/pkm-limo';
    await s.h.t.admin('delete from queue.sign where office = $1', [office]);
    await s.h.t.admin(`update queue.place set emergency = '{}' where office = $1`, [office]);
    const page = await s.stranger(way);
    await page.goto(`/berobat/ugd?di=${office}`);
    expect(await main(page)).toContain('Puskesmas Limo belum menyetujui daftar tanda bahaya');
    expect(await main(page)).toContain('Pergi ke UGD rumah sakit terdekat');
    expect(await tel(page)).toEqual(['tel:119']);
    await look(page, 'ugd-none');
  });

  it('the head of a place says where its emergency room is, with a reason, and it stands on the page', {
    timeout: 120_000,
  }, async () => {
    const head = await s.officer('kepala.pkm.beji', way);
    await head.goto('/kantor/antrean/jadwal');
    await head.getByRole('link', { name: 'Alamat UGD' }).click();
    await head.fill('[name=alamat]', '');
    await head.fill('[name=telepon]', '12');
    await press(head, 'Simpan');
    expect(await head.textContent('.errors')).toMatch(/Alamat UGD: .*Telepon yang dijawab UGD: .*Alasan: /);
    await look(head, 'ugd-head');
    const phone = way.scripts ? '0812-9900-1122' : '0812-9900-3344';
    await head.fill('[name=alamat]', `Jalan Uji ${way.width}, sisi timur`);
    await head.fill('[name=telepon]', phone);
    await head.fill('[name=alasan]', 'Pindah gedung');
    await press(head, 'Simpan');
    await head.getByText('Tersimpan.').waitFor();
    expect(await main(head)).toMatch(/Jalan Uji \d+, sisi timur · 0812-9900-\d{4}/);
    expect(await main(head)).toMatch(/UGD: .*alamat .* → Jalan Uji/);
    await look(head, 'ugd-arranged');
    const page = await s.stranger(way);
    await page.goto('/berobat/ugd?di=32.76/pkm-beji');
    expect(await main(page)).toContain(`Jalan Uji ${way.width}, sisi timur`);
    expect(await main(page)).toContain(phone);
    expect(s.h.errors).toEqual([]);
  });
});
