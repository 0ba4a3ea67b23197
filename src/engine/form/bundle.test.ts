import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const KILOBYTE = 1024;

// Whoever enhances a form in the browser carries this: no parser, no schema library, no catalogue of regions.
it.each([
  ['form/index.ts', 18],
  ['workflow/index.ts', 7],
])('%s weighs at most %i KB on the wire', async (entry, most) => {
  const result = await build({
    entryPoints: [join(import.meta.dirname, '..', entry)],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    metafile: true,
  });
  expect(gzipSync(result.outputFiles[0]?.contents ?? '', { level: 9 }).length).toBeLessThanOrEqual(most * KILOBYTE);
  expect(Object.keys(result.metafile.inputs).filter((path) => path.includes('node_modules'))).toEqual([]);
});
