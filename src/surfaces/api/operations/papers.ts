import * as z from 'zod';
import type { PaperRef } from '../../../capabilities/documents/index.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { type Citizen, ownPaper, ownPaperFile, ownPapers } from '../../frame/index.ts';
import type { Tools } from '../deps.ts';
import { operation } from '../operation.ts';
import { casePath, day, moment, name, Text } from '../schemas.ts';
import { officeNamed } from '../views/case.ts';
import { ownLine, PaperLine, PaperView, paperView } from '../views/paper.ts';

const listPapers = operation({
  ...{ id: 'listPapers', method: 'GET', path: '/papers', tag: 'surat', who: 'pin' },
  summary: 'My papers',
  about: { id: 'Surat saya, yang terbaru lebih dulu.', en: 'My papers, the newest first.' },
  reply: z.strictObject({ papers: z.array(PaperLine) }),
  show: async ({ t, by }) => {
    const papers = await ownPapers(t, by);
    return { data: { papers: papers.map((paper) => ownLine(t, paper)) } };
  },
});

async function shownPaper(t: Tools, by: Citizen, ref: PaperRef) {
  const view = paperView(t, await ownPaper(t, by, ref));
  if (!view) throw new Refusal('documents/not-found', 404);
  return view;
}

const readPaper = operation({
  ...{ id: 'readPaper', method: 'GET', path: '/papers/{region}/{id}', tag: 'surat', who: 'pin' },
  summary: 'One of my papers, with how others check it',
  about: {
    id: 'Satu surat saya, dengan cara orang lain memeriksanya.',
    en: 'One of my papers, with how others check it.',
  },
  params: casePath,
  reply: PaperView,
  show: async ({ t, by, params }) => ({ data: await shownPaper(t, by, params) }),
});

const readPdf = operation({
  ...{ id: 'readPaperPdf', method: 'GET', path: '/papers/{region}/{id}/pdf', tag: 'surat', who: 'pin' },
  summary: 'The signed PDF',
  about: { id: 'PDF yang ditandatangani.', en: 'The signed PDF.' },
  params: casePath,
  reply: { media: ['application/pdf'] },
  show: async ({ t, by, params }) => {
    const file = await ownPaperFile(t, by, params);
    const parts: Uint8Array[] = [];
    for await (const part of file.bytes) parts.push(part);
    return { type: file.type, name: file.name, bytes: Buffer.concat(parts) };
  },
});

const Checked = name(
  'CheckedPaper',
  z.union([
    z.strictObject({ kind: z.literal('notFound') }),
    z.strictObject({
      ...{ kind: z.literal('found'), state: z.enum(['active', 'superseded', 'revoked']), lapsed: z.boolean() },
      ...{
        specimen: z.boolean(),
        document: z.string(),
        title: Text,
        office: z.string(),
        number: z.string().optional(),
      },
      ...{
        date: day.optional(),
        validUntil: day.optional(),
        holder: z.string().optional().meta({ description: 'masked' }),
      },
      signer: z.strictObject({ name: z.string(), title: z.string(), acting: z.string().nullable() }).optional(),
    }),
  ]),
);

const checkPaper = operation({
  ...{ id: 'checkPaper', method: 'POST', path: '/checks', tag: 'surat', who: 'anyone', perMinute: 10 },
  summary: 'Check a paper, as anybody may',
  about: {
    id: 'Dengan token dari QR, atau nomor dan kode yang tercetak. Tidak mengubah apa-apa.',
    en: 'By the token of the QR, or by number and code as printed. Changes nothing.',
  },
  body: z.union([
    z.strictObject({ token: z.string().min(1).max(200) }),
    z.strictObject({ number: z.string().min(1).max(80), code: z.string().min(1).max(40) }),
  ]),
  reply: Checked,
  show: async ({ t, body }) => ({
    data: await ('token' in body
      ? t.documents.checkByToken(body.token)
      : t.documents.checkByCode(body.number, body.code)),
  }),
});

const listAccesses = operation({
  ...{ id: 'listAccesses', method: 'GET', path: '/accesses', tag: 'surat', who: 'pin' },
  summary: 'Who opened my data',
  about: { id: 'Siapa membuka data saya, untuk apa, dan kapan.', en: 'Who opened my data, why and when.' },
  reply: z.strictObject({
    accesses: z.array(
      z.strictObject({ at: moment, who: z.string(), office: z.string().nullable(), purpose: z.string() }),
    ),
  }),
  show: async ({ t, by }) => {
    const looks = await t.audit.whoLooked(by.signed.person);
    const line = async (one: (typeof looks)[number]) => ({
      ...{ at: one.at.toISOString(), who: one.actorLabel, purpose: one.purpose },
      office: (await officeNamed(t, one.office))?.name ?? null,
    });
    return { data: { accesses: await Promise.all(looks.map(line)) } };
  },
});

const listNotices = operation({
  ...{ id: 'listNotices', method: 'GET', path: '/notices', tag: 'permohonan', who: 'pin' },
  summary: 'What I was told',
  about: { id: 'Kabar untuk saya, yang terbaru lebih dulu.', en: 'What I was told, the newest first.' },
  reply: z.strictObject({
    notices: z.array(z.strictObject({ id: z.string(), at: moment, text: Text, read: z.boolean(), page: z.string() })),
  }),
  show: async ({ t, by }) => {
    const news = await t.notices.list(by.signed.person);
    const line = (one: (typeof news)[number]) => ({
      id: one.id,
      at: one.at.toISOString(),
      text: one.text,
      read: one.read,
      page: one.place,
    });
    return { data: { notices: news.map(line) } };
  },
});

export const paperOperations = [listPapers, readPaper, readPdf, checkPaper, listAccesses, listNotices];
