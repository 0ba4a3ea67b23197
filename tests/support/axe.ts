import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

type Violation = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'][number];

/**
 * What axe finds on a page, by all its rules or by those named. A page without frames is asked in itself: the other way of the package
 * opens an empty page each time to put the findings of frames together, and reads axe once more there. What was no violation
 * is not described.
 */
export async function violationsOn(page: Page, rules: readonly string[] = []): Promise<readonly Violation[]> {
  const runOnly = rules.length > 0 ? { runOnly: { type: 'rule' as const, values: [...rules] } } : {};
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'], ...runOnly });
  return (await axe.setLegacyMode(page.frames().length === 1).analyze()).violations;
}

/** Axe finds nothing on the page. */
export async function noBarriers(page: Page, rules: readonly string[] = []): Promise<void> {
  const told = (await violationsOn(page, rules)).map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
  );
  expect([page.url(), told]).toEqual([page.url(), []]);
}
