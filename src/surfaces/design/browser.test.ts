import type { Browser, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closePages, openChromium } from '../../../tests/support/chromium.ts';
import { type AssetName, type BuiltAsset, buildAssets } from './build-assets.ts';
import { stage } from './gallery/stage.ts';

let browser: Browser;
let assets: Readonly<Record<AssetName, BuiltAsset>>;

beforeAll(async () => {
  assets = await buildAssets();
  browser = await openChromium();
}, 60_000);

afterAll(closePages);

const text = (route: Route, body: string, status = 200): Promise<void> =>
  route.fulfill({ status, body, contentType: 'text/html; charset=utf-8' });

test('without script the same form brings the same answers', async () => {
  let body = '';
  const { page, close } = await stage(browser, assets, 'pertanyaan', {
    width: 360,
    scripts: false,
    answer: (route) => {
      body = route.request().postData() ?? '';
      return text(route, 'ok');
    },
  });
  await page.getByLabel('Tahun').fill('2026');
  await page.getByRole('button', { name: 'Simpan, lanjut nanti' }).click();
  await page.waitForURL('**/permohonan/1/lahir');
  expect([...new URLSearchParams(body)].sort()).toEqual([
    ['_bukti', 'contoh'],
    ['_versi', '3'],
    ['lahir.day', '14'],
    ['lahir.month', '11'],
    ['lahir.year', '2026'],
    ['nanti', 'ya'],
  ]);
  await close();
});

test('a second press sends nothing', async () => {
  let sent = 0;
  const { page, close } = await stage(browser, assets, 'periksa', {
    width: 360,
    answer: (route, path) => {
      if (path !== '/permohonan/1/kirim') return undefined;
      sent += 1;
      // The answer takes its time; meanwhile people press again.
      return new Promise((done) => setTimeout(() => done(text(route, 'ok')), 600));
    },
  });
  const button = page.getByRole('button', { name: 'Kirim permohonan' });
  await button.click({ noWaitAfter: true });
  await button.click({ noWaitAfter: true, timeout: 500 }).catch(() => undefined);
  await page.waitForTimeout(900);
  expect(sent).toBe(1);
  await close();
});

test('the draft is kept while one writes, and the page says so', async () => {
  const bodies: string[] = [];
  const { page, faults, close } = await stage(browser, assets, 'pertanyaan', {
    width: 360,
    answer: (route, path) => {
      if (path !== '/permohonan/1/lahir/draf') return undefined;
      bodies.push(route.request().postData() ?? '');
      return text(route, 'Tersimpan 10.42 WIB');
    },
  });
  await page.getByLabel('Tahun').fill('2026');
  await page.getByText('Tersimpan 10.42 WIB').waitFor();
  expect(bodies).toHaveLength(1);
  expect(bodies[0]).toContain('lahir.year=2026');
  expect(bodies[0]).toContain('_bukti=contoh');
  expect(faults).toEqual([]);
  await close();
});

test('the error summary is read first', async () => {
  const { page, close } = await stage(browser, assets, 'pertanyaan', { width: 360 });
  expect(await page.evaluate('document.activeElement.className')).toBe('errors');
  await close();
});

test('J, K, N and the slash work on the inbox, never while writing', async () => {
  const { page, close } = await stage(browser, assets, 'kotak-kerja', {
    width: 1280,
    answer: (route) => text(route, 'ok'),
  });
  const here = (): Promise<unknown> =>
    page.evaluate('[...document.querySelectorAll("[data-row]")].findIndex((row) => row.getAttribute("aria-current"))');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  expect(await here()).toBe(1);
  await page.keyboard.press('k');
  expect(await here()).toBe(0);
  await page.keyboard.press('/');
  await page.keyboard.type('jkn');
  expect(await page.inputValue('#cari')).toBe('jkn');
  expect(await here()).toBe(0);
  await page.evaluate('document.activeElement.blur()');
  await page.keyboard.press('n');
  await page.waitForURL('**/kantor/berikutnya');
  await close();
});

test('a printed letter chooses the decision, Ctrl + Enter sends it', async () => {
  let body = '';
  const { page, close } = await stage(browser, assets, 'berkas', {
    width: 1280,
    answer: (route) => {
      body = route.request().postData() ?? '';
      return text(route, 'ok');
    },
  });
  await page.keyboard.press('a');
  expect(await page.isChecked('#keputusan')).toBe(true);
  await page.keyboard.press('Control+Enter');
  await page.waitForURL('**/kantor/berkas/5219');
  expect(body).toContain('keputusan=setuju');
  expect(body).toContain('_versi=7');
  await close();
});

test('places come while one writes', async () => {
  const { page, faults, close } = await stage(browser, assets, 'komponen', {
    width: 360,
    answer: (route, path) => (path === '/wilayah/cari' ? text(route, '<p>Mekarjaya</p>') : undefined),
  });
  await page.getByLabel('Di kelurahan mana?').fill('mekar');
  await page.getByText('Mekarjaya').waitFor();
  expect(faults).toEqual([]);
  await close();
});

test('the look changes at once, keeps what is written, and tells the server', async () => {
  const bodies: string[] = [];
  const { page, close } = await stage(browser, assets, 'komponen', {
    width: 360,
    answer: (route) => {
      bodies.push(route.request().postData() ?? '');
      return route.fulfill({ status: 204 });
    },
  });
  await page.getByLabel('Nama lengkap anak').fill('Sari Dewi');
  await page.getByRole('button', { name: 'Layar gelap' }).click();
  await page.getByRole('button', { name: 'Layar terang' }).waitFor();
  expect(await page.getAttribute('html', 'data-theme')).toBe('dark');
  expect(await page.inputValue('#nama')).toBe('Sari Dewi');
  expect(bodies[0]).toContain('tema=dark');
  await close();
});

test('without signal the form is not sent and the page says why', async () => {
  const { page, close } = await stage(browser, assets, 'periksa', { width: 360 });
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Kirim permohonan' }).click();
  await page.getByText('Tidak ada sinyal').waitFor();
  expect(page.url()).toContain('/contoh');
  await close();
});

test('a file goes in pieces, again from where it broke, and its id into the form', async () => {
  const file = Buffer.alloc(600 * 1024, 7);
  const offsets: number[] = [];
  let got = 0;
  let broken = false;
  const { page, faults, close } = await stage(browser, assets, 'komponen', {
    width: 360,
    answer: (route, path) => {
      const request = route.request();
      if (path === '/berkas') return route.fulfill({ status: 201, json: { id: 'abc', offset: 0 } });
      if (path !== '/berkas/abc') return undefined;
      offsets.push(Number(request.headers()['upload-offset']));
      if (offsets.length === 2 && !broken) {
        broken = true;
        return route.abort('connectionreset');
      }
      expect(request.headers()['x-bukti']).toBe('contoh');
      got = Math.min(got + 256 * 1024, file.length);
      return route.fulfill({ json: { offset: got } });
    },
  });
  await page.setInputFiles('#buku-nikah', { name: 'nikah.jpg', mimeType: 'image/jpeg', buffer: file });
  await page.waitForSelector('input[name="buku-nikah.berkas"]', { state: 'attached', timeout: 8000 });
  expect(await page.inputValue('input[name="buku-nikah.berkas"]')).toBe('abc');
  expect(offsets).toEqual([0, 262144, 262144, 524288]);
  expect(await page.inputValue('#buku-nikah')).toBe('');
  expect(faults).toEqual([]);
  await close();
}, 15_000);

test('a refused file says why and leaves the field', async () => {
  const { page, close } = await stage(browser, assets, 'komponen', {
    width: 360,
    answer: (route, path) =>
      path === '/berkas'
        ? route.fulfill({ status: 415, body: 'Foto HEIC belum bisa dibaca. Ubah ke JPG.', contentType: 'text/plain' })
        : undefined,
  });
  await page.setInputFiles('#buku-nikah', { name: 'a.heic', mimeType: 'image/heic', buffer: Buffer.alloc(10) });
  await page.getByText('Foto HEIC belum bisa dibaca').waitFor();
  expect(await page.inputValue('#buku-nikah')).toBe('');
  await close();
});

test('a new list keeps the row one was on', async () => {
  const { page, faults, close } = await stage(browser, assets, 'kotak-kerja', { width: 1280 });
  await page.evaluate(`(() => {
    const region = document.createElement('live-region');
    region.setAttribute('src', '/kantor/daftar');
    region.setAttribute('every', '2');
    const table = document.querySelector('[data-rows]');
    table.parentNode.insertBefore(region, table);
    region.appendChild(table);
    window.copy = region.innerHTML;
  })()`);
  const copy = String(await page.evaluate('window.copy'));
  await page.route('**/kantor/daftar', (route) => text(route, `${copy}<p>Baru</p>`));
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.getByText('Baru').waitFor({ timeout: 6000 });
  const here = await page.evaluate('document.querySelector("[data-row][aria-current] a").getAttribute("href")');
  expect(here).toBe('/kantor/berkas/5219');
  expect(faults).toEqual([]);
  await close();
}, 15_000);

test('the live part asks again and keeps the page around it', async () => {
  let asked = 0;
  const { page, faults, close } = await stage(browser, assets, 'status', {
    width: 360,
    answer: (route, path) => {
      if (path !== '/urusan/1/kabar') return undefined;
      asked += 1;
      return text(route, '<p>Sudah ditandatangani</p>');
    },
  });
  await page.evaluate('document.querySelector("live-region").setAttribute("every", "2")');
  await page.evaluate('(() => { const r = document.querySelector("live-region"); r.replaceWith(r); })()');
  await page.getByText('Sudah ditandatangani').waitFor({ timeout: 6000 });
  expect(asked).toBeGreaterThan(0);
  expect(await page.getByText('Perjalanan').isVisible()).toBe(true);
  expect(faults).toEqual([]);
  await close();
}, 15_000);
