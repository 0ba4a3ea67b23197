import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OfficerSigned } from '../../capabilities/accounts/index.ts';
import { type Desk, seatsOf } from '../frame/index.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who works here; set on every page behind the officers' login. */
    desk: Desk;
  }
}

const nameOf = (request: FastifyRequest): string => (request.secure ? '__Host-kursi' : 'kursi');

/** The cookie only remembers the choice; a seat that is not held any more counts for nothing. */
export function seatOf(request: FastifyRequest, signed: OfficerSigned): string | undefined {
  const seats = seatsOf(signed);
  const chosen = request.cookies[nameOf(request)];
  return seats.length === 1 ? seats[0] : seats.find((seat) => seat === chosen);
}

export const rememberSeat = (request: FastifyRequest, reply: FastifyReply, seat: string): FastifyReply =>
  reply.setCookie(nameOf(request), seat, {
    ...{ path: '/', httpOnly: true, sameSite: 'lax' as const, secure: request.secure },
  });
export const forgetSeat = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  reply.clearCookie(nameOf(request), { path: '/', secure: request.secure });
