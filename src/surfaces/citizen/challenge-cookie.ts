import type { FastifyReply, FastifyRequest } from 'fastify';

/** A code on its way: what the browser must remember between the number and the code. */
export type Challenge = { readonly token: string; readonly phone: string; readonly shared: boolean };

const SECONDS = 15 * 60;

const settings = (request: FastifyRequest, path: string) => ({
  ...{ path, httpOnly: true, sameSite: 'lax' as const, secure: request.secure },
});

/** Bound to its path, so that two ways in don't meet in it: therefore no `__Host-`. */
const nameOf = (request: FastifyRequest): string => (request.secure ? '__Secure-kode' : 'kode');

export function keepChallenge(request: FastifyRequest, reply: FastifyReply, path: string, of: Challenge): void {
  const value = [of.token, Buffer.from(of.phone).toString('base64url'), of.shared ? '1' : '0'].join('.');
  reply.setCookie(nameOf(request), value, { ...settings(request, path), maxAge: SECONDS });
}

export function challengeOf(request: FastifyRequest): Challenge | undefined {
  const [token = '', phone = '', shared = ''] = (request.cookies[nameOf(request)] ?? '').split('.');
  if (token === '') return undefined;
  return { token, phone: Buffer.from(phone, 'base64url').toString(), shared: shared === '1' };
}

export function dropChallenge(request: FastifyRequest, reply: FastifyReply, path: string): void {
  reply.clearCookie(nameOf(request), settings(request, path));
}
