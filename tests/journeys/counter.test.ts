import { randomUUID } from 'node:crypto';
import { generateSync } from 'otplib';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTool, writeScratch } from '../../src/platform/signing/foreign-tools.ts';
import { codeFor, main, openStage, press, type Stage, shot, sound, WAYS, type Way } from '../support/browse.ts';
import { forOneself } from '../support/form.ts';
import { citizen } from '../support/walk.ts';

let s: Stage;
beforeAll(async () => {
  s = await openStage();
}, 120_000);
afterAll(() => s?.close());

const memberOf = (key: string) => {
  const member = s.h.cast.families.flatMap((family) => family.members).find((one) => one.key === key);
  if (!member) throw new Error(key);
  return member;
};
const nikOf = (key: string): string => memberOf(key).nik;
const nameOf = (key: string): string => memberOf(key).name;

const photo = async (name: string, background: string) => ({
  name,
  mimeType: 'image/jpeg',
  buffer: await sharp({ create: { width: 400, height: 300, channels: 3, background } })
    .jpeg()
    .toBuffer(),
});

/** The officer sees who it is and opens the counter for them. */
async function comes(page: Page, key: string, proof = 'KTP-el'): Promise<void> {
  await page.goto('/kantor/loket');
  await page.fill('#nik', nikOf(key));
  await page.getByLabel(proof, { exact: true }).check();
  await press(page, 'Buka loket untuk orang ini');
}

const TWO = WAYS.map(([name, way], i) => [name, way, ['maya', 'aditya'][i] ?? ''] as const);

describe.each(TWO)('somebody without account and phone at the counter, %s', (_, way: Way, key) => {
  it('is helped from the first question to a receipt that finds the case again', { timeout: 180_000 }, async () => {
    const page = await s.officer('kelurahan.pancoranmas', way);
    await page.goto('/kantor');
    await page.getByRole('link', { name: 'Loket', exact: true }).click();
    await shot(page, 'loket');
    await sound(page);

    await press(page, 'Buka loket untuk orang ini');
    expect(await page.title()).toContain('Perlu diperbaiki');
    await sound(page);

    await comes(page, key);
    await shot(page, 'orang');
    await sound(page);
    expect(await main(page)).toContain('Belum punya akun');
    expect(await main(page)).not.toContain(nikOf(key));

    await page.getByRole('link', { name: 'Ajukan layanan' }).click();
    await sound(page);
    await page.getByRole('link', { name: 'Surat keterangan tidak mampu' }).click();
    await shot(page, 'mulai');
    await sound(page);
    await forOneself(page);
    await press(page, 'Sudah saya bacakan, mulai');
    expect(await page.textContent('.helper')).toContain(`Anda membantu ${nameOf(key)}`);
    await shot(page, 'pertanyaan');
    await sound(page);
    await page.getByLabel('Sekolah').check();
    await press(page, 'Lanjut');
    await page.fill('[name=institution]', 'SDN Depok 1');
    await press(page, 'Lanjut');

    // Interrupted: the draft waits at the counter.
    await press(page, 'Simpan, lanjut nanti');
    expect(await main(page)).toContain('Tersimpan');
    expect(await main(page)).toContain(`untuk ${nameOf(key)}, mulai diisi`);
    await page.getByRole('link', { name: /Surat keterangan tidak mampu \(belum dikirim\)/ }).click();
    await page.fill('[name=income]', '1.500.000');
    await press(page, 'Lanjut');
    await page.fill('[name=dependants]', '3');
    await press(page, 'Lanjut');
    await page.check('[name=poor]');
    await press(page, 'Lanjut');
    await page.setInputFiles('#rtLetter', await photo('rt.jpg', '#845'));
    await page.setInputFiles('#house', await photo('rumah.jpg', '#485'));
    if (way.scripts) await page.locator('input[name$=".berkas"]').nth(1).waitFor({ state: 'attached' });
    await press(page, 'Lanjut');
    await page.getByRole('heading', { name: 'Periksa jawaban' }).waitFor();
    await shot(page, 'periksa');
    await sound(page);
    await page.check('#benar');
    await press(page, 'Kirim permohonan');
    expect(await main(page)).toContain('Terkirim');
    await shot(page, 'terkirim');
    await sound(page);
    const number = ((await page.textContent('.say-no')) ?? '').replace(/^\D+/, '').trim();
    expect(number).toMatch(/^\d{4}-\d{4}-\d{3}[A-Z]$/);

    await page.getByRole('link', { name: 'Tanda terima untuk dicetak dari peramban' }).click();
    await shot(page, 'tanda-terima');
    await sound(page);
    const code = /Kode\s*([0-9A-Z]{4} [0-9A-Z]{4})/.exec(await main(page))?.[1] ?? '';
    const pdf = await page.request.get(`${page.url()}.pdf`);
    expect(pdf.headers()['content-type']).toBe('application/pdf');
    const body = await pdf.body();
    expect(body.subarray(0, 5).toString()).toBe('%PDF-');
    const printed = runTool('pdftotext', ['-layout', writeScratch('tanda-terima.pdf', body), '-']).output;
    // Numbers are printed in groups; what parts them doesn't matter.
    const bare = (text: string): string => text.replace(/[^\p{L}\d]/gu, '').toLowerCase();
    for (const told of [number, code, nameOf(key), 'Surat keterangan tidak mampu'])
      expect(bare(printed)).toContain(bare(told));
    expect(bare(printed)).not.toContain(nikOf(key));

    // Anybody who holds the receipt sees how it stands, and no name.
    const stranger = await s.stranger(way);
    await stranger.goto('/lacak');
    await sound(stranger);
    await stranger.fill('#nomor', number.replaceAll('-', '.').toLowerCase());
    await stranger.fill('#kode', 'AAAA AAAA');
    await press(stranger, 'Lihat');
    expect(await main(stranger)).toContain('tidak cocok');
    await stranger.fill('#kode', code.toLowerCase().replace(' ', ''));
    await press(stranger, 'Lihat');
    expect(await stranger.textContent('h1')).toMatch(/^Menunggu pemeriksaan berkas di .+/);
    expect(await main(stranger)).not.toContain(nameOf(key));
    await shot(stranger, 'lacak');
    await sound(stranger);
  });
});

const small: Way = { scripts: false, width: 360 };

it('what somebody began and did not send is listed with for whom it is', { timeout: 60_000 }, async () => {
  const { cases } = s.h.house;
  const { doer, party, region } = await citizen(s.h, 'dewi');
  const begun = () =>
    cases.begin(doer, {
      ...{ id: randomUUID(), service: 'akta-kelahiran', region, applicant: party, subject: party },
      ...{ authority: 'self', channel: 'warga' },
    });
  const [named] = [await begun(), await begun()];
  const { found } = await cases.draft(doer, named);
  const guard = { version: found.version, key: randomUUID() };
  await cases.answerMany(doer, named, { origin: 'parents', 'child.name': 'Laras Ayu Pratama' }, guard);
  const page = await s.officer('kelurahan.pancoranmas', small);
  await comes(page, 'dewi');
  const lines = await page.getByRole('link', { name: /Akta kelahiran \(belum dikirim\)/ }).allTextContents();
  expect(lines.map((line) => /untuk (.+), mulai diisi/.exec(line)?.[1]).sort()).toEqual([
    'Laras Ayu Pratama',
    'anak yang akan dicatat',
  ]);
  await shot(page, 'draf-di-loket');
  await sound(page);
});

describe('an account made at a counter', () => {
  it('is bound to a NIK and a phone; its PIN is set by its owner alone, with the slip', {
    timeout: 180_000,
  }, async () => {
    const page = await s.officer('kelurahan.tugu', small);
    await comes(page, 'maya', 'Kartu keluarga dan surat kehilangan dari polisi');
    await page.getByRole('link', { name: 'Buat akun' }).click();
    await sound(page);
    await page.fill('#telepon', '12');
    await press(page, 'Buat akun dan cetak kertas PIN');
    expect(await main(page)).toContain('Nomor HP belum benar');
    // The number of somebody else of the house may serve this account too.
    await page.fill('#telepon', memberOf('hendra').phone ?? '');
    await press(page, 'Buat akun dan cetak kertas PIN');
    await shot(page, 'kertas-pin');
    await sound(page);
    const slip = ((await page.textContent('.say-no')) ?? '').replace(/\D/g, '');
    expect(slip).toMatch(/^\d{8}$/);

    const own = await s.stranger(small);
    await entersWithCode(own, memberOf('hendra').phone ?? '');
    // One number, two accounts: whose is asked, names half hidden.
    expect(await main(own)).toContain('M••• P••••••');
    await own.getByLabel('M••• P••••••').check();
    await press(own, 'Masuk');
    await own.goto('/surat');
    expect(own.url()).toContain('/masuk/pin-baru');
    await own.fill('#pin', '482913');
    await own.fill('#slip', '00000000');
    await press(own, 'Simpan PIN');
    expect(await main(own)).toContain('tidak cocok');
    await own.fill('#pin', '482913');
    await own.fill('#slip', slip);
    await press(own, 'Simpan PIN');
    await own.goto('/siapa-membuka');
    expect(await main(own)).toContain('Wulan Sari');
    expect(await main(own)).toContain('loket');
    await sound(own);

    // A reset voids the PIN and every session at once.
    await page.goto('/kantor/loket');
    await page.getByRole('link', { name: nameOf('maya') }).click();
    await page.getByRole('link', { name: 'Setel ulang PIN' }).click();
    await sound(page);
    await press(page, 'Setel ulang dan cetak kertas PIN');
    expect(((await page.textContent('.say-no')) ?? '').replace(/\D/g, '')).not.toBe(slip);
    await own.goto('/surat');
    expect(own.url()).toContain('/masuk');

    // Her number changed: the former one opens nothing of hers any more, the new one does, with a PIN of its own.
    await page.goto('/kantor/loket');
    await page.getByRole('link', { name: nameOf('maya') }).click();
    await page.getByRole('link', { name: 'Ganti nomor HP' }).click();
    await sound(page);
    await page.fill('#telepon', '0812 9000 7788');
    await press(page, 'Ganti nomor dan cetak kertas PIN');
    const newSlip = ((await page.textContent('.say-no')) ?? '').replace(/\D/g, '');
    const former = await s.stranger(small);
    await entersWithCode(former, memberOf('hendra').phone ?? '');
    expect(await main(former)).not.toContain('M••• P••••••');
    const hers = await s.stranger(small);
    await entersWithCode(hers, '+6281290007788');
    await hers.goto('/masuk/pin-baru');
    await hers.fill('#pin', '593024');
    await hers.fill('#slip', newSlip);
    await press(hers, 'Simpan PIN');
    await hers.goto('/akun');
    expect(await main(hers)).toContain(nameOf('maya'));
    const [event] = await s.h.t.admin<{ body: { document: string }; office: string }>(
      "select body, office from accounts.event where action = 'setel-ulang-pin'",
    );
    expect(event).toMatchObject({ body: { document: 'kk-polisi' }, office: '32.76/kel-tugu' });
  });
});

describe('who may not', () => {
  it('is one s own family, a child, somebody of another region, and anybody once the counter is closed', {
    timeout: 120_000,
  }, async () => {
    const page = await s.officer('kelurahan.tugu', small);
    await comes(page, 'raka');
    expect(await main(page)).toContain('belum 17 tahun');
    await comes(page, 'markus');
    expect(await main(page)).toContain('kabupaten atau kota lain');
    await comes(page, 'siti');
    const open = page.url();
    const colleague = await s.officer('loket.depok', small);
    await colleague.goto(open);
    expect(await main(colleague)).toContain('Waktu di loket sudah habis');
    const desk = await s.officer('verifikator.depok', small);
    expect((await desk.goto('/kantor/loket'))?.status()).toBe(404);
    await page.goto(open);
    await press(page, 'Selesai, tutup data orang ini');
    await page.goto(open);
    expect(await main(page)).toContain('Waktu di loket sudah habis');
    // Nobody stands there: no form of theirs opens, whatever its address.
    await page.goto('/layanan/32.76/sktm/mulai?loket=01932b1e-0000-7000-8000-000000000001');
    expect(page.url()).toContain('/kantor/loket');
  });

  it('is the officer s own wife, and the officer himself', { timeout: 60_000 }, async () => {
    const invited = await s.h.house.accounts.addOfficer(
      { id: 'operator' },
      { username: 'budi.loket', name: 'Budi Pratama', nik: nikOf('budi') },
    );
    const office = '32.76/kel-pancoran-mas';
    await s.h.house.accounts.grantRole({ id: 'operator' }, { officer: invited.officer, office, role: 'petugasLoket' });
    const page = await enrolled(invited.token, 'budi.loket');
    for (const key of ['budi', 'dewi']) {
      await comes(page, key);
      expect(await main(page)).toContain('Ini keluarga Anda sendiri');
    }
  });
});

/** The newest code of a phone, up to the question whose account it is. */
async function entersWithCode(page: Page, phone: string): Promise<void> {
  await page.goto('/masuk');
  await page.fill('#telepon', phone.replace('+62', '0'));
  await press(page, 'Kirim kode');
  await page.fill('#kode', await codeFor(s.h, phone));
  await press(page, 'Masuk');
}

/** A new officer sets password and second factor, and enters. */
async function enrolled(token: string, username: string): Promise<Page> {
  const page = await s.stranger(small);
  const password = 'kuda hijau melompat pagar';
  await page.goto(`/kantor/undangan/${token}`);
  await page.fill('#password', password);
  await page.fill('#again', password);
  await page.locator('main form button').first().click();
  // In sight, also without script: on the phone that shows this page nobody scans it.
  const key = page.getByText(/^[A-Z2-7]{4}( [A-Z2-7]{4}){7}$/);
  expect(await key.isVisible()).toBe(true);
  const secret = (await key.innerText()).replaceAll(' ', '');
  const started = Math.floor(Date.now() / 30_000);
  await page.fill('#totp', totpAt(secret, started));
  await page.locator('main form button').first().click();
  await page.goto('/kantor/masuk');
  await page.fill('#username', username);
  await page.fill('#password', password);
  // A code works once: the next half minute's.
  await page.fill('#totp', totpAt(secret, started + 1));
  await press(page, 'Masuk');
  return page;
}

const totpAt = (secret: string, halfMinute: number): string => generateSync({ secret, epoch: halfMinute * 30 });
