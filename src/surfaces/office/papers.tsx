import type { ComponentChildren, JSX } from 'preact';
import {
  Actions,
  BackLink,
  Button,
  ButtonLink,
  Columns,
  DefinitionRows,
  DeskTitle,
  EmptyState,
  ErrorSummary,
  errorTitle,
  Filters,
  Form,
  Muted,
  Narrow,
  Notice,
  PageTitle,
  Specimen,
  Table,
  Tabs,
  Tag,
  type TagTone,
  TextArea,
} from '../design/index.ts';
import { OfficePage, type Shell } from './shell.tsx';
import { paperWords } from './words/papers.ts';

export type PaperLine = {
  readonly href: string;
  readonly title: string;
  readonly number: string;
  readonly whom: string;
  readonly when: string;
  readonly state: { readonly tone: TagTone; readonly label: string };
};
export type NumberLine = {
  readonly number: string;
  readonly series: string;
  readonly state: { readonly tone: TagTone; readonly label: string };
};

type ListProps = { readonly shell: Shell; readonly office: string };

function List(props: ListProps & { readonly at: 'issued' | 'numbers'; readonly children: ComponentChildren }) {
  const words = paperWords(props.shell.page.lang);
  return (
    <OfficePage shell={props.shell} title={props.at === 'issued' ? words.title : words.numbers} at="papers">
      <DeskTitle title={words.title} text={props.office} />
      <Tabs
        label={words.views}
        items={[
          { href: '/kantor/surat', label: words.issued, current: props.at === 'issued' },
          { href: '/kantor/surat/nomor', label: words.numbers, current: props.at === 'numbers' },
        ]}
      />
      {props.children}
    </OfficePage>
  );
}

/** What this office gave out, and the search by number. */
export function PapersPage(
  props: ListProps & {
    readonly typed: string;
    readonly lines: readonly PaperLine[];
    readonly older: string | undefined;
    readonly paged: boolean;
  },
): JSX.Element {
  const { shell, typed, lines, older } = props;
  const words = paperWords(shell.page.lang);
  return (
    <List shell={shell} office={props.office} at="issued">
      <Filters
        action="/kantor/surat"
        fields={[
          {
            id: 'nomor',
            label: words.search,
            control: <input class="input" id="nomor" name="nomor" value={typed} autoComplete="off" data-seek />,
          },
        ]}
        button={
          <Button look="second" wide={false} icon="search">
            {words.find}
          </Button>
        }
      />
      {lines.length > 0 && (
        <Table
          caption={words.caption}
          columns={[
            { title: words.columns.paper },
            { title: words.columns.number },
            { title: words.columns.whom },
            { title: words.columns.when },
            { title: words.columns.state },
          ]}
          rows={lines.map((line) => [
            <a key="surat" href={line.href}>
              {line.title}
            </a>,
            line.number,
            line.whom,
            line.when,
            <Tag key="keadaan" tone={line.state.tone}>
              {line.state.label}
            </Tag>,
          ])}
        />
      )}
      {lines.length === 0 &&
        (typed === '' ? (
          <EmptyState title={words.none}>{words.noneWhy}</EmptyState>
        ) : (
          <EmptyState title={words.notFound}>{words.notFoundWhy}</EmptyState>
        ))}
      <Muted>
        {older !== undefined && <a href={older}>{words.older}</a>}{' '}
        {(props.paged || typed !== '') && <a href="/kantor/surat">{words.newest}</a>}
      </Muted>
    </List>
  );
}

/** Every number that the office set aside, as a register book shows it. */
export function NumbersPage(props: ListProps & { readonly lines: readonly NumberLine[] }): JSX.Element {
  const words = paperWords(props.shell.page.lang);
  return (
    <List shell={props.shell} office={props.office} at="numbers">
      <Muted>{words.numberLead}</Muted>
      {props.lines.length === 0 ? (
        <EmptyState title={words.none}>{words.noneWhy}</EmptyState>
      ) : (
        <Table
          caption={words.numberCaption}
          columns={[{ title: words.columns.number }, { title: words.columns.series }, { title: words.columns.state }]}
          rows={props.lines.map((line) => [
            line.number,
            line.series,
            <Tag key="keadaan" tone={line.state.tone}>
              {line.state.label}
            </Tag>,
          ])}
        />
      )}
    </List>
  );
}

export type PaperProps = {
  readonly shell: Shell;
  readonly title: string;
  readonly specimen: boolean;
  readonly state: { readonly tone: TagTone; readonly label: string };
  readonly rows: readonly { readonly term: string; readonly value: ComponentChildren }[];
  readonly href: string;
  readonly src: string;
  readonly revocation: string | undefined;
  /** `only`: it could be revoked, by somebody else. */
  readonly may: 'revoke' | 'only' | 'nothing';
  readonly just: boolean;
};

/** One paper as its office keeps it. */
export function PaperPage(props: PaperProps): JSX.Element {
  const { shell, title, src } = props;
  const { lang } = shell.page;
  const words = paperWords(lang);
  return (
    <OfficePage shell={shell} title={title} at="papers">
      <div>
        <BackLink href="/kantor/surat">{words.back}</BackLink>
        <PageTitle>{title}</PageTitle>
      </div>
      {props.just && (
        <Notice tone="success" role="status">
          {words.revoked}
        </Notice>
      )}
      <p>
        {props.specimen && (
          <>
            <Specimen lang={lang} />{' '}
          </>
        )}
        <Tag tone={props.state.tone}>{props.state.label}</Tag>
      </p>
      <Columns>
        <div class="gap-4">
          <DefinitionRows rows={props.rows} />
          {props.revocation !== undefined && (
            <Notice tone="danger" title={words.revokedWhy}>
              {props.revocation}
            </Notice>
          )}
          <Actions>
            <ButtonLink href={`${src}?unduh=1`} icon="download" look="second" download>
              {words.read}
            </ButtonLink>
            {props.may === 'revoke' && (
              <ButtonLink href={`${props.href}/cabut`} look="destroy">
                {words.revoke}
              </ButtonLink>
            )}
          </Actions>
          {props.may === 'only' && <Muted>{words.only}</Muted>}
        </div>
        <div class="viewer">
          <iframe src={src} title={title} />
        </div>
      </Columns>
    </OfficePage>
  );
}

/** Once more before it stops to count. */
export function RevokePage(props: {
  readonly shell: Shell;
  readonly title: string;
  readonly href: string;
  readonly stamp: string;
  readonly version: number;
  readonly typed: string;
  readonly fault: string | undefined;
}): JSX.Element {
  const { shell, href, fault } = props;
  const { page } = shell;
  const words = paperWords(page.lang);
  const faults = fault === undefined ? [] : [{ field: 'alasan', text: fault }];
  return (
    <OfficePage shell={shell} title={errorTitle(page.lang, words.revokeTitle, faults.length)} at="papers">
      <Narrow>
        <ErrorSummary lang={page.lang} faults={faults} />
        <PageTitle over={props.title} lead={words.revokeLead}>
          {words.revokeTitle}
        </PageTitle>
        <Form page={page} action={`${href}/cabut`} hidden={{ kunci: props.stamp, versi: String(props.version) }}>
          <TextArea
            lang={page.lang}
            name="alasan"
            label={words.reason}
            hint={words.reasonHint}
            rows={4}
            maxLength={1000}
            value={props.typed}
            error={fault}
          />
          <Actions>
            <ButtonLink href={href} look="second">
              {words.no}
            </ButtonLink>
            <Button look="destroy">{words.yes}</Button>
          </Actions>
        </Form>
      </Narrow>
    </OfficePage>
  );
}
