import type { Definition, Issue, Names, Question, Settled, Step } from '../../engine/index.ts';
import { type IsoDate, isIsoDate } from '../../kernel/dates.ts';
import type { Json } from '../../kernel/json.ts';
import type { Deed } from './acting.ts';
import type { Case, Doer } from './case.ts';
import { refusals } from './errors.ts';
import { isUnborn } from './newborn.ts';
import type { Appointment, CasesDeps, ChosenVisit, Joined, OfferedWindow, Visit } from './ports.ts';

// For what somebody comes to a counter with a case: what its form chose, and what is written elsewhere with its acts.

type AppointmentField = Extract<Question['field'], { readonly kind: 'appointment' }>;
type Asked = Question & { readonly field: AppointmentField };

/** The questions of a form for which somebody comes to a counter. */
export const appointmentsIn = (definition: Definition): readonly Asked[] =>
  definition.pages.flatMap((page) => page.questions).filter((one): one is Asked => one.field.kind === 'appointment');

const windowIn = (answer: Json | undefined): OfferedWindow | undefined =>
  typeof answer === 'object' && answer !== null && 'slot' in answer && !('unknown' in answer)
    ? (answer as unknown as OfferedWindow)
    : undefined;

const regionOf = (office: string): string => office.slice(0, office.indexOf('/'));

/** Where numbers of a case may stand: the offices that its answers name. */
export const regionsOf = (definition: Definition, { answers }: Pick<Case, 'answers'>): readonly string[] => [
  ...new Set(
    appointmentsIn(definition).flatMap(({ id }) => {
      const chosen = windowIn(answers[id]);
      return chosen ? [regionOf(chosen.office)] : [];
    }),
  ),
];

/** Who comes: the one it is about; for a child that is yet to be recorded whoever reports it. */
export function visitOf(found: Case, definition: Definition, names: Names, question: string): Visit {
  const unborn = isUnborn(definition);
  const facts = names[unborn ? 'applicant' : 'subject'];
  const fact = (name: string): unknown =>
    typeof facts === 'object' && facts !== null && name in facts ? (facts as Record<string, unknown>)[name] : null;
  const [nik, sex, born] = [fact('nik'), fact('sex'), fact('birthDate')];
  const date = typeof born === 'object' && born !== null && 'date' in born ? String(born.date) : '';
  return {
    ...{ region: found.region, id: found.id, question, applicant: found.applicant, authority: found.authority },
    person: unborn ? found.applicant : found.subject,
    name: unborn ? found.applicantName : found.subjectName,
    nik: typeof nik === 'string' ? nik : null,
    sex: sex === 'male' || sex === 'female' ? sex : null,
    birthDate: isIsoDate(date) ? (date as IsoDate) : null,
  };
}

/** What the form chose. */
export const visitsIn = (found: Case, definition: Definition, { answers, names }: Settled): readonly ChosenVisit[] =>
  appointmentsIn(definition).flatMap(({ id }) => {
    const chosen = windowIn(answers[id]);
    return chosen ? [{ ...visitOf(found, definition, names, id), office: chosen.office, slot: chosen.slot }] : [];
  });

/** Both writes in one transaction. */
export function joined(
  ...parts: readonly (Pick<Deed, 'more' | 'extra'> | Joined | undefined)[]
): Pick<Deed, 'more' | 'extra'> {
  const writes = parts.flatMap((part) => {
    if (part === undefined) return [];
    const write = 'write' in part ? part.write : part.more;
    return write ? [write] : [];
  });
  if (writes.length === 0) return {};
  const contexts = parts.flatMap((part) =>
    part === undefined ? [] : 'write' in part ? [part.context] : [part.extra ?? {}],
  );
  const lists = ['regions', 'persons', 'offices', 'acts', 'holds'] as const;
  return {
    more: async (tx) => {
      for (const write of writes) await write(tx);
    },
    extra: Object.fromEntries(lists.map((list) => [list, contexts.flatMap((context) => context[list] ?? [])])),
  };
}

/** Books what the form chose, with the act that sends it. */
export const bookingOf = (
  deps: CasesDeps,
  doer: Doer,
  visits: readonly ChosenVisit[],
  key: string,
): Promise<Joined | undefined> =>
  visits.length === 0
    ? Promise.resolve(undefined)
    : deps.appointments.booking(visits, doer, key, (question, why) => refusals.appointment(question, why));

/** A case that comes to nothing gives its numbers back, with the act that ends it. */
export const cancellingOf = async (
  deps: CasesDeps,
  found: Case,
  definition: Definition,
  doer: Doer,
  key: string,
  only?: readonly string[],
): Promise<Joined | undefined> => {
  const regions = regionsOf(definition, found);
  return regions.length === 0 ? undefined : deps.appointments.cancelling(found, doer, regions, key, only);
};

export const bookedOf = (visits: readonly ChosenVisit[]): Readonly<Record<string, string>> =>
  Object.fromEntries(visits.map(({ question, slot }) => [question, slot]));

/** In a repair another window was chosen than the one that is booked: the old number goes, the new one comes, or neither. */
export async function rebookingOf(
  deps: CasesDeps,
  doer: Doer,
  found: Case,
  definition: Definition,
  form: Settled,
  key: string,
): Promise<{ readonly booked: Case['flow']['booked']; readonly parts: readonly (Joined | undefined)[] }> {
  const visits = visitsIn(found, definition, form);
  const anew = visits.filter(({ question, slot }) => found.flow.booked?.[question] !== slot);
  const questions = anew.map(({ question }) => question);
  if (anew.length === 0) return { booked: found.flow.booked, parts: [] };
  const parts = [
    await cancellingOf(deps, found, definition, doer, key, questions),
    await bookingOf(deps, doer, anew, key),
  ];
  return { booked: { ...found.flow.booked, ...bookedOf(anew) }, parts };
}

/** Holds what a draft's new answers choose. @returns what is wrong with those that can't be had */
export async function holding(
  deps: CasesDeps,
  found: Case,
  definition: Definition,
  form: Settled,
  asked: ReadonlySet<string>,
): Promise<readonly Issue[]> {
  const issues: Issue[] = [];
  for (const visit of visitsIn(found, definition, form).filter(({ question }) => asked.has(question))) {
    const before = windowIn(found.answers[visit.question]);
    const outcome = await deps.appointments.hold(visit, before && regionOf(before.office));
    if (outcome !== 'held')
      issues.push({ question: visit.question, input: visit.question, code: `appointment/${outcome}`, params: {} });
  }
  return issues;
}

/** What was booked with a case, as it stands now. */
export async function numbersOf(deps: CasesDeps, found: Case, doer: Doer): Promise<readonly Appointment[]> {
  if (found.flow.booked === undefined) return [];
  const { definition } = await deps.catalogue.version(found.service, found.serviceVersion);
  return deps.appointments.of(found, doer, regionsOf(definition, found));
}

/** The number that must be called before a step at which somebody is met goes on by its first action. */
export const notMetYet = (
  step: Pick<Step, 'do'> | undefined,
  numbers: readonly Appointment[],
): Appointment | undefined =>
  step?.do === 'meet' ? numbers.find(({ status }) => status === 'booked' || status === 'waiting') : undefined;

/** A step at which somebody is met goes on by its first action only when his number was called. @throws Refusal */
export async function mustHaveMet(deps: CasesDeps, doer: Doer, found: Case, step: Step, action: string): Promise<void> {
  if (step.do !== 'meet' || step.actions[0]?.id !== action) return;
  const ahead = notMetYet(step, await numbersOf(deps, found, doer));
  if (ahead) throw refusals.notMet(ahead.label);
}

/** Forgets the holds of a draft that is thrown away; they would end by themselves. */
export async function letGo(deps: CasesDeps, found: Case, definition: Definition): Promise<void> {
  const regions = regionsOf(definition, found);
  if (regions.length > 0) await deps.appointments.letGo(found, found.applicant, regions);
}
