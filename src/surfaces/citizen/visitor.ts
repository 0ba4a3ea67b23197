import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Level } from '../../capabilities/accounts/index.ts';
import { type Citizen, citizenBehind } from '../frame/index.ts';
import type { Tools } from './deps.ts';

export type { Citizen } from '../frame/index.ts';

export async function citizenOf(t: Tools, request: FastifyRequest): Promise<Citizen | undefined> {
  const signed = t.frame.citizen(request);
  return signed && citizenBehind(t, signed, request.visitor.person);
}

/** The citizen at this level, or the way to the login that comes back here. */
export async function mustBe(
  t: Tools,
  request: FastifyRequest,
  reply: FastifyReply,
  level: Level,
): Promise<Citizen | undefined> {
  const citizen = await citizenOf(t, request);
  if (citizen && citizen.signed.level >= level) return citizen;
  // What was posted is lost by a login, so it comes back to the page and not to the act.
  const back = request.method === 'GET' ? request.url : new URL(request.headers.referer ?? '/', 'http://a').pathname;
  await reply.redirect(`/masuk${citizen ? '/pin' : ''}?ke=${encodeURIComponent(back)}`, 303);
  return undefined;
}

/** @example firstName('Dewi Lestari') // 'Dewi' */
export const firstName = (name: string): string => name.split(' ')[0] ?? name;
