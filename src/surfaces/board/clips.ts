import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Clips of the board's voice by name, e.g. `nomor-antrean`. */
export type Clips = ReadonlyMap<string, Uint8Array>;

const CLIP = /^([a-z][a-z0-9-]{0,40})\.mp3$/;
/** A longer one is no word. */
const MOST_BYTES = 512 * 1024;

/**
 * Every clip of a folder, read once.
 * @throws Error when the folder can't be read: a city that set one should hear of it at the start
 */
export async function readClips(folder: string): Promise<Clips> {
  const clips = new Map<string, Uint8Array>();
  for (const file of await readdir(folder)) {
    const name = CLIP.exec(file)?.[1];
    const bytes = name === undefined ? undefined : await readFile(join(folder, file));
    if (name !== undefined && bytes && bytes.length <= MOST_BYTES) clips.set(name, bytes);
  }
  return clips;
}
