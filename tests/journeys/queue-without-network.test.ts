import { randomUUID } from 'node:crypto';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Session } from '../../src/capabilities/queue/index.ts';
import { main, openStage, type Stage, shot, sound } from '../support/browse.ts';
import { nurse, runningSession, stranger } from '../support/queue-room.ts';

// Two counters in real browsers, whose network is cut.

let stage: Stage;
let session: Session;
/** A day of work ahead, at an hour at which the room is open: the hub's clock, and that of the browsers. */
let now = new Date();
beforeAll(async () => {
  stage = await openStage({ clock: () => now });
}, 180_000);
afterAll(() => stage.close());

const WAY = { scripts: true, width: 1280 } as const;
const queue = () => stage.h.house.queue;
const rows = () =>
  stage.h.t.admin<{ label: string; status: string; room: string | null; called: Date | null; paper: string | null }>(
    `select s.prefix || '-' || lpad(e.number::text, 3, '0') as label, e.status, e.room, e.called_at as called,
       (select v.data ->> 'paper' from queue.event v where v.region = e.region and v.entry_id = e.id and v.version = 1) as paper
     from queue.entry e join queue.session s on s.region = e.region and s.id = e.session where e.lane = $1 order by e.number`,
    [session.id],
  );

beforeEach(async () => {
  session = await runningSession(stage.h);
  now = new Date();
});

async function walkIns(n: number): Promise<void> {
  for (let i = 0; i < n; i++) {
    const whom = { ...stranger(i), person: null, basis: 'counter' as const };
    await queue().walkIn(nurse, { session, whom, payer: 'umum', sees: null }, randomUUID());
  }
}

/** A counter's browser in its room, once it holds its list and its page. */
async function sits(ruang: number): Promise<{ page: Page; context: BrowserContext }> {
  const page = await stage.officer('perawat.beji', WAY);
  await page.goto(`/kantor/antrean/${session.id}?ruang=${ruang}`);
  await page.waitForSelector('[data-counter][data-kept="1"][data-page="kept"]', { state: 'attached' });
  return { page, context: page.context() };
}
async function away({ page, context }: { page: Page; context: BrowserContext }): Promise<void> {
  await context.setOffline(true);
  // Nobody is told to wait for the network who can go on without it.
  expect(await page.locator('[data-offline]').count()).toBe(0);
  await page.getByRole('link', { name: 'Panggil tanpa jaringan' }).click();
  await page.getByRole('button', { name: 'Panggil berikutnya' }).waitFor();
}
const inside = async (page: Page): Promise<string> => (await page.textContent('[data-away-now]')) ?? '';
async function call(page: Page): Promise<string> {
  const before = await inside(page);
  await page.getByRole('button', { name: 'Panggil berikutnya' }).click();
  await page.waitForFunction((old) => document.querySelector('[data-away-now]')?.textContent !== old, before);
  return inside(page);
}

it('calls on, also after a reload, and everything is written down with its time when the network is back', async () => {
  await walkIns(6);
  const one = await sits(1);
  await away(one);
  await sound(one.page);
  await shot(one.page, 'without-network');
  const first = await call(one.page);
  await one.page.reload();
  // It reads what it kept once it stands.
  await expect.poll(() => inside(one.page)).toBe(first);
  const second = await call(one.page);
  expect(second).not.toBe(first);
  await one.page.getByRole('button', { name: 'Beri nomor kertas' }).click();
  await one.page.getByText('Tulis di kertas: K1-01').waitFor();
  expect(await main(one.page)).toMatch(/Belum terkirim: 3/);
  // Nothing of it reached the hub.
  expect((await rows()).filter(({ called }) => called !== null)).toEqual([]);
  const before = new Date();
  await one.context.setOffline(false);
  await one.page.getByText('Jaringan sudah kembali').waitFor();
  const end = await rows();
  expect(end.find(({ label }) => label === first)).toMatchObject({ status: 'done', room: 'Ruang 1' });
  expect(end.find(({ label }) => label === second)).toMatchObject({ status: 'called', room: 'Ruang 1' });
  for (const { called } of end) if (called) expect(called.getTime()).toBeLessThan(before.getTime());
  const paper = end.find((entry) => entry.paper === 'K1-01');
  expect(paper?.status).toBe('waiting');
  expect(await main(one.page)).toContain(`Nomor kertas K1-01 sekarang ${paper?.label}`);
  await one.page.getByRole('link', { name: 'Kembali ke ruang' }).click();
  expect(await main(one.page)).toContain(second);
}, 90_000);

it('lets two counters without a network call nobody twice, and loses nobody', async () => {
  await walkIns(10);
  const one = await sits(1);
  const two = await sits(2);
  await away(one);
  await away(two);
  const called: string[] = [];
  for (let i = 0; i < 4; i++) called.push(await call(one.page), await call(two.page));
  expect(new Set(called).size).toBe(8);
  await one.context.setOffline(false);
  await two.context.setOffline(false);
  await one.page.getByText('Jaringan sudah kembali').waitFor();
  await two.page.getByText('Jaringan sudah kembali').waitFor();
  const end = await rows();
  expect(
    end
      .filter((entry) => entry.called !== null)
      .map(({ label }) => label)
      .sort(),
  ).toEqual(called.sort());
  expect(end.filter(({ status }) => status === 'waiting')).toHaveLength(2);
}, 90_000);

it('keeps numbers alone, sealed under a key that nobody can read, and nothing of them after its time or a log-out', async () => {
  await walkIns(3);
  const names = (await stage.h.t.admin<{ name: string }>('select name from patients.patient')).map(({ name }) => name);
  const { page, context } = await sits(1);
  const kept = async () =>
    page.evaluate(async () => {
      const ask = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const there = (await indexedDB.databases()).some(({ name }) => name === 'satuloket-loket');
      const pages = await Promise.all(
        (await caches.keys()).map(async (name) => {
          const cache = await caches.open(name);
          const all = await cache.keys();
          return Promise.all(all.map(async (one) => `${one.url} ${await (await cache.match(one))?.text()}`));
        }),
      );
      if (!there) return { there, pages: pages.flat().join('\n'), sealed: '', exportable: '' };
      const database = await ask(indexedDB.open('satuloket-loket'));
      const all = await ask(database.transaction('loket').objectStore('loket').getAll());
      const key = await ask(database.transaction('kunci').objectStore('kunci').get('kunci'));
      const exportable = await crypto.subtle.exportKey('raw', key).then(
        () => 'yes',
        (error: Error) => error.name,
      );
      database.close();
      const sealed = all
        .map(({ data }: { data: ArrayBuffer }) => String.fromCharCode(...new Uint8Array(data)))
        .join('\n');
      return { there, pages: pages.flat().join('\n'), sealed, exportable };
    });
  const before = await kept();
  expect(before).toMatchObject({ there: true, exportable: 'InvalidAccessError' });
  expect(before.sealed.length).toBeGreaterThan(50);
  const labels = (await rows()).map(({ label }) => label);
  for (const word of [...names, ...labels]) {
    expect(before.pages).not.toContain(word);
    expect(before.sealed).not.toContain(word);
  }
  // Its time is over: the list is gone, also without a network.
  await away({ page, context });
  await page.locator('[data-away-left] li').first().waitFor();
  await page.clock.install();
  await page.clock.fastForward('16:00');
  await page.reload();
  await page.getByText('Lanjutkan dengan nomor kertas').waitFor();
  expect(await page.locator('[data-away-left] li').count()).toBe(0);
  await context.setOffline(false);
  // Another browser, at the other counter.
  await walkIns(3);
  const again = await sits(2);
  await again.page.getByRole('button', { name: 'Keluar' }).click();
  await again.page.waitForURL('**/kantor/masuk');
  const after = await again.page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name),
    pages: await caches.keys(),
  }));
  expect(after).toEqual({ databases: [], pages: [] });
  const leases = await stage.h.t.admin<{ state: string }>(
    `select distinct state from queue.lease where session = $1 and room = 'Ruang 2'`,
    [session.id],
  );
  expect(leases).toEqual([{ state: 'returned' }]);
}, 120_000);
