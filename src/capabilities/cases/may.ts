import { type Actor, type CaseSubject, can, type Subjects } from '../accounts/index.ts';
import type { Case, Doer } from './case.ts';
import { refusals } from './errors.ts';

/** What is done or read on a case that was loaded. */
export type OnCase =
  | 'case.view'
  | 'case.answer'
  | 'case.submit'
  | 'case.withdraw'
  | 'case.say'
  | 'case.ask'
  | 'case.note';

const NOTHING_PROVEN = { level: 1, children: [], mandates: [] } as const;

/** Who acts, as `can` asks for it. An officer acts by his roles at the seat that he sits in and by no others. */
export function actorIn(doer: Doer): Actor {
  const { id, seat, roles } = doer;
  if (seat === null) return { kind: 'citizen', person: id, ...(doer.citizen ?? NOTHING_PROVEN) };
  const region = seat.slice(0, seat.indexOf('/'));
  const held = roles.map((role) => ({
    region,
    office: seat,
    role,
    capacity: doer.acting?.[role] ?? ('tetap' as const),
  }));
  return { kind: 'officer', id, roles: held };
}

const subjectOf = (found: Case, { id, seat, present }: Doer): CaseSubject => ({
  ...found,
  present: seat !== null && present !== undefined ? { officer: id, office: seat, person: present } : null,
});

/** Whether this doer may do this with the case as it stands. */
export const mayOn = (doer: Doer, action: OnCase, found: Case): boolean =>
  can(actorIn(doer), action, subjectOf(found, doer));

/** @throws Refusal `cases/not-found` for whoever may not see it, `cases/not-open` for whoever sees it and may not do this now */
export function mustOn(doer: Doer, action: OnCase, found: Case): void {
  if (mayOn(doer, action, found)) return;
  throw mayOn(doer, 'case.view', found) ? refusals.notOpen() : refusals.notFound();
}

/** Whether this doer may begin a case of this service: a citizen for those he acts for, an officer for whoever stands before him. */
export function mayBegin(doer: Doer, begun: Subjects['case.begin'] & { readonly applicant: string }): boolean {
  const { seat } = doer;
  if (seat === null) return begun.applicant === doer.id && can(actorIn(doer), 'case.begin', begun);
  const office = { region: seat.slice(0, seat.indexOf('/')), office: seat };
  return begun.applicant === doer.present && can(actorIn(doer), 'case.assist', office);
}

/** Whether this doer may give the word that `party` was asked for: the very person, or an officer of that region's counters for him. */
export const mayAnswer = (doer: Doer, asked: Subjects['consent.answer']): boolean =>
  can(actorIn(doer), 'consent.answer', asked);
