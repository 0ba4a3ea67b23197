import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main, openStage, press, type Stage, shot, sound, WAYS } from '../support/browse.ts';
import { act, askedSktm, officer } from '../support/walk.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage?.close());

const SEAT = '32.76/kel-kemiri-muka';

describe.each(WAYS)('a rejection and what follows, %s', (_, way) => {
  it('is told with its reason and letter, is objected to, read by the head, and opens the case again', {
    timeout: 150_000,
  }, async () => {
    const { path, own, ref } = await askedSktm(stage.h, `SD ${way.width}`);
    const clerk = await stage.officer('kelurahan.kemirimuka', way);
    await clerk.goto(path);
    await clerk.locator('label', { hasText: 'Tolak' }).first().click();
    await press(clerk, 'Putuskan');
    expect(await main(clerk)).toContain('Pilih paling sedikit satu alasan.');
    await clerk.getByLabel(/^L02/).check();
    await clerk.fill('[name=catatan]', 'Penghasilan keluarga di atas batas.');
    await press(clerk, 'Putuskan');
    // What the citizen will read is read first.
    expect(await main(clerk)).toContain('Permohonan Anda ditolak.');
    await press(clerk, 'Kirim ke warga');
    await clerk.waitForURL('**/kantor?pesan=habis*');
    await stage.h.house.jobs.settle();

    const dewi = await stage.citizen('dewi', way);
    await expect
      .poll(async () => {
        await dewi.goto(own);
        return main(dewi);
      })
      .toContain('Surat penolakan');
    expect(await main(dewi)).toContain('Keadaan tidak sesuai pernyataan');
    await sound(dewi);
    await shot(dewi, 'ditolak');
    await dewi.getByRole('link', { name: /Ajukan keberatan/ }).click();
    await press(dewi, 'Kirim');
    expect(await main(dewi)).toContain('Tulis dulu beberapa kata.');
    await dewi.fill('#tulisan', 'Suami saya berhenti bekerja bulan lalu.');
    await sound(dewi);
    await press(dewi, 'Kirim');
    await dewi.getByText('dijawab paling lambat').waitFor();
    expect(await dewi.getByRole('link', { name: /Ajukan keberatan/ }).count()).toBe(0);
    await shot(dewi, 'keberatan-terkirim');

    const lurah = await stage.officer('lurah.kemirimuka', way);
    await lurah.goto('/kantor');
    expect(await main(lurah)).toContain('keberatan warga');
    await lurah.getByRole('link', { name: 'Surat keterangan tidak mampu' }).first().click();
    expect(await main(lurah)).toContain('Suami saya berhenti bekerja bulan lalu.');
    await sound(lurah);
    await shot(lurah, 'keberatan');
    await press(lurah, 'Kirim jawaban');
    expect(await main(lurah)).toContain('Tulis jawabannya.');
    await lurah.fill('[name=jawaban]', 'Kami periksa lagi berkas Anda.');
    await lurah.getByLabel('Terima, buka lagi berkasnya').check();
    await press(lurah, 'Kirim jawaban');
    await lurah.waitForURL('**/kantor?pesan=habis*');
    await stage.h.house.jobs.settle();

    await dewi.goto(own);
    expect(await dewi.textContent('h1')).toContain('Menunggu pemeriksaan berkas');
    expect(await main(dewi)).toContain('Kami periksa lagi berkas Anda.');
    await expect
      .poll(() => stage.h.t.admin(`select state from documents.paper where case_id = $1`, [ref.id]))
      .toEqual([{ state: 'revoked' }]);
    await dewi.goto('/kabar');
    expect(await main(dewi)).toContain('Kantor menjawab Anda');

    // A note among officers, read by officers alone; a question, answered.
    await clerk.goto(path);
    await clerk.getByText('Catatan untuk petugas lain').first().click();
    await clerk.fill('[name=catatan-petugas]', 'Sudah saya telepon RT.');
    await press(clerk, 'Simpan catatan');
    await clerk.getByText('Sudah saya telepon RT.').first().waitFor();
    await dewi.goto(own);
    expect(await main(dewi)).not.toContain('telepon RT');
    await dewi.getByRole('link', { name: /Tanya petugas/ }).click();
    await dewi.fill('#tulisan', 'Kapan kira-kira selesai?');
    await press(dewi, 'Kirim');
    await clerk.goto(`${path}?langkah=%40pertanyaan`);
    expect(await main(clerk)).toContain('Kapan kira-kira selesai?');
    await clerk.fill('[name=jawaban]', 'Besok siang.');
    await press(clerk, 'Kirim jawaban');
    await dewi.goto(own);
    expect(await main(dewi)).toContain('Besok siang.');
    await act(stage.h, await officer(stage.h, SEAT, 'petugasKelurahan'), ref, 'verifikasi', 'setujui');
    expect(stage.h.errors).toEqual([]);
  });
});
