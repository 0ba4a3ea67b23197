import {
  type Answers,
  type Definition,
  type Inputs,
  type Issue,
  type Profile,
  parseQuestions,
  type Question,
  type ScreenRef,
  type Settled,
  settle,
} from '../../engine/index.ts';
import { localDate } from '../../kernel/dates.ts';
import type { Json } from '../../kernel/json.ts';
import type { Authority } from '../../platform/step/index.ts';
import { offeredIn } from '../catalogue/index.ts';
import { getCase, mustNotBeOwnFamily, perform, take } from './acting.ts';
import { type Case, type CaseFile, type CaseRef, type Doer, type Facts, NO_FLOW } from './case.ts';
import { enrich } from './enrich.ts';
import { refusals } from './errors.ts';
import { ADD_FILE, ANSWER, BEGIN, WORK } from './kinds.ts';
import { mayBegin, type OnCase } from './may.ts';
import type { CasesDeps } from './ports.ts';
import { later } from './schedule.ts';
import { holding, letGo } from './visits.ts';

/** Somebody a case is about or by: the id that history names, the NIK when the register knows one. */
export type Party = { readonly id: string; readonly nik: string | null; readonly name: string };

export type Beginning = {
  /** Made with the page that offers to begin, so that a repeated click begins once. */
  readonly id: string;
  readonly service: string;
  readonly region: string;
  readonly applicant: Party;
  readonly subject: Party;
  readonly authority: Authority;
  readonly channel: 'warga' | 'petugas';
};

export type Answered = { readonly issues: readonly Issue[]; readonly draft: Draft };
export type Draft = {
  readonly found: Case;
  readonly definition: Definition;
  readonly settled: Settled;
  readonly inputs: Inputs;
};

export function createDrafts(deps: CasesDeps) {
  /** Begins a draft with the newest version of the service; the case keeps it for life. */
  async function begin(doer: Doer, wish: Beginning): Promise<CaseRef> {
    const service = await deps.catalogue.findIn(wish.service, wish.region);
    if (!service || !offeredIn(service, wish.region)) throw refusals.noSuchService();
    if (!service.definition.start.includes(wish.channel)) throw refusals.noSuchService();
    const begun = { service: wish.service, subject: wish.subject.id, applicant: wish.applicant.id };
    if (!mayBegin(doer, begun)) throw refusals.notForThem();
    const facts = await factsOf(deps, wish);
    mustNotBeOwnFamily(doer, { facts, answers: {} });
    const settled = settle(
      service.definition,
      {},
      await inputsOf(deps, { region: wish.region, facts, submittedAt: null }),
    );
    if (settled.allow) throw refusals.notAllowed(wish.service, service.definition.allow.indexOf(settled.allow));
    const at = deps.clock();
    const on = {
      region: wish.region,
      id: wish.id,
      version: 0,
      head: new Uint8Array(),
      subject: wish.subject.id,
      // The case keeps by what right its applicant asks; the act names who did it.
      authority: doer.seat === null ? wish.authority : ('office' as const),
    };
    await take(deps, BEGIN, on, doer, {
      ...{ action: 'begin', key: wish.id, answer: { region: wish.region, id: wish.id } },
      event: { kind: 'begun', data: {} },
      set: {
        ...{
          service: service.service,
          service_version: service.version,
          status: 'draft',
          applicant: wish.applicant.id,
          subject: wish.subject.id,
        },
        ...{
          authority: wish.authority,
          channel: wish.channel,
          applicant_name: wish.applicant.name,
          subject_name: wish.subject.name,
        },
        ...{ answers: {}, facts, flow: NO_FLOW, offices: doer.seat ? [doer.seat] : [], begun_at: at },
        erase_at: later(at, service.definition.keep.drafts),
      },
    });
    return { region: wish.region, id: wish.id };
  }

  const draftTo = async (doer: Doer, ref: CaseRef, action: OnCase, read?: Case): Promise<Draft> =>
    settled(deps, await getCase(deps, doer, ref, action, read));

  /** @param read the case as it was read for this very request, where it was */
  const draft = (doer: Doer, ref: CaseRef, read?: Case): Promise<Draft> => draftTo(doer, ref, 'case.view', read);

  /** Stores what one screen said. Wrong input comes back as issues and changes nothing that stands. */
  async function answer(
    doer: Doer,
    ref: CaseRef,
    screen: ScreenRef,
    body: Readonly<Record<string, unknown>>,
    guard: Guard,
  ): Promise<Answered> {
    const before = await draftTo(doer, ref, 'case.answer');
    const asked = before.settled.screens.find((one) => one.ref === screen)?.questions ?? [];
    return store(doer, before, new Set(asked), body, guard);
  }

  /** The same for any questions at once, by their ids: one page, or the whole form. Files come by `addFile`. */
  async function answerMany(
    doer: Doer,
    ref: CaseRef,
    body: Readonly<Record<string, unknown>>,
    guard: Guard,
  ): Promise<Answered> {
    const before = await draftTo(doer, ref, 'case.answer');
    const asked = questionsIn(before.definition).filter(
      ({ id, field }) => field.kind !== 'file' && Object.hasOwn(body, id),
    );
    return store(doer, before, new Set(asked.map(({ id }) => id)), body, guard);
  }

  async function store(
    doer: Doer,
    before: Draft,
    asked: ReadonlySet<string>,
    body: Readonly<Record<string, unknown>>,
    guard: Guard,
  ): Promise<Answered> {
    const { found, definition } = before;
    mustBeOpen(found);
    if (asked.size === 0 || !mayChange(found, asked)) throw refusals.notOpen();
    const inputs = await inputsOf(deps, found);
    const questions = questionsIn(definition).filter(({ id }) => asked.has(id));
    const parsed = parseQuestions(questions, body, inputs.profile);
    const values = await enriched(found, definition, parsed.values, inputs);
    const kept = Object.fromEntries(
      Object.entries(found.answers).filter(([id]) => !asked.has(id) || isFile(definition, id)),
    );
    const after = settle(definition, { ...kept, ...values }, inputs);
    const issues = [
      ...parsed.issues,
      ...after.issues.filter((issue) => asked.has(issue.question) && issue.question in values),
    ];
    // Held before it is stored: what is stored and could not be held would promise a place that is another's.
    if (issues.length === 0)
      issues.push(...(await holding(deps, found, definition, after, new Set(Object.keys(values)))));
    if (issues.length > 0) return { issues, draft: { ...before, settled: { ...before.settled, issues } } };
    await perform(deps, ANSWER, { ...found, version: guard.version }, doer, {
      ...{ action: 'answer', key: guard.key, fields: values, answer: { saved: true } },
      set: { answers: after.answers },
    });
    return {
      issues: [],
      draft: {
        ...{ found: { ...found, answers: after.answers, version: guard.version + 1 }, definition, settled: after },
        inputs,
      },
    };
  }

  // Whose family it is may be answered together with the person: people first.
  async function enriched(found: Case, definition: Definition, values: Answers, inputs: Inputs): Promise<Answers> {
    const families = new Set(questionsIn(definition).flatMap(({ id, field }) => (field.kind === 'family' ? [id] : [])));
    const part = (wanted: boolean): Answers =>
      Object.fromEntries(Object.entries(values).filter(([id]) => families.has(id) === wanted));
    const people = await enrich(deps, found, definition, part(false), inputs);
    const known = { ...found, answers: { ...found.answers, ...people } };
    return { ...people, ...(await enrich(deps, known, definition, part(true), inputs)) };
  }

  /** Puts an uploaded file at its question; its bytes are stored already. */
  async function addFile(
    doer: Doer,
    ref: CaseRef,
    file: CaseFile & { readonly sha256: Uint8Array },
    guard: Guard,
  ): Promise<void> {
    const { found, definition } = await draftTo(doer, ref, 'case.answer');
    mustBeOpen(found);
    if (!isFile(definition, file.question) || !mayChange(found, new Set([file.question]))) throw refusals.notOpen();
    const value = { id: file.id, name: file.name, type: file.type, size: file.size };
    await perform(deps, ADD_FILE, { ...found, version: guard.version }, doer, {
      ...{ action: 'addFile', key: guard.key, fields: { [file.question]: value }, answer: { id: file.id } },
      set: { answers: { ...found.answers, [file.question]: value } },
      event: { kind: 'fileAdded', data: { fields: [file.question] } },
      rows: {
        'cases.file': [
          {
            ...{
              id: file.id,
              question: file.question,
              name: file.name,
              type: file.type,
              size: file.size,
              sha256: file.sha256,
            },
            ...{ stored: file.stored, uploaded_by: doer.id, uploaded_at: deps.clock() },
          },
        ],
      },
    });
  }

  async function removeFile(doer: Doer, ref: CaseRef, question: string, guard: Guard): Promise<void> {
    const { found, definition } = await draftTo(doer, ref, 'case.answer');
    mustBeOpen(found);
    if (!isFile(definition, question) || !mayChange(found, new Set([question]))) throw refusals.notOpen();
    const { [question]: _, ...answers } = found.answers;
    await perform(deps, ANSWER, { ...found, version: guard.version }, doer, {
      ...{
        action: 'removeFile',
        key: guard.key,
        fields: { [question]: null },
        set: { answers },
        answer: { saved: true },
      },
    });
  }

  /** A draft that is not wanted any more. */
  async function discard(doer: Doer, ref: CaseRef, guard: Guard): Promise<void> {
    const found = await getCase(deps, doer, ref, 'case.answer');
    if (found.status !== 'draft') throw refusals.notOpen();
    await perform(deps, WORK, { ...found, version: guard.version }, doer, {
      ...{ action: 'discard', key: guard.key, answer: {}, event: { kind: 'withdrawn' as const } },
      set: {
        ...{
          status: 'dropped',
          outcome: null,
          offices: found.offices,
          flow: found.flow,
          due_at: null,
          finished_at: null,
        },
        erase_at: deps.clock(),
      },
    });
    await letGo(deps, found, (await deps.catalogue.version(found.service, found.serviceVersion)).definition);
  }

  return { begin, draft, answer, answerMany, addFile, removeFile, discard };
}

/** What the page showed: the version that it read and the key made with it. */
export type Guard = { readonly version: number; readonly key: string };

const questionsIn = (definition: Definition): readonly Question[] => definition.pages.flatMap((page) => page.questions);

const mustBeOpen = (found: Case): void => {
  if (found.status !== 'draft' && found.status !== 'returned') throw refusals.notOpen();
};

/** In a repair only the named questions are open. */
const mayChange = (found: Case, asked: ReadonlySet<string>): boolean =>
  found.status === 'draft' || [...asked].every((id) => found.flow.repair?.questions.includes(id));

const isFile = (definition: Definition, id: string): boolean =>
  definition.pages.some((page) =>
    page.questions.some((question) => question.id === id && question.field.kind === 'file'),
  );

export async function settled(deps: CasesDeps, found: Case): Promise<Draft> {
  const { definition } = await deps.catalogue.version(found.service, found.serviceVersion);
  const inputs = await inputsOf(deps, found);
  return { found, definition, settled: settle(definition, found.answers, inputs), inputs };
}

export const settledWith = async (
  deps: CasesDeps,
  found: Case,
  definition: Definition,
  answers: Answers,
): Promise<Settled> => settle(definition, answers, await inputsOf(deps, found));

export async function inputsOf(deps: CasesDeps, on: Pick<Case, 'region' | 'facts' | 'submittedAt'>): Promise<Inputs> {
  const zone = await deps.offices.zone(on.region);
  return {
    ...{ applicant: on.facts.applicant, subject: on.facts.subject, family: on.facts.family },
    today: localDate(deps.clock(), zone),
    submittedOn: on.submittedAt && localDate(on.submittedAt, zone),
    profile: on.facts.profile ?? (await deps.register.profile(on.region)),
  };
}

/** The kind of register under which a sent case ends. */
export const registerOf = async (deps: CasesDeps, found: Pick<Case, 'region' | 'flow'>): Promise<Profile> =>
  found.flow.register ?? deps.register.profile(found.region);

/** What the register says of applicant, subject and the subject's family, today; where it says nothing, what they proved: NIK and name. */
export async function factsOf(
  deps: CasesDeps,
  wish: CaseRef & { readonly applicant: Party; readonly subject: Party },
  kind?: Profile,
): Promise<Facts> {
  const profile = kind ?? (await deps.register.profile(wish.region));
  const proven = ({ id, nik, name }: Party): Json => (nik === null ? null : { id, nik, name });
  if (profile !== 'own')
    return { profile, applicant: proven(wish.applicant), subject: proven(wish.subject), family: null };
  const today = localDate(deps.clock(), await deps.offices.zone(wish.region));
  const known = async ({ nik }: Party) => (nik ? await deps.register.household(wish, nik, today) : undefined);
  const applicant = await known(wish.applicant);
  const subject = wish.subject.id === wish.applicant.id ? applicant : await known(wish.subject);
  const family = (kkOf(subject?.person) ? subject : applicant)?.family ?? null;
  return { profile, applicant: applicant?.person ?? null, subject: subject?.person ?? null, family };
}

const kkOf = (person: unknown): string | undefined =>
  typeof person === 'object' && person !== null && 'kk' in person && typeof person.kk === 'string'
    ? person.kk
    : undefined;
