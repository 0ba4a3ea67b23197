import type { JSX } from 'preact';
import type { FoundCase, Sought } from '../../capabilities/cases/index.ts';
import { BackLink, Button, EmptyState, Form, Muted, PageTitle, Row, Rows } from '../design/index.ts';
import { OfficePage, type Shell } from './shell.tsx';
import { inboxWords } from './words/inbox.ts';

/** Sent as a form, not in the address: a NIK or a name would stay in histories and logs. */
export function Seek({ shell, typed = '' }: { readonly shell: Shell; readonly typed?: string }): JSX.Element {
  const words = inboxWords(shell.page.lang);
  return (
    <Form page={shell.page} action="/kantor/cari" class="filters" gap={3}>
      <div>
        <label for="cari">{words.search}</label>
        <input class="input" id="cari" name="q" value={typed} maxLength={80} autoComplete="off" data-seek />
      </div>
      <Button look="second" wide={false}>
        {words.seek}
      </Button>
    </Form>
  );
}

export type FoundLine = {
  readonly of: FoundCase;
  readonly href: string;
  readonly title: string;
  readonly text: string;
};

export function SeekPage(props: {
  readonly shell: Shell;
  readonly office: string;
  readonly typed: string;
  readonly sought: Sought;
  readonly lines: readonly FoundLine[];
}): JSX.Element {
  const { shell, sought, lines } = props;
  const words = inboxWords(shell.page.lang);
  return (
    <OfficePage shell={shell} title={words.seekTitle} at="inbox">
      <div>
        <BackLink href="/kantor">{words.title}</BackLink>
        <PageTitle over={props.office}>{words.seekTitle}</PageTitle>
      </div>
      <Seek shell={shell} typed={props.typed} />
      {lines.length === 0 ? (
        <EmptyState title={sought.short ? words.short : words.nothing}>{words.nothingBy[sought.by]}</EmptyState>
      ) : (
        <>
          <Muted>{sought.more ? words.foundMore(lines.length) : words.found(lines.length)}</Muted>
          <Rows>
            {lines.map(({ of, href, title, text }) => (
              <Row key={of.id} href={href} title={title} text={text} />
            ))}
          </Rows>
        </>
      )}
    </OfficePage>
  );
}
