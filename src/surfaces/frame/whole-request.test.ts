import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wholeRequest } from './whole-request.ts';

type Seen = { method: unknown; url: unknown; headers: Record<string, unknown>; body: string };
/** What Node reads in these bytes: each request to its end, and whether it found a fault. */
let seen: Seen[] = [];
let faults = 0;
const node = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const { method, url, headers } = request;
    seen.push({ method, url, headers, body: Buffer.concat(parts).toString('latin1') });
    response.end();
  });
});
node.on('clientError', (_error, socket) => {
  faults += 1;
  socket.destroy();
});
beforeAll(async () => void (await once(node.listen(0, '127.0.0.1'), 'listening')));
afterAll(() => void node.close());

async function asNodeReads(bytes: Buffer) {
  seen = [];
  faults = 0;
  const socket = connect((node.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => {}).resume();
  socket.end(bytes);
  await once(socket, 'close');
  return { seen, faults };
}

const NAMES = [
  ...['Host', 'host', 'Cookie', 'accept', 'Content-Type', 'content-length', 'CONTENT-LENGTH', 'Content-Length '],
  ...['Transfer-Encoding', 'transfer-encoding\t', 'Connection', 'X-Content-Length', 'expect', 'Upgrade', 'a b', ''],
];
const VALUES = [
  ...['x', '3', '03', '+3', '3, 3', ' 3 ', '0x3', 'chunked', 'keep-alive', 'Keep-Alive', 'close', '100-continue'],
  ...['text/html', 'a\0b', 'a\rb', 'a\nb', 'a\r\n b', 'é', 'a=b; c=d', ''],
];
const often = <T>(one: T, ...others: T[]) =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(one) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
const header = fc.tuple(fc.constantFrom(...NAMES), often(': ', ':', ' : ', '\t:'), fc.constantFrom(...VALUES));
const request = fc
  .record({
    method: often('POST', 'GET', 'HEAD', 'post', 'PUT', 'GET  '),
    url: often('/a?b=%20', '/', '*', '/a b', 'http://x/', '/é', '/a\0'),
    version: often('HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'http/1.1'),
    headers: fc.array(header, { maxLength: 6 }),
    end: often('\r\n', '\n', '\r', '\r\n\r\n'),
    body: fc.constantFrom('', 'a=b', 'a=b', 'a=bc', 'GET / HTTP/1.1\r\nhost: x\r\n\r\n', '0\r\n\r\n'),
    plain: fc.boolean(),
  })
  .map(({ method, url, version, headers, end, body, plain }) => {
    const sent: [string, string, string][] = plain
      ? [['host', ': ', 'x'], ['content-length', ': ', String(body.length)], ...headers.slice(0, 2)]
      : headers;
    return `${method} ${url} ${version}${end}${sent.map((parts) => parts.join('') + end).join('')}\r\n${body}`;
  });

it('reads what Node reads, wherever it says that the bytes are one whole request', async () => {
  let whole = 0;
  await fc.assert(
    fc.asyncProperty(request, async (text) => {
      const bytes = Buffer.from(text, 'latin1');
      const found = wholeRequest(bytes);
      if (!found) return;
      whole += 1;
      const { method, url, headers, body } = found;
      expect(await asNodeReads(bytes)).toEqual({
        faults: 0,
        seen: [{ method, url, headers: expect.objectContaining(headers), body: body.toString('latin1') }],
      });
    }),
    { numRuns: 4000 },
  );
  expect(whole).toBeGreaterThan(200);
});

it('reads what a browser sends', () => {
  const text = [
    ...['POST /permohonan/32.76/x/periksa?a=1 HTTP/1.1', 'Host: satuloket.example', 'Connection: keep-alive'],
    ...['Content-Length: 7', 'Cookie: sesi=abc; giliran=1.a', 'Accept: text/html,*/*;q=0.8'],
    ...['Content-Type: application/x-www-form-urlencoded', 'Origin: https://satuloket.example', '', 'a=b&c=d'],
  ].join('\r\n');
  const found = wholeRequest(Buffer.from(text));
  expect(found).toMatchObject({ method: 'POST', url: '/permohonan/32.76/x/periksa?a=1' });
  expect(found?.headers.cookie).toBe('sesi=abc; giliran=1.a');
  expect(found?.body.toString()).toBe('a=b&c=d');
  for (const cut of [5, text.indexOf('\r\n\r\n') + 2, text.length - 1])
    expect(wholeRequest(Buffer.from(text.slice(0, cut)))).toBeUndefined();
  expect(wholeRequest(Buffer.from(`${text}x`))).toBeUndefined();
});
