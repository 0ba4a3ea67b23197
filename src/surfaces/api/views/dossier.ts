import * as z from 'zod';
import { subjectFacts } from '../../../capabilities/cases/index.ts';
import { type Desk, type Dossier, numberFor } from '../../frame/index.ts';
import type { Tools } from '../deps.ts';
import { moment, name, Office, Reason, Text } from '../schemas.ts';
import { AnswerView, answersView } from './answers.ts';
import { EventView, eventsView, NoteView, officeNamed, reasonsView } from './case.ts';
import { questionView } from './service.ts';

const QuestionView = z.strictObject({
  ...{
    id: z.string(),
    kind: z.string(),
    label: Text,
    hint: Text.nullable(),
    optional: z.boolean(),
    depends: z.boolean(),
  },
  options: z.array(z.strictObject({ code: z.string(), text: Text })).nullable(),
});

const WorkStep = name(
  'WorkStep',
  z.strictObject({
    ...{ step: z.string(), title: Text, do: z.string(), version: z.int(), at: Office, dueAt: moment.nullable() },
    barred: z
      .string()
      .nullable()
      .meta({ description: 'Why it is not this officer’s: role, four-eyes, family, claimed.' }),
    claimedBy: z.string().nullable(),
    actions: z.array(
      z.strictObject({
        ...{ id: z.string(), label: Text, reasons: z.array(Reason) },
        completes: z.boolean().meta({ description: 'By it the papers come out and the effects happen.' }),
      }),
    ),
    questions: z.array(QuestionView),
  }),
);
const Named = z.strictObject({ name: z.string(), nik: z.string().nullable() });

export const DossierSchema = name(
  'Work',
  z.strictObject({
    ...{ region: z.string(), id: z.string(), number: z.string().nullable(), service: z.string(), title: Text },
    ...{ status: z.string(), outcome: z.string().nullable(), office: Office.nullable(), dueAt: moment.nullable() },
    ...{ applicant: Named, subject: Named, open: z.array(WorkStep), answers: z.array(AnswerView) },
    checks: z.array(z.strictObject({ level: z.string(), say: Text })),
    files: z.array(
      z.strictObject({ id: z.string(), question: z.string(), name: z.string(), type: z.string(), size: z.int() }),
    ),
    papers: z.array(
      z.strictObject({
        id: z.string(),
        kind: z.string(),
        title: Text,
        state: z.string(),
        number: z.string().nullable(),
        out: z.boolean(),
      }),
    ),
    ...{ events: z.array(EventView), notes: z.array(NoteView) },
  }),
);

/** One case as this desk sees it: its open steps, what was answered, what came of it. */
export async function dossierView(t: Tools, desk: Desk, dossier: Dossier): Promise<z.input<typeof DossierSchema>> {
  const { view, papers } = dossier;
  const { found, definition, settled, tasks } = view;
  const word = (kind: string, shown: string): string => {
    const digits = shown.replace(/\D/g, '');
    return (kind === 'nik' || kind === 'kk') && digits.length === 16 ? numberFor(dossier, digits) : shown;
  };
  const person = (called: string, facts: unknown): z.input<typeof Named> => ({
    name: called,
    nik: nikIn(facts) === null ? null : numberFor(dossier, nikIn(facts) ?? ''),
  });
  return {
    ...{ region: found.region, id: found.id, number: found.number, service: found.service, title: definition.title },
    ...{ status: found.status, outcome: found.outcome, office: await officeNamed(t, found.office) },
    dueAt: found.dueAt?.toISOString() ?? null,
    applicant: person(found.applicantName, found.facts.applicant),
    subject: person(found.subjectName, subjectFacts(found, definition)),
    open: await Promise.all(tasks.map((task) => stepView(t, desk, dossier, task))),
    answers: answersView(definition, settled, word),
    checks: settled.checks.map(({ level, say }) => ({ level, say })),
    files: view.files.map(({ id, question, name: called, type, size }) => ({ id, question, name: called, type, size })),
    papers: papers.map((paper) => ({
      ...{
        id: paper.id,
        kind: paper.kind,
        title: t.kinds[paper.kind]?.title ?? { id: paper.kind },
        state: paper.state,
      },
      ...{ number: paper.number, out: paper.issued !== undefined },
    })),
    events: await eventsView(t, view),
    notes: view.notes.map(({ version, kind, body }) => ({ version, kind, body })),
  };
}

const nikIn = (facts: unknown): string | null =>
  typeof facts === 'object' && facts !== null && 'nik' in facts && typeof facts.nik === 'string' ? facts.nik : null;

async function stepView(
  t: Tools,
  desk: Desk,
  { view: { found, definition } }: Dossier,
  task: Dossier['view']['tasks'][number],
): Promise<z.input<typeof WorkStep>> {
  const step = definition.steps.find((one) => one.id === task.step);
  const held = task.claimedUntil !== null && task.claimedUntil > t.clock();
  return {
    ...{ step: task.step, title: step?.title ?? { id: task.step }, do: step?.do ?? 'decide', version: task.since },
    at: (await officeNamed(t, task.office)) ?? { office: task.office, name: task.office },
    ...{ dueAt: task.dueAt?.toISOString() ?? null, barred: t.cases.mayWork(found, task, desk.doer) ?? null },
    claimedBy: held ? task.claimedLabel : null,
    actions: (step?.actions ?? []).map(({ id, label, reasons, completes }) => ({
      ...{ id, label, completes, reasons: reasonsView(t, definition, reasons) },
    })),
    questions: (step?.ask ?? []).map(questionView),
  };
}
