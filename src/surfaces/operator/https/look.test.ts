import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createPlain, type Server } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toolPath } from '../../../../tests/support/tools.ts';
import { lookAt } from './look.ts';

let dir: string;
let key: string;
let cert: string;
const open: Server[] = [];
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'satuloket-https-'));
  const files = ['-keyout', join(dir, 'key.pem'), '-out', join(dir, 'cert.pem')];
  const about = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2'];
  execFileSync(toolPath('openssl'), ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files, ...about], {
    stdio: 'ignore',
  });
  key = readFileSync(join(dir, 'key.pem'), 'utf8');
  cert = readFileSync(join(dir, 'cert.pem'), 'utf8');
});
afterAll(() => {
  for (const one of open) one.close();
  rmSync(dir, { recursive: true, force: true });
});

const listening = async (server: Server): Promise<number> => {
  open.push(server);
  await new Promise<void>((ready) => server.listen(0, 'localhost', ready));
  return (server.address() as AddressInfo).port;
};
const proxy = (options: ServerOptions, head: Record<string, string>) =>
  listening(createServer({ key, cert, ...options }, (_, reply) => reply.writeHead(200, head).end('ok')) as Server);
const plain = (status: number, head: Record<string, string>) =>
  listening(createPlain((_, reply) => reply.writeHead(status, head).end()));
const HSTS = { 'strict-transport-security': 'max-age=31536000; includeSubDomains' };

it('finds nothing in a proxy that speaks TLS 1.2 and 1.3, forward secret, and leads on from plain http', async () => {
  const at = {
    ...{ host: 'localhost', ca: cert, port: await proxy({ minVersion: 'TLSv1.2', ciphers: 'ECDHE+AESGCM' }, HSTS) },
    plainPort: await plain(301, { location: 'https://localhost/masuk' }),
  };
  expect(await lookAt(at)).toEqual([]);
  // Nobody at the port of plain http is as well.
  expect(await lookAt({ ...at, plainPort: 1 })).toEqual([]);
  // The same with a certificate that nobody else trusts.
  expect(await lookAt({ ...at, ca: undefined })).toEqual(['certificate']);
});

it('finds each thing that is wrong', async () => {
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.2', ciphers: 'ALL:@SECLEVEL=0' } as const;
  const at = { host: 'localhost', ca: cert, port: await proxy(old, {}), plainPort: await plain(200, {}) };
  expect(await lookAt(at)).toEqual(['old-tls', 'no-tls-1.3', 'no-forward-secrecy', 'no-hsts', 'plain'].sort(order));
  await expect(lookAt({ ...at, port: 1 })).rejects.toThrow('ECONNREFUSED');
});

const ORDER = ['certificate', 'no-tls-1.3', 'old-tls', 'no-forward-secrecy', 'no-hsts', 'plain'];
const order = (a: string, b: string): number => ORDER.indexOf(a) - ORDER.indexOf(b);
