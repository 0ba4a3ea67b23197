import type { JSX } from 'preact';
import { ALL_OTHERS } from '../../capabilities/accounts/index.ts';
import {
  Actions,
  ButtonLink,
  DefinitionRows,
  EmptyState,
  ErrorSummary,
  errorTitle,
  type FieldFault,
  Notice,
  PageTitle,
  PlainRows,
  Row,
  Rows,
  Section,
  type SessionLine,
  Sessions,
  Tag,
  TextField,
} from '../design/index.ts';
import { faultAt } from './login.tsx';
import { CitizenPage, type Shell } from './shell.tsx';
import { loginWords } from './words/login.ts';

/** Somebody of one's own family card, as far as one may see him. */
export type FamilyLine = { readonly name: string; readonly text: string };

export function Account(props: {
  readonly shell: Shell;
  readonly name: string;
  readonly phone: string;
  readonly sessions: readonly SessionLine[];
  readonly pinSet: boolean;
  /** What was asked to end, and why it did not. */
  readonly ending: { readonly which?: string; readonly faults: readonly FieldFault[] };
  /** What just happened. */
  readonly message: string | undefined;
  /** Behind the PIN only. */
  readonly family: readonly FamilyLine[];
}): JSX.Element {
  const { shell, sessions } = props;
  const { faults } = props.ending;
  const words = loginWords(shell.page.lang);
  return (
    <CitizenPage shell={shell} at="account" title={errorTitle(shell.page.lang, words.account, faults.length)}>
      <ErrorSummary lang={shell.page.lang} faults={faults} />
      <PageTitle>{words.account}</PageTitle>
      {props.message !== undefined && (
        <Notice tone="success" role="status">
          {props.message}
        </Notice>
      )}
      <DefinitionRows
        rows={[
          { term: words.name, value: props.name },
          { term: words.phoneOnFile, value: props.phone },
        ]}
      />
      <Section id="lain" title={words.more}>
        <Rows>
          <Row href="/akun/pin" icon="lock" title={words.pinChange} />
          <Row href="/akun/nomor" icon="phone" title={words.numberChange} />
          <Row href="/kuasa" icon="people" title={words.mandates} />
          <Row href="/kabar" icon="talk" title={words.news} />
          <Row href="/siapa-membuka" icon="eye" title={words.whoLooked} />
          <Row href="/data-salah" icon="flag" title={words.wrongData} />
        </Rows>
      </Section>
      {props.family.length > 0 && (
        <Section id="keluarga" title={words.family}>
          <p>{words.familyWhy}</p>
          <PlainRows rows={props.family.map(({ name, text }) => ({ title: <b>{name}</b>, text }))} />
        </Section>
      )}
      <Sessions
        page={shell.page}
        action="/akun/keluarkan"
        lines={sessions}
        all={ALL_OTHERS}
        chosen={props.ending.which}
      >
        {props.pinSet ? (
          <TextField
            {...{ lang: shell.page.lang, name: 'pin', label: words.endPin, type: 'password', inputMode: 'numeric' }}
            {...{ autoComplete: 'current-password', maxLength: 6, width: 'code', error: faultAt(faults, 'pin') }}
          />
        ) : (
          faults.map(({ text }) => (
            <p key="pin" id="pin" class="error">
              {text}
            </p>
          ))
        )}
      </Sessions>
    </CitizenPage>
  );
}

export function LoggedOut({ shell }: { readonly shell: Shell }): JSX.Element {
  const words = loginWords(shell.page.lang);
  return (
    <CitizenPage shell={shell} title={words.loggedOut}>
      <PageTitle lead={words.loggedOutLead}>{words.loggedOut}</PageTitle>
      <Actions>
        <ButtonLink href="/">{words.toHome}</ButtonLink>
      </Actions>
    </CitizenPage>
  );
}

export type NewsLine = {
  readonly id: string;
  readonly href: string;
  readonly text: string;
  readonly more: readonly string[];
  readonly at: string;
  readonly fresh: boolean;
};

export function News({ shell, news }: { readonly shell: Shell; readonly news: readonly NewsLine[] }): JSX.Element {
  const words = loginWords(shell.page.lang);
  return (
    <CitizenPage shell={shell} at="account" title={words.newsTitle}>
      <PageTitle>{words.newsTitle}</PageTitle>
      {news.length === 0 ? (
        <EmptyState title={words.newsNone} />
      ) : (
        <Rows>
          {news.map((one) => (
            <Row
              key={one.id}
              href={one.href}
              icon="talk"
              title={
                <>
                  {one.text} {one.fresh && <Tag tone="going">{words.unread}</Tag>}
                </>
              }
              text={[...one.more, one.at].join(' · ')}
            />
          ))}
        </Rows>
      )}
    </CitizenPage>
  );
}

export type InboxLine = { readonly id: string; readonly to: string; readonly text: string; readonly at: string };

/** The demo's phones: whoever tries the demo reads here what a real phone would get. */
export function DemoMessages({
  shell,
  messages,
}: {
  readonly shell: Shell;
  readonly messages: readonly InboxLine[];
}): JSX.Element {
  const words = loginWords(shell.page.lang);
  return (
    <CitizenPage shell={shell} title={words.inboxTitle}>
      <PageTitle lead={words.inboxLead}>{words.inboxTitle}</PageTitle>
      {messages.length === 0 ? (
        <EmptyState title={words.inboxNone} />
      ) : (
        <PlainRows rows={messages.map((one) => ({ title: one.text, text: `${one.to}, ${one.at}` }))} />
      )}
      <Actions>
        <ButtonLink href="/simulasi/pesan" look="second" icon="undo">
          {words.reload}
        </ButtonLink>
      </Actions>
    </CitizenPage>
  );
}
