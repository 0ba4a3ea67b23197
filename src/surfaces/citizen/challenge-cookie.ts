import type { FastifyReply, FastifyRequest } from 'fastify';

/** A code on its way: what the browser must remember between the number and the code. */
export type Challenge = { readonly token: string; readonly phone: string; readonly shared: boolean };

const SECONDS = 15 * 60;

const settings = (request: FastifyRequest) => ({
  ...{ path: '/', httpOnly: true, sameSite: 'lax' as const, secure: request.secure },
});

/** Each way in has one of its own, so that two that are open at once don't meet in it. */
export type WayIn = '/masuk' | '/daftar';
const NAMES = { '/masuk': 'kode', '/daftar': 'kode-daftar' } as const;
const nameOf = (request: FastifyRequest, way: WayIn): string => `${request.secure ? '__Host-' : ''}${NAMES[way]}`;

export function keepChallenge(request: FastifyRequest, reply: FastifyReply, way: WayIn, of: Challenge): void {
  const value = [of.token, Buffer.from(of.phone).toString('base64url'), of.shared ? '1' : '0'].join('.');
  reply.setCookie(nameOf(request, way), value, { ...settings(request), maxAge: SECONDS });
}

export function challengeOf(request: FastifyRequest, way: WayIn): Challenge | undefined {
  const [token = '', phone = '', shared = ''] = (request.cookies[nameOf(request, way)] ?? '').split('.');
  if (token === '') return undefined;
  return { token, phone: Buffer.from(phone, 'base64url').toString(), shared: shared === '1' };
}

export function dropChallenge(request: FastifyRequest, reply: FastifyReply, way: WayIn): void {
  reply.clearCookie(nameOf(request, way), settings(request));
}
