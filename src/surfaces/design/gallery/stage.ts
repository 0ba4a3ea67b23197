import type { Browser, Page, Route } from 'playwright-core';
import type { AssetName, BuiltAsset } from '../build-assets.ts';
import { type GalleryName, gallery } from '../gallery.tsx';
import { defaultPreferences, type Preferences } from '../preferences.ts';
import { renderPage } from '../render.ts';
import { sampleAssets, samplePage } from './sample.ts';

export const origin = 'http://loket.test';

const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; connect-src 'self'";

export const pageHtml = (name: GalleryName, preferences: Preferences = defaultPreferences): string =>
  renderPage(gallery[name](samplePage(preferences)));

export type Look = {
  readonly width: number;
  readonly scripts?: boolean;
  readonly preferences?: Preferences;
  /** Answers what the page asks for besides itself and its assets. */
  readonly answer?: (route: Route, path: string) => Promise<void> | undefined;
};

export type Stage = {
  readonly page: Page;
  /** Errors of the page's script and of the content security policy. */
  readonly faults: readonly string[];
  readonly close: () => Promise<void>;
};

/** One page of the gallery in a real browser, under the strict policy of the product. */
export async function stage(
  browser: Browser,
  assets: Readonly<Record<AssetName, BuiltAsset>>,
  name: GalleryName,
  look: Look,
): Promise<Stage> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: 800 },
    javaScriptEnabled: look.scripts ?? true,
    // Colours are looked at where they end, not on their way.
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (line) => {
    if (line.type() === 'error' && !line.text().includes('Failed to load resource')) faults.push(line.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  await page.route(`${origin}/**`, (route) => {
    const path = new URL(route.request().url()).pathname;
    const asset = (Object.keys(sampleAssets) as AssetName[]).find((key) => sampleAssets[key] === path);
    const headers = { 'content-security-policy': policy };
    if (asset !== undefined)
      return route.fulfill({ body: Buffer.from(assets[asset].bytes), contentType: assets[asset].type, headers });
    if (path === '/contoh' && route.request().method() === 'GET')
      return route.fulfill({
        body: pageHtml(name, look.preferences),
        contentType: 'text/html; charset=utf-8',
        headers,
      });
    return look.answer?.(route, path) ?? route.fulfill({ status: 204 });
  });
  await page.goto(`${origin}/contoh`);
  return { page, faults, close: () => context.close() };
}
