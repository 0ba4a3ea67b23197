import cookies from '@fastify/cookie';
import forms from '@fastify/formbody';
import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import type { Language } from '../../kernel/text.ts';
import { type PageContext, parsePreferences } from '../design/index.ts';
import { createAdmission } from './admission.ts';
import { drawBusyPages } from './busy-page.tsx';
import { installGate } from './gate.ts';
import { createStreams } from './stream.ts';

const strangersPage = (lang: Language): PageContext => ({
  ...{ lang, here: '/', preferences: parsePreferences(undefined), preferencesAction: null },
  assets: {
    citizen: '/a.css',
    office: '/b.css',
    board: '/c.css',
    script: '/d.js',
    room: '/f.js',
    voice: '/h.js',
    worker: '/g.js',
    mark: '/e.svg',
  },
  ...{ government: 'Kota Uji', demo: false, footLinks: [] },
});

let web: FastifyInstance;
/** A process with room for so many at once, whose pages answer when they are told to. */
async function door(room: number) {
  web = fastify();
  const held: (() => void)[] = [];
  const now = (): number => 0;
  await web.register(cookies);
  await web.register(forms);
  await web.register(multipart, { attachFieldsToBody: 'keyValues' });
  installGate(web, {
    ...{ admission: createAdmission({ now, chance: () => 0.5, least: room }), pages: drawBusyPages(strangersPage) },
    ...{ lang: () => 'id' as const, now },
  });
  web.get('/healthz', { config: { public: true } }, async () => 'ok');
  const stream = createStreams(web);
  web.get('/alur', (request, reply) => stream(request, reply, () => () => {}));
  web.all('/*', async () => {
    await new Promise<void>((go) => held.push(go));
    return 'done';
  });
  const open = (): void => {
    for (const go of held.splice(0)) go();
  };
  return { open, waiting: () => held.length };
}
afterEach(() => web.close());

const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };

describe('whoever comes when there is no room', () => {
  it('is told when to come back; the browser of one who looks does so by itself, and health is always told', async () => {
    const { open, waiting } = await door(1);
    const first = web.inject({ url: '/layanan', headers: { accept: 'text/html' } });
    await expect.poll(waiting).toBe(1);
    const second = await web.inject({ url: '/layanan', headers: { accept: 'text/html' } });
    expect(second.statusCode).toBe(503);
    const seconds = Number(second.headers['retry-after']);
    expect(seconds).toBeGreaterThan(1);
    expect(second.headers.refresh).toBe(String(seconds));
    expect(second.body).toContain(`dalam ${seconds} detik`);
    expect((await web.inject({ url: '/healthz' })).statusCode).toBe(200);
    const machine = await web.inject({ url: '/api/v1/services', headers: { accept: 'application/json' } });
    expect([machine.statusCode, machine.json().type]).toEqual([503, 'urn:satuloket:frame:busy']);
    open();
    expect((await first).statusCode).toBe(200);
    const third = web.inject({ url: '/layanan' });
    await expect.poll(waiting).toBe(1);
    open();
    expect((await third).statusCode).toBe(200);
  });

  it('is not kept out by lines that stay open', async () => {
    const { open, waiting } = await door(1);
    const lines = [];
    for (let i = 0; i < 3; i++) {
      lines.push(web.inject({ url: '/alur', headers: { accept: 'text/event-stream' } }));
      await new Promise((wake) => setTimeout(wake, 20));
    }
    const page = web.inject({ url: '/layanan' });
    await expect.poll(waiting).toBe(1);
    open();
    expect((await page).statusCode).toBe(200);
    await web.close();
    expect((await Promise.all(lines)).map((line) => line.statusCode)).toEqual([200, 200, 200]);
  });

  it('keeps what he wrote, as he wrote it, and the button sends it again', async () => {
    await door(0);
    const typed = new URLSearchParams([
      ...[['nama', `"Siti" & <b>'Nur'</b> $& é`] as const, ['hobi', 'a'] as const, ['hobi', 'b'] as const],
      ['kunci', 'k-1'] as const,
    ] as [string, string][]);
    const path = '/permohonan/32.76/x/periksa?dari=%22';
    const page = await web.inject({ method: 'POST', url: path, headers: form, payload: typed.toString() });
    expect(page.statusCode).toBe(503);
    expect(page.body).toContain(`action="${path.replaceAll('"', '&quot;')}"`);
    const sent = page.body.slice(page.body.indexOf(' method="post" data-once'));
    const back = [
      ...sent.slice(0, sent.indexOf('</form>')).matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g),
    ].map(([, name, value = '']) => [
      name,
      value
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
        .replaceAll('&amp;', '&'),
    ]);
    expect(back).toEqual([...typed]);
    expect(page.body).not.toContain('<b>');
  });

  it('is told to choose files again, and finds no secret in a page', async () => {
    await door(0);
    const mixed = [
      ...['--x', 'content-disposition: form-data; name="nama"', '', 'Siti', '--x'],
      ...[
        'content-disposition: form-data; name="kk"; filename="kk.pdf"',
        'content-type: application/pdf',
        '',
        '%PDF-',
        '--x--',
        '',
      ],
    ].join('\r\n');
    const headers = { 'content-type': 'multipart/form-data; boundary=x', accept: 'text/html' };
    const page = await web.inject({ method: 'POST', url: '/permohonan/32.76/x/berkas', headers, payload: mixed });
    expect(page.body).toContain('value="Siti"');
    expect(page.body).toContain('pilih lagi berkasnya');
    const login = await web.inject({ method: 'POST', url: '/masuk/pin', headers: form, payload: 'pin=246813' });
    expect(login.statusCode).toBe(503);
    expect(login.body).not.toContain('246813');
  });
});
