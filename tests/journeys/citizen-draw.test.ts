import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextWave } from '../../src/capabilities/queue/index.ts';
import { main, openStage, press, type Stage, shot, sound, WAYS } from '../support/browse.ts';

// A draw for the first minutes, by pages alone: the head sets it, people take part, it is drawn, anybody draws again.

const OFFICE = '32.76/pkm-beji';
let s: Stage;
let now = new Date();
const queue = () => s.h.house.queue;

/** The draw of the next day of a poli that has none yet. */
async function openDraw(poli: string): Promise<string> {
  await queue().layOut(s.h.house.relay);
  const place = (await queue().offer(OFFICE))?.place;
  const days = await queue().days(OFFICE, '2026-11-17', '2026-12-31', poli);
  const day = days.find(({ slots }) => slots.every(({ online }) => online === 0));
  const wave = place && day && nextWave({ ...place, drawMinutes: 10 }, day.session.day, 'WIB', now);
  if (!day || !wave) throw new Error('no draw is due');
  now = wave;
  await queue().openWaves(s.h.house.relay);
  return day.session.day;
}

const look = async (page: Page, name: string): Promise<void> => {
  await sound(page);
  await shot(page, name);
};

describe.each(WAYS)('places are drawn for, %s', (_, way) => {
  beforeAll(async () => {
    now = new Date('2026-11-16T01:00:00Z');
    s = await openStage({ clock: () => now });
    await queue().layOut(s.h.house.relay);
  }, 180_000);
  afterAll(() => s?.close());

  it('set by the head, asked for, drawn, checked; who got nothing waits', { timeout: 180_000 }, async () => {
    const head = await s.officer('kepala.pkm.beji', way);
    await head.goto('/kantor/antrean/jadwal');
    await head
      .getByRole('link', { name: /^Pemeriksaan umum, 08/ })
      .first()
      .click();
    await head.fill('[name=undian]', '3');
    await head.locator('[name=alasan]').first().fill('Rebutan tiap pagi');
    await press(head, 'Simpan');
    expect(await head.locator('.errors').textContent()).toContain('Isi angka 5 sampai 60');
    await head.fill('[name=undian]', '10');
    // One place for the whole session, so that the second one gets none.
    await head.fill('[name=batas]', '1');
    await look(head, 'draw-head');
    await press(head, 'Simpan');
    await head.getByText('Tersimpan.').waitFor();
    expect(await main(head)).toContain('menit undian kosong → 10');

    const day = await openDraw('umum');
    const people = await Promise.all(['dewi', 'budi'].map((key) => s.citizen(key, way)));
    const tickets: string[] = [];
    for (const page of people) {
      const query = new URLSearchParams({ untuk: 'self', bayar: 'umum', di: OFFICE, hari: day });
      await page.goto(`/berobat/perlu?${query}`);
      await page.getByLabel('Demam, batuk, nyeri, atau sakit lain').check();
      await press(page, 'Lanjut');
      await page.goto(`${page.url()}&hari=${day}`);
      await page.getByText(/Dibagi dengan undian\. Ikut sampai/).waitFor();
      await look(page, 'draw-time');
      await press(page, 'Ikut undian');
      expect(await page.title()).toContain('Perlu diperbaiki');
      await page.locator('input[name=jam]:not([disabled])').first().check();
      await press(page, 'Ikut undian');
      await page.waitForURL(/\/tunggu\//);
      tickets.push(page.url());
      expect(await main(page)).toContain('Ini bukti ikut, belum nomor antrean');
      await look(page, 'draw-receipt');
    }
    const [one, other] = people as [Page, Page];
    // Once a day and service; taken back and asked for again.
    await one.goto('/berobat');
    expect(await main(one)).toContain('Ikut undian, Puskesmas');
    await one.goto(tickets[0] ?? '');
    await press(one, 'Batal ikut');
    expect(await main(one)).toContain('Tidak menunggu lagi');
    await look(one, 'draw-stopped');
    await one.goBack();
    await other.getByRole('link', { name: 'Cara undian ini' }).click();
    const hash = /[0-9a-f]{64}/.exec(await main(other))?.[0];
    expect((await main(other)).trimStart()).toMatch(/^Gawat darurat\?/);
    expect(await main(other)).toContain('Dibuka sesudah diundi');
    await look(other, 'draw-how');
    const back = new URLSearchParams({ untuk: 'self', bayar: 'umum', di: OFFICE, hari: day });
    await one.goto(`/berobat/waktu?${back}&perlu=sakit`);
    await one.locator('input[name=jam]:not([disabled])').first().check();
    await press(one, 'Ikut undian');
    await one.waitForURL(/\/tunggu\//);
    tickets[0] = one.url();

    now = new Date(now.getTime() + 10 * 60_000);
    await other.goto(tickets[1] ?? '');
    expect(await main(other)).toContain('Undian sedang berjalan');
    await look(other, 'draw-running');
    await queue().drawPools(s.h.house.relay);
    for (const [i, page] of people.entries()) await page.goto(tickets[i] ?? '');
    const said = await Promise.all(people.map(main));
    const won = said.findIndex((text) => text.includes('Anda mendapat nomor'));
    const [winner, loser] = won === 0 ? [one, other] : [other, one];
    expect(said.filter((text) => text.includes('Belum dapat tempat'))).toHaveLength(1);
    await look(winner, 'draw-won');
    await look(loser, 'draw-lost');
    await winner.getByRole('link', { name: 'Cara undian ini' }).click();
    await look(winner, 'draw-checked');
    const text = await main(winner);
    const seed = /Kunci: ([0-9a-f]{64})/.exec(text)?.[1] ?? '';
    expect(createHash('sha256').update(seed).digest('hex')).toBe(hash);
    expect(text).toContain('2 ikut, 1 mendapat tempat');
    const csv = await (await winner.request.get(`${winner.url()}/csv`)).text();
    const [top] = csv.split('\r\n').slice(1);
    const [, receipt = '', , key] = top?.split(',') ?? [];
    const list = /Sidik jari daftar.*: ([0-9a-f]{64})/.exec(text)?.[1];
    expect(createHash('sha256').update(`${seed} ${list} ${receipt}`).digest('hex')).toBe(key);
    expect(top?.endsWith(',1')).toBe(true);
    expect(csv).not.toMatch(/Dewi|Budi/);
    await winner.goBack();
    await winner.getByRole('link', { name: 'Lihat nomornya' }).click();
    await winner.waitForURL(/\/antrean\//);
    await press(loser, 'Tunggu bila ada yang batal');
    await loser.waitForURL(/\/tunggu\//);
    expect(await main(loser)).toContain('Menunggu tempat kosong');
    await loser.goto('/berobat');
    await look(loser, 'draw-mine');
    expect(s.h.errors).toEqual([]);
  });
});
