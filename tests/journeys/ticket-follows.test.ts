import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main, openStage, press, type Stage, shot, sound, WAYS } from '../support/browse.ts';
import { nurse, PUSKESMAS } from '../support/queue-room.ts';

// A ticket that stays open in somebody's hand tells the truth by itself, from the first queue to the last, and offers nothing that is over.

let s: Stage;
const now = new Date('2026-11-16T01:10:00Z');
beforeAll(async () => {
  s = await openStage({ clock: () => now });
  await s.h.house.queue.layOut(s.h.house.relay);
}, 180_000);
afterAll(() => s?.close());
const queue = () => s.h.house.queue;
const key = () => randomUUID();

async function booked(page: Page, door: string, need: string, di: string): Promise<void> {
  const chosen = { untuk: 'self', perlu: need, bayar: 'umum', di };
  await page.goto(`${door}/waktu?${new URLSearchParams(chosen)}`);
  await page.locator('input[name=jam]:not([disabled])').first().check();
  await press(page, 'Ambil tempat ini');
  await page.waitForURL(/\/antrean\//);
}
const entryOf = async (page: Page) => {
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  return queue().entry(nurse, { region: PUSKESMAS.split('/')[0] ?? '', id });
};
const sessionOf = async (id: string) => {
  const session = await queue().session({ region: '32.76', id });
  if (!session) throw new Error('no session');
  return session;
};

describe.each(WAYS)('a ticket follows its number, %s', (_, way) => {
  it('to the room, to the next queue and its counter, to the end', { timeout: 120_000 }, async () => {
    const page = await s.citizen(way.scripts ? 'asep' : 'yanti', way);
    await booked(page, '/berobat', 'sakit', PUSKESMAS);
    expect(await main(page)).toContain('Sudah di puskesmas?');
    const until = async (words: string): Promise<string> => {
      // Far sooner than it would be asked for by the clock.
      if (way.scripts) await page.getByText(words).first().waitFor({ timeout: 5000 });
      else await page.reload();
      const seen = await main(page);
      expect(seen).toContain(words);
      return seen;
    };
    const mine = await entryOf(page);
    await queue().checkIn(nurse, mine, { version: mine.version, key: key() });
    const waiting = await until('Berikutnya giliran Anda');
    for (const over of ['Sudah di puskesmas?', 'Saya akan terlambat', 'Ganti waktu'])
      expect(waiting).not.toContain(over);

    const session = await sessionOf(mine.session);
    await queue().callNext(nurse, { session, room: session.rooms[0] ?? '', now: null }, key());
    expect(await until('Silakan ke Ruang 1')).not.toContain('Batalkan nomor ini');
    expect(await page.locator('.ticket .to').innerText()).toContain('1');
    await sound(page);
    await shot(page, 'ticket-called');

    const [next] = (await queue().onwards(session)).filter(({ poli }) => poli.code === 'obat');
    if (!next) throw new Error('no pharmacy');
    const called = await entryOf(page);
    await queue().transfer(nurse, called, next.id, { version: called.version, key: key() });
    await until('Sekarang menunggu obat');
    expect(await page.locator('.ticket .to').count()).toBe(0);
    const pharmacy = await sessionOf(next.id);
    await queue().callNext(nurse, { session: pharmacy, room: pharmacy.rooms[0] ?? '', now: null }, key());
    await until('Silakan ke Loket Obat');
    const last = await entryOf(page);
    await queue().finish(nurse, last, { version: last.version, key: key() });
    expect(await until('Semoga lekas sehat')).toContain('Ambil nomor lain');
    // It is found again for a day, and what was served is called off by nothing that comes later.
    await s.h.house.jobs.settle();
    if (way.scripts) {
      const { state } = await sessionOf(session.id);
      await queue().rule(nurse, session, { from: state, to: 'cancelled', reason: 'alat' }, key());
    }
    await expect
      .poll(async () => {
        await page.goto('/urusan');
        return main(page);
      })
      .toMatch(/A\u2011\d{3}, Puskesmas Beji.*Selesai/s);
    expect(await main(page)).not.toContain('tidak jadi');
    expect(s.h.errors).toEqual([]);
  });

  it('of an office that heals nobody speaks of no Puskesmas', { timeout: 60_000 }, async () => {
    const page = await s.citizen(way.scripts ? 'budi' : 'dewi', way);
    await booked(page, '/antre', 'ambil-dokumen', '32.76/dukcapil');
    expect(await main(page)).toContain('Sudah di kantor? Tunjukkan nomor ini di loket');
    expect(await page.locator('body').innerText()).not.toMatch(/puskesmas/i);
  });
});
