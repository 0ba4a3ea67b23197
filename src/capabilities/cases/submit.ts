import { evaluate } from '../../engine/feel/index.ts';
import { begin, type Definition, type Names, officeOf, type Settled } from '../../engine/index.ts';
import type { Json } from '../../kernel/json.ts';
import { addWorkingTime } from '../../kernel/working-time.ts';
import { violated } from '../../platform/database/index.ts';
import { contextOf } from '../../platform/step/index.ts';
import { adopted } from '../catalogue/index.ts';
import { actOf, type Deed, mustNotBeOwnFamily, perform, reading } from './acting.ts';
import type { Case, Doer } from './case.ts';
import { factsOf, type Guard, settledWith } from './drafts.ts';
import { refusals } from './errors.ts';
import { ARRIVE, SUBMIT, WORK } from './kinds.ts';
import { type After, moved } from './moving.ts';
import { subjectNameOf } from './newborn.ts';
import { createNumbers } from './numbers.ts';
import { officesOf, tellMove } from './opening.ts';
import type { CasesDeps, OfficeInfo } from './ports.ts';
import { later, scheduled } from './schedule.ts';
import { filesOf, releaseExpiredKeys, type StoredCaseFile } from './store.ts';
import { bookedOf, bookingOf, joined, visitsIn } from './visits.ts';

/** The region is that of the responsible office: where the case is found from now on. */
export type Submitted = { readonly number: string; readonly region: string };

export function createSubmit(deps: CasesDeps) {
  const nextNumber = createNumbers(deps.db);

  /** Sends a draft: checked once more as a whole, given to its office, numbered, its clock started. One step. */
  return async function submit(doer: Doer, found: Case, guard: Guard): Promise<Submitted> {
    if (found.status !== 'draft') return alreadySent(found);
    const { definition } = await deps.catalogue.version(found.service, found.serviceVersion);
    const at = deps.clock();
    const facts = await freshFacts(deps, found);
    mustNotBeOwnFamily(doer, { facts, answers: found.answers });
    const draft: Case = { ...found, submittedAt: at, facts };
    const settled = await settledWith(deps, draft, definition, found.answers);
    mustBeComplete(definition, settled);
    const sent: Case = { ...draft, subjectName: subjectNameOf(found, definition, settled.names) };
    const office = await responsible(deps, definition, settled.names);
    const region = office.key.slice(0, office.key.indexOf('/'));
    const number = await nextNumber(region);
    const due = addWorkingTime(at, { days: definition.standard.workingDays }, office.calendar);
    const given: Case = { ...sent, region, number, dueAt: due, version: region === found.region ? guard.version : 0 };
    const register = await deps.register.profile(region);
    const visits = visitsIn(sent, definition, settled);
    const move = begin(definition, settled.names, register);
    const officeOf = await officesOf(deps, office, move);
    const after = moved({ found: given, definition, tasks: [], at, office, seat: doer.seat, officeOf }, move, {
      ...found.flow,
      ...(visits.length > 0 ? { booked: bookedOf(visits) } : {}),
      register,
    });
    const booking = await bookingOf(deps, doer, visits, guard.key);
    // Whoever books sends by himself: others' acts would be undone with a place that is gone.
    const deed = {
      ...sending(deps, { given, definition, settled, office, after, due, key: guard.key }),
      ...joined(booking),
    };
    const leaving = { ...found, version: guard.version };
    const send = () =>
      region === found.region ? perform(deps, SUBMIT, leaving, doer, deed) : relocate(deps, leaving, given, doer, deed);
    return (await freeingExpired(
      deps,
      { region, id: found.id, actor: doer.id, office: doer.seat },
      at,
      send,
    )) as Submitted;
  };
}

type Sending = {
  readonly given: Case;
  readonly definition: Definition;
  readonly settled: Settled;
  readonly office: OfficeInfo;
  readonly after: After;
  readonly due: Date;
  readonly key: string;
};

function sending(deps: CasesDeps, s: Sending): Deed {
  const { given, definition, settled, office, after } = s;
  const at = given.submittedAt ?? deps.clock();
  const number = given.number ?? '';
  const version = given.version + 1;
  return {
    ...{ action: 'submit', key: s.key, fields: settled.answers, answer: { number, region: given.region } },
    event: { kind: 'submitted', data: { opened: after.opened.map((task) => task.step), due: s.due.toISOString() } },
    set: {
      ...{ status: after.status, number, office: office.key, offices: after.offices, answers: settled.answers },
      ...{ facts: given.facts, flow: after.flow, submitted_at: at, due_at: after.dueAt, erase_at: null },
      subject_name: given.subjectName,
    },
    rows: {
      'cases.task': after.opened.map((task) => taskRow(task, version)),
      'cases.unique_key': uniqueKeys(deps, definition, given, settled.names, at),
      'cases.lock': lockKeys(deps, definition, settled.names),
    },
    outbox: [
      ...tellMove(given, { kind: 'submitted', number, version, after, at }),
      ...scheduled({ ...given, office: office.key }, definition, after, at),
    ],
  };
}

/** The draft ends where it was and the sent case begins where its office is, in one transaction. Files keep their bytes and names. */
async function relocate(deps: CasesDeps, leaving: Case, given: Case, doer: Doer, deed: Deed): Promise<Json> {
  const files = await filesOf(deps.db, reading(leaving.region, doer), leaving);
  const arriving: Deed = {
    ...deed,
    set: {
      ...{
        service: given.service,
        service_version: given.serviceVersion,
        applicant: given.applicant,
        subject: given.subject,
      },
      ...{ authority: given.authority, channel: given.channel, applicant_name: given.applicantName },
      begun_at: given.begunAt,
      ...deed.set,
    },
    rows: { ...deed.rows, 'cases.file': files.map(fileRow(doer)) },
  };
  const arrival = actOf(deps, { ...given, version: 0, head: new Uint8Array() }, doer, arriving);
  return perform(deps, WORK, leaving, doer, {
    ...{ action: 'moveRegion', key: deed.key, answer: deed.answer },
    event: { kind: 'submitted', data: { outcome: 'moved' } },
    set: {
      ...{
        status: 'dropped',
        outcome: 'moved',
        offices: leaving.offices,
        due_at: null,
        finished_at: null,
        erase_at: deps.clock(),
      },
      flow: { ...leaving.flow, movedTo: { region: given.region, number: given.number } },
    },
    ...joined(
      {
        context: { regions: [given.region] },
        write: async (tx) => {
          const stepped = await deps.step.within(tx, ARRIVE, arrival);
          if (stepped.kind !== 'done') throw refusals.lostGuard();
        },
      },
      deed,
    ),
  });
}

const fileRow = (doer: Doer) => (file: StoredCaseFile) => ({
  ...{ id: file.id, question: file.question, name: file.name, type: file.type, size: file.size, sha256: file.sha256 },
  ...{ stored: file.stored, uploaded_by: doer.id, uploaded_at: file.uploadedAt },
});

/** What another case holds is said; a key that only ran out is freed, and the sending tried once more. */
export async function freeingExpired(
  deps: CasesDeps,
  act: Parameters<typeof contextOf>[0],
  at: Date,
  send: () => Promise<Json>,
): Promise<Json> {
  const told = (error: unknown): unknown => {
    const constraint = violated(error)?.constraint;
    if (constraint === 'lock_pkey') return refusals.locked();
    return constraint === 'unique_key_pkey' ? refusals.duplicate() : error;
  };
  try {
    return await send();
  } catch (error) {
    if (violated(error)?.constraint !== 'unique_key_pkey') throw told(error);
    const freed = await releaseExpiredKeys(deps.db, contextOf(act), act.region, at);
    if (freed.length === 0) throw refusals.duplicate();
    return send().catch((again) => {
      throw told(again);
    });
  }
}

function alreadySent(found: Case): Submitted {
  if (found.flow.movedTo) return found.flow.movedTo;
  if (!found.number) throw found.status === 'dropped' ? refusals.notFound() : refusals.notOpen();
  return { number: found.number, region: found.region };
}

async function freshFacts(deps: CasesDeps, found: Case) {
  const nik = (person: unknown): string | null =>
    typeof person === 'object' && person !== null && 'nik' in person && typeof person.nik === 'string'
      ? person.nik
      : null;
  return factsOf(
    deps,
    {
      region: found.region,
      id: found.id,
      applicant: { id: found.applicant, nik: nik(found.facts.applicant), name: found.applicantName },
      subject: { id: found.subject, nik: nik(found.facts.subject), name: found.subjectName },
    },
    found.facts.profile,
  );
}

function mustBeComplete(definition: Definition, settled: Settled): void {
  if (settled.allow) throw refusals.notAllowed(definition.id, definition.allow.indexOf(settled.allow));
  if (!settled.complete) throw refusals.incomplete(settled.next?.ref ?? '');
  if (settled.refusals.length > 0) throw refusals.incomplete(settled.refusals[0]?.at ?? '');
}

async function responsible(deps: CasesDeps, definition: Definition, names: Names): Promise<OfficeInfo> {
  const ref = officeOf(definition.office, names);
  const office = ref && (await deps.offices.serving(ref));
  if (!office) throw refusals.noOffice(ref?.kind);
  return office;
}

export const taskRow = (task: Record<string, unknown> | ReturnType<typeof moved>['opened'][number], since: number) => ({
  ...Object.fromEntries(Object.entries(task).map(([name, value]) => [snake(name), value])),
  since,
});
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `while: ever` stands for good, `open` until the case ends, `within` until that time has passed. */
export function uniqueKeys(deps: CasesDeps, definition: Definition, found: Case, names: Names, at: Date) {
  const { unique } = definition;
  if (!unique) return [];
  const values = unique.key.map((part) => evaluate(part.tree, names));
  // What a region adopts is the same matter as the national service.
  const service = adopted(definition) ?? found.service;
  return [
    {
      service,
      key: deps.digest(`unik ${service} ${JSON.stringify(values)}`),
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
