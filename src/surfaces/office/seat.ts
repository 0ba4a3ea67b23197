import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OfficerSigned } from '../../capabilities/accounts/index.ts';
import { type Desk, seatsOf } from '../frame/index.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who works here; set on every page behind the officers' login. */
    desk: Desk;
  }
}

const SEAT_COOKIE = 'kursi';

/** The cookie only remembers the choice; a seat that is not held any more counts for nothing. */
export function seatOf(request: FastifyRequest, signed: OfficerSigned): string | undefined {
  const seats = seatsOf(signed);
  const chosen = request.cookies[SEAT_COOKIE];
  return seats.length === 1 ? seats[0] : seats.find((seat) => seat === chosen);
}

export const rememberSeat = (request: FastifyRequest, reply: FastifyReply, seat: string): FastifyReply =>
  reply.setCookie(SEAT_COOKIE, seat, {
    ...{ path: '/kantor', httpOnly: true, sameSite: 'lax' as const, secure: request.secure },
  });
export const forgetSeat = (reply: FastifyReply): FastifyReply => reply.clearCookie(SEAT_COOKIE, { path: '/kantor' });
