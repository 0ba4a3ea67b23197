import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../../../tests/support/chromium.ts';
import { type AssetName, type BuiltAsset, buildAssets } from './build-assets.ts';
import { sampleAssets, samplePage } from './gallery/sample.ts';
import { type GalleryName, gallery } from './gallery.tsx';
import { defaultPreferences, type Preferences } from './preferences.ts';
import { renderPage } from './render.ts';

const origin = 'http://loket.test';
const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; connect-src 'self'";
const names = Object.keys(gallery) as GalleryName[];

let browser: Browser;
let assets: Readonly<Record<AssetName, BuiltAsset>>;

beforeAll(async () => {
  assets = await buildAssets();
  browser = await launchChromium();
}, 60_000);

afterAll(() => browser?.close());

const html = (name: GalleryName, preferences: Preferences): string =>
  renderPage(gallery[name](samplePage(preferences)));

type Look = { readonly width: number; readonly scripts?: boolean; readonly preferences?: Preferences };

async function open(name: GalleryName, look: Look): Promise<{ page: Page; faults: string[] }> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: 800 },
    javaScriptEnabled: look.scripts ?? true,
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (line) => {
    if (line.type() === 'error') faults.push(line.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  await page.route(`${origin}/**`, (route) => {
    const path = new URL(route.request().url()).pathname;
    const asset = (Object.keys(sampleAssets) as AssetName[]).find((key) => sampleAssets[key] === path);
    const headers = { 'content-security-policy': policy };
    if (asset !== undefined)
      return route.fulfill({ body: Buffer.from(assets[asset].bytes), contentType: assets[asset].type, headers });
    if (path !== '/contoh') return route.fulfill({ status: 204 });
    const body = html(name, look.preferences ?? defaultPreferences);
    return route.fulfill({ body, contentType: 'text/html; charset=utf-8', headers });
  });
  await page.goto(`${origin}/contoh`);
  return { page, faults };
}

describe.each(names)('the page %s', (name) => {
  for (const width of [360, 1280])
    for (const theme of ['light', 'dark'] as const)
      test(`has nothing serious for axe at ${width} px, ${theme}`, async () => {
        const { page, faults } = await open(name, { width, preferences: { ...defaultPreferences, theme } });
        const result = await new AxeBuilder({ page }).analyze();
        const serious = result.violations.map((v) => `${v.id}: ${v.nodes[0]?.html ?? ''}`);
        expect(serious).toEqual([]);
        expect(faults).toEqual([]);
        await page.context().close();
      }, 30_000);

  test('scrolls only downwards, at 320 px and with large text', async () => {
    for (const text of ['normal', 'large'] as const) {
      const { page } = await open(name, { width: 320, preferences: { ...defaultPreferences, text } });
      const wide = await page.evaluate('document.documentElement.scrollWidth');
      expect(wide).toBeLessThanOrEqual(320);
      await page.context().close();
    }
  }, 30_000);

  test('says what it is, in one heading', () => {
    const page = html(name, defaultPreferences);
    expect(page.match(/<h1[ >]/g)).toHaveLength(1);
    expect(page).toMatch(/<html lang="id"/);
    expect(page.match(/ style=|<style| on[a-z]+="/)).toBeNull();
  });

  test('speaks English in its own words', () => {
    const page = html(name, { ...defaultPreferences, lang: 'en' });
    expect(page).toMatch(/<html lang="en"/);
    expect(page).toContain('Bahasa Indonesia');
    expect(page).not.toContain('Langsung ke isi');
  });
});
