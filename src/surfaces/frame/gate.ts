import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../../kernel/text.ts';
import { type Admission, watchLag } from './admission.ts';
import type { BusyPages, Why } from './busy-page.tsx';
import { type Door, keptOf, mayBeKept } from './door.ts';
import { wantsPage } from './problem-page.tsx';
import type { Stay } from './row.ts';
import { comeBack } from './web.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Seconds after which whoever is turned away may come back; 0 for whoever came in. */
    turnedAway: number;
    /** Because too many came, or because the database did not say who it is. */
    turnedAwayFor: Why;
    /** What this request counts as work; null for whoever is not counted. */
    work: Stay | null;
  }
}

export type GateDeps = {
  readonly admission: Admission;
  readonly door: Door;
  readonly pages: BusyPages;
  readonly lang: (request: FastifyRequest) => Language;
  readonly now: () => number;
};

/** What the gate does for others: those whom the database could not tell, before or after it was known who they are. */
export type Gate = {
  /** True where the body is worth reading first: then the page that tells to come back has what was written in it. */
  holdUp(request: FastifyRequest): boolean;
  /** The page of somebody whose request ran into a database or a disk that does not serve. */
  sendAway(request: FastifyRequest, reply: FastifyReply, seconds: number): FastifyReply;
};

/** Counts who is inside. Whoever was let through the door only for the sake of what he sends is turned away here, with all of it in his page. */
export function installGate(web: FastifyInstance, { admission, door, pages, lang, now }: GateDeps): Gate {
  const stop = watchLag(admission, now);
  web.addHook('onClose', async () => stop());
  web.decorateRequest('turnedAway', 0);
  web.decorateRequest('turnedAwayFor', 'busy');
  web.decorateRequest('work', null);

  function away(request: FastifyRequest, reply: FastifyReply, seconds: number): FastifyReply {
    reply.status(503).header('retry-after', String(seconds)).type('text/html; charset=utf-8');
    if (request.method !== 'GET') return reply.send(pages.lost(lang(request), seconds, request.url, 'away'));
    return reply.header('refresh', String(seconds)).send(pages.look(lang(request), seconds, request.url, 'away'));
  }

  function keep(request: FastifyRequest, reply: FastifyReply, seconds: number, why: Why): FastifyReply {
    reply.status(503).header('retry-after', String(seconds)).type('text/html; charset=utf-8');
    const kept = { action: request.url, ...keptOf(request.body) };
    return reply.send(pages.send(lang(request), seconds, kept, why));
  }

  web.addHook('onReady', async () => door.knows(web.routesTaken.filter((route) => route.public)));
  web.addHook('onRequest', async (request, reply) => {
    request.work = door.stayOf(request.raw) ?? null;
    // Beside the cookies of the page itself.
    const own = door.ownTurnOf(request.raw);
    if (own !== undefined) reply.header('set-cookie', own);
    const turn = door.turnOf(request.raw);
    if (turn === undefined) return;
    request.turnedAway = turn.seconds;
    reply.header('set-cookie', turn.cookie);
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
        : away(request, reply, seconds),
  };
}

const isWritten = (request: FastifyRequest): boolean => mayBeKept(request.raw) && wantsPage(request);
