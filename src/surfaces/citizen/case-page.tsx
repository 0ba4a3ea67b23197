import type { JSX } from 'preact';
import {
  Actions,
  BackLink,
  ButtonLink,
  DefinitionRows,
  Journey,
  type JourneyStep,
  Live,
  Muted,
  Notice,
  NumberPlate,
  PageTitle,
  PlainRows,
  QuietLink,
  Row,
  Rows,
  Section,
  Stack,
  SummaryList,
  type SummaryRow,
  TruthSentence,
} from '../design/index.ts';
import type { SaidAppointment } from '../frame/index.ts';
import { Parties, type PartiesProps } from './consent.tsx';
import { CitizenPage, type Shell } from './shell.tsx';
import { caseWords } from './words/case.ts';

export type CasePageProps = {
  readonly shell: Shell;
  readonly service: string;
  readonly whom: string;
  readonly href: string;
  readonly truth: string;
  /** Of the promised time, 0 to 100. */
  readonly elapsed: number | undefined;
  readonly promise: string | undefined;
  readonly stillOpen: readonly string[];
  readonly number: string;
  readonly now: string;
  readonly journey: readonly JourneyStep[];
  readonly repair:
    | { readonly href: string; readonly parts: readonly string[]; readonly reasons: readonly string[] }
    | undefined;
  readonly notes: readonly { readonly title: string; readonly text: string }[];
  readonly papers: readonly { readonly href: string; readonly title: string; readonly text: string }[];
  readonly reasons: readonly string[];
  /** Numbers that were booked with it; one that came to nothing leads to choosing again. */
  readonly appointments: readonly (SaidAppointment & { readonly href: string; readonly again: boolean })[];
  readonly can: {
    readonly ask: boolean;
    /** Until when, in words. */
    readonly object: string | undefined;
    readonly withdraw: boolean;
  };
  readonly justAsked: boolean;
  /** Those whose word a later step needs. */
  readonly parties: Omit<PartiesProps, 'shell'> | undefined;
};

/** One case: how it stands in one true sentence, its way, and what one can do. */
export function CasePage(props: CasePageProps): JSX.Element {
  const { shell, href } = props;
  const { lang } = shell.page;
  const words = caseWords(lang);
  return (
    <CitizenPage shell={shell} at="cases" title={words.title(props.service)} whom={{ who: props.whom }}>
      <div>
        <BackLink href="/urusan">{words.all}</BackLink>
        <TruthSentence over={props.service}>{props.truth}</TruthSentence>
      </div>
      {props.justAsked && (
        <Notice tone="success" role="status">
          {words.askSent}
        </Notice>
      )}
      <Standing {...props} />
      {props.parties && <Parties {...{ shell, ...props.parties }} />}
      {props.repair && <Repair shell={shell} repair={props.repair} />}
      <NumberPlate lang={lang} number={props.number} />
      {props.appointments.length > 0 && (
        <Section id="janji" title={words.appointments}>
          <Rows>
            {props.appointments.map((one) => (
              <Row
                key={one.question}
                href={one.href}
                icon={one.again ? 'warn' : 'clock'}
                title={one.again ? words.chooseAgain : `${one.said}, ${one.place}`}
                text={`${one.again ? `${one.said}: ` : ''}${one.when}. ${one.state}.`}
              />
            ))}
          </Rows>
        </Section>
      )}
      {props.papers.length > 0 && (
        <Section id="surat" title={words.papers}>
          <Rows>
            {props.papers.map((paper) => (
              <Row key={paper.href} href={paper.href} icon="doccheck" title={paper.title} text={paper.text} />
            ))}
          </Rows>
        </Section>
      )}
      {props.notes.length > 0 && (
        <Section id="catatan" title={words.notes}>
          <PlainRows rows={props.notes.map((note) => ({ title: <b>{note.title}</b>, text: note.text }))} />
        </Section>
      )}
      <Section id="perjalanan" title={words.journey}>
        <Journey lang={lang} steps={props.journey} />
      </Section>
      <Section id="bisa" title={words.can}>
        <Rows>
          {props.can.ask && <Row href={`${href}/tanya`} icon="talk" title={words.ask} text={words.askWhy} />}
          {props.can.object !== undefined && (
            <Row href={`${href}/keberatan`} icon="flag" title={words.object} text={props.can.object} />
          )}
          <Row href="/siapa-membuka" icon="eye" title={words.looked} text={words.lookedWhy} />
          <Row href={`${href}/bukti`} icon="print" title={words.print} text={words.printWhy} />
        </Rows>
        {props.can.withdraw && (
          <QuietLink href={`${href}/batal`} icon="cross" bad>
            {words.withdraw}
          </QuietLink>
        )}
      </Section>
    </CitizenPage>
  );
}

function Standing(props: CasePageProps): JSX.Element {
  const words = caseWords(props.shell.page.lang);
  return (
    <Stack gap={2}>
      {props.elapsed !== undefined && <progress value={props.elapsed} max={100} aria-label={words.clock} />}
      {props.promise !== undefined && <p>{props.promise}</p>}
      {props.stillOpen.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {props.reasons.length > 0 && (
        <p>
          {words.reasons}: {props.reasons.join('; ')}
        </p>
      )}
      <Live>{words.live(props.now)}</Live>
    </Stack>
  );
}

function Repair({
  shell,
  repair,
}: {
  readonly shell: Shell;
  readonly repair: NonNullable<CasePageProps['repair']>;
}): JSX.Element {
  const words = caseWords(shell.page.lang);
  return (
    <>
      <Notice tone="warning" title={repair.parts.join(', ')}>
        {repair.reasons.length > 0 && <p>{repair.reasons.join('; ')}</p>}
        <p>{words.repairWhy}</p>
      </Notice>
      <ButtonLink href={repair.href} iconAfter="next">
        {words.repair}
      </ButtonLink>
    </>
  );
}

/** One page to print or keep. */
export function Receipt(props: {
  readonly shell: Shell;
  readonly service: string;
  readonly number: string;
  readonly href: string;
  readonly rows: readonly { readonly term: string; readonly value: string }[];
  readonly how: string;
  readonly sections: readonly { readonly id: string; readonly title: string; readonly rows: readonly SummaryRow[] }[];
}): JSX.Element {
  const { shell } = props;
  const { lang } = shell.page;
  const words = caseWords(lang);
  return (
    <CitizenPage shell={shell} at="cases" title={words.receipt}>
      <div>
        <BackLink href={props.href}>{words.title(props.service)}</BackLink>
        <PageTitle lead={words.receiptLead}>{words.receipt}</PageTitle>
      </div>
      <NumberPlate lang={lang} number={props.number} />
      <DefinitionRows rows={props.rows} />
      <p>{props.how}</p>
      <Actions>
        <ButtonLink href={`${props.href}/bukti.pdf`} look="second" icon="download" download>
          {words.receiptPdf}
        </ButtonLink>
      </Actions>
      {props.sections.map((section) => (
        <Section key={section.id} id={section.id} title={section.title}>
          <SummaryList lang={lang} rows={section.rows} />
        </Section>
      ))}
      <Muted>{words.sayAtCounter}</Muted>
    </CitizenPage>
  );
}
