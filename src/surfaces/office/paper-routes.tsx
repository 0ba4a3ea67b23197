import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { actorOf, can } from '../../capabilities/accounts/index.ts';
import type { By, Paper, PaperState } from '../../capabilities/documents/index.ts';
import { sayCaseNumber } from '../../kernel/case-number.ts';
import { sayDate, sayMoment } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Language, say } from '../../kernel/text.ts';
import type { TagTone } from '../design/index.ts';
import { type Desk, looked, seatContext, versionOf } from '../frame/index.ts';
import { refOf } from './case-ref.ts';
import { bodyOf, fieldOf, type OfficeDeps, queryOf } from './deps.ts';
import { paperBytes, seesPaper, serveFile } from './file-routes.ts';
import { NumbersPage, type PaperLine, PaperPage, PapersPage, RevokePage } from './papers.tsx';
import { shellOf } from './shell.tsx';
import { paperWords } from './words/papers.ts';

const SHOWN = 30;
const NUMBERS = 100;
const LONGEST = 1000;

/** What an office gave out: found by its number, read, and revoked by whoever heads it. */
export function paperRoutes(t: OfficeDeps, web: FastifyInstance): void {
  web.get('/kantor/surat', async (request, reply) => {
    const { desk } = request;
    const { region, ref } = desk.office;
    const typed = queryOf(request, 'nomor').trim().slice(0, 80);
    const before = momentOf(queryOf(request, 'sebelum'));
    const context = seatContext(desk, region);
    const found =
      typed === ''
        ? await t.documents.papersOfOffice(context, region, ref, before, SHOWN + 1)
        : (await t.documents.papersByNumber(context, region, typed)).filter((paper) => paper.office === ref);
    const papers = found.slice(0, SHOWN).filter((paper) => seesPaper(desk, paper, ''));
    await looked(t, desk, 'surat', { region, seen: papers.map(({ id }) => id), persons: readersOf(papers) });
    const lang = t.frame.lang(request);
    const last = found.length > SHOWN ? papers.at(-1)?.issued?.at : undefined;
    return t.frame.send(
      reply,
      <PapersPage
        shell={shellOf(t, request)}
        office={desk.office.name}
        typed={typed}
        lines={papers.map((paper) => lineOf(t, paper, lang))}
        older={last && `/kantor/surat?sebelum=${encodeURIComponent(last.toISOString())}`}
        paged={before !== null}
      />,
    );
  });

  web.get('/kantor/surat/nomor', async (request, reply) => {
    const { desk } = request;
    const { region, ref } = desk.office;
    const words = paperWords(t.frame.lang(request));
    const numbers = await t.documents.numbersOf(seatContext(desk, region), region, ref, NUMBERS);
    const lines = numbers.map(({ text, series, period, state }) => ({
      ...{ number: text, series: `${series.length > 12 ? '' : `${series}, `}${period}` },
      state: { tone: NUMBER_TONES[state], label: words.numberStates[state] },
    }));
    return t.frame.send(reply, <NumbersPage shell={shellOf(t, request)} office={desk.office.name} lines={lines} />);
  });

  web.get('/kantor/surat/:region/:id', async (request, reply) => {
    const { desk } = request;
    const paper = await paperOf(t, request);
    await looked(t, desk, 'surat', { region: paper.region, seen: [paper.id], persons: readersOf([paper]) });
    return t.frame.send(reply, await onePage(t, request, paper));
  });

  web.get('/kantor/surat/:region/:id/pdf', async (request, reply) => {
    const { desk } = request;
    const paper = await paperOf(t, request);
    await looked(t, desk, 'surat', { region: paper.region, seen: [paper.id], persons: readersOf([paper]) });
    const { name, bytes } = await paperBytes(t, desk, paper);
    return serveFile(reply, { name, type: 'application/pdf', bytes, save: queryOf(request, 'unduh') === '1' });
  });

  revokeRoutes(t, web);
}

function revokeRoutes(t: OfficeDeps, web: FastifyInstance): void {
  async function revocable(request: FastifyRequest): Promise<Paper> {
    const paper = await paperOf(t, request);
    if (!mayRevoke(request.desk, paper)) throw new Refusal('documents/other-office', 403);
    return paper;
  }
  const ask = (request: FastifyRequest, reply: FastifyReply, paper: Paper, fault?: string) =>
    t.frame.send(
      reply,
      <RevokePage
        {...{ shell: shellOf(t, request), title: titleOf(t, paper, t.frame.lang(request)), href: hrefOf(paper), fault }}
        {...{ stamp: t.frame.key(), version: paper.version, typed: fieldOf(bodyOf(request), 'alasan') }}
      />,
      fault === undefined ? 200 : 422,
    );

  web.get('/kantor/surat/:region/:id/cabut', async (request, reply) => {
    const paper = await revocable(request);
    return paper.state === 'active' ? ask(request, reply, paper) : reply.redirect(hrefOf(paper), 303);
  });

  web.post('/kantor/surat/:region/:id/cabut', async (request, reply) => {
    const paper = await revocable(request);
    const words = paperWords(t.frame.lang(request));
    const body = bodyOf(request);
    const reason = fieldOf(body, 'alasan').replace(/\r\n?/g, '\n');
    // Pressed twice, it is revoked once; somebody else's revocation is shown as it stands.
    if (paper.state === 'revoked') return reply.redirect(hrefOf(paper), 303);
    if (reason === '') return ask(request, reply, paper, words.missing);
    if (reason.length > LONGEST) return ask(request, reply, paper, words.long);
    const guarded = { ...paper, version: 'versi' in body ? versionOf(body.versi) : paper.version };
    const key = fieldOf(body, 'kunci') || t.frame.key();
    await t.documents.revoke({ paper: guarded, by: byOf(request.desk, paper), reason, key });
    return reply.redirect(`${hrefOf(paper)}?pesan=dicabut`, 303);
  });
}

const hrefOf = ({ region, id }: Pick<Paper, 'region' | 'id'>): string => `/kantor/surat/${region}/${id}`;
const titleOf = (t: OfficeDeps, paper: Paper, lang: Language): string =>
  say(t.kinds[paper.kind]?.title ?? { id: paper.kind }, lang);
const readersOf = (papers: readonly Paper[]): readonly string[] => papers.flatMap((paper) => paper.readers);

const byOf = (desk: Desk, paper: Paper): By => ({
  ...{ actor: desk.doer.id, subject: paper.readers[0] ?? paper.id, authority: 'office', office: desk.doer.seat },
});

/** Only what this office issued; whatever else there is does not exist here. */
async function paperOf(t: OfficeDeps, request: FastifyRequest): Promise<Paper> {
  const { desk } = request;
  const ref = refOf(request);
  const paper = await t.documents.getPaper(seatContext(desk, ref.region), ref);
  if (!paper.issued || paper.office !== desk.office.ref || !seesPaper(desk, paper, ''))
    throw new Refusal('documents/not-found', 404);
  return paper;
}

const subjectOf = (paper: Paper) => ({
  ...{ region: paper.region, office: paper.office, persons: paper.readers, applicant: '' },
});
const mayRevoke = (desk: Desk, paper: Paper): boolean => can(actorOf(desk.signed), 'paper.revoke', subjectOf(paper));

const TONES = { prepared: 'going', active: 'ok', superseded: 'waiting', revoked: 'bad', void: 'plain' } as const;
const NUMBER_TONES = { reserved: 'going', issued: 'ok', void: 'plain' } as const;
const stateOf = (state: PaperState, lang: Language): { tone: TagTone; label: string } => ({
  tone: TONES[state],
  label: paperWords(lang).states[state],
});

function lineOf(t: OfficeDeps, paper: Paper, lang: Language): PaperLine {
  return {
    ...{ href: hrefOf(paper), title: titleOf(t, paper, lang), number: paper.number ?? '' },
    ...{ whom: paper.holderLabel, when: paper.issued ? sayDate(paper.issued.on, lang) : '' },
    state: stateOf(paper.state, lang),
  };
}

async function onePage(t: OfficeDeps, request: FastifyRequest, paper: Paper) {
  const { desk } = request;
  const lang = t.frame.lang(request);
  const words = paperWords(lang);
  const { issued } = paper;
  const reason =
    paper.state === 'revoked' ? await t.documents.revocationOf(seatContext(desk, paper.region), paper) : undefined;
  const signer = issued?.signer;
  const caseHref = `/kantor/berkas/${paper.region}/${paper.caseId}`;
  const rows = [
    ...(paper.number === null ? [] : [{ term: words.columns.number, value: paper.number }]),
    { term: words.columns.whom, value: paper.holderLabel },
    { term: words.columns.when, value: issued ? sayMoment(issued.at, paper.zone, lang) : '' },
    ...(issued?.validUntil ? [{ term: words.until, value: sayDate(issued.validUntil, lang) }] : []),
    ...(signer
      ? [{ term: words.signed, value: [signer.acting, `${signer.name}, ${signer.title}`].filter(Boolean).join(' ') }]
      : []),
    { term: words.audience, value: paper.audience === 'office' ? words.forOffice : words.forCitizen },
    ...(paper.caseId && paper.caseNumber
      ? [{ term: words.caseOf, value: <a href={caseHref}>{sayCaseNumber(paper.caseNumber)}</a> }]
      : []),
    ...(issued ? [{ term: words.sha, value: issued.file.sha256.slice(0, 16) }] : []),
  ];
  const may = paper.state !== 'active' ? 'nothing' : mayRevoke(desk, paper) ? 'revoke' : 'only';
  return (
    <PaperPage
      {...{ shell: shellOf(t, request), title: titleOf(t, paper, lang), specimen: paper.specimen, rows, may }}
      {...{ state: stateOf(paper.state, lang), href: hrefOf(paper), src: `${hrefOf(paper)}/pdf`, revocation: reason }}
      just={queryOf(request, 'pesan') === 'dicabut' && paper.state === 'revoked'}
    />
  );
}

function momentOf(text: string): Date | null {
  const at = new Date(text);
  return text === '' || Number.isNaN(at.getTime()) ? null : at;
}
