import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { somebody } from '../support/bpjs.ts';
import { shot, sound, WAYS } from '../support/browse.ts';
import { closePages, openChromium } from '../support/chromium.ts';
import { PUSKESMAS } from '../support/queue-room.ts';
import { officerAt } from '../support/queue-walks.ts';
import { SatusehatRoom } from '../support/satusehat-room.ts';

// The head of a place sees what SATUSEHAT did not take, and why, in words; and nobody by name.

const r = new SatusehatRoom();
let browser: Browser;
beforeAll(async () => {
  await r.open();
  browser = await openChromium();
}, 180_000);
afterAll(async () => {
  await closePages();
  await r.close();
});

it.each(WAYS)('the page of the head, %s', { timeout: 90_000 }, async (_, way) => {
  const { session, slots } = await r.freshDay();
  const [unknown, nikless, fine] = [somebody(), somebody({ nik: null }), r.known()];
  const entries = [];
  for (const whom of [unknown, nikless, fine]) entries.push(await r.book(slots[0], whom));
  r.now = session.startsAt;
  for (const entry of entries) await r.arrive(entry);
  await r.settled();
  // Nobody's session lasts longer than the day of the test: he comes now.
  const { cookies } = await officerAt({ h: r.h, origin: r.origin, now: () => r.now }, 'kepala.pkm.beji');
  const context = await browser.newContext({
    ...{ baseURL: r.origin, javaScriptEnabled: way.scripts, viewport: { width: way.width, height: 800 } },
  });
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: r.origin })));
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto('/kantor/antrean');
  await page.getByRole('link', { name: /^SATUSEHAT/ }).click();
  await page.getByRole('heading', { name: 'Ditolak', exact: true }).waitFor();
  const told = (await page.textContent('main')) ?? '';
  expect(told).toMatch(new RegExp(`A-${String(entries[0]?.number).padStart(3, '0')}, .*: tiba`));
  expect(told).toContain('NIK-nya tidak dikenal SATUSEHAT');
  expect(
    await r.h.house.satusehat.standing({ id: 'x', label: '', seat: PUSKESMAS, roles: [], nik: null }),
  ).toMatchObject({
    ...{ waiting: 0, nikless: way.scripts ? 2 : 1 },
    refused: [{ action: 'arrived', trouble: 'no-patient' }],
  });
  for (const { name, nik } of [unknown, nikless, fine])
    for (const word of [name, nik]) if (word !== null) expect(told).not.toContain(word);
  await sound(page);
  await shot(page, 'satusehat-kantor');
  r.satusehat.weather('gone');
  await r.arrive(await r.book(slots[1], r.known()));
  await r.settled();
  await page.reload();
  await page.getByText('SATUSEHAT sedang tidak menjawab').waitFor();
  r.satusehat.weather('fine');
  await context.close();
});
