import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const bundle = async (contents: string) => {
  const built = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' },
    ...{ bundle: true, minify: true, format: 'esm', target: 'es2022', write: false, metafile: true },
  });
  const [file] = built.outputFiles;
  const inputs = Object.values(built.metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  return { gzip: gzipSync(file?.contents ?? '', { level: 9 }).length, inputs };
};

it('gives phones an evaluator of at most 6 KB', async () => {
  const { gzip } = await bundle(`export * from './runtime.ts'`);
  expect(gzip).toBeGreaterThan(1000);
  expect(gzip).toBeLessThanOrEqual(6 * 1024);
});

it('leaves the parser out of a bundle that takes the evaluator from the door', async () => {
  const { inputs } = await bundle(`export { evaluate } from './index.ts'`);
  expect(inputs.filter((path) => /evaluate/.test(path))).toHaveLength(1);
  expect(inputs.filter((path) => /lezer/.test(path))).toEqual([]);
});
