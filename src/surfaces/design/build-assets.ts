import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'esbuild';

export type BuiltAsset = {
  /** File name with the hash of its content: may be cached for ever. */
  readonly file: string;
  readonly type: string;
  readonly etag: string;
  readonly bytes: Uint8Array;
  readonly gzip: Uint8Array;
  readonly brotli: Uint8Array;
};

export type AssetName = 'citizen' | 'office' | 'board' | 'script' | 'room' | 'voice' | 'worker' | 'mark';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const sources = {
  citizen: {
    entry: 'src/surfaces/design/css/citizen.css',
    name: 'citizen',
    ext: 'css',
    type: 'text/css; charset=utf-8',
  },
  office: { entry: 'src/surfaces/design/css/office.css', name: 'office', ext: 'css', type: 'text/css; charset=utf-8' },
  board: { entry: 'src/surfaces/design/css/board.css', name: 'board', ext: 'css', type: 'text/css; charset=utf-8' },
  script: { entry: 'src/browser/app.ts', name: 'app', ext: 'js', type: 'text/javascript; charset=utf-8' },
  room: { entry: 'src/browser/room.ts', name: 'room', ext: 'js', type: 'text/javascript; charset=utf-8' },
  voice: { entry: 'src/browser/voice.ts', name: 'voice', ext: 'js', type: 'text/javascript; charset=utf-8' },
  worker: { entry: 'src/browser/worker.ts', name: 'worker', ext: 'js', type: 'text/javascript; charset=utf-8' },
  mark: { entry: 'assets/mark.svg', name: 'mark', ext: 'svg', type: 'image/svg+xml' },
} as const satisfies Record<AssetName, { entry: string; name: string; ext: string; type: string }>;

const squeezeGzip = promisify(gzip);
const squeezeBrotli = promisify(brotliCompress);

async function bundle(entry: string): Promise<Uint8Array> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    legalComments: 'none',
    format: 'iife',
    // Android 8 came with this one; phones of 2018 still stand in line.
    target: entry.endsWith('.css') ? ['chrome66', 'firefox68', 'safari12'] : ['es2018', 'chrome66'],
    logLevel: 'silent',
  });
  const file = result.outputFiles[0];
  if (file === undefined) throw new Error(`nothing was built from ${entry}`);
  return file.contents;
}

async function buildOne(name: AssetName): Promise<BuiltAsset> {
  const source = sources[name];
  const bytes = source.ext === 'svg' ? await readFile(join(root, source.entry)) : await bundle(source.entry);
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  const [gzipped, brotli] = await Promise.all([
    squeezeGzip(bytes, { level: 9 }),
    squeezeBrotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  ]);
  return {
    file: `${source.name}.${hash}.${source.ext}`,
    type: source.type,
    etag: `"${hash}"`,
    bytes,
    gzip: gzipped,
    brotli,
  };
}

type Assets = Readonly<Record<AssetName, BuiltAsset>>;
let built: Promise<Assets> | undefined;

/**
 * Everything a browser fetches besides pages, minified and squeezed once in the life of the process.
 * @example (await buildAssets()).citizen.file // 'citizen.1a2b3c4d5e6f.css'
 */
export function buildAssets(): Promise<Assets> {
  built ??= buildAll();
  return built;
}

async function buildAll(): Promise<Assets> {
  const [citizen, office, board, script, room, voice, worker, mark] = await Promise.all([
    buildOne('citizen'),
    buildOne('office'),
    buildOne('board'),
    buildOne('script'),
    buildOne('room'),
    buildOne('voice'),
    buildOne('worker'),
    buildOne('mark'),
  ]);
  return { citizen, office, board, script, room, voice, worker, mark };
}
