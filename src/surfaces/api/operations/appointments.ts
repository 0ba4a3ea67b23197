import * as z from 'zod';
import type { Draft } from '../../../capabilities/cases/index.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import type { Tools } from '../deps.ts';
import { operation } from '../operation.ts';
import { casePath, moment, name, Office, questionId, uuid } from '../schemas.ts';
import { CaseSchema } from '../views/case.ts';
import { shown } from './cases.ts';

const path = casePath.extend({ question: questionId });

const Windows = name(
  'Windows',
  z.strictObject({
    office: Office.nullable().meta({ description: 'null while an answer that decides it is missing.' }),
    windows: z.array(
      z.strictObject({
        slot: uuid.meta({ description: 'The answer: `{"slot": …}`.' }),
        ...{ startsAt: moment, endsAt: moment, left: z.int().min(0) },
      }),
    ),
    held: z
      .strictObject({ slot: uuid, until: moment })
      .nullable()
      .meta({ description: 'The window that is held for this draft; its place is not among those left.' }),
  }),
);

async function windowsView(t: Tools, draft: Draft, question: string): Promise<z.input<typeof Windows>> {
  const { asked, office, windows } = await t.cases.windowsFor(draft, question);
  if (!asked) throw new Refusal('frame/not-found', 404);
  const held = (await t.cases.heldFor(draft)).find((one) => one.question === question);
  return {
    office: office ? { office: office.key, name: office.name } : null,
    windows: windows.map(({ slot, startsAt, endsAt, left }) => ({ slot, startsAt, endsAt, left })),
    held: held ? { slot: held.slot, until: held.until.toISOString() } : null,
  };
}

const listWindows = operation({
  ...{
    id: 'listWindows',
    method: 'GET',
    path: '/cases/{region}/{id}/windows/{question}',
    tag: 'permohonan',
    who: 'pin',
  },
  summary: 'Windows that a question of type `appointment` may choose',
  about: {
    id: 'Waktu temu yang dapat dipilih, dengan sisa tempatnya. Menjawab dengan `slot` (`answerCase`) menahan satu tempat selama sepuluh menit; `submitCase` mengambilnya bersama permohonan.',
    en: 'The windows to choose from, with the places left. Answering with a `slot` (`answerCase`) holds one place for ten minutes; `submitCase` books it with the case.',
  },
  params: path,
  reply: Windows,
  show: async ({ t, by, params: { question, ...ref } }) => ({
    data: await windowsView(t, await t.cases.draft(by.doer, ref), question),
  }),
});

const chooseWindow = operation({
  ...{ id: 'chooseWindow', method: 'POST', path: '/cases/{region}/{id}/windows/{question}', tag: 'permohonan' },
  ...{ who: 'pin', once: true, guard: true, refuses: [409] },
  summary: 'Another window for a case whose number came to nothing',
  about: {
    id: 'Bila nomornya dibatalkan, atau orangnya tidak hadir atau belum sempat dilayani: waktu yang baru untuk permohonan yang sama.',
    en: 'When its number was cancelled, or the person was absent or not served: a new window for the same case.',
  },
  params: path,
  body: z.strictObject({ slot: uuid }),
  reply: CaseSchema,
  act: async ({ t, by, params: { question, ...ref }, body: { slot }, version, key }) => {
    await t.cases.chooseAgain(by.doer, ref, question, slot, { version, key });
    return true;
  },
  show: ({ t, by, params: { region, id } }) => shown(t, by, { region, id }),
});

export const appointmentOperations = [listWindows, chooseWindow];
