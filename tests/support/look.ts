import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page, Request } from 'playwright-core';
import { violationsOn } from './axe.ts';

/** What one page costs on the wire and what is wrong with it. */
export type Seen = {
  readonly name: string;
  readonly status: number;
  /** Bytes of everything the page fetched, as they travelled, with nothing kept from before. */
  readonly wire: number;
  /** The largest answer, unpacked. */
  readonly largest: number;
  readonly options: number;
  readonly faults: readonly string[];
};

const HEADERS = 400;

/** Opens pages as a phone does for the first time; with LOOK=folder every page is kept as a picture to be looked at. */
export function looker(origin: string) {
  const folder = process.env.LOOK;

  async function pictures(page: Page, name: string): Promise<void> {
    if (!folder) return;
    await mkdir(folder, { recursive: true });
    for (const [tag, width, scheme] of [
      ['360', 360, 'light'],
      ['1280', 1280, 'light'],
      ['360-gelap', 360, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 740 });
      await page.emulateMedia({ colorScheme: scheme });
      await page.screenshot({ path: join(folder, `${name}-${tag}.png`), fullPage: true });
    }
    await page.emulateMedia({ colorScheme: 'light' });
  }

  /** Nothing is kept from page to page: each is weighed as if it were the first. */
  return async (name: string, path: string, context: BrowserContext, barriers = true): Promise<Seen> => {
    const page = await context.newPage();
    await page.setViewportSize({ width: 360, height: 740 });
    await (await context.newCDPSession(page)).send('Network.setCacheDisabled', { cacheDisabled: true });
    const wire: Promise<{ readonly sent: number; readonly unpacked: number }>[] = [];
    page.on('requestfinished', (request) => wire.push(weigh(request)));
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
    const answer = await page.goto(`${origin}${path}`, { waitUntil: 'load' });
    const sizes = await Promise.all(wire);
    const options = await page.locator('option, input[type=radio], input[type=checkbox], datalist > *').count();
    await pictures(page, name);
    // 320 px is also what 1280 px become at 400 %.
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 740 });
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (over > 0) faults.push(`${over} px too wide at ${width} px`);
    }
    const violations = barriers ? await violationsOn(page) : [];
    for (const { id, impact, nodes } of violations)
      if (impact === 'serious' || impact === 'critical') faults.push(`${id}: ${nodes[0]?.html}`);
    await page.close();
    return {
      ...{ name, status: answer?.status() ?? 0, options, faults },
      wire: sizes.reduce((sum, { sent }) => sum + sent, 0),
      largest: Math.max(0, ...sizes.map(({ unpacked }) => unpacked)),
    };
  };
}

/** What an answer weighs on the wire, and unpacked. */
async function weigh(request: Request): Promise<{ readonly sent: number; readonly unpacked: number }> {
  const sizes = await request.sizes();
  const body = await (await request.response())?.body().catch(() => undefined);
  return { sent: sizes.responseBodySize + HEADERS, unpacked: body?.length ?? 0 };
}
