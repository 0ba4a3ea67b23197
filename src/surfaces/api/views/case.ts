import * as z from 'zod';
import { type Mine, subjectFacts, type CaseView as View } from '../../../capabilities/cases/index.ts';
import type { Definition, Screen } from '../../../engine/index.ts';
import type { Json } from '../../../kernel/json.ts';
import { lastFour, maskName, maskNumber } from '../../../kernel/masking.ts';
import { type Citizen, codeText, ownPapersOfCase } from '../../frame/index.ts';
import type { Tools } from '../deps.ts';
import { moment, name, Office, Person, Reason, Text } from '../schemas.ts';
import { AnswerView, answersView, FaultView, missingView, RuleView, rulesView } from './answers.ts';
import { PaperView, paperView } from './paper.ts';

const status = z.enum(['draft', 'running', 'returned', 'finished', 'closed', 'dropped']);

const ScreenView = name(
  'Screen',
  z.strictObject({
    ...{
      screen: z.string(),
      title: Text.nullable(),
      kind: z.enum(['questions', 'files']),
      questions: z.array(z.string()),
    },
    open: z
      .array(z.string())
      .meta({ description: 'Questions that may be answered now: in a repair only those that were named.' }),
    done: z.boolean(),
  }),
);
const AppointmentView = name(
  'Appointment',
  z.strictObject({
    ...{ question: z.string(), region: z.string(), id: z.string(), office: z.string(), slot: z.string() },
    label: z.string().meta({ description: 'The number as people say it.', examples: ['R-012'] }),
    status: z.string().meta({ description: 'booked, waiting, called, parked, done, absent, unserved, cancelled' }),
    ...{ startsAt: moment, endsAt: moment },
  }),
);
const PartyView = name(
  'Party',
  z.strictObject({
    ...{ party: z.string(), name: z.string(), since: moment.nullable() },
    state: z.string().meta({ description: 'notAsked, asked, agreed, refused, expired' }),
  }),
);
const Waiting = name(
  'OpenStep',
  z.strictObject({ step: z.string(), title: Text, at: Office, since: moment, dueAt: moment.nullable() }),
);
export const EventView = name(
  'Event',
  z.strictObject({
    ...{ version: z.int(), at: moment, kind: z.string(), step: z.string().nullable(), title: Text.nullable() },
    ...{ office: Office.nullable(), action: z.string().nullable(), reasons: z.array(Reason) },
  }),
);
export const NoteView = name('Note', z.strictObject({ version: z.int(), kind: z.string(), body: z.string() }));

export const CaseLine = name(
  'CaseLine',
  z.strictObject({
    ...{ region: z.string(), id: z.string(), service: z.string(), title: Text, number: z.string().nullable() },
    ...{
      status,
      outcome: z.string().nullable(),
      subject: z.string(),
      step: z.string().nullable(),
      dueAt: moment.nullable(),
    },
  }),
);

export const CaseSchema = name(
  'Case',
  z.strictObject({
    ...{ region: z.string(), id: z.string(), version: z.int(), number: z.string().nullable() },
    ...{
      service: z.string(),
      serviceVersion: z.int(),
      title: Text,
      status,
      outcome: z.string().nullable(),
      say: Text.nullable(),
    },
    ...{ authority: z.string(), applicant: Person, subject: Person, office: Office.nullable() },
    ...{ begunAt: moment, submittedAt: moment.nullable(), dueAt: moment.nullable(), finishedAt: moment.nullable() },
    complete: z
      .boolean()
      .meta({ description: 'Everything is answered and nothing stands in the way: it may be sent.' }),
    next: z.string().nullable(),
    screens: z.array(ScreenView),
    answers: z.array(AnswerView),
    missing: z.array(FaultView),
    rules: z.array(RuleView).meta({ description: 'Rules that stop it as it is answered.' }),
    repair: z
      .strictObject({ questions: z.array(z.string()), reasons: z.array(Reason), until: moment.nullable() })
      .nullable(),
    appointments: z
      .array(AppointmentView)
      .meta({ description: 'Numbers that were booked with it, as they stand now.' }),
    parties: z.array(PartyView).meta({ description: 'Whose word it needs now.' }),
    ...{ waiting: z.array(Waiting), events: z.array(EventView), notes: z.array(NoteView), papers: z.array(PaperView) },
  }),
);

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export async function officeNamed(t: Tools, ref: string | null): Promise<z.input<typeof Office> | null> {
  return ref === null ? null : { office: ref, name: (await t.organisations.findOffice(ref))?.name ?? ref };
}

const nikOf = (facts: Json): string | null =>
  typeof facts === 'object' && facts !== null && 'nik' in facts && typeof facts.nik === 'string'
    ? lastFour(facts.nik)
    : null;

const titleOf = (t: Tools, definition: Definition, step: string): z.input<typeof Text> =>
  definition.steps.find((one) => one.id === step)?.title ?? codeText(t, 'steps', step);

export const reasonsView = (t: Tools, definition: Definition, codes: readonly string[]): z.input<typeof Reason>[] =>
  codes.map((code) => ({
    code,
    text: definition.reasons.find((one) => one.code === code)?.text ?? codeText(t, 'reasons', code),
  }));

function screenView(view: Pick<View, 'found'>, screen: Screen): z.input<typeof ScreenView> {
  const { status: now, flow } = view.found;
  const open =
    now === 'draft' ? screen.questions : screen.questions.filter((id) => flow.repair?.questions.includes(id));
  const { ref, title, kind, questions, done } = screen;
  return {
    screen: ref,
    title,
    kind,
    questions: [...questions],
    open: now === 'draft' || now === 'returned' ? [...open] : [],
    done,
  };
}

export async function eventsView(t: Tools, { events, definition }: View): Promise<z.input<typeof EventView>[]> {
  return Promise.all(
    events.map(async ({ version, at, kind, step, office, data }) => ({
      ...{ version, at: at.toISOString(), kind, step, title: step === null ? null : titleOf(t, definition, step) },
      ...{ office: await officeNamed(t, office), action: data.action ?? null },
      reasons: reasonsView(t, definition, data.reasons ?? []),
    })),
  );
}

/** How a case stands, for the citizen whose own it is. */
export async function caseView(t: Tools, by: Citizen, view: View): Promise<z.input<typeof CaseSchema>> {
  const { found, definition, settled, tasks } = view;
  const { repair } = found.flow;
  const papers = found.number === null ? [] : await ownPapersOfCase(t, by, found);
  const parties = definition.parties.length === 0 ? [] : await t.cases.parties(by.doer, found);
  const mask = (kind: string, shown: string): string =>
    kind === 'nik' || kind === 'kk' ? maskNumber(shown.replace(/\D/g, '')) : shown;
  const waiting = tasks.map(async (task) => ({
    ...{
      step: task.step,
      title: titleOf(t, definition, task.step),
      since: task.openedAt.toISOString(),
      dueAt: iso(task.dueAt),
    },
    at: { office: task.office, name: (await t.organisations.findOffice(task.office))?.name ?? task.office },
  }));
  return {
    ...{ region: found.region, id: found.id, version: found.version, number: found.number, service: found.service },
    ...{ serviceVersion: found.serviceVersion, title: definition.title, status: found.status, outcome: found.outcome },
    say: definition.outcomes.find((one) => one.id === found.outcome)?.say ?? null,
    authority: found.authority,
    applicant: { name: found.applicantName, nikLastFour: nikOf(found.facts.applicant) },
    subject: { name: found.subjectName, nikLastFour: nikOf(subjectFacts(found, definition)) },
    office: await officeNamed(t, found.office),
    ...{ begunAt: found.begunAt.toISOString(), submittedAt: iso(found.submittedAt), dueAt: iso(found.dueAt) },
    ...{ finishedAt: iso(found.finishedAt), complete: settled.complete, next: settled.next?.ref ?? null },
    screens: settled.screens.map((screen) => screenView(view, screen)),
    answers: answersView(definition, settled, mask),
    ...{ missing: missingView(settled), rules: rulesView(settled) },
    repair: repair && {
      ...{
        questions: [...repair.questions],
        reasons: reasonsView(t, definition, repair.reasons),
        until: repair.expire?.at ?? null,
      },
    },
    appointments: view.appointments.map(
      ({ question, region, id, office, label, status: now, slot, startsAt, endsAt }) => ({
        ...{ question, region, id, office, label, status: now, slot },
        ...{ startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
      }),
    ),
    parties: parties.map(({ party, name: called, state, since }) => ({
      party,
      name: called,
      state,
      since: iso(since),
    })),
    waiting: await Promise.all(waiting),
    events: await eventsView(t, view),
    notes: view.notes.map(({ version, kind, body }) => ({ version, kind, body })),
    papers: papers.filter(({ audience }) => audience === 'citizen').flatMap((paper) => paperView(t, paper) ?? []),
  };
}

/** A line of somebody's own list; with the code alone the name stays masked. */
export async function lineView(t: Tools, by: Citizen, one: Mine): Promise<z.input<typeof CaseLine>> {
  const { definition } = await t.catalogue.version(one.service, one.serviceVersion);
  return {
    ...{ region: one.region, id: one.id, service: one.service, title: definition.title, number: one.number },
    ...{ status: one.status, outcome: one.outcome, step: one.sentence.step, dueAt: iso(one.dueAt) },
    subject: by.signed.level === 2 ? one.subjectName : maskName(one.subjectName),
  };
}
