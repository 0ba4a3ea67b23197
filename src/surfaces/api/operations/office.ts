import * as z from 'zod';
import { actorOf, can } from '../../../capabilities/accounts/index.ts';
import { type InboxItem, lacksNote } from '../../../capabilities/cases/index.ts';
import { checkStep, parseQuestions } from '../../../engine/index.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { type Desk, type Dossier, looked, openDossier, personsOf, seatContext } from '../../frame/index.ts';
import type { Tools } from '../deps.ts';
import { operation, type Reply } from '../operation.ts';
import { answerFaults, pointerTo, Refused } from '../refused.ts';
import { casePath, moment, name, questionId, Text, uuid, word } from '../schemas.ts';
import { DossierSchema, dossierView } from '../views/dossier.ts';

const InboxLine = name(
  'InboxLine',
  z.strictObject({
    ...{ region: z.string(), id: z.string(), step: z.string(), title: Text, version: z.int(), service: z.string() },
    ...{ number: z.string(), subject: z.string(), applicant: z.string(), marks: z.array(z.string()) },
    ...{ openedAt: moment, dueAt: moment.nullable(), claimedBy: z.string().nullable(), mine: z.boolean() },
  }),
);

async function inboxLine(t: Tools, desk: Desk, item: InboxItem): Promise<z.input<typeof InboxLine>> {
  const service = await t.catalogue.find(item.service);
  const held = item.claimedUntil !== null && item.claimedUntil > t.clock();
  return {
    ...{
      region: item.region,
      id: item.id,
      step: item.step,
      version: item.since,
      service: item.service,
      number: item.number,
    },
    title: service?.definition.steps.find((one) => one.id === item.step)?.title ?? { id: item.step },
    ...{ subject: item.subjectName, applicant: item.applicantName, marks: [...item.marks] },
    ...{ openedAt: item.openedAt.toISOString(), dueAt: item.dueAt?.toISOString() ?? null },
    ...{ claimedBy: held ? item.claimedLabel : null, mine: held && item.claimedBy === desk.doer.id },
  };
}

const readInbox = operation({
  ...{ id: 'readInbox', method: 'GET', path: '/inbox', tag: 'kantor', who: 'officer' },
  summary: 'What waits at this desk, by its clock',
  about: {
    id: 'Yang menunggu di meja ini, yang paling mendesak lebih dulu. `after` dari jawaban sebelumnya membuka lanjutannya.',
    en: 'What waits at this desk, the most urgent first. `after` of the answer before opens the rest.',
  },
  query: z.strictObject({
    held: z.enum(['true', 'false']).optional(),
    service: z.string().max(80).optional(),
    after: z.string().max(80).optional(),
    limit: z.coerce.number().int().min(1).max(100).optional(),
  }),
  reply: z.strictObject({
    counts: z.strictObject({ waiting: z.int(), late: z.int(), held: z.int() }),
    items: z.array(InboxLine),
    after: z.string().nullable(),
  }),
  show: async ({ t, by, query: { held, service, after, limit } }) => {
    const { region, ref: office } = by.office;
    if (!can(actorOf(by.signed), 'inbox.view', { region, office })) throw new Refusal('api/not-for-you', 403);
    const from = after === undefined ? undefined : placeAfter(after);
    const { items, counts, more } = await t.cases.inbox(by.doer, {
      ...{ held: held === 'true', limit: limit ?? 20 },
      ...(service === undefined ? {} : { service }),
      ...(from ? { after: from } : {}),
    });
    await looked(t, by, 'kotak kerja', { seen: items.map((item) => item.id) });
    const last = more ? items.at(-1) : undefined;
    return {
      data: {
        ...{ counts, items: await Promise.all(items.map((item) => inboxLine(t, by, item))) },
        after: last?.dueAt ? `${last.dueAt.toISOString()}~${last.id}` : null,
      },
    };
  },
});

function placeAfter(text: string): { due: Date; id: string } {
  const [due = '', id = ''] = text.split('~');
  const at = new Date(due);
  if (uuid.safeParse(id).success && !Number.isNaN(at.getTime()) && at.getUTCFullYear() < 9999) return { due: at, id };
  throw new Refused('api/invalid', 400, [
    {
      pointer: pointerTo('query', 'after'),
      code: 'api/after',
      say: { id: 'Ambil dari jawaban sebelumnya.', en: 'Take it from the answer before.' },
    },
  ]);
}

type Ref = { readonly region: string; readonly id: string };

/** The case as this desk sees it; the look is on record before it is shown. */
async function shown(t: Tools, desk: Desk, ref: Ref, step?: string): Promise<Reply<z.input<typeof DossierSchema>>> {
  const dossier = await openDossier(t, desk, ref, step);
  await looked(t, desk, 'berkas', { region: ref.region, seen: [ref.id], persons: personsOf(dossier) });
  return { data: await dossierView(t, desk, dossier), ...(dossier.task ? { version: dossier.task.since } : {}) };
}

const readWork = operation({
  ...{ id: 'readWork', method: 'GET', path: '/work/{region}/{id}', tag: 'kantor', who: 'officer' },
  summary: 'One case on one screen',
  about: {
    id: 'Satu berkas seperti yang dilihat meja ini; tercatat siapa yang membuka. `ETag` adalah versi langkahnya.',
    en: 'One case as this desk sees it; the look is on record. `ETag` is the version of the open step.',
  },
  params: casePath,
  query: z.strictObject({ step: word.optional() }),
  reply: DossierSchema,
  show: ({ t, by, params, query }) => shown(t, by, params, query.step),
});

const stepBody = z.strictObject({ step: word });
const holding = (id: string, keep: boolean, summary: string, about: { id: string; en: string }) =>
  operation({
    ...{ id, method: 'POST', path: `/work/{region}/{id}/${keep ? 'claim' : 'release'}`, tag: 'kantor', who: 'officer' },
    ...{ once: true, guard: true, refuses: [409], summary, about },
    params: casePath,
    body: stepBody,
    reply: DossierSchema,
    act: async ({ t, by, params, body, version, key }) => {
      await openDossier(t, by, params, body.step);
      await t.cases.hold(by.doer, params, body.step, { version, key }, keep);
      return true;
    },
    show: ({ t, by, params, body }) => shown(t, by, params, body.step),
  });

const claim = holding('claimWork', true, 'Take a step for half an hour', {
  id: 'Memegang satu langkah selama setengah jam.',
  en: 'Takes a step for half an hour.',
});
const release = holding('releaseWork', false, 'Give a step back', { id: 'Melepas langkah itu.', en: 'Gives it back.' });

const code = z.string().regex(/^[A-Z]{1,3}\d{1,3}$/);
/** Filled in the document with the actions and questions of every step. */
export const DecisionBody = name(
  'Decision',
  z.strictObject({
    step: word,
    action: word,
    reasons: z.array(code).max(20).optional(),
    questions: z.array(questionId).max(100).optional().meta({ description: 'What the citizen must answer again.' }),
    note: z.string().trim().min(1).max(1000).optional().meta({ description: 'Words to the citizen.' }),
    registered: z
      .boolean()
      .optional()
      .meta({ description: 'The effects are written into a register that is not the hub’s.' }),
    consent: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .meta({ description: 'For signing, where the signing port asks for it.' }),
    answers: z.record(questionId, z.unknown()).optional().meta({ description: 'The step’s own questions.' }),
  }),
);

const decide = operation({
  ...{ id: 'decideWork', method: 'POST', path: '/work/{region}/{id}/decide', tag: 'kantor', who: 'officer' },
  ...{ once: true, guard: true, refuses: [409, 422] },
  summary: 'Decide, return, reject or sign',
  about: {
    id: 'Satu keputusan pada satu langkah; pada langkah tanda tangan suratnya terbit dan register berubah dalam transaksi yang sama.',
    en: 'One decision at one step; at a signing step the papers come out and the register changes in the same transaction.',
  },
  params: casePath,
  body: DecisionBody,
  reply: DossierSchema,
  act: async (call) => {
    const { t, by, params, body, version, key } = call;
    const dossier = await openDossier(t, by, params, body.step);
    mustBeAnswered(dossier, call.body);
    const decision = {
      ...{ action: body.action, reasons: body.reasons ?? [], questions: body.questions ?? [] },
      ...{ note: body.note ?? null, body: body.answers ?? {} },
      ...(body.registered === undefined ? {} : { registered: body.registered }),
      ...(body.consent === undefined ? {} : { consent: body.consent }),
    };
    return t.cases.decide(by.doer, params, body.step, decision, { version, key });
  },
  show: ({ t, by, params, body }) => shown(t, by, params, body.step),
});

/** Says all that is wrong with the step's own answers; what else is wrong the room says. */
function mustBeAnswered({ task, step, view, inputs }: Dossier, body: z.output<typeof DecisionBody>): void {
  if (!task || !step || task.step !== body.step) throw new Refusal('cases/lost-guard', 409);
  const { values, issues } = parseQuestions(step.ask, body.answers ?? {}, inputs.profile);
  const before = Object.assign({}, ...Object.values(view.found.flow.asks));
  const checked = checkStep(view.definition, view.settled, { step, action: body.action, values, before }, inputs);
  const wrong = [
    ...issues,
    ...checked.issues.filter((one) => !issues.some((known) => known.question === one.question)),
  ];
  if (wrong.length > 0) throw new Refused('api/answers', 422, answerFaults(wrong));
  const { action, reasons = [], note = null } = body;
  if (lacksNote(view.definition, step.id, { action, reasons, note }))
    throw new Refused('cases/note-missing', 422, [noteMissing]);
}
const noteMissing = {
  ...{ pointer: pointerTo('note'), code: 'cases/note-missing' },
  say: {
    id: 'Tulis untuk rekan Anda mengapa berkas ini kembali.',
    en: 'Tell your colleague why this case comes back.',
  },
};

const signMany = operation({
  ...{ id: 'signMany', method: 'POST', path: '/signatures', tag: 'kantor', who: 'officer', once: true, refuses: [403] },
  summary: 'Sign the papers of many cases in one go',
  about: {
    id: 'Menandatangani surat banyak berkas dengan satu persetujuan. Tiap berkas diperiksa sendiri; yang gagal tidak menahan yang lain.',
    en: 'Signs the papers of many cases with one consent. Each is checked by itself; one that fails keeps no other back.',
  },
  body: z.strictObject({
    consent: z.string().min(1).max(200).optional(),
    cases: z
      .array(z.strictObject({ ...casePath.shape, step: word, action: word, version: z.int().min(0).max(999_999_999) }))
      .min(1)
      .max(50),
  }),
  reply: z.strictObject({
    signed: z.array(z.strictObject({ ...casePath.shape, ok: z.boolean(), code: z.string().nullable() })),
  }),
  show: async ({ t, by, body, key }) => {
    const wishes = body.cases.map(({ region, id, step, action, version }) => ({
      ...{ region, id, step, action },
      guard: { version, key: `${key}:${id}` },
    }));
    const signed = await t.cases.signMany(by.doer, wishes, body.consent);
    const line = (one: (typeof signed)[number]) => ({
      ...{ region: one.of.region, id: one.of.id, ok: one.ok, code: one.ok ? null : one.code },
    });
    return { data: { signed: signed.map(line) } };
  },
});

const readEvidence = operation({
  ...{ id: 'readEvidence', method: 'GET', path: '/work/{region}/{id}/files/{file}', tag: 'kantor', who: 'officer' },
  summary: 'A file of the case',
  about: {
    id: 'Berkas yang diunggah warga; tercatat siapa yang membuka.',
    en: 'A file that the citizen sent; the look is on record.',
  },
  params: casePath.extend({ file: uuid }),
  reply: { media: ['application/pdf', 'image/jpeg', 'image/png'] },
  show: async ({ t, by, params: { file: id, ...ref } }) => {
    const dossier = await openDossier(t, by, ref);
    const file = dossier.view.files.find((one) => one.id === id);
    if (!file) throw new Refusal('api/no-such-file', 404);
    await looked(t, by, 'lampiran', { region: ref.region, seen: [ref.id, id], persons: personsOf(dossier) });
    return { type: file.type, name: file.name, bytes: await t.files.read(file.stored) };
  },
});

const readWorkPaper = operation({
  ...{ id: 'readWorkPaper', method: 'GET', path: '/work/{region}/{id}/papers/{paper}', tag: 'kantor', who: 'officer' },
  summary: 'A paper of the case that is out',
  about: { id: 'Surat yang sudah terbit dari berkas ini.', en: 'A paper of this case that is out.' },
  params: casePath.extend({ paper: uuid }),
  reply: { media: ['application/pdf'] },
  show: async ({ t, by, params: { paper: id, ...ref } }) => {
    const dossier = await openDossier(t, by, ref);
    const paper = dossier.papers.find((one) => one.id === id);
    if (!paper || !seesPaper(by, paper, dossier.view.found.applicant)) throw new Refusal('documents/not-found', 404);
    await looked(t, by, 'surat', { region: ref.region, seen: [ref.id, id], persons: personsOf(dossier) });
    const file = await t.documents.paperFile(seatContext(by, paper.region), paper);
    const parts: Uint8Array[] = [];
    for await (const part of file.bytes) parts.push(part);
    return { type: file.type, name: file.name, bytes: Buffer.concat(parts) };
  },
});
const seesPaper = (by: Desk, paper: Dossier['papers'][number], applicant: string): boolean =>
  can(actorOf(by.signed), 'paper.view', {
    region: paper.region,
    office: paper.office,
    persons: paper.readers,
    applicant,
  });

export const officeOperations = [
  ...[readInbox, readWork, claim, release, decide, signMany, readEvidence, readWorkPaper],
];
