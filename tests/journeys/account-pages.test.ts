import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../src/capabilities/accounts/demo-people.ts';
import { codeFor, main, openStage, press, type Stage, shot, sound, WAYS } from '../support/browse.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage?.close());

const PASSWORD = DEMO_PASSWORD;

describe.each(WAYS)('one’s own account, %s', (_, way) => {
  it('an officer changes the password by the one so far, and ends what is open elsewhere', {
    timeout: 120_000,
  }, async () => {
    const username = way.scripts ? 'verifikator.depok' : 'pps.depok';
    const page = await stage.officer(username, way);
    await page.goto('/kantor');
    await page.locator('header .account a').click();
    await page.getByRole('heading', { name: 'Ganti kata sandi' }).waitFor();
    await sound(page);
    await shot(page, 'kantor-akun');

    const change = async (now: string, next: string, again = next) => {
      await page.fill('#sandi', now);
      await page.fill('#baru', next);
      await page.fill('#ulang', again);
      await press(page, 'Simpan kata sandi');
    };
    await change('bukan yang ini', 'tiga layang layang biru');
    expect(await main(page)).toContain('Kata sandi itu tidak cocok.');
    await sound(page);
    await shot(page, 'kantor-akun-salah');
    await change(PASSWORD, 'tiga layang layang biru', 'tiga layang layang');
    expect(await main(page)).toContain('Kedua kata sandi tidak sama.');
    await change(PASSWORD, 'akusayangkamu');
    expect(await main(page)).toContain('pernah bocor');

    await change(PASSWORD, 'tiga layang layang biru');
    await page.getByText('Kata sandi Anda sudah diganti.').waitFor();
    await sound(page);
  });

  it('a citizen ends another phone by the PIN', { timeout: 120_000 }, async () => {
    const key = way.scripts ? 'dewi' : 'budi';
    const here = await stage.citizen(key, way);
    const lost = await stage.stranger(way);
    const phone = stage.h.cast.families.flatMap(({ members }) => members).find((one) => one.key === key)?.phone ?? '';
    await lost.goto('/masuk');
    await lost.fill('#telepon', phone.replace('+62', '0'));
    await press(lost, 'Kirim kode');
    await stage.h.house.jobs.settle();
    await lost.fill('#kode', await codeFor(stage.h, phone));
    await press(lost, 'Masuk');
    await lost.goto('/akun');
    expect(new URL(lost.url()).pathname).toBe('/akun');

    await here.goto('/akun');
    await sound(here);
    await shot(here, 'akun');
    await here.fill('#pin', '000000');
    await press(here, 'Keluarkan');
    expect(await main(here)).toContain('PIN itu tidak cocok.');
    await sound(here);
    await here.fill('#pin', '246813');
    await press(here, 'Keluarkan');
    await here.getByText('Sudah dikeluarkan.').waitFor();
    await lost.goto('/akun');
    expect(new URL(lost.url()).pathname).toBe('/masuk');
  });
});
