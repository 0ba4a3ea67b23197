import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Bpjs, Numbered, Opened } from '../../capabilities/bpjs/index.ts';
import { agreedOf } from '../../capabilities/bpjs/index.ts';
import { localDate } from '../../kernel/dates.ts';
import type { Clock } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { logFault, problemOf, tellWait } from '../frame/index.ts';
import { readNewPatient, readOwn, readOwnInPath, readPoliDay, readTake, sent } from './read.ts';

export type BpjsSurfaceDeps = { readonly bpjs: Bpjs; readonly clock: Clock };

declare module 'fastify' {
  interface FastifyRequest {
    /** The Puskesmas that BPJS asks, once it proved itself. */
    facility: Opened | undefined;
  }
}

const BASE = '/bpjs';
const MOST = 16 * 1024;
/** Per address and Puskesmas. All of Mobile JKN comes out of few addresses. */
const PER_MINUTE = { auth: 120, ask: 1200 };
const OFFICE = /^\d{2}\.\d{2}\/[a-z0-9-]{1,60}$/;

type Answer = {
  readonly response?: unknown;
  readonly code?: number;
  readonly message?: string;
  readonly status?: number;
};

/**
 * What a Puskesmas serves to BPJS, each under an address of its own: `/bpjs/{region}/{office}`. A refusal is HTTP 200 with what it means in
 * `metadata`, as BPJS reads it.
 */
export function createBpjsSurface({ bpjs, clock }: BpjsSurfaceDeps): (web: FastifyInstance) => Promise<void> {
  const { answers } = bpjs.rules;

  const officeOf = (request: FastifyRequest): string => {
    const { region, office } = request.params as { readonly region?: string; readonly office?: string };
    return `${region ?? ''}/${office ?? ''}`;
  };
  const headerOf = (request: FastifyRequest, name: string): string => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : '';
  };

  async function opened(request: FastifyRequest): Promise<Opened> {
    const office = officeOf(request);
    if (!OFFICE.test(office)) throw new Refusal('bpjs/not-found', 404);
    return bpjs.open(office);
  }

  function say(request: FastifyRequest, reply: FastifyReply, answer: Answer): FastifyReply {
    const { code = 200, message = 'Ok', status } = answer;
    const mirrors = request.facility && agreedOf(request.facility.facility, bpjs.rules).mirrorsStatus;
    return reply
      .status(status ?? (mirrors ? code : 200))
      .type('application/json; charset=utf-8')
      .send({ ...('response' in answer ? { response: answer.response } : {}), metadata: { message, code } });
  }

  /** What is wrong, in BPJS's words. Only what is no question of Mobile JKN at all has an HTTP status of its own. */
  function refuse(request: FastifyRequest, reply: FastifyReply, error: Error): FastifyReply {
    const problem = problemOf(error, request.id);
    logFault(error, problem, request);
    tellWait(reply, problem.params);
    const known =
      answers[problem.code] ?? (problem.status >= 500 ? answers['frame/fault'] : answers['bpjs/bad-request']);
    const { code, message } = known ?? { code: 201, message: problem.code };
    const method = problem.status === 405 ? methodOf(request) : undefined;
    if (method) reply.header('allow', method);
    const own = problem.status >= 500 || [404, 405].includes(code) || problem.status === 429;
    const words = message.replace('{time}', String(problem.params.time ?? ''));
    return say(request, reply, { code, message: words, ...(own ? { status: problem.status } : {}) });
  }

  const ask = { public: true, proven: true, rateLimit: { max: PER_MINUTE.ask, timeWindow: '1 minute' } };
  const signedIn = {
    config: ask,
    // Before anything that was sent is read.
    onRequest: async (request: FastifyRequest) => {
      const at = await opened(request);
      request.facility = at;
      bpjs.mustBeSigned(at, headerOf(request, 'x-username'), headerOf(request, 'x-token'));
    },
  };
  const facilityOf = ({ facility }: FastifyRequest): Opened => {
    if (!facility) throw new Refusal('bpjs/not-found', 404);
    return facility;
  };

  function routes(web: FastifyInstance): void {
    web.get(
      '/:region/:office/auth',
      { config: { ...ask, rateLimit: { ...ask.rateLimit, max: PER_MINUTE.auth } } },
      async (request, reply) => {
        request.facility = await opened(request);
        const { facility } = request;
        const token = await bpjs.signIn(facility, headerOf(request, 'x-username'), headerOf(request, 'x-password'));
        return say(request, reply, { response: { token } });
      },
    );
    web.get('/:region/:office/antrean/status/:poli/:tanggal', signedIn, async (request, reply) => {
      const { poli, day } = readPoliDay(sent(request.params));
      const all = await bpjs.status(facilityOf(request), poli, day);
      const response = all.map((one) => ({
        ...{ namapoli: one.poliName, totalantrean: String(one.given), sisaantrean: one.left },
        ...{ antreanpanggil: one.called ?? '-', keterangan: '', kodedokter: one.doctor },
        ...{ namadokter: one.doctorName, jampraktek: one.hours },
      }));
      return say(request, reply, { response });
    });
    web.post('/:region/:office/antrean', signedIn, async (request, reply) => {
      const taken = await bpjs.take(facilityOf(request), readTake(sent(request.body)));
      const { nomorantrean, ...rest } = numberOf(taken);
      return say(request, reply, { response: { nomorantrean, angkaantrean: taken.number, ...rest } });
    });
    web.get('/:region/:office/antrean/sisapeserta/:kartu/:poli/:tanggal', signedIn, async (request, reply) => {
      const remaining = await bpjs.remaining(facilityOf(request), readOwnInPath(sent(request.params)));
      return say(request, reply, { response: numberOf(remaining) });
    });
    web.post('/:region/:office/peserta', signedIn, async (request, reply) => {
      const at = facilityOf(request);
      await bpjs.newPatient(at, readNewPatient(sent(request.body), localDate(clock(), at.zone)));
      return say(request, reply, {});
    });
    web.put('/:region/:office/antrean/batal', signedIn, async (request, reply) => {
      await bpjs.cancel(facilityOf(request), readOwn(sent(request.body)));
      return say(request, reply, {});
    });
  }

  return (web) =>
    web.register(
      async (inner) => {
        inner.decorateRequest('facility', undefined);
        // What has no route is said so, whatever else may be wrong with it.
        inner.setErrorHandler((error: Error, request, reply) =>
          refuse(request, reply, request.is404 ? nowhere(request) : error),
        );
        inner.setNotFoundHandler((request, reply) => refuse(request, reply, nowhere(request)));
        await inner.register(rateLimit, {
          global: false,
          keyGenerator: (request) => `${request.ip} ${officeOf(request)}`,
          errorResponseBuilder: (_request, { ttl }) =>
            new Refusal('frame/too-many', 429, { seconds: Math.ceil(ttl / 1000) }),
        });
        // JSON, whatever the type says: BPJS's own guide calls it a form.
        inner.removeAllContentTypeParsers();
        inner.addContentTypeParser(
          '*',
          { parseAs: 'string', bodyLimit: MOST },
          inner.getDefaultJsonParser('error', 'error'),
        );
        routes(inner);
      },
      { prefix: BASE },
    ) as unknown as Promise<void>;
}

/** The paths that there are, to tell a wrong method from a wrong address. */
const PATHS: readonly (readonly [RegExp, string])[] = [
  [/^\/bpjs\/[^/]+\/[^/]+\/auth\/?$/, 'GET'],
  [/^\/bpjs\/[^/]+\/[^/]+\/(antrean|peserta)\/?$/, 'POST'],
  [/^\/bpjs\/[^/]+\/[^/]+\/antrean\/batal\/?$/, 'PUT'],
  [/^\/bpjs\/[^/]+\/[^/]+\/antrean\/status\/[^/]+\/[^/]+\/?$/, 'GET'],
  [/^\/bpjs\/[^/]+\/[^/]+\/antrean\/sisapeserta\/[^/]+\/[^/]+\/[^/]+\/?$/, 'GET'],
];

const methodOf = (request: FastifyRequest): string | undefined =>
  PATHS.find(([path]) => path.test(request.url.split('?')[0] ?? ''))?.[1];

function nowhere(request: FastifyRequest): Refusal {
  return methodOf(request) ? new Refusal('bpjs/wrong-method', 405) : new Refusal('bpjs/not-found', 404);
}

/** As the samples of the contract are typed: the number of people before as text. */
const numberOf = (one: Numbered) => ({
  ...{ nomorantrean: one.label, namapoli: one.poliName, sisaantrean: String(one.ahead) },
  ...{ antreanpanggil: one.called ?? '-', keterangan: one.note },
});
