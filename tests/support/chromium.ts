import { type Browser, chromium } from 'playwright-core';
import { toolPath } from './tools.ts';

/**
 * A real Chromium without a window. Close it in `afterAll`.
 * @throws Error with one sentence on how to install it
 * @example const browser = await launchChromium(); const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
 */
export function launchChromium(
  extra: readonly string[] = [],
  tool: 'chromium' | 'wholeChromium' = 'chromium',
): Promise<Browser> {
  // Its sandbox refuses root; a container's /dev/shm is too small for a long page.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = [...asRoot, '--disable-dev-shm-usage', '--font-render-hinting=none', '--lang=id-ID', ...extra];
  return chromium.launch({ executablePath: toolPath(tool), args });
}
