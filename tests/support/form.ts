import type { Page } from 'playwright-core';
import { main, press } from './browse.ts';

/** What to put into a box, by the name under which the form posts it. A place or office is searched by its words, a person picked by name. */
export type Answers = Readonly<
  Record<string, string | { readonly seek: string } | { readonly pick: string } | { readonly file: Buffer }>
>;

/** Answers a form one page after the other, as it asks, until the answers stand to be checked. */
export async function answerAll(page: Page, answers: Answers): Promise<void> {
  for (let pages = 0; pages < 40; pages++) {
    if ((await page.getByRole('heading', { name: 'Periksa jawaban Anda' }).count()) > 0) return;
    const before = await main(page);
    const names = await boxNames(page);
    const known = names.filter((name) => name in answers);
    if (known.length === 0) throw new Error(`no answer for ${names.join(', ')}: ${before}`);
    for (const name of known) await put(page, name, answers[name] ?? '');
    await press(page, 'Lanjut');
    if ((await page.title()).includes('Perlu diperbaiki')) throw new Error(`refused: ${await main(page)}`);
  }
  throw new Error(`the form has no end: ${await main(page)}`);
}

async function boxNames(page: Page): Promise<readonly string[]> {
  const boxes = page.locator('main form :is(input:not([type=hidden]), select, textarea)');
  const names = await boxes.evaluateAll((all) => all.map((one) => one.getAttribute('name') ?? ''));
  return [...new Set(names.map((name) => name.replace(/\.cari$/, '')))].filter((name) => name !== '');
}

/** Answers one question, whatever its boxes are. */
export async function put(page: Page, name: string, answer: Answers[string]): Promise<void> {
  if (typeof answer === 'object' && 'seek' in answer) {
    const list = page.locator(`main form select[name="${name}"]`);
    if ((await list.count()) > 0) {
      const option = list.locator('option', { hasText: answer.seek }).first();
      await list.selectOption((await option.getAttribute('value')) ?? '');
      return;
    }
    if ((await page.locator(`[name="${name}.cari"]`).count()) === 0) return put(page, name, { pick: answer.seek });
    await page.fill(`[name="${name}.cari"]`, answer.seek);
    await page.click(`button[name="_cari"][value="${name}"]`);
    await page.locator(`input[type=radio][name="${name}"]`).first().check();
    return;
  }
  if (typeof answer === 'object' && 'pick' in answer) {
    const choices = page.locator('main form .choice', { has: page.locator(`input[name="${name}"]`) });
    await choices.filter({ hasText: answer.pick }).first().locator('input').check();
    return;
  }
  if (typeof answer === 'object') {
    const pdf = answer.file.subarray(0, 4).toString() === '%PDF';
    const [file, mimeType] = pdf ? ['surat.pdf', 'application/pdf'] : ['surat.jpg', 'image/jpeg'];
    await page.setInputFiles(`#${name}`, { name: file, mimeType, buffer: answer.file });
    return;
  }
  const box = page.locator(`main form [name="${name}"]`);
  const kind = await box.first().evaluate((one) => `${one.tagName} ${one.getAttribute('type') ?? ''}`);
  if (kind.startsWith('SELECT')) await box.selectOption(answer);
  else if (/ (radio|checkbox)$/.test(kind)) await page.locator(`main form [name="${name}"][value="${answer}"]`).check();
  else await box.fill(answer);
}

/** For whom one asks: oneself, where the page asks at all, because somebody else would be possible. */
export async function forOneself(page: Page): Promise<void> {
  const choice = page.locator('input[type=radio][name=untuk]');
  if ((await choice.count()) > 0) await choice.first().check();
}

/** Follows a case from the page that says it was received. @returns its address */
export async function follow(page: Page): Promise<string> {
  await page.getByRole('link', { name: 'Ikuti urusan ini' }).click();
  await page.waitForURL('**/urusan/**');
  return new URL(page.url()).pathname;
}

/** The three boxes of a date so many days ago. */
export function daysAgo(name: string, days: number): Answers {
  const at = new Date(Date.now() - days * 86_400_000);
  return {
    [`${name}.day`]: String(at.getUTCDate()),
    [`${name}.month`]: String(at.getUTCMonth() + 1),
    [`${name}.year`]: String(at.getUTCFullYear()),
  };
}

/** A PDF of one page, as a phone's scanner would send it. */
export function scanned(): Buffer {
  const parts = [
    '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n',
    '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n',
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>endobj\n',
    '4 0 obj<</Length 16>>stream\n20 20 99 99 re f\nendstream endobj\n',
  ];
  let text = '%PDF-1.4\n';
  const rows = parts.map((part) => {
    const row = `${String(text.length).padStart(10, '0')} 00000 n \n`;
    text += part;
    return row;
  });
  const end = `xref\n0 5\n0000000000 65535 f \n${rows.join('')}trailer<</Size 5/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text + end);
}
