import type { JSX } from 'preact';
import {
  Button,
  DeskTitle,
  Dots,
  EmptyState,
  ErrorSummary,
  Form,
  Muted,
  Narrow,
  Notice,
  PickList,
  type PickRow,
} from '../design/index.ts';
import { OfficePage, type Shell } from './shell.tsx';
import { signWords } from './words/sign.ts';

/** What became of one case of the bundle. */
export type Signed = { readonly title: string; readonly href: string; readonly why?: string | undefined };

export function SignPage(props: {
  readonly shell: Shell;
  readonly rows: readonly PickRow[];
  readonly stamp: string;
  readonly signed: readonly Signed[];
  readonly failed: readonly Signed[];
  readonly faulty: boolean;
}): JSX.Element {
  const { shell, rows, signed, failed } = props;
  const { page } = shell;
  const words = signWords(page.lang);
  return (
    <OfficePage shell={shell} title={words.title} at="sign">
      <DeskTitle title={words.title} text={words.lead(rows.length)} />
      <ErrorSummary lang={page.lang} faults={props.faulty ? [{ field: 'surat', text: words.choose }] : []} />
      {signed.length > 0 && (
        <Notice tone="success" role="status" title={words.signed(signed.length)}>
          <Outcomes items={signed} />
        </Notice>
      )}
      {failed.length > 0 && (
        <Notice tone="danger" role="alert" title={words.failed(failed.length)}>
          <Outcomes items={failed} />
        </Notice>
      )}
      {rows.length === 0 ? (
        <EmptyState title={words.empty}>{words.emptyWhy}</EmptyState>
      ) : (
        <Form page={page} action="/kantor/tanda-tangan" id="surat" gap={4} hidden={{ kunci: props.stamp }}>
          <PickList name="berkas" caption={words.caption} rows={rows} />
          <Narrow gap={2}>
            <Button icon="sign" wide={false}>
              {words.sign}
            </Button>
            <Muted>
              {words.each} {words.see}
            </Muted>
          </Narrow>
        </Form>
      )}
    </OfficePage>
  );
}

const Outcomes = ({ items }: { readonly items: readonly Signed[] }): JSX.Element => (
  <Dots
    items={items.map((item) => (
      <>
        <a href={item.href}>{item.title}</a>
        {item.why !== undefined && `: ${item.why}`}
      </>
    ))}
  />
);
