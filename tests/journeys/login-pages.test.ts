import { afterAll, beforeAll, expect, it } from 'vitest';
import { proofOf } from '../../src/surfaces/frame/proof.ts';
import { type TestHouse, testHouse } from '../support/house.ts';

let h: TestHouse;
beforeAll(async () => {
  h = await testHouse();
}, 120_000);
afterAll(() => h?.close());

const phoneOf = (key: string): string =>
  h.cast.families
    .flatMap(({ members }) => members)
    .find((one) => one.key === key)
    ?.phone?.replace('+62', '0') ?? '';

/** Asks for a code as a stranger's browser does. */
async function asks(phone: string, key: string, remoteAddress: string) {
  const web = await h.web();
  const guest = 'nobody-in-particular';
  const proof = proofOf(h.house.keys.current('cookie').bytes, guest, (n) => new Uint8Array(n));
  return web.inject({
    ...{ method: 'POST', url: '/masuk', remoteAddress },
    headers: { cookie: `tamu=${guest}`, 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    payload: new URLSearchParams({ telepon: phone, kunci: key, _bukti: proof }).toString(),
  });
}

it('a number with an account and one without get the same answer', async () => {
  const [one, other] = [await asks(phoneOf('dewi'), 'a', '10.0.0.1'), await asks('081299077777', 'b', '10.0.0.2')];
  expect(one.statusCode).toBe(303);
  expect([other.statusCode, other.headers.location]).toEqual([one.statusCode, one.headers.location]);
  expect(other.cookies.map(({ name }) => name)).toEqual(one.cookies.map(({ name }) => name));
  expect(Object.keys(other.headers)).toEqual(Object.keys(one.headers));
});

it('one machine that asks for codes to everybody is told when it may go on', { timeout: 60_000 }, async () => {
  let last = await asks('1', 'c', '10.0.0.3');
  for (let i = 0; i < 3_000 && last.statusCode === 422; i++) last = await asks('1', 'c', '10.0.0.3');
  expect(last.statusCode).toBe(429);
  expect(Number(last.headers['retry-after'])).toBeGreaterThanOrEqual(1);
  // The next house is not stopped with it.
  expect((await asks('1', 'c', '10.0.0.4')).statusCode).toBe(422);
});
