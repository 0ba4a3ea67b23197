import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf, can, type Visit } from '../../capabilities/accounts/index.ts';
import type { Case, CaseRef, Doer } from '../../capabilities/cases/index.ts';
import type { Person } from '../../capabilities/people/index.ts';
import { type AtCounter, atCounter, lookedAtCounter } from '../frame/index.ts';
import type { Tools } from './deps.ts';
import { citizenOf, mustBe } from './visitor.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** An officer fills in for somebody at his counter; set by `mustFill` and `mustStart`. */
    helping: Helping | null;
  }
}

export type Helping = {
  /** Who is helped. */
  readonly name: string;
  readonly office: string;
  /** The page of this visit at the counter. */
  readonly home: string;
  readonly visit: string;
};

/** Who fills in a form: a citizen for himself, or an officer with that citizen in front of him. `read`: his case, where it came with him. */
export type Filler = {
  readonly doer: Doer;
  readonly person: Person;
  readonly helping: Helping | null;
  readonly read?: Case | undefined;
};

const NOT_HERE = '/kantor/loket?pesan=habis';

/** Whoever may fill in this case: its citizen with the PIN; an officer only while its applicant stands before him. */
export async function mayFill(t: Tools, request: FastifyRequest, ref: CaseRef): Promise<Filler | undefined> {
  const officer = t.frame.officer(request);
  if (!officer) {
    const citizen = await citizenOf(t, request);
    if (citizen?.signed.level !== 2) return undefined;
    return { doer: citizen.doer, person: citizen.person, helping: null, read: request.visitor.found };
  }
  for (const visit of await t.accounts.openVisits(officer.officer)) {
    const at = await atCounter(t, officer, visit);
    const found = await t.cases.find(at.desk.doer, ref);
    if (found?.applicant !== visit.person) continue;
    await t.accounts.goesOn(visit);
    await lookedAtCounter(t, at, { seen: [found.id], persons: [found.subject] });
    return fillerOf(t, request, at);
  }
  return undefined;
}

/** The same, or the way to the login; for an officer the way back to the counter. */
export async function mustFill(
  t: Tools,
  request: FastifyRequest,
  reply: FastifyReply,
  ref: CaseRef,
): Promise<Filler | undefined> {
  const filler = await mayFill(t, request, ref);
  if (filler) return filler;
  if (t.frame.officer(request)) await reply.redirect(NOT_HERE, 303);
  else await mustBe(t, request, reply, 2);
  return undefined;
}

/** Whoever may begin a case: a citizen, or an officer for the visit that the page names. */
export async function mustStart(
  t: Tools,
  request: FastifyRequest,
  reply: FastifyReply,
  visitId: string,
): Promise<Filler | undefined> {
  const officer = t.frame.officer(request);
  if (!officer) {
    const citizen = await mustBe(t, request, reply, 2);
    return citizen && { doer: citizen.doer, person: citizen.person, helping: null };
  }
  const visit = await t.accounts.visitOf(officer.officer, visitId);
  if (visit && mayAssist(officer, visit)) {
    const at = await atCounter(t, officer, visit);
    await lookedAtCounter(t, at, { seen: [] });
    return fillerOf(t, request, at);
  }
  await reply.redirect(NOT_HERE, 303);
  return undefined;
}

const mayAssist = (officer: Parameters<typeof actorOf>[0], { office }: Visit): boolean =>
  can(actorOf(officer), 'case.assist', { region: office.slice(0, office.indexOf('/')), office });

async function fillerOf(t: Tools, request: FastifyRequest, { visit, desk }: AtCounter): Promise<Filler | undefined> {
  const person = await t.people.findById(visit.personRegion, visit.person);
  if (!person) return undefined;
  const helping = { name: person.name, office: desk.office.name, home: `/kantor/loket/${visit.id}`, visit: visit.id };
  request.helping = helping;
  return { doer: desk.doer, person, helping };
}
