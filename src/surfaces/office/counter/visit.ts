import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf, can, ownFamily, type Relative } from '../../../capabilities/accounts/index.ts';
import type { Person } from '../../../capabilities/people/index.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { type AtCounter, atCounter, type Desk, lookedAtCounter } from '../../frame/index.ts';
import { type OfficeDeps, paramOf } from '../deps.ts';

/** Somebody in front of this officer: the desk, the visit, and the person as the register knows him. */
export type Visiting = AtCounter & { readonly person: Person; readonly home: string };

export const COUNTER = '/kantor/loket';
export const homeOf = (visit: { readonly id: string }): string => `${COUNTER}/${visit.id}`;

/** @throws Refusal for whoever has no role behind a counter here */
export function mustServe(
  { signed, office }: Desk,
  action: 'person.search' | 'account.bind' | 'account.reset-pin' | 'mandate.witness',
): void {
  if (!can(actorOf(signed), action, { region: office.region, office: office.ref }))
    throw new Refusal('frame/not-found', 404);
}

/** The open visit that an address names, its look logged; or the way back to the counter. */
export async function mustVisit(
  t: OfficeDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  seen: readonly string[] = [],
): Promise<Visiting | undefined> {
  const { desk } = request;
  mustServe(desk, 'person.search');
  const id = paramOf(request, 'visit');
  const visit = await t.accounts.visitOf(desk.doer.id, id);
  const person =
    visit?.office === desk.office.ref ? await t.people.findById(visit.personRegion, visit.person) : undefined;
  if (!visit || !person) {
    await reply.redirect(`${COUNTER}?pesan=habis`, 303);
    return undefined;
  }
  const at = await atCounter(t, desk.signed, visit);
  await lookedAtCounter(t, at, { seen });
  return { ...at, person, home: homeOf(visit) };
}

/** Nobody helps his own family: the officer as a person of the register, when his NIK is known here. */
export async function isOwnFamily(t: OfficeDeps, desk: Desk, person: Person): Promise<boolean> {
  const own = desk.doer.nik === null ? undefined : await t.people.find(desk.doer.nik);
  return ownFamily(own && relativeOf(own), [relativeOf(person)]);
}

const relativeOf = ({ nik, kk, motherNik, fatherNik, spouseNik }: Person): Relative => ({
  ...{ person: nik, kk, spouse: spouseNik },
  parents: [motherNik, fatherNik].filter((one) => one !== null),
});
