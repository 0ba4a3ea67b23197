import { Readable } from 'node:stream';
import { z } from 'zod';
import { can } from '../../capabilities/accounts/index.ts';
import type { CheckAnswer, Paper } from '../../capabilities/documents/index.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { both } from './catalogue.ts';
import type { CitizenCaller } from './caller.ts';
import type { Tools } from './deps.ts';
import { caseRef } from './drafts.ts';
import { attachment } from './files.ts';
import { type Operation, operation } from './operation.ts';
import { day, recordId, regionCode, shape, Text } from './shape.ts';

const common = {
  ...{ region: regionCode, id: recordId, document: z.string(), title: Text, number: z.string().nullable() },
  ...{ holder: z.string(), office: z.string(), state: z.string(), specimen: z.boolean() },
  ...{ issuedOn: day.nullable(), validUntil: day.nullable() },
};
const PaperLine = shape('PaperLine', common);
const Papers = shape('Papers', { items: z.array(PaperLine) });
const PaperCheck = shape('PaperCheck', {
  url: z.string().describe('What its QR says'),
  token: z.string(),
  address: z.string().describe('Printed: where number and code are typed'),
  code: z.string(),
});
const PaperView = shape('Paper', { ...common, check: PaperCheck.nullable() });
const Signer = shape('PaperSigner', { name: z.string(), title: z.string(), acting: z.string().nullable() });
const Check = shape('Check', {
  state: z.enum(['active', 'superseded', 'revoked', 'notFound']),
  ...{ specimen: z.boolean().optional(), document: z.string().optional(), title: Text.optional() },
  ...{ office: z.string().optional(), number: z.string().optional(), date: day.optional() },
  holder: z.string().optional().describe('Masked'),
  ...{ signer: Signer.optional(), validUntil: day.optional(), lapsed: z.boolean().optional() },
});
const CheckByCode = shape('CheckByCode', {
  number: z.string().min(1).max(120),
  code: z.string().min(1).max(40).describe('Printed beside the number; spaces and dashes do not matter'),
});

export function paperOperations(t: Tools): readonly Operation[] {
  return [...ownPapers(t), ...checks(t)];
}

async function seen(t: Tools, caller: CitizenCaller, ref: { region: string; id: string }): Promise<Paper> {
  const paper = await t.documents.getPaper({ regions: [ref.region], persons: [caller.person.id] }, ref);
  const applicant = await applicantOf(t, caller, paper);
  const subject = { region: paper.region, office: paper.office, persons: paper.readers, applicant };
  if (paper.audience !== 'citizen' || !can(caller.actor, 'paper.view', subject))
    throw new Refusal('documents/not-found', 404);
  if (!paper.issued) throw new Refusal('documents/not-issued', 404);
  return paper;
}

/** The case's applicant, as far as the caller may see the case. */
async function applicantOf(t: Tools, { doer }: CitizenCaller, { region, caseId }: Paper): Promise<string> {
  if (caseId === null) return '';
  try {
    return (await t.cases.view(doer, { region, id: caseId })).found.applicant;
  } catch (error) {
    if (error instanceof Refusal) return '';
    throw error;
  }
}

const titleOf = (t: Tools, kind: string) => both(t.kinds[kind]?.title ?? { id: kind });

const ownPapers = (t: Tools): readonly Operation[] => [
  operation({
    ...{ id: 'listPapers', method: 'GET', path: '/v1/papers', tag: 'papers', need: 'pin', change: 'nothing' },
    ...{ summary: 'One’s own papers from all regions, the newest first', status: 200, answer: Papers },
    run: async ({ caller }) => {
      const papers = await t.documents.papersOf([caller.person.id]);
      const items = papers.map((one) => ({
        ...{ region: one.region, id: one.id, document: one.kind, title: titleOf(t, one.kind), number: one.number },
        ...{ holder: one.holderLabel, office: one.officeName, state: one.state, specimen: one.specimen },
        ...{ issuedOn: one.issuedOn, validUntil: one.validUntil },
      }));
      return { body: { items } };
    },
  }),
  operation({
    ...{ id: 'readPaper', method: 'GET', path: '/v1/papers/{region}/{id}', tag: 'papers', need: 'pin', status: 200 },
    ...{ change: 'nothing', summary: 'A paper, and how others check it', params: caseRef, answer: PaperView },
    run: async ({ params, caller }) => {
      const paper = await seen(t, caller, params);
      const check = t.documents.checkOf(paper);
      return {
        body: {
          ...{ region: paper.region, id: paper.id, document: paper.kind, title: titleOf(t, paper.kind) },
          ...{ number: paper.number, holder: paper.holderLabel, office: paper.officeName, state: paper.state },
          ...{ specimen: paper.specimen, issuedOn: paper.issued?.on ?? null },
          validUntil: paper.issued?.validUntil ?? null,
          check: check && { ...check, token: check.url.slice(check.url.lastIndexOf('/') + 1) },
        },
      };
    },
  }),
  operation({
    ...{ id: 'downloadPaper', method: 'GET', path: '/v1/papers/{region}/{id}/file', tag: 'papers', need: 'pin' },
    ...{ change: 'nothing', summary: 'The signed PDF', params: caseRef, status: 200 },
    answer: { types: ['application/pdf'] },
    run: async ({ params, caller, reply }) => {
      await seen(t, caller, params);
      const file = await t.documents.paperFile({ regions: [params.region], persons: [caller.person.id] }, params);
      reply.type(file.type).header('content-disposition', attachment(file.name)).header('content-length', file.size);
      return { body: Readable.from(file.bytes) };
    },
  }),
];

function checked(answer: CheckAnswer) {
  if (answer.kind === 'notFound') return { state: 'notFound' };
  const { kind: _, title, ...rest } = answer;
  return { ...rest, title: both(title) };
}

const checks = (t: Tools): readonly Operation[] => [
  operation({
    ...{ id: 'checkByToken', method: 'GET', path: '/v1/checks/{token}', tag: 'checks', need: 'anyone', status: 200 },
    ...{ change: 'nothing', limit: 'check', answer: Check, summary: 'Is this paper genuine? By the token of its QR' },
    params: z.strictObject({ token: z.string().regex(/^[\w-]{1,100}$/) }),
    run: async ({ params }) => ({ body: checked(await t.documents.checkByToken(params.token)) }),
  }),
  operation({
    ...{ id: 'checkByCode', method: 'POST', path: '/v1/checks', tag: 'checks', need: 'anyone', status: 200 },
    ...{ change: 'nothing', limit: 'check', body: CheckByCode, answer: Check },
    summary: 'The same by number and code, typed from a printed page; changes nothing',
    run: async ({ body }) => ({ body: checked(await t.documents.checkByCode(body.number, body.code)) }),
  }),
];
