import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { checkFile, LARGEST_FILE } from './check-file.ts';
import { createUploads } from './uploads.ts';

const dir = mkdtempSync(join(tmpdir(), 'satuloket-uploads-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const picture = (format: 'jpeg' | 'png') =>
  sharp({ create: { width: 60, height: 30, channels: 3, background: '#0a4a50' } })
    .withExif({ IFD0: { Copyright: 'rahasia-kamera' } })
    [format]()
    .toBuffer();
const pdf = (body: string) => Buffer.from(`%PDF-1.7\n${body}\ntrailer << /Root 1 0 R >>\n%%EOF\n`, 'latin1');

describe('checkFile', () => {
  it('takes a photo by its content and leaves out what the camera wrote', async () => {
    const before = await picture('jpeg');
    expect(before.includes('rahasia-kamera')).toBe(true);
    const checked = await checkFile(before);
    expect(checked).toMatchObject({ ok: true, type: 'image/jpeg' });
    if (checked.ok) expect(Buffer.from(checked.bytes).includes('rahasia-kamera')).toBe(false);
  });

  it('turns a photo upright', async () => {
    const lying = await sharp(await picture('jpeg'))
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const checked = await checkFile(lying);
    if (!checked.ok) throw new Error(checked.fault);
    const { width, height } = await sharp(checked.bytes).metadata();
    expect([width, height]).toEqual([30, 60]);
  });

  it('takes PNG and PDF', async () => {
    expect(await checkFile(await picture('png'))).toMatchObject({ ok: true, type: 'image/png' });
    expect(await checkFile(pdf('1 0 obj << /Type /Page >> endobj'))).toMatchObject({
      ok: true,
      type: 'application/pdf',
    });
  });

  it.each([
    ['nothing', new Uint8Array(), 'empty'],
    ['more than ten megabytes', new Uint8Array(LARGEST_FILE + 1), 'too-large'],
    ['a text', Buffer.from('halo'), 'kind'],
    ['a picture of HTML', Buffer.from('<html><script>alert(1)</script></html>'), 'kind'],
    ['an encrypted PDF', pdf('1 0 obj << /Type /Page >> endobj\n<< /Encrypt 5 0 R >>'), 'pdf-encrypted'],
    ['a PDF without pages', pdf('1 0 obj << /Type /Pages /Kids [] >> endobj'), 'pdf-empty'],
    ['half a PDF', Buffer.from('%PDF-1.7\n1 0 obj << /Type /Page >> endobj'), 'broken'],
    ['a HEIC photo', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0heicmif1', 'latin1'), 'heic'],
  ] as const)('refuses %s', async (_, bytes, fault) => {
    expect(await checkFile(bytes)).toEqual({ ok: false, fault });
  });

  it('refuses half a photo', async () => {
    const whole = await sharp({ create: { width: 800, height: 800, channels: 3, background: '#fff' } })
      .jpeg()
      .toBuffer();
    expect(await checkFile(whole.subarray(0, whole.length / 2))).toEqual({ ok: false, fault: 'broken' });
  });
});

describe('an upload in pieces', () => {
  const put: string[] = [];
  const uploads = createUploads({
    dir,
    clock: () => new Date('2026-11-23T03:00:00Z'),
    random: (n) => crypto.getRandomValues(new Uint8Array(n)),
    files: {
      put: async (owner, source) => {
        put.push(owner.id);
        const size = source instanceof Uint8Array ? source.length : 0;
        return { name: `${owner.region}/xx/${owner.id}/${'0'.repeat(64)}`, sha256: '0'.repeat(64), size };
      },
    },
  });
  const wish = { person: 'p', region: '32.76', case: 'c', question: 'house', name: '../../rumah.jpg' };

  it('goes on where it stopped, and is whole at the end', async () => {
    const bytes = await picture('jpeg');
    const begun = await uploads.begin({ ...wish, size: bytes.length });
    if (typeof begun === 'string') throw new Error(begun);
    expect(begun.offset).toBe(0);
    const half = Math.floor(bytes.length / 2);
    expect(await uploads.append(begun.id, 'p', 0, bytes.subarray(0, half))).toEqual({ kind: 'at', offset: half });
    expect(await uploads.begin({ ...wish, size: bytes.length })).toEqual({ id: begun.id, offset: half });
    expect(await uploads.append(begun.id, 'p', 0, bytes.subarray(0, half))).toEqual({
      kind: 'elsewhere',
      offset: half,
    });
    expect(await uploads.append(begun.id, 'other', half, bytes.subarray(half))).toEqual({ kind: 'unknown' });
    expect(await uploads.finished(begun.id, { person: 'p', case: 'c', question: 'house' })).toBeUndefined();
    expect(await uploads.append(begun.id, 'p', half, bytes.subarray(half))).toEqual({
      kind: 'at',
      offset: bytes.length,
    });
    expect(put).toEqual(['c']);
    const kept = await uploads.finished(begun.id, { person: 'p', case: 'c', question: 'house' });
    expect(kept).toMatchObject({ name: 'rumah.jpg', type: 'image/jpeg' });
    expect(await uploads.finished(begun.id, { person: 'p', case: 'c', question: 'other' })).toBeUndefined();
    expect(await uploads.finished(begun.id, { person: 'other', case: 'c', question: 'house' })).toBeUndefined();
  });

  it('refuses what it finds at the end, and forgets it', async () => {
    const bytes = Buffer.from('this is no picture');
    const begun = await uploads.begin({ ...wish, name: 'a.jpg', size: bytes.length });
    if (typeof begun === 'string') throw new Error(begun);
    expect(await uploads.append(begun.id, 'p', 0, bytes)).toEqual({ kind: 'refused', fault: 'kind' });
    expect(await uploads.append(begun.id, 'p', 0, bytes)).toEqual({ kind: 'unknown' });
  });

  it('never takes a size it would refuse', async () => {
    expect(await uploads.begin({ ...wish, size: LARGEST_FILE + 1 })).toBe('too-large');
    expect(await uploads.begin({ ...wish, size: 0 })).toBe('empty');
    expect(await uploads.append('../../etc/passwd', 'p', 0, Buffer.from('x'))).toEqual({ kind: 'unknown' });
  });
});
