import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../kernel/refusal.ts';
import type { Language } from '../../kernel/text.ts';
import { logFault, problemOf, tellWait } from '../frame/index.ts';
import { outcomeOf, searchset, sendResource, TYPE } from './answers.ts';
import { createAppointments } from './appointments.ts';
import { capabilityOf, SEARCHES, type Served } from './capability.ts';
import type { FhirDeps } from './deps.ts';
import { type Params, paramsOf } from './params.ts';
import type { Resource } from './resources.ts';
import { createTimetable } from './timetable.ts';

const PER_MINUTE = 600;
/** What holds no person may be kept for a moment by whoever stands between. */
const PUBLIC = 'public, max-age=10';

type Reads = {
  readonly one: (request: FastifyRequest, id: string) => Promise<Resource>;
  readonly all: (request: FastifyRequest, params: Params) => Promise<readonly Resource[]>;
  readonly open: boolean;
};

const langOf = (request: FastifyRequest): Language =>
  /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'id';

/** Queues for any client of FHIR R4: Location, Schedule, Slot and Appointment, to read. */
export function createFhirSurface(deps: FhirDeps): (web: FastifyInstance) => Promise<void> {
  const base = `${deps.config.publicUrl}/fhir`;
  const timetable = createTimetable(deps);
  const { location, locations, schedule, schedules, slot, slots } = timetable;
  const open = (
    one: (id: string) => Promise<Resource>,
    all: (params: Params) => Promise<readonly Resource[]>,
  ): Reads => ({
    ...{ one: (_request, id) => one(id), all: (_request, params) => all(params), open: true },
  });
  const served: Readonly<Record<Served, Reads>> = {
    Location: open(location, locations),
    Schedule: open(schedule, schedules),
    Slot: open(slot, slots),
    Appointment: { ...createAppointments(deps, timetable), open: false },
  };
  // A browser sends no bearer token by itself: nothing can be forged.
  const config = { public: true, proven: true, rateLimit: { max: PER_MINUTE, timeWindow: '1 minute' } };

  function refuse(request: FastifyRequest, reply: FastifyReply, error: Error): FastifyReply {
    const problem = problemOf(error, request.id);
    logFault(error, problem, request);
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="SatuLoket"');
    return tellWait(reply, problem.params)
      .status(problem.status)
      .header('content-language', langOf(request))
      .type(TYPE)
      .send(outcomeOf(problem, langOf(request)));
  }

  function routes(web: FastifyInstance): void {
    web.get('/metadata', { config }, async (request, reply) => {
      mustTakeJson(request);
      paramsOf(request.query, ['mode']);
      return sendResource(reply.header('cache-control', PUBLIC), capabilityOf(base, deps.version));
    });
    for (const [type, reads] of Object.entries(served) as [Served, Reads][]) {
      const kept = (reply: FastifyReply): FastifyReply => (reads.open ? reply.header('cache-control', PUBLIC) : reply);
      web.get(`/${type}`, { config }, async (request, reply) => {
        mustTakeJson(request);
        const params = paramsOf(
          request.query,
          SEARCHES[type].map(([name]) => name),
        );
        return sendResource(kept(reply), searchset(base, request, params, await reads.all(request, params)));
      });
      web.get(`/${type}/:id`, { config }, async (request, reply) => {
        mustTakeJson(request);
        paramsOf(request.query, []);
        return sendResource(kept(reply), await reads.one(request, (request.params as { id: string }).id));
      });
    }
  }

  return (web) =>
    web.register(
      async (inner) => {
        inner.addHook('onSend', async (request, reply, payload) => {
          // Whoever shows a token may be told of people: that is for no other page's eyes.
          if (request.headers.authorization === undefined) {
            reply.header('access-control-allow-origin', '*');
            reply.header('cross-origin-resource-policy', 'cross-origin');
          }
          return payload;
        });
        // What has no route is said so, whatever else may be wrong with it.
        inner.setErrorHandler((error: Error, request, reply) =>
          refuse(request, reply, request.is404 ? nowhere(request) : error),
        );
        inner.setNotFoundHandler((request, reply) => refuse(request, reply, nowhere(request)));
        await inner.register(rateLimit, {
          global: false,
          errorResponseBuilder: (_request, { ttl }) =>
            new Refusal('frame/too-many', 429, { seconds: Math.ceil(ttl / 1000) }),
        });
        routes(inner);
      },
      { prefix: '/fhir' },
    ) as unknown as Promise<void>;
}

function nowhere({ method }: FastifyRequest): Refusal {
  const reads = method === 'GET' || method === 'HEAD';
  return new Refusal(reads ? 'fhir/not-found' : 'fhir/read-only', reads ? 404 : 405);
}

const JSON_FORMATS = ['json', 'application/json', 'application/fhir+json', 'application/fhir json', 'text/json'];

/** Only JSON is spoken: who asks for XML alone is told so. */
function mustTakeJson(request: FastifyRequest): void {
  const { _format: format } = request.query as { readonly _format?: string | string[] };
  const only = format === undefined && /xml|turtle/.test(request.headers.accept ?? '');
  const takes = /json|\*|html/.test(request.headers.accept ?? '');
  if ((format !== undefined && !JSON_FORMATS.includes(String(format))) || (only && !takes))
    throw new Refusal('fhir/only-json', 406);
}
