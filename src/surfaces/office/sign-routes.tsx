import type { FastifyInstance } from 'fastify';
import type { InboxItem } from '../../capabilities/cases/index.ts';
import { stepKind } from '../../engine/index.ts';
import { sayCaseNumber } from '../../kernel/case-number.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Language, say } from '../../kernel/text.ts';
import { clockOf } from './clock.ts';
import { bodyOf, fieldOf, type OfficeDeps, queryOf, ticksOf } from './deps.ts';
import type { Desk } from './desk.ts';
import { type Dossier, openDossier, personsOf } from './dossier.ts';
import { caseHref } from './inbox-routes.tsx';
import { looked } from './looking.ts';
import { shellOf } from './shell.tsx';
import { type Signed, SignPage } from './sign.tsx';
import { checkedBy } from './timeline.tsx';
import { signWords } from './words/sign.ts';

/** As many as one page of a browser signs in a few seconds. */
const MOST = 20;
const SEARCHED = 60;

/** Many in one go: each case is a step of its own, so that one that fails takes no other with it. */
export function signRoutes(t: OfficeDeps, web: FastifyInstance): void {
  web.get('/kantor/tanda-tangan', async (request, reply) => {
    const { desk } = request;
    const shell = shellOf(t, request);
    const { lang } = shell.page;
    const waiting = await waitingFor(t, desk);
    const results = await outcomesOf(t, desk, queryOf(request, 'ditandatangani'), queryOf(request, 'gagal'), lang);
    await looked(t, desk, 'tanda tangan', {
      seen: waiting.map(({ item }) => item.id),
      persons: waiting.flatMap(({ dossier }) => personsOf(dossier)),
    });
    const words = signWords(lang);
    const rows = waiting.map(({ item, dossier }) => {
      const by = checkedBy(dossier, lang);
      const papers = dossier.papers
        .filter((paper) => paper.state === 'prepared')
        .map(({ kind, number }) => [say(t.kinds[kind]?.title ?? { id: kind }, lang), number].filter(Boolean).join(' '));
      return {
        value: `${item.id}.${item.since}.${item.step}`,
        title: titleOf(dossier, lang),
        href: `${caseHref(item)}?langkah=${item.step}`,
        text: [papers.join(', '), by === '' ? '' : words.checked(by)].filter((part) => part !== '').join('. '),
        clock: clockOf(item, t.clock(), desk.calendar, lang),
        checked: true,
      };
    });
    const faulty = queryOf(request, 'pilih') === '1';
    return t.frame.send(
      reply,
      <SignPage shell={shell} rows={rows} stamp={t.frame.key()} faulty={faulty} {...results} />,
      faulty ? 422 : 200,
    );
  });

  web.post('/kantor/tanda-tangan', async (request, reply) => {
    const { desk } = request;
    const body = bodyOf(request);
    const ticked = ticksOf(body, 'berkas').slice(0, MOST);
    if (ticked.length === 0) return reply.redirect('/kantor/tanda-tangan?pilih=1', 303);
    const key = fieldOf(body, 'kunci') || t.frame.key();
    const done: string[] = [];
    const lost: string[] = [];
    for (const one of ticked) {
      const [id = '', since = '', step = ''] = one.split('.');
      const code = await sign(t, desk, { id, since: Number(since), step, key: `${key}.${id}` }, (error) =>
        request.log.error({ err: error, route: request.routeOptions.url }, 'signing failed'),
      );
      if (code === undefined) done.push(id);
      else lost.push(`${id}~${code}`);
    }
    const query = new URLSearchParams({
      ...(done.length > 0 ? { ditandatangani: done.join(',') } : {}),
      ...(lost.length > 0 ? { gagal: lost.join(',') } : {}),
    });
    return reply.redirect(`/kantor/tanda-tangan?${query}`, 303);
  });
}

const titleOf = ({ view }: Dossier, lang: Language): string =>
  `${say(view.definition.title, lang)}, ${view.found.subjectName} (${sayCaseNumber(view.found.number ?? '')})`;

/** Open signing steps of this desk that this officer may do, the most urgent first. */
async function waitingFor(t: OfficeDeps, desk: Desk) {
  const { items } = await t.cases.inbox(desk.doer, { limit: SEARCHED });
  const known = await t.catalogue.current();
  const profile = t.people.register(desk.office.region).profile;
  const signing = items.filter((item) => {
    const step = known.get(item.service)?.definition.steps.find((one) => one.id === item.step);
    return step !== undefined && stepKind(step, profile) === 'sign' && !item.barred.includes(desk.doer.id);
  });
  const waiting: { readonly item: InboxItem; readonly dossier: Dossier }[] = [];
  for (const item of signing.slice(0, MOST)) {
    const dossier = await openDossier(t, desk, item, item.step);
    if (dossier.barred === undefined) waiting.push({ item, dossier });
  }
  return waiting;
}

type Wanted = { readonly id: string; readonly since: number; readonly step: string; readonly key: string };

/** Signs the papers of one case. @returns the code of what stood in the way, undefined when it is signed */
async function sign(t: OfficeDeps, desk: Desk, wanted: Wanted, onFault: (error: unknown) => void) {
  const ref = { region: desk.office.region, id: wanted.id };
  try {
    const { step } = await openDossier(t, desk, ref, wanted.step);
    const action = step?.actions.find((one) => one.completes);
    if (step?.id !== wanted.step || !action) return 'cases/lost-guard';
    const decision = { action: action.id, reasons: [], questions: [], note: null, body: {} };
    await t.cases.decide(desk.doer, ref, step.id, decision, { version: wanted.since, key: wanted.key });
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    // The others of the bundle go on; this one stays in the list and its fault in the log.
    onFault(error);
    return 'other';
  }
}

/** The truth about each of the bundle, read again from the case. */
async function outcomesOf(t: OfficeDeps, desk: Desk, done: string, lost: string, lang: Language) {
  const words = signWords(lang);
  const open = async (id: string, code: string | undefined): Promise<Signed | undefined> => {
    const ref = { region: desk.office.region, id };
    const dossier = /^[0-9a-f-]{36}$/.test(id) ? await openDossier(t, desk, ref).catch(() => undefined) : undefined;
    if (!dossier) return undefined;
    const signedByMe = dossier.view.events.some((event) => event.kind === 'acted' && event.actor === desk.doer.id);
    if (code === undefined && !signedByMe) return undefined;
    const why = code === undefined ? undefined : ((words.why as Record<string, string>)[code] ?? words.why.other);
    return { title: titleOf(dossier, lang), href: caseHref(ref), why };
  };
  const [signed, failed] = await Promise.all([
    Promise.all(split(done).map((id) => open(id, undefined))),
    Promise.all(split(lost).map((one) => open(one.split('~')[0] ?? '', one.split('~')[1] ?? 'other'))),
  ]);
  const there = (one: Signed | undefined): one is Signed => one !== undefined;
  return { signed: signed.filter(there), failed: failed.filter(there) };
}

const split = (text: string): readonly string[] => text.split(',').filter(Boolean).slice(0, MOST);
