import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeFor } from '../support/browse.ts';
import { type TestHouse, testHouse } from '../support/house.ts';
import { type Loaded, plainBrowser } from '../support/plain-browser.ts';
import { officerAt } from '../support/queue-walks.ts';

// Sessions and one-time codes over HTTP, as somebody meets them who steals, plants, guesses or shares. What the rooms promise by themselves
// (lifetimes, the slowing down of guesses, PIN tries) is tested beside them in src/capabilities/accounts.

const PIN = '246813';
let h: TestHouse;
let origin: string;
let now = Date.now();
beforeAll(async () => {
  // Behind a proxy that speaks HTTPS, as in a city; a test says so by its header.
  h = await testHouse({ clock: () => new Date(now), settings: { TRUST_PROXY: '127.0.0.1' } });
  origin = await h.listen();
}, 120_000);
afterAll(() => h?.close());

type Browser = ReturnType<typeof plainBrowser>;
const pass = (seconds: number): void => {
  now += seconds * 1000;
};
const phoneOf = (key: string): string =>
  h.cast.families.flatMap(({ members }) => members).find((one) => one.key === key)?.phone ?? '';
const local = (phone: string): string => phone.replace('+62', '0');

/** As far as the page that asks for the code; half a minute later, for whoever asks too often waits. */
async function asked(browser: Browser, phone: string, fields: Record<string, string> = {}): Promise<Loaded> {
  pass(31);
  return browser.submit(await browser.open('/masuk'), { telepon: local(phone), ...fields });
}

async function login(browser: Browser, key: string, fields: Record<string, string> = {}): Promise<Loaded> {
  const page = await asked(browser, phoneOf(key), fields);
  return browser.submit(page, { kode: await newest(phoneOf(key)) });
}

async function lifted(browser: Browser): Promise<void> {
  const page = await browser.submit(await browser.open('/masuk/pin?ke=/surat'), { pin: PIN });
  expect([page.path, page.status]).toEqual(['/surat', 200]);
}

/** The code of this moment: older messages to the same phone lie under it. */
async function newest(phone: string): Promise<string> {
  await h.house.jobs.settle();
  return codeFor(h, phone);
}

const isIn = async (browser: Browser): Promise<boolean> => (await browser.open('/akun')).path === '/akun';
const holding = (sesi: string): Browser => {
  const browser = plainBrowser(origin);
  browser.cookies.set('sesi', sesi);
  return browser;
};
const tokenOf = (browser: Browser): string => browser.cookies.get('sesi') ?? '';

describe('a session that somebody planted', () => {
  it('is nobody’s after the login: the token is new, and new again with the PIN', async () => {
    const planted = 'A'.repeat(43);
    const victim = holding(planted);
    victim.cookies.set('tamu', 'planted-too');
    await login(victim, 'dewi');
    const first = tokenOf(victim);
    expect(first).toMatch(/^[\w-]{43}$/);
    expect(first).not.toBe(planted);
    expect(await isIn(holding(planted))).toBe(false);
    await lifted(victim);
    expect(tokenOf(victim)).not.toBe(first);
    // Whoever caught the token of before the PIN holds nothing.
    expect(await isIn(holding(first))).toBe(false);
    expect(await isIn(victim)).toBe(true);
  });

  it('gives no form that works elsewhere: a page’s proof is worth nothing with another’s cookie', async () => {
    const [one, other] = [plainBrowser(origin), plainBrowser(origin)];
    await login(one, 'budi');
    await login(other, 'dewi');
    const proof = /name="_bukti" value="([^"]+)"/.exec((await one.open('/akun')).html)?.[1] ?? '';
    const forged = await fetch(`${origin}/akun/keluarkan`, {
      ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams({ _bukti: proof, sesi: 'semua' }) },
      headers: { cookie: `sesi=${tokenOf(other)}`, accept: 'text/html' },
    });
    expect(forged.status).toBe(403);
    const foreign = await fetch(`${origin}/akun/keluarkan`, {
      ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams({ _bukti: proof, sesi: 'semua' }) },
      headers: { cookie: `sesi=${tokenOf(one)}`, accept: 'text/html', origin: 'https://evil.example' },
    });
    expect(foreign.status).toBe(403);
    expect(await isIn(one)).toBe(true);
  });
});

describe('the cookie of a session', () => {
  it('is out of reach of scripts and other sites, and bound to this host where HTTPS is spoken', async () => {
    const browser = plainBrowser(origin);
    const page = await asked(browser, phoneOf('dewi'));
    const kode = await newest(phoneOf('dewi'));
    const proof = /name="_bukti" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    const entered = (https: boolean) =>
      fetch(`${origin}/masuk/kode`, {
        ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams({ kode, _bukti: proof }) },
        headers: {
          cookie: [...browser.cookies].map(([name, value]) => `${https ? '__Host-' : ''}${name}=${value}`).join('; '),
          ...(https ? { 'x-forwarded-proto': 'https' } : {}),
        },
      });
    const answer = await entered(true);
    expect(answer.status).toBe(303);
    const set = answer.headers.getSetCookie();
    const session = set.find((line) => line.includes('sesi=')) ?? '';
    expect(session).toMatch(/^__Host-sesi=[\w-]{43};/);
    for (const part of [/Path=\/(;|$)/, /HttpOnly/, /Secure/, /SameSite=Lax/]) expect(session).toMatch(part);
    expect(session).not.toMatch(/Domain=/i);
    for (const line of set) expect(line).toMatch(/^__Host-[^;]*;.*Path=\/(;|$)/);
    for (const line of set.filter((one) => !/Max-Age=0|1970/.test(one)))
      expect(line).toMatch(/HttpOnly; Secure; SameSite=Lax$/);
    expect(answer.headers.get('strict-transport-security')).toContain('max-age=');
    // The same code a second time, from the same browser.
    expect((await entered(true)).status).toBe(422);
  });
});

describe('several at once', () => {
  it('each goes on by itself; one ends another of one’s own, nobody a stranger’s; all end at once', async () => {
    const [phone, laptop, thief] = [plainBrowser(origin), plainBrowser(origin), plainBrowser(origin)];
    await login(phone, 'dewi');
    await login(laptop, 'dewi');
    await login(thief, 'budi');
    expect([await isIn(phone), await isIn(laptop)]).toEqual([true, true]);
    const [mine] = [...(await phone.open('/akun')).html.matchAll(/name="sesi" value="([^"]+)"/g)].map((m) => m[1]);
    const form = (await thief.open('/akun')).html;
    const proof = /name="_bukti" value="([^"]+)"/.exec(form)?.[1] ?? '';
    await fetch(`${origin}/akun/keluarkan`, {
      ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams({ _bukti: proof, sesi: mine ?? '' }) },
      headers: { cookie: `sesi=${tokenOf(thief)}` },
    });
    expect([await isIn(phone), await isIn(laptop)]).toEqual([true, true]);
    // Somebody copied the laptop's cookie: it is seen in the list as one, and goes with "everywhere".
    const copied = holding(tokenOf(laptop));
    expect(await isIn(copied)).toBe(true);
    await everywhere(phone);
    expect([await isIn(phone), await isIn(laptop), await isIn(copied), await isIn(thief)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});

/** Out everywhere else, by the PIN. */
async function everywhere(browser: Browser): Promise<void> {
  const page = await browser.open('/akun');
  const proof = /name="_bukti" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
  expect(page.html).toContain('action="/akun/keluarkan"');
  const ask = (pin: string) =>
    fetch(`${origin}/akun/keluarkan`, {
      ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams({ _bukti: proof, sesi: 'semua', pin }) },
      headers: { cookie: `sesi=${tokenOf(browser)}` },
    });
  expect((await ask('000000')).status).toBe(422);
  const done = await ask(PIN);
  browser.cookies.set('sesi', /(?:^|; ?)sesi=([^;]+)/.exec(done.headers.get('set-cookie') ?? '')?.[1] ?? '');
  expect(done.headers.get('location')).toBe('/akun?pesan=keluar');
}

describe('a phone that others use', () => {
  it('remembers nothing: no device, no page for "back", nothing after log-out or ten minutes', async () => {
    const kiosk = plainBrowser(origin);
    await login(kiosk, 'budi', { bersama: 'ya' });
    expect(kiosk.cookies.has('perangkat')).toBe(false);
    await lifted(kiosk);
    const token = tokenOf(kiosk);
    const page = await fetch(`${origin}/surat`, { headers: { cookie: `sesi=${token}` } });
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const proof = /name="_bukti" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
    const out = await fetch(`${origin}/keluar`, {
      ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams({ _bukti: proof }) },
      headers: { cookie: `sesi=${token}` },
    });
    expect(out.headers.get('clear-site-data')).toBe('"cache"');
    expect(out.headers.getSetCookie().some((line) => /^sesi=;/.test(line))).toBe(true);
    expect(await isIn(holding(token))).toBe(false);
    const next = plainBrowser(origin);
    await login(next, 'budi', { bersama: 'ya' });
    const left = tokenOf(next);
    pass(601);
    expect(await isIn(holding(left))).toBe(false);
  });
});

describe('a one-time code', () => {
  it('is over after five wrong ones, though the right one comes then; and over once it was used', async () => {
    const guesser = plainBrowser(origin);
    let page = await asked(guesser, phoneOf('dewi'));
    const right = await newest(phoneOf('dewi'));
    const wrong = (i: number): string => String((Number(right) + i) % 1_000_000).padStart(6, '0');
    for (let i = 1; i <= 5; i++) page = await guesser.submit(await guesser.open('/masuk/kode'), { kode: wrong(i) });
    const late = await guesser.submit(await guesser.open('/masuk/kode'), { kode: right });
    expect([late.status, guesser.cookies.has('sesi')]).toEqual([422, false]);
    expect(page.status).toBe(422);

    const owner = plainBrowser(origin);
    await asked(owner, phoneOf('dewi'));
    const jar = new Map(owner.cookies);
    const code = await newest(phoneOf('dewi'));
    await owner.submit(await owner.open('/masuk/kode'), { kode: code });
    expect(await isIn(owner)).toBe(true);
    const replay = plainBrowser(origin);
    for (const [name, value] of jar) replay.cookies.set(name, value);
    const again = await replay.submit(await replay.open('/masuk/kode'), { kode: code });
    expect([again.status, replay.cookies.has('sesi')]).toEqual([422, false]);
  });

  it('works in no other browser, and not after five minutes', async () => {
    const [owner, thief] = [plainBrowser(origin), plainBrowser(origin)];
    await asked(thief, phoneOf('dewi'));
    await newest(phoneOf('dewi'));
    await asked(owner, phoneOf('dewi'));
    const code = await newest(phoneOf('dewi'));
    expect((await thief.submit(await thief.open('/masuk/kode'), { kode: code })).status).toBe(422);
    pass(301);
    expect((await owner.submit(await owner.open('/masuk/kode'), { kode: code })).status).toBe(422);
    expect([owner.cookies.has('sesi'), thief.cookies.has('sesi')]).toEqual([false, false]);
  });

  it('tells nobody who has an account: every page on the way says the same to a number without one', async () => {
    const walk = async (phone: string): Promise<readonly string[]> => {
      const browser = plainBrowser(origin);
      const seen = [await asked(browser, phone)];
      for (let i = 0; i < 6; i++)
        seen.push(await browser.submit(await browser.open('/masuk/kode'), { kode: `00000${i}` }));
      seen.push(await browser.open('/masuk/pilih'));
      return seen.map(({ path, status, html }) => `${status} ${path} ${plain(html)}`);
    };
    const plain = (html: string): string =>
      html
        .replace(/name="(_bukti|kunci)" value="[^"]*"/g, '')
        .replace(/(\d|•|\*|x){2,}/g, '#')
        .replace(/\s+/g, ' ');
    expect(await walk('+6281299077778')).toEqual(await walk(phoneOf('dewi')));
  });
});

describe('an officer', () => {
  it('hears the same of a name that is nobody’s and of a wrong password', async () => {
    const tried = async (username: string) => {
      const browser = plainBrowser(origin);
      const fields = { username, password: 'bukan sandi yang benar', totp: '000000' };
      const { status, html } = await browser.submit(await browser.open('/kantor/masuk'), fields);
      expect(browser.cookies.has('sesi')).toBe(false);
      return [status, html.replace(/value="[^"]*"/g, '').replaceAll(username, '')];
    };
    expect(await tried('nobody.here')).toEqual(await tried('verifikator.depok'));
  });

  it('sits on a seat that only this host remembers', async () => {
    const { cookies } = await officerAt({ h, origin, now: () => new Date(now) }, 'verifikator.depok');
    const headers = {
      'x-forwarded-proto': 'https',
      cookie: [...cookies].map(([name, value]) => `__Host-${name}=${value}`).join('; '),
    };
    const page = await (await fetch(`${origin}/kantor`, { headers })).text();
    const proof = /name="_bukti" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const body = new URLSearchParams({ _bukti: proof, kursi: '32.76/dukcapil' });
    const sat = await fetch(`${origin}/kantor/kursi`, { method: 'POST', redirect: 'manual', body, headers });
    const [seat = ''] = sat.headers.getSetCookie();
    expect(seat).toMatch(/^__Host-kursi=[^;]+;/);
    for (const part of [/Path=\/(;|$)/, /HttpOnly/, /Secure/, /SameSite=Lax/]) expect(seat).toMatch(part);
  });
});
