import fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  LogController,
} from 'fastify';
import { holderOf } from '../../capabilities/accounts/index.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { Unavailable } from '../../kernel/unavailable.ts';
import { compress } from './compress.ts';
import type { Door } from './door.ts';
import { BY_HTTPS, SAFE_HEADERS, SAFE_POLICY } from './safety.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route that was taken, for whoever must know them all. public: open to everybody at any time. */
    readonly routesTaken: readonly { readonly method: string; readonly url: string; readonly public: boolean }[];
  }
}

/** What an error looks like to whoever asked; a page or problem+json (RFC 9457), both by code. */
export type Problem = {
  readonly code: string;
  readonly status: number;
  readonly params: Readonly<Record<string, string | number>>;
  /** Found in the log of a fault of ours. */
  readonly reference: string;
};
declare module 'fastify' {
  interface FastifyRequest {
    /** True when cookies may travel by HTTPS alone. */
    readonly secure: boolean;
  }
}

export type WebOptions = {
  readonly log: FastifyBaseLogger;
  readonly trustProxy: false | number | readonly string[];
  readonly version: string;
  readonly secure: (request: FastifyRequest) => boolean;
  readonly newId: () => string;
  readonly showProblem: (problem: Problem, request: FastifyRequest, reply: FastifyReply) => FastifyReply;
  /** Throws or hangs when the database does not answer. */
  readonly ping: () => Promise<unknown>;
  /** Stands before everything. */
  readonly door: Door;
};

export function createWeb(options: WebOptions): FastifyInstance {
  const web = fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trusting(options.trustProxy),
    genReqId: options.newId,
    bodyLimit: 512 * 1024,
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: true },
    return503OnClosing: true,
    serverFactory: (serve, { keepAliveTimeout, requestTimeout }) =>
      Object.assign(options.door.server(serve), { keepAliveTimeout, requestTimeout }),
    // An address that is no text never comes as far as the hooks.
    frameworkErrors: (error, request, reply) => {
      const problem = problemOf(error, request.id);
      options.showProblem(problem, request as FastifyRequest, (reply as FastifyReply).status(problem.status));
    },
  } satisfies FastifyServerOptions);
  web.decorateRequest('secure', {
    getter() {
      return options.secure(this);
    },
  });
  const taken: { method: string; url: string; public: boolean }[] = [];
  web.decorate('routesTaken', taken);
  web.addHook('onRoute', ({ method, url, config }) => {
    const open = (config?.public === true && !config.crowded) || config?.urgent === true;
    for (const one of [method].flat()) taken.push({ method: one, url, public: open });
  });
  // Also where somebody takes an answer for a page: what was typed can't be markup in it.
  web.setReplySerializer((payload) => JSON.stringify(payload).replaceAll('<', '\\u003c'));
  web.addHook('onSend', async (request, reply, payload) => {
    // A file that is shown inside a page of ours brings its own, stricter one.
    if (!reply.hasHeader(SAFE_POLICY[0])) reply.header(...SAFE_POLICY);
    reply.headers(SAFE_HEADERS);
    if (request.secure) reply.header(...BY_HTTPS);
    // Pages hold personal data and phones are shared.
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    return compress(request, reply, payload);
  });
  web.setErrorHandler((error: FastifyError | Refusal, request, reply) => {
    const problem = problemOf(error, request.id);
    logFault(error, problem, request);
    return options.showProblem(problem, request, tellWait(reply, problem.params).status(problem.status));
  });
  web.setNotFoundHandler((request, reply) =>
    options.showProblem(
      { code: 'frame/not-found', status: 404, params: {}, reference: request.id },
      request,
      reply.status(404),
    ),
  );
  web.get('/healthz', { config: { public: true } }, async (_request, reply) => {
    await options.ping();
    return reply.header('cache-control', 'no-store').send({ status: 'ok', version: options.version });
  });
  return web;
}

/** What somebody should look into; where a disk or the database is away everybody meets the same, so it is told in a line. */
export function logFault(error: Error, { code, status }: Problem, request: FastifyRequest): void {
  if (error instanceof Unavailable) request.log.warn({ problem: code, reason: error.message }, 'unavailable');
  else if (status >= 500) request.log.error({ err: error, route: request.routeOptions.url }, 'fault');
  else if (isProbe(error, status, request)) request.log.warn({ problem: code, ...whoAsked(request) }, 'refused');
}

/**
 * Whoever was not let further, asked for a record that is not there for him (another's is answered so), came too often, or sent what no page of
 * ours sends. A page that nobody has, and what people mistype, is none.
 */
const isProbe = (error: Error, status: number, request: FastifyRequest): boolean =>
  [400, 401, 403, 429].includes(status) ||
  (status === 404 && error instanceof Refusal && request.visitor?.signed !== undefined);

/** Where somebody stood who was not let further, and who it was, by id. Addresses and what was typed stay out. */
const whoAsked = (request: FastifyRequest): object => ({
  ...{ method: request.method, route: request.routeOptions.url, from: request.ip },
  by: request.visitor?.signed ? holderOf(request.visitor.signed) : null,
});

/** A login that failed, for whoever watches: how, and from where; not by whom, for nobody knows. */
export const logFailedLogin = (request: FastifyRequest, way: 'code' | 'pin' | 'password'): void =>
  request.log.warn({ way, ...whoAsked(request) }, 'login failed');

/** A number means so many proxies in front of us. */
const trusting = (trust: WebOptions['trustProxy']): boolean | string[] | ((address: string, hop: number) => boolean) =>
  typeof trust === 'number' ? (_address, hop) => hop < trust : trust === false ? false : [...trust];

// What the reader of forms says of a form that was cut off or garbled on its way; it names no status.
const CUT_OFF = /unexpected end of multipart data|^Multipart: Boundary not found$/i;

/** When it may be tried again, for programs; people read it on the page. Says nothing when no time is named. */
export function tellWait(reply: FastifyReply, params: Problem['params']): FastifyReply {
  const wait = waitOf(params);
  return wait === undefined ? reply : reply.header('retry-after', String(wait));
}

/** In whole seconds, at least one; undefined when no time is named. */
export function waitOf({ until, seconds }: Problem['params']): number | undefined {
  const wait = seconds ?? (until === undefined ? undefined : (Date.parse(String(until)) - Date.now()) / 1000);
  return wait === undefined ? undefined : Math.max(1, Math.ceil(Number(wait)));
}

const AWAY_SECONDS = 5;
/** When to ask again what did not answer, spread by the chance in the request's id. */
export const comeBack = (id: string): number => AWAY_SECONDS + (Number.parseInt(id.slice(-2), 16) % 6 || 0);

/** What an error is to whoever asked; anything unexpected is a fault of ours that tells nothing. */
export function problemOf(error: Error & { readonly statusCode?: number }, reference: string): Problem {
  if (error instanceof Refusal) return { code: error.code, status: error.status, params: error.params, reference };
  if (error instanceof Unavailable)
    return { code: `frame/${error.what}-away`, status: 503, params: { seconds: comeBack(reference) }, reference };
  const status = error.statusCode ?? (CUT_OFF.test(error.message) ? 400 : 500);
  if (status >= 400 && status < 500)
    return { code: status === 413 ? 'frame/too-large' : 'frame/bad-request', status, params: {}, reference };
  return { code: 'frame/fault', status: 500, params: {}, reference };
}
