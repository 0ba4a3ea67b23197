import { type Browser, chromium } from 'playwright-core';
import { type Tool, toolPath } from './tools.ts';

type Kind = Extract<Tool, 'chromium' | 'wholeChromium'>;
/** Started once for all files of a worker, whose end is theirs. */
const running = new Map<Kind, Promise<Browser>>();

/**
 * A real Chromium without a window. It is there for the next file as well: in `afterAll` close not it but its pages, by `closePages`.
 * @throws Error with one sentence on how to install it
 * @example const browser = await openChromium(); const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
 */
export async function openChromium(kind: Kind = 'chromium'): Promise<Browser> {
  const found = await running.get(kind);
  if (found?.isConnected()) return found;
  const launched = launch(kind);
  running.set(kind, launched);
  return launched;
}

/** All pages of the file that ends here, and all that they kept. */
export async function closePages(): Promise<void> {
  for (const browser of await Promise.all(running.values()))
    for (const context of browser.contexts()) await context.close();
}

function launch(kind: Kind): Promise<Browser> {
  // Its sandbox refuses root; a container's /dev/shm is too small for a long page.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = [...asRoot, '--disable-dev-shm-usage', '--font-render-hinting=none', '--lang=id-ID'];
  return chromium.launch({ executablePath: toolPath(kind), args });
}
