import type { FastifyRequest } from 'fastify';

/** The token of somebody who logged in through the API. */
export function tokenOf(request: FastifyRequest): string | undefined {
  return /^bearer ([\w-]{43})$/i.exec(request.headers.authorization ?? '')?.[1];
}
