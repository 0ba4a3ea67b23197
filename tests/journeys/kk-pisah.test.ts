import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main, openStage, press, type Stage, shot, sound, WAYS, type Way } from '../support/browse.ts';
import { peopleOf } from '../support/walk.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage?.close());

const SPLITS = {
  360: {
    who: 'rizky',
    cause: 'Menikah',
    movers: ['Rizky Setiawan', 'Putri Amelia', 'Arka Setiawan'],
    head: 'Rizky Setiawan',
    never: 'Arka Setiawan',
    roles: ['wife', 'child'],
    file: 'marriageProof',
    party: 'putri',
    asks: 'Rizky Setiawan',
  },
  1280: {
    who: 'agus',
    cause: 'Bercerai',
    movers: ['Sri Wahyuni', 'Nanda Setiawan'],
    head: 'Sri Wahyuni',
    never: 'Nanda Setiawan',
    roles: ['child'],
    file: 'divorceProof',
    party: 'sri',
    asks: 'Agus Setiawan',
  },
} as const;
const ADULTS = ['Agus Setiawan', 'Sri Wahyuni', 'Rizky Setiawan', 'Putri Amelia'];
type Split = (typeof SPLITS)[360 | 1280];

async function tick(page: Page, names: readonly string[]): Promise<void> {
  for (const box of await page.locator('main input[type=checkbox]').all()) {
    const label =
      (await box.evaluate((node) => node.closest('label')?.textContent ?? node.parentElement?.textContent)) ?? '';
    await box.setChecked(names.some((name) => label.includes(name)));
  }
}

/** From "Mulai" to the page that checks all answers; the rules of who may head a family are met on the way. */
async function filledIn(page: Page, way: Way, split: Split): Promise<void> {
  await page.goto('/layanan/kk-pisah');
  await page.getByRole('link', { name: 'Mulai' }).click();
  await press(page, 'Saya mengerti');
  await page.getByLabel(split.cause).check();
  await press(page, 'Lanjut');
  // Children would be left alone: it is said at the question, and nothing is lost.
  await tick(page, ADULTS);
  await press(page, 'Lanjut');
  await page.getByText('Di KK lama harus ada orang dewasa').first().waitFor();
  await tick(page, split.movers);
  await press(page, 'Lanjut');
  expect(await page.getByLabel(split.never).count()).toBe(0);
  await page.getByLabel(split.head).check();
  await press(page, 'Lanjut');
  for (const [i, role] of split.roles.entries()) await page.check(`[name="newRoles.${i}.shdk"][value=${role}]`);
  expect(await page.locator('[value=head]').count()).toBe(0);
  await sound(page);
  await press(page, 'Lanjut');
  const buffer = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#845' } })
    .jpeg()
    .toBuffer();
  await page.setInputFiles(`#${split.file}`, { name: 'buku.jpg', mimeType: 'image/jpeg', buffer });
  if (way.scripts) await page.locator('input[name$=".berkas"]').first().waitFor({ state: 'attached' });
  await press(page, 'Lanjut');
  await page.getByRole('heading', { name: 'Periksa jawaban Anda' }).waitFor();
}

async function decided(username: string, number: string, choice: string, way: Way): Promise<void> {
  const page = await stage.officer(username, way);
  await page.goto(`/kantor?cari=${number}`);
  await page.goto(await pathOf(number));
  await page.getByLabel(choice).first().check();
  await press(page, 'Putuskan');
  await page.waitForURL(/\/kantor(\?|\/berkas).*pesan=/);
  await page.context().close();
}

async function pathOf(number: string): Promise<string> {
  const [row] = await stage.h.t.admin<{ path: string }>(
    `select '/kantor/berkas/' || region || '/' || id as path from cases."case" where number = $1`,
    [number.replace(/\s/g, '')],
  );
  if (!row) throw new Error(number);
  return row.path;
}

/** The one who was asked stands at a counter, and says it there. */
async function saysYesAtCounter(way: Way, key: string): Promise<void> {
  const clerk = await stage.officer('loket.depok', way);
  await clerk.goto('/kantor/loket');
  await clerk.fill('#nik', peopleOf(stage.h).find((one) => one.key === key)?.nik ?? '');
  await clerk.getByLabel('KTP-el', { exact: true }).check();
  await press(clerk, 'Buka loket untuk orang ini');
  expect(await main(clerk)).toContain('Menunggu persetujuannya');
  await clerk.getByRole('link', { name: /Pisah kartu keluarga/ }).click();
  await sound(clerk);
  // Nobody answers for somebody: the officer says that he heard it himself.
  await press(clerk, 'Ia setuju');
  expect(await main(clerk)).toContain('Tanyakan langsung kepada orangnya');
  await clerk.check('[name=sendiri]');
  await press(clerk, 'Ia setuju');
  expect(await main(clerk)).toContain('Jawabannya sudah dicatat.');
  await clerk.context().close();
  const [consent] = await stage.h.t.admin(
    `select state, way from cases.consent where way = 'counter' order by answered_at desc limit 1`,
  );
  expect(consent).toEqual({ state: 'agreed', way: 'counter' });
}

describe.each(WAYS)('a family card is split, %s', (_, way) => {
  it('when the other adult agrees, and two signed cards come out', { timeout: 300_000 }, async () => {
    const split: Split = SPLITS[way.width];
    const page = await stage.citizen(split.who, way);
    await filledIn(page, way, split);

    // Nobody is moved without a word of his own.
    expect(await main(page)).toContain('Belum diminta');
    expect(await page.getByRole('button', { name: 'Kirim permohonan' }).count()).toBe(0);
    await shot(page, 'setuju-diminta');
    await press(page, 'Minta persetujuan');
    await page.getByText(/Menunggu persetujuan/).waitFor();
    await sound(page);
    await shot(page, 'setuju-menunggu');

    await stage.h.house.jobs.settle();
    const other = await stage.citizen(split.party, way);
    await expect.poll(async () => (await other.goto('/kabar')) && main(other)).toContain('meminta persetujuan Anda');
    await other.goto('/urusan');
    await shot(other, 'setuju-urusan');
    await other.getByRole('link', { name: `${split.asks}: Pisah kartu keluarga` }).click();
    const asked = await main(other);
    expect(asked).toContain('Anda ikut pindah ke kartu keluarga baru');
    expect(asked).toContain('empat angka terakhir NIK');
    for (const hidden of ['buku.jpg', split.cause, 'Nanda', 'Arka']) expect(asked).not.toContain(hidden);
    await sound(other);
    await shot(other, 'setuju-ditanya');
    await press(other, 'Saya menolak');
    await other.getByText('Anda menolak').waitFor();
    await page.reload();
    expect(await main(page)).toMatch(/menolak/);
    expect(await page.getByRole('button', { name: 'Kirim permohonan' }).count()).toBe(0);

    // They talked; other answers need another word, which may be another one.
    await page.getByRole('link', { name: /Ubah/ }).first().click();
    await page.getByLabel('Rumah tangga sendiri').check();
    await press(page, 'Lanjut');
    await page.waitForURL('**/periksa');
    await press(page, 'Minta persetujuan');
    if (way.width === 1280) await saysYesAtCounter(way, split.party);
    else {
      await other.goto('/persetujuan');
      await other.getByRole('link', { name: /Pisah kartu keluarga/ }).click();
      await press(other, 'Saya setuju');
      await other.getByText('Terima kasih. Anda setuju').waitFor();
      await sound(other);
    }

    await page.reload();
    await page.check('#benar');
    await press(page, 'Kirim permohonan');
    await page.getByRole('heading', { name: 'Permohonan Anda sudah kami terima' }).waitFor();
    const [row] = await stage.h.t.admin<{ number: string }>(
      `select number from cases."case" where service = 'kk-pisah' and status = 'running'`,
    );
    const number = row?.number ?? '';
    await decided('verifikator.depok', number, 'Setujui', way);
    await decided('kabiddafduk.depok', number, 'Setujui', way);
    await decided('kadis.depok', number, 'Terbitkan', way);

    await page.getByRole('link', { name: 'Ikuti urusan ini' }).click();
    expect(await page.textContent('h1')).toContain('Dua KK sudah terbit');
    expect(await page.getByRole('link', { name: /Kartu keluarga/i }).count()).toBe(2);
    await shot(page, 'kk-pisah-terbit');
    const papers = await stage.h.t.admin<{ state: string; file: string }>(
      `select p.state, p.file from documents.paper p join cases."case" c on c.region = p.region and c.id = p.case_id where c.number = $1`,
      [number],
    );
    expect(papers.map((paper) => [paper.state, paper.file !== null])).toEqual([
      ['active', true],
      ['active', true],
    ]);
    expect(stage.h.errors).toEqual([]);
  });
});
