import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { ClinicSystem } from '../../capabilities/satusehat/index.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { LARGEST_FILE } from '../../platform/uploads/index.ts';
import { type Citizen, citizenBehind, type Desk, deskAt, seatsOf, tokenOf } from '../frame/index.ts';
import type { Tools } from './deps.ts';
import { type SentFile, sentFile } from './files.ts';
import type { Bytes, Call, Operation, Reply } from './operation.ts';
import { boundKey, keyOf, mustBeText, parse, versionOf } from './read.ts';

export const BASE = '/api/v1';
const JSON_LIMIT = 256 * 1024;

/** The seat of an officer who has several. */
export const OFFICE_QUERY = z.strictObject({
  office: z
    .string()
    .regex(/^\d{2}\.\d{2}\/[a-z0-9-]{1,60}$/)
    .optional(),
});
const NOTHING = z.strictObject({});

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, as the bearer token tells. */
    caller: { readonly token: string; readonly by: Citizen | Desk | ClinicSystem } | undefined;
  }
}

/** Every operation becomes a route; those that take a file in a corner of their own, where bodies may be large. */
export async function routes(t: Tools, web: FastifyInstance, operations: readonly Operation[]): Promise<void> {
  web.decorateRequest('caller', undefined);
  await web.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { ttl }) => new Refusal('frame/too-many', 429, { seconds: Math.ceil(ttl / 1000) }),
  });
  onlyJson(web);
  for (const operation of operations.filter((one) => one.body !== 'file')) route(t, web, operation);
  await web.register(async (inner) => {
    await inner.register(multipart, {
      limits: { fileSize: LARGEST_FILE + 1, files: 1, fields: 4 },
      throwFileSizeLimit: false,
    });
    inner.addContentTypeParser(
      ['application/pdf', 'image/jpeg', 'image/png', 'application/octet-stream'],
      { parseAs: 'buffer', bodyLimit: LARGEST_FILE + 1 },
      (_request, body, done) => done(null, body),
    );
    for (const operation of operations.filter((one) => one.body === 'file')) route(t, inner, operation);
  });
}

function onlyJson(web: FastifyInstance): void {
  web.removeAllContentTypeParsers();
  web.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: JSON_LIMIT },
    web.getDefaultJsonParser('error', 'error'),
  );
}

function route(t: Tools, web: FastifyInstance, operation: Operation): void {
  const { perMinute } = operation;
  web.route({
    method: operation.method,
    url: operation.path.replace(/\{(\w+)\}/g, ':$1'),
    config: {
      // The token in its header is all that counts here: a browser sends none by itself, so there is nothing to forge.
      ...{ public: true, proven: true, guarded: operation.guard === true, crowded: operation.crowded === true },
      ...(perMinute === undefined ? {} : { rateLimit: { max: perMinute, timeWindow: '1 minute' } }),
    },
    onRequest: async (request) => {
      request.caller = await callerOf(t, request, operation);
    },
    handler: (request, reply) => answer(t, request, reply, operation),
  });
}

/** Who asks, before anything of the request is read. @throws Refusal when it is nobody whom the operation is for */
async function callerOf(t: Tools, request: FastifyRequest, { who }: Operation): Promise<FastifyRequest['caller']> {
  if (who === 'anyone') return undefined;
  const token = tokenOf(request);
  const signed = await t.accounts.sessionOf(token);
  if (who === 'clinic') return { token: token ?? '', by: await clinicOf(t, token, signed !== undefined) };
  if (!token || !signed) throw new Refusal('api/login-needed', 401);
  if (signed.kind === 'officer') {
    if (who !== 'officer') throw new Refusal('api/not-for-you', 403);
    const { office } = parse(OFFICE_QUERY, { office: (request.query as { office?: unknown }).office }, 'query');
    const seats = seatsOf(signed);
    const seat = office === undefined && seats.length === 1 ? seats[0] : seats.find((one) => one === office);
    if (seat === undefined) throw new Refusal('api/choose-office', 403, { offices: seats.join(', ') });
    return { token, by: await deskAt(t, signed, seat) };
  }
  if (who === 'officer') throw new Refusal('api/not-for-you', 403);
  if (who === 'pin' && signed.level < 2) throw new Refusal('api/pin-needed', 403);
  const citizen = await citizenBehind(t, signed);
  if (!citizen) throw new Refusal('api/login-needed', 401);
  return { token, by: citizen };
}

/** The own system of a Puskesmas has a token that nobody logged in for. */
async function clinicOf(t: Tools, token: string | undefined, somebody: boolean): Promise<ClinicSystem> {
  if (somebody) throw new Refusal('api/not-for-you', 403);
  const clinic = await t.satusehat.clinicBehind(token);
  if (!clinic) throw new Refusal('api/login-needed', 401);
  return clinic;
}

async function answer(t: Tools, request: FastifyRequest, reply: FastifyReply, operation: Operation) {
  const call = await read(t, request, operation);
  const before = operation.once && operation.act ? await repeated(t, call) : undefined;
  if (before !== undefined) reply.header('idempotency-replayed', 'true');
  const done = before ?? (await operation.act?.(call));
  const shown = await operation.show(call, done);
  reply.status(operation.status ?? 200);
  if (shown === undefined) return reply.send();
  return 'bytes' in shown ? sendBytes(reply, shown) : sendJson(reply, shown);
}

async function read(t: Tools, request: FastifyRequest, operation: Operation): Promise<Call> {
  mustBeText([request.params, request.query]);
  const params = parse(operation.params ?? NOTHING, request.params, 'path');
  const declared = operation.query ?? NOTHING;
  const query = parse(
    operation.who === 'officer' ? declared.extend(OFFICE_QUERY.shape) : declared,
    request.query,
    'query',
  );
  const typed = operation.once ? keyOf(request) : '';
  const version = operation.guard ? versionOf(request) : 0;
  const body = await bodyOf(request, operation);
  const asked = body instanceof Object && 'sha256' in body ? (body as SentFile).sha256 : body;
  const key = operation.once ? boundKey(typed, operation.id, [params, asked ?? null]) : '';
  const { by, token } = request.caller ?? { by: undefined, token: '' };
  return { t, by, params, query, body, key, version, token, request } as Call;
}

async function bodyOf(request: FastifyRequest, { body }: Operation): Promise<unknown> {
  if (body === 'file') return sentFile(request);
  if (body === undefined) return undefined;
  mustBeText(request.body);
  return parse(body, request.body, 'body');
}

/** What the same key was answered before, on the record that the path names. */
function repeated(t: Tools, { by, params, key }: Call): Promise<unknown> {
  const { region, id } = params as { region?: string; id?: string };
  const doer = (by as Citizen | Desk | ClinicSystem | undefined)?.doer;
  return doer && region && id ? t.cases.repeated(doer, { region, id }, key) : Promise.resolve(undefined);
}

function sendJson(reply: FastifyReply, { data, version, location }: Reply<unknown>): FastifyReply {
  if (version !== undefined) reply.header('etag', `"${version}"`);
  if (location !== undefined) reply.header('location', `${BASE}${location}`);
  return reply.type('application/json; charset=utf-8').send(data);
}

function sendBytes(reply: FastifyReply, { type, name, bytes }: Bytes): FastifyReply {
  return reply
    .type(type)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
    .send(Buffer.from(bytes));
}
