// `npm run pictures`: docs/pictures, which the READMEs show, anew from a demo of its own.
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { reportBirth } from '../support/birth.ts';
import { openStage, press, type Stage } from '../support/browse.ts';
import { openChromium } from '../support/chromium.ts';
import { decide } from '../support/desk.ts';
import { follow } from '../support/form.ts';
import { startTestServer } from '../support/postgres.ts';

const FOLDER = join(import.meta.dirname, '../../docs/pictures');
const CHILD = 'Bima Pratama';

async function take(of: Page | Locator, name: string): Promise<void> {
  const png = await of.screenshot({ animations: 'disabled' });
  const file = join(FOLDER, `${name}.png`);
  await sharp(png).png({ palette: true, compressionLevel: 9 }).toFile(file);
  process.stdout.write(`${file}\n`);
}

const STATEMENT = `<body style="margin: 0; background: #b8ae98">
<main style="margin: 26px 38px; height: 560px; padding: 44px 56px; background: #f7f0e4; transform: rotate(-1.2deg);
  font: 20px/2 'Liberation Serif', serif; color: #1f1a14">
<h1 style="margin: 0 0 16px; font-size: 30px; line-height: 1.5; text-align: center">SURAT KETERANGAN<br>KELAHIRAN</h1>
<p style="text-align: center; color: #7a3b2a">Contoh untuk peragaan, bukan surat yang sah</p>
<p>Menerangkan bahwa telah lahir seorang bayi laki-laki:</p>
<p>Nama: ${CHILD}<br>Pukul 04.15, berat 3.100 gram<br>Ibu: Dewi Lestari<br>Ayah: Budi Pratama</p>
<p>Penolong: bidan</p></main>`;

/** The photo of a letter, as a phone would take it. */
async function photographed(): Promise<Buffer> {
  const page = await (await openChromium()).newPage({ viewport: { width: 640, height: 700 } });
  await page.setContent(STATEMENT);
  const photo = await page.screenshot({ type: 'jpeg', quality: 85 });
  await page.close();
  return photo;
}

/** A birth from the phone over the desks to the paper, with a picture where each has it before him. */
async function walk(stage: Stage): Promise<void> {
  const phone = await stage.citizen('dewi', { scripts: true, width: 360 });
  await phone.setViewportSize({ width: 360, height: 720 });
  const family = { by: 'dewi', mother: 'dewi', father: 'budi', child: CHILD, sex: 'male' } as const;
  await reportBirth(stage, phone, family, await photographed());
  await phone.check('#benar');
  await press(phone, 'Kirim permohonan');
  const own = await follow(phone);
  await phone.goto(own);
  await take(phone, 'urusan');
  await phone.goto('/');
  await take(phone, 'beranda');

  const path = own.replace('/urusan/', '/kantor/berkas/');
  const verifier = await stage.officer('verifikator.depok', { scripts: true, width: 1280 });
  await verifier.goto(path);
  await verifier.keyboard.press('s');
  await take(verifier, 'berkas');
  await decide(verifier, path, 'Setujui');
  await decide(await stage.officer('pps.depok', { scripts: true, width: 1280 }), path, 'Catat');
  await decide(await stage.officer('kabidcapil.depok', { scripts: true, width: 1280 }), path, 'Setujui');
  const head = await stage.officer('kadis.depok', { scripts: true, width: 1280 });
  await head.goto('/kantor/tanda-tangan');
  await head.getByRole('link', { name: 'Tandai semua' }).click();
  await press(head, 'Tanda tangani yang ditandai');
  await head.getByText('1 berkas selesai ditandatangani').waitFor();
  await stage.h.house.jobs.settle();
  await phone.goto(own);
  await phone.getByRole('link', { name: /Kutipan akta kelahiran/i }).click();
  // As tall as the paper: the bar at the bottom of a phone would lie on it.
  await phone.setViewportSize({ width: 360, height: 1400 });
  await take(phone.locator('.paper'), 'surat');
}

const stop = await startTestServer();
try {
  const stage = await openStage();
  try {
    await walk(stage);
  } finally {
    await stage.close();
    await (await openChromium()).close();
  }
} finally {
  await stop();
}
