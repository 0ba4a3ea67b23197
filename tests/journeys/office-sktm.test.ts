import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main, openStage, press, type Stage, shot, sound, WAYS } from '../support/browse.ts';
import { choose, done } from '../support/desk.ts';
import { askedSktm, peopleOf } from '../support/walk.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage?.close());

describe.each(WAYS)('SKTM in the office, %s', (_, way) => {
  it('is verified, initialled and signed, reaches its owner, and is checked by a stranger', {
    timeout: 180_000,
  }, async () => {
    const { path, own, number } = await askedSktm(stage.h, `SMP Negeri ${way.width}`);

    const clerk = await stage.officer('kelurahan.kemirimuka', way);
    await clerk.goto('/kantor');
    await sound(clerk);
    await shot(clerk, 'kotak-kerja');
    // Searched by NIK and by a part of a name: neither stands in an address.
    const dewiNik = peopleOf(stage.h).find((one) => one.key === 'dewi')?.nik ?? '';
    for (const typed of [dewiNik, 'lest']) {
      await clerk.fill('#cari', typed);
      await press(clerk, 'Cari');
      expect(await main(clerk)).toMatch(/\d+ berkas ketemu/);
      expect(await clerk.locator(`a[href$="${path}"]`).count()).toBe(1);
      expect(clerk.url()).not.toContain(typed);
    }
    await sound(clerk);
    await shot(clerk, 'cari');
    await clerk.fill('#cari', 'tidak bernama');
    await press(clerk, 'Cari');
    expect(await main(clerk)).toContain('Tidak ketemu di kantor ini');
    await sound(clerk);
    await clerk.goto('/kantor');
    await press(clerk, 'Ambil berikutnya');
    expect(clerk.url()).toContain(path);
    expect(await main(clerk)).toContain('Anda pegang sampai');
    await sound(clerk);
    await shot(clerk, 'berkas');
    await press(clerk, 'Putuskan');
    expect(await main(clerk)).toContain('Pilih keputusannya.');
    const second = await stage.officer('kelurahan.kemirimuka', way);
    await second.goto(path);
    // Whoever approves need not walk past the reasons of those who don't.
    const reasons = clerk.getByText('R01');
    expect(await reasons.isVisible()).toBe(true);
    await clerk.getByLabel('Setujui').check();
    expect(await reasons.isVisible()).toBe(false);
    await choose(clerk, 'Tolak');
    expect(await reasons.isVisible()).toBe(true);
    await clerk.getByLabel('Setujui').check();
    await press(clerk, 'Putuskan');
    await clerk.waitForURL('**/kantor?pesan=habis*');
    expect(await main(clerk)).toContain('selesai Anda kerjakan');

    // Whoever is slower reads who was faster, and keeps what he wrote.
    await choose(second, 'Minta perbaikan');
    await second.fill('#catatan', 'Foto rumah kurang jelas.');
    await press(second, 'Putuskan');
    await second.getByText('baru saja memutuskan: Setujui').waitFor();
    expect(await main(second)).toContain('Foto rumah kurang jelas.');
    await sound(second);
    await shot(second, 'terlambat');

    const kasi = await stage.officer('kesra.kemirimuka', way);
    await kasi.goto(path);
    await choose(kasi, 'Kembalikan');
    await press(kasi, 'Putuskan');
    expect(await main(kasi)).toContain('Tulis untuk rekan Anda mengapa berkas ini kembali.');
    await kasi.fill('#catatan', 'Periksa lagi nomor rumahnya.');
    await sound(kasi);
    await shot(kasi, 'kembalikan');
    await press(kasi, 'Putuskan');
    await done(kasi);
    const dewi = await stage.citizen('dewi', way);
    await dewi.goto(own);
    expect(await main(dewi)).toContain('dikembalikan ke langkah “');
    expect(await main(dewi)).not.toContain('Periksa lagi nomor rumahnya.');
    await shot(dewi, 'dikembalikan');
    await clerk.goto(path);
    expect(await main(clerk)).toMatch(/Dikembalikan oleh .+ dari langkah “.+”:Periksa lagi nomor rumahnya\./);
    await sound(clerk);
    await shot(clerk, 'dikembalikan-petugas');
    await choose(clerk, 'Setujui');
    await press(clerk, 'Putuskan');
    await done(clerk);

    await kasi.goto(path);
    await kasi.getByLabel('Paraf').check();
    await press(kasi, 'Putuskan');
    await kasi.waitForURL('**/kantor?pesan=habis*');

    const lurah = await stage.officer('lurah.kemirimuka', way, 'wholeChromium');
    await lurah.goto(path);
    await sound(lurah);
    expect(await main(lurah)).toContain('Rancangan surat, seperti akan ditandatangani');
    // It is shown inside the page.
    await expect
      .poll(() =>
        lurah
          .frames()
          .map((frame) => frame.url())
          .join(' '),
      )
      .toContain(`${path}/surat/`);
    await lurah.getByLabel('Terbitkan').check();
    await press(lurah, 'Putuskan');
    await lurah.waitForURL('**/kantor?pesan=habis*');

    await stage.h.house.jobs.settle();
    await dewi.goto(own);
    expect(await dewi.textContent('h1')).toBe('SKTM sudah terbit dan berlaku 1 bulan.');
    await sound(dewi);
    await shot(dewi, 'selesai');
    await dewi.getByRole('link', { name: /Surat keterangan tidak mampu/ }).click();
    await sound(dewi);
    await shot(dewi, 'surat');
    const said = await main(dewi);
    const code = /kode (\w{4} \w{4} \w{4})/.exec(said)?.[1] ?? said;
    const paperNumber = /460\/\d{3}\/\S+?\/\d{4}/.exec(said)?.[0] ?? said;
    const [download] = await Promise.all([
      dewi.waitForEvent('download'),
      dewi.getByRole('link', { name: 'Unduh' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^sktm-460-.*\.pdf$/);

    const stranger = await stage.stranger(way);
    // What the QR holds, for whoever cannot scan his own screen.
    const inside = new URL((await dewi.locator('.paper-qr a').getAttribute('href')) ?? '');
    await stranger.goto(inside.pathname);
    expect(await main(stranger)).toContain(paperNumber);
    await stranger.goto('/periksa');
    await sound(stranger);
    await stranger.fill('#nomor', paperNumber);
    await stranger.fill('#kode', code.toLowerCase());
    await press(stranger, 'Periksa');
    expect(await main(stranger)).toContain('SPESIMEN');
    expect(await main(stranger)).toContain('Ratih Kumala, Lurah Kemiri Muka');
    expect(await main(stranger)).not.toContain('Dewi Lestari');
    await sound(stranger);
    await shot(stranger, 'periksa-ketik');
    const [paper] = await stage.h.t.admin<{ id: string }>(`select id from documents.paper where number = $1`, [
      paperNumber,
    ]);
    const found = await stage.h.house.documents.getPaper(
      { regions: ['32.76'], offices: ['32.76/kel-kemiri-muka'] },
      { region: '32.76', id: paper?.id ?? '' },
    );
    await stranger.goto(new URL(stage.h.house.documents.checkOf(found)?.url ?? '').pathname);
    expect(await main(stranger)).toContain(paperNumber);
    await sound(stranger);
    expect(number).toMatch(/^3276/);
    expect(stage.h.errors).toEqual([]);
  });
});
