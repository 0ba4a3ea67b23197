import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BpjsServer, startBpjsServer } from '../../simulators/bpjs/index.ts';
import { demoLogins } from '../../src/capabilities/accounts/index.ts';
import type { Doer } from '../../src/capabilities/cases/index.ts';
import { noBarriers } from '../support/axe.ts';
import { CONSUMER, connectBpjs } from '../support/bpjs.ts';
import { closePages, openChromium } from '../support/chromium.ts';
import { type TestHouse, testHouse } from '../support/house.ts';

const OFFICE = '32.76/pkm-beji';
const DAY = '2026-11-17';
let h: TestHouse;
let bpjs: BpjsServer;
let browser: Browser;
let origin = '';
let now = new Date('2026-11-16T00:50:00Z');

beforeAll(async () => {
  h = await testHouse({ clock: () => now });
  await h.house.queue.layOut(h.house.relay);
  bpjs = await startBpjsServer({ clock: () => now, consumers: [CONSUMER], polis: {} });
  origin = await h.listen();
  browser = await openChromium();
}, 180_000);
afterAll(async () => {
  await closePages();
  await h?.close();
  await bpjs?.stop();
});

/** A member who booked at home: nobody saw his card yet. */
async function booked(name: string): Promise<void> {
  const [day] = await h.house.queue.days(OFFICE, DAY, DAY, 'umum');
  const slot = day?.slots[0];
  const id = randomUUID();
  const doer: Doer = { id, label: name, seat: null, roles: [], nik: null };
  const whom = {
    ...{ person: id, nik: `32760101019000${name.length}${name.length}`.slice(0, 16), card: null, phone: null, name },
    ...{ sex: 'female' as const, birthDate: '1990-01-01', basis: 'register' as const },
  };
  const wish = { region: '32.76', slot: slot?.id ?? '', need: 'sakit', whom, authority: 'self' as const };
  await h.house.queue.book(doer, { ...wish, payer: 'bpjs' }, randomUUID());
}

it.each([
  ['without script', false, 'Tuti Uji Satu', '0001112223334'],
  ['with script', true, 'Wati Uji Kedua', '0005556667778'],
] as const)(
  'an officer notes the card of a member, and BPJS is told: %s',
  { timeout: 120_000 },
  async (_, javaScriptEnabled, name, card) => {
    const known = demoLogins(
      h.cast.families.flatMap((family) => family.members).map((one) => ({ ...one, phone: one.phone ?? null })),
      now,
    ).officers.find(({ username }) => username === 'perawat.beji');
    if (!known) throw new Error('perawat.beji');
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, javaScriptEnabled });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const sound = async (): Promise<void> => {
      if (!javaScriptEnabled) return;
      await noBarriers(page);
      const box = await page.locator('main').boundingBox();
      expect(box?.width).toBeLessThanOrEqual(360);
    };
    await page.goto(`${origin}/kantor/masuk?ke=/kantor/antrean/bpjs`);
    await page.fill('[name=username]', known.username);
    await page.fill('[name=password]', known.password);
    await page.fill('[name=totp]', known.totpNow);
    await page.getByRole('button', { name: 'Masuk' }).first().click();
    if (!javaScriptEnabled) {
      await page.getByText('Puskesmas ini belum tersambung dengan BPJS').waitFor();
      await connectBpjs(h, OFFICE, bpjs.url);
    }
    await booked(name);
    await h.house.jobs.settle();
    await expect
      .poll(() => h.t.admin(`select 1 from bpjs.message where trouble = 'no-card'`), { timeout: 10_000 })
      .toHaveLength(1);

    await page.goto(`${origin}/kantor/antrean`);
    await page.getByRole('link', { name: 'BPJS dan Mobile JKN' }).click();
    await sound();
    await page.getByRole('button', { name: 'Catat kartu' }).click();
    expect(await page.title()).toContain('Perlu diperbaiki');
    await page.getByRole('radio', { name: new RegExp(name) }).check();
    await page.fill('[name=kartu]', '12');
    await page.getByRole('button', { name: 'Catat kartu' }).click();
    await page.getByText('Nomor kartu JKN terdiri dari 13 angka').first().waitFor();
    expect(await page.inputValue('[name=kartu]')).toBe('12');
    await sound();
    await page.fill('[name=kartu]', card.replace(/(.{4})(.{4})/, '$1 $2 '));
    await page.getByRole('button', { name: 'Catat kartu' }).click();
    await page.getByText('Kartu dicatat.').waitFor();
    now = new Date(now.getTime() + 60_000);
    await h.house.bpjs.drain(h.house.relay);
    expect(bpjs.taken.at(-1)).toMatchObject({ action: 'add', body: { nomorkartu: card } });
    await page.reload();
    await page.getByText('Semua peserta sudah dicatat kartunya.').waitFor();
    expect(await page.content()).not.toContain(card);
    await context.close();
  },
);

it('says that BPJS is away, and what it refused, in words', async () => {
  bpjs.weather('page');
  await booked('Yuni Uji');
  await h.house.jobs.settle();
  const [message] = await h.t.admin<{ id: string }>(`select id from bpjs.message order by at desc, nth desc limit 1`);
  expect(message).toBeDefined();
  const nurse: Doer = { id: randomUUID(), label: 'Perawat', seat: OFFICE, roles: ['perawat'], nik: null };
  const standing = await h.house.bpjs.standing(nurse);
  expect(standing?.cardless).toHaveLength(1);
  const [one] = standing?.cardless ?? [];
  // A card that another has is nobody else's.
  expect(await h.house.bpjs.noteCard(nurse, one?.entry ?? '', '0001112223334')).toBe(false);
  expect(await h.house.bpjs.noteCard(nurse, one?.entry ?? '', '0009998887776')).toBe(true);
  expect(await h.house.bpjs.noteCard(nurse, one?.entry ?? '', '0009998887776')).toBe(true);
  now = new Date(now.getTime() + 60_000);
  await h.house.bpjs.drain(h.house.relay);
  expect(await h.house.bpjs.standing(nurse)).toMatchObject({ waiting: 1, away: { trouble: 'HTTP 503' }, refused: [] });
  expect(await h.house.bpjs.standing({ ...nurse, seat: '32.76/pkm-limo' })).toBeUndefined();
  await expect(h.house.bpjs.noteCard({ ...nurse, seat: '32.76/pkm-limo' }, one?.entry ?? '', '0001')).rejects.toThrow(
    'queue/not-found',
  );
  expect(h.errors).toEqual([]);
});
