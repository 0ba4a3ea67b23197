import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keysInMemory } from '../crypto/index.ts';
import { collect } from './files.ts';
import { createS3Files } from './index.ts';
import { NO_BODY, signedHeaders } from './sigv4.ts';

const random = (n: number): Uint8Array => new Uint8Array(randomBytes(n));
const keys = keysInMemory(random);
const owner = { region: '32.76', id: '0193593e-7f00-7000-8000-0000000000aa' };

describe('a signed request', () => {
  // The examples of Amazon's own documentation of Signature Version 4 for S3.
  const credentials = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    region: 'us-east-1',
  };
  const at = new Date('2013-05-24T00:00:00Z');
  const bucket = 'https://examplebucket.s3.amazonaws.com';
  const signature = (request: Parameters<typeof signedHeaders>[0]) =>
    /Signature=(\w+)$/.exec(signedHeaders(request, credentials, at).authorization ?? '')?.[1];

  it('bears the signatures of the published examples', () => {
    const get = { method: 'GET', payload: NO_BODY } as const;
    expect(signature({ ...get, url: new URL(`${bucket}/test.txt`), headers: { range: 'bytes=0-9' } })).toBe(
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    );
    expect(signature({ ...get, url: new URL(`${bucket}/?lifecycle`) })).toBe(
      'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    );
    expect(signature({ ...get, url: new URL(`${bucket}/?max-keys=2&prefix=J`) })).toBe(
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    );
    expect(
      signature({
        method: 'PUT',
        url: new URL(`${bucket}/test$file.text`),
        headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
        payload: createHash('sha256').update('Welcome to Amazon S3.').digest('hex'),
      }),
    ).toBe('98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd');
  });
});

describe('files in an S3-compatible store', () => {
  const settings = { region: 'auto', bucket: 'loket', accessKeyId: 'AK', secretAccessKey: 'SK' };
  const held = new Map<string, Buffer>();
  const asked: string[] = [];
  let troubles = 0;
  let server: Server;
  let endpoint: string;

  // A store that keeps objects, refuses a wrong signature or digest, and fails as often as it is told to.
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const body = Buffer.from(await collect(request));
      const { method = '', url = '', headers } = request;
      const answer = (status: number, bytes: Buffer | string = '') => response.writeHead(status).end(bytes);
      asked.push(`${method} ${url}`);
      const time = String(headers['x-amz-date']).replace(/^(.{4})(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z');
      const payload = createHash('sha256').update(body).digest('hex');
      const expected = signedHeaders(
        { method: method as 'GET', url: new URL(url, endpoint), payload },
        settings,
        new Date(time),
      );
      if (headers.authorization !== expected.authorization)
        answer(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>');
      else if (troubles-- > 0) answer(503, '<Error><Code>SlowDown</Code></Error>');
      else if (method === 'PUT') answer(held.set(url, body) ? 200 : 500);
      else if (method === 'DELETE') held.delete(url) ? answer(204) : answer(404);
      else answer(held.has(url) ? 200 : 404, held.get(url));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());
  beforeEach(() => {
    troubles = 0;
    asked.length = 0;
  });
  const store = (change: Partial<typeof settings> = {}) =>
    createS3Files({ settings: { endpoint, ...settings, ...change }, keys, random, clock: () => new Date(), pause: 1 });

  it('keeps, hands back and removes, sealed before it leaves', async () => {
    const bytes = Buffer.from('Nama: Siti Nurhaliza '.repeat(10_000));
    const stored = await store().put(owner, bytes);
    expect(asked).toEqual([`PUT /loket/${stored.name}`]);
    expect(held.get(`/loket/${stored.name}`)?.includes('Siti')).toBe(false);
    expect(Buffer.compare(await store().read(stored.name), bytes)).toBe(0);
    await store().remove(stored.name);
    await expect(store().read(stored.name)).rejects.toMatchObject({ code: 'files/missing' });
  });

  it('tries again when the store has trouble, and says so when it goes on', async () => {
    troubles = 2;
    const stored = await store().put(owner, random(10));
    expect(asked).toHaveLength(3);
    troubles = 3;
    await expect(store().read(stored.name)).rejects.toThrow(/503 SlowDown/);
    troubles = 0;
    expect(await store().read(stored.name)).toHaveLength(10);
  });

  it('says what a store with other keys answers', async () => {
    await expect(store({ secretAccessKey: 'other' }).put(owner, random(1))).rejects.toThrow(
      /403 SignatureDoesNotMatch/,
    );
  });

  it('notices a store that hands out changed bytes', async () => {
    const stored = await store().put(owner, random(1000));
    const key = `/loket/${stored.name}`;
    const bytes = Buffer.from(held.get(key) ?? '');
    bytes[500] = (bytes[500] ?? 0) ^ 1;
    held.set(key, bytes);
    await expect(store().read(stored.name)).rejects.toThrow();
  });
});
