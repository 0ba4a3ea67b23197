import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AtStep, Signed, ToSign } from '../../capabilities/cases/index.ts';
import type { Paper } from '../../capabilities/documents/index.ts';
import { sayCaseNumber } from '../../kernel/case-number.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Language, say } from '../../kernel/text.ts';
import type { FieldFault } from '../design/index.ts';
import { type Desk, looked, seatContext, wordsFor } from '../frame/index.ts';
import { clockOf } from './clock.ts';
import { bodyOf, fieldOf, type OfficeDeps, queryOf, ticksOf } from './deps.ts';
import { caseHref } from './inbox-routes.tsx';
import { shellOf } from './shell.tsx';
import { type ResultLine, type SignLine, SignPage, SignResult } from './sign.tsx';
import { signWords } from './words/sign.ts';

/** As many as somebody signs in one go: the page stays readable and one call of the port short. */
const MOST = 50;

/** Signing in one go: whoever heads the office reads what he wants, ticks, and signs. */
export function signRoutes(t: OfficeDeps, web: FastifyInstance): void {
  web.get('/kantor/tanda-tangan', async (request, reply) => {
    const waiting = await waitingFor(t, request.desk);
    const all = queryOf(request, 'tandai') === 'semua';
    return page(t, request, reply, waiting, new Set(all ? waiting.map(pickOf) : []), []);
  });

  web.post('/kantor/tanda-tangan', async (request, reply) => {
    const { desk } = request;
    const words = signWords(t.frame.lang(request));
    const body = bodyOf(request);
    const waiting = await waitingFor(t, desk);
    const ticked = new Set(ticksOf(body, 'surat').slice(0, MOST));
    const consent = textOf(body.sandi);
    const again = (faults: readonly FieldFault[], status = 422) =>
      page(t, request, reply, waiting, ticked, faults, status);
    const asks = t.documents.signingAsks !== undefined;
    const faults = [
      ...(ticked.size === 0 ? [{ field: waiting[0] ? `surat-${pickOf(waiting[0])}` : 'surat', text: words.tick }] : []),
      ...(asks && consent === '' ? [{ field: 'sandi', text: words.needPassphrase }] : []),
    ];
    if (faults.length > 0) return again(faults);
    const stamp = fieldOf(body, 'kunci') || t.frame.key();
    const wishes = [...ticked].flatMap((value) => wishOf(value, waiting, stamp));
    try {
      const signed = await t.cases.signMany(desk.doer, wishes, asks ? consent : undefined);
      return t.frame.send(reply, <SignResult shell={shellOf(t, request)} lines={await linesOf(t, request, signed)} />);
    } catch (error) {
      if (!(error instanceof Refusal) || !error.code.startsWith('signing/')) throw error;
      const { title, say: why } = wordsFor(error.code);
      const lang = t.frame.lang(request);
      const field = error.code === 'signing/consent-wrong' ? 'sandi' : 'surat';
      return again([{ field, text: `${say(title, lang)}. ${say(why, lang)}` }], error.status);
    }
  });
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The papers to sign at this desk: steps that ask nothing else, and not what this officer may not touch. */
async function waitingFor(t: OfficeDeps, { doer }: Desk): Promise<readonly AtStep[]> {
  const now = t.clock();
  const found = await t.cases.atSteps(doer, ['sign'], MOST);
  return found.filter(({ item, step }) => {
    const elsewhere = item.claimedBy !== null && item.claimedBy !== doer.id && (item.claimedUntil ?? now) > now;
    return !elsewhere && !item.barred.includes(doer.id) && step.ask.length === 0 && completing(step) !== undefined;
  });
}

const completing = (step: AtStep['step']): string | undefined => step.actions.find((action) => action.completes)?.id;

const pickOf = ({ item }: AtStep): string => [item.region, item.id, item.step, item.since].join('~');

/** What was ticked, with the guard that stood on the page; one that is gone since is tried as it was, and says so. */
function wishOf(value: string, waiting: readonly AtStep[], stamp: string): readonly ToSign[] {
  const [, region = '', id = '', step = '', since = ''] =
    /^(\d{2}\.\d{2})~([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})~([A-Za-z][\w.]{0,60})~(\d{1,9})$/.exec(value) ?? [];
  if (region === '') return [];
  const known = waiting.find((one) => one.item.id === id && one.item.step === step);
  const action = known ? (completing(known.step) ?? '') : '';
  return [{ region, id, step, action, guard: { version: Number(since), key: `${stamp}.${id}` } }];
}

async function page(
  t: OfficeDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  waiting: readonly AtStep[],
  ticked: ReadonlySet<string>,
  faults: readonly FieldFault[],
  status = 200,
) {
  const { desk } = request;
  const lang = t.frame.lang(request);
  const ids = waiting.map(({ item }) => item.id);
  const { region } = desk.office;
  const [papers, hands] = await Promise.all([
    t.documents.papersOfCases(seatContext(desk, region), region, ids),
    t.cases.hands(desk.doer, region, ids),
  ]);
  await looked(t, desk, 'tanda tangan', { region, seen: ids });
  const words = signWords(lang);
  const lines = waiting.map((one): SignLine => {
    const { item, definition } = one;
    const own = papers.filter(
      (paper) => paper.caseId === item.id && paper.state === 'prepared' && paper.scope === item.step,
    );
    const who = hands.filter((hand) => hand.id === item.id).map((hand) => handWords(one, hand, lang));
    return {
      ...{ value: pickOf(one), href: `${caseHref(item)}?langkah=${item.step}`, number: sayCaseNumber(item.number) },
      title: `${say(definition.title, lang)}, ${item.subjectName}`,
      checked: who.length > 0 ? words.checked(who.join('; ')) : words.unchecked,
      papers: own.map((paper) => ({ title: titleOf(t, paper, lang), href: `${caseHref(item)}/surat/${paper.id}` })),
      clock: clockOf(item, t.clock(), desk.calendar, lang),
    };
  });
  const asks = t.documents.signingAsks !== undefined;
  const shell = shellOf(t, request);
  return t.frame.send(reply, <SignPage {...{ shell, lines, ticked, faults, asks, stamp: t.frame.key() }} />, status);
}

const titleOf = (t: OfficeDeps, paper: Paper, lang: Language): string => {
  const title = t.kinds[paper.kind]?.title;
  return title ? say(title, lang) : paper.kind;
};

function handWords({ definition }: AtStep, hand: { step: string; label: string }, lang: Language): string {
  const step = definition.steps.find((one) => one.id === hand.step);
  return step ? `${say(step.title, lang)} ${hand.label}` : hand.label;
}

async function linesOf(t: OfficeDeps, request: FastifyRequest, signed: readonly Signed[]): Promise<ResultLine[]> {
  const { desk } = request;
  const lang = t.frame.lang(request);
  const words = signWords(lang);
  return Promise.all(
    signed.map(async (one): Promise<ResultLine> => {
      const { of } = one;
      const view = await t.cases.view(desk.doer, of).catch(() => undefined);
      const papers = (await t.documents.papersOfCases(seatContext(desk, of.region), of.region, [of.id])).filter(
        (paper) => paper.scope === of.step,
      );
      const last = view?.events.findLast((event) => event.kind === 'acted' && event.step === of.step);
      const before = !one.ok && last?.actor === desk.doer.id && papers.some((paper) => paper.state === 'active');
      const why = one.ok ? words.ok : before ? words.before : say(wordsFor(one.code).title, lang);
      return {
        ...{ ok: one.ok || before, text: why, href: caseHref(of), whom: view?.found.subjectName ?? '' },
        papers: papers.map((paper) => titleOf(t, paper, lang)).join(', ') || words.open,
        numbers: papers
          .flatMap((paper) => paper.number ?? [])
          .filter((n, i, all) => all.indexOf(n) === i)
          .join(', '),
      };
    }),
  );
}
