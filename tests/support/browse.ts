import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { noBarriers } from './axe.ts';
import { closePages, openChromium } from './chromium.ts';
import { type HouseWish, type TestHouse, testHouse } from './house.ts';
import { sessionOf } from './session.ts';
import { citizen } from './walk.ts';

export type Way = { readonly scripts: boolean; readonly width: 360 | 1280 };
/** Every journey is walked on the smallest phone without script and at a desk with it. */
export const WAYS: readonly (readonly [string, Way])[] = [
  ['without script at 360 px', { scripts: false, width: 360 }],
  ['with script at 1280 px', { scripts: true, width: 1280 }],
];

export type Stage = {
  readonly h: TestHouse;
  readonly origin: string;
  /** A browser of somebody who is nobody yet. */
  stranger(way: Way): Promise<Page>;
  citizen(key: string, way: Way): Promise<Page>;
  /** Who looks at what a paper's frame holds needs the whole one; the light one leaves it empty. */
  officer(username: string, way: Way, kind?: 'wholeChromium'): Promise<Page>;
  close(): Promise<void>;
};

/** The whole program behind a real browser. Each person has one session, which is begun without the pages of the login: those are walked elsewhere. */
export async function openStage(wish: HouseWish = {}): Promise<Stage> {
  const h = await testHouse(wish);
  const [origin, browser] = await Promise.all([h.listen(), openChromium()]);
  const known = new Map<string, Promise<string>>();
  const once = (who: string, begin: () => Promise<string>): Promise<string> => {
    const found = known.get(who) ?? begin();
    known.set(who, found);
    return found;
  };
  return {
    ...{ h, origin },
    stranger: (way) => pageFor(browser, origin, way),
    citizen: async (key, way) =>
      pageFor(
        browser,
        origin,
        way,
        await once(key, async () => sessionOf(h, 'citizen', (await citizen(h, key)).party.id)),
      ),
    officer: async (username, way, kind) => {
      const token = await once(username, async () => sessionOf(h, 'officer', await officerOf(h, username)));
      return pageFor(kind ? await openChromium(kind) : browser, origin, way, token);
    },
    close: async () => {
      await closePages();
      await h.close();
    },
  };
}

async function officerOf(h: TestHouse, username: string): Promise<string> {
  const [found] = await h.t.admin<{ id: string }>('select id from accounts.officer where username = $1', [username]);
  if (!found) throw new Error(`nobody is ${username}`);
  return found.id;
}

async function pageFor(browser: Browser, origin: string, way: Way, token?: string): Promise<Page> {
  const context = await browser.newContext({
    ...{ baseURL: origin, javaScriptEnabled: way.scripts, viewport: { width: way.width, height: 800 } },
  });
  if (token) await context.addCookies([{ name: 'sesi', value: token, url: origin, httpOnly: true, sameSite: 'Lax' }]);
  context.setDefaultTimeout(10_000);
  return context.newPage();
}

/** The newest code that reached this phone. */
export async function codeFor(h: TestHouse, phone: string): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const [message] = h.messages().list({ to: phone, limit: 1 });
    const code = /\b(\d{3}) ?(\d{3})\b/.exec(message?.text ?? '');
    if (code) return `${code[1]}${code[2]}`;
    await new Promise((wake) => setTimeout(wake, 100));
  }
  throw new Error('no code arrived');
}

export const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name }).first().click();

export const main = async (page: Page): Promise<string> => (await page.textContent('main')) ?? '';

/** Nothing scrolls sideways, at a desk also not at 360 px; and where script runs, which axe needs, axe finds nothing. */
export async function sound(page: Page): Promise<void> {
  const size = page.viewportSize() ?? { width: 1280, height: 800 };
  await fits(page);
  if (size.width === 360) return;
  await noBarriers(page);
  await page.setViewportSize({ ...size, width: 360 });
  await fits(page);
  await page.setViewportSize(size);
}

async function fits(page: Page): Promise<void> {
  const over = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect([page.url(), over]).toEqual([page.url(), 0]);
}

/** The number of a ticket is seen on a small phone without scrolling, above the bar at the bottom, whatever else the page has to say. */
export async function numberInSight(page: Page): Promise<void> {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 640 });
  await page.evaluate('scrollTo(0, 0)');
  // Asked at one moment: a live ticket is drawn anew now and then.
  const edge = (part: string, side: string) => `document.querySelector('${part}').getBoundingClientRect().${side}`;
  expect(await page.evaluate(`${edge('.bar', 'top')} - ${edge('.ticket-no b', 'bottom')}`)).toBeGreaterThan(0);
  if (size) await page.setViewportSize(size);
}

/** A long day shows its later windows behind one line. */
export async function unfold(page: Page): Promise<void> {
  for (const line of await page.locator('fieldset details:not([open]) summary').all()) await line.click();
}

/** Pictures for whoever builds, when SHOTS names a folder. */
export async function shot(page: Page, name: string): Promise<void> {
  const { SHOTS } = process.env;
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}-${page.viewportSize()?.width}.png`, fullPage: true });
}
