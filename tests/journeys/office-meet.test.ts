import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseRef } from '../../src/capabilities/cases/index.ts';
import { main, openStage, press, type Stage, shot, sound, unfold, WAYS, type Way } from '../support/browse.ts';
import { citizen, fill, officer, peopleOf } from '../support/walk.ts';

// The step at which somebody is met: not before his number was called; and another time for whoever stands at the counter.

const SEAT = '32.76/dukcapil';
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage?.close());

/** Bayu's first KTP-el, sent with the first window that is free. */
async function sent(): Promise<CaseRef> {
  const { cases, queue, jobs } = stage.h.house;
  await stage.h.t.admin('delete from cases.unique_key');
  const who = await citizen(stage.h, 'bayu');
  for (const mine of await queue.mine(who.doer.id, '2026-01-01')) {
    const entry = await queue.entry(who.doer, mine);
    if (entry.status === 'booked') await queue.cancel(who.doer, mine, { version: entry.version, key: randomUUID() });
  }
  const ref = await cases.begin(who.doer, {
    ...{ id: randomUUID(), service: 'ktp-baru', region: who.region, applicant: who.party, subject: who.party },
    ...{ authority: 'self', channel: 'warga' },
  });
  const { windows } = await cases.windowsFor(await cases.draft(who.doer, ref), 'recording');
  const free = windows.find(({ left }) => left > 0);
  const pickup = { kind: 'kelurahan', region: who.region, code: 'kel-bedahan' };
  await fill(stage.h, who.doer, ref, { recording: free?.slot, pickup });
  const { found } = await cases.draft(who.doer, ref);
  await cases.submit(who.doer, ref, { version: found.version, key: randomUUID() });
  await jobs.settle();
  return ref;
}
const numberOf = async (ref: CaseRef) => {
  const { appointments } = await stage.h.house.cases.view((await citizen(stage.h, 'bayu')).doer, ref);
  if (!appointments[0]) throw new Error('no number');
  return appointments[0];
};
const said = (label: string): string => label.replace('-', '\u2011');
const hrefOf = ({ region, id }: CaseRef): string => `/kantor/berkas/${region}/${id}`;

/** The number is called in the queue's room, whatever its day. */
async function called(ref: CaseRef): Promise<void> {
  const { queue } = stage.h.house;
  const clerk = await officer(stage.h, SEAT, 'petugasLoket');
  const { region, id } = await numberOf(ref);
  const entry = await queue.entry(clerk, { region, id });
  await queue.putFirst(clerk, entry, { reason: 'darurat' }, { version: entry.version, key: randomUUID() });
  const session = await queue.session({ region, id: entry.session });
  await queue.callNext(
    clerk,
    { session: { region, id: entry.session }, room: session?.rooms[0] ?? '', now: null },
    randomUUID(),
  );
}

async function finished(ref: CaseRef): Promise<void> {
  const { queue } = stage.h.house;
  const clerk = await officer(stage.h, SEAT, 'petugasLoket');
  const entry = await queue.entry(clerk, await numberOf(ref));
  await queue.finish(clerk, entry, { version: entry.version, key: randomUUID() });
}

const DAY = 24 * 3_600_000;

describe.each(WAYS)('somebody who is to come, %s', (_, way: Way) => {
  it('reads one time on the list, the page of the service and in the case; who comes early has it earlier', {
    timeout: 90_000,
  }, async () => {
    const page = await stage.stranger(way);
    await page.goto('/layanan');
    expect(await main(page)).toContain('KTP-el pertama8 hari kerja, gratis');
    await page.goto('/layanan/ktp-baru');
    const said = await main(page);
    expect(said).toContain('Paling lama 8 hari kerja sejak permohonan dikirim.');
    expect(said).toContain(
      'perekaman di loket paling lama 7 hari kerja, pada waktu yang Anda pilih. Sesudah itu paling lama 1 hari kerja.',
    );
    expect(said).toContain('Bila perlu menunggu blangko, tambah 14 hari kerja.');
    // What is uploaded and what is brought are two things.
    expect(said).toMatch(
      /DiunggahTidak ada yang perlu diunggah.*Dibawa ketika datangKartu keluarga asli, untuk perekaman di loket/,
    );
    await sound(page);

    const ref = await sent();
    const bayu = (await citizen(stage.h, 'bayu')).doer;
    const promised = async () => (await stage.h.house.cases.view(bayu, ref)).found;
    const { dueAt, submittedAt } = await promised();
    // Eight working days are at least ten by the calendar.
    expect((dueAt?.getTime() ?? 0) - (submittedAt?.getTime() ?? 0)).toBeGreaterThan(9 * DAY);
    await called(ref);
    const desk = await stage.officer('loket.depok', way);
    await desk.goto(hrefOf(ref));
    const before = Date.now();
    await desk.locator('input[name=keputusan][value=terekam]').check();
    await press(desk, 'Putuskan');
    await desk.waitForURL(/\/kantor(\/berkas\/|\?)/);
    await finished(ref);
    const left = ((await promised()).dueAt?.getTime() ?? 0) - before;
    // One working day, over a weekend and its holidays.
    expect(left).toBeLessThan(5 * DAY);
  });

  it('is met once his number was called: before, the page says why not and when', { timeout: 90_000 }, async () => {
    const ref = await sent();
    const { label } = await numberOf(ref);
    const page = await stage.officer('loket.depok', way);
    await page.goto(hrefOf(ref));
    expect(await main(page)).toContain(`“Sudah direkam” baru bisa dipilih setelah nomor ${said(label)} dipanggil`);
    expect(await main(page)).toMatch(/\d{2}\.\d{2}–\d{2}\.\d{2} WIB, .+ Sekarang: terdaftar\./);
    expect(await page.locator('input[name=keputusan][value=terekam]').count()).toBe(0);
    await sound(page);
    await shot(page, 'temu-belum');
    // A page that was open before, or another's hand.
    await page
      .locator('input[name=keputusan]')
      .first()
      .evaluate((one) => one.setAttribute('value', 'terekam'));
    await page.locator('input[name=keputusan]').first().check();
    await page.locator('textarea[name=catatan]').fill('Sidik jari kiri kurang jelas.');
    await press(page, 'Putuskan');
    await page
      .getByText('Perlu diperbaiki')
      .or(page.locator('#keputusan-galat'))
      .first()
      .waitFor({ state: 'attached' });
    expect(await page.locator('textarea[name=catatan]').inputValue()).toBe('Sidik jari kiri kurang jelas.');
    expect((await main(page)).split('baru bisa dipilih setelah nomor').length).toBeGreaterThan(2);
    await sound(page);
    await shot(page, 'temu-terlalu-dini');
    await called(ref);
    await page.goto(hrefOf(ref));
    expect(await main(page)).not.toContain('baru bisa dipilih');
    await page.locator('input[name=keputusan][value=terekam]').check();
    await press(page, 'Putuskan');
    await page.waitForURL(/\/kantor(\/berkas\/|\?)/);
    await finished(ref);
    const { tasks } = await stage.h.house.cases.view((await citizen(stage.h, 'bayu')).doer, ref);
    expect(tasks.map(({ step }) => step)).toEqual(['verifikasi']);
    expect(stage.h.errors).toEqual([]);
  });

  it('gets another time at the counter, while his number stands and when it came to nothing', {
    timeout: 90_000,
  }, async () => {
    const ref = await sent();
    const first = await numberOf(ref);
    const page = await stage.officer('loket.depok', way);
    const nik = peopleOf(stage.h).find(({ key }) => key === 'bayu')?.nik ?? '';
    await page.goto('/kantor/loket');
    await page.fill('#nik', nik);
    await page.locator('input[name=bukti]').last().check();
    await press(page, 'Buka loket untuk orang ini');
    await page.getByText('Orang di depan Anda').first().waitFor();
    await page.goto(`${new URL(page.url()).pathname}/urusan/${ref.region}/${ref.id}`);
    const own = page.url();
    expect(await main(page)).toContain(said(first.label));
    await sound(page);
    await shot(page, 'temu-loket');
    await page.getByRole('link', { name: 'Pilih waktu lain' }).click();
    await page.getByText('Nomor yang lama dilepas begitu yang baru didapat').waitFor();
    expect(await page.textContent('.helper')).toContain('Anda membantu Bayu Permana');
    await press(page, 'Ambil waktu ini');
    await page.getByText('Pilih jamnya').first().waitFor();
    await sound(page);
    await shot(page, 'temu-loket-pilih');
    await unfold(page);
    await page.locator('input[name=jam]:not([disabled])').last().check();
    await press(page, 'Ambil waktu ini');
    await page.getByText('Terdaftar').first().waitFor();
    expect(page.url()).toBe(own);
    const second = await numberOf(ref);
    expect([second.status, second.id === first.id]).toEqual(['booked', false]);
    const numbers = await stage.h.t.admin<{ id: string; status: string; acted_by: string }>(
      'select id, status, acted_by from queue.entry where id = any ($1) order by booked_at',
      [[first.id, second.id]],
    );
    expect(numbers.map(({ status }) => status)).toEqual(['cancelled', 'booked']);
    const who = await citizen(stage.h, 'bayu');
    expect(new Set(numbers.map((one) => one.acted_by)).has(who.doer.id)).toBe(false);
    // Cancelled by himself at home, he comes again.
    await stage.h.house.queue.cancel(who.doer, second, { version: 1, key: randomUUID() });
    await page.goto(own);
    await page.getByRole('link', { name: 'Pilih waktu lain' }).click();
    await page.getByText('Nomor yang lama tidak berlaku lagi').waitFor();
    await page.locator('input[name=jam]:not([disabled])').first().check();
    await press(page, 'Ambil waktu ini');
    await page.getByText('Terdaftar').first().waitFor();
    expect((await numberOf(ref)).status).toBe('booked');
    // The visit is over: nothing of it is open any more.
    await page.goto(own.replace(/\/urusan\/.*/, ''));
    await press(page, 'Selesai, tutup data orang ini');
    await page.goto(`/urusan/${ref.region}/${ref.id}/janji/recording`);
    expect(page.url()).toContain('/kantor/loket');
    expect(stage.h.errors).toEqual([]);
  });
});
