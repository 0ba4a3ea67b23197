import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Draft } from '../../capabilities/cases/index.ts';
import { summary, timesOf } from '../../engine/index.ts';
import { sayMoment, sayTime, type Zone } from '../../kernel/dates.ts';
import type { Json } from '../../kernel/json.ts';
import { lastFour } from '../../kernel/masking.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Language, say } from '../../kernel/text.ts';
import { type FieldFault, MaskedNumber, type SummaryRow } from '../design/index.ts';
import { appointmentsOf, guardOf } from '../frame/index.ts';
import { partiesOf } from './consent-routes.tsx';
import { bodyOf, codeText, fieldOf, type Tools } from './deps.ts';
import { showScreen } from './draft-routes.tsx';
import { caseHref, draftHref, openQuestions, openScreens, READS, refOf, stepOf } from './draft-view.ts';
import { type Filler, mustFill } from './filler.ts';
import { whomOf } from './for-whom.ts';
import { issueText } from './issue-words.ts';
import { Review, Sent } from './review.tsx';
import { officeName, zoneOf } from './running.ts';
import { shellOf } from './shell.tsx';
import { NotAllowed } from './start.tsx';
import { notAllowed } from './start-routes.tsx';
import { formWords } from './words/form.ts';
import { frontWords } from './words/front.ts';

/** Checking, sending, and what is said then. */
export function reviewRoutes(t: Tools, web: FastifyInstance): void {
  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    { doer }: Filler,
    draft: Draft,
    faults: readonly FieldFault[],
  ) {
    const { found, definition, settled } = draft;
    if (settled.allow) {
      const service = await t.catalogue.version(found.service, found.serviceVersion);
      return notAllowed(t, request, reply, service, settled.allow);
    }
    const lang = t.frame.lang(request);
    const words = formWords(lang);
    const screens = openScreens(draft);
    const last = screens.at(-1);
    const zone = await zoneOf(t, found.office, found.region);
    const missing = screens.find((screen) => !screen.done);
    const held = await heldOf(t, draft, zone, lang);
    const times = timesOf(definition);
    const page = (
      <Review
        {...{
          shell: shellOf(t, request),
          service: say(definition.title, lang),
          whom: whomOf(draft, lang, request.helping),
        }}
        {...{
          faults,
          sections: sectionsOf(draft, lang),
          known: knownRows(draft, lang),
          byRegister: draft.inputs.profile === 'own',
          step: stepOf(draft, null, lang),
        }}
        backHref={draftHref(found, last ? encodeURIComponent(last.ref) : '')}
        missing={missingOf(draft, lang)}
        missingHref={missing && draftHref(found, `${encodeURIComponent(missing.ref)}?dari=periksa`)}
        action={draftHref(found, 'periksa')}
        hidden={{ versi: String(found.version), kunci: t.frame.key() }}
        after={
          held === undefined
            ? words.afterText(words.afterOffice, frontWords(lang).days(times.total))
            : words.afterMeeting(
                words.afterOffice,
                frontWords(lang).days(times.total),
                frontWords(lang).days(times.rest),
              )
        }
        repair={found.status === 'returned'}
        parties={settled.complete ? await partiesOf(t, doer, found, definition, zone, lang) : undefined}
        partiesAction={draftHref(found, 'persetujuan')}
        held={held}
      />
    );
    return t.frame.send(reply, page, faults.length > 0 ? 422 : 200);
  }

  web.get('/permohonan/:region/:id/periksa', READS, async (request, reply) => {
    const filler = await mustFill(t, request, reply, refOf(request));
    if (!filler) return reply;
    const ref = refOf(request);
    const draft = await t.cases.draft(filler.doer, ref, filler.read);
    if (draft.found.status !== 'draft' && draft.found.status !== 'returned')
      return reply.redirect(caseHref(ref, filler.helping), 303);
    return show(request, reply, filler, draft, []);
  });

  web.post('/permohonan/:region/:id/periksa', READS, async (request, reply) => {
    const filler = await mustFill(t, request, reply, refOf(request));
    if (!filler) return reply;
    const ref = refOf(request);
    const body = bodyOf(request);
    if (fieldOf(body, 'nanti') !== '') return reply.redirect(draftHref(ref, 'nanti'), 303);
    if (fieldOf(body, 'benar') === '') {
      const draft = await t.cases.draft(filler.doer, ref, filler.read);
      return show(request, reply, filler, draft, [
        { field: 'benar', text: truthNeeded(t.frame.lang(request), filler) },
      ]);
    }
    const guard = guardOf(body);
    try {
      const { region, first } = await t.cases.send(filler.doer, ref, guard, filler.read);
      const sent = { ...ref, region };
      const { helping } = filler;
      if (!first) return reply.redirect(caseHref(sent, helping), 303);
      const to = helping ? `${caseHref(sent, helping)}?pesan=terkirim` : draftHref(sent, 'terkirim');
      return reply.redirect(to, 303);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'cases/appointment')
        return windowGone(t, request, reply, filler, String(error.params.question), String(error.params.why));
      if (error instanceof Refusal && error.code === 'cases/no-office' && typeof error.params.kind === 'string')
        return noOffice(t, request, reply, filler, error.params.kind);
      // Something changed since the page was drawn: it shows what.
      if (error instanceof Refusal && ['cases/incomplete', 'cases/awaiting-consent'].includes(error.code))
        return reply.redirect(draftHref(ref, 'periksa'), 303);
      throw error;
    }
  });

  web.get('/permohonan/:region/:id/terkirim', async (request, reply) => {
    const filler = await mustFill(t, request, reply, refOf(request));
    if (!filler) return reply;
    const ref = refOf(request);
    if (filler.helping) return reply.redirect(caseHref(ref, filler.helping), 303);
    const view = await t.cases.view(filler.doer, ref);
    const { found, definition, tasks } = view;
    if (found.number === null) return reply.redirect(draftHref(ref), 303);
    const lang = t.frame.lang(request);
    const words = formWords(lang);
    const [task] = tasks;
    const step = definition.steps.find((one) => one.id === task?.step);
    const office = await officeName(t, task?.office ?? found.office);
    const due = found.dueAt && sayMoment(found.dueAt, await zoneOf(t, found.office, found.region), lang);
    const page = (
      <Sent
        {...{ shell: shellOf(t, request), service: say(definition.title, lang), number: found.number }}
        whom={whomOf({ found, definition }, lang, request.helping)}
        numbers={appointmentsOf(view, lang).map(({ said, when, place }) => words.numberOf(said, when, place))}
        next={[
          ...(step ? [words.sentBy(office, say(step.title, lang))] : []),
          ...(due ? [words.sentDue(due)] : []),
          words.sentTell,
        ]}
        href={`/urusan/${ref.region}/${ref.id}`}
      />
    );
    return t.frame.send(reply, page);
  });
}

/** The chosen window could not be had: its question is asked again, all else is kept. */
async function windowGone(
  t: Tools,
  request: FastifyRequest,
  reply: FastifyReply,
  filler: Filler,
  question: string,
  why: string,
): Promise<FastifyReply> {
  const draft = await t.cases.draft(filler.doer, refOf(request));
  const screen = draft.settled.screens.find((one) => one.questions.includes(question));
  if (!screen) return reply.redirect(draftHref(draft.found, 'periksa'), 303);
  const issue = { question, input: question, code: `appointment/${why}`, params: {} };
  return showScreen(t, request, reply, draft, screen, [issue], null);
}

/** The office that the service names is none of ours there: whoever reads it learns to which he goes, and keeps what he wrote. */
async function noOffice(
  t: Tools,
  request: FastifyRequest,
  reply: FastifyReply,
  { doer }: Filler,
  kind: string,
): Promise<FastifyReply> {
  const { found, definition } = await t.cases.draft(doer, refOf(request));
  const shell = shellOf(t, request);
  const { lang } = shell.page;
  const title = say(definition.title, lang);
  const text = formWords(lang).noOffice(say(codeText(t, 'offices', kind), lang));
  const backHref = draftHref(found, 'periksa');
  return t.frame.send(reply, <NotAllowed {...{ shell, title, say: text, backHref, go: undefined }} />, 422);
}

const truthNeeded = (lang: Language, { helping }: Filler): string =>
  helping ? formWords(lang).truthReadNeeded : formWords(lang).truthNeeded;

/** Until when its first window is held, in words; null: not any more; undefined: it has none, or it was sent. */
async function heldOf(t: Tools, draft: Draft, zone: Zone, lang: Language): Promise<string | null | undefined> {
  const chosen = draft.definition.pages
    .flatMap((page) => page.questions)
    .filter(({ id, field }) => field.kind === 'appointment' && draft.settled.answers[id] !== undefined);
  if (chosen.length === 0 || draft.found.status !== 'draft') return undefined;
  const held = await t.cases.heldFor(draft);
  const [first] = held.map(({ until }) => until).sort((one, other) => one.getTime() - other.getTime());
  return first && held.length === chosen.length ? sayTime(first, zone, lang) : null;
}

/** Answers by section, each with the way to change it. */
export function sectionsOf(
  draft: Pick<Draft, 'found' | 'definition' | 'settled'>,
  lang: Language,
  change = true,
  booked: ReadonlyMap<string, string> = new Map(),
) {
  const words = formWords(lang);
  const lines = summary(draft.definition, draft.settled);
  const open = new Set(draft.settled.screens.flatMap((screen) => openQuestions(draft, screen)));
  return draft.definition.pages.flatMap((page) => {
    const rows = lines
      .filter((line) => line.screen === page.id || line.screen.startsWith(`${page.id}.`))
      .map((line): SummaryRow => {
        const href = draftHref(draft.found, `${encodeURIComponent(line.screen)}?dari=periksa`);
        const live = booked.get(line.question.id);
        if (live !== undefined) return { term: say(line.label, lang), value: live };
        const value = line.shown === null || say(line.shown, lang) === '' ? words.unanswered : say(line.shown, lang);
        const term = say(line.label, lang);
        return change && open.has(line.question.id) ? { term, value, change: { href } } : { term, value };
      });
    const title = page.title ? say(page.title, lang) : say(draft.definition.title, lang);
    return rows.length > 0 ? [{ id: `bagian-${page.id}`, title, rows }] : [];
  });
}

function missingOf(draft: Draft, lang: Language): readonly FieldFault[] {
  const lines = summary(draft.definition, draft.settled);
  const words = formWords(lang);
  const [first] = draft.settled.issues;
  if (!first) return draft.settled.refusals.map((rule) => ({ field: rule.at, text: say(rule.say, lang) }));
  const label = lines.find((line) => line.question.id === first.question)?.label;
  const text = `${label ? `${say(label, lang)}: ` : ''}${issueText(first, lang)}`;
  return [{ field: first.question, text: text === '' ? words.notYet : text }];
}

/** What nobody was asked for, because the register knows it: of the applicant and the one it is for. */
export function knownRows(draft: Pick<Draft, 'found'>, lang: Language): readonly SummaryRow[] {
  const words = formWords(lang);
  const { applicant, subject, family } = draft.found.facts;
  const same = draft.found.applicant === draft.found.subject;
  const people: readonly (readonly [string, Json])[] = same
    ? [[words.applicant, applicant]]
    : [
        [words.applicant, applicant],
        [words.subject, subject],
      ];
  const rows = people.flatMap(([term, person]): readonly SummaryRow[] => {
    const name = textAt(person, 'name');
    const nik = textAt(person, 'nik');
    if (name === '') return [];
    return [
      { term, value: name },
      ...(nik === '' ? [] : [{ term: words.nik, value: <MaskedNumber lang={lang} lastFour={lastFour(nik)} /> }]),
    ];
  });
  const kk = textAt(family, 'kk');
  return kk === ''
    ? rows
    : [...rows, { term: words.family, value: <MaskedNumber lang={lang} lastFour={lastFour(kk)} /> }];
}

function textAt(record: Json, name: string): string {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return '';
  const value = (record as Readonly<Record<string, Json>>)[name];
  return typeof value === 'string' ? value : '';
}
