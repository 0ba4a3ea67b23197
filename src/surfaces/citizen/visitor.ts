import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CitizenSigned, Level } from '../../capabilities/accounts/index.ts';
import type { Doer } from '../../capabilities/cases/index.ts';
import type { Person } from '../../capabilities/people/index.ts';
import type { Tools } from './deps.ts';

/** Somebody logged in, as the register knows him. */
export type Citizen = { readonly signed: CitizenSigned; readonly person: Person; readonly doer: Doer };

export async function citizenOf(t: Tools, request: FastifyRequest): Promise<Citizen | undefined> {
  const signed = t.frame.citizen(request);
  const person = signed && (await t.people.findById(signed.region, signed.person));
  if (!signed || !person) return undefined;
  return { signed, person, doer: { id: signed.person, label: person.name, seat: null, roles: [], nik: null } };
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
