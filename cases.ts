import { z } from 'zod';
import type { Mine } from '../../capabilities/cases/index.ts';
import { maskName } from '../../kernel/masking.ts';
import { mustBeAllowed } from './access.ts';
import { CaseView, citizenCase, sentenceOf } from './case-view.ts';
import { both, serviceKey } from './catalogue.ts';
import type { CitizenCaller } from './caller.ts';
import type { Tools } from './deps.ts';
import { status } from './draft-view.ts';
import { caseRef } from './drafts.ts';
import { type Operation, operation } from './operation.ts';
import { moment, recordId, regionCode, shape, Text } from './shape.ts';

const CaseLine = shape('CaseLine', {
  ...{ region: regionCode, id: recordId, service: serviceKey, title: Text, number: z.string().nullable(), status },
  ...{ outcome: z.string().nullable(), sentence: Text, subject: z.string(), dueAt: moment.nullable() },
});
const MyCases = shape('MyCases', { items: z.array(CaseLine) });
const Say = shape('Say', {
  kind: z.enum(['question', 'objection']).describe('Either reaches a person at the office'),
  text: z.string().trim().min(1).max(2000),
});

const common = { tag: 'cases', status: 200 } as const;

/** Cases that were sent, for whoever asked for them or whom they are about. */
export function caseOperations(t: Tools): readonly Operation[] {
  return [...reading(t), ...acting(t)];
}

async function lineOf(t: Tools, { signed }: CitizenCaller, one: Mine) {
  const { definition } = await t.catalogue.version(one.service, one.serviceVersion);
  const { step, office, since } = one.sentence;
  const standing = { status: one.status, outcome: one.outcome, step, office, since: new Date(since) };
  return {
    ...{ region: one.region, id: one.id, service: one.service, title: both(definition.title), number: one.number },
    ...{ status: one.status, outcome: one.outcome, sentence: await sentenceOf(t, standing, definition) },
    subject: signed.level === 2 ? one.subjectName : maskName(one.subjectName),
    dueAt: one.dueAt?.toISOString() ?? null,
  };
}

async function caseOf(t: Tools, caller: CitizenCaller, ref: { region: string; id: string }) {
  const view = await t.cases.view(caller.doer, ref);
  mustBeAllowed(caller.actor, 'case.status', view.found);
  return { body: await citizenCase(t, view, caller.signed.level), version: view.found.version };
}

const reading = (t: Tools): readonly Operation[] => [
  operation({
    ...{ ...common, id: 'listMyCases', method: 'GET', path: '/v1/cases', need: 'code', change: 'nothing' },
    ...{ summary: 'One’s own cases from all regions, the newest first; names are masked before the PIN' },
    answer: MyCases,
    run: async ({ caller }) => {
      const mine = await t.cases.mine(caller.person.id);
      return { body: { items: await Promise.all(mine.map((one) => lineOf(t, caller, one))) } };
    },
  }),
  operation({
    ...{ ...common, id: 'readCase', method: 'GET', path: '/v1/cases/{region}/{id}', need: 'code', change: 'nothing' },
    ...{ summary: 'How a case stands, its journey and what happened', params: caseRef, answer: CaseView },
    run: ({ params, caller }) => caseOf(t, caller, params),
  }),
];

function acting(t: Tools): readonly Operation[] {
  const act = { ...common, tag: 'cases', need: 'pin', method: 'POST', change: 'guarded', answer: CaseView } as const;
  return [
    operation({
      ...{ ...act, id: 'withdrawCase', path: '/v1/cases/{region}/{id}/withdrawal', params: caseRef },
      summary: 'Takes a sent case back, as long as nothing was decided for good',
      run: async ({ params, caller, guard }) => {
        const { found } = await t.cases.view(caller.doer, params);
        mustBeAllowed(caller.actor, 'case.withdraw', found);
        await t.cases.withdraw(caller.doer, params, guard);
        return caseOf(t, caller, params);
      },
    }),
    operation({
      ...{ ...act, id: 'sendRepair', path: '/v1/cases/{region}/{id}/repair', params: caseRef },
      summary: 'Sends what was asked again; the clock of the office goes on',
      run: async ({ params, caller, guard }) => {
        const { found } = await t.cases.view(caller.doer, params);
        mustBeAllowed(caller.actor, 'case.submit', found);
        await t.cases.sendRepair(caller.doer, params, guard);
        return caseOf(t, caller, params);
      },
    }),
    operation({
      ...{ ...act, id: 'sayOnCase', path: '/v1/cases/{region}/{id}/messages', params: caseRef, body: Say },
      summary: 'Asks, or objects: “data ini salah?”',
      run: async ({ params, caller, body, guard }) => {
        const { found } = await t.cases.view(caller.doer, params);
        mustBeAllowed(caller.actor, 'case.view', found);
        const kind = body.kind === 'question' ? 'asked' : 'objected';
        await t.cases.say(caller.doer, params, kind, body.text, guard);
        return caseOf(t, caller, params);
      },
    }),
  ];
}
