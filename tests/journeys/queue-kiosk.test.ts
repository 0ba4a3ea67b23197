import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Doer } from '../../src/capabilities/cases/index.ts';
import { labelOf } from '../../src/capabilities/queue/index.ts';
import { sayTime } from '../../src/kernel/dates.ts';
import { noBarriers } from '../support/axe.ts';
import { closePages, openChromium } from '../support/chromium.ts';
import { textOf } from '../support/plain-browser.ts';
import { nurse, PUSKESMAS, QueueRoom } from '../support/queue-room.ts';
import { checkInAt } from '../support/queue-walks.ts';

// Whoever comes without a number takes one at the screen by himself.

const q = new QueueRoom();
let browser: Browser;
let origin = '';
beforeAll(async () => {
  await q.open();
  origin = await q.listening();
  browser = await openChromium();
}, 180_000);
afterAll(async () => {
  await closePages();
  await q.close();
});

describe.each([
  ['360 px without script', 360, false, 'gigi', 'Kesehatan gigi'],
  ['1280 px with script', 1280, true, 'kia', 'Kesehatan ibu dan anak'],
] as const)('the screen at the place, %s', (_, width, javaScriptEnabled, poli, name) => {
  it('says who must not queue first, gives a number from the places kept for such, and none when they are gone', {
    timeout: 120_000,
  }, async () => {
    const { session, slots } = await q.freshDay(poli);
    q.now = session.startsAt;
    const context = await browser.newContext({ viewport: { width, height: 740 }, javaScriptEnabled });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const look = async () => {
      expect((await page.locator('html').boundingBox())?.width).toBe(width);
      if (!javaScriptEnabled) return;
      await noBarriers(page);
    };
    const poster = await q.h.house.queue.arrivalToken(PUSKESMAS);
    const answer = await page.goto(`${origin}/kios/${PUSKESMAS}/${poster}/nomor`);
    // The code of the poster, which anybody can photograph, gives no numbers.
    expect(answer?.status()).toBe(409);
    const kiosk = `${origin}/kios/${PUSKESMAS}/${await q.h.house.queue.screenToken(PUSKESMAS)}/nomor`;
    await page.goto(kiosk);
    expect((await page.locator('main').textContent())?.trimStart()).toMatch(/^Gawat darurat\?/);
    await look();
    await page.getByRole('button', { name: 'Ambil nomor' }).click();
    expect(await page.locator('.errors').textContent()).toContain('Isi namanya');
    await page.getByLabel(name).check();
    await page.fill('[name=nama]', 'Bu Tamu Kenari');
    await page.getByLabel('Bayar sendiri').check();
    await look();
    expect(await page.locator('footer a').count()).toBe(0);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Take a number' }).waitFor();
    await page.locator(`input[name=untuk][value="${session.id}"]`).check();
    await page.fill('[name=nama]', 'Bu Tamu Kenari');
    await page.getByLabel('I pay myself').check();
    await page.getByRole('button', { name: 'Take a number' }).click();
    expect(await page.locator('.slip-no').evaluate((one) => one.getBoundingClientRect().height)).toBeGreaterThan(80);
    const number = (await page.locator('.slip-no').textContent()) ?? '';
    expect(number).toMatch(new RegExp(`^${session.prefix}-\\d{3}$`));
    expect(await page.content()).not.toMatch(/Kenari|Kesehatan (gigi|ibu)/);
    await look();
    // The same press again is the same number, and whoever comes next finds the language of the country.
    await page.reload();
    expect(await page.locator('.slip-no').textContent()).toBe(number);
    await page.getByRole('link', { name: 'Ambil nomor lagi' }).click();
    await page.getByRole('heading', { name: 'Ambil nomor' }).waitFor();
    expect(await q.counts(session.id)).toMatchObject({ taken: 1, online: 0, desk: 1, acts: 1 });
    const clerk: Doer = { ...nurse, seat: PUSKESMAS };
    const view = await q.h.house.queue.room(clerk, session);
    expect(view?.entries.map((one) => [one.status, one.channel, view.patients.get(one.patient)?.name])).toEqual([
      ['waiting', 'petugas', 'Bu Tamu Kenari'],
    ]);
    // All places kept for people who come are taken: the next one hears it and gets none.
    const whom = {
      person: null,
      nik: null,
      card: null,
      phone: null,
      sex: null,
      birthDate: null,
      basis: 'counter' as const,
    };
    const desk = slots.reduce((sum, slot) => sum + slot.desk, 0);
    for (let i = 1; i < desk; i++)
      await q.h.house.queue.walkIn(
        clerk,
        { session, whom: { ...whom, name: `Tamu ${i}` }, payer: 'umum', sees: null },
        `isi-${poli}-${i}`,
      );
    await page.goto(kiosk);
    await page.getByLabel(name).check();
    await page.fill('[name=nama]', 'Terlambat');
    await page.getByLabel('Bayar sendiri').check();
    await page.getByRole('button', { name: 'Ambil nomor' }).click();
    await page.getByText('Tempat untuk yang datang langsung sudah habis').first().waitFor();
    expect(await q.counts(session.id)).toMatchObject({ online: 0, desk });
    await context.close();
  });

  it('begins anew in Indonesian, with nothing of what was typed, when nobody touches it', {
    timeout: 60_000,
  }, async () => {
    const context = await browser.newContext({ viewport: { width, height: 740 }, javaScriptEnabled });
    const page = await context.newPage();
    await page.clock.install();
    const numbers = `/kios/${PUSKESMAS}/${await q.h.house.queue.screenToken(PUSKESMAS)}/nomor`;
    const arrival = `/kios/${PUSKESMAS}/${await q.h.house.queue.arrivalToken(PUSKESMAS)}`;
    for (const [kiosk, field] of [
      [numbers, 'nama'],
      [arrival, 'nomor'],
    ] as const) {
      await page.goto(`${origin}${kiosk}`);
      await page.getByRole('button', { name: 'English' }).click();
      await page.locator('html[lang=en]').waitFor();
      await page.fill(`[name=${field}]`, 'A-012');
      if (javaScriptEnabled) {
        // Whoever is still there keeps what he typed.
        await page.clock.fastForward(50_000);
        await page.press(`[name=${field}]`, 'End');
        await page.clock.fastForward(50_000);
        expect(await page.inputValue(`[name=${field}]`)).toBe('A-012');
        await page.clock.fastForward(11_000);
      } else {
        const again = /<meta http-equiv="refresh" content="120;url=([^"]+)"/.exec(await page.content())?.[1];
        expect(again).toBe(`${kiosk}?awal`);
        await page.goto(`${origin}${again}`);
      }
      await page.locator('html[lang=id]').waitFor();
      expect(new URL(page.url()).pathname).toBe(kiosk);
      expect(await page.inputValue(`[name=${field}]`)).toBe('');
    }
    await context.close();
  });
});

describe('the screen that notes who is here', () => {
  it('says from which hour, to whoever comes too early', async () => {
    const { session, slots } = await q.freshDay('umum');
    const slot = slots.at(-1);
    if (!slot) throw new Error('no window');
    const { id } = await q.book(slot);
    const entry = await q.h.house.queue.entry(nurse, { region: slot.region, id });
    const path = `/kios/${PUSKESMAS}/${await q.h.house.queue.arrivalToken(PUSKESMAS)}`;
    const seen = await checkInAt(origin, path, labelOf(session.prefix, entry.number), '1990-01-01');
    const from = sayTime(new Date(slot.startsAt.getTime() - 60 * 60_000), 'WIB', 'id');
    expect([seen.status, textOf(seen.html)]).toEqual([422, expect.stringContaining(from)]);
  });
});
