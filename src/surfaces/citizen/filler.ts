import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf, can, type Visit } from '../../capabilities/accounts/index.ts';
import type { CaseRef, Doer, Draft } from '../../capabilities/cases/index.ts';
import type { Person } from '../../capabilities/people/index.ts';
import { type AtCounter, atCounter, doerOf, lookedAtCounter } from '../frame/index.ts';
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

/** Who fills in a form: a citizen for himself, or an officer with that citizen in front of him. */
export type Filler = { readonly doer: Doer; readonly person: Person; readonly helping: Helping | null };

const NOT_HERE = '/kantor/loket?pesan=habis';

/** Whoever may fill in this case: its citizen with the PIN; an officer only while its applicant stands before him. */
export async function mayFill(t: Tools, request: FastifyRequest, ref: CaseRef): Promise<Filler | undefined> {
  const officer = t.frame.officer(request);
  if (!officer) {
    const citizen = await citizenOf(t, request);
    return citizen?.signed.level === 2 ? { doer: citizen.doer, person: citizen.person, helping: null } : undefined;
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

/** The same with the draft. Who he is and what he wrote are read side by side: neither needs the other. */
export async function mustFillDraft(
  t: Tools,
  request: FastifyRequest,
  reply: FastifyReply,
  ref: CaseRef,
): Promise<{ readonly filler: Filler; readonly draft: Draft } | undefined> {
  const signed = t.frame.citizen(request);
  const early = signed?.level === 2 ? t.cases.draft(doerOf(signed), ref) : undefined;
  // Whoever is sent to the login first is not told whether there is such a draft.
  early?.catch(() => undefined);
  const filler = await mustFill(t, request, reply, ref);
  return filler && { filler, draft: await (early ?? t.cases.draft(filler.doer, ref)) };
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
