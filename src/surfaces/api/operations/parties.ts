import * as z from 'zod';
import type { Request } from '../../../capabilities/cases/index.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import type { Tools } from '../deps.ts';
import { operation } from '../operation.ts';
import { casePath, moment, name, Text } from '../schemas.ts';
import { CaseSchema } from '../views/case.ts';
import { openCase, shown } from './cases.ts';

const RequestView = name(
  'Request',
  z.strictObject({
    ...{ region: z.string(), id: z.string(), version: z.int(), service: z.string(), title: Text, askedBy: z.string() },
    ...{ askedAt: moment, expiresAt: moment.nullable() },
  }),
);

async function requestView(t: Tools, one: Request): Promise<z.input<typeof RequestView>> {
  const { definition } = await t.catalogue.version(one.service, one.serviceVersion);
  return {
    ...{ region: one.region, id: one.id, version: one.version, service: one.service, title: definition.title },
    ...{ askedBy: one.askedBy, askedAt: one.askedAt.toISOString(), expiresAt: one.expiresAt?.toISOString() ?? null },
  };
}

const askParties = operation({
  ...{ id: 'askParties', method: 'POST', path: '/cases/{region}/{id}/parties', tag: 'permohonan', who: 'pin' },
  ...{ once: true, guard: true, refuses: [409, 422] },
  summary: 'Ask those whose word the case needs',
  about: {
    id: 'Meminta persetujuan semua orang yang diperlukan, atas jawaban seperti adanya sekarang. Siapa yang belum tampak di `parties`.',
    en: 'Asks everybody whose word is needed, about the answers as they are now. `parties` tells who has not answered.',
  },
  params: casePath,
  reply: CaseSchema,
  act: async ({ t, by, params, version, key }) => {
    await openCase(t, by, params, 'case.submit');
    await t.cases.askParties(by.doer, params, { version, key });
    return true;
  },
  show: ({ t, by, params }) => shown(t, by, params),
});

const listRequests = operation({
  ...{ id: 'listRequests', method: 'GET', path: '/requests', tag: 'permohonan', who: 'pin' },
  summary: 'What waits for my word',
  about: {
    id: 'Permintaan persetujuan yang menunggu saya.',
    en: 'Requests that wait for my word: who asks, for what.',
  },
  reply: z.strictObject({ requests: z.array(RequestView) }),
  show: async ({ t, by: { signed, person } }) => {
    const waiting = await t.cases.requests(signed.person, person.nik);
    return { data: { requests: await Promise.all(waiting.map((one) => requestView(t, one))) } };
  },
});

const answerRequest = operation({
  ...{ id: 'answerRequest', method: 'POST', path: '/requests/{region}/{id}', tag: 'permohonan', who: 'pin' },
  ...{ once: true, guard: true, status: 204, refuses: [409] },
  summary: 'Agree, or refuse',
  about: {
    id: 'Menjawab permintaan. `If-Match` adalah `version` permintaan itu.',
    en: 'Answers a request. `If-Match` is the request’s `version`.',
  },
  params: casePath,
  body: z.strictObject({ answer: z.enum(['agreed', 'refused']) }),
  reply: null,
  act: async ({ t, by: { doer, signed, person }, params: { region, id }, body: { answer }, version, key }) => {
    const waiting = await t.cases.requests(signed.person, person.nik);
    if (!waiting.some((one) => one.region === region && one.id === id)) throw new Refusal('api/no-request', 404);
    await t.cases.agree(doer, { region }, { id, nik: person.nik }, answer, { version, key });
    return true;
  },
  show: async () => undefined,
});

export const partyOperations = [askParties, listRequests, answerRequest];
