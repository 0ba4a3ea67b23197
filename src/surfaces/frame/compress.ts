import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const WORTH_IT = 1024;
const TEXTS = /^(text\/html|application\/(problem\+)?json|application\/openapi\+json)/;
const br = promisify(brotliCompress);
const gz = promisify(gzip);

/** Pages go compressed: two thirds of what a cheap line would carry is saved. Assets come compressed already. */
export async function compress(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  // Who is turned away must cost next to nothing.
  if (request.turnedAway > 0) return payload;
  if (typeof payload !== 'string' || payload.length < WORTH_IT || reply.hasHeader('content-encoding')) return payload;
  if (!TEXTS.test(String(reply.getHeader('content-type') ?? ''))) return payload;
  const accepts = String(request.headers['accept-encoding'] ?? '');
  reply.header('vary', 'accept-encoding');
  // A quick level: the last percent is not worth a page's time.
  if (/\bbr\b/.test(accepts)) {
    reply.header('content-encoding', 'br');
    return br(payload, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
  }
  if (!/\bgzip\b/.test(accepts)) return payload;
  reply.header('content-encoding', 'gzip');
  return gz(payload, { level: 5 });
}
