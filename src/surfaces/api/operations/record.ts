import * as z from 'zod';
import type { RecordView } from '../../../capabilities/cases/index.ts';
import { looked, openDossier, personsOf } from '../../frame/index.ts';
import type { Tools } from '../deps.ts';
import type { SentFile } from '../files.ts';
import { type Call, operation, type Reply } from '../operation.ts';
import { answerFaults, Refused } from '../refused.ts';
import { casePath, name, Text, word } from '../schemas.ts';

const RecordSchema = name(
  'Record',
  z.strictObject({
    papers: z.array(
      z.strictObject({
        ...{ slot: z.string(), document: z.string(), title: Text },
        number: z.boolean().meta({ description: 'Its number is typed.' }),
        file: z.boolean().meta({ description: 'Its signed PDF is brought in.' }),
        saved: z.strictObject({ number: z.string().nullable(), signer: z.string().nullable() }).nullable(),
      }),
    ),
    missing: z.array(z.string()).meta({ description: 'What still lacks, as `slot.nomor` or `slot.berkas`.' }),
    effects: z.array(z.string()).meta({ description: 'What is written into the register’s own system by hand.' }),
  }),
);

const slot = z.string().regex(/^[a-zA-Z0-9.-]{1,120}$/);
const path = casePath.extend({ step: word });
const slotPath = path.extend({ slot });
type At = z.output<typeof path>;

const recordView = (t: Tools, { wanted, saved, missing, work }: RecordView): z.input<typeof RecordSchema> => ({
  papers: wanted.map((one) => {
    const kept = saved.find((each) => each.slot === one.slot);
    return {
      ...{ slot: one.slot, document: one.call.document, number: one.number, file: one.file },
      title: t.kinds[one.call.document]?.title ?? { id: one.call.document },
      saved: kept ? { number: kept.number, signer: kept.attachment?.signer ?? null } : null,
    };
  }),
  missing: missing.map(({ input }) => input),
  effects: work.map(({ verb }) => verb),
});

type AtDesk = Pick<Call<'officer', At>, 't' | 'by' | 'params'>;

async function shown({ t, by, params: { step, ...ref } }: AtDesk): Promise<Reply<z.input<typeof RecordSchema>>> {
  const dossier = await openDossier(t, by, ref, step);
  await looked(t, by, 'berkas', { region: ref.region, seen: [ref.id], persons: personsOf(dossier) });
  return { data: recordView(t, await t.cases.recording(by.doer, ref, step)) };
}

async function bring(
  { t, by, params }: AtDesk & { params: z.output<typeof slotPath> },
  what: object,
): Promise<boolean> {
  const { step, slot: own, ...ref } = params;
  await openDossier(t, by, ref, step);
  const issues = await t.cases.bringIn(by.doer, ref, step, [{ slot: own, ...what }]);
  if (issues.length > 0) throw new Refused('api/answers', 422, answerFaults(issues, 'record'));
  return true;
}

const readRecord = operation({
  ...{ id: 'readRecord', method: 'GET', path: '/work/{region}/{id}/record/{step}', tag: 'kantor', who: 'officer' },
  summary: 'What must be brought in from the register’s own system',
  about: {
    id: 'Di wilayah yang registernya milik sistem lain: surat yang dibuat di sana, nomor dan PDF-nya dibawa ke sini.',
    en: 'Where the register is another’s: the papers made there, whose numbers and PDFs are brought in.',
  },
  params: path,
  reply: RecordSchema,
  show: shown,
});

const recordNumber = operation({
  ...{ id: 'recordNumber', method: 'PATCH', path: '/work/{region}/{id}/record/{step}/{slot}', tag: 'kantor' },
  ...{ who: 'officer', once: true, refuses: [409, 422] },
  summary: 'Bring in the number of a paper made elsewhere',
  about: {
    id: 'Mencatat nomor surat yang dibuat di SIAK. Mengulang tidak mengubah apa-apa.',
    en: 'Records the number of a paper made elsewhere. Repeating changes nothing.',
  },
  params: slotPath,
  body: z.strictObject({ number: z.string().min(1).max(60) }),
  reply: RecordSchema,
  act: (call) => bring(call, { number: call.body.number }),
  show: shown,
});

const recordFile = operation({
  ...{ id: 'recordFile', method: 'PUT', path: '/work/{region}/{id}/record/{step}/{slot}', tag: 'kantor' },
  ...{ who: 'officer', once: true, refuses: [409, 413, 422] },
  summary: 'Bring in the signed PDF of a paper made elsewhere',
  about: {
    id: 'Membawa PDF bertanda tangan; tanda tangannya diperiksa.',
    en: 'Brings in the signed PDF, whose signature is checked.',
  },
  params: slotPath,
  body: 'file',
  reply: RecordSchema,
  act: (call) => bring(call, { pdf: (call.body as unknown as SentFile).bytes }),
  show: shown,
});

export const recordOperations = [readRecord, recordNumber, recordFile];
