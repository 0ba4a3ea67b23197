import type { FastifyRequest } from 'fastify';
import { actorOf, can } from '../../capabilities/accounts/index.ts';
import type { CaseRef, CaseView, Task } from '../../capabilities/cases/index.ts';
import type { Paper } from '../../capabilities/documents/index.ts';
import { type Answers, type Inputs, type Names, type Step, stepKind, withOfficers } from '../../engine/index.ts';
import { localDate } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type OfficeDeps, paramOf } from './deps.ts';
import type { Desk } from './desk.ts';

/** One case as this desk sees it, and the step of it that is this desk's. */
export type Dossier = {
  readonly view: CaseView;
  readonly inputs: Inputs;
  /** With what officers answered before. */
  readonly names: Names;
  readonly task: Task | undefined;
  readonly step: Step | undefined;
  readonly stepDo: Step['do'] | undefined;
  /** Why it is not this officer's; undefined when it is. */
  readonly barred: ReturnType<OfficeDeps['cases']['mayWork']>;
  readonly papers: readonly Paper[];
};

export const refOf = (request: FastifyRequest): CaseRef => {
  const ref = { region: paramOf(request, 'region'), id: paramOf(request, 'id') };
  if (!/^\d{2}\.\d{2}$/.test(ref.region) || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(ref.id))
    throw new Refusal('cases/not-found', 404);
  return ref;
};

/** Papers that this seat may read. */
export const seatContext = (desk: Desk, region: string) => ({ regions: [region], offices: [desk.office.ref] });

/** @throws Refusal `cases/not-found` also when it exists and is none of this desk's business */
export async function openDossier(t: OfficeDeps, desk: Desk, ref: CaseRef, wanted?: string): Promise<Dossier> {
  const view = await t.cases.view(desk.doer, ref);
  const { found, definition, settled } = view;
  if (!can(actorOf(desk.signed), 'case.view', { ...found, assistedBy: null }))
    throw new Refusal('cases/not-found', 404);
  const inputs: Inputs = {
    ...{ applicant: found.facts.applicant, subject: found.facts.subject, family: found.facts.family },
    today: localDate(t.clock(), desk.office.zone),
    submittedOn: found.submittedAt && localDate(found.submittedAt, desk.office.zone),
    profile: t.people.register(found.region).profile,
  };
  const here = view.tasks.filter((task) => task.office === desk.office.ref);
  const mine = here.filter((task) => t.cases.mayWork(found, task, desk.doer) === undefined);
  const task = here.find((one) => one.step === wanted) ?? mine[0] ?? here[0];
  const step = definition.steps.find((one) => one.id === task?.step);
  const officers: Answers = Object.assign({}, ...Object.values(found.flow.asks));
  return {
    ...{ view, inputs, task, step },
    stepDo: step && stepKind(step, inputs.profile),
    names: withOfficers(definition, settled, officers, inputs),
    barred: task && t.cases.mayWork(found, task, desk.doer),
    papers: await t.documents.papersOfCases(seatContext(desk, ref.region), ref.region, [ref.id]),
  };
}

/** Whose data stand on a page of this case. */
export const personsOf = ({ view }: Dossier): readonly string[] => [view.found.applicant, view.found.subject];
