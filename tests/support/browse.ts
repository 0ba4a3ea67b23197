import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { demoLogins } from '../../src/capabilities/accounts/index.ts';
import { noBarriers } from './axe.ts';
import { launchChromium } from './chromium.ts';
import { type HouseWish, type TestHouse, testHouse } from './house.ts';

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
  officer(username: string, way: Way): Promise<Page>;
  close(): Promise<void>;
};

/** The whole program behind a real browser. Each person logs in once: a one-time code works once, and logging in is walked elsewhere. */
export async function openStage(wish: HouseWish = {}): Promise<Stage> {
  const h = await testHouse(wish);
  const [origin, browser] = await Promise.all([h.listen(), launchChromium()]);
  // Officers look at papers in a frame, which the light one leaves empty.
  let whole: Promise<Browser> | undefined;
  const known = new Map<string, Promise<Cookies>>();
  const once = (who: string, login: (page: Page) => Promise<void>): Promise<Cookies> => {
    const found = known.get(who) ?? cookiesAfter(browser, origin, login);
    known.set(who, found);
    return found;
  };
  const cast = h.cast.families.flatMap((family) => family.members).map(withPhone);
  // Asked for at each login: an authenticator's code lives half a minute, a journey longer.
  const people = () => demoLogins(cast, wish.clock?.() ?? new Date());
  return {
    ...{ h, origin },
    stranger: (way) => pageFor(browser, origin, way),
    citizen: async (key, way) => {
      const person = people().citizens.find((one) => one.key === key);
      if (!person) throw new Error(`${key} has no account`);
      return pageFor(browser, origin, way, await once(key, (page) => citizenEnters(h, page, person)));
    },
    officer: async (username, way) => {
      const officer = () => people().officers.find((one) => one.username === username);
      if (!officer()) throw new Error(`nobody is ${username}`);
      const cookies = await once(username, (page) => officerEnters(page, officer));
      whole ??= launchChromium([], 'wholeChromium');
      return pageFor(await whole, origin, way, cookies);
    },
    close: async () => {
      await browser.close();
      await (await whole)?.close();
      await h.close();
    },
  };
}

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;
const withPhone = <P extends { phone?: string | null | undefined }>(one: P) => ({ ...one, phone: one.phone ?? null });

async function cookiesAfter(browser: Browser, origin: string, login: (page: Page) => Promise<void>): Promise<Cookies> {
  const context = await browser.newContext({ baseURL: origin, javaScriptEnabled: false });
  await login(await context.newPage());
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}

async function pageFor(browser: Browser, origin: string, way: Way, cookies: Cookies = []): Promise<Page> {
  const context = await browser.newContext({
    ...{ baseURL: origin, javaScriptEnabled: way.scripts, viewport: { width: way.width, height: 800 } },
  });
  await context.addCookies(cookies);
  context.setDefaultTimeout(10_000);
  return context.newPage();
}

async function citizenEnters(h: TestHouse, page: Page, person: { readonly phone: string; readonly pin: string }) {
  // A page that needs the PIN, so that the way in asks for it as well.
  await page.goto('/surat');
  await page.fill('#telepon', person.phone.replace('+62', '0'));
  await press(page, 'Kirim kode');
  await page.fill('#kode', await codeFor(h, person.phone));
  await press(page, 'Masuk');
  await page.fill('#pin', person.pin);
  await press(page, 'Masuk');
  await page.getByRole('heading', { name: 'Surat' }).first().waitFor();
}

type Entering = { readonly username: string; readonly password: string; readonly totpNow: string };

async function officerEnters(page: Page, find: () => Entering | undefined) {
  await page.goto('/kantor/masuk');
  const officer = find();
  if (!officer) throw new Error('nobody');
  await page.fill('#username', officer.username);
  await page.fill('#password', officer.password);
  await page.fill('#totp', officer.totpNow);
  await press(page, 'Masuk');
  await page.getByRole('button', { name: 'Keluar' }).waitFor();
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

/** Pictures for whoever builds, when SHOTS names a folder. */
export async function shot(page: Page, name: string): Promise<void> {
  const { SHOTS } = process.env;
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}-${page.viewportSize()?.width}.png`, fullPage: true });
}
