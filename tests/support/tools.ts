import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Programs that tests use but the product does not, with Debian's package. `npm test` as root installs what is missing. */
const packages = {
  chromium: 'chromium',
  // The one with windows shows a PDF in a frame, which the light one can't.
  wholeChromium: 'chromium',
  pdfsig: 'poppler-utils',
  pdfinfo: 'poppler-utils',
  pdftotext: 'poppler-utils',
  pdftoppm: 'poppler-utils',
  certutil: 'libnss3-tools',
  openssl: 'openssl',
} as const;

export type Tool = keyof typeof packages;

const fontPackage = 'fonts-liberation';
/** The browser without windows: each context costs it a quarter of what it costs the whole Chromium. */
export const lightChromium = 'chromium-headless-shell';
const chromiumNames = [lightChromium, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The path of a program that a test needs.
 * @throws Error with one sentence on how to install it
 */
export function toolPath(tool: Tool): string {
  const found = findTool(tool);
  if (found !== undefined) return found;
  const own = tool === 'chromium' ? ', or set CHROMIUM_PATH' : '';
  throw new Error(`This test needs ${tool}: sudo apt-get install ${packages[tool]}${own}`);
}

/** Debian's packages that are still missing here, each once. */
export function missingPackages(): readonly string[] {
  const missing = Object.entries(packages).flatMap(([tool, name]) => (findTool(tool) === undefined ? [name] : []));
  return [...new Set([...missing, ...(hasFonts() ? [] : [fontPackage])])];
}

/** Whether tests would run in a Chromium with windows, that nobody asked for by name. */
export function hasHeavyChromium(): boolean {
  const found = findTool('chromium');
  return found !== undefined && !process.env.CHROMIUM_PATH && onPath(lightChromium) === undefined;
}

function findTool(tool: string): string | undefined {
  if (tool !== 'chromium' && tool !== 'wholeChromium') return onPath(tool);
  const given = process.env.CHROMIUM_PATH;
  if (given !== undefined && given !== '') return isProgram(given) ? given : undefined;
  const names = chromiumNames.filter((name) => tool === 'chromium' || name !== lightChromium);
  return [...names.map(onPath), ...macBrowsers(), playwrightsOwn()].find((path) => path !== undefined);
}

function onPath(program: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, program)).find(isProgram);
}

function macBrowsers(): readonly string[] {
  if (process.platform !== 'darwin') return [];
  const names = ['Google Chrome', 'Chromium'];
  return names.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`).filter(isProgram);
}

/** What `playwright install chromium` left here, the newest first. */
function playwrightsOwn(): string | undefined {
  const caches = process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache');
  const folder = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(caches, 'ms-playwright');
  if (!existsSync(folder)) return undefined;
  const builds = readdirSync(folder).filter((name) => /^chromium-\d+$/.test(name));
  const newestFirst = builds.sort((a, b) => Number(b.split('-')[1]) - Number(a.split('-')[1]));
  const inside = ['chrome-linux64/chrome', 'chrome-linux/chrome', 'chrome-mac/Chromium.app/Contents/MacOS/Chromium'];
  return newestFirst.flatMap((build) => inside.map((path) => join(folder, build, path))).find(isProgram);
}

function hasFonts(): boolean {
  const folders = ['/usr/share/fonts', '/usr/local/share/fonts', '/System/Library/Fonts', join(homedir(), '.fonts')];
  return folders.some((folder) => existsSync(folder) && readdirSync(folder).length > 0);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
