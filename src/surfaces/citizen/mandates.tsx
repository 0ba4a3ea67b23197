import type { JSX } from 'preact';
import type { Mandate } from '../../capabilities/accounts/index.ts';
import { sayDate } from '../../kernel/dates.ts';
import {
  Actions,
  BackLink,
  Button,
  ButtonLink,
  Checkboxes,
  DateField,
  DefinitionRows,
  dateNames,
  EmptyState,
  ErrorSummary,
  errorTitle,
  type FieldFault,
  Form,
  Notice,
  PageTitle,
  Row,
  Rows,
  Section,
  TextField,
} from '../design/index.ts';
import { fieldOf } from './deps.ts';
import { faultAt } from './login.tsx';
import { CitizenPage, type Shell } from './shell.tsx';
import { mandateWords } from './words/mandate.ts';

export const UNTIL = 'sampai';
const until = dateNames(UNTIL);

export type MandateLine = {
  readonly href: string;
  readonly name: string;
  readonly services: string;
  readonly text: string;
};

export function MandateList(props: {
  readonly shell: Shell;
  readonly message: string | undefined;
  readonly waiting: readonly MandateLine[];
  readonly given: readonly MandateLine[];
  readonly received: readonly MandateLine[];
  readonly former: readonly MandateLine[];
}): JSX.Element {
  const { shell, waiting, given, received, former } = props;
  const words = mandateWords(shell.page.lang);
  const part = (id: string, title: string, lines: readonly MandateLine[]) =>
    lines.length > 0 && (
      <Section id={id} title={title}>
        <Rows>
          {lines.map((line) => (
            <Row key={line.href} href={line.href} icon="people" title={line.name} text={line.text} />
          ))}
        </Rows>
      </Section>
    );
  return (
    <CitizenPage shell={shell} at="account" title={words.title}>
      <PageTitle lead={words.lead}>{words.title}</PageTitle>
      {props.message !== undefined && (
        <Notice tone="success" role="status">
          {props.message}
        </Notice>
      )}
      {part('menunggu', words.waiting, waiting)}
      {part('diberikan', words.given, given)}
      {part('diterima', words.received, received)}
      {waiting.length + given.length + received.length + former.length === 0 && <EmptyState title={words.none} />}
      <Rows>
        <Row href="/kuasa/beri" icon="sign" title={words.give} text={words.giveWhy} />
        <Row href="/kuasa/minta" icon="talk" title={words.ask} text={words.askWhy} />
      </Rows>
      {part('dulu', words.former, former)}
    </CitizenPage>
  );
}

export function MandateForm(props: {
  readonly shell: Shell;
  readonly kind: 'beri' | 'minta';
  readonly faults: readonly FieldFault[];
  readonly services: readonly { readonly value: string; readonly label: string }[];
  readonly typed: Readonly<Record<string, unknown>>;
  readonly chosen: readonly string[];
}): JSX.Element {
  const { shell, kind, faults, typed } = props;
  const { lang } = shell.page;
  const words = mandateWords(lang);
  const gives = kind === 'beri';
  const title = gives ? words.giveTitle : words.askTitle;
  return (
    <CitizenPage shell={shell} title={errorTitle(lang, title, faults.length)} gap={6}>
      <BackLink href="/kuasa">{words.title}</BackLink>
      <ErrorSummary lang={lang} faults={faults} />
      <PageTitle lead={gives ? words.giveLead : words.askLead}>{title}</PageTitle>
      <Form page={shell.page} action={`/kuasa/${kind}`}>
        <TextField
          {...{ lang, name: 'nik', label: words.nik, hint: words.nikHint, autoComplete: 'off', maxLength: 24 }}
          inputMode="numeric"
          value={fieldOf(typed, 'nik')}
          error={faultAt(faults, 'nik')}
        />
        <TextField
          {...{ lang, name: 'nama', label: words.name, hint: words.nameHint, autoComplete: 'off', spellCheck: false }}
          value={fieldOf(typed, 'nama')}
          error={faultAt(faults, 'nama')}
        />
        <Checkboxes
          {...{ lang, name: 'layanan', label: words.services, hint: words.servicesHint }}
          options={props.services}
          values={props.chosen}
          error={faultAt(faults, 'layanan')}
        />
        <DateField
          {...{ lang, name: UNTIL, label: words.until, hint: words.untilHint }}
          value={{
            day: fieldOf(typed, until.day),
            month: fieldOf(typed, until.month),
            year: fieldOf(typed, until.year),
          }}
          error={faultAt(faults, UNTIL)}
        />
        <Actions>
          <Button>{gives ? words.giveButton : words.askButton}</Button>
        </Actions>
      </Form>
    </CitizenPage>
  );
}

/** One of them: to answer, to end, or only to see. */
export function MandatePage(props: {
  readonly shell: Shell;
  readonly row: Mandate;
  readonly services: string;
  readonly own: string;
}): JSX.Element {
  const { shell, row, own } = props;
  const { page } = shell;
  const words = mandateWords(page.lang);
  const asksMe = row.status === 'asked' && row.giver === own;
  const over = row.status === 'active' && row.over;
  const ends = (row.status === 'active' && !over) || (row.status === 'asked' && !asksMe);
  const title = asksMe ? words.answerTitle(row.receiverName) : words.endTitle;
  return (
    <CitizenPage shell={shell} at="account" title={title}>
      <BackLink href="/kuasa">{words.title}</BackLink>
      <PageTitle lead={asksMe ? words.answerLead : undefined}>{title}</PageTitle>
      <DefinitionRows
        rows={[
          { term: words.giver, value: row.giverName },
          { term: words.receiver, value: row.receiverName },
          { term: words.forServices, value: props.services },
          { term: words.until, value: sayDate(row.until, page.lang) },
          ...(row.acceptedBy
            ? [{ term: words.how, value: row.acceptedBy === 'pin' ? words.byPin : words.byCounter }]
            : []),
          { term: words.status, value: over ? words.statuses.over : words.statuses[row.status] },
        ]}
      />
      {asksMe && (
        <Form page={page} action={`/kuasa/${row.id}/jawab`}>
          <Actions>
            <Button name="jawab" value="ya" icon="check">
              {words.yes}
            </Button>
            <Button name="jawab" value="tidak" look="second" icon="cross">
              {words.no}
            </Button>
          </Actions>
        </Form>
      )}
      {ends && (
        <Form page={page} action={`/kuasa/${row.id}/akhiri`}>
          <p>{words.endSure}</p>
          <Actions>
            <ButtonLink href="/kuasa" look="second">
              {words.title}
            </ButtonLink>
            <Button look="destroy" icon="cross">
              {row.status === 'asked' ? words.withdraw : words.end}
            </Button>
          </Actions>
        </Form>
      )}
    </CitizenPage>
  );
}
