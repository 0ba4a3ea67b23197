import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Slot } from '../../src/capabilities/queue/index.ts';
import { main, numberInSight, openStage, press, type Stage, shot, sound, unfold, WAYS } from '../support/browse.ts';
import { stranger } from '../support/queue-room.ts';

// What becomes of a number: a place that comes free is offered, let go, taken; given back; called off and taken again elsewhere.

const OFFICE = '32.76/pkm-beji';
let s: Stage;
let now = new Date();
const queue = () => s.h.house.queue;
const look = async (page: Page, name: string): Promise<void> => {
  await sound(page);
  await shot(page, name);
};
/** Loads it again; who was away for long shows his PIN once more. */
async function again(page: Page): Promise<void> {
  await page.reload();
  if (!page.url().includes('/masuk/pin')) return;
  await page.fill('#pin', '246813');
  await press(page, 'Masuk');
  await page.waitForURL(/\/tunggu\//);
}
const bookFor = (slot: Slot, need: string, whom = stranger(1)) =>
  queue().book(
    { id: whom.person, label: 'Orang', seat: null, roles: [], nik: null },
    { region: slot.region, slot: slot.id, need, whom, authority: 'self', payer: 'umum' },
    randomUUID(),
  );
const times = (need: string, day: string): string =>
  `/berobat/waktu?${new URLSearchParams({ untuk: 'self', perlu: need, bayar: 'umum', di: OFFICE, hari: day })}`;

describe.each(WAYS)('what becomes of a number, %s', (_, way) => {
  beforeAll(async () => {
    now = new Date('2026-11-16T01:00:00Z');
    s = await openStage({ clock: () => now });
    await queue().layOut(s.h.house.relay);
  }, 180_000);
  afterAll(() => s?.close());

  it('a full day is waited for: the first one lets his offer lapse, the next one takes it and gives it back', {
    timeout: 180_000,
  }, async () => {
    const [day] = await queue().days(OFFICE, '2026-11-18', '2026-11-18', 'gigi');
    if (!day) throw new Error('no day');
    const holders = day.slots.flatMap((slot) =>
      Array.from({ length: slot.online }, () => ({ slot, whom: stranger(1) })),
    );
    for (const { slot, whom } of holders) await bookFor(slot, 'gigi', whom);
    const people: Page[] = [];
    for (const key of ['dewi', 'budi']) {
      const page = await s.citizen(key, way);
      await page.goto(times('gigi', day.session.day));
      expect(await main(page)).toContain('penuh');
      await look(page, 'wait-full');
      await press(page, 'Tunggu bila ada yang batal');
      await page.waitForURL(/\/tunggu\//);
      await look(page, 'wait-waiting');
      people.push(page);
      now = new Date(now.getTime() + 1000);
    }
    const [first, second] = people as [Page, Page];
    const [holder] = holders;
    const doer = { id: holder?.whom.person ?? '', label: '', seat: null, roles: [], nik: null };
    const [mine] = await s.h.t.admin<{ id: string }>('select id from queue.entry where subject = $1', [doer.id]);
    await queue().cancel(doer, { region: '32.76', id: mine?.id ?? '' }, { version: 1, key: randomUUID() });
    const offers = async (): Promise<void> => {
      await queue().offerPlaces(s.h.house.relay);
      await queue().offerPlaces(s.h.house.relay);
    };
    await offers();
    // A page that stays open sees it by itself.
    if (way.scripts) await first.getByText('Ada tempat untuk Anda').waitFor({ timeout: 45_000 });
    else await again(first);
    const offered = await main(first);
    expect(offered).toContain('Ada tempat untuk Anda');
    // What is held, for whom and what, before it is taken.
    expect(offered).toMatch(/Pukul \d\d\.\d\d\u2060–\u2060\d\d\.\d\d\u00a0WIB, nomor C\u2011\d{3}\./);
    for (const about of ['Sakit gigi', 'Untuk Dewi Lestari']) expect(offered).toContain(about);
    await look(first, 'wait-offered');
    await again(second);
    expect(await main(second)).toContain('Menunggu tempat kosong');
    // An hour, and nothing was accepted.
    now = new Date(now.getTime() + 61 * 60_000);
    await again(first);
    expect(await main(first)).toContain('Tidak menunggu lagi');
    await offers();
    await again(first);
    expect(await main(first)).toContain('Tidak menunggu lagi');
    await look(first, 'wait-lapsed');
    await again(second);
    await press(second, 'Ya, saya ambil');
    await second.waitForURL(/\/antrean\//);
    await look(second, 'wait-taken');
    // Another time begins with the day that is booked.
    await second.getByRole('link', { name: 'Ganti waktu' }).click();
    expect(await second.locator('.days [aria-current]').textContent()).toContain('18');
    expect(await main(second)).toContain('Waktu Anda sekarang');
    await look(second, 'number-change-own');
    await second.getByRole('link', { name: 'Kembali' }).click();
    await second.getByRole('link', { name: 'Batalkan nomor ini' }).click();
    await look(second, 'number-cancel');
    await press(second, 'Batalkan nomor ini');
    expect(await main(second)).toContain('Nomor ini sudah dibatalkan');
    expect(await second.locator('.ticket-no s').count()).toBe(1);
    await look(second, 'number-cancelled');
    // His place is there for the next one who looks.
    await first.goto(times('gigi', day.session.day));
    expect(await main(first)).not.toContain(' penuh');
    expect(s.h.errors).toEqual([]);
  });

  it('a session whose doctor is absent tells all and offers another time; another doctor is told too', {
    timeout: 180_000,
  }, async () => {
    const today = await queue().today(OFFICE);
    const page = await s.citizen('asep', way);
    await page.goto(times('sakit', today));
    await unfold(page);
    await page.locator('input[name=jam]:not([disabled])').last().check();
    await press(page, 'Ambil tempat ini');
    await page.waitForURL(/\/antrean\//);
    const ticket = page.url();
    const numberAt = () => page.locator('.ticket-no b').textContent();
    const before = await numberAt();
    await page.getByRole('link', { name: 'Saya akan terlambat' }).click();
    await look(page, 'number-late');
    await page.getByLabel('15 menit').check();
    await press(page, 'Saya akan terlambat');
    await page.waitForURL(ticket);

    const desk = await s.officer('perawat.beji', way);
    await desk.goto('/kantor/antrean');
    // Two rooms of one line: whoever is expected is counted once.
    const general = desk.locator('section', { has: desk.getByRole('heading', { name: /^Pemeriksaan umum/ }) });
    expect(await general.getByRole('link').count()).toBe(2);
    expect(((await general.textContent()) ?? '').match(/belum datang/g)).toHaveLength(1);
    await desk.getByRole('link', { name: /^Ruang 1/ }).click();
    expect(await main(desk)).toContain('Satu antrean bersama Ruang 2');
    await desk.getByText('Batalkan sesi ini').click();
    await desk.selectOption('[name=alasan-cancelled]', 'dokter');
    await desk.getByRole('button', { name: /tidak jadi/i }).click();
    await s.h.house.jobs.settle();
    await page.goto(ticket);
    expect(await main(page)).toContain('Pelayanan pada waktu ini tidak jadi');
    expect(await main(page)).not.toContain('Sudah di puskesmas?');
    await look(page, 'number-off');
    await page.goto('/');
    expect(await main(page)).toContain('Pelayanan pada waktu ini tidak jadi');
    await page.goto(`/papan/${OFFICE}`);
    expect(await page.locator('body').innerText()).toMatch(/Nomor A ke Ruang 1, 2\s+hari ini tidak jadi/);
    await expect
      .poll(async () => {
        await page.goto('/kabar');
        return main(page);
      })
      .toMatch(/Maaf, A-\d{3}, .* batal\. Pilih waktu lain/);
    await page.goto(ticket);
    await page
      .getByRole('link', { name: /waktu lain|Ganti waktu/ })
      .first()
      .click();
    await look(page, 'number-change');
    await page.locator('input[name=jam]:not([disabled])').first().check();
    await press(page, 'Ganti ke waktu ini');
    await page.waitForURL(ticket);
    expect(await main(page)).not.toContain('tidak jadi');
    const after = await numberAt();
    expect(await main(page)).toContain(
      before === after ? 'Waktu berganti, nomor tetap' : `Waktu dan nomor bergantiNomor ${before} menjadi ${after}: `,
    );
    await look(page, 'number-changed');
    await numberInSight(page);
    const entry = /\/antrean\/[\d.]+\/([0-9a-f-]+)/.exec(ticket)?.[1];
    const [held] = await s.h.t.admin<{ template: string; day: string }>(
      `select d.template, to_char(d.day, 'YYYY-MM-DD') as day from queue.entry e join queue.session d on d.region = e.region and d.id = e.session where e.id = $1`,
      [entry],
    );
    expect((held?.day ?? '') > today).toBe(true);
    const head = await s.officer('kepala.pkm.beji', way);
    await head.goto(`/kantor/antrean/jadwal/sesi?kode=${held?.template}`);
    await head.fill('[name=dokter]', 'dr. Pengganti');
    await head.locator('[name=alasan]').first().fill('Cuti bersalin');
    await press(head, 'Simpan');
    await head.getByText('Tersimpan.').waitFor();
    await page.goto(ticket);
    expect(await main(page)).toContain('Dokternya berganti: sekarang dr. Pengganti. Nomor dan jam Anda tetap.');
    await look(page, 'number-doctor');
    expect(s.h.errors).toEqual([]);
  });
});
