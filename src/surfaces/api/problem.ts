import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Language, say } from '../../kernel/text.ts';
import { logFault, type Problem, problemJson, problemOf, tellWait } from '../frame/index.ts';
import { Refused } from './refused.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What was read is named by its version: if it has another, nothing is done. */
    guarded?: boolean;
  }
}

/** Titles are for people: Indonesian, English for whoever asks for it. */
const langOf = (request: FastifyRequest): Language =>
  /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'id';

/** Whatever goes wrong is told as RFC 9457 says, with each fault where it stands. */
export function problems(web: FastifyInstance): void {
  web.setErrorHandler((error: Error, request, reply) => {
    const found = problemOf(error, request.id);
    // 412 is the protocol's word for a version that is not the current one.
    const stale = found.code === 'cases/lost-guard' && request.routeOptions.config.guarded === true;
    const problem: Problem = stale ? { ...found, status: 412 } : found;
    logFault(error, problem, request);
    return send(problem, error, request, reply);
  });
}

function send(problem: Problem, error: Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const lang = langOf(request);
  const faults = error instanceof Refused ? error.faults : [];
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="SatuLoket"');
  tellWait(reply, problem.params);
  return reply
    .status(problem.status)
    .header('content-language', lang)
    .type('application/problem+json')
    .send({
      ...problemJson(problem, lang),
      ...(faults.length === 0
        ? {}
        : { errors: faults.map(({ pointer, code, say: text }) => ({ pointer, code, detail: say(text, lang) })) }),
    });
}
