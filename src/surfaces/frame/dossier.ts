import type { CaseRef, Cases, CaseView, Task } from '../../capabilities/cases/index.ts';
import type { Documents, Paper } from '../../capabilities/documents/index.ts';
import { type Answers, type Inputs, type Names, type Step, stepKind, withOfficers } from '../../engine/index.ts';
import { maskNumber } from '../../kernel/masking.ts';
import { sayNumber } from '../../kernel/nik.ts';
import type { Desk } from './desk.ts';

type Rooms = {
  readonly cases: Cases;
  readonly documents: Documents;
};

/** One case as this desk sees it, and the step of it that is this desk's. */
export type Dossier = {
  readonly view: CaseView;
  readonly inputs: Inputs;
  /** With what officers answered before. */
  readonly names: Names;
  readonly task: Task | undefined;
  /** Words of the citizen that this officer may answer. */
  readonly talk: Task | undefined;
  readonly step: Step | undefined;
  readonly stepDo: Step['do'] | undefined;
  /** Why it is not this officer's; undefined when it is. */
  readonly barred: ReturnType<Cases['mayWork']>;
  readonly papers: readonly Paper[];
};

/** Papers that this seat may read. */
export const seatContext = (desk: Desk, region: string) => ({ regions: [region], offices: [desk.office.ref] });

/** @throws Refusal `cases/not-found` also when it exists and is none of this desk's business */
export async function openDossier(t: Rooms, desk: Desk, ref: CaseRef, wanted?: string): Promise<Dossier> {
  const view = await t.cases.view(desk.doer, ref);
  const { found, definition, settled, inputs } = view;
  const here = view.tasks.filter((task) => task.office === desk.office.ref);
  const mine = here.filter((task) => t.cases.mayWork(found, task, desk.doer) === undefined);
  const task = here.find((one) => one.step === wanted) ?? mine[0] ?? here[0];
  const answerable = view.talks.filter(
    (one) => one.office === desk.office.ref && t.cases.mayWork(found, one, desk.doer) === undefined,
  );
  // A step that is this officer's comes first, unless the words were asked for.
  const talk = answerable.find((one) => one.step === wanted) ?? (mine.length > 0 ? undefined : answerable[0]);
  const step = definition.steps.find((one) => one.id === task?.step);
  const officers: Answers = Object.assign({}, ...Object.values(found.flow.asks));
  return {
    ...{ view, inputs, task, talk, step },
    stepDo: step && stepKind(step, view.register),
    names: withOfficers(definition, settled, officers, inputs),
    barred: task && t.cases.mayWork(found, task, desk.doer),
    papers: await t.documents.papersOfCases(seatContext(desk, ref.region), ref.region, [ref.id]),
  };
}

/** Whose data stand on a page of this case. */
export const personsOf = ({ view }: Dossier): readonly string[] => [view.found.applicant, view.found.subject];

/** The whole number only where the register is another's and the officer looks it up there by hand. */
export function numberFor(dossier: Dossier, digits: string): string {
  const byHand = dossier.inputs.profile !== 'own' && dossier.barred === undefined && dossier.task !== undefined;
  return byHand ? sayNumber(digits) : maskNumber(digits);
}
