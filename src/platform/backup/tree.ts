import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** What a file of a backup must be. */
export type Part = { readonly bytes: number; readonly sha256: string };
export type Tree = {
  readonly parts: Readonly<Record<string, Part>>;
  /** All folders below the root, the empty ones too: PostgreSQL does not start without them. */
  readonly folders: readonly string[];
};

export const NOTHING: Tree = { parts: {}, folders: [] };
const PIECE = 1 << 20;
const LANES = 8;

/** Paths below a folder, files and folders apart, sorted. What vanishes meanwhile is left out; a folder that is not there is empty. */
export async function walk(root: string, skip: (path: string) => boolean = () => false): Promise<Walked> {
  const files: string[] = [];
  const folders: string[] = [];
  const visit = async (inside: string): Promise<void> => {
    for (const entry of await readdir(join(root, inside), { withFileTypes: true }).catch(gone)) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (skip(path)) continue;
      if (entry.isFile()) files.push(path);
      if (!entry.isDirectory()) continue;
      folders.push(path);
      await visit(path);
    }
  };
  await visit('');
  return { files: files.sort(), folders: folders.sort() };
}
export type Walked = { readonly files: readonly string[]; readonly folders: readonly string[] };

/** Copies what was found, forced to disk; the digests are of the bytes that were written. */
export async function copyTree(from: string, to: string, { files, folders }: Walked): Promise<Tree> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  for (const folder of folders) await mkdir(join(to, folder), { recursive: true, mode: 0o700 });
  const parts: Record<string, Part> = {};
  // Each file waits for the disk; several at once wait together.
  for (let first = 0; first < files.length; first += LANES) {
    const some = files.slice(first, first + LANES);
    const copied = await Promise.all(some.map((path) => copyFile(join(from, path), join(to, path))));
    for (const [index, part] of copied.entries()) if (part) parts[some[index] ?? ''] = part;
  }
  for (const folder of [...folders, '.']) await syncFolder(join(to, folder));
  return { parts, folders };
}

/** @returns undefined when the file is gone */
async function copyFile(from: string, to: string): Promise<Part | undefined> {
  const source = await open(from, 'r').catch(goneFile);
  if (!source) return undefined;
  try {
    return await writeFrom(source, to);
  } finally {
    await source.close();
  }
}

async function writeFrom(source: FileHandle, to: string): Promise<Part> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const target = await open(to, 'wx', 0o600);
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(PIECE);
  try {
    let bytes = 0;
    for (;;) {
      const { bytesRead } = await source.read(piece, 0, PIECE);
      if (bytesRead === 0) break;
      const read = piece.subarray(0, bytesRead);
      hash.update(read);
      await target.writeFile(read);
      bytes += bytesRead;
    }
    await target.sync();
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    await target.close();
  }
}

/** A file made here, forced to disk. */
export async function writePart(path: string, content: string | Uint8Array): Promise<Part> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** The digest of a file that lies on disk. */
export async function partOf(path: string): Promise<Part> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(createReadStream(path), async (source) => {
    for await (const piece of source as AsyncIterable<Buffer>) {
      hash.update(piece);
      bytes += piece.length;
    }
  });
  return { bytes, sha256: hash.digest('hex') };
}

export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** `{ 'a': … }` → `{ 'database/a': … }`. */
export const below = (folder: string, { parts, folders }: Tree): Tree => ({
  parts: Object.fromEntries(Object.entries(parts).map(([path, part]) => [`${folder}/${path}`, part])),
  folders: [folder, ...folders.map((path) => `${folder}/${path}`)],
});

export const together = (...trees: readonly Tree[]): Tree => ({
  parts: Object.assign({}, ...trees.map(({ parts }) => parts)) as Tree['parts'],
  folders: trees.flatMap(({ folders }) => folders),
});

const isGone = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
function gone(error: unknown): [] {
  if (isGone(error)) return [];
  throw error;
}
function goneFile(error: unknown): undefined {
  if (isGone(error)) return undefined;
  throw error;
}
