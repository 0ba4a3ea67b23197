import { randomUUID } from 'node:crypto';
import { Validator } from '@seriousme/openapi-schema-validator';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { FastifyInstance } from 'fastify';
import { expect } from 'vitest';
import { demoLogins } from '../../src/capabilities/accounts/index.ts';
import type { TestHouse } from '../support/house.ts';

type Json = Record<string, unknown>;
type Node = { readonly [key: string]: unknown };
export type Answer = { status: number; headers: Record<string, unknown>; body: Json; bytes: Buffer; version: string };
export type Asking = {
  readonly token?: string;
  readonly key?: string | null;
  readonly version?: string | null;
  readonly body?: unknown;
  readonly raw?: { readonly type: string; readonly bytes: Buffer; readonly name?: string };
  readonly query?: Record<string, string>;
};

export type Api = Awaited<ReturnType<typeof openClient>>;

/** Speaks to the API as its own document says: every answer is held against it, and every operation that was asked is remembered. */
export async function openClient(h: TestHouse) {
  const web = await h.web();
  const document = (await web.inject({ method: 'GET', url: '/api/openapi.json' })).json() as Node;
  const operations = operationsOf(document);
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document as object, 'api');
  const validators = new Map<string, ValidateFunction>();
  const asked = new Set<string>();
  let address = 0;

  function validator(pointer: string): ValidateFunction {
    const known = validators.get(pointer) ?? ajv.compile({ $ref: `api#${pointer}` });
    validators.set(pointer, known);
    return known;
  }

  /** Holds an answer against the document; a status that it does not name is a fault. */
  function hold(id: string, status: number, type: string, body: unknown): void {
    const { path, method, node } = found(operations, id);
    const responses = node.responses as Record<string, { $ref?: string; content?: Node }>;
    const response = responses[String(status)];
    if (!response) throw new Error(`${id}: the document has no ${status}; ${JSON.stringify(body)}`);
    const at = response.$ref
      ? response.$ref.slice(1)
      : `/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')}/${method}/responses/${status}`;
    const { content } = response.$ref
      ? ((document as { components: { responses: Record<string, { content: Node }> } }).components.responses
          .Problem as { content: Node })
      : response;
    if (!content) return;
    expect([id, status, Object.keys(content)]).toEqual([id, status, expect.arrayContaining([type])]);
    if (!type.endsWith('json') || type === 'application/schema+json') return;
    const valid = validator(`${at}/content/${type.replace('/', '~1')}/schema`);
    if (!valid(body))
      throw new Error(`${id} ${status}: ${ajv.errorsText(valid.errors)}\n${JSON.stringify(body).slice(0, 1500)}`);
  }

  async function call(id: string, params: Record<string, string> = {}, given: Asking = {}): Promise<Answer> {
    const { path, method, node } = found(operations, id);
    const once = needs(node, 'IdempotencyKey');
    const url = `/api/v1${path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))}`;
    address += 1;
    const sent = await web.inject({
      method: method.toUpperCase() as 'GET',
      url,
      query: given.query ?? {},
      remoteAddress: `10.0.${address >> 8}.${address & 255}`,
      headers: {
        ...(given.token ? { authorization: `Bearer ${given.token}` } : {}),
        ...(once && given.key !== null ? { 'idempotency-key': given.key ?? randomUUID() } : {}),
        ...(given.version ? { 'if-match': given.version } : {}),
        ...(given.raw ? { 'content-type': given.raw.type } : {}),
        ...(given.raw?.name ? { 'content-disposition': `attachment; filename="${given.raw.name}"` } : {}),
      },
      ...(given.raw ? { payload: given.raw.bytes } : given.body === undefined ? {} : { payload: given.body as object }),
    });
    const type = String(sent.headers['content-type'] ?? '').split(';')[0] ?? '';
    const body = type.endsWith('json') ? (sent.json() as Json) : {};
    if (type.endsWith('json') && sent.payload.includes('<')) throw new Error(`${id}: markup in JSON`);
    hold(id, sent.statusCode, type, body);
    if (sent.statusCode < 300) asked.add(id);
    return {
      status: sent.statusCode,
      headers: sent.headers,
      body,
      bytes: sent.rawPayload,
      version: String(sent.headers.etag ?? ''),
    };
  }

  return {
    web,
    document,
    operations,
    asked,
    call,
    ...people(h, call),
    valid: () => new Validator().validate(structuredClone(document) as never),
  };
}

type Calls = (id: string, params?: Record<string, string>, given?: Asking) => Promise<Answer>;

function people(h: TestHouse, call: Calls) {
  const cast = h.cast.families
    .flatMap((family) => family.members)
    .map(({ key, nik, name, phone }) => ({ key, nik, name, phone: phone ?? null }));
  const tokens = new Map<string, string>();

  async function codeOf(phone: string): Promise<string> {
    for (let tries = 0; tries < 100; tries++) {
      const { body } = await call('listDemoMessages', {}, { query: { to: phone, limit: '1' } });
      const [message] = body.messages as { text: string }[];
      const code = /\b(\d{3}) ?(\d{3})\b/.exec(message?.text ?? '');
      if (code) return `${code[1]}${code[2]}`;
      await new Promise((wake) => setTimeout(wake, 100));
    }
    throw new Error('no code arrived');
  }

  /** By number and code; with the PIN too unless told otherwise. */
  async function citizen(key: string, level: 1 | 2 = 2): Promise<string> {
    const known = tokens.get(key);
    if (known && level === 2) return known;
    const person = demoLogins(cast, new Date()).citizens.find((one) => one.key === key);
    if (!person) throw new Error(key);
    h.messages().clear();
    const asked = await call('askCode', {}, { body: { phone: person.phone } });
    const entered = await call(
      'enterCode',
      {},
      { body: { challenge: asked.body.challenge, code: await codeOf(person.phone) } },
    );
    const session = entered.body.session as { token: string };
    if (level === 1) return session.token;
    const raised = await call('enterPin', {}, { token: session.token, body: { pin: person.pin } });
    tokens.set(key, String(raised.body.token));
    return String(raised.body.token);
  }

  async function officer(office: string, role: string): Promise<string> {
    const one = demoLogins(cast, new Date()).officers.find(
      (each) => each.office === office && each.roles.includes(role),
    );
    if (!one) throw new Error(`nobody is ${role} at ${office}`);
    const known = tokens.get(one.username);
    if (known) return known;
    const { username, password, totpNow } = one;
    const { body } = await call('officerLogin', {}, { body: { username, password, totp: totpNow } });
    tokens.set(username, String(body.token));
    return String(body.token);
  }
  return { citizen, officer, cast, codeOf };
}

function operationsOf(document: Node) {
  const paths = document.paths as Record<string, Record<string, Node>>;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, node]) => ({ path, method, node, id: String(node.operationId) })),
  );
}

function found(operations: ReturnType<typeof operationsOf>, id: string) {
  const operation = operations.find((one) => one.id === id);
  if (!operation) throw new Error(`no operation ${id}`);
  return operation;
}

const needs = (node: Node, parameter: string): boolean =>
  (node.parameters as { $ref?: string }[]).some((one) => one.$ref?.endsWith(`/${parameter}`));

export type Web = FastifyInstance;
