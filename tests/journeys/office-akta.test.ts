import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main, openStage, press, type Stage, shot, sound, WAYS, type Way } from '../support/browse.ts';
import { answerAll, daysAgo, scanned } from '../support/form.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage?.close());

const people = () => stage.h.cast.families.flatMap((family) => family.members);
const nameOf = (key: string): string => people().find((one) => one.key === key)?.name ?? '';

async function apply(page: Page, name: string, bornDaysAgo: number): Promise<string> {
  const witnesses = people().filter((one) => !['dewi', 'budi', 'raka'].includes(one.key) && one.birthDate < '2000');
  await page.goto('/layanan/akta-kelahiran');
  await page.getByRole('link', { name: 'Mulai' }).click();
  await page.locator('input[name=untuk]').first().check();
  await press(page, 'Saya mengerti');
  await answerAll(page, {
    ...{ reporterRelation: 'parent', origin: 'parents', 'child.name': name, 'child.sex': 'female' },
    ...daysAgo('child.birthDate', bornDaysAgo),
    ...{ 'child.birthTime.h': '04', 'child.birthTime.i': '15', 'child.placeKind': 'hospital' },
    ...{ 'child.birthPlace': { seek: 'Depok' }, 'child.birthKind': 'single', 'child.order': '2' },
    ...{ 'child.helper': 'midwife', 'child.weight': '3100', mother: { pick: nameOf('dewi') } },
    ...{ father: { pick: nameOf('budi') }, marriageProof: 'bukuNikah', home: { pick: '' }, relationship: 'child' },
    ...{ pickup: { seek: 'Kemiri Muka' } },
    ...{ 'witness1.nik': witnesses[0]?.nik ?? '', 'witness2.nik': witnesses[1]?.nik ?? '' },
    ...{ birthStatement: { file: scanned() }, marriageBook: { file: scanned() }, truth: 'yes' },
  });
  await sound(page);
  await page.check('#benar');
  await press(page, 'Kirim permohonan');
  await page.getByRole('link', { name: 'Ikuti urusan ini' }).click();
  return new URL(page.url()).pathname;
}

/** One officer at one step of the case, by the words on his screen. */
async function decide(
  way: Way,
  username: string,
  path: string,
  action: string,
  asks: Readonly<Record<string, string>> = {},
) {
  const page = await stage.officer(username, way);
  await page.goto(path);
  for (const [name, value] of Object.entries(asks)) await page.fill(`[name="${name}"]`, value);
  await page.locator('#keputusan-form').getByLabel(action, { exact: true }).check();
  await press(page, 'Putuskan');
  await page.waitForURL('**/kantor?pesan=*');
  return page;
}

describe.each(WAYS)('a birth, %s', (_, way) => {
  it('becomes three papers: the akta, the family’s card with the child, and a card to collect', {
    timeout: 240_000,
  }, async () => {
    const name = way.scripts ? 'Kirana Ayu Pratama' : 'Laras Putri Pratama';
    const dewi = await stage.citizen('dewi', way);
    const own = await apply(dewi, name, 20);
    const path = own.replace('/urusan/', '/kantor/berkas/');
    await decide(way, 'verifikator.depok', path, 'Setujui');
    await decide(way, 'pps.depok', path, 'Catat');
    await decide(way, 'kabidcapil.depok', path, 'Setujui');

    const head = await stage.officer('kadis.depok', way);
    await head.goto('/kantor/tanda-tangan');
    for (const kind of ['Kutipan akta kelahiran', 'Kartu keluarga'])
      expect((await main(head)).toLowerCase()).toContain(kind.toLowerCase());
    await shot(head, 'akta-tanda-tangan');
    await head.getByRole('link', { name: 'Tandai semua' }).click();
    await press(head, 'Tanda tangani yang ditandai');
    await head.getByText('1 berkas selesai ditandatangani').waitFor();

    await stage.h.house.jobs.settle();
    await dewi.goto(own);
    await sound(dewi);
    await shot(dewi, 'akta-terbit');
    expect(await main(dewi)).toContain('Kutipan akta kelahiran');
    await dewi.getByRole('link', { name: /Kartu keluarga/i }).click();
    expect(await main(dewi)).toContain('Berlaku');
    await sound(dewi);

    const printer = await stage.officer('pencetak.depok', way);
    await printer.goto('/kantor/cetak');
    await sound(printer);
    await shot(printer, 'cetak');
    await press(printer, 'Simpan: sudah dicetak');
    expect(await main(printer)).toContain('Isi nomor blangko paling sedikit satu baris.');
    const box = printer.getByLabel(`Nomor blangko untuk ${name}`);
    await box.fill('K-001');
    await press(printer, 'Catat: blangko rusak');
    await printer.getByText('1 blangko rusak tercatat').waitFor();
    await printer.getByRole('link', { name: 'Daftar untuk dicetak di kertas' }).click();
    expect(await main(printer)).toContain(name);
    await sound(printer);
    await shot(printer, 'cetak-daftar');
    await printer.goto('/kantor/cetak');
    await box.fill('K-002');
    await press(printer, 'Simpan: sudah dicetak');
    await printer.getByText('1 kartu tercatat sudah dicetak').waitFor();

    const counter = await stage.officer('kelurahan.kemirimuka', way);
    await counter.goto('/kantor/cetak');
    await counter.getByRole('link', { name: `Serahkan: ${name}` }).click();
    await sound(counter);
    await counter.fill('[name="collector"]', 'Dewi Lestari');
    await counter.locator('#keputusan-form').getByLabel('Serahkan').check();
    await press(counter, 'Putuskan');
    await counter.waitForURL('**/kantor?pesan=*');
    await dewi.goto(own);
    expect(await main(dewi)).toContain('Pengambilan KIA');
    expect(stage.h.errors).toEqual([]);
  });
});

describe('a birth reported late', () => {
  const way: Way = { scripts: true, width: 1280 };
  it('needs the decision of the head, comes back for a repair with one question, and goes on', {
    timeout: 240_000,
  }, async () => {
    const dewi = await stage.citizen('dewi', way);
    const own = await apply(dewi, 'Bagas Terlambat Pratama', 75);
    const path = own.replace('/urusan/', '/kantor/berkas/');
    const verifier = await stage.officer('verifikator.depok', way);
    await verifier.goto(path);
    expect(await main(verifier)).toContain('lebih dari 60 hari');
    await verifier.getByLabel('Minta perbaikan').first().check();
    await verifier.getByLabel(/^R05/).check();
    await verifier.getByText('Pertanyaan yang dibuka lagi').first().click();
    await verifier.getByLabel('Nama lengkap anak').check();
    await press(verifier, 'Putuskan');
    await press(verifier, 'Kirim ke warga');
    await verifier.waitForURL('**/kantor?pesan=*');

    await dewi.goto(own);
    await shot(dewi, 'perbaiki');
    await dewi.getByRole('link', { name: 'Perbaiki sekarang' }).click();
    // Only this question is open.
    await dewi.fill('[name="child.name"]', 'Bagas Terlambat Pratomo');
    await press(dewi, 'Lanjut');
    await dewi.getByRole('heading', { name: 'Periksa jawaban Anda' }).waitFor();
    await dewi.check('#benar');
    await press(dewi, 'Kirim');
    await verifier.goto('/kantor');
    expect(await main(verifier)).toContain('sudah diperbaiki');
    await decide(way, 'verifikator.depok', path, 'Setujui');
    await decide(way, 'kadis.depok', path, 'Putuskan');
    await dewi.goto(own);
    expect(await dewi.textContent('h1')).toContain('Menunggu pencatatan');
    expect(stage.h.errors).toEqual([]);
  });
});
