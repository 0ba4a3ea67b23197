import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { sayDate, sayDay, sayMoment } from '../../kernel/dates.ts';
import { maskName } from '../../kernel/masking.ts';
import { say } from '../../kernel/text.ts';
import { qrSvgPath } from '../../platform/qr/index.ts';
import {
  Actions,
  BackLink,
  ButtonLink,
  EmptyState,
  PageTitle,
  PaperCard,
  PlainRows,
  Row,
  Rows,
  Section,
} from '../design/index.ts';
import { ownPaper, ownPaperFile, ownPapers } from '../frame/index.ts';
import type { Tools } from './deps.ts';
import { refOf, sizeText } from './draft-view.ts';
import { OfficeCard } from './help.tsx';
import { paperTitle, stateOf } from './paper-lines.ts';
import { officeName, zoneOf } from './running.ts';
import { CitizenPage, shellOf } from './shell.tsx';
import { mustBe } from './visitor.ts';
import { paperWords } from './words/papers.ts';

/** One's own papers, who opened one's data, and where wrong data is corrected. */
export function paperRoutes(t: Tools, web: FastifyInstance): void {
  web.get('/surat', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const shell = shellOf(t, request);
    const { lang } = shell.page;
    const words = paperWords(lang);
    // What is still good comes first.
    const papers = (await ownPapers(t, citizen)).toSorted(
      (one, other) => Number(other.state === 'active') - Number(one.state === 'active'),
    );
    return t.frame.send(
      reply,
      <CitizenPage shell={shell} at="papers" title={words.list} shape="single">
        <PageTitle>{words.list}</PageTitle>
        {papers.length === 0 ? (
          <EmptyState title={words.none}>{words.noneWhy}</EmptyState>
        ) : (
          <Rows>
            {papers.map((paper) => (
              <Row
                key={paper.id}
                href={`/surat/${paper.region}/${paper.id}`}
                icon="doccheck"
                title={paperTitle(t, paper.kind, lang)}
                text={`${paper.holderLabel}, ${stateOf(paper.state, lang).label.toLowerCase()}, ${sayDay(paper.issuedOn, lang)}`}
              />
            ))}
          </Rows>
        )}
      </CitizenPage>,
    );
  });

  web.get('/surat/:region/:id', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const ref = refOf(request);
    const paper = await ownPaper(t, citizen, ref);
    const { issued } = paper;
    const shell = shellOf(t, request);
    const { lang } = shell.page;
    const words = paperWords(lang);
    const check = t.documents.checkOf(paper);
    const rows = [
      ...(paper.number === null ? [] : [{ term: words.number, value: paper.number }]),
      { term: words.issued, value: sayDate(issued.on, lang) },
      ...(issued.validUntil === null ? [] : [{ term: words.until, value: sayDate(issued.validUntil, lang) }]),
      { term: words.office, value: paper.officeName },
      ...(issued.signer ? [{ term: words.signed, value: `${issued.signer.name}, ${issued.signer.title}` }] : []),
    ];
    const title = paperTitle(t, paper.kind, lang);
    return t.frame.send(
      reply,
      <CitizenPage shell={shell} at="papers" title={title} shape="single">
        <div>
          <BackLink href="/surat">{words.back}</BackLink>
          <PageTitle>{title}</PageTitle>
        </div>
        <PaperCard
          {...{
            lang,
            id: 'nama',
            name: paper.holderLabel,
            state: stateOf(paper.state, lang),
            specimen: paper.specimen,
          }}
          {...{ rows, qr: check ? { ...qrSvgPath(check.url), href: check.url } : undefined }}
          check={check ? words.check(check.address, check.code) : undefined}
        />
        <Actions>
          <ButtonLink href={`/surat/${ref.region}/${ref.id}/pdf`} icon="download" download>
            {`${words.download} (${sizeText(issued.file.size, lang)})`}
          </ButtonLink>
        </Actions>
      </CitizenPage>,
    );
  });

  web.get('/surat/:region/:id/pdf', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const ref = refOf(request);
    const file = await ownPaperFile(t, citizen, ref);
    return reply
      .type(file.type)
      .header('content-disposition', `attachment; filename="${file.name}"`)
      .send(Readable.from(file.bytes));
  });

  web.get('/siapa-membuka', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const shell = shellOf(t, request);
    const { lang } = shell.page;
    const words = paperWords(lang);
    const zone = await zoneOf(t, null, citizen.signed.region);
    const rows = await Promise.all(
      (await t.audit.whoLooked(citizen.signed.person)).map(async (one) => ({
        title: <b>{one.actorLabel}</b>,
        text: [await officeName(t, one.office), words.lookedFor(one.purpose), sayMoment(one.at, zone, lang)]
          .filter((part) => part !== '')
          .join(', '),
      })),
    );
    return t.frame.send(
      reply,
      <CitizenPage shell={shell} at="account" title={words.looked}>
        <PageTitle lead={words.lookedLead}>{words.looked}</PageTitle>
        {rows.length === 0 ? <EmptyState title={words.lookedNone} /> : <PlainRows rows={rows} />}
        <Section id="masa-simpan" title={words.kept}>
          <p>{words.keptWhy}</p>
          <PlainRows
            rows={t.keeping.rules(citizen.signed.region).map((rule) => ({
              title: <b>{`${say(rule.title, lang)}: ${words.days(rule.days)}`}</b>,
              text: say(rule.holds, lang),
            }))}
          />
        </Section>
      </CitizenPage>,
    );
  });

  web.get('/data-salah', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 1);
    if (!citizen) return reply;
    const shell = shellOf(t, request);
    const words = paperWords(shell.page.lang);
    const office = await t.organisations.officeOf('dukcapil', citizen.signed.region);
    // Where the service is published, the report reaches a person with a clock; elsewhere the office's address is all there is.
    const report = await t.catalogue.find('data-salah');
    const over = citizen.signed.level === 2 ? citizen.person.name : maskName(citizen.person.name);
    return t.frame.send(
      reply,
      <CitizenPage shell={shell} at="account" title={words.wrongTitle}>
        <PageTitle over={over} lead={words.wrongLead}>
          {words.wrongTitle}
        </PageTitle>
        {report && (
          <Actions>
            <ButtonLink href="/layanan/data-salah" iconAfter="next">
              {words.wrongReport}
            </ButtonLink>
          </Actions>
        )}
        {office && <OfficeCard office={office} shell={shell} />}
        <p>{words.wrongCase}</p>
      </CitizenPage>,
    );
  });
}
