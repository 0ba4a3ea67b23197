import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, shot, sound, WAYS } from '../support/browse.ts';

// How long data of visits are kept is told to whoever heads the place, and to everybody whose data they are.

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await stage.h.house.queue.layOut(stage.h.house.relay);
}, 180_000);
afterAll(() => stage?.close());

describe.each(WAYS)('how long data are kept, %s', (_, way) => {
  it('is told to the head of a Puskesmas, each part with its period and that it is a proposal', {
    timeout: 90_000,
  }, async () => {
    const page = await stage.officer('kepala.pkm.beji', way);
    await page.goto('/kantor/antrean');
    await page.getByRole('link', { name: /^Masa simpan data/ }).click();
    await page.getByRole('heading', { name: 'Masa simpan data' }).waitFor();
    const told = await page.innerText('main');
    expect(told).toMatch(/Data pasien: 730 hari usulan\s+Isinya: nama, .*NIK/);
    expect(told.match(/ hari usulan/g)).toHaveLength(8);
    expect(told).toContain('Belum ada yang dihapus.');
    await sound(page);
    await shot(page, 'masa-simpan-kantor');
    await page.context().close();
  });

  it('is told to a citizen where he sees who opened his data', { timeout: 90_000 }, async () => {
    const page = await stage.citizen('dewi', way);
    await page.goto('/siapa-membuka');
    await page.getByRole('heading', { name: 'Berapa lama data kunjungan Anda disimpan' }).waitFor();
    expect(await page.innerText('main')).toMatch(/Data pasien: 730 hari\s+nama, jenis kelamin/);
    await sound(page);
    await shot(page, 'masa-simpan-warga');
    await page.context().close();
  });
});
