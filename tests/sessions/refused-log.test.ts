import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestHouse, testHouse } from '../support/house.ts';
import { plainBrowser } from '../support/plain-browser.ts';
import { officerAt } from '../support/queue-walks.ts';

// Whoever watches the log sees where somebody tried and was refused, and nothing of what was typed.

const log: string[] = [];
let h: TestHouse;
let origin: string;
let now = Date.now();
beforeAll(async () => {
  const settings = { LOG_LEVEL: 'info' };
  h = await testHouse({ clock: () => new Date(now), settings, log: (line) => log.push(line) });
  origin = await h.listen();
}, 120_000);
afterAll(() => h?.close());

const lines = (said: string): Record<string, unknown>[] =>
  log.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ msg }) => msg === said);

it('names the way, the place and the address of a login that failed', async () => {
  const phone = h.cast.families.flatMap(({ members }) => members).find(({ key }) => key === 'siti')?.phone ?? '';
  expect(phone).not.toBe('');
  const citizen = plainBrowser(origin);
  now += 31_000;
  const code = await citizen.submit(await citizen.open('/masuk'), { telepon: phone.replace('+62', '0') });
  const wrong = await citizen.submit(code, { kode: '000000' });
  expect(wrong.status).toBe(422);
  const officer = plainBrowser(origin);
  await officer.submit(await officer.open('/kantor/masuk'), {
    username: 'tidakada',
    password: 'salah-sekali',
    totp: '123456',
  });
  expect(lines('login failed')).toMatchObject([
    { level: 'warn', by: null, from: '127.0.0.1', way: 'code' },
    { level: 'warn', by: null, from: '127.0.0.1', way: 'password' },
  ]);
  for (const typed of [phone, phone.slice(3), '000000', 'salah-sekali', 'tidakada'])
    expect(log.join('\n')).not.toContain(typed);
});

it('names who asked for what is another’s, sent what no form sends, or came too often', async () => {
  const officer = await officerAt({ h, origin, now: () => new Date(now) }, 'verifikator.depok');
  const nowhere = '/kantor/berkas/32.76/01932b1e-0000-7000-8000-000000000009';
  expect((await officer.open(nowhere)).status).toBe(404);
  expect(lines('refused').at(-1)).toMatchObject({ problem: 'cases/not-found', route: '/kantor/berkas/:region/:id' });
  expect(lines('refused').at(-1)?.by).toMatch(/^[0-9a-f-]{36}$/);
  const before = lines('refused').length;
  // A page that nobody has is no attempt at anything.
  expect((await officer.open('/kantor/tidak-ada')).status).toBe(404);
  expect(lines('refused')).toHaveLength(before);
  expect((await fetch(`${origin}/cari?q=%00`)).status).toBe(400);
  expect(lines('refused').at(-1)).toMatchObject({ problem: 'frame/bad-request', by: null, from: '127.0.0.1' });
});

it('names who was refused what', async () => {
  const stranger = await fetch(`${origin}/permohonan/32.76/x/periksa`, {
    method: 'POST',
    body: new URLSearchParams({ a: 'b' }),
  });
  expect(stranger.status).toBe(403);
  expect(lines('refused').at(-1)).toMatchObject({
    problem: 'frame/not-ours',
    method: 'POST',
    by: null,
    from: '127.0.0.1',
  });
});
