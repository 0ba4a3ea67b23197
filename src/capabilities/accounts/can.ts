import type { Level, RoleHeld } from './signed.ts';

/** Who asks. Facts are loaded by the caller; nothing that a browser sent stands here. */
export type Actor =
  | { readonly kind: 'anonymous' }
  | CitizenActor
  | { readonly kind: 'officer'; readonly id: string; readonly roles: readonly RoleHeld[] };
export type CitizenActor = {
  readonly kind: 'citizen';
  readonly person: string;
  readonly level: Level;
  /** Persons for whom one acts by family: one's children under 17. */
  readonly children: readonly string[];
  readonly mandates: readonly { readonly giver: string; readonly services: readonly string[] }[];
};
type OfficerActor = Extract<Actor, { kind: 'officer' }>;

/** A case as it stands in the database now. Offices are whole names, 'region/office'. */
export type CaseSubject = {
  readonly region: string;
  readonly service: string;
  readonly status: 'draft' | 'running' | 'returned' | 'finished' | 'closed' | 'dropped';
  readonly applicant: string;
  readonly subject: string;
  readonly offices: readonly string[];
  /** Who stands at an officer's counter just now, as an open visit says; else null. */
  readonly present?: { readonly officer: string; readonly office: string; readonly person: string } | null;
};
/** One open step of a case. `barred`: actors who may not, by four eyes or because it is their own family's. */
export type StepSubject = {
  readonly case: CaseSubject;
  readonly office: string;
  readonly by: readonly string[];
  readonly do: string;
  readonly claimedBy: string | null;
  readonly barred: readonly string[];
};
export type PaperSubject = {
  readonly region: string;
  readonly office: string;
  readonly persons: readonly string[];
  readonly applicant: string;
};
export type PersonSubject = { readonly region: string; readonly person: string };
export type OfficeSubject = { readonly region: string; readonly office: string };
export type RegionSubject = { readonly region: string };
export type MandateSubject = { readonly giver: string; readonly receiver: string };
/** A number of a queue as it stands now. */
export type EntrySubject = {
  readonly region: string;
  readonly office: string;
  readonly applicant: string;
  readonly subject: string;
};
/** Somebody's word that a case waits for; `party` is who was asked, as the record names him. */
export type ConsentSubject = { readonly region: string; readonly party: string };
export type Beginning = { readonly service: string; readonly subject: string };

/** Every act, and the record that it is decided on. */
export type Subjects = {
  'case.begin': Beginning;
  'case.status': CaseSubject;
  'case.view': CaseSubject;
  'case.answer': CaseSubject;
  'case.submit': CaseSubject;
  'case.withdraw': CaseSubject;
  'case.say': CaseSubject;
  'case.ask': CaseSubject;
  'case.assist': OfficeSubject;
  'case.claim': StepSubject;
  'case.decide': StepSubject;
  'case.sign': StepSubject;
  'case.note': CaseSubject;
  'consent.answer': ConsentSubject;
  'inbox.view': OfficeSubject;
  'case.search': OfficeSubject;
  'paper.view': PaperSubject;
  'paper.check': null;
  'paper.revoke': PaperSubject;
  'person.view': PersonSubject;
  'person.search': OfficeSubject;
  'account.bind': OfficeSubject;
  'account.reset-pin': OfficeSubject;
  'mandate.give': MandateSubject;
  'mandate.end': MandateSubject;
  'mandate.witness': OfficeSubject;
  'queue.book': Beginning;
  'queue.view': EntrySubject;
  'queue.cancel': EntrySubject;
  'queue.change': EntrySubject;
  'queue.serve': OfficeSubject;
  'queue.arrange': OfficeSubject;
  'officer.manage': RegionSubject;
  'office.manage': RegionSubject;
  'service.publish': RegionSubject;
  'delivery.view': RegionSubject;
  'audit.read': RegionSubject;
  'access.own': PersonSubject;
};
export type Action = keyof Subjects;

/** Roles that stand behind a counter, that head an office, and that look after a region. Those of steps come from the services. */
export const COUNTER_ROLES = ['petugasLoket', 'petugasKelurahan'] as const;
/** Who works with a queue; whoever heads a Puskesmas may step in. */
export const QUEUE_ROLES = [...COUNTER_ROLES, 'perawat', 'kepalaPuskesmas'] as const;
export const HEAD_ROLES = ['kepalaDinas', 'camat', 'lurah'] as const;
export const ADMIN_ROLE = 'adminKota';
export const AUDITOR_ROLE = 'auditor';
export const NATION_ADMIN_ROLE = 'adminPusat';
/** Who looks after people, offices or the record of what was done: alone they open nobody's case or paper. */
const CARETAKERS: readonly string[] = [ADMIN_ROLE, NATION_ADMIN_ROLE, 'admin', AUDITOR_ROLE, 'ppdp'];

type Rule<S> = {
  readonly anonymous?: (subject: S) => boolean;
  readonly citizen?: (actor: CitizenActor, subject: S) => boolean;
  readonly officer?: (actor: OfficerActor, subject: S) => boolean;
};

const rules: { readonly [A in Action]: Rule<Subjects[A]> } = {
  'case.begin': { citizen: (a, s) => a.level === 2 && actsFor(a, s.subject, s.service) },
  'case.status': {
    citizen: (a, s) => isParty(a, s),
    officer: (a, s) => worksInOneOf(a, s.offices) || standsBefore(a, s),
  },
  'case.view': {
    citizen: (a, s) => a.level === 2 && isParty(a, s),
    officer: (a, s) => (s.status !== 'draft' && worksInOneOf(a, s.offices)) || standsBefore(a, s),
  },
  'case.answer': {
    citizen: (a, s) => isOpenToApplicant(s) && mayWrite(a, s),
    officer: (a, s) => isOpenToApplicant(s) && assists(a, s),
  },
  'case.submit': {
    citizen: (a, s) => isOpenToApplicant(s) && mayWrite(a, s),
    officer: (a, s) => isOpenToApplicant(s) && assists(a, s),
  },
  'case.withdraw': {
    citizen: (a, s) => isRunning(s) && mayWrite(a, s),
    officer: (a, s) => isRunning(s) && assists(a, s),
  },
  'case.say': {
    citizen: (a, s) => s.status !== 'draft' && mayWrite(a, s),
    officer: (a, s) => s.status !== 'draft' && assists(a, s),
  },
  'case.ask': {
    citizen: (a, s) => isRunning(s) && mayWrite(a, s),
    officer: (a, s) => isRunning(s) && assists(a, s),
  },
  'case.assist': { officer: (a, s) => holds(a, s, COUNTER_ROLES) },
  'case.claim': { officer: (a, s) => isSteps(a, s) && (s.claimedBy === null || s.claimedBy === a.id) },
  'case.decide': { officer: (a, s) => s.do !== 'sign' && isSteps(a, s) && s.claimedBy === a.id },
  'case.sign': { officer: (a, s) => s.do === 'sign' && isSteps(a, s) },
  'case.note': { officer: (a, s) => s.status !== 'draft' && worksInOneOf(a, s.offices) },
  'consent.answer': {
    citizen: (a, s) => a.level === 2 && a.person === s.party,
    officer: (a, s) => a.roles.some((r) => r.region === s.region && isCounter(r.role)),
  },
  'inbox.view': { officer: (a, s) => sitsInOneOf(a, [s.office]) },
  'case.search': { officer: (a, s) => worksInOneOf(a, [s.office]) },
  'paper.view': { citizen: (a, s) => a.level === 2 && seesPaper(a, s), officer: (a, s) => worksInOneOf(a, [s.office]) },
  'paper.check': { anonymous: () => true, citizen: () => true, officer: () => true },
  'paper.revoke': { officer: (a, s) => holds(a, s, HEAD_ROLES) },
  'person.view': { citizen: (a, s) => a.level === 2 && (a.person === s.person || a.children.includes(s.person)) },
  'person.search': { officer: (a, s) => holds(a, s, COUNTER_ROLES) },
  'account.bind': { officer: (a, s) => holds(a, s, COUNTER_ROLES) },
  'account.reset-pin': { officer: (a, s) => holds(a, s, COUNTER_ROLES) },
  'mandate.give': { citizen: (a, s) => a.level === 2 && a.person === s.giver && s.giver !== s.receiver },
  'mandate.end': { citizen: (a, s) => a.level === 2 && (a.person === s.giver || a.person === s.receiver) },
  'mandate.witness': { officer: (a, s) => holds(a, s, COUNTER_ROLES) },
  'queue.book': { citizen: (a, s) => a.level === 2 && actsFor(a, s.subject, s.service) },
  'queue.view': { citizen: (a, s) => a.level === 2 && isHolder(a, s), officer: (a, s) => holds(a, s, QUEUE_ROLES) },
  'queue.cancel': { citizen: (a, s) => a.level === 2 && isHolder(a, s), officer: (a, s) => holds(a, s, QUEUE_ROLES) },
  'queue.change': { citizen: (a, s) => a.level === 2 && isHolder(a, s), officer: (a, s) => holds(a, s, QUEUE_ROLES) },
  'queue.serve': { officer: (a, s) => holds(a, s, QUEUE_ROLES) },
  'queue.arrange': { officer: (a, s) => holds(a, s, ['kepalaPuskesmas', ...HEAD_ROLES]) },
  'officer.manage': { officer: looksAfter },
  'office.manage': { officer: looksAfter },
  'service.publish': { officer: looksAfter },
  'delivery.view': { officer: looksAfter },
  'audit.read': { officer: (a, s) => a.roles.some((r) => r.role === AUDITOR_ROLE && r.region === s.region) },
  'access.own': { citizen: (a, s) => a.level === 2 && (a.person === s.person || a.children.includes(s.person)) },
};

/**
 * Whether this actor may do this with this record. Whatever no rule allows is denied.
 * @example can({ kind: 'anonymous' }, 'case.view', loaded) // false
 */
export function can<A extends Action>(actor: Actor, action: A, subject: Subjects[A]): boolean {
  const rule: Rule<Subjects[A]> = rules[action];
  switch (actor.kind) {
    case 'anonymous':
      return rule.anonymous?.(subject) ?? false;
    case 'citizen':
      return rule.citizen?.(actor, subject) ?? false;
    case 'officer':
      return rule.officer?.(actor, subject) ?? false;
  }
}

export const ACTIONS = Object.keys(rules) as Action[];

const actsFor = (a: CitizenActor, person: string, service: string): boolean =>
  a.person === person ||
  a.children.includes(person) ||
  a.mandates.some((m) => m.giver === person && (m.services.length === 0 || m.services.includes(service)));

/** Whoever asked for it, or whom it is about; a mandate that ended shows nothing more. */
const isParty = (a: CitizenActor, s: CaseSubject): boolean =>
  a.person === s.subject || a.person === s.applicant || a.children.includes(s.subject);
const isHolder = (a: CitizenActor, s: EntrySubject): boolean =>
  a.person === s.subject || a.person === s.applicant || a.children.includes(s.subject);
const mayWrite = (a: CitizenActor, s: CaseSubject): boolean => a.level === 2 && a.person === s.applicant;
const isOpenToApplicant = (s: CaseSubject): boolean => s.status === 'draft' || s.status === 'returned';
const isRunning = (s: CaseSubject): boolean =>
  s.status === 'draft' || s.status === 'running' || s.status === 'returned';
const seesPaper = (a: CitizenActor, s: PaperSubject): boolean =>
  a.person === s.applicant || s.persons.includes(a.person) || s.persons.some((person) => a.children.includes(person));

const sitsInOneOf = (a: OfficerActor, offices: readonly string[]): boolean =>
  a.roles.some((r) => offices.includes(r.office));
const worksInOneOf = (a: OfficerActor, offices: readonly string[]): boolean =>
  a.roles.some((r) => offices.includes(r.office) && !CARETAKERS.includes(r.role));
const holds = (a: OfficerActor, at: OfficeSubject, roles: readonly string[]): boolean =>
  a.roles.some((r) => r.region === at.region && r.office === at.office && roles.includes(r.role));
const isCounter = (role: string): boolean => (COUNTER_ROLES as readonly string[]).includes(role);
const isSteps = (a: OfficerActor, s: StepSubject): boolean =>
  !s.barred.includes(a.id) && a.roles.some((r) => r.office === s.office && s.by.includes(r.role));
/** Before this officer, at a counter where he serves, stands somebody whom the case is by or about. */
function standsBefore(a: OfficerActor, s: CaseSubject): boolean {
  const { present } = s;
  if (!present || present.officer !== a.id) return false;
  const serves = a.roles.some((r) => r.office === present.office && isCounter(r.role));
  return serves && (present.person === s.applicant || present.person === s.subject);
}
/** What the applicant could write himself, an officer writes for him while he stands there. */
const assists = (a: OfficerActor, s: CaseSubject): boolean => s.present?.person === s.applicant && standsBefore(a, s);

function looksAfter(a: OfficerActor, s: RegionSubject): boolean {
  return a.roles.some((r) => (r.role === ADMIN_ROLE && r.region === s.region) || r.role === NATION_ADMIN_ROLE);
}
