import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeFor } from '../support/browse.ts';
import { type TestHouse, testHouse } from '../support/house.ts';
import { type Loaded, plainBrowser, textOf } from '../support/plain-browser.ts';

// Files that nobody sends by mistake, through the form and in pieces: told at the question, nothing lost, and what is kept is shown as what it is.

let h: TestHouse;
let origin: string;
let browser: ReturnType<typeof plainBrowser>;
let form: Loaded;
const ANSWERS = { purpose: 'school', institution: 'SD Negeri 1', income: '1.500.000', dependants: '3', poor: 'yes' };
const FINE = '1 0 obj << /Type /Page >> endobj';
const pdf = (body: string): string => `%PDF-1.7\n${body}\ntrailer << /Root 1 0 R >>\n%%EOF\n`;

beforeAll(async () => {
  h = await testHouse();
  origin = await h.listen();
  browser = plainBrowser(origin);
  const phone = h.cast.families.flatMap(({ members }) => members).find((one) => one.key === 'dewi')?.phone ?? '';
  await browser.submit(await browser.open('/masuk'), { telepon: phone.replace('+62', '0') });
  await h.house.jobs.settle();
  await browser.submit(await browser.open('/masuk/kode'), { kode: await codeFor(h, phone) });
  await browser.submit(await browser.open('/masuk/pin?ke=/surat'), { pin: '246813' });
  form = await browser.submit(await browser.open('/layanan/32.76/sktm/mulai'), { untuk: 'self' });
  for (let guard = 0; guard < 10 && !form.html.includes('name="rtLetter"'); guard++) {
    const fields = Object.entries(ANSWERS).filter(([name]) => form.html.includes(`name="${name}"`));
    form = await browser.submit(form, Object.fromEntries(fields));
  }
}, 120_000);
afterAll(() => h?.close());

const file = (name: string, body: string | Uint8Array, type = 'application/pdf'): File =>
  new File([typeof body === 'string' ? Buffer.from(body, 'latin1') : new Uint8Array(body)], name, { type });
const cookies = (): string => [...browser.cookies].map(([key, value]) => `${key}=${value}`).join('; ');

/** As the form sends it, whether the page shows a file there already or not. */
async function sending(rtLetter: File): Promise<{ status: number; html: string }> {
  const page = await browser.open(form.path);
  const body = new FormData();
  for (const [, name = '', value = ''] of page.html.matchAll(/type="hidden" name="(_bukti|kunci)" value="([^"]*)"/g))
    body.set(name, value);
  body.set('rtLetter', rtLetter);
  const sent = await fetch(`${origin}${form.path}`, {
    ...{ method: 'POST', body, redirect: 'manual', headers: { cookie: cookies(), accept: 'text/html' } },
  });
  return { status: sent.status, html: await sent.text() };
}
const shownFile = (): Promise<Response> =>
  fetch(`${origin}${form.path.replace(/[^/]+$/, 'berkas/rtLetter')}`, { headers: { cookie: cookies() } });

describe('a file through the form', () => {
  it.each([
    ['a page of a site', file('surat.pdf', '<html><script>alert(1)</script></html>'), /JPG atau PNG/],
    [
      'a drawing that runs',
      file('surat.jpg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'image/jpeg'),
      /JPG atau PNG/,
    ],
    ['a program', file('surat.pdf', 'MZ\x90\0\x03'), /JPG atau PNG/],
    [
      'a PDF with a script',
      file('surat.pdf', pdf(`${FINE}\n2 0 obj << /S /JavaScript >> endobj`)),
      /program atau berkas lain/,
    ],
    ['an archive in a PDF', file('surat.pdf', pdf(`${FINE}\nPK\x05\x06`)), /program atau berkas lain/],
    ['half a PDF', file('surat.pdf', `%PDF-1.7\n${FINE}`), /rusak atau terpotong/],
    ['nothing', file('surat.pdf', ''), /kosong/],
    ['eleven megabytes', file('surat.pdf', pdf(`${FINE}${' '.repeat(11 * 1024 * 1024)}`)), /lebih dari 10 MB/],
  ])('that is %s is told at its question, and nothing else is lost', async (_, sent, words) => {
    const page = await sending(sent);
    expect([page.status, textOf(page.html)]).toEqual([422, expect.stringMatching(/./)]);
    expect(page.html).toMatch(words);
    expect(page.html).not.toContain('alert(1)');
    const other = await browser.open(form.path);
    expect(other.status).toBe(200);
  });

  it.each([
    ['../../../../etc/passwd', 'passwd'],
    ['..\\..\\windows\\system32\\surat.pdf', 'surat.pdf'],
    ['"><script>alert(1)</script>.pdf', 'script>.pdf'],
    ['surat\r\nset-cookie: sesi=x.pdf', undefined],
    ['‮fdp.exe', 'fdp.exe'],
    ['x'.repeat(3000), 'x'.repeat(80)],
    ['..', 'berkas'],
  ])('named %j keeps its last part alone, wherever it is shown', async (name, kept) => {
    const page = await sending(file(name, pdf(FINE)));
    expect([303, 422]).toContain(page.status);
    expect(page.html).not.toContain('<script>alert');
    const shown = await shownFile();
    expect(shown.status).toBe(200);
    expect(shown.headers.get('content-type')).toBe('application/pdf');
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(shown.headers.getSetCookie().join()).not.toContain('sesi=x');
    const said = decodeURIComponent(
      /filename\*=UTF-8''(\S+)/.exec(shown.headers.get('content-disposition') ?? '')?.[1] ?? '',
    );
    expect(said).not.toMatch(/[/\\\r\n]/);
    if (kept !== undefined) expect(said).toBe(kept);
  });

  it('that is a photo with something behind it is kept as the photo alone', async () => {
    const photo = await sharp({ create: { width: 60, height: 30, channels: 3, background: '#0a4a50' } })
      .jpeg()
      .toBuffer();
    await sending(file('foto.php', Buffer.concat([photo, Buffer.from('<?php system(1) ?>')]), 'text/html'));
    const shown = await shownFile();
    expect(shown.headers.get('content-type')).toBe('image/jpeg');
    expect(Buffer.from(await shown.arrayBuffer()).includes('php')).toBe(false);
  });
});

describe('a file in pieces', () => {
  const proof = async (): Promise<string> =>
    /name="_bukti" value="([^"]+)"/.exec((await browser.open(form.path)).html)?.[1] ?? '';
  const headers = async (type: string) => ({
    cookie: cookies(),
    ...{ 'x-bukti': await proof(), 'content-type': type, accept: 'application/json' },
  });
  const ref = () => /\/permohonan\/([\d.]+\/[0-9a-f-]{36})\//.exec(form.path)?.[1] ?? '';
  const begin = async (size: unknown, name: unknown = 'surat.pdf') =>
    fetch(`${origin}/berkas`, {
      ...{ method: 'POST', headers: await headers('application/json') },
      body: JSON.stringify({ case: ref(), question: 'rtLetter', name, size }),
    });
  const piece = async (id: string, offset: number | string, bytes: string) =>
    fetch(`${origin}/berkas/${id}`, {
      ...{ method: 'PATCH', body: Buffer.from(bytes, 'latin1') },
      headers: { ...(await headers('application/offset+octet-stream')), 'upload-offset': String(offset) },
    });

  it('never takes more than was said, nor at another place, nor what it would refuse whole', async () => {
    for (const size of [0, -1, 1e12, 'besar', null, 10 * 1024 * 1024 + 1]) expect((await begin(size)).status).toBe(422);
    const begun = await begin(40, '../../../../tmp/x');
    expect(begun.status).toBe(201);
    const { id } = (await begun.json()) as { id: string };
    expect((await piece(id, 0, 'x'.repeat(41))).status).toBe(422);
    for (const offset of ['-1', '1e9', 'NaN', '99999999999999999999', ''])
      expect([offset, (await piece(id, offset, 'x')).status]).toEqual([
        offset,
        expect.toSatisfy((s) => s === 409 || s === 422),
      ]);
    const last = await piece(id, 0, '<script>alert(1)</script>'.padEnd(40));
    expect([last.status, await last.text()]).toEqual([422, expect.stringContaining('JPG atau PNG')]);
    expect((await piece(id, 0, 'x')).status).toBe(404);
    for (const strange of ['..%2f..%2fetc%2fpasswd', 'x', '%00', id.replace(/.$/, 'g')])
      expect([strange, (await piece(strange, 0, 'x')).status]).toEqual([
        strange,
        expect.toSatisfy((s) => s === 404 || s === 400),
      ]);
  });
});
