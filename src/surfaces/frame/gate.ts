import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../../kernel/text.ts';
import { type Admission, watchLag } from './admission.ts';
import type { BusyPages, Kept, Why } from './busy-page.tsx';
import { sendProblemJson, wantsPage } from './problem-page.tsx';
import { comeBack } from './web.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Seconds after which whoever is turned away may come back; 0 for whoever came in. */
    turnedAway: number;
    /** Because too many came, or because the database did not say who it is. */
    turnedAwayFor: Why;
    /** What this request counts as work; null for whoever is not counted. */
    work: { readonly rests: () => void; readonly goesOn: () => void; readonly ends: () => void } | null;
  }
}

export type GateDeps = {
  readonly admission: Admission;
  readonly pages: BusyPages;
  readonly lang: (request: FastifyRequest) => Language;
  readonly now: () => number;
};

/** Where people write long and nothing secret: what they send is worth reading also when there is no time for it. */
const WRITTEN = /^\/(permohonan|layanan|urusan|kantor\/berkas)\//;
const MOST_KEPT = 256 * 1024;

/** What the gate does for others: those whom the database could not tell, before or after it was known who they are. */
export type Gate = {
  /** True where the body is worth reading first: then the page that tells to come back has what was written in it. */
  holdUp(request: FastifyRequest): boolean;
  /** The page of somebody whose request ran into a database or a disk that does not serve. */
  sendAway(request: FastifyRequest, reply: FastifyReply, seconds: number): FastifyReply;
};

/** Turns away whom the process has no time for, before anything is asked of the database; what somebody has written stays in his page. */
export function installGate(web: FastifyInstance, { admission, pages, lang, now }: GateDeps): Gate {
  const stop = watchLag(admission, now);
  web.addHook('onClose', async () => stop());
  web.decorateRequest('turnedAway', 0);
  web.decorateRequest('turnedAwayFor', 'busy');
  web.decorateRequest('work', null);

  function count(request: FastifyRequest, reply: FastifyReply): void {
    admission.enter();
    let inside = true;
    request.work = {
      rests: () => {
        if (inside) admission.rest();
        inside = false;
      },
      goesOn: () => {
        if (!inside) admission.enter();
        inside = true;
      },
      ends: () => {
        if (inside) admission.leave();
        inside = false;
      },
    };
    reply.raw.once('close', request.work.ends);
  }

  function away(request: FastifyRequest, reply: FastifyReply, seconds: number, why: Why): FastifyReply {
    reply.status(503).header('retry-after', String(seconds));
    if (why === 'busy' && !wantsPage(request))
      return sendProblemJson(
        { code: 'frame/busy', status: 503, params: { seconds }, reference: request.id },
        lang(request),
        reply,
      );
    reply.type('text/html; charset=utf-8');
    if (request.method !== 'GET') return reply.send(pages.lost(lang(request), seconds, why));
    return reply.header('refresh', String(seconds)).send(pages.look(lang(request), seconds, why));
  }

  function keep(request: FastifyRequest, reply: FastifyReply, seconds: number, why: Why): FastifyReply {
    reply.status(503).header('retry-after', String(seconds)).type('text/html; charset=utf-8');
    return reply.send(pages.send(lang(request), seconds, keptOf(request), why));
  }

  web.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.public) return;
    const seconds = admission.turnedAway();
    if (seconds !== undefined) {
      request.turnedAway = seconds;
      if (!isWritten(request)) return away(request, reply, seconds, 'busy');
    } else count(request, reply);
  });
  // A body may come in over minutes: until it is there, nobody works on it.
  web.addHook('preParsing', async (request) => request.work?.rests());
  web.addHook('preHandler', async (request, reply) => {
    if (request.turnedAway > 0) return keep(request, reply, request.turnedAway, request.turnedAwayFor);
    request.work?.goesOn();
  });
  web.addHook('onSend', async (request) => request.work?.ends());
  return {
    holdUp: (request) => {
      if (!isWritten(request)) return false;
      request.turnedAway = comeBack(request.id);
      request.turnedAwayFor = 'away';
      return true;
    },
    sendAway: (request, reply, seconds) =>
      isWritten(request) && request.body != null
        ? keep(request, reply, seconds, 'away')
        : away(request, reply, seconds, 'away'),
  };
}

function isWritten(request: FastifyRequest): boolean {
  const length = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY);
  return request.method === 'POST' && WRITTEN.test(request.url) && wantsPage(request) && length <= MOST_KEPT;
}

/** What the form held, but for files. */
function keptOf(request: FastifyRequest): Kept {
  const body = (request.body ?? {}) as Readonly<Record<string, unknown>>;
  const all = Object.entries(body).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one: unknown) => [name, one] as const),
  );
  const fields = all.filter((one): one is readonly [string, string] => typeof one[1] === 'string');
  return { action: request.url, fields, files: fields.length < all.length };
}
