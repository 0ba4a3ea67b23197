import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestHouse, testHouse } from '../support/house.ts';
import { type Api, openClient } from './client.ts';
import { pdf, type Ref } from './walk.ts';

let h: TestHouse;
let api: Api;
let token: string;
let draft: Ref;
let version: string;
beforeAll(async () => {
  h = await testHouse();
  api = await openClient(h);
  token = await api.citizen('dewi');
  const begun = await api.call('beginCase', SKTM, { token, body: { for: 'self' } });
  draft = { region: String(begun.body.region), id: String(begun.body.id) };
  version = begun.version;
}, 240_000);
afterAll(() => h?.close());

const SKTM = { owner: '32.76', service: 'sktm' };
const type = (code: string) => `urn:satuloket:${code}`;

describe('a request that is repeated', () => {
  it('begins once, is answered again, and does nothing twice', async () => {
    const key = randomUUID();
    const first = await api.call('beginCase', SKTM, { token, key, body: { for: 'self' } });
    const again = await api.call('beginCase', SKTM, { token, key, body: { for: 'self' } });
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    const ref = { region: String(first.body.region), id: String(first.body.id) };
    const given = {
      token,
      key,
      version: first.version,
      body: { answers: { purpose: 'hospital', institution: 'RSUD' } },
    };
    const answered = await api.call('answerCase', ref, given);
    const repeated = await api.call('answerCase', ref, given);
    expect([repeated.status, repeated.version, repeated.headers['idempotency-replayed']]).toEqual([
      200,
      answered.version,
      'true',
    ]);
    // The same key with another question is another act, and meets the guard.
    const other = await api.call('answerCase', ref, { ...given, body: { answers: { purpose: 'school' } } });
    expect(other).toMatchObject({ status: 412, body: { type: type('cases:lost-guard') } });
    const gone = { token, key, version: answered.version };
    expect(await api.call('discardDraft', ref, gone)).toMatchObject({ status: 204 });
    expect(await api.call('discardDraft', ref, gone)).toMatchObject({ status: 204 });
  });

  it('needs a key, and the version that was read', async () => {
    const body = { answers: { purpose: 'school' } };
    const keyless = await api.call('answerCase', draft, { token, key: null, version, body });
    expect(keyless).toMatchObject({ status: 400, body: { type: type('api:no-key') } });
    expect(await api.call('answerCase', draft, { token, key: 'pendek', version, body })).toMatchObject({ status: 400 });
    const blind = await api.call('answerCase', draft, { token, body });
    expect(blind).toMatchObject({ status: 428, body: { type: type('api:no-version'), title: 'If-Match belum ada' } });
    const stale = await api.call('answerCase', draft, { token, version: '"99"', body });
    expect(stale).toMatchObject({ status: 412, body: { type: type('cases:lost-guard') } });
  });
});

describe('who may not', () => {
  it('a stranger, a code without PIN, an officer, another citizen', async () => {
    expect(await api.call('readCase', draft)).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': expect.any(String) },
    });
    expect(await api.call('readCase', draft, { token: 'x'.repeat(43) })).toMatchObject({ status: 401 });
    const code = await api.citizen('budi', 1);
    const half = await api.call('readCase', draft, { token: code });
    expect(half).toMatchObject({ status: 403, body: { type: type('api:pin-needed') } });
    const officer = await api.officer('32.76/dukcapil', 'verifikator');
    expect(await api.call('readCase', draft, { token: officer })).toMatchObject({ status: 403 });
    expect(await api.call('readInbox', {}, { token })).toMatchObject({ status: 403 });
    const other = await api.citizen('hendra');
    for (const [id, body] of [
      ['answerCase', { answers: { purpose: 'school' } }],
      ['submitCase', { confirmed: true }],
    ] as const)
      expect(await api.call(id, draft, { token: other, version, body })).toMatchObject({ status: 404 });
    const whom = await api.call('beginCase', SKTM, { token, body: { for: 'child:somebody' } });
    expect(whom).toMatchObject({ status: 422, body: { type: type('api:for-whom') } });
    const far = { token: officer, query: { office: '81.02/dukcapil' } };
    expect(await api.call('readInbox', {}, far)).toMatchObject({
      status: 403,
      body: { type: type('api:choose-office') },
    });
  });

  it('a cookie opens nothing here', async () => {
    const answer = await api.web.inject({ url: '/api/v1/me', headers: { cookie: `sesi=${token}` } });
    expect(answer.statusCode).toBe(401);
  });
});

describe('what is wrong is told where it stands', () => {
  it.each([
    ['a date that does not exist', 'nasional', 'ktp-hilang', { lostOn: '2026-02-30' }, '#/answers/lostOn'],
    ['an unknown choice', '32.76', 'sktm', { purpose: 'bulan' }, '#/answers/purpose'],
    ['a number with words', '32.76', 'sktm', { income: 'banyak' }, '#/answers/income'],
    ['a question that nobody asks', '32.76', 'sktm', { lostOn: '2026-01-01' }, '#/answers/lostOn'],
    ['a file as an answer', '32.76', 'sktm', { house: { id: 'x' } }, '#/answers/house'],
    ['an emptied question that is needed', '32.76', 'sktm', { purpose: null }, '#/answers/purpose'],
  ])('%s', async (_, owner, service, answers, pointer) => {
    const begun = await api.call('beginCase', { owner, service }, { token, body: { for: 'self' } });
    const ref = { region: String(begun.body.region), id: String(begun.body.id) };
    const wrong = await api.call('answerCase', ref, { token, version: begun.version, body: { answers } });
    expect(wrong).toMatchObject({ status: 422, body: { type: type('api:answers'), errors: [{ pointer }] } });
    expect((await api.call('readCase', ref, { token })).version).toBe(begun.version);
  });

  it('what is missing when it is sent', async () => {
    const early = await api.call('submitCase', draft, { token, version, body: { confirmed: true } });
    expect(early).toMatchObject({ status: 422, body: { type: type('cases:incomplete') } });
    expect(early.body.errors).toContainEqual(
      expect.objectContaining({ pointer: '#/answers/purpose', code: 'missing' }),
    );
    const unsaid = await api.call('submitCase', draft, { token, version, body: { confirmed: false } });
    expect(unsaid).toMatchObject({ status: 400, body: { errors: [{ pointer: '#/body/confirmed' }] } });
  });

  it('English for whoever asks for it, Indonesian for everybody else', async () => {
    const ask = (language: string) => api.web.inject({ url: '/api/v1/me', headers: { 'accept-language': language } });
    expect((await ask('en-GB, id;q=0.5')).json()).toMatchObject({ title: 'Log in first' });
    expect((await ask('fr')).json()).toMatchObject({ title: 'Masuk dulu' });
  });
});

describe('malformed bodies', () => {
  const post = (payload: string | Buffer, contentType: string, url = '/api/v1/login/session') =>
    api.web.inject({ method: 'POST', url, headers: { 'content-type': contentType }, payload });
  const json = 'application/json';
  it.each([
    ['half of an object', '{"challenge":', json, 400],
    ['nothing', '', json, 400],
    ['a number', '7', json, 400],
    ['a list', '[]', json, 400],
    ['null', 'null', json, 400],
    ['a form', 'challenge=1', 'application/x-www-form-urlencoded', 415],
    ['XML', '<a/>', 'application/xml', 415],
    ['another prototype', '{"__proto__":{"x":1},"challenge":"1","code":"1"}', json, 400],
    ['a constructor', '{"constructor":{"prototype":{"x":1}}}', json, 400],
    ['a null character', `{"challenge":"${'x'.repeat(40)}\\u0000","code":"1"}`, json, 400],
    ['half of a surrogate pair', `{"challenge":"${'x'.repeat(40)}\\ud800","code":"1"}`, json, 400],
    ['a thousand levels', `${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`, json, 400],
    ['a hundred thousand levels', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, json, 400],
    ['half a megabyte', `{"challenge":"${'x'.repeat(500_000)}"}`, json, 413],
    ['more than is asked', `{"challenge":"${'x'.repeat(40)}","code":"1","more":1}`, json, 400],
    ['bytes', Buffer.from([0xff, 0xfe, 0x00]), json, 400],
  ])('%s', async (_, payload, contentType, status) => {
    const answer = await post(payload, contentType);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect(answer.json()).toMatchObject({
      status,
      title: expect.any(String),
      type: expect.stringMatching(/^urn:satuloket:/),
    });
  });

  it.each([
    ['a text that calls itself a PDF', { type: 'application/pdf', bytes: Buffer.from('halo') }, 422],
    ['an empty file', { type: 'application/pdf', bytes: Buffer.alloc(0) }, 422],
    ['eleven megabytes', { type: 'application/octet-stream', bytes: Buffer.alloc(11 * 1024 * 1024) }, 413],
    ['another kind', { type: 'text/html', bytes: Buffer.from('<p>') }, 415],
    ['a form without a file', { type: 'multipart/form-data; boundary=x', bytes: Buffer.from('--x--\r\n') }, 400],
    [
      'a form cut off',
      {
        type: 'multipart/form-data; boundary=x',
        bytes: Buffer.from('--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nha'),
      },
      400,
    ],
  ])('%s as a file', async (_, raw, status) => {
    const answer = await api.call('putFile', { ...draft, question: 'house' }, { token, version, raw });
    expect(answer.status).toBe(status);
  });

  it('a form with one file is taken', async () => {
    const begun = await api.call('beginCase', SKTM, { token, body: { for: 'self' } });
    const ref = { region: String(begun.body.region), id: String(begun.body.id), question: 'house' };
    const head =
      '--x\r\ncontent-disposition: form-data; name="file"; filename="rumah.pdf"\r\ncontent-type: application/pdf\r\n\r\n';
    const raw = {
      type: 'multipart/form-data; boundary=x',
      bytes: Buffer.concat([Buffer.from(head), pdf(), Buffer.from('\r\n--x--\r\n')]),
    };
    expect(await api.call('putFile', ref, { token, version: begun.version, raw })).toMatchObject({ status: 200 });
  });

  it.each([
    ['/api/v1/cases/32.76/tidak-ada', 400],
    ['/api/v1/cases/32,76/00000000-0000-7000-8000-000000000000', 400],
    ['/api/v1/cases/32.76/00000000-0000-7000-8000-000000000000', 404],
    ['/api/v1/cases/32.76/%00', 400],
    ['/api/v1/cases/%E0%A4%A/x', 400],
    ['/api/v1/tidak-ada', 404],
    ['/api/v1/me?x=1', 400],
  ])('the address %s', async (url, status) => {
    const answer = await api.web.inject({ url, headers: { authorization: `Bearer ${token}` } });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ status });
  });
});

describe('any JSON at all', () => {
  it('is answered 2xx or 4xx by every operation that takes some, and no answer is lost', {
    timeout: 240_000,
  }, async () => {
    const officer = await api.officer('32.76/dukcapil', 'verifikator');
    const takers = api.operations.filter(({ node, id }) => {
      const content = (node.requestBody as { content?: Record<string, unknown> } | undefined)?.content;
      return content && 'application/json' in content && !['officerLogin', 'askCode', 'enterPin'].includes(id);
    });
    expect(takers.length).toBeGreaterThan(10);
    const strange = fc.oneof(fc.constant('\u0000'), fc.constant('\ud800'), fc.string({ unit: 'binary' }), fc.string());
    const some = fc.oneof(
      strange,
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom('school', '2026-01-01', true, 1e308, -0),
    );
    const words = [
      'answers',
      'for',
      'confirmed',
      'kind',
      'text',
      'step',
      'action',
      'reasons',
      'questions',
      'note',
      'token',
      'number',
    ];
    const questions = ['purpose', 'institution', 'income', 'dependants', 'poor', 'house', '__proto__x', 'toString'];
    const inner = fc.dictionary(fc.constantFrom(...questions), some, { maxKeys: 4 });
    const right = fc.constantFrom(
      { answers: { purpose: 'school' } },
      { for: 'self' },
      { token: 'x' },
      { confirmed: true },
    );
    const body = fc.oneof(
      right,
      some,
      fc.dictionary(fc.constantFrom(...words), fc.oneof(some, inner), { maxKeys: 4 }),
      inner.map((answers) => ({ answers })),
    );
    const seen = new Map<number, number>();
    // One that is right for certain, so that not everything is refused for a reason of its own.
    const answering = takers.filter(({ id }) => id === 'answerCase');
    const examples = answering.map((one): [typeof one, { answers: { purpose: string } }] => [
      one,
      { answers: { purpose: 'school' } },
    ]);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...takers), body, async ({ path, method, node }, payload) => {
        const now = await api.call('readCase', draft, { token });
        const url = `/api/v1${path.replace('{region}', draft.region).replace('{id}', draft.id).replace('{owner}', '32.76').replace('{service}', 'sktm').replace('{step}', 'verifikasi').replace('{slot}', 'x')}`;
        const answer = await api.web.inject({
          ...{
            method: method.toUpperCase() as 'POST',
            url,
            payload: JSON.stringify(payload) ?? 'null',
            remoteAddress: `10.9.${seen.size}.${Math.floor(Math.random() * 250)}`,
          },
          headers: {
            ...{ 'content-type': 'application/json', 'idempotency-key': randomUUID(), 'if-match': now.version },
            authorization: `Bearer ${node['x-who'] === 'officer' ? officer : token}`,
          },
        });
        seen.set(answer.statusCode, (seen.get(answer.statusCode) ?? 0) + 1);
        expect([url, answer.statusCode < 500]).toEqual([url, true]);
      }),
      { numRuns: 400, examples },
    );
    expect([...seen].filter(([status]) => status < 300).reduce((sum, [, many]) => sum + many, 0)).toBeGreaterThan(0);
    expect(h.errors).toEqual([]);
  });
});
