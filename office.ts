import { z } from 'zod';
import { can } from '../../capabilities/accounts/index.ts';
import { type CaseView, rolesOf, type Task } from '../../capabilities/cases/index.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { mustBeAllowed, subjectOf } from './access.ts';
import type { SeatCaller } from './caller.ts';
import { OfficeCase, officeCase, TaskView, taskView } from './case-view.ts';
import { both, serviceKey } from './catalogue.ts';
import type { Tools } from './deps.ts';
import { caseRef, screenRef } from './drafts.ts';
import { FILE_TYPES, sendFile } from './files.ts';
import { type Operation, operation } from './operation.ts';
import { moment, recordId, regionCode, shape, shapes, Text, version, word } from './shape.ts';

/** By question id; the document lists the schema of every step in its place. */
const StepAnswers = z.record(z.string().min(1).max(120), z.unknown());
shapes.add(StepAnswers, { id: 'StepAnswers' });

const InboxItem = shape('InboxItem', {
  ...{ region: regionCode, id: recordId, number: z.string(), service: serviceKey, title: Text },
  ...{ step: word, stepTitle: Text, version, subject: z.string(), applicant: z.string() },
  ...{ marks: z.array(z.string()), openedAt: moment, dueAt: moment.nullable(), claimedBy: z.string().nullable() },
});
const InboxView = shape('Inbox', {
  items: z.array(InboxItem),
  counts: shape('InboxCounts', { waiting: z.int(), late: z.int(), held: z.int() }),
  next: z.string().nullable().describe('For `after`, when there is more'),
});
const Decide = shape('Decide', {
  action: word,
  reasons: z.array(z.string().min(1).max(40)).max(20).optional(),
  questions: z.array(word).max(100).optional().describe('What opens again for the citizen'),
  note: z.string().trim().min(1).max(2000).optional().describe('Words to the citizen'),
  answers: StepAnswers.optional().describe('To the questions of the step'),
});
const Decided = shape('Decided', { closed: z.boolean().describe('Nothing is left to do on this case') });
const Sign = shape('Sign', {
  cases: z
    .array(shape('ToSign', { region: regionCode, id: recordId, step: word, version, action: word }))
    .min(1)
    .max(50),
});
const SignResult = shape('SignResult', {
  ...{ region: regionCode, id: recordId, signed: z.boolean() },
  problem: z.string().nullable().describe('Code of what stood in the way'),
});
const Signed = shape('Signed', { items: z.array(SignResult) });

const taskRef = caseRef.extend({ step: screenRef });
const common = { tag: 'office', need: 'seat', status: 200 } as const;

export function officeOperations(t: Tools): readonly Operation[] {
  return [...looking(t), ...working(t), ...signing(t)];
}

/** Loads a case for an officer, and writes down that he looked. */
async function look(t: Tools, caller: SeatCaller, ref: { region: string; id: string }): Promise<CaseView> {
  const view = await t.cases.view(caller.doer, ref);
  mustBeAllowed(caller.actor, 'case.view', view.found);
  await t.audit.looked({
    ...{ region: ref.region, actor: caller.doer.id, actorLabel: caller.doer.label, office: caller.seat },
    ...{ purpose: 'permohonan', seen: [ref.id], persons: [...new Set([view.found.subject, view.found.applicant])] },
  });
  return view;
}

// The last row seen, as one word that goes back unread.
const Cursor = z.strictObject({ due: z.iso.datetime().nullable(), id: recordId });
const cursorOf = (row: { readonly dueAt: Date | null; readonly id: string }): string =>
  Buffer.from(JSON.stringify({ due: row.dueAt?.toISOString() ?? null, id: row.id })).toString('base64url');
function afterOf(text: string | undefined) {
  if (text === undefined) return {};
  try {
    const { due, id } = Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return { after: { due: due === null ? null : new Date(due), id } };
  } catch {
    throw new Refusal('api/wrong-input', 422);
  }
}

const looking = (t: Tools): readonly Operation[] => [
  operation({
    ...{ ...common, id: 'readInbox', method: 'GET', path: '/v1/office/inbox', change: 'nothing', answer: InboxView },
    summary: 'What waits at this office for the caller’s roles, by its clock',
    query: z.strictObject({
      held: z.enum(['true', 'false']).optional().describe('Only what the caller claimed'),
      service: serviceKey.optional(),
      after: z.string().max(300).optional(),
      limit: z.coerce.number().int().min(1).max(50).optional(),
    }),
    run: async ({ query, caller }) => {
      if (!can(caller.actor, 'inbox.view', { region: caller.region, office: caller.seat }))
        throw new Refusal('api/denied', 403);
      const inbox = await t.cases.inbox(caller.doer, {
        ...{ held: query.held === 'true', limit: query.limit ?? 20, ...afterOf(query.after) },
        ...(query.service === undefined ? {} : { service: query.service }),
      });
      await t.audit.looked({
        ...{ region: caller.region, actor: caller.doer.id, actorLabel: caller.doer.label, office: caller.seat },
        ...{ purpose: 'kotak-masuk', seen: inbox.items.map((item) => item.id), persons: [] },
      });
      const last = inbox.items.at(-1);
      const items = await Promise.all(inbox.items.map((item) => itemView(t, item)));
      return { body: { items, counts: inbox.counts, next: inbox.more && last ? cursorOf(last) : null } };
    },
  }),
  operation({
    ...{ ...common, id: 'readOfficeCase', method: 'GET', path: '/v1/office/cases/{region}/{id}', change: 'nothing' },
    ...{ summary: 'A case on one screen, with what the caller may do', params: caseRef, answer: OfficeCase },
    run: async ({ params, caller }) => {
      const view = await look(t, caller, params);
      return { body: await officeCase(t, view, caller.doer), version: view.found.version };
    },
  }),
  operation({
    ...{ ...common, id: 'readOfficeFile', method: 'GET', path: '/v1/office/cases/{region}/{id}/files/{question}' },
    ...{ change: 'nothing', summary: 'A file of a case', answer: { types: FILE_TYPES } },
    params: caseRef.extend({ question: screenRef }),
    run: async ({ params: { question, ...ref }, caller, reply }) => {
      const view = await look(t, caller, ref);
      return sendFile(t, reply, view.files, question);
    },
  }),
];

async function itemView(t: Tools, item: Task & { readonly region: string; readonly id: string }) {
  const definition = (await t.catalogue.find(item.service))?.definition;
  const step = definition?.steps.find((one) => one.id === item.step);
  const held = item.claimedUntil !== null && item.claimedUntil > t.clock();
  return {
    ...{ region: item.region, id: item.id, number: item.number, service: item.service, step: item.step },
    ...{ title: both(definition?.title ?? { id: item.service }), stepTitle: both(step?.title ?? { id: item.step }) },
    ...{ version: item.since, subject: item.subjectName, applicant: item.applicantName, marks: item.marks },
    ...{ openedAt: item.openedAt.toISOString(), dueAt: item.dueAt?.toISOString() ?? null },
    claimedBy: held ? item.claimedLabel : null,
  };
}

/** The rules on an open step as it was loaded. A claim that ran out holds nobody back. */
function mustWork(t: Tools, caller: SeatCaller, { found, definition, tasks }: CaseView, step: string, act: 'claim' | 'decide'): void {
  const task = tasks.find((one) => one.step === step);
  if (!task) throw new Refusal('cases/lost-guard', 409);
  const does = definition.steps.find((one) => one.id === step)?.do ?? 'decide';
  const held = task.claimedUntil !== null && task.claimedUntil > t.clock();
  const claimedBy = held ? task.claimedBy : null;
  const barred = t.cases.mayWork(found, task, caller.doer);
  if (barred) throw new Refusal(`cases/not-yours-${barred}`, 403);
  const subject = { case: subjectOf(found), office: task.office, by: rolesOf(task.desk), do: does, claimedBy, barred: task.barred };
  const action = act === 'claim' ? 'case.claim' : does === 'sign' ? 'case.sign' : 'case.decide';
  if (can(caller.actor, action, subject)) return;
  throw action === 'case.decide' && claimedBy === null ? new Refusal('api/claim-first', 409) : new Refusal('api/denied', 403);
}

function working(t: Tools): readonly Operation[] {
  const hold = (keep: boolean): Operation =>
    operation({
      ...{ ...common, method: keep ? 'PUT' : 'DELETE', path: '/v1/office/cases/{region}/{id}/tasks/{step}/claim' },
      ...{ id: keep ? 'claimTask' : 'releaseTask', change: 'guarded', params: taskRef, answer: TaskView },
      summary: keep ? 'Takes a task for half an hour' : 'Gives a task back',
      description: 'If-Match names the version of the task.',
      run: async ({ params: { step, ...ref }, caller, guard }) => {
        mustWork(t, caller, await look(t, caller, ref), step, 'claim');
        await t.cases.hold(caller.doer, ref, step, guard, keep);
        const view = await t.cases.view(caller.doer, ref);
        const task = view.tasks.find((one) => one.step === step);
        if (!task) throw new Refusal('cases/lost-guard', 409);
        return { body: taskView(t, view, task, caller.doer), version: task.since };
      },
    });
  return [
    hold(true),
    hold(false),
    operation({
      ...{ ...common, id: 'decideTask', method: 'POST', path: '/v1/office/cases/{region}/{id}/tasks/{step}/decision' },
      ...{ change: 'guarded', params: taskRef, body: Decide, answer: Decided },
      summary: 'Decides a claimed task; signs one that is signed',
      description: 'If-Match names the version of the task.',
      run: async ({ params: { step, ...ref }, body, caller, guard }) => {
        mustWork(t, caller, await look(t, caller, ref), step, 'decide');
        const { action, reasons = [], questions = [], note = null, answers = {} } = body;
        const decision = { action, reasons, questions, note, body: answers };
        return { body: await t.cases.decide(caller.doer, ref, step, decision, guard) };
      },
    }),
  ];
}

const signing = (t: Tools): readonly Operation[] => [
  operation({
    ...{ ...common, id: 'signMany', method: 'POST', path: '/v1/office/signatures', change: 'once' },
    ...{ body: Sign, answer: Signed, summary: 'Signs many cases in one go; each succeeds or not by itself' },
    run: async ({ body, caller, guard }) => {
      const items: z.infer<typeof SignResult>[] = [];
      for (const one of body.cases) {
        const ref = { region: one.region, id: one.id };
        const problem = await refusalOf(async () => {
          const view = await look(t, caller, ref);
          const does = view.definition.steps.find((step) => step.id === one.step)?.do;
          if (does !== 'sign') throw new Refusal('api/denied', 403);
          mustWork(t, caller, view, one.step, 'decide');
          const decision = { action: one.action, reasons: [], questions: [], note: null, body: {} };
          await t.cases.decide(caller.doer, ref, one.step, decision, { version: one.version, key: `${guard.key}:${one.id}` });
        });
        items.push({ ...ref, signed: problem === null, problem });
      }
      return { body: { items } };
    },
  }),
];

async function refusalOf(work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}
