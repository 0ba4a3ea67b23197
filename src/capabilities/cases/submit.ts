import { evaluate } from '../../engine/feel/index.ts';
import { begin, type Definition, type Names, officeOf, type Settled } from '../../engine/index.ts';
import { makeCaseNumber } from '../../kernel/case-number.ts';
import { addWorkingTime } from '../../kernel/working-time.ts';
import { violated } from '../../platform/database/index.ts';
import { contextOf } from '../../platform/step/index.ts';
import { getCase, perform } from './acting.ts';
import type { Case, CaseRef, Doer } from './case.ts';
import { factsOf, type Guard, settledWith } from './drafts.ts';
import { refusals } from './errors.ts';
import { SUBMIT } from './kinds.ts';
import { moved, type Situation } from './moving.ts';
import { officesOf, tellMove } from './opening.ts';
import type { CasesDeps, OfficeInfo } from './ports.ts';
import { later, scheduled } from './schedule.ts';
import { releaseExpiredKeys, takeSerials } from './store.ts';

export type Submitted = { readonly number: string };

const BLOCK = 50;

export function createSubmit(deps: CasesDeps) {
  // Serials come in blocks, so that numbering is no row that everybody waits for. What a process leaves of its block is a gap.
  const blocks = new Map<string, { next: number; end: number }>();
  async function nextNumber(region: string): Promise<string> {
    let block = blocks.get(region);
    if (!block || block.next >= block.end) {
      const first = await takeSerials(deps.db, region, BLOCK);
      block = { next: first, end: first + BLOCK };
      blocks.set(region, block);
    }
    return makeCaseNumber(region, block.next++);
  }

  /** Sends a draft: checked once more as a whole, given to its office, numbered, its clock started. One step. */
  return async function submit(doer: Doer, ref: CaseRef, guard: Guard): Promise<Submitted> {
    const found = await getCase(deps, doer, ref);
    if (found.status !== 'draft') return alreadySent(found);
    const { definition } = await deps.catalogue.version(found.service, found.serviceVersion);
    const at = deps.clock();
    const sent: Case = { ...found, submittedAt: at, facts: await freshFacts(deps, found) };
    const settled = await settledWith(deps, sent, definition, found.answers);
    mustBeComplete(definition, settled);
    const office = await responsible(deps, definition, settled.names);
    if (!office.key.startsWith(`${found.region}/`)) throw refusals.otherRegion();
    const move = begin(definition, settled.names, deps.register.profile(found.region));
    const number = await nextNumber(found.region);
    const due = addWorkingTime(at, { days: definition.standard.workingDays }, office.calendar);
    const situation: Situation = {
      ...{ found: { ...sent, number, dueAt: due }, definition, tasks: [], at, office, seat: doer.seat },
      officeOf: await officesOf(deps, office, move),
    };
    const after = moved(situation, move, found.flow);
    const send = () =>
      perform(deps, SUBMIT, { ...found, version: guard.version }, doer, {
        ...{ action: 'submit', key: guard.key, fields: settled.answers, answer: { number } },
        event: { kind: 'submitted', data: { opened: after.opened.map((task) => task.step), due: due.toISOString() } },
        set: {
          ...{
            status: after.status,
            number,
            office: office.key,
            offices: after.offices,
            answers: settled.answers,
            facts: sent.facts,
          },
          ...{ flow: after.flow, submitted_at: at, due_at: after.dueAt, erase_at: null },
        },
        rows: {
          'cases.task': after.opened.map((task) => taskRow(task, found.version + 1)),
          'cases.unique_key': uniqueKeys(deps, definition, found, settled.names, at),
          'cases.lock': lockKeys(deps, definition, settled.names),
        },
        outbox: [
          ...tellMove(sent, { kind: 'submitted', number, version: guard.version + 1, after, at }),
          ...scheduled({ ...sent, office: office.key }, definition, after, at),
        ],
      });
    try {
      return (await send()) as Submitted;
    } catch (error) {
      const broken = violated(error);
      if (broken?.constraint === 'lock_pkey') throw refusals.locked();
      if (broken?.constraint !== 'unique_key_pkey') throw error;
      const act = { region: found.region, id: found.id, actor: doer.id, office: doer.seat };
      const freed = await releaseExpiredKeys(deps.db, contextOf(act), found.region, at);
      if (freed.length === 0) throw refusals.duplicate();
      return (await send().catch((again) => {
        throw violated(again)?.constraint === 'unique_key_pkey' ? refusals.duplicate() : again;
      })) as Submitted;
    }
  };
}

function alreadySent(found: Case): Submitted {
  if (!found.number) throw refusals.notOpen();
  return { number: found.number };
}

async function freshFacts(deps: CasesDeps, found: Case) {
  const nik = (person: unknown): string | null =>
    typeof person === 'object' && person !== null && 'nik' in person && typeof person.nik === 'string'
      ? person.nik
      : null;
  return factsOf(deps, {
    region: found.region,
    id: found.id,
    applicant: { id: found.applicant, nik: nik(found.facts.applicant), name: found.applicantName },
    subject: { id: found.subject, nik: nik(found.facts.subject), name: found.subjectName },
  });
}

function mustBeComplete(definition: Definition, settled: Settled): void {
  if (settled.allow) throw refusals.notAllowed(definition.id);
  if (!settled.complete) throw refusals.incomplete(settled.next?.ref ?? '');
  if (settled.refusals.length > 0) throw refusals.incomplete(settled.refusals[0]?.at ?? '');
}

async function responsible(deps: CasesDeps, definition: Definition, names: Names): Promise<OfficeInfo> {
  const ref = officeOf(definition.office, names);
  const office = ref && (await deps.offices.serving(ref));
  if (!office) throw refusals.noOffice();
  return office;
}

export const taskRow = (task: Record<string, unknown> | ReturnType<typeof moved>['opened'][number], since: number) => ({
  ...Object.fromEntries(Object.entries(task).map(([name, value]) => [snake(name), value])),
  since,
});
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `while: ever` stands for good, `open` until the case ends, `within` until that time has passed. */
function uniqueKeys(deps: CasesDeps, definition: Definition, found: Case, names: Names, at: Date) {
  const { unique } = definition;
  if (!unique) return [];
  const values = unique.key.map((part) => evaluate(part.tree, names));
  return [
    {
      service: found.service,
      key: deps.digest(`unik ${found.service} ${JSON.stringify(values)}`),
      until: unique.within ? later(at, unique.within) : null,
    },
  ];
}

export function lockKeys(deps: CasesDeps, definition: Definition, names: Names) {
  return definition.locks.flatMap((lock) => {
    const value = evaluate(lock.tree, names);
    return value === null ? [] : [{ key: deps.digest(`kunci ${JSON.stringify(value)}`) }];
  });
}
