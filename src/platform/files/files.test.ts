import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keysInMemory } from '../crypto/index.ts';
import { collect, pieces } from './files.ts';
import { createLocalFiles, type Files } from './index.ts';
import { open, PIECE, seal } from './sealed-stream.ts';

const random = (n: number): Uint8Array => new Uint8Array(randomBytes(n));
const keys = keysInMemory(random);
const owner = { region: '32.76', id: '0193593e-7f00-7000-8000-0000000000aa' };
const other = { region: '32.76', id: '0193593e-7f00-7000-8000-0000000000bb' };

let dir: string;
let files: Files;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'files-'));
  files = createLocalFiles({ dir, keys, random });
});
afterAll(() => rm(dir, { recursive: true }));

async function* inPieces(bytes: Uint8Array, size: number): AsyncIterable<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

describe('a sealed stream', () => {
  const context = '32.76/aa/x';
  it('opens to what went in, whatever the lengths and the cuts', async () => {
    const lengths = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constantFrom(PIECE - 1, PIECE, PIECE + 1, 2 * PIECE));
    await fc.assert(
      fc.asyncProperty(lengths, fc.integer({ min: 40, max: 70_000 }), async (length, cut) => {
        const bytes = random(length);
        const sealed = await collect(seal(inPieces(bytes, cut), { keys, random, context }));
        expect(Buffer.compare(await collect(open(inPieces(sealed, cut), { keys, context })), bytes)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('notices any bit changed, any end cut, pieces exchanged and another place', async () => {
    const sealed = Buffer.from(await collect(seal(pieces(random(3 * PIECE)), { keys, random, context })));
    const opening = (bytes: Uint8Array, at = context) => collect(open(pieces(bytes), { keys, context: at }));
    for (let i = 0; i < 200; i++) {
      const broken = Buffer.from(sealed);
      const at = Math.floor(Math.random() * broken.length);
      broken[at] = (broken[at] ?? 0) ^ (1 << (i % 8));
      await expect(opening(broken), `byte ${at}`).rejects.toThrow();
    }
    const head = sealed.length - 3 * (PIECE + 16);
    const piece = (n: number) => sealed.subarray(head + n * (PIECE + 16), head + (n + 1) * (PIECE + 16));
    for (const cut of [0, 3, head, head + PIECE + 16, head + 2 * (PIECE + 16), sealed.length - 1])
      await expect(opening(sealed.subarray(0, cut)), `cut ${cut}`).rejects.toThrow();
    await expect(opening(Buffer.concat([sealed.subarray(0, head), piece(1), piece(0), piece(2)]))).rejects.toThrow();
    await expect(opening(sealed, '32.76/aa/y')).rejects.toThrow();
    const foreign = keysInMemory(random);
    await expect(collect(open(pieces(sealed), { keys: foreign, context }))).rejects.toThrow();
  });
});

describe('files on the local disk', () => {
  it('keeps a stream under its digest and hands it back, unreadable on the disk', async () => {
    const bytes = Buffer.from('Nama: Siti Nurhaliza '.repeat(10_000));
    const stored = await files.put(owner, inPieces(bytes, 1000));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(stored).toEqual({ name: `32.76/aa/${owner.id}/${sha256}`, sha256, size: bytes.length });
    expect(Buffer.compare(await files.read(stored.name), bytes)).toBe(0);
    const onDisk = await readFile(join(dir, stored.name));
    expect(onDisk.includes('Siti')).toBe(false);
    expect((await stat(join(dir, stored.name))).mode & 0o077).toBe(0);
    expect(await readdir(join(dir, '.drafts'))).toEqual([]);
  });

  it('takes the same bytes again without a trace, and apart for another owner', async () => {
    const bytes = random(1000);
    const [one, again, elsewhere] = [
      await files.put(owner, bytes),
      await files.put(owner, bytes),
      await files.put(other, bytes),
    ];
    expect(again).toEqual(one);
    expect(elsewhere.sha256).toBe(one.sha256);
    await files.remove(one.name);
    await files.remove(one.name);
    await expect(files.read(one.name)).rejects.toMatchObject({ code: 'files/missing' });
    expect(Buffer.from(await files.read(elsewhere.name))).toEqual(Buffer.from(bytes));
  });

  it('refuses what is too large and leaves nothing', async () => {
    await expect(files.put(owner, random(101), { limit: 100 })).rejects.toMatchObject({ code: 'files/too-large' });
    expect(await readdir(join(dir, '.drafts'))).toEqual([]);
  });

  it('never opens another place of the disk', async () => {
    const names = ['../../etc/passwd', '/etc/passwd', `32.76/aa/${owner.id}/../../x`, ''];
    for (const name of names) await expect(files.read(name), name).rejects.toThrow(/not the name/);
    await expect(files.put({ region: '..', id: owner.id }, random(1))).rejects.toThrow();
    await expect(files.put({ region: '32.76', id: '../../../../x' }, random(1))).rejects.toThrow();
  });

  it('notices a file that was exchanged with another, of the same owner too', async () => {
    const one = await files.put(owner, random(10));
    const two = await files.put(owner, random(10));
    const third = await files.put(other, random(10));
    await writeFile(join(dir, one.name), await readFile(join(dir, two.name)));
    await expect(files.read(one.name)).rejects.toThrow(/another name/);
    await rename(join(dir, third.name), join(dir, two.name));
    await expect(files.read(two.name)).rejects.toThrow();
    const cut = await files.put(other, random(200_000));
    await truncate(join(dir, cut.name), 70_000);
    await expect(files.read(cut.name)).rejects.toThrow();
  });
});
