import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CaseView } from '../../capabilities/cases/index.ts';
import { localDate, sayDate, sayMoment, sayTime, type Zone } from '../../kernel/dates.ts';
import { type Language, say } from '../../kernel/text.ts';
import { appointmentLines, appointmentsOf, elapsedOf, promiseOf, type Standing, truthOf } from '../frame/index.ts';
import { CaseList } from './case-list.tsx';
import { CasePage, type CasePageProps, Receipt } from './case-page.tsx';
import { partiesOf, waitingFor } from './consent-routes.tsx';
import { bodyOf, fieldOf, queryOf, type Tools } from './deps.ts';
import { draftCode } from './draft-routes.tsx';
import { caseHref, draftHref, refOf } from './draft-view.ts';
import { whomOf } from './for-whom.ts';
import { journeyOf } from './journey-of.ts';
import { mineLines, ticketHref } from './own-numbers.ts';
import { paperLines } from './paper-lines.ts';
import { sectionsOf } from './review-routes.tsx';
import { draftLine, draftsOf, listOf, officeName, zoneOf } from './running.ts';
import { shellOf } from './shell.tsx';
import { type Citizen, mustBe } from './visitor.ts';
import { caseWords } from './words/case.ts';

/** One's own cases: the list, each as it stands, and its receipt. */
export function caseRoutes(t: Tools, web: FastifyInstance): void {
  async function list(request: FastifyRequest, reply: FastifyReply, citizen: Citizen, typed = '', fault?: string) {
    const lang = t.frame.lang(request);
    const { level } = citizen.signed;
    const [numbers, sent, drafts, waiting] = await Promise.all([
      mineLines(t, citizen, lang, true, true),
      listOf(t, citizen, lang),
      draftsOf(t, citizen),
      level === 2 ? waitingFor(t, citizen, lang) : [],
    ]);
    const begun = await Promise.all(drafts.map((found) => draftLine(t, citizen, found, lang)));
    const page = (
      <CaseList {...{ shell: shellOf(t, request), numbers, sent, drafts: begun, waiting, level, typed, fault }} />
    );
    return t.frame.send(reply, page, fault === undefined ? 200 : 422);
  }

  web.get('/urusan', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 1);
    return citizen ? list(request, reply, citizen) : reply;
  });

  // By the number of a case, or the code of a draft: only among one's own.
  web.post('/urusan', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const typed = fieldOf(bodyOf(request), 'nomor').slice(0, 60);
    const found = await t.cases.byNumber(citizen.doer, typed);
    if (found) return reply.redirect(caseHref(found), 303);
    const code = typed.replace(/[^0-9a-f]/gi, '').toUpperCase();
    const draft = (await draftsOf(t, citizen)).find((one) => draftCode(one.id) === code);
    if (draft) return reply.redirect(draftHref(draft), 303);
    return list(request, reply, citizen, typed, caseWords(t.frame.lang(request)).findNone);
  });

  web.get('/urusan/:region/:id', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const view = await t.cases.view(citizen.doer, refOf(request));
    if (view.found.status === 'draft') return reply.redirect(draftHref(view.found), 303);
    const props = await pageOf(t, citizen, view, t.frame.lang(request));
    const justAsked = queryOf(request, 'terkirim') !== '';
    return t.frame.send(reply, <CasePage {...props} shell={shellOf(t, request)} justAsked={justAsked} />);
  });

  web.get('/urusan/:region/:id/bukti', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const view = await t.cases.view(citizen.doer, refOf(request));
    const { found, definition } = view;
    if (found.number === null) return reply.redirect(draftHref(found), 303);
    const lang = t.frame.lang(request);
    const words = caseWords(lang);
    const zone = await zoneOf(t, found.office, found.region);
    const moment = (at: Date | null): string => (at ? sayMoment(at, zone, lang) : '');
    const service = say(definition.title, lang);
    const check = t.cases.receiptCheck(found.number);
    const page = (
      <Receipt
        {...{ shell: shellOf(t, request), service, number: found.number, href: caseHref(found) }}
        rows={[
          { term: words.service, value: service },
          { term: words.applicant, value: found.applicantName },
          { term: words.subject, value: whomOf({ found, definition }, lang) },
          { term: words.office, value: await officeName(t, found.office) },
          { term: words.submitted, value: moment(found.submittedAt) },
          ...(found.dueAt ? [{ term: words.promised, value: moment(found.dueAt) }] : []),
          { term: words.code, value: check.code },
        ]}
        how={words.receiptHow(check.address)}
        sections={sectionsOf(view, lang, false, appointmentLines(view, lang))}
      />
    );
    return t.frame.send(reply, page);
  });

  web.get('/urusan/:region/:id/bukti.pdf', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const { name, bytes } = await t.cases.receiptPdf(citizen.doer, refOf(request));
    return reply
      .type('application/pdf')
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(Buffer.from(bytes));
  });
}

async function pageOf(
  t: Tools,
  citizen: Citizen,
  view: CaseView,
  lang: Language,
): Promise<Omit<CasePageProps, 'shell' | 'justAsked'>> {
  const { found, definition, tasks } = view;
  const words = caseWords(lang);
  const zone = await zoneOf(t, found.office, found.region);
  const names = await namesOf(t, view);
  const [task] = tasks;
  const { repair } = found.flow;
  const standing: Standing = {
    ...{ status: found.status, outcome: found.outcome, step: task?.step ?? null, dueAt: found.dueAt },
    ...{ officeName: names(task?.office ?? found.office), since: task?.openedAt ?? found.submittedAt ?? found.begunAt },
    repairUntil: repair?.expire ? new Date(repair.expire.at) : null,
  };
  const objection = await t.cases.objection(found, view.events);
  const kind = definition.outcomes.find((one) => one.id === found.outcome)?.kind;
  return {
    ...{ service: say(definition.title, lang), whom: whomOf({ found, definition }, lang), href: caseHref(found) },
    truth: truthOf(standing, definition, zone, lang, t.clock()),
    elapsed: elapsedOf(found.submittedAt, standing, t.clock()),
    promise: promiseOf(standing, zone, lang, t.clock()),
    stillOpen: [
      ...(found.status === 'finished' ? tasks.map((one) => words.stepStillOpen(stepTitle(view, one.step, lang))) : []),
      ...view.talks.map((one) => words.answerDue(one.dueAt ? sayMoment(one.dueAt, zone, lang) : '')),
    ],
    ...{ number: found.number ?? '', now: sayTime(t.clock(), zone, lang) },
    journey: journeyOf({ view, officeName: names, zone, lang }),
    repair: repair ? repairOf(view, lang) : undefined,
    parties: await partiesIn(t, citizen, view, zone, lang),
    notes: notesOf(view, zone, lang),
    papers: await paperLines(t, citizen, found, lang),
    appointments: appointmentsOf(view, lang).map((one) => ({
      ...one,
      href: t.cases.mayChooseAgain(citizen.doer, found, one)
        ? `${caseHref(found)}/janji/${one.question}`
        : ticketHref(one),
      again: t.cases.mayChooseAgain(citizen.doer, found, one),
    })),
    reasons: kind === 'rejected' ? lastReasons(view, lang) : [],
    can: {
      ask: kind !== 'withdrawn',
      object: objection?.open ? words.objectUntil(sayDate(localDate(objection.until, zone), lang)) : undefined,
      withdraw: found.status === 'running' || found.status === 'returned',
    },
  };
}

/** A draft and a repair ask on the page where they are checked; a running case here. */
async function partiesIn(t: Tools, citizen: Citizen, view: CaseView, zone: Zone, lang: Language) {
  const { found, definition } = view;
  if (found.status !== 'running' || definition.parties.every(({ before }) => before === 'submit')) return undefined;
  const parties = await partiesOf(t, citizen.doer, found, definition, zone, lang);
  const hidden = { versi: String(found.version), kunci: t.frame.key() };
  return parties && { ...parties, action: `${caseHref(found)}/persetujuan`, hidden };
}

/** Names of all offices that a case met, looked up once. */
async function namesOf(t: Tools, { found, tasks, events }: CaseView): Promise<(ref: string | null) => string> {
  const refs = new Set([found.office, ...tasks.map((task) => task.office), ...events.map((event) => event.office)]);
  const named = await Promise.all([...refs].map(async (ref) => [ref, await officeName(t, ref)] as const));
  const names = new Map(named);
  return (ref) => names.get(ref) ?? '';
}

const stepTitle = ({ definition }: CaseView, id: string, lang: Language): string => {
  const step = definition.steps.find((one) => one.id === id);
  return step ? say(step.title, lang) : id;
};

function reasonTexts({ definition }: CaseView, codes: readonly string[], lang: Language): readonly string[] {
  return codes.flatMap((code) => {
    const reason = definition.reasons.find((one) => one.code === code);
    return reason ? [say(reason.text, lang)] : [];
  });
}

function lastReasons(view: CaseView, lang: Language): readonly string[] {
  const decided = view.events.findLast((event) => (event.data.reasons ?? []).length > 0);
  return reasonTexts(view, decided?.data.reasons ?? [], lang);
}

function repairOf(view: CaseView, lang: Language): CasePageProps['repair'] {
  const { repair } = view.found.flow;
  const questions = view.definition.pages.flatMap((page) => page.questions);
  const parts = (repair?.questions ?? []).flatMap((id) => {
    const question = questions.find((one) => one.id === id);
    return question ? [say(question.label, lang)] : [];
  });
  return { href: draftHref(view.found), parts, reasons: reasonTexts(view, repair?.reasons ?? [], lang) };
}

function notesOf(view: CaseView, zone: Zone, lang: Language): CasePageProps['notes'] {
  const words = caseWords(lang);
  const titles: Readonly<Record<string, string>> = {
    citizen: words.noteFrom,
    question: words.noteQuestion,
    objection: words.noteObjection,
  };
  return view.notes.flatMap((note) => {
    const title = titles[note.kind];
    const at = view.events.find((event) => event.version === note.version)?.at;
    const when = at ? `, ${sayMoment(at, zone, lang)}` : '';
    return title === undefined ? [] : [{ title: `${title}${when}`, text: note.body }];
  });
}
