import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main, openStage, press, type Stage, shot, sound, WAYS } from '../support/browse.ts';
import { citizen, fill } from '../support/walk.ts';

let s: Stage;
beforeAll(async () => {
  s = await openStage();
}, 120_000);
afterAll(() => s?.close());

const [small] = WAYS.map(([, way]) => way);

describe('what is not done here', () => {
  it('is said with the office that does it, where we know it', { timeout: 60_000 }, async () => {
    if (!small) throw new Error('no way');
    const page = await s.stranger(small);
    for (const path of ['/cari?q=mau+nikah', '/peristiwa/menikah']) {
      await page.goto(path);
      expect(await main(page)).toContain('Yang beragama Islam ke KUA, yang lain ke Disdukcapil.');
      expect(await main(page)).not.toContain('Coba kata lain');
    }
    await shot(page, 'di-tempat-lain');
    await sound(page);
    await page.goto('/cari?q=perpanjang+stnk');
    expect(await main(page)).toContain('dapat menunjukkan kantor mana yang mengurusnya');
    expect(await main(page)).not.toContain('KUA');
  });

  it('keeps the answers and names the office that is missing', { timeout: 60_000 }, async () => {
    if (!small) throw new Error('no way');
    await s.h.t.admin(`update organisations.office set closed_on = current_date where kind = 'kelurahan'`);
    const { doer, party, region } = await citizen(s.h, 'dewi');
    const ref = await s.h.house.cases.begin(doer, {
      ...{ id: randomUUID(), service: '32.76/sktm', region, applicant: party, subject: party },
      ...{ authority: 'self', channel: 'warga' },
    });
    const answers = { purpose: 'school', institution: 'SDN Depok 1', income: '1.500.000', dependants: '3' };
    await fill(s.h, doer, ref, { ...answers, poor: 'yes', rtLetter: 1, house: 1 });
    const page = await s.citizen('dewi', small);
    await page.goto(`/permohonan/${ref.region}/${ref.id}/periksa`);
    await page.check('#benar');
    await press(page, 'Kirim permohonan');
    expect(await main(page)).toContain('Kelurahan atau desa di wilayah itu belum terdaftar di SatuLoket');
    await shot(page, 'kantor-belum-ada');
    await sound(page);
    await page.getByRole('link', { name: 'Kembali' }).click();
    expect(await main(page)).toContain('SDN Depok 1');
  });
});
