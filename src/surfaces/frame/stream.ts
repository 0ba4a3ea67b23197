import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../kernel/refusal.ts';

const BEAT_MILLIS = 20_000;

/**
 * Server-sent events that only say "look again". A page that hears none is right after any reload. Begins with one, so that what moved
 * between the page and the stream is seen.
 * @param watch calls back whenever something moved; returns how to end it
 */
export function createStreams(web: FastifyInstance) {
  const open = new Set<() => void>();
  // A process that goes home lets nobody hang.
  web.addHook('preClose', async () => {
    for (const end of [...open]) end();
  });

  return (request: FastifyRequest, reply: FastifyReply, watch: (hear: () => void) => () => void): FastifyReply => {
    if (!String(request.headers.accept).includes('text/event-stream')) throw new Refusal('frame/not-a-stream', 406);
    reply.hijack();
    // A line that stays open for hours is no work.
    request.work?.ends();
    const { raw } = reply;
    raw.writeHead(200, {
      ...{ 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
      ...{ 'x-content-type-options': 'nosniff' },
    });
    raw.write('retry: 5000\ndata: 1\n\n');
    const stop = watch(() => raw.write('data: 1\n\n'));
    const beat = setInterval(() => raw.write(': .\n\n'), BEAT_MILLIS).unref();
    const end = (): void => {
      stop();
      clearInterval(beat);
      open.delete(end);
      raw.end();
    };
    open.add(end);
    request.raw.on('close', end);
    return reply;
  };
}
