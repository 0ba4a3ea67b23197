import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open as openFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Random } from '../../kernel/ids.ts';
import type { Keys } from '../crypto/index.ts';
import {
  checkedName,
  collect,
  DEFAULT_LIMIT,
  type Files,
  fileName,
  measure,
  missing,
  ownerPart,
  toldDisk,
  verified,
} from './files.ts';
import { open, seal } from './sealed-stream.ts';

export type LocalFilesDeps = {
  /** A folder of its own that no web server reads, e.g. `DATA_DIR/files`. */
  readonly dir: string;
  readonly keys: Keys;
  readonly random: Random;
};

/** Files on this machine's disk. Written aside, synced, then renamed: a crash leaves whole files and at most a draft in `.drafts`. */
export function createLocalFiles({ dir, keys, random }: LocalFilesDeps): Files {
  const root = resolve(dir);
  const drafts = join(root, '.drafts');
  const place = (name: string): string => join(root, checkedName(name));

  async function* openStored(name: string): AsyncIterable<Uint8Array> {
    const path = place(name);
    if ((await stat(path).catch(absent)) === undefined) throw missing();
    yield* verified(name, open(createReadStream(path), { keys, context: ownerPart(name) }));
  }

  return {
    put: async (owner, source, { limit = DEFAULT_LIMIT } = {}) => {
      const draft = join(drafts, Buffer.from(random(16)).toString('hex'));
      const measured = measure(source, limit);
      const context = ownerPart(fileName(owner, '0'.repeat(64)));
      try {
        await mkdir(drafts, { recursive: true, mode: 0o700 });
        await writeWhole(draft, seal(measured.through, { keys, random, context }));
        const { sha256, size } = measured.result();
        const name = fileName(owner, sha256);
        await moveInto(root, draft, place(name));
        return { name, sha256, size };
      } catch (error) {
        await rm(draft, { force: true });
        throw toldDisk(error);
      }
    },
    open: openStored,
    read: (name) => collect(openStored(name)),
    remove: async (name) => {
      await rm(place(name), { force: true });
    },
  };
}

async function writeWhole(path: string, source: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await openFile(path, 'wx', 0o600);
  try {
    for await (const piece of source) await writeAll(file, piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, piece: Uint8Array): Promise<void> {
  for (let from = 0; from < piece.length; ) from += (await file.write(piece, from)).bytesWritten;
}

// A new name is durable once its folder is synced, and a new folder once the one around it is.
async function moveInto(root: string, draft: string, path: string): Promise<void> {
  const folder = dirname(path);
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  await rename(draft, path);
  await syncFolder(folder);
  if (made === undefined) return;
  for (let above = dirname(folder); above.length >= root.length; above = dirname(above)) await syncFolder(above);
}

async function syncFolder(path: string): Promise<void> {
  const folder = await openFile(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
