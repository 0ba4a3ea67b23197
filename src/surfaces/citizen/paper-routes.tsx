import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { sayDate } from '../../kernel/dates.ts';
import { say } from '../../kernel/text.ts';
import { qrSvgPath } from '../../platform/qr/index.ts';
import { BackLink, ButtonLink, EmptyState, PageTitle, PaperCard, Row, Rows } from '../design/index.ts';
import { codeText, type Tools } from './deps.ts';
import { refOf } from './draft-view.ts';
import { CitizenPage, shellOf } from './shell.tsx';
import { mustBe } from './visitor.ts';
import { paperWords } from './words/paper.ts';

const TONES = { active: 'ok', superseded: 'waiting', revoked: 'bad', prepared: 'going', void: 'plain' } as const;

/** One's own papers: the list, each with its code for strangers, the file. */
export function paperRoutes(t: Tools, web: FastifyInstance): void {
  web.get('/surat', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const lang = t.frame.lang(request);
    const words = paperWords(lang);
    const papers = await t.documents.papersOf([citizen.signed.person]);
    const page = (
      <CitizenPage shell={shellOf(t, request)} at="papers" title={words.list}>
        <PageTitle lead={words.listLead}>{words.list}</PageTitle>
        {papers.length === 0 ? (
          <EmptyState title={words.none} link={{ href: '/layanan', label: words.toServices }}>
            {words.noneWhy}
          </EmptyState>
        ) : (
          <Rows>
            {papers.map((paper) => (
              <Row
                key={paper.id}
                href={`/surat/${paper.region}/${paper.id}`}
                icon="doccheck"
                title={say(codeText(t, 'documents', paper.kind), lang)}
                text={[paper.holderLabel, sayDate(paper.issuedOn, lang), words.states[paper.state]].join(', ')}
              />
            ))}
          </Rows>
        )}
      </CitizenPage>
    );
    return t.frame.send(reply, page);
  });

  web.get('/surat/:region/:id', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const lang = t.frame.lang(request);
    const words = paperWords(lang);
    const ref = refOf(request);
    const paper = await t.documents.getPaper({ regions: [ref.region], persons: [citizen.signed.person] }, ref);
    const title = say(codeText(t, 'documents', paper.kind), lang);
    const check = t.documents.checkOf(paper);
    const row = (term: string, value: string | null | undefined) => (value ? [{ term, value }] : []);
    const signer = paper.issued?.signer;
    const page = (
      <CitizenPage shell={shellOf(t, request)} at="papers" title={title}>
        <div>
          <BackLink href="/surat">{words.back}</BackLink>
          <PageTitle>{title}</PageTitle>
        </div>
        <PaperCard
          lang={lang}
          id="surat"
          name={paper.holderLabel}
          state={{ tone: TONES[paper.state], label: words.states[paper.state] }}
          specimen={paper.specimen}
          rows={[
            ...row(words.number, paper.number),
            ...row(words.issued, paper.issued && sayDate(paper.issued.on, lang)),
            ...row(words.until, paper.issued?.validUntil && sayDate(paper.issued.validUntil, lang)),
            ...row(words.office, paper.officeName),
            ...row(
              words.signer,
              signer && [signer.name, [signer.acting, signer.title].filter(Boolean).join(' ')].join(', '),
            ),
            ...row(words.code, check?.code),
          ]}
          qr={check ? qrSvgPath(check.url) : undefined}
          check={check ? `${words.checkIt} ${check.address}` : undefined}
        />
        <ButtonLink href={`/surat/${ref.region}/${ref.id}/berkas`} icon="download" download>
          {words.download}
        </ButtonLink>
      </CitizenPage>
    );
    return t.frame.send(reply, page);
  });

  web.get('/surat/:region/:id/berkas', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const ref = refOf(request);
    const file = await t.documents.paperFile({ regions: [ref.region], persons: [citizen.signed.person] }, ref);
    reply
      .header('content-disposition', `attachment; filename="${file.name}"`)
      .header('content-length', file.size)
      .type(file.type);
    return reply.send(Readable.from(file.bytes));
  });
}
