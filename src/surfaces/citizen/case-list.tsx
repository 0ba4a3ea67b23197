import type { JSX } from 'preact';
import type { Language } from '../../kernel/text.ts';
import {
  Actions,
  Button,
  EmptyState,
  ErrorSummary,
  errorTitle,
  Form,
  Notice,
  PageTitle,
  QuietLink,
  Row,
  Rows,
  Section,
  TextField,
} from '../design/index.ts';
import { type Waiting, WaitingRows } from './consent.tsx';
import type { Running } from './front.tsx';
import type { Listed } from './running.ts';
import { CitizenPage, type Shell } from './shell.tsx';
import { caseWords } from './words/case.ts';
import { consentWords } from './words/consent.ts';
import { queueWords } from './words/queue.ts';

export type CaseListProps = {
  readonly shell: Shell;
  /** Numbers that are held, and places waited for. */
  readonly numbers: readonly Running[];
  readonly sent: readonly Listed[];
  readonly drafts: readonly Running[];
  /** What others ask of this person. */
  readonly waiting: readonly Waiting[];
  readonly level: 1 | 2;
  readonly typed: string;
  readonly fault: string | undefined;
};

/** Everything somebody asked for: what is open, what is begun, what is done. */
export function CaseList(props: CaseListProps): JSX.Element {
  const { shell, numbers, sent, drafts, fault } = props;
  const { lang } = shell.page;
  const words = caseWords(lang);
  const open = sent.filter((one) => !one.ended);
  const ended = sent.filter((one) => one.ended);
  const faults = fault === undefined ? [] : [{ field: 'nomor', text: fault }];
  return (
    <CitizenPage shell={shell} at="cases" title={errorTitle(lang, words.list, faults.length)} shape="single">
      <ErrorSummary lang={lang} faults={faults} />
      <PageTitle lead={words.listLead}>{words.list}</PageTitle>
      {props.level === 1 && (
        <Notice icon="lock">
          {words.needPin} <a href="/masuk/pin?ke=/urusan">{words.needPinLink}</a>
        </Notice>
      )}
      {numbers.length + sent.length + drafts.length === 0 && (
        <EmptyState title={words.none} link={{ href: '/', label: words.noneLink }}>
          {words.noneWhy}
        </EmptyState>
      )}
      {props.waiting.length > 0 && (
        <Section id="persetujuan" title={consentWords(lang).list}>
          <WaitingRows waiting={props.waiting} />
        </Section>
      )}
      <Lines id="nomor" title={queueWords(lang).mine} lines={numbers} />
      <Lines
        id="berjalan"
        title={words.running}
        lines={open.map((one) => ({ ...one, text: withSubject(one, lang) }))}
      />
      <Lines id="draf" title={words.drafts} lines={drafts} icon="edit" />
      <Lines
        id="selesai"
        title={words.done}
        lines={ended.map((one) => ({ ...one, text: withSubject(one, lang) }))}
        icon="check"
      />
      <Section id="cari-nomor" title={words.findTitle} card>
        <Form page={shell.page} action="/urusan" gap={3}>
          <TextField
            lang={lang}
            name="nomor"
            label={words.findLabel}
            hint={words.findHint}
            value={props.typed}
            autoComplete="off"
            error={fault}
          />
          <Actions>
            <Button look="second" icon="search">
              {words.findButton}
            </Button>
          </Actions>
        </Form>
      </Section>
      <QuietLink href="/kabar" icon="talk">
        {words.newsAll}
      </QuietLink>
    </CitizenPage>
  );
}

export const withSubject = (one: Listed, lang: Language): string =>
  [`${one.text.replace(/\.$/, '')}, ${caseWords(lang).forWhom(one.subject)}`, ...one.coming].join('. ');

function Lines(props: {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly Running[];
  readonly icon?: 'clock' | 'edit' | 'check';
}): JSX.Element | null {
  if (props.lines.length === 0) return null;
  return (
    <Section id={props.id} title={props.title}>
      <Rows>
        {props.lines.map((one) => (
          <Row key={one.href} href={one.href} icon={props.icon ?? 'clock'} title={one.title} text={one.text} />
        ))}
      </Rows>
    </Section>
  );
}
