import type { Page } from 'playwright-core';
import { press } from './browse.ts';
import { type Answers, put } from './form.ts';

/** Chooses an action of a step by its words. */
export const choose = (page: Page, action: string): Promise<void> =>
  page
    .locator('#keputusan-form .choice', { has: page.locator('input[name=keputusan]') })
    .filter({ hasText: new RegExp(`${action}$`, 'i') })
    .locator('input')
    .check();

/** The desk after a decision: the inbox, or the next case. */
export const done = (page: Page): Promise<void> => page.waitForURL((url) => url.searchParams.has('pesan'));

/** Opens a case, answers what the step asks, decides. */
export async function decide(page: Page, path: string, action: string, asks: Answers = {}): Promise<void> {
  await page.goto(path);
  for (const [name, answer] of Object.entries(asks)) await put(page, name, answer);
  await choose(page, action);
  await press(page, 'Putuskan');
  await done(page);
}
