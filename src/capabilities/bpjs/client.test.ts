import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type BpjsServer, startBpjsServer } from '../../../simulators/bpjs/index.ts';
import { createClient } from './client.ts';
import { bpjsRules } from './rules.ts';
import { openReply, replyKey, signatureOf } from './signature.ts';

// Made for our tests of invented credentials: docs say how.
const CONSUMER = { consId: '12345', consSecret: 'rahasia-uji' };
const TIMESTAMP = '1735689600';
const PLAIN = '{"list":[{"namapoli":"POLI UMUM","nmsubspesialis":"-","kdsubspesialis":"-","kodepoli":"001"}]}';
const ENCRYPTED =
  'OPuVddbxo4MZs7Sk+cCUK1pyczdVnFSRWRx8uBEvrmnCj7QV/t2FBxgDHHJ2Tw4ZDij4fu61yhTWjzE6ivgzazKopt1xZUZPtYLsTYWTpqPOaO7hlEwzqN140fr95R63QPSc3Qm1Z6aaqpkuE4FS58RbtwVEiG9AtI42dwPytdE=';

describe('signature and reply', () => {
  it('are those of the known answers', () => {
    expect(signatureOf(CONSUMER, TIMESTAMP)).toBe('EWZPcUFrdqGAE57qvkpUWiF9k69rPTx5x6CCgrGi+Ko=');
    expect(replyKey(CONSUMER, TIMESTAMP).toString('hex')).toBe(
      '093f1face7b0ee285babcbfb89e9a1f7618b0a45c8d3d3299a9167169d20e699',
    );
    expect(openReply(ENCRYPTED, CONSUMER, TIMESTAMP)).toBe(PLAIN);
  });

  it('open for no other moment and no other consumer', () => {
    expect(() => openReply(ENCRYPTED, CONSUMER, '1735689601')).toThrow();
    expect(() => openReply(ENCRYPTED, { ...CONSUMER, consSecret: 'lain' }, TIMESTAMP)).toThrow();
    expect(() => openReply('', CONSUMER, TIMESTAMP)).toThrow();
  });
});

const rules = bpjsRules.parse(
  parse(readFileSync(new URL('../../../reference/rules/bpjs.yaml', import.meta.url), 'utf8')),
);
const SECRETS = { consSecret: 'rahasia-uji', userKey: 'kunci-uji' };
const POLIS = {
  '001': {
    namapoli: 'POLI UMUM',
    doctors: [{ namadokter: 'Dr. Ali', kodedokter: 700, jampraktek: '07:00-12:00', kapasitas: 100 }],
  },
};
const clock = () => new Date('2026-11-16T01:00:00Z');
const clientOf = (url: string, more: Partial<Parameters<typeof createClient>[0]> = {}) =>
  createClient({ url, consId: '12345', secrets: SECRETS, agreed: rules.agreed, clock, fetch, ...more });
const ADD = {
  ...{ nomorkartu: '0001234567890', nik: '3212345678987654', nohp: '', kodepoli: '001', namapoli: 'Umum', norm: '' },
  ...{ tanggalperiksa: '2026-11-17', kodedokter: 700, namadokter: 'Dr. Ali', jampraktek: '07:00-12:00' },
  ...{ nomorantrean: 'A-012', angkaantrean: 12, keterangan: '' },
};

describe.each(['metadata', 'metaData'] as const)('BPJS, spelled %s', (metadata) => {
  let bpjs: BpjsServer;
  beforeAll(async () => {
    const consumers = [{ consId: '12345', ...SECRETS }];
    bpjs = await startBpjsServer({ clock, consumers, polis: POLIS, metadata });
  });
  afterAll(() => bpjs.stop());

  it('tells its polis and doctors', async () => {
    const client = clientOf(bpjs.url);
    expect(await client.polis('2026-11-17')).toEqual([{ code: '001', name: 'POLI UMUM' }]);
    expect(await client.doctors('001', '2026-11-17')).toEqual([
      { code: 700, name: 'Dr. Ali', hours: '07:00-12:00', capacity: 100 },
    ]);
    expect(await client.doctors('009', '2026-11-17')).toEqual({
      kind: 'refused',
      code: '201',
      text: 'Data tidak ditemukan',
    });
  });

  it('takes an act once, and says no in HTTP 200', async () => {
    const client = clientOf(bpjs.url);
    const { nomorkartu, kodepoli, tanggalperiksa } = ADD;
    const name = { nomorkartu, kodepoli, tanggalperiksa };
    expect(await client.tell('batal', { ...name, alasan: 'uji' })).toMatchObject({ kind: 'refused' });
    expect(await client.tell('add', ADD)).toMatchObject({ kind: 'done', code: '200' });
    expect(await client.tell('add', ADD)).toMatchObject({ kind: 'refused', code: '201' });
    expect(await client.tell('panggil', { ...name, status: 1, waktu: 1616559330000 })).toMatchObject({ kind: 'done' });
    expect(await client.tell('panggil', { ...name, status: '1', waktu: 1616559330000 })).toMatchObject({
      kind: 'refused',
    });
    expect(await client.tell('batal', { ...name, alasan: 'uji' })).toMatchObject({ kind: 'done' });
    expect(bpjs.taken.map(({ action }) => action)).toEqual(['add', 'panggil', 'batal']);
  });

  it('is away when the clock is off, the secret wrong, or the weather bad; the same may be asked again', async () => {
    const late = clientOf(bpjs.url, { clock: () => new Date('2026-11-16T02:00:00Z') });
    expect(await late.polis('2026-11-17')).toEqual({ kind: 'away', text: '401 Timestamp tidak sesuai', untaken: true });
    const forged = clientOf(bpjs.url, { secrets: { ...SECRETS, consSecret: 'salah' } });
    expect(await forged.polis('2026-11-17')).toEqual({
      kind: 'away',
      text: '401 Signature tidak sesuai',
      untaken: true,
    });
    const keyless = clientOf(bpjs.url, { secrets: { ...SECRETS, userKey: 'salah' } });
    expect(await keyless.tell('add', ADD)).toEqual({ kind: 'away', text: '401 User key tidak sesuai', untaken: true });
    for (const [weather, text] of [
      ['page', 'HTTP 503'],
      ['empty', 'HTTP 200'],
      ['gone', 'unreachable'],
      ['slow', 'timeout'],
      ['coded', '500 Terjadi kesalahan pada server'],
    ] as const) {
      bpjs.weather(weather);
      const client = clientOf(bpjs.url, { agreed: { ...rules.agreed, timeoutSeconds: 1 } });
      // Whether it was taken nobody knows.
      const said = await client.tell('add', ADD);
      expect([weather, { untaken: false, ...said }]).toEqual([weather, { kind: 'away', text, untaken: false }]);
    }
    bpjs.weather('fine');
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const nobody = clientOf(`http://127.0.0.1:${(closed.address() as AddressInfo).port}`);
    closed.close();
    await once(closed, 'close');
    expect(await nobody.tell('add', ADD)).toEqual({ kind: 'away', text: 'unreachable', untaken: true });
  });
});

describe('what BPJS may say', () => {
  let server: Server;
  let next: { readonly status: number; readonly body: string } = { status: 200, body: '' };
  let url = '';
  beforeAll(async () => {
    server = createServer((_, response) => response.writeHead(next.status).end(next.body));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it.each([
    [200, '{"metadata":{"message":"Ok","code":200}}', 'done'],
    [200, '{"metadata":{"message":"Ok","code":"200"}}', 'done'],
    [200, '{"metaData":{"message":"OK","code":1},"response":null}', 'done'],
    [200, '{"metadata":{"message":"OK","code":"1"},"response":""}', 'done'],
    [200, '{"metadata":{"message":"Gagal","code":201}}', 'refused'],
    [200, '{"metadata":{"message":"Pasien baru","code":"202"}}', 'refused'],
    [412, '{"metadata":{"message":"Precondition Failed","code":412}}', 'refused'],
    [401, '{"metadata":{"message":"Unauthorized","code":401}}', 'away'],
    [200, '{"metadata":{"message":"Ok"}}', 'away'],
    [200, '{"metadata":{"message":"Ok","code":1},"response":"bukan sandi"}', 'away'],
    [500, '{"metadata":{"message":"Ok","code":200}}', 'away'],
    [200, '[]', 'away'],
    [200, 'null', 'away'],
    [302, '', 'away'],
  ])('%i %s', async (status, body, kind) => {
    next = { status, body };
    expect(await clientOf(url).tell('batal', {})).toMatchObject({ kind });
  });

  it('is kept without the numbers of people', async () => {
    next = { status: 200, body: '{"metadata":{"message":"Peserta 0001234567890 sudah ada","code":201}}' };
    expect(await clientOf(url).tell('add', {})).toEqual({ kind: 'refused', code: '201', text: 'Peserta … sudah ada' });
  });
});
