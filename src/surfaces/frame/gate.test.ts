import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import cookies from '@fastify/cookie';
import forms from '@fastify/formbody';
import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import type { Language } from '../../kernel/text.ts';
import { type PageContext, parsePreferences } from '../design/index.ts';
import { createAdmission } from './admission.ts';
import { drawBusyPages } from './busy-page.tsx';
import { createDoor } from './door.ts';
import { installGate } from './gate.ts';
import { createStreams } from './stream.ts';
import { createWeb } from './web.ts';

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
let origin = '';
/** A process with room for so many at once, whose pages answer when they are told to. */
async function house(room: number, secure = false) {
  const held: (() => void)[] = [];
  let time = 1_700_000_000_000;
  const now = (): number => time;
  const admission = createAdmission({ now, chance: () => 0.5, patience: 750, least: room, places: 128 });
  const pages = drawBusyPages(strangersPage);
  const door = createDoor({ admission, pages, key: randomBytes(32), secure, newId: () => 'abc' });
  const log = fastify({ logger: false }).log;
  web = createWeb({
    ...{ log, trustProxy: false, version: '1', secure: () => false, newId: randomUUID, door },
    ...{ ping: async () => undefined, showProblem: (_problem, _request, reply) => reply.send('problem') },
  });
  await web.register(cookies);
  await web.register(forms);
  await web.register(multipart, { attachFieldsToBody: 'keyValues' });
  installGate(web, { admission, door, pages, lang: () => 'id' as const, now });
  web.get('/aset/:name', { config: { public: true } }, async () => 'ok');
  const stream = createStreams(web);
  web.get('/alur', (request, reply) => stream(request, reply, () => () => {}));
  web.get('/berobat/ugd', { config: { urgent: true } }, async () => 'ugd');
  web.get('/api/v1/queues', { config: { public: true } }, async () => 'open');
  web.post('/api/v1/numbers', { config: { public: true, crowded: true } }, async () => 'taken');
  web.all('/*', async (request, reply) => {
    if (request.url === '/tamu') void reply.setCookie('tamu', 'baru');
    await new Promise<void>((go) => held.push(go));
    return 'done';
  });
  origin = await web.listen({ host: '127.0.0.1', port: 0 });
  const open = (): void => {
    for (const go of held.splice(0)) go();
  };
  const pass = (seconds: number): void => {
    time += seconds * 1000;
  };
  return { open, waiting: () => held.length, pass };
}
afterEach(() => web.close());
const ask = (path: string, init?: RequestInit): Promise<Response> => fetch(origin + path, init);
const page = { accept: 'text/html' };

const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };

describe('whoever comes when there is no room', () => {
  it('is told when to come back; the browser of one who looks does so by itself, and health and assets are always there', async () => {
    const { open, waiting, pass } = await house(1);
    const first = ask('/layanan', { headers: page });
    await expect.poll(waiting).toBe(1);
    const second = await ask('/layanan', { headers: { ...page, cookie: 'tampilan=auto.normal.en' } });
    expect(second.status).toBe(503);
    const seconds = Number(second.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(1);
    expect(second.headers.get('refresh')).toBe(String(seconds));
    for (const wall of ["default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
      expect(second.headers.get('content-security-policy')).toContain(wall);
    expect(second.headers.get('cache-control')).toBe('no-store');
    expect(await second.text()).toContain(`in ${seconds} seconds`);
    expect((await ask('/healthz')).status).toBe(200);
    expect((await ask('/aset/a.css?x')).status).toBe(200);
    const machine = await ask('/api/v1/services', { headers: { accept: 'application/json' } });
    expect([machine.status, ((await machine.json()) as { type: string }).type]).toEqual([
      503,
      'urn:satuloket:frame:busy',
    ]);
    open();
    expect((await first).status).toBe(200);
    pass(60);
    const third = ask('/layanan');
    await expect.poll(waiting).toBe(1);
    open();
    expect((await third).status).toBe(200);
  });

  it('reads who must not queue first where he was on his way to care, and is never kept from where it leads', async () => {
    await house(0);
    const typed = new URLSearchParams({ untuk: 'self', perlu: 'sakit', jam: 'x' }).toString();
    const asked = [
      await ask('/berobat', { headers: page }),
      await ask('/berobat/waktu?untuk=self', { headers: page }),
      await ask('/berobat', { method: 'POST', headers: form, body: typed }),
    ];
    for (const answer of asked) {
      const main = /<main[^>]*>(.*)<\/main>/s.exec(await answer.text())?.[1] ?? '';
      expect([answer.status, main.replaceAll(/<[^>]*>/g, '').trim()]).toEqual([
        503,
        expect.stringMatching(/^Gawat darurat\? Jangan antre: langsung ke UGD/),
      ]);
      expect(main).toContain('href="/berobat/ugd"');
    }
    // What was chosen stays in the page.
    const kept = await ask('/berobat', { method: 'POST', headers: form, body: typed });
    expect(await kept.text()).toMatch(/action="\/berobat".*name="perlu" value="sakit"/s);
    const other = await (await ask('/layanan', { headers: page })).text();
    expect(other).not.toMatch(/Gawat|@care@|@so-far@/);
    expect(await (await ask('/berobat/ugd?di=x', { headers: page })).text()).toBe('ugd');
    expect((await ask('/berobat/ugdx', { headers: page })).status).toBe(503);
    // A program gets no number past those who wait.
    const program = { method: 'POST', headers: { ...form, accept: 'application/json' }, body: 'a=b' };
    expect((await ask('/api/v1/queues')).status).toBe(200);
    const away = await ask('/api/v1/numbers', program);
    expect([away.status, away.headers.get('content-type')]).toEqual([
      503,
      expect.stringMatching(/^application\/problem\+json/),
    ]);
  });

  it('has his turn in his browser, which nobody can move forward', async () => {
    const { open, waiting, pass } = await house(1);
    const first = ask('/layanan', { headers: page });
    await expect.poll(waiting).toBe(1);
    const turnOf = (answer: Response): string => answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    const second = turnOf(await ask('/layanan', { headers: page }));
    const third = turnOf(await ask('/layanan', { headers: page }));
    const dueOf = (turn: string): number => Number(/=(\d+)\./.exec(turn)?.[1]);
    expect(dueOf(third)).toBeGreaterThan(dueOf(second));
    expect(turnOf(await ask('/layanan', { headers: { ...page, cookie: `a=b; ${third}` } }))).toBe(third);
    for (const forged of [third.replace(/\d{13}/, String(dueOf(second) - 5000)), third.replace(/.{4}$/, 'AAAA')])
      expect(dueOf(turnOf(await ask('/layanan', { headers: { ...page, cookie: forged } })))).toBeGreaterThan(
        dueOf(third),
      );
    open();
    expect((await first).status).toBe(200);
    pass((dueOf(third) - 1_700_000_000_000) / 1000);
    const now = ask('/layanan', { headers: { ...page, cookie: `a=b; ${third}; c=d` } });
    await expect.poll(waiting).toBe(1);
    open();
    expect((await now).status).toBe(200);
  });

  it('waits behind whoever was let in without waiting and asks for his next page', async () => {
    const { open, waiting } = await house(2);
    const first = ask('/layanan', { headers: page });
    await expect.poll(waiting).toBe(1);
    // Also where the page has a cookie of its own.
    const second = ask('/tamu', { headers: page });
    await expect.poll(waiting).toBe(2);
    open();
    const [turn = '', guest] = (await second).headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
    expect([turn, guest]).toEqual([expect.stringMatching(/^giliran=/), 'tamu=baru']);
    expect((await first).headers.get('set-cookie')).toBeNull();
    const inside = [ask('/layanan', { headers: page }), ask('/layanan', { headers: page })];
    await expect.poll(waiting).toBe(2);
    expect((await ask('/layanan', { headers: page })).status).toBe(503);
    const next = ask('/layanan', { headers: { ...page, cookie: turn } });
    await expect.poll(waiting).toBe(3);
    open();
    for (const one of [...inside, next]) expect((await one).status).toBe(200);
  });

  it('has it in a cookie that travels by HTTPS alone where everybody comes by it', async () => {
    await house(0, true);
    const { headers } = await ask('/layanan', { headers: page });
    expect(headers.get('set-cookie')).toMatch(
      /^__Host-giliran=\d{13}\.[\w-]{22}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(headers.get('strict-transport-security')).toContain('max-age=');
    const again = await ask('/layanan', {
      headers: { ...page, cookie: headers.get('set-cookie')?.split(';')[0] ?? '' },
    });
    expect(again.headers.get('set-cookie')?.split(';')[0]).toBe(headers.get('set-cookie')?.split(';')[0]);
  });

  it('is not kept out by lines that stay open', async () => {
    const { open, waiting } = await house(1);
    const lines: Response[] = [];
    for (let i = 0; i < 3; i++) lines.push(await ask('/alur', { headers: { accept: 'text/event-stream' } }));
    const one = ask('/layanan');
    await expect.poll(waiting).toBe(1);
    open();
    expect((await one).status).toBe(200);
    expect(lines.map((line) => line.status)).toEqual([200, 200, 200]);
    await Promise.all(lines.map((line) => line.body?.cancel()));
  });

  it('is not kept out by somebody whose words are still on their way', async () => {
    const { open, waiting } = await house(1);
    const slow = connect(Number(new URL(origin).port), '127.0.0.1');
    const head = `POST /kirim HTTP/1.1\r\nhost: x\r\ncontent-type: ${form['content-type']}\r\ncontent-length: 6\r\n\r\n`;
    slow.write(`${head}a=`);
    await once(slow, 'connect');
    // He is inside, and rests.
    await new Promise((wake) => setTimeout(wake, 50));
    const one = ask('/layanan');
    await expect.poll(waiting).toBe(1);
    slow.write('1&b=');
    await expect.poll(waiting).toBe(2);
    open();
    expect((await one).status).toBe(200);
    expect(String((await once(slow, 'data'))[0])).toMatch(/^HTTP\/1.1 200 /);
    slow.destroy();
  });

  it('stands in the row behind those who came before, and is told to come back where it does not move', async () => {
    const { open, waiting, pass } = await house(200);
    const all = Array.from({ length: 128 }, () => ask('/layanan'));
    await expect.poll(waiting).toBe(128);
    const [standing, other] = [ask('/antre'), ask('/antre', { headers: page })];
    await new Promise((wake) => setTimeout(wake, 50));
    expect(waiting()).toBe(128);
    open();
    await Promise.all(all);
    await expect.poll(waiting).toBe(2);
    const more = Array.from({ length: 126 }, () => ask('/layanan'));
    await expect.poll(waiting).toBe(128);
    const tired = ask('/antre', { headers: page });
    await new Promise((wake) => setTimeout(wake, 50));
    pass(2);
    const told = await tired;
    expect([told.status, told.headers.get('set-cookie')]).toEqual([503, expect.stringMatching(/^giliran=/)]);
    open();
    expect(new Set((await Promise.all([standing, other, ...more])).map(({ status }) => status))).toEqual(
      new Set([200]),
    );
  });

  it('keeps what he wrote, as he wrote it, and the button sends it again', async () => {
    await house(0);
    const typed = new URLSearchParams([
      ...[['nama', `"Siti" & <b>'Nur'</b> $& é`] as const, ['hobi', 'a'] as const, ['hobi', 'b'] as const],
      ['kunci', 'k-1'] as const,
    ] as [string, string][]);
    const path = '/permohonan/32.76/x/periksa?dari=%22';
    const answer = await ask(path, { method: 'POST', headers: form, body: typed.toString() });
    expect(answer.status).toBe(503);
    const body = await answer.text();
    expect(body).toContain(`action="${path.replaceAll('"', '&quot;')}"`);
    const sent = body.slice(body.indexOf(' method="post" data-once'));
    const back = [
      ...sent.slice(0, sent.indexOf('</form>')).matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g),
    ].map(([, name, value = '']) => [
      name,
      value
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
        .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
        .replaceAll('&amp;', '&'),
    ]);
    expect(back).toEqual([...typed]);
    expect(body).not.toContain('<b>');
  });

  it('is told to choose files again, and finds no secret in a page', async () => {
    await house(0);
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
    const answer = await ask('/permohonan/32.76/x/berkas', { method: 'POST', headers, body: mixed });
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([503, expect.stringContaining('giliran=')]);
    const body = await answer.text();
    expect(body).toContain('value="Siti"');
    expect(body).toContain('pilih lagi berkasnya');
    const login = await ask('/masuk/pin', { method: 'POST', headers: form, body: 'pin=246813' });
    expect(login.status).toBe(503);
    expect(await login.text()).not.toContain('246813');
  });
});
