import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CaseView } from '../../../capabilities/cases/index.ts';
import { offered, type Published, search, searchable } from '../../../capabilities/catalogue/index.ts';
import { sayMoment } from '../../../kernel/dates.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { type Language, say } from '../../../kernel/text.ts';
import { qrSvgPath } from '../../../platform/qr/index.ts';
import { appointmentsOf, guardOf, promiseOf, type Standing, truthOf } from '../../frame/index.ts';
import { refOf } from '../case-ref.ts';
import { bodyOf, fieldOf, type OfficeDeps, queryOf } from '../deps.ts';
import { serveFile } from '../file-routes.ts';
import { shellOf } from '../shell.tsx';
import { counterWords } from '../words/counter.ts';
import { CounterCase, Receipt, ServiceChoice, Withdraw } from './cases.tsx';
import { COUNTER, mustVisit, type Visiting } from './visit.ts';

/** Cases of whoever stands at the counter: begun, followed, corrected, taken back, their receipts printed. */
export function counterCaseRoutes(t: OfficeDeps, web: FastifyInstance): void {
  web.get(`${COUNTER}/:visit/layanan`, async (request, reply) => {
    const visiting = await mustVisit(t, request, reply);
    if (!visiting) return reply;
    const { visit, person, home } = visiting;
    const typed = queryOf(request, 'q').trim().slice(0, 80);
    const shell = shellOf(t, request);
    const here = offered([...(await t.catalogue.current()).values()], person.region)
      .filter((service) => service.definition.start.includes('petugas'))
      .toSorted((a, b) => a.definition.title.id.localeCompare(b.definition.title.id));
    const lines = found(typed, here).map(({ service, definition }) => ({
      href: `/layanan/${service}/mulai?loket=${visit.id}`,
      title: say(definition.title, shell.page.lang),
      text: say(definition.standard.product, shell.page.lang),
    }));
    return t.frame.send(reply, <ServiceChoice {...{ shell, home, typed, lines, name: person.name }} />);
  });

  web.get(`${COUNTER}/:visit/urusan/:region/:id`, async (request, reply) => {
    const opened = await open(t, request, reply);
    if (!opened) return reply;
    const { view, visiting } = opened;
    if (view.found.status === 'draft') return reply.redirect(`/permohonan/${view.found.region}/${view.found.id}`, 303);
    const shell = shellOf(t, request);
    const words = counterWords(shell.page.lang);
    const messages: Readonly<Record<string, string>> = { terkirim: words.sent, batal: words.withdrawn };
    return t.frame.send(
      reply,
      <CounterCase
        {...{ shell, home: visiting.home, href: hrefOf(visiting, view), name: visiting.person.name }}
        {...(await standingOf(t, opened, shell.page.lang))}
        message={messages[queryOf(request, 'pesan')]}
      />,
    );
  });

  web.get(`${COUNTER}/:visit/urusan/:region/:id/tanda-terima.pdf`, async (request, reply) => {
    const opened = await open(t, request, reply);
    if (!opened) return reply;
    const { name, bytes } = await t.cases.receiptPdf(opened.visiting.desk.doer, opened.view.found);
    return serveFile(reply, { name, type: 'application/pdf', bytes, save: false });
  });

  web.get(`${COUNTER}/:visit/urusan/:region/:id/tanda-terima`, async (request, reply) => {
    const opened = await open(t, request, reply);
    if (!opened) return reply;
    const { view, visiting } = opened;
    if (view.found.number === null) throw new Refusal('cases/not-open', 409);
    const shell = shellOf(t, request);
    const check = t.cases.receiptCheck(view.found.number);
    return t.frame.send(
      reply,
      <Receipt
        {...{ shell, href: hrefOf(visiting, view), number: view.found.number, check, qr: qrSvgPath(check.url) }}
        rows={await receiptRows(t, opened, shell.page.lang)}
      />,
    );
  });

  web.get(`${COUNTER}/:visit/urusan/:region/:id/batal`, async (request, reply) => {
    const opened = await open(t, request, reply);
    if (!opened) return reply;
    const { view, visiting } = opened;
    mustAllow(t, opened, 'case.withdraw');
    const shell = shellOf(t, request);
    const hidden = { versi: String(view.found.version), kunci: t.frame.key() };
    const service = say(view.definition.title, shell.page.lang);
    return t.frame.send(reply, <Withdraw {...{ shell, href: hrefOf(visiting, view), hidden, service }} />);
  });

  web.post(`${COUNTER}/:visit/urusan/:region/:id/batal`, async (request, reply) => {
    const opened = await open(t, request, reply);
    if (!opened) return reply;
    const { view, visiting } = opened;
    const body = bodyOf(request);
    const href = hrefOf(visiting, view);
    // Sent twice: it is withdrawn already.
    if (view.found.status === 'closed') return reply.redirect(`${href}?pesan=batal`, 303);
    mustAllow(t, opened, 'case.withdraw');
    const guard = guardOf(body);
    await t.cases.withdraw(visiting.desk.doer, view.found, guard);
    return reply.redirect(`${href}?pesan=batal`, 303);
  });
}

type Opened = { readonly visiting: Visiting; readonly view: CaseView };

/** @throws Refusal `cases/not-found` for a case that is not by or about whoever stands here */
async function open(t: OfficeDeps, request: FastifyRequest, reply: FastifyReply): Promise<Opened | undefined> {
  const ref = refOf(request);
  const visiting = await mustVisit(t, request, reply, [ref.id]);
  if (!visiting) return undefined;
  const view = await t.cases.view(visiting.desk.doer, ref);
  const opened = { visiting, view };
  mustAllow(t, opened, 'case.view', 404);
  return opened;
}

function mustAllow(
  t: OfficeDeps,
  { visiting, view }: Opened,
  action: 'case.view' | 'case.withdraw',
  status = 409,
): void {
  const { applicant, subject } = view.found;
  const theirs = applicant === visiting.visit.person || subject === visiting.visit.person;
  const allowed = theirs && t.cases.may(visiting.desk.doer, action, view.found);
  if (!allowed) throw new Refusal(status === 404 ? 'cases/not-found' : 'cases/not-open', status);
}

const hrefOf = ({ home }: Visiting, { found: { region, id } }: CaseView): string => `${home}/urusan/${region}/${id}`;

function found(typed: string, among: readonly Published[]): readonly Published[] {
  if (typed === '') return among;
  const hits = search(typed, searchable(among));
  return hits.flatMap((hit) => among.find((one) => one.service === hit.service) ?? []);
}

async function standingOf(t: OfficeDeps, { view, visiting }: Opened, lang: Language) {
  const { found, definition, tasks } = view;
  const { zone } = visiting.desk.office;
  const [task] = tasks;
  const office = task?.office ?? found.office;
  const { repair } = found.flow;
  const standing: Standing = {
    ...{ status: found.status, outcome: found.outcome, step: task?.step ?? null, dueAt: found.dueAt },
    officeName: office === null ? '' : ((await t.organisations.findOffice(office))?.name ?? ''),
    since: task?.openedAt ?? found.submittedAt ?? found.begunAt,
    repairUntil: repair?.expire ? new Date(repair.expire.at) : null,
  };
  const questions = definition.pages.flatMap((page) => page.questions);
  const parts = (repair?.questions ?? []).flatMap((id) => {
    const question = questions.find((one) => one.id === id);
    return question ? [say(question.label, lang)] : [];
  });
  const mine = found.applicant === visiting.visit.person;
  return {
    ...{ service: say(definition.title, lang), number: found.number ?? '' },
    truth: truthOf(standing, definition, zone, lang, t.clock()),
    promise: promiseOf(standing, zone, lang, t.clock()),
    repair:
      mine && found.status === 'returned' ? { href: `/permohonan/${found.region}/${found.id}`, parts } : undefined,
    appointments: appointmentsOf(view, lang).map((one) => ({
      ...{ title: `${one.said}: ${one.when}`, text: `${one.place}. ${one.state}.` },
      href: t.cases.mayChooseAgain(visiting.desk.doer, found, one)
        ? `/urusan/${found.region}/${found.id}/janji/${one.question}`
        : undefined,
    })),
    mayWithdraw: mine && (found.status === 'running' || found.status === 'returned'),
  };
}

async function receiptRows(t: OfficeDeps, { view, visiting }: Opened, lang: Language) {
  const { found, definition, events } = view;
  const words = counterWords(lang);
  const { zone } = visiting.desk.office;
  const office = found.office === null ? undefined : await t.organisations.findOffice(found.office);
  const sent = events.find((event) => event.kind === 'submitted');
  const due = sent?.data.due;
  return [
    { term: words.service, value: say(definition.title, lang) },
    { term: words.applicant, value: found.applicantName },
    ...(found.subject === found.applicant ? [] : [{ term: words.subject, value: found.subjectName }]),
    { term: words.office, value: office?.name ?? '' },
    ...(found.submittedAt ? [{ term: words.submitted, value: sayMoment(found.submittedAt, zone, lang) }] : []),
    ...(due ? [{ term: words.promised, value: sayMoment(new Date(due), zone, lang) }] : []),
    ...(found.channel === 'petugas' && sent ? [{ term: words.helpedBy, value: sent.actorLabel }] : []),
  ];
}
