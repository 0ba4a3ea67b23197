import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeFor, main, openStage, press, type Stage, shot, sound, WAYS, type Way } from '../support/browse.ts';

let s: Stage;
beforeAll(async () => {
  s = await openStage();
}, 120_000);
afterAll(() => s?.close());

const member = (key: string) => {
  const found = s.h.cast.families.flatMap((family) => family.members).find((one) => one.key === key);
  if (!found) throw new Error(key);
  return found;
};
const nextYear = new Date().getUTCFullYear() + 1;
const days = { day: '31', month: '1', year: String(nextYear) };

describe.each(WAYS)('a mandate between two adults, %s', (_, way: Way) => {
  it('is given with the PIN, used, seen all along, and ended', { timeout: 180_000 }, async () => {
    const dewi = await s.citizen('dewi', way);
    await dewi.goto('/akun');
    await shot(dewi, 'akun');
    await sound(dewi);
    await dewi.getByRole('link', { name: 'Surat kuasa' }).click();
    await sound(dewi);
    await dewi.getByRole('link', { name: 'Beri kuasa' }).click();
    await dewi.fill('#nik', member('budi').nik);
    await dewi.fill('#nama', 'Orang Lain');
    for (const [part, value] of Object.entries(days)) await dewi.fill(`[name="sampai.${part}"]`, value);
    await dewi.getByLabel('Surat keterangan tidak mampu').check();
    await press(dewi, 'Beri kuasa');
    // The same words for a wrong name as for a NIK that nobody has.
    expect(await main(dewi)).toContain('Tidak ada orang dewasa dengan NIK dan nama ini');
    expect(await dewi.inputValue('#nik')).toBe(member('budi').nik);
    await sound(dewi);
    await dewi.fill('#nama', member('budi').name);
    await press(dewi, 'Beri kuasa');
    expect(await main(dewi)).toContain('Kuasa sudah diberikan');
    expect(await main(dewi)).toContain(member('budi').name);
    await shot(dewi, 'kuasa');
    await sound(dewi);

    const budi = await s.citizen('budi', way);
    await budi.goto('/layanan/32.76/sktm/mulai');
    expect(await main(budi)).toContain(member('dewi').name);
    await budi.getByLabel(member('dewi').name).check();
    await press(budi, 'Saya mengerti');
    expect(await budi.textContent('.for')).toContain(`${member('dewi').name}, dengan kuasa`);
    await sound(budi);
    await budi.goto('/layanan/ktp-hilang/mulai');
    expect(await main(budi)).not.toContain(member('dewi').name);

    await dewi.locator('#diberikan ~ ul a').first().click();
    await sound(dewi);
    await press(dewi, 'Akhiri surat kuasa ini');
    expect(await main(dewi)).toContain('Surat kuasa sudah berakhir');
    await budi.goto('/layanan/32.76/sktm/mulai');
    expect(await main(budi)).not.toContain(member('dewi').name);
  });

  it('is asked for without learning anything, and answered by its giver alone', { timeout: 120_000 }, async () => {
    const budi = await s.citizen('budi', way);
    await budi.goto('/kuasa/minta');
    await budi.fill('#nik', '9976010101700009');
    await budi.fill('#nama', 'Tidak Ada');
    for (const [part, value] of Object.entries(days)) await budi.fill(`[name="sampai.${part}"]`, value);
    await press(budi, 'Kirim permintaan');
    const forNobody = await budi.textContent('[role=status]');
    await budi.goto('/kuasa/minta');
    await budi.fill('#nik', member('dewi').nik);
    await budi.fill('#nama', member('dewi').name);
    for (const [part, value] of Object.entries(days)) await budi.fill(`[name="sampai.${part}"]`, value);
    await press(budi, 'Kirim permintaan');
    expect(await budi.textContent('[role=status]')).toBe(forNobody);

    const dewi = await s.citizen('dewi', way);
    await dewi.goto('/kuasa');
    await dewi.locator('#menunggu ~ ul a').first().click();
    expect(await main(dewi)).toContain(`Izinkan ${member('budi').name} mengurus untuk Anda?`);
    await sound(dewi);
    const answered = dewi.url();
    await press(dewi, 'Tidak');
    expect(await main(dewi)).toContain('Jawaban Anda sudah dicatat');
    const stranger = await s.citizen('euis', way);
    expect((await stranger.goto(answered))?.status()).toBe(404);
  });
});

describe('the account page', () => {
  it('shows of one s family names and last four, acts for children only, and nothing before the PIN', async () => {
    const way: Way = { scripts: false, width: 360 };
    const page = await s.citizen('dewi', way);
    await page.goto('/akun');
    const said = await main(page);
    expect(said).toContain(`NIK berakhir ${member('budi').nik.slice(-4)}`);
    expect(said).not.toContain(member('budi').nik);
    expect(said).toMatch(/Raka Aditya Pratama.*Anda boleh mengurusnya/s);
    expect(said).not.toMatch(/Budi Pratama[^.]*Anda boleh mengurusnya.*Raka/s);

    // The code alone, without the PIN.
    const half = await s.stranger(way);
    await half.goto('/masuk');
    await half.fill('#telepon', '0812990100001');
    await press(half, 'Kirim kode');
    await half.fill('#kode', await codeFor(s.h, '+62812990100001'));
    await press(half, 'Masuk');
    await half.goto('/akun');
    expect(await main(half)).toContain('B••• P••••••');
    expect(await main(half)).not.toContain('Budi');
    expect(await main(half)).not.toContain('Raka');
    expect((await half.goto('/kuasa'))?.url()).toContain('/masuk/pin');
  });

  it('changes the PIN by the one so far, and only by it', { timeout: 60_000 }, async () => {
    const page = await s.citizen('asep', { scripts: false, width: 360 });
    await page.goto('/akun/pin');
    await page.fill('#lama', '111222');
    await page.fill('#pin', '482913');
    await press(page, 'Simpan PIN');
    expect(await main(page)).toContain('PIN itu tidak cocok');
    await page.fill('#lama', '246813');
    await page.fill('#pin', '123456');
    await press(page, 'Simpan PIN');
    expect(await main(page)).toContain('mudah ditebak');
    await page.fill('#lama', '246813');
    await page.fill('#pin', '482913');
    await press(page, 'Simpan PIN');
    expect(await main(page)).toContain('PIN Anda sudah diganti');
    await sound(page);
  });
});
