import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { CaseFile } from '../../capabilities/cases/index.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Text } from '../../kernel/text.ts';
import type { FileFault } from '../../platform/uploads/index.ts';
import { mustBeAllowed } from './access.ts';
import type { Tools } from './deps.ts';
import { DraftView, draftView, fileQuestions } from './draft-view.ts';
import { caseRef, screenRef } from './drafts.ts';
import { type Operation, operation } from './operation.ts';
import { WrongInput } from './problem.ts';

export const FILE_TYPES = ['application/pdf', 'image/jpeg', 'image/png'] as const;

const fileRef = caseRef.extend({ question: screenRef });
const common = { tag: 'files', need: 'pin', status: 200, path: '/v1/cases/{region}/{id}/files/{question}' } as const;

const words: Readonly<Record<FileFault, Text>> = {
  empty: { id: 'Berkas itu kosong. Pilih berkas lain.', en: 'That file is empty. Choose another.' },
  'too-large': { id: 'Berkas itu lebih dari 10 MB. Kirim yang lebih kecil.', en: 'Over 10 MB. Send a smaller one.' },
  heic: { id: 'Foto ini berjenis HEIC. Kirim sebagai JPG.', en: 'This photo is HEIC. Send it as JPG.' },
  kind: { id: 'Kirim foto (JPG, PNG) atau PDF.', en: 'Send a photo (JPG, PNG) or a PDF.' },
  broken: { id: 'Berkas itu rusak atau terpotong. Kirim lagi.', en: 'That file is broken or cut off. Send it again.' },
  'pdf-encrypted': { id: 'PDF itu dikunci. Simpan tanpa kata sandi.', en: 'That PDF is locked. Save it without a password.' },
  'pdf-empty': { id: 'PDF itu tidak berisi halaman.', en: 'That PDF has no pages.' },
};

/** The newest file at a question, as bytes. */
export function sendFile(t: Tools, reply: FastifyReply, files: readonly CaseFile[], question: string) {
  const file = files.findLast((one) => one.question === question);
  if (!file) throw new Refusal('frame/not-found', 404);
  reply.type(file.type).header('content-disposition', attachment(file.name));
  return { body: Readable.from(t.files.open(file.stored)) };
}

/** @example attachment('surat "a".pdf') // a header that no name breaks out of */
export const attachment = (name: string): string =>
  `attachment; filename="${name.replace(/[^\w. -]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`;

export const fileOperations = (t: Tools): readonly Operation[] => [
  operation({
    ...{ ...common, id: 'putFile', method: 'PUT', change: 'guarded', params: fileRef, answer: DraftView },
    summary: 'Puts a file at a question: its bytes are the body',
    description: 'Looked at by content, not by name or content type; at most 10 MB. What a camera wrote into a photo is removed.',
    query: z.strictObject({ name: z.string().min(1).max(200).optional().describe('As people call the file') }),
    body: { types: [...FILE_TYPES, 'application/octet-stream'] },
    run: async ({ params: { question, ...ref }, query, body, caller, guard, lang }) => {
      const { found, definition } = await t.cases.draft(caller.doer, ref);
      mustBeAllowed(caller.actor, 'case.answer', found);
      if (!fileQuestions(definition).has(question)) throw new Refusal('frame/not-found', 404);
      const taken = await t.uploads.take({ region: ref.region, case: ref.id, name: query.name ?? question }, body);
      if (!taken.ok)
        throw new WrongInput({ issues: [{ at: question, code: `file/${taken.fault}`, text: words[taken.fault] }] }, 'api/file');
      const { sha256, ...file } = taken.file;
      const added = { ...file, question, uploadedAt: t.clock(), sha256: Buffer.from(sha256, 'hex') };
      await t.cases.addFile(caller.doer, ref, added, guard);
      const draft = await t.cases.draft(caller.doer, ref);
      return { body: draftView(draft, lang), version: draft.found.version };
    },
  }),
  operation({
    ...{ ...common, id: 'removeFile', method: 'DELETE', change: 'guarded', params: fileRef, answer: DraftView },
    summary: 'Takes the file at a question away',
    run: async ({ params: { question, ...ref }, caller, guard, lang }) => {
      const { found } = await t.cases.draft(caller.doer, ref);
      mustBeAllowed(caller.actor, 'case.answer', found);
      await t.cases.removeFile(caller.doer, ref, question, guard);
      const draft = await t.cases.draft(caller.doer, ref);
      return { body: draftView(draft, lang), version: draft.found.version };
    },
  }),
  operation({
    ...{ ...common, id: 'readFile', method: 'GET', change: 'nothing', params: fileRef, answer: { types: FILE_TYPES } },
    summary: 'The file at a question',
    run: async ({ params: { question, ...ref }, caller, reply }) => {
      const view = await t.cases.view(caller.doer, ref);
      mustBeAllowed(caller.actor, 'case.view', view.found);
      return sendFile(t, reply, view.files, question);
    },
  }),
];
