import type { JSX } from 'preact';
import {
  Actions,
  Button,
  ButtonLink,
  DefinitionRows,
  EmptyState,
  Form,
  Notice,
  PageTitle,
  PlainRows,
  QuietButton,
  Row,
  Rows,
  Section,
  Tag,
} from '../design/index.ts';
import { CitizenPage, type Shell } from './shell.tsx';
import { loginWords } from './words/login.ts';

export type SessionLine = {
  readonly id: string;
  readonly device: string;
  readonly since: string;
  readonly shared: boolean;
  readonly here: boolean;
};

/** Somebody of one's own family card, as far as one may see him. */
export type FamilyLine = { readonly name: string; readonly text: string };

export function Account(props: {
  readonly shell: Shell;
  readonly name: string;
  readonly phone: string;
  readonly sessions: readonly SessionLine[];
  /** What just happened. */
  readonly message: string | undefined;
  /** Behind the PIN only. */
  readonly family: readonly FamilyLine[];
}): JSX.Element {
  const { shell, sessions } = props;
  const words = loginWords(shell.page.lang);
  return (
    <CitizenPage shell={shell} at="account" title={words.account}>
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
      <Section id="tempat" title={words.devices}>
        <PlainRows
          rows={sessions.map((one) => ({
            title: (
              <>
                <b>{one.device}</b> {one.here && <Tag tone="ok">{words.here}</Tag>}
              </>
            ),
            text: (
              <>
                {words.since(one.since)}
                {one.shared && `, ${words.sharedDevice}`}
                {!one.here && (
                  <Form page={shell.page} action="/akun/keluarkan" hidden={{ sesi: one.id }}>
                    <QuietButton icon="logout">{words.endSession}</QuietButton>
                  </Form>
                )}
              </>
            ),
          }))}
        />
        {sessions.length > 1 && (
          <Form page={shell.page} action="/akun/keluar-semua">
            <Actions>
              <Button look="second" icon="logout">
                {words.everywhere}
              </Button>
            </Actions>
          </Form>
        )}
      </Section>
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
