import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { Unavailable } from '../../kernel/unavailable.ts';
import { checkFile, LARGEST_FILE } from './check-file.ts';
import { createUploads, tidyName } from './uploads.ts';

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

  const page = '1 0 obj << /Type /Page >> endobj';
  const packed = (objects: string | Buffer, length = objects.length) =>
    Buffer.concat([
      Buffer.from(
        `%PDF-1.7\n${page}\n2 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${length} >> stream\n`,
      ),
      deflateSync(objects),
      Buffer.from('\nendstream endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n'),
    ]);

  it.each([
    ['runs a script', pdf(`${page}\n2 0 obj << /S /JavaScript /JS (app.alert(1)) >> endobj`)],
    ['runs a script under an escaped name', pdf(`${page}\n2 0 obj << /S /J#61vaScr#69pt /JS (x) >> endobj`)],
    ['runs a script from compressed objects', packed('2 0 << /S /JavaScript /JS (x) >>')],
    ['opens a program', pdf(`${page}\n2 0 obj << /S /Launch /F (cmd.exe) >> endobj`)],
    [
      'carries a file',
      pdf(`${page}\n2 0 obj << /Type /Filespec /EF << /F 3 0 R >> >> endobj 3 0 obj << /Type /EmbeddedFile >> endobj`),
    ],
    [
      'is an archive too',
      pdf(`${page}\n2 0 obj << >> stream\nPK\x03\x04evil.exe PK\x05\x06\0\0\0\0\nendstream endobj`),
    ],
  ])('refuses a PDF that %s', async (_, bytes) => {
    expect(await checkFile(bytes)).toEqual({ ok: false, fault: 'pdf-active' });
  });

  it('refuses a PDF whose objects burst whoever unpacks them, without unpacking them', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const bomb = packed(Buffer.alloc(400 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(1024 * 1024);
    const held = process.memoryUsage().arrayBuffers;
    expect(await checkFile(bomb)).toEqual({ ok: false, fault: 'broken' });
    expect(process.memoryUsage().arrayBuffers - held).toBeLessThan(100 * 1024 * 1024);
    expect(held).toBeGreaterThanOrEqual(before);
  });

  it('takes honest compressed objects, and cuts off what hangs behind the end of a PDF', async () => {
    expect(await checkFile(packed('2 0 << /Type /Page >>'))).toMatchObject({ ok: true });
    const whole = pdf(page);
    const checked = await checkFile(Buffer.concat([whole, Buffer.from('<script>alert(1)</script>PK\x05\x06')]));
    if (!checked.ok) throw new Error(checked.fault);
    expect(Buffer.from(checked.bytes)).toEqual(whole);
  });

  it('keeps of a picture nothing but the picture', async () => {
    const tail = Buffer.from('<?php system($_GET[0]); ?>PK\x05\x06<script>alert(1)</script>');
    for (const format of ['jpeg', 'png'] as const) {
      const checked = await checkFile(Buffer.concat([await picture(format), tail]));
      if (!checked.ok) throw new Error(checked.fault);
      expect(Buffer.from(checked.bytes).includes('php')).toBe(false);
      expect(Buffer.from(checked.bytes).includes('PK\x05\x06')).toBe(false);
    }
  });

  it('refuses a picture that is small on its way and endless when it is drawn, before it is drawn', async () => {
    const [png, jpeg] = [Buffer.from(await picture('png')), Buffer.from(await picture('jpeg'))];
    // The header says 60,000 by 60,000: 14 GB of points.
    png.writeUInt32BE(60_000, 16);
    png.writeUInt32BE(60_000, 20);
    png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    jpeg.writeUInt16BE(60_000, frame + 5);
    jpeg.writeUInt16BE(60_000, frame + 7);
    const began = performance.now();
    for (const bomb of [png, jpeg]) expect(await checkFile(bomb)).toEqual({ ok: false, fault: 'broken' });
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['GIF', 'GIF89a/*\x01\0\x01\0\0\0\0;*/=1;alert(1)'],
    ['WebP', 'RIFF\x1a\0\0\0WEBPVP8L\r\0\0\0/\0\0\0'],
    ['a program of Windows', 'MZ\x90\0\x03'],
    ['a script that ends as a PDF', '#!/bin/sh\n%PDF-1.7\n1 0 obj << /Type /Page >> endobj\n%%EOF'],
    ['an archive', 'PK\x03\x04\x14\0\0\0\0\0'],
  ])('refuses %s, whatever it is called', async (_, text) => {
    expect(await checkFile(Buffer.from(text, 'latin1'))).toEqual({ ok: false, fault: 'kind' });
  });

  it('refuses half a photo', async () => {
    const whole = await sharp({ create: { width: 800, height: 800, channels: 3, background: '#fff' } })
      .jpeg()
      .toBuffer();
    expect(await checkFile(whole.subarray(0, whole.length / 2))).toEqual({ ok: false, fault: 'broken' });
  });
});

describe('the name of a file', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\siti\\KK.pdf', 'KK.pdf'],
    ['..', 'berkas'],
    ['/', 'berkas'],
    ['\u202efdp.exe', 'fdp.exe'],
    ['a\r\nset-cookie: x', 'aset-cookie: x'],
    [`${'a'.repeat(200)}.pdf`, `${'a'.repeat(76)}.pdf`],
    ['foto\ud800.jpg', 'foto\ufffd.jpg'],
    [`${'😀'.repeat(100)}`, '😀'.repeat(80)],
  ])('%j becomes %j, which every header can carry', (given, kept) => {
    expect(tidyName(given)).toBe(kept);
    expect(() => encodeURIComponent(tidyName(given))).not.toThrow();
  });
});

describe('an upload in pieces', () => {
  const put: string[] = [];
  let full = false;
  const uploads = createUploads({
    dir,
    clock: () => new Date('2026-11-23T03:00:00Z'),
    random: (n) => crypto.getRandomValues(new Uint8Array(n)),
    files: {
      put: async (owner, source) => {
        if (full) throw new Unavailable('files', new Error('no room'));
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

  it('that came whole but could not be stored is stored by whoever goes on with it', async () => {
    const bytes = await picture('png');
    const begun = await uploads.begin({ ...wish, name: 'full.png', size: bytes.length });
    if (typeof begun === 'string') throw new Error(begun);
    full = true;
    await expect(uploads.append(begun.id, 'p', 0, bytes)).rejects.toBeInstanceOf(Unavailable);
    full = false;
    const again = await uploads.begin({ ...wish, name: 'full.png', size: bytes.length });
    expect(again).toEqual({ id: begun.id, offset: bytes.length - 1 });
    expect(await uploads.append(begun.id, 'p', bytes.length - 1, bytes.subarray(-1))).toEqual({
      ...{ kind: 'at', offset: bytes.length },
    });
    expect(await uploads.finished(begun.id, { person: 'p', case: 'c', question: 'house' })).toMatchObject({
      name: 'full.png',
    });
  });

  it('never takes a size it would refuse', async () => {
    expect(await uploads.begin({ ...wish, size: LARGEST_FILE + 1 })).toBe('too-large');
    expect(await uploads.begin({ ...wish, size: 0 })).toBe('empty');
    expect(await uploads.append('../../etc/passwd', 'p', 0, Buffer.from('x'))).toEqual({ kind: 'unknown' });
  });
});
