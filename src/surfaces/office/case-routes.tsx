import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { stepFields } from '../../engine/index.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Language, say } from '../../kernel/text.ts';
import type { FieldFault } from '../design/index.ts';
import {
  type Desk,
  type Dossier,
  looked,
  lookUp,
  onlySearches,
  openDossier,
  personsOf,
  versionOf,
  wordsFor,
} from '../frame/index.ts';
import type { Late } from './before.tsx';
import { CasePage, type CasePageProps, type Neighbours } from './case-page.tsx';
import { refOf } from './case-ref.ts';
import { citizenReads, type Drafted, digestOf, readDecision, speaks } from './decide.ts';
import type { DecisionProps } from './decision.tsx';
import { type Body, bodyOf, fieldOf, type OfficeDeps, queryOf } from './deps.ts';
import { exhibitsOf, type Looking } from './evidence.tsx';
import { caseHref, takeNext, taskHref, toastOf } from './inbox-routes.tsx';
import { recordFaultsOf, registerTasks } from './register-work.ts';
import { shellOf } from './shell.tsx';
import type { Typed } from './talk.tsx';

export type Again = {
  readonly drafted?: Drafted;
  readonly shown?: boolean;
  readonly changed?: boolean;
  readonly late?: Late;
  /** The code of a refusal that the page says in words. */
  readonly refused?: string;
  readonly body?: Body;
  /** An answer to the citizen as it was typed. */
  readonly typed?: Typed;
  readonly note?: { readonly text: string; readonly fault: string };
  /** What is wrong with papers brought in. */
  readonly recordFaults?: readonly FieldFault[];
  readonly status?: number;
};

/** One case on one screen, and what is decided there. */
export function caseRoutes(t: OfficeDeps, web: FastifyInstance): void {
  web.get('/kantor/berkas/:region/:id', async (request, reply) => {
    const dossier = await openDossier(t, request.desk, refOf(request), queryOf(request, 'langkah') || undefined);
    return showCase(t, request, reply, dossier, {});
  });

  web.post('/kantor/berkas/:region/:id/pegang', async (request, reply) => {
    const ref = refOf(request);
    const body = bodyOf(request);
    const release = fieldOf(body, 'lepas') === '1';
    const guard = { version: versionOf(body.versi), key: fieldOf(body, 'kunci') || t.frame.key() };
    try {
      await t.cases.hold(request.desk.doer, ref, fieldOf(body, 'langkah'), guard, !release);
    } catch (error) {
      // Sent twice, or somebody was faster: the page says how it stands.
      if (!(error instanceof Refusal) || error.code === 'cases/not-found') throw error;
      return reply.redirect(caseHref(ref), 303);
    }
    return reply.redirect(release ? '/kantor?pesan=dilepas' : `${caseHref(ref)}?pesan=dipegang`, 303);
  });

  web.post('/kantor/berkas/:region/:id', async (request, reply) => {
    const { desk } = request;
    const lang = t.frame.lang(request);
    const body = bodyOf(request);
    const ref = refOf(request);
    const dossier = await openDossier(t, desk, ref, fieldOf(body, 'langkah'));
    const { task, step } = dossier;
    const late = lateOf(body);
    if (!task || !step || task.step !== fieldOf(body, 'langkah'))
      return decidedByMe(request, dossier, body)
        ? onward(t, request, reply, dossier)
        : showCase(t, request, reply, dossier, { changed: true, late, status: 409 });
    if (dossier.barred) return showCase(t, request, reply, dossier, { late, status: 403 });
    const drafted = readDecision(desk, dossier, body, lang, t.documents.signingAsks !== undefined);
    const again: Again = { drafted, body };
    if (onlySearches(body)) return showCase(t, request, reply, dossier, { body });
    if (drafted.faults.length > 0) return showCase(t, request, reply, dossier, { ...again, status: 422 });
    const unseen = speaks(drafted) && fieldOf(body, 'dilihat') !== digestOf(drafted);
    if (fieldOf(body, 'lihat') !== '' || unseen) return showCase(t, request, reply, dossier, { ...again, shown: true });
    if (task.since !== versionOf(body.versi))
      return showCase(t, request, reply, dossier, { ...again, changed: true, late, status: 409 });
    const missing = drafted.action?.completes ? await missingOf(t, desk, dossier, lang) : [];
    if (missing.length > 0)
      return showCase(t, request, reply, dossier, { ...again, recordFaults: missing, status: 422 });
    const guard = { version: task.since, key: fieldOf(body, 'kunci') || t.frame.key() };
    try {
      await t.cases.decide(desk.doer, ref, step.id, drafted.decision, guard);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status >= 500) throw error;
      const now = await openDossier(t, desk, ref, step.id);
      if (decidedByMe(request, now, body)) return onward(t, request, reply, now);
      const told = MOVED.has(error.code) ? { changed: true, late } : { refused: error.code, late };
      const still = now.task?.step === step.id ? again : {};
      return showCase(t, request, reply, now, { ...still, ...told, status: error.status });
    }
    return onward(t, request, reply, dossier);
  });
}

const lateOf = (body: Body): Late => ({
  ...{ step: fieldOf(body, 'langkah'), since: versionOf(body.versi) },
  note: fieldOf(body, 'catatan').replace(/\r\n?/g, '\n'),
});

/** Refusals that say no more than that somebody was faster. */
const MOVED: ReadonlySet<string> = new Set(['cases/lost-guard', 'workflow/step-closed', 'documents/changed-meanwhile']);

function inWords(code: string, lang: Language) {
  const words = wordsFor(code);
  return { title: say(words.title, lang), text: say(words.say, lang) };
}

/** A second press of the same button finds its work done. */
function decidedByMe(request: FastifyRequest, dossier: Dossier, body: Body): boolean {
  const last = dossier.view.events.findLast((event) => event.kind === 'acted' || event.kind === 'returned');
  return (
    last?.actor === request.desk.doer.id &&
    last.step === fieldOf(body, 'langkah') &&
    last.data.action === fieldOf(body, 'keputusan')
  );
}

/** The next case opens by itself. */
export async function onward(t: OfficeDeps, request: FastifyRequest, reply: FastifyReply, { view }: Dossier) {
  const next = await takeNext(t, request.desk, view.found.id);
  const query = new URLSearchParams({ pesan: next ? 'selesai' : 'habis', nomor: view.found.number ?? '' });
  return reply.redirect(next ? taskHref(next, query) : `/kantor?${query}`, 303);
}

export async function showCase(
  t: OfficeDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  dossier: Dossier,
  {
    drafted,
    shown = false,
    changed = false,
    late,
    refused,
    body = {},
    typed,
    note,
    recordFaults = [],
    status = 200,
  }: Again,
) {
  const { desk } = request;
  const { found } = dossier.view;
  const shell = shellOf(t, request);
  const { lang } = shell.page;
  await looked(t, desk, 'berkas', { region: found.region, seen: [found.id], persons: personsOf(dossier) });
  const fields =
    dossier.step && !dossier.barred
      ? stepFields(
          dossier.step,
          found.flow.asks[dossier.step.id] ?? {},
          dossier.names,
          dossier.inputs,
          Object.keys(body).length > 0 ? body : null,
        )
      : [];
  const reads =
    drafted?.move && (shown || speaks(drafted)) ? citizenReads(desk, dossier, drafted, t.clock(), lang) : undefined;
  const offices = await officeNames(t, dossier);
  return t.frame.send(
    reply,
    <CasePage
      shell={shell}
      page={shell.page}
      desk={desk}
      dossier={dossier}
      action={caseHref(found)}
      stamp={t.frame.key()}
      officeName={(ref) => offices.get(ref) ?? ref}
      fields={fields}
      lookedUp={await lookUp(t, fields, body)}
      drafted={drafted}
      reads={reads}
      digest={reads && drafted && !changed ? digestOf(drafted) : undefined}
      changed={changed}
      late={late}
      typed={typed}
      note={note}
      refused={refused === undefined ? undefined : inWords(refused, lang)}
      asks={t.documents.signingAsks !== undefined}
      matching={await matchingOf(t, desk, dossier)}
      record={await recordOf(t, request, dossier, body, recordFaults)}
      neighbours={await neighboursOf(t, request, found.id)}
      exhibits={exhibitsOf(dossier, (kind) => t.kinds[kind]?.title ?? { id: kind }, desk.office.zone, lang)}
      looking={lookingOf(request)}
      toast={toastOf(queryOf(request, 'pesan'), queryOf(request, 'nomor'), lang)}
      now={t.clock()}
    />,
    status,
  );
}

async function matchingOf(
  t: OfficeDeps,
  desk: Desk,
  { view, step, barred }: Dossier,
): Promise<CasePageProps['matching']> {
  if (view.register !== 'match') return undefined;
  const comparison = await t.cases.compared(desk.doer, view.found);
  return { zone: desk.office.zone, step: barred ? undefined : step?.id, comparison };
}

/** Numbers and signed PDFs that the step still waits for. */
async function missingOf(
  t: OfficeDeps,
  desk: Desk,
  { view, step }: Dossier,
  lang: Language,
): Promise<readonly FieldFault[]> {
  if (!step || view.register === 'own') return [];
  const { missing } = await t.cases.recording(desk.doer, view.found, step.id);
  return recordFaultsOf(missing, lang);
}

/** What the officer does in a register that is not ours, beside his decision. */
async function recordOf(
  t: OfficeDeps,
  request: FastifyRequest,
  { view, step, barred }: Dossier,
  body: Body,
  faults: readonly FieldFault[],
): Promise<DecisionProps['record']> {
  if (!step || barred || view.register === 'own') return undefined;
  const { desk } = request;
  const record = await t.cases.recording(desk.doer, view.found, step.id);
  const typed = Object.entries(body).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  const told = { lengkap: 'saved', sebagian: 'partly' } as const;
  return {
    ...{ step: step.id, zone: desk.office.zone, record, faults, typed: Object.fromEntries(typed) },
    tasks: registerTasks(t, record.work, t.frame.lang(request)),
    titleOf: (kind) => t.kinds[kind]?.title ?? { id: kind },
    told: told[queryOf(request, 'siak') as keyof typeof told],
  };
}

async function officeNames(t: OfficeDeps, { view }: Dossier): Promise<ReadonlyMap<string, string>> {
  const refs = [...new Set(view.tasks.map((task) => task.office))];
  const named = await Promise.all(
    refs.map(async (ref) => [ref, (await t.organisations.findOffice(ref))?.name ?? ref] as const),
  );
  return new Map(named);
}

const WALKED = 60;

async function neighboursOf(t: OfficeDeps, request: FastifyRequest, id: string): Promise<Neighbours | undefined> {
  const { items, counts } = await t.cases.inbox(request.desk.doer, { limit: WALKED });
  const at = items.findIndex((item) => item.id === id);
  if (at < 0) return undefined;
  const [previous, next] = [items[at - 1], items[at + 1]];
  return {
    ...{ at: at + 1, of: Math.max(counts.waiting, items.length) },
    ...(previous ? { previous: caseHref(previous) } : {}),
    ...(next ? { next: caseHref(next) } : {}),
  };
}

function lookingOf(request: FastifyRequest): Looking {
  const turn = Number(queryOf(request, 'putar'));
  return {
    exhibit: queryOf(request, 'lampiran'),
    turn: turn === 1 || turn === 2 || turn === 3 ? turn : 0,
    near: queryOf(request, 'dekat') === '1',
  };
}
