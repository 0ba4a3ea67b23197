import type { JSX } from 'preact';
import {
  Button,
  DeskTitle,
  EmptyState,
  ErrorSummary,
  errorTitle,
  type FieldFault,
  Form,
  Muted,
  Notice,
  PickList,
  type PickRow,
  QuietLink,
} from '../design/index.ts';
import { OfficePage, type Shell } from './shell.tsx';
import { deliveryWords } from './words/deliveries.ts';

export type DeliveriesProps = {
  readonly shell: Shell;
  readonly rows: readonly PickRow[];
  readonly faults: readonly FieldFault[];
  readonly done: string | undefined;
};

/** Messages that will not go out by themselves any more, for whoever looks after a region. */
export function DeliveriesPage({ shell, rows, faults, done }: DeliveriesProps): JSX.Element {
  const { page } = shell;
  const words = deliveryWords(page.lang);
  return (
    <OfficePage shell={shell} title={errorTitle(page.lang, words.title, faults.length)} at="deliveries">
      <ErrorSummary lang={page.lang} faults={faults} />
      <DeskTitle title={words.title} />
      <Muted>{words.lead}</Muted>
      {done !== undefined && (
        <Notice tone="success" role="status">
          {done}
        </Notice>
      )}
      {rows.length === 0 ? (
        <EmptyState title={words.none}>{words.noneWhy}</EmptyState>
      ) : (
        <Form page={page} action="/kantor/kabar" gap={4}>
          <p>
            <QuietLink href="/kantor/kabar?tandai=semua" icon="check">
              {words.all}
            </QuietLink>
          </p>
          <PickList name="pesan" caption={words.caption} rows={rows} />
          <p>
            <Button wide={false}>{words.again}</Button>
          </p>
        </Form>
      )}
    </OfficePage>
  );
}
