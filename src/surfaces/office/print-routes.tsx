import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AtStep, type Case, isUnborn } from '../../capabilities/cases/index.ts';
import type { Paper } from '../../capabilities/documents/index.ts';
import { isInCaseNumber, sayCaseNumber } from '../../kernel/case-number.ts';
import { sayMoment } from '../../kernel/dates.ts';
import { sayNumber } from '../../kernel/nik.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Language, say } from '../../kernel/text.ts';
import type { FieldFault } from '../design/index.ts';
import { looked, seatContext, wordsFor } from '../frame/index.ts';
import { clockOf } from './clock.ts';
import { bodyOf, fieldOf, type OfficeDeps, queryOf } from './deps.ts';
import { caseHref } from './inbox-routes.tsx';
import { type CardLine, PrintPage, PrintSheet, type SheetLine } from './print.tsx';
import { shellOf } from './shell.tsx';
import { printWords } from './words/print.ts';

const MOST = 100;
const LONGEST = 60;

/** The desk where cards are printed and the counter where they are handed over. */
export function printRoutes(t: OfficeDeps, web: FastifyInstance): void {
  web.get('/kantor/cetak', (request, reply) => page(t, request, reply, { typed: {}, faults: [] }));

  web.get('/kantor/cetak/daftar', async (request, reply) => {
    const { desk } = request;
    const lang = t.frame.lang(request);
    const waiting = await t.cases.atSteps(desk.doer, ['print'], MOST);
    const lines = await Promise.all(waiting.map((one) => sheetLine(t, request, one, lang)));
    return t.frame.send(
      reply,
      <PrintSheet
        shell={shellOf(t, request)}
        office={desk.office.name}
        made={sayMoment(t.clock(), desk.office.zone, lang)}
        lines={lines}
      />,
    );
  });

  web.post('/kantor/cetak', async (request, reply) => {
    const words = printWords(t.frame.lang(request));
    const body = bodyOf(request);
    const waiting = await t.cases.atSteps(request.desk.doer, ['print'], MOST);
    const typed = Object.fromEntries(waiting.map((one) => [fieldName(one), fieldOf(body, fieldName(one))]));
    const filled = waiting.filter((one) => typed[fieldName(one)] !== '');
    const [first] = waiting;
    const faults = [
      ...(filled.length === 0 ? [{ field: first ? fieldName(first) : 'cari', text: words.empty }] : []),
      ...filled.flatMap((one) =>
        (typed[fieldName(one)] ?? '').length > LONGEST ? [{ field: fieldName(one), text: words.long }] : [],
      ),
    ];
    if (faults.length > 0) return page(t, request, reply, { typed, faults, status: 422 });
    const stamp = fieldOf(body, 'kunci') || t.frame.key();
    const spoiled = fieldOf(body, 'aksi') === 'rusak';
    const failed: FieldFault[] = [];
    for (const one of filled) {
      const why = await record(t, request, one, typed[fieldName(one)] ?? '', spoiled, `${stamp}.${one.item.id}`);
      if (why !== undefined) failed.push({ field: fieldName(one), text: words.failed(one.item.subjectName, why) });
    }
    const count = filled.length - failed.length;
    if (failed.length > 0) return page(t, request, reply, { typed, faults: failed, status: 409 });
    return reply.redirect(`/kantor/cetak?pesan=${spoiled ? 'rusak' : 'dicetak'}&jumlah=${count}`, 303);
  });
}

/** @returns why not, in words */
async function record(
  t: OfficeDeps,
  request: FastifyRequest,
  { item, step }: AtStep,
  blank: string,
  spoiled: boolean,
  key: string,
): Promise<string | undefined> {
  const { doer } = request.desk;
  const lang = t.frame.lang(request);
  const question = step.ask[0]?.id ?? '';
  try {
    if (spoiled) await t.cases.note(doer, item, printWords('id').spoiledNote(blank), { key });
    else
      await t.cases.decide(
        doer,
        item,
        item.step,
        { action: step.actions[0]?.id ?? '', reasons: [], questions: [], note: null, body: { [question]: blank } },
        { version: item.since, key },
      );
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal) || error.status >= 500) throw error;
    return say(wordsFor(error.code).title, lang);
  }
}

/** The child whom the papers of this case are about, once it stands in the register; its number is on its card, never its parent's. */
async function bornIn(t: OfficeDeps, found: Case, papers: readonly Paper[]) {
  const holders = papers.flatMap(({ state, holder }) => (state === 'active' && holder !== null ? [holder] : []));
  const id = holders.find((holder) => holder.startsWith('person:') && holder !== `person:${found.subject}`)?.slice(7);
  return id === undefined ? undefined : t.people.findById(found.region, id);
}

const fieldName = ({ item }: AtStep): string => `blangko-${item.id}`;

type Shown = {
  readonly typed: Readonly<Record<string, string>>;
  readonly faults: readonly FieldFault[];
  readonly status?: number;
};

async function page(
  t: OfficeDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { typed, faults, status = 200 }: Shown,
) {
  const { desk } = request;
  const lang = t.frame.lang(request);
  const words = printWords(lang);
  const search = queryOf(request, 'q').trim().slice(0, 80);
  const [print, wait, hand] = await Promise.all(
    (['print', 'wait', 'handover'] as const).map((kind) => t.cases.atSteps(desk.doer, [kind], MOST)),
  );
  const found = (hand ?? []).filter(({ item }) => like(item, search));
  const all = [...(print ?? []), ...(wait ?? []), ...found];
  await looked(t, desk, 'kotak kerja', { seen: all.map(({ item }) => item.id) });
  const lines = (list: readonly AtStep[] | undefined) => (list ?? []).map((one) => lineOf(t, request, one, lang));
  const count = Number(queryOf(request, 'jumlah'));
  const done = { dicetak: words.done, rusak: words.doneSpoiled }[queryOf(request, 'pesan')];
  return t.frame.send(
    reply,
    <PrintPage
      {...{ shell: shellOf(t, request), office: desk.office.name, search, stamp: t.frame.key(), typed, faults }}
      {...{ print: lines(print), wait: lines(wait), hand: lines(found) }}
      prints={(print ?? []).length > 0 || desk.roles.some(({ role }) => role === 'pencetak')}
      done={done && Number.isInteger(count) && count > 0 && count <= MOST ? done(count) : undefined}
    />,
    status,
  );
}

const like = (item: AtStep['item'], search: string): boolean =>
  isInCaseNumber(item.number, search) ||
  `${item.subjectName}\n${item.applicantName}`.toLowerCase().includes(search.toLowerCase());

function lineOf(t: OfficeDeps, request: FastifyRequest, one: AtStep, lang: Language): CardLine {
  const { item, step, definition } = one;
  const clock = clockOf(item, t.clock(), request.desk.calendar, lang);
  const plain = step.ask.length === 1 && step.ask[0]?.field.kind === 'text';
  return {
    ...{ id: item.id, href: `${caseHref(item)}?langkah=${item.step}`, service: say(definition.title, lang) },
    ...{ number: sayCaseNumber(item.number), whom: item.subjectName, clock: clock.text },
    field: plain ? fieldName(one) : undefined,
  };
}

/** Whoever prints looks the person up in the ministry's system: the whole number stands here, and that it was seen is on record. */
async function sheetLine(t: OfficeDeps, request: FastifyRequest, one: AtStep, lang: Language): Promise<SheetLine> {
  const { desk } = request;
  const { item, definition } = one;
  const [view, papers] = await Promise.all([
    t.cases.view(desk.doer, item),
    t.documents.papersOfCases(seatContext(desk, item.region), item.region, [item.id]),
  ]);
  const { subject } = view.found.facts;
  const born = isUnborn(definition) ? await bornIn(t, view.found, papers) : undefined;
  const known = isUnborn(definition) ? born : subject;
  const nik = typeof known === 'object' && known !== null && 'nik' in known ? known.nik : null;
  await looked(t, desk, 'kotak kerja', {
    ...{ region: item.region, seen: [item.id] },
    persons: [view.found.applicant, view.found.subject, ...(born ? [born.id] : [])],
  });
  const numbers = papers.flatMap((paper) => (paper.state === 'active' && paper.number !== null ? [paper.number] : []));
  return {
    ...{ number: sayCaseNumber(item.number), service: say(definition.title, lang), whom: item.subjectName },
    ...{ nik: typeof nik === 'string' ? sayNumber(nik) : '', papers: [...new Set(numbers)].join(', ') },
  };
}
