import { ageOn } from '../../kernel/age.ts';
import { type IsoDate, isIsoDate } from '../../kernel/dates.ts';

/** By what right somebody acts for somebody; it stands on every act. */
export type ActingFor =
  | { readonly kind: 'self' }
  | { readonly kind: 'family'; readonly as: 'parent' | 'head' }
  | { readonly kind: 'mandate'; readonly mandate: string };

export type WhyNot = 'adult' | 'not-family' | 'too-young-to-act' | 'mandate-over' | 'mandate-other-service';
export type MayAct = { readonly ok: true; readonly by: ActingFor } | { readonly ok: false; readonly why: WhyNot };

export type PersonFacts = {
  readonly person: string;
  readonly birthDate: IsoDate;
  readonly kk: string | null;
  /** Head of the family or the head's spouse. */
  readonly leads: boolean;
  readonly parents: readonly string[];
};

export type MandateFacts = {
  readonly id: string;
  readonly giver: string;
  readonly receiver: string;
  /** Empty: all services. */
  readonly services: readonly string[];
  readonly status: 'asked' | 'active' | 'refused' | 'revoked';
  readonly until: IsoDate;
};

/** From this age one acts for oneself, and others need a mandate. */
export const ADULT_AGE = 17;

export const isAdult = (person: Pick<PersonFacts, 'birthDate'>, on: IsoDate): boolean =>
  ageOn(person.birthDate, on) >= ADULT_AGE;

/**
 * "Untuk siapa?": oneself, a child under 17 that one is a parent of or whose family one leads, or somebody who gave a mandate.
 * @param about.service what it is about; null when only looking around
 * @example mayActFor({ actor: ibu, subject: anak, service: 'akta-kelahiran', on: '2026-11-23' }, []) // { ok: true, by: { kind: 'family', as: 'parent' } }
 */
export function mayActFor(
  about: {
    readonly actor: PersonFacts;
    readonly subject: PersonFacts;
    readonly service: string | null;
    readonly on: IsoDate;
  },
  mandates: readonly MandateFacts[],
): MayAct {
  const { actor, subject, on } = about;
  if (!isIsoDate(on)) return { ok: false, why: 'not-family' };
  if (!isAdult(actor, on)) return { ok: false, why: 'too-young-to-act' };
  if (actor.person === subject.person) return { ok: true, by: { kind: 'self' } };
  const child = !isAdult(subject, on);
  if (child && subject.parents.includes(actor.person)) return { ok: true, by: { kind: 'family', as: 'parent' } };
  if (child && actor.leads && actor.kk !== null && actor.kk === subject.kk)
    return { ok: true, by: { kind: 'family', as: 'head' } };
  return byMandate(about, mandates) ?? { ok: false, why: child ? 'not-family' : 'adult' };
}

function byMandate(
  { actor, subject, service, on }: Parameters<typeof mayActFor>[0],
  mandates: readonly MandateFacts[],
): MayAct | undefined {
  const given = mandates.filter(
    (m) => m.giver === subject.person && m.receiver === actor.person && m.status === 'active',
  );
  const running = given.filter((m) => m.until >= on);
  const fit = running.find((m) => service === null || m.services.length === 0 || m.services.includes(service));
  if (fit) return { ok: true, by: { kind: 'mandate', mandate: fit.id } };
  if (running.length > 0) return { ok: false, why: 'mandate-other-service' };
  return given.length > 0 ? { ok: false, why: 'mandate-over' } : undefined;
}

/** Whether a mandate was given for this service, as long as it lasts. */
export const covers = (m: Pick<MandateFacts, 'services' | 'status'>, service: string): boolean =>
  m.status === 'active' && (m.services.length === 0 || m.services.includes(service));

export type Relative = {
  readonly person: string;
  readonly kk: string | null;
  readonly parents: readonly string[];
  readonly spouse: string | null;
};

/**
 * Nobody processes his own family's case: oneself, the same KK, parents, children, brothers and sisters, husband or wife, and theirs.
 * @param officer the officer as a person; undefined when the register doesn't know him, who then has no family here
 */
export function ownFamily(officer: Relative | undefined, persons: readonly Relative[]): boolean {
  if (!officer) return false;
  return persons.some((one) => sameHouse(officer, one) || ofOneBlood(officer, one) || married(officer, one));
}

const sameHouse = (a: Relative, b: Relative): boolean => a.person === b.person || (a.kk !== null && a.kk === b.kk);
const married = (a: Relative, b: Relative): boolean =>
  a.spouse === b.person ||
  b.spouse === a.person ||
  (a.spouse !== null && b.parents.includes(a.spouse)) ||
  (b.spouse !== null && a.parents.includes(b.spouse));
const ofOneBlood = (a: Relative, b: Relative): boolean =>
  a.parents.includes(b.person) ||
  b.parents.includes(a.person) ||
  a.parents.some((parent) => b.parents.includes(parent));
