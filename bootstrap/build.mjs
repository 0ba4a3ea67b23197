import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { oneAtATime } from './one-at-a-time.mjs';
import { dist, root } from './paths.mjs';
import { note, stop } from './say.mjs';

const source = join(root, 'src');
const stamp = join(dist, 'sources.sha256');

/** Name in dist → entry in src; one that is not there is not built. All lie side by side, so that `sourceUrls` holds for each. */
const entries = { main: 'main.ts', 'pdf-worker': 'platform/pdf/worker.ts' };

/** Bundles `src/main.ts` to `dist/main.js`, unless exactly these sources were. */
export async function ensureBuilt() {
  if (stampedWith(digest())) return;
  await oneAtATime(async () => {
    const now = digest();
    if (stampedWith(now)) return;
    note('menyusun program', 'building');
    try {
      await build();
      writeFileSync(stamp, now);
    } catch (cause) {
      process.stderr.write(`${cause.message}\n`);
      stop(
        'program tidak dapat disusun; alasannya ada di atas',
        'the program could not be built; the reason stands above',
      );
    }
  });
}

async function build() {
  const { build: bundle } = await import('esbuild');
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  await bundle({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(
      Object.entries(entries)
        .filter(([, file]) => existsSync(join(source, file)))
        .map(([name, file]) => [name, join(source, file)]),
    ),
    outdir: dist,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node24',
    format: 'esm',
    sourcemap: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
    plugins: [sourceUrls],
  });
}

/** In the bundle `import.meta.url` stays the address of the source file: what lies beside it is found in both. */
const sourceUrls = {
  name: 'source-urls',
  setup(built) {
    built.onLoad({ filter: /\.tsx?$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes('import.meta.url')) return undefined;
      const address = JSON.stringify(relative(dist, path));
      return {
        contents: text.replaceAll('import.meta.url', `new URL(${address}, import.meta.url).href`),
        loader: path.endsWith('x') ? 'tsx' : 'ts',
        resolveDir: dirname(path),
      };
    });
  },
};

function stampedWith(now) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === now;
}

function digest() {
  const hash = createHash('sha256');
  const sources = ['src', 'simulators'].flatMap(sourcesIn).sort();
  for (const file of [...sources, 'bootstrap/build.mjs', 'package-lock.json', 'tsconfig.json']) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function sourcesIn(folder) {
  if (!existsSync(join(root, folder))) return [];
  const files = readdirSync(join(root, folder), { recursive: true });
  return files.filter((name) => /(?<!\.test)\.tsx?$/.test(name)).map((name) => join(folder, name));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.chdir(fileURLToPath(new URL('..', import.meta.url)));
  await ensureBuilt();
}
