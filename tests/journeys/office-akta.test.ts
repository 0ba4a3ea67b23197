import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportBirth } from '../support/birth.ts';
import { main, openStage, press, type Stage, shot, sound, WAYS, type Way } from '../support/browse.ts';
import { choose, decide, done } from '../support/desk.ts';
import { follow } from '../support/form.ts';
import { citizen, peopleOf } from '../support/walk.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage?.close());

/** Each way has a family of its own: a family card is held by one case at a time. */
const familyOf = ({ width }: Way) =>
  width === 360
    ? { by: 'dewi', mother: 'dewi', father: 'budi', child: 'Laras Putri Pratama' }
    : { by: 'hendra', mother: 'maya', father: 'hendra', child: 'Kirana Ayu Gunawan' };

/** A parent reports a birth and checks it. @returns the address of the case */
async function report(page: Page, family: ReturnType<typeof familyOf>): Promise<string> {
  await reportBirth(stage, page, family);
  await sound(page);
  await shot(page, 'akta-periksa');
  await page.check('#benar');
  await press(page, 'Kirim permohonan');
  return follow(page);
}

/** The card is printed, one blank spoiled before; then it is handed over where the family wanted it. */
async function printed(way: Way, child: string): Promise<void> {
  const printer = await stage.officer('pencetak.depok', way);
  await printer.goto('/kantor/cetak');
  await sound(printer);
  await shot(printer, 'cetak');
  await press(printer, 'Simpan: sudah dicetak');
  expect(await main(printer)).toContain('Isi nomor blangko paling sedikit satu baris.');
  const box = printer.getByLabel(`Nomor blangko untuk ${child}`);
  await box.fill('K-001');
  await press(printer, 'Catat: blangko rusak');
  await printer.getByText('1 blangko rusak tercatat').waitFor();
  await printer.getByRole('link', { name: 'Daftar untuk dicetak di kertas' }).click();
  await printer.getByRole('heading', { name: 'Daftar cetak kartu' }).waitFor();
  expect(await main(printer)).toContain(child);
  await sound(printer);
  await shot(printer, 'cetak-daftar');
  await printer.goto('/kantor/cetak');
  await box.fill('K-002');
  await press(printer, 'Simpan: sudah dicetak');
  await printer.getByText('1 kartu tercatat sudah dicetak').waitFor();

  const counter = await stage.officer('kelurahan.kemirimuka', way);
  await counter.goto('/kantor/cetak');
  await sound(counter);
  await counter.getByRole('link', { name: `Serahkan: ${child}` }).click();
  await counter.locator('[name="collector"]').fill('Ibu dari anak ini');
  await sound(counter);
  await shot(counter, 'serahkan');
  await choose(counter, 'Serahkan');
  await press(counter, 'Putuskan');
  await done(counter);
}

describe.each(WAYS)('a birth, %s', (_, way) => {
  it('becomes the akta, the family’s card with the child, and a card to collect; a stranger checks the akta', {
    timeout: 240_000,
  }, async () => {
    const family = familyOf(way);
    const parent = await stage.citizen(family.by, way);
    const own = await report(parent, family);
    const path = own.replace('/urusan/', '/kantor/berkas/');
    await decide(await stage.officer('verifikator.depok', way), path, 'Setujui');
    await decide(await stage.officer('pps.depok', way), path, 'Catat');
    await decide(await stage.officer('kabidcapil.depok', way), path, 'Setujui');

    const head = await stage.officer('kadis.depok', way);
    await head.goto('/kantor/tanda-tangan');
    for (const kind of ['Register akta kelahiran', 'Kutipan akta kelahiran', 'Kartu keluarga'])
      expect((await main(head)).toLowerCase()).toContain(kind.toLowerCase());
    await sound(head);
    await shot(head, 'akta-tanda-tangan');
    await head.getByRole('link', { name: 'Tandai semua' }).click();
    await press(head, 'Tanda tangani yang ditandai');
    await head.getByText('1 berkas selesai ditandatangani').waitFor();

    await stage.h.house.jobs.settle();
    await parent.goto(own);
    expect(await main(parent)).toContain('Akta dan KK sudah terbit');
    await sound(parent);
    await shot(parent, 'akta-terbit');
    await parent.getByRole('link', { name: /Kartu keluarga/i }).click();
    await parent.getByRole('heading', { name: 'Kartu keluarga' }).first().waitFor();
    expect(await main(parent)).toContain('Berlaku');
    await parent.goto(own);
    await parent.getByRole('link', { name: /Kutipan akta kelahiran/i }).click();
    await parent.getByRole('heading', { name: 'Kutipan akta kelahiran' }).first().waitFor();
    await sound(parent);
    await shot(parent, 'akta-surat');
    await checked(parent.url(), family, way);

    await printed(way, family.child);
    await stage.h.house.jobs.settle();
    await parent.goto(own);
    expect(await main(parent)).toContain('KIA sudah diserahkan');
    await shot(parent, 'akta-selesai');
    expect(stage.h.errors).toEqual([]);
  });
});

/** What a stranger learns at the address in the QR of the citizen's paper, and what the family's new card holds. */
async function checked(address: string, family: ReturnType<typeof familyOf>, way: Way): Promise<void> {
  const { documents, people } = stage.h.house;
  const { doer, party } = await citizen(stage.h, family.by);
  const id = address.split('/').at(-1) ?? '';
  const paper = await documents.getPaper({ regions: ['32.76'], persons: [doer.id] }, { region: '32.76', id });
  const stranger = await stage.stranger(way);
  await stranger.goto(new URL(documents.checkOf(paper)?.url ?? '').pathname);
  const said = await main(stranger);
  expect(said).toContain('Asli dan berlaku');
  expect(said).toContain('SPESIMEN');
  expect(said).toContain(paper.number);
  expect(said).not.toContain(family.child);
  await sound(stranger);
  await shot(stranger, 'akta-diperiksa');

  const register = await people.register('32.76');
  const today = new Date().toISOString().slice(0, 10);
  const kk = (await people.find(party.nik ?? ''))?.kk ?? '';
  const card = await register.card(kk, { purpose: 'uji', actor: 'uji', caseId: null, today });
  expect(card?.members.map((member) => member.name)).toContain(family.child);
}
