import { appendFile, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

// The seals' copy off the database: one file per region, one line per seal. A full disk or a kill may leave the last line half written or
// not at all, though the seal stands in the database: the next round completes it.

export type CopiedSeal = { readonly number: number; readonly mac: Buffer };
type Line = { readonly number: number; readonly mac: string };

const fileOf = (dir: string, region: string): string => join(dir, `${region}.jsonl`);
/** Longer than any line. */
const TAIL = 4096;

/**
 * Brings the copy up to the last seal: what is half written is cut off, what is missing is added.
 * @param sealsAfter the seals of the region with a higher number, in order; asked only where some are missing
 */
export async function completeCopy(
  dir: string,
  region: string,
  last: number,
  sealsAfter: (number: number) => Promise<readonly CopiedSeal[]>,
): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const copied = await lastWhole(fileOf(dir, region));
  if (copied >= last) return;
  const lines = (await sealsAfter(copied)).map(
    ({ number, mac }) => `${JSON.stringify({ number, mac: mac.toString('hex') } satisfies Line)}\n`,
  );
  await appendFile(fileOf(dir, region), lines.join(''), { flush: true, mode: 0o600 });
}

/** The number of the last whole line, 0 where there is none; a half line after it is cut off. */
async function lastWhole(path: string): Promise<number> {
  const file = await open(path, 'r+').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return 0;
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - TAIL);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
    const tail = buffer.subarray(0, bytesRead);
    const end = tail.lastIndexOf('\n') + 1;
    if (end < tail.length) await file.truncate(from + end);
    const line = tail.subarray(0, end).toString().trimEnd().split('\n').at(-1) ?? '';
    return line === '' ? 0 : (parsed(line)?.number ?? 0);
  } finally {
    await file.close();
  }
}

/** What the copy says otherwise than the database; a half line at its end is one that the next seal completes. */
export async function againstCopy(
  dir: string,
  region: string,
  seals: readonly CopiedSeal[],
): Promise<readonly string[]> {
  const text = await readFile(fileOf(dir, region), 'utf8').catch(() => '');
  const macs = new Map(seals.map((seal) => [seal.number, seal.mac.toString('hex')]));
  const whole = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return whole
    .filter((line) => line !== '')
    .flatMap((line, i) => {
      const copy = parsed(line);
      if (!copy) return [`salinan segel tidak terbaca di baris ${i + 1}`];
      return macs.get(copy.number) === copy.mac
        ? []
        : [`segel ${copy.number} tidak sama dengan salinan di luar basis data`];
    });
}

function parsed(line: string): Line | undefined {
  try {
    const { number, mac } = JSON.parse(line) as Partial<Line>;
    return Number.isInteger(number) && typeof mac === 'string' ? { number: Number(number), mac } : undefined;
  } catch {
    return undefined;
  }
}
