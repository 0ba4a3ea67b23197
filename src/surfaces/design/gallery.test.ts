import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noBarriers } from '../../../tests/support/axe.ts';
import { closePages, openChromium } from '../../../tests/support/chromium.ts';
import { type AssetName, type BuiltAsset, buildAssets } from './build-assets.ts';
import { pageHtml, stage } from './gallery/stage.ts';
import { type GalleryName, gallery } from './gallery.tsx';
import { defaultPreferences } from './preferences.ts';

const names = Object.keys(gallery) as GalleryName[];

let browser: Browser;
let assets: Readonly<Record<AssetName, BuiltAsset>>;

beforeAll(async () => {
  assets = await buildAssets();
  browser = await openChromium();
}, 60_000);

afterAll(closePages);

describe.each(names)('the page %s', (name) => {
  test.each([360, 1280])(
    'has nothing for axe to find at %i px, by day and by night',
    async (width) => {
      const { page, faults, close } = await stage(browser, assets, name, { width });
      await noBarriers(page);
      // Night changes colours and nothing else.
      await page.evaluate('document.documentElement.setAttribute("data-theme", "dark")');
      await noBarriers(page, ['color-contrast', 'link-in-text-block']);
      expect(faults).toEqual([]);
      await close();
    },
    30_000,
  );

  test('scrolls only downwards at 320 px, also with large text', async () => {
    for (const text of ['normal', 'large'] as const) {
      const { page, close } = await stage(browser, assets, name, {
        width: 320,
        preferences: { ...defaultPreferences, text },
      });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
      await close();
    }
  }, 30_000);

  test('has one main heading, no style and no script of its own', () => {
    const page = pageHtml(name);
    expect(page.match(/<h1[ >]/g)).toHaveLength(1);
    expect(page.match(/ style=|<style| on[a-z]+="/)).toBeNull();
  });

  test('says the words of the parts in English when asked', () => {
    const page = pageHtml(name, { ...defaultPreferences, lang: 'en' });
    expect(page.includes('<html lang="en"')).toBe(true);
    expect(page.includes('Bahasa Indonesia')).toBe(true);
    expect(page.includes('Langsung ke isi')).toBe(false);
  });
});

describe('the weight on the line', () => {
  const inAll = (name: GalleryName, sheet: 'citizen' | 'office'): number =>
    gzipSync(pageHtml(name)).length + assets[sheet].gzip.length + assets.script.gzip.length + assets.mark.gzip.length;
  const kilo = 1024;

  test('the first page stays under 30 KB, aiming at 15', () => {
    expect(inAll('beranda', 'citizen')).toBeLessThan(16 * kilo);
  });

  test.each(['pertanyaan', 'periksa', 'komponen', 'masuk', 'layanan', 'status'] as const)(
    '%s stays under 40 KB',
    (name) => {
      expect(inAll(name, 'citizen')).toBeLessThan(20 * kilo);
    },
  );

  test('the script stays under 5 KB', () => {
    expect(assets.script.gzip.length).toBeLessThan(5 * kilo);
  });
});
