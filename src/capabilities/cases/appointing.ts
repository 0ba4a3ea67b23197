import { officeOf } from '../../engine/index.ts';
import { getCase, perform } from './acting.ts';
import type { Case, CaseRef, Doer } from './case.ts';
import { type Draft, type Guard, settled } from './drafts.ts';
import { refusals } from './errors.ts';
import { APPOINT } from './kinds.ts';
import type { Appointment, CasesDeps, Held, OfficeInfo } from './ports.ts';
import { appointmentsIn, bookingOf, cancellingOf, joined, numbersOf, regionsOf, visitOf } from './visits.ts';

const GONE: ReadonlySet<Appointment['status']> = new Set(['cancelled', 'absent', 'unserved']);

/**
 * Whether another window may be chosen for a sent case: its number came to nothing. Whoever holds one that stands moves it on the number's own page;
 * an officer who helps him chooses here.
 */
const mayChoose = ({ present }: Doer, found: Case, now: Appointment | undefined): boolean =>
  found.status === 'running' &&
  (now === undefined || GONE.has(now.status) || (now.status === 'booked' && present === found.applicant));

/** What becomes of appointments: while a form is filled in, and after it was sent. */
export function createAppointing(deps: CasesDeps) {
  /** A sent case that still goes on, with a question whose number came to nothing. @throws Refusal */
  async function open(doer: Doer, ref: CaseRef, question: string) {
    const found = await getCase(deps, doer, ref, 'case.ask');
    if (found.status !== 'running') throw refusals.notOpen();
    const draft = await settled(deps, found);
    const asked = appointmentsIn(draft.definition).find(({ id }) => id === question);
    if (!asked || !draft.settled.screens.some(({ questions }) => questions.includes(question)))
      throw refusals.notFound();
    const now = (await numbersOf(deps, found, doer)).find((one) => one.question === question);
    if (!mayChoose(doer, found, now)) throw refusals.notOpen();
    return { ...draft, asked, now };
  }

  return {
    /** The office at which a question's appointment is; undefined while an answer that decides it is missing. */
    appointmentOffice: async (
      { definition, settled: { names } }: Pick<Draft, 'definition' | 'settled'>,
      question: string,
    ): Promise<OfficeInfo | undefined> => {
      const asked = appointmentsIn(definition).find(({ id }) => id === question);
      const at = asked && officeOf(asked.field.at, names);
      return at ? deps.offices.serving(at) : undefined;
    },
    /** The windows that a question may choose, with what is left of each; none while its office is not known. */
    windowsFor: async (draft: Pick<Draft, 'definition' | 'settled'>, question: string) => {
      const asked = appointmentsIn(draft.definition).find(({ id }) => id === question);
      const at = asked && officeOf(asked.field.at, draft.settled.names);
      const office = at && (await deps.offices.serving(at));
      return {
        asked: asked !== undefined,
        office,
        windows: office ? await deps.appointments.windows(office.key, asked.field.service) : [],
      };
    },
    /** Until when places are held for a draft. */
    heldFor: async ({
      found,
      definition,
      settled: { answers },
    }: Pick<Draft, 'found' | 'definition' | 'settled'>): Promise<readonly Held[]> => {
      const regions = regionsOf(definition, { answers });
      return regions.length === 0 ? [] : deps.appointments.held(found, found.applicant, regions);
    },
    mayChooseAgain: mayChoose,
    openAppointment: open,

    /** Another window for a sent case: the number that stands goes with the act that brings the new one. */
    async chooseAgain(doer: Doer, ref: CaseRef, question: string, slot: string, guard: Guard): Promise<void> {
      const { found, definition, settled: form, asked, now } = await open(doer, ref, question);
      const at = officeOf(asked.field.at, form.names);
      const office = at && (await deps.offices.serving(at));
      const window = office && (await deps.appointments.window(office.key, asked.field.service, slot));
      if (!at || !window) throw refusals.appointment(question, 'closed');
      const answer = { ...window, at: { ...at } };
      const visit = { ...visitOf(found, definition, form.names, question), office: window.office, slot };
      const gone =
        now?.status === 'booked' ? await cancellingOf(deps, found, definition, doer, guard.key, [question]) : undefined;
      const booking = await bookingOf(deps, doer, [visit], guard.key);
      await perform(deps, APPOINT, { ...found, version: guard.version }, doer, {
        ...{ action: 'appoint', key: guard.key, fields: { [question]: answer }, answer: {} },
        event: { kind: 'appointed', data: { fields: [question] } },
        set: {
          answers: { ...found.answers, [question]: answer },
          flow: { ...found.flow, booked: { ...found.flow.booked, [question]: slot } },
        },
        ...joined(gone, booking),
      });
    },
  };
}
