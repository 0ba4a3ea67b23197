import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main, openStage, press, type Stage, shot, sound, WAYS } from '../support/browse.ts';
import { act, checkedSktm, officer } from '../support/walk.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ settings: { SIGN_PASSPHRASE: 'kunci lurah' } });
}, 120_000);
afterAll(() => stage?.close());

const stateOf = async (id: string): Promise<string> => {
  const [row] = await stage.h.t.admin<{ status: string }>('select status from cases."case" where id = $1', [id]);
  return row?.status ?? '';
};

describe.each(WAYS)('signing in one go, %s', (_, way) => {
  it('signs what is ticked with one passphrase, says what failed and why, and twice is once', {
    timeout: 150_000,
  }, async () => {
    const cases = [];
    for (const nth of [1, 2, 3]) cases.push(await checkedSktm(stage.h, `SMA ${way.width} ${nth}`));
    const page = await stage.officer('lurah.kemirimuka', way);
    await page.goto('/kantor/tanda-tangan');
    expect(await main(page)).toContain('3 berkas menunggu tanda tangan Anda');
    expect(await main(page)).toContain('Pemeriksaan berkas Yuni Astuti');
    await sound(page);
    await shot(page, 'tanda-tangan');
    await press(page, 'Tanda tangani yang ditandai');
    expect(await main(page)).toContain('Tandai paling sedikit satu berkas.');
    await page.getByRole('link', { name: 'Tandai semua' }).click();
    await page.fill('#sandi', 'salah');
    await press(page, 'Tanda tangani yang ditandai');
    await page.getByText('Kata sandi tanda tangan salah').first().waitFor();
    expect(await page.locator('input[name=surat]:checked').count()).toBe(3);
    expect(await Promise.all(cases.map(({ ref }) => stateOf(ref.id)))).toEqual(['running', 'running', 'running']);

    // Meanwhile one of them goes back in another window.
    const [, , gone] = cases;
    if (!gone) throw new Error('three cases');
    await act(
      stage.h,
      await officer(stage.h, '32.76/kel-kemiri-muka', 'lurah'),
      gone.ref,
      'tandaTangan',
      'kembalikan',
      {
        note: 'Periksa lagi.',
      },
    );
    await page.fill('#sandi', 'kunci lurah');
    await press(page, 'Tanda tangani yang ditandai');
    await page.getByText('2 berkas selesai ditandatangani').waitFor();
    expect(await main(page)).toContain('1 berkas belum ditandatangani');
    expect(await main(page)).toContain('Sudah berubah');
    await sound(page);
    await shot(page, 'tanda-tangan-hasil');
    expect(await Promise.all(cases.map(({ ref }) => stateOf(ref.id)))).toEqual(['closed', 'closed', 'running']);
    await page.reload();
    await page.getByText('2 berkas selesai ditandatangani').waitFor();
    expect(await main(page)).toContain('Sudah Anda tandatangani tadi');
    const papers = await stage.h.t.admin(
      `select from documents.paper where case_id = any ($1::uuid[]) and state = 'active'`,
      [cases.map(({ ref }) => ref.id)],
    );
    expect(papers.length).toBe(2);
    await act(stage.h, await officer(stage.h, '32.76/kel-kemiri-muka', 'kasiKesra'), gone.ref, 'paraf', 'kembalikan', {
      note: 'Periksa lagi.',
    });

    // One alone, on its own page, wants the passphrase as well.
    const one = await checkedSktm(stage.h, `SMA ${way.width} sendiri`);
    await page.goto(one.path);
    await page.getByLabel('Terbitkan').check();
    await press(page, 'Putuskan');
    expect(await main(page)).toContain('Tulis kata sandi tanda tangan Anda.');
    await page.fill('#sandi', 'salah');
    await press(page, 'Putuskan');
    await page.getByText('Kata sandi tanda tangan salah').first().waitFor();
    await page.fill('#sandi', 'kunci lurah');
    await press(page, 'Putuskan');
    await page.waitForURL('**/kantor?pesan=habis*');
    expect(stage.h.errors).toEqual([]);
  });
});
