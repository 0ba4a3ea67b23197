import { Refusal } from '../../../kernel/refusal.ts';
import { fileFault } from '../../frame/index.ts';
import type { SentFile } from '../files.ts';
import { operation } from '../operation.ts';
import { pointerTo, Refused } from '../refused.ts';
import { casePath, questionId } from '../schemas.ts';
import { CaseSchema } from '../views/case.ts';
import { openCase, shown, viewCase } from './cases.ts';

const path = casePath.extend({ question: questionId });

const putFile = operation({
  ...{ id: 'putFile', method: 'PUT', path: '/cases/{region}/{id}/files/{question}', tag: 'permohonan', who: 'pin' },
  ...{ once: true, guard: true, refuses: [409, 413, 422] },
  summary: 'Put a file at its question',
  about: {
    id: 'Satu berkas PDF, JPG, atau PNG, paling besar 10 MB: isi mentah dengan nama di `Content-Disposition`, atau formulir dengan satu berkas. Yang dilihat isinya, bukan namanya.',
    en: 'One PDF, JPG or PNG of at most 10 MB: raw, its name in `Content-Disposition`, or a form with one file. Its content counts, not its name.',
  },
  params: path,
  body: 'file',
  reply: CaseSchema,
  act: async ({ t, by, params: { question, ...ref }, body, version, key }) => {
    const { found, settled } = await openCase(t, by, ref, 'case.answer');
    if (!settled.screens.some((screen) => screen.kind === 'files' && screen.questions.includes(question)))
      throw new Refusal('cases/not-open', 409);
    // Nobody's bytes are stored for a version that is gone.
    if (found.version !== version) throw new Refusal('cases/lost-guard', 409);
    const sent = body as unknown as SentFile;
    const taken = await t.uploads.take({ region: ref.region, case: ref.id, name: sent.name }, sent.bytes);
    if (!taken.ok)
      throw new Refused('api/answers', 422, [
        { pointer: pointerTo('answers', question), code: `file/${taken.fault}`, say: fileFault(taken.fault) },
      ]);
    const { id, name, type, size, stored, sha256 } = taken.file;
    const file = { id, question, name, type, size, stored, uploadedAt: t.clock(), sha256: Buffer.from(sha256, 'hex') };
    await t.cases.addFile(by.doer, ref, file, { version, key });
    return true;
  },
  show: ({ t, by, params: { region, id } }) => shown(t, by, { region, id }),
});

const removeFile = operation({
  ...{
    id: 'removeFile',
    method: 'DELETE',
    path: '/cases/{region}/{id}/files/{question}',
    tag: 'permohonan',
    who: 'pin',
  },
  ...{ once: true, guard: true, refuses: [409] },
  summary: 'Take a file away',
  about: { id: 'Melepas berkas dari pertanyaannya.', en: 'Takes a file away from its question.' },
  params: path,
  reply: CaseSchema,
  act: async ({ t, by, params: { question, ...ref }, version, key }) => {
    await openCase(t, by, ref, 'case.answer');
    await t.cases.removeFile(by.doer, ref, question, { version, key });
    return true;
  },
  show: ({ t, by, params: { region, id } }) => shown(t, by, { region, id }),
});

const readFile = operation({
  ...{ id: 'readFile', method: 'GET', path: '/cases/{region}/{id}/files/{question}', tag: 'permohonan', who: 'pin' },
  summary: 'Read a file of my own case',
  about: { id: 'Berkas yang sekarang ada di pertanyaan ini.', en: 'The file that stands at this question now.' },
  params: path,
  reply: { media: ['application/pdf', 'image/jpeg', 'image/png'] },
  show: async ({ t, by, params: { question, ...ref } }) => {
    const { files, settled } = await viewCase(t, by, ref);
    const stands = settled.answers[question] as { readonly id?: unknown } | null | undefined;
    const file = files.find((one) => one.question === question && one.id === stands?.id);
    if (!file) throw new Refusal('api/no-such-file', 404);
    return { type: file.type, name: file.name, bytes: await t.files.read(file.stored) };
  },
});

export const fileOperations = [putFile, removeFile, readFile];
