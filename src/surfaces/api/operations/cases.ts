import * as z from 'zod';
import type { CaseRef, CaseView, Draft } from '../../../capabilities/cases/index.ts';
import { localDate } from '../../../kernel/dates.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { actingFor, type Citizen, whomFor } from '../../frame/index.ts';
import type { Tools } from '../deps.ts';
import { type Call, operation, type Reply } from '../operation.ts';
import { idFrom, keyOf } from '../read.ts';
import { answerFaults, pointerTo, Refused } from '../refused.ts';
import { casePath, name, questionId } from '../schemas.ts';
import { CaseLine, CaseSchema, caseView, lineView } from '../views/case.ts';
import { serviceAt, servicePath } from './catalogue.ts';

type Acts = Parameters<Tools['cases']['may']>[1];

/** The case, if this citizen may do this with it as it stands. @throws Refusal */
export async function openCase(t: Tools, by: Citizen, ref: CaseRef, act: Acts): Promise<Draft> {
  const draft = await t.cases.draft(by.doer, ref);
  if (!t.cases.may(by.doer, act, draft.found)) throw new Refusal('cases/not-open', 409);
  return draft;
}

/** All that is shown of it. @throws Refusal `cases/not-found` */
export async function viewCase(t: Tools, by: Citizen, ref: CaseRef): Promise<CaseView> {
  return t.cases.view(by.doer, ref);
}

/** How it stands now, with the version that the next change must name. */
export async function shown(t: Tools, by: Citizen, ref: CaseRef): Promise<Reply<z.input<typeof CaseSchema>>> {
  const view = await viewCase(t, by, ref);
  return { data: await caseView(t, by, view), version: view.found.version };
}

type AtCase = Call<'pin', CaseRef>;
const guardOf = ({ version, key }: Pick<Call, 'version' | 'key'>) => ({ version, key });

const Whom = name(
  'Whom',
  z.strictObject({ for: z.string(), kind: z.string(), name: z.string(), authority: z.string() }),
);

const listSubjects = operation({
  ...{ id: 'listSubjects', method: 'GET', path: '/services/{owner}/{service}/subjects', tag: 'permohonan', who: 'pin' },
  summary: 'For whom I may begin this service',
  about: {
    id: 'Untuk siapa saja layanan ini boleh diurus.',
    en: 'For whom this service may be asked: oneself, children, mandates.',
  },
  params: servicePath,
  reply: z.strictObject({ subjects: z.array(Whom) }),
  show: async ({ t, by, params }) => {
    const people = await whomFor(t, by, await serviceAt(t, params), localDate(t.clock(), 'WIB'));
    const line = (one: (typeof people)[number]) => ({
      for: one.value,
      kind: one.kind,
      name: one.party.name,
      authority: one.authority,
    });
    return { data: { subjects: people.map(line) } };
  },
});

const beginCase = operation({
  ...{ id: 'beginCase', method: 'POST', path: '/services/{owner}/{service}/cases', tag: 'permohonan', who: 'pin' },
  ...{ once: true, status: 201, refuses: [422] },
  summary: 'Begin a draft for somebody',
  about: {
    id: 'Memulai draf. `for` adalah salah satu dari `listSubjects`. Draf memakai versi layanan yang terbaru, seterusnya.',
    en: 'Begins a draft. `for` is one of `listSubjects`. The draft keeps the newest version of the service for life.',
  },
  params: servicePath,
  body: z.strictObject({ for: z.string().min(1).max(80) }),
  reply: CaseSchema,
  show: async ({ t, by, params, body, request }) => {
    const service = await serviceAt(t, params);
    const whom = (await whomFor(t, by, service, localDate(t.clock(), 'WIB'))).find((one) => one.value === body.for);
    if (!whom) throw new Refused('api/for-whom', 422, [forWhom]);
    const { person } = by;
    const ref = await t.cases.begin(actingFor(by.doer, whom, service.service), {
      ...{ id: idFrom(keyOf(request), [person.id, service.service, body.for]), service: service.service },
      ...{ region: whom.region, applicant: { id: person.id, nik: person.nik, name: person.name } },
      ...{ subject: whom.party, authority: whom.authority, channel: 'warga' },
    });
    return { ...(await shown(t, by, ref)), location: `/cases/${ref.region}/${ref.id}` };
  },
});
const forWhom = {
  ...{ pointer: pointerTo('body', 'for'), code: 'api/for-whom' },
  say: { id: 'Pilih salah satu dari daftar untuk siapa.', en: 'Choose one of those listed.' },
};

const listCases = operation({
  ...{ id: 'listCases', method: 'GET', path: '/cases', tag: 'permohonan', who: 'code' },
  summary: 'My cases, and with the PIN my drafts',
  about: {
    id: 'Urusan saya, yang terbaru lebih dulu; draf hanya dengan PIN.',
    en: 'My cases, the newest first; drafts with the PIN only.',
  },
  reply: z.strictObject({ cases: z.array(CaseLine) }),
  show: async ({ t, by }) => {
    const drafts = by.signed.level === 2 ? await t.cases.drafts(by.doer, by.signed.region) : [];
    const begun = drafts.map(async (found) => {
      const { definition } = await t.catalogue.version(found.service, found.serviceVersion);
      return {
        ...{ region: found.region, id: found.id, service: found.service, title: definition.title, number: null },
        ...{ status: found.status, outcome: null, subject: found.subjectName, step: null, dueAt: null },
      };
    });
    const sent = (await t.cases.mine(by.signed.person)).map((one) => lineView(t, by, one));
    return { data: { cases: await Promise.all([...begun, ...sent]) } };
  },
});

const readCase = operation({
  ...{ id: 'readCase', method: 'GET', path: '/cases/{region}/{id}', tag: 'permohonan', who: 'pin' },
  summary: 'One case: its answers, what is missing, where it is, its papers',
  about: {
    id: 'Satu permohonan seperti adanya. `ETag` adalah versi untuk `If-Match` berikutnya.',
    en: 'One case as it stands. `ETag` is the version for the next `If-Match`.',
  },
  params: casePath,
  reply: CaseSchema,
  show: ({ t, by, params }) => shown(t, by, params),
});

/** Filled in the document with the schema of every service. */
export const Answers = name('Answers', z.record(questionId, z.unknown()));

const answerCase = operation({
  ...{ id: 'answerCase', method: 'PATCH', path: '/cases/{region}/{id}/answers', tag: 'permohonan', who: 'pin' },
  ...{ once: true, guard: true, refuses: [409, 422] },
  summary: 'Answer some questions, or all at once',
  about: {
    id: 'Menyimpan jawaban menurut id pertanyaan; null mengosongkan. Bila satu saja salah, tidak ada yang tersimpan. Yang tidak lagi ditanyakan gugur.',
    en: 'Stores answers by question id; null empties. If one is wrong, none is stored. What is not asked any more is dropped.',
  },
  params: casePath,
  body: z.strictObject({ answers: Answers }),
  reply: CaseSchema,
  act: async ({ t, by, params, body: { answers }, version, key }) => {
    const { definition } = await openCase(t, by, params, 'case.answer');
    const known = new Set(
      definition.pages.flatMap((page) =>
        page.questions.flatMap(({ id, field }) => (field.kind === 'file' ? [] : [id])),
      ),
    );
    const strange = Object.keys(answers).filter((id) => !known.has(id));
    if (strange.length > 0 || Object.keys(answers).length === 0)
      throw new Refused('api/answers', 422, strange.map(noQuestion));
    const { issues } = await t.cases.answerMany(by.doer, params, answers, { version, key });
    if (issues.length > 0) throw new Refused('api/answers', 422, answerFaults(issues));
    return true;
  },
  show: ({ t, by, params }) => shown(t, by, params),
});
const noQuestion = (id: string) => ({
  ...{ pointer: pointerTo('answers', id), code: 'api/no-question' },
  say: {
    id: 'Pertanyaan ini tidak ada di layanan ini, atau jawabannya sebuah berkas.',
    en: 'This service has no such question, or it takes a file.',
  },
});

const truth = z.strictObject({
  confirmed: z.literal(true).meta({ description: 'The applicant read the answers and says that they are right.' }),
});

const Submitted = name(
  'Submitted',
  z.strictObject({
    region: z.string(),
    id: z.string(),
    number: z.string().meta({ description: 'What people say and type.' }),
  }),
);

const submitCase = operation({
  ...{ id: 'submitCase', method: 'POST', path: '/cases/{region}/{id}/submit', tag: 'permohonan', who: 'pin' },
  ...{ once: true, guard: true, refuses: [409, 422] },
  summary: 'Send a draft',
  about: {
    id: 'Mengirim draf: diperiksa lagi seutuhnya, diberi nomor, diserahkan ke kantornya. Bila kantornya di wilayah lain, `region` berubah.',
    en: 'Sends a draft: checked as a whole, numbered, given to its office. If that lies in another region, `region` changes.',
  },
  params: casePath,
  body: truth,
  reply: Submitted,
  act: async (call) => {
    const { t, by, params } = call;
    const { settled, found } = await openCase(t, by, params, 'case.submit').catch((error: unknown) =>
      sentAlready(call, error),
    );
    if (found.status === 'draft' && settled.issues.length > 0)
      throw new Refused('cases/incomplete', 422, answerFaults(settled.issues));
    return t.cases.submit(by.doer, params, guardOf(call)).catch(windowGone);
  },
  show: async ({ params: { id } }, done) => {
    const { region, number } = done as { region: string; number: string };
    return { data: { region, id, number }, location: `/cases/${region}/${id}` };
  },
});

// The chosen window could not be had: said at its answer, as anything else that is wrong with one.
function windowGone(error: unknown): never {
  if (!(error instanceof Refusal) || error.code !== 'cases/appointment') throw error;
  const { question, why } = error.params;
  const issue = { question: String(question), input: String(question), code: `appointment/${why}`, params: {} };
  throw new Refused('cases/appointment', 409, answerFaults([issue]));
}

// Sent a moment ago under another key: the room tells its number.
async function sentAlready({ t, by, params }: AtCase, error: unknown): Promise<Draft> {
  if (error instanceof Refusal && error.code === 'cases/not-open') return t.cases.draft(by.doer, params);
  throw error;
}

const withdrawCase = operation({
  ...{ id: 'withdrawCase', method: 'POST', path: '/cases/{region}/{id}/withdraw', tag: 'permohonan', who: 'pin' },
  ...{ once: true, guard: true, refuses: [409] },
  summary: 'Withdraw a case that was sent',
  about: { id: 'Membatalkan permohonan yang belum diputus.', en: 'Takes back a case that is not decided yet.' },
  params: casePath,
  reply: CaseSchema,
  act: async (call) => {
    await openCase(call.t, call.by, call.params, 'case.withdraw');
    await call.t.cases.withdraw(call.by.doer, call.params, guardOf(call));
    return true;
  },
  show: ({ t, by, params }) => shown(t, by, params),
});

const repairCase = operation({
  ...{ id: 'repairCase', method: 'POST', path: '/cases/{region}/{id}/repair', tag: 'permohonan', who: 'pin' },
  ...{ once: true, guard: true, refuses: [409, 422] },
  summary: 'Send a repair',
  about: {
    id: 'Mengirim kembali setelah yang diminta dijawab (`answerCase`, `putFile`). Waktu janji berjalan lagi.',
    en: 'Sends it back after what was asked is answered (`answerCase`, `putFile`). The clock goes on.',
  },
  params: casePath,
  body: truth,
  reply: CaseSchema,
  act: async (call) => {
    const { settled } = await openCase(call.t, call.by, call.params, 'case.submit');
    if (settled.issues.length > 0) throw new Refused('cases/incomplete', 422, answerFaults(settled.issues));
    await call.t.cases.sendRepair(call.by.doer, call.params, guardOf(call));
    return true;
  },
  show: ({ t, by, params }) => shown(t, by, params),
});

const sayCase = operation({
  ...{ id: 'sayCase', method: 'POST', path: '/cases/{region}/{id}/notes', tag: 'permohonan', who: 'pin' },
  ...{ once: true, guard: true, status: 201, refuses: [409] },
  summary: 'Ask the office something, or object',
  about: {
    id: 'Pertanyaan atau keberatan yang dibaca orang di kantor itu.',
    en: 'A question or an objection that a person at the office reads.',
  },
  params: casePath,
  body: z.strictObject({ kind: z.enum(['question', 'objection']), text: z.string().trim().min(1).max(2000) }),
  reply: CaseSchema,
  act: async (call) => {
    await openCase(call.t, call.by, call.params, 'case.say');
    const kind = call.body.kind === 'question' ? 'asked' : 'objected';
    await call.t.cases.say(call.by.doer, call.params, kind, call.body.text, guardOf(call));
    return true;
  },
  show: ({ t, by, params }) => shown(t, by, params),
});

const discardDraft = operation({
  ...{ id: 'discardDraft', method: 'DELETE', path: '/cases/{region}/{id}', tag: 'permohonan', who: 'pin' },
  ...{ once: true, guard: true, status: 204, refuses: [409] },
  summary: 'Throw a draft away',
  about: { id: 'Membuang draf yang tidak jadi dikirim.', en: 'Throws away a draft that will not be sent.' },
  params: casePath,
  reply: null,
  act: async (call) => {
    await openCase(call.t, call.by, call.params, 'case.answer');
    await call.t.cases.discard(call.by.doer, call.params, guardOf(call));
    return true;
  },
  show: async () => undefined,
});

export const caseOperations = [
  ...[
    listSubjects,
    beginCase,
    listCases,
    readCase,
    answerCase,
    submitCase,
    withdrawCase,
    repairCase,
    sayCase,
    discardDraft,
  ],
];
