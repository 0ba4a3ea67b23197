import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OfficerSigned, RoleHeld } from '../../capabilities/accounts/index.ts';
import type { Doer } from '../../capabilities/cases/index.ts';
import type { Office } from '../../capabilities/organisations/index.ts';
import { type Language, say } from '../../kernel/text.ts';
import type { WorkCalendar } from '../../kernel/working-time.ts';
import { codeText, type OfficeDeps } from './deps.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who works here; set on every page behind the officers' login. */
    desk: Desk;
  }
}

/** An officer at the office he sits in now. */
export type Desk = {
  readonly signed: OfficerSigned;
  readonly office: Office;
  /** Roles at this office only. */
  readonly roles: readonly RoleHeld[];
  readonly doer: Doer;
  /** At how many offices he could sit. */
  readonly seats: number;
  readonly calendar: WorkCalendar;
};

const SEAT_COOKIE = 'kursi';

/** The offices at which somebody holds a role now. */
export const seatsOf = (signed: OfficerSigned): readonly string[] => [
  ...new Set(signed.roles.map((role) => role.office)),
];

/** The cookie only remembers the choice; a seat that is not held any more counts for nothing. */
export function seatOf(request: FastifyRequest, signed: OfficerSigned): string | undefined {
  const seats = seatsOf(signed);
  const chosen = request.cookies[SEAT_COOKIE];
  return seats.length === 1 ? seats[0] : seats.find((seat) => seat === chosen);
}

export const rememberSeat = (request: FastifyRequest, reply: FastifyReply, seat: string): FastifyReply =>
  reply.setCookie(SEAT_COOKIE, seat, {
    ...{ path: '/kantor', httpOnly: true, sameSite: 'lax' as const, secure: request.protocol === 'https' },
  });
export const forgetSeat = (reply: FastifyReply): FastifyReply => reply.clearCookie(SEAT_COOKIE, { path: '/kantor' });

export async function deskAt(t: OfficeDeps, signed: OfficerSigned, seat: string): Promise<Desk> {
  const office = await t.organisations.getOffice(seat);
  const roles = signed.roles.filter((role) => role.office === seat);
  const acting = Object.fromEntries(
    roles.flatMap(({ role, capacity }) => (capacity === 'tetap' ? [] : [[role, capacity] as const])),
  );
  const doer: Doer = {
    // The bare name: it is printed under what he signs, where the office's title follows it.
    ...{ id: signed.officer, label: signed.name, seat, roles: roles.map(({ role }) => role), acting },
    nik: (await t.accounts.officerNik(signed.officer)) ?? null,
  };
  const calendar = await t.organisations.clockOf(office);
  return { signed, office, roles, doer, seats: seatsOf(signed).length, calendar };
}

const ACTING = { plt: 'Plt. ', plh: 'Plh. ', tetap: '' } as const;

/** @example roleWords(t, desk, 'id') // 'Plt. Kepala Dinas, Disdukcapil Maluku Tenggara' */
export function roleWords(t: OfficeDeps, { roles, office }: Desk, lang: Language): string {
  const held = roles.map(({ role, capacity }) => `${ACTING[capacity]}${roleText(t, role, lang)}`);
  return `${held.join(', ')}, ${office.name}`;
}

export const roleText = (t: OfficeDeps, role: string, lang: Language): string =>
  say(role === 'adminKota' ? { id: 'Admin kota', en: 'City administrator' } : codeText(t, 'roles', role), lang);

export const holdsOneOf = (desk: Desk, roles: readonly string[]): boolean =>
  desk.roles.some(({ role }) => roles.includes(role));
