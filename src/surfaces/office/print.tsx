import type { ComponentChildren, JSX } from 'preact';
import {
  Button,
  ButtonLink,
  DeskTitle,
  EmptyState,
  ErrorSummary,
  errorTitle,
  type FieldFault,
  Filters,
  Form,
  Muted,
  Notice,
  PageTitle,
  Section,
  Table,
} from '../design/index.ts';
import { OfficePage, type Shell } from './shell.tsx';
import { printWords } from './words/print.ts';

export type CardLine = {
  readonly id: string;
  readonly href: string;
  readonly service: string;
  readonly number: string;
  readonly whom: string;
  readonly clock: ComponentChildren;
  /** The box for the blank; undefined where the step asks something else as well. */
  readonly field: string | undefined;
};

export type PrintProps = {
  readonly shell: Shell;
  readonly office: string;
  readonly print: readonly CardLine[];
  readonly wait: readonly CardLine[];
  readonly hand: readonly CardLine[];
  readonly prints: boolean;
  readonly search: string;
  readonly stamp: string;
  readonly typed: Readonly<Record<string, string>>;
  readonly faults: readonly FieldFault[];
  readonly done: string | undefined;
};

/** Cards: what to print, on which blank, and to whom it was handed. Never a picture of a card. */
export function PrintPage(props: PrintProps): JSX.Element {
  const { shell, faults } = props;
  const { lang } = shell.page;
  const words = printWords(lang);
  return (
    <OfficePage shell={shell} title={errorTitle(lang, words.title, faults.length)} at="print">
      <ErrorSummary lang={lang} faults={faults} />
      <DeskTitle title={words.title} text={props.office} />
      {props.done !== undefined && (
        <Notice tone="success" role="status">
          {props.done}
        </Notice>
      )}
      <Muted>{words.lead}</Muted>
      {props.prints && <ToPrint {...props} />}
      {props.wait.length > 0 && (
        <Section id="tunggu" title={words.waiting(props.wait.length)}>
          <CardTable shell={shell} caption={words.waiting(props.wait.length)} lines={props.wait} verb={words.open} />
        </Section>
      )}
      <ToHand {...props} />
    </OfficePage>
  );
}

function ToPrint({ shell, print, stamp, typed, faults }: PrintProps): JSX.Element {
  const { page } = shell;
  const words = printWords(page.lang);
  const error = (field: string) => faults.find((fault) => fault.field === field)?.text;
  return (
    <Section id="cetak" title={words.toPrint(print.length)}>
      {print.length === 0 ? (
        <EmptyState title={words.nonePrint} />
      ) : (
        <Form page={page} action="/kantor/cetak" gap={4} hidden={{ kunci: stamp }}>
          <Muted>{words.blankHint}</Muted>
          <Table
            caption={words.toPrint(print.length)}
            columns={[words.columns.whom, words.columns.blank, words.columns.service, words.columns.case].map(
              (title) => ({
                title,
              }),
            )}
            rows={print.map((line) => [
              <>
                <a href={line.href}>{line.whom}</a>
                <small class="muted"> {line.clock}</small>
              </>,
              line.field === undefined ? (
                <a href={line.href}>{words.open}</a>
              ) : (
                <>
                  <label class="sr" for={line.field}>
                    {words.blankOf(line.whom)}
                  </label>
                  <input
                    class="input w-code"
                    id={line.field}
                    name={line.field}
                    value={typed[line.field]}
                    maxLength={60}
                    autoComplete="off"
                    aria-invalid={error(line.field) === undefined ? undefined : true}
                  />
                </>
              ),
              line.service,
              line.number,
            ])}
          />
          <p class="desk-head">
            <Button wide={false} name="aksi" value="dicetak">
              {words.printed}
            </Button>
            <Button look="second" wide={false} name="aksi" value="rusak">
              {words.spoiled}
            </Button>
            <a class="link" href="/kantor/cetak/daftar">
              {words.list}
            </a>
          </p>
        </Form>
      )}
    </Section>
  );
}

function ToHand({ shell, hand, search }: PrintProps): JSX.Element {
  const words = printWords(shell.page.lang);
  return (
    <Section id="ambil" title={words.toHand(hand.length)}>
      <Filters
        action="/kantor/cetak"
        fields={[
          {
            id: 'cari',
            label: words.search,
            control: <input class="input" id="cari" name="q" value={search} autoComplete="off" data-seek />,
          },
        ]}
        button={
          <Button look="second" wide={false} icon="search">
            {words.find}
          </Button>
        }
        live={search === '' ? undefined : <a href="/kantor/cetak">{words.all}</a>}
      />
      {hand.length === 0 ? (
        <EmptyState title={words.noneHand} />
      ) : (
        <CardTable shell={shell} caption={words.toHand(hand.length)} lines={hand} verb={words.hand} />
      )}
    </Section>
  );
}

function CardTable(props: {
  readonly shell: Shell;
  readonly caption: string;
  readonly lines: readonly CardLine[];
  readonly verb: string;
}): JSX.Element {
  const words = printWords(props.shell.page.lang);
  return (
    <Table
      caption={props.caption}
      columns={[words.columns.whom, words.columns.service, words.columns.case].map((title) => ({ title }))}
      rows={props.lines.map((line) => [
        <>
          <a href={line.href}>
            {props.verb}: {line.whom}
          </a>
          <small class="muted"> {line.clock}</small>
        </>,
        line.service,
        line.number,
      ])}
    />
  );
}

export type SheetLine = {
  readonly number: string;
  readonly service: string;
  readonly whom: string;
  readonly nik: string;
  readonly papers: string;
};

/** The same on one sheet of paper, with room to write. */
export function PrintSheet(props: {
  readonly shell: Shell;
  readonly office: string;
  readonly made: string;
  readonly lines: readonly SheetLine[];
}): JSX.Element {
  const words = printWords(props.shell.page.lang);
  const { columns } = words;
  return (
    <OfficePage shell={props.shell} title={words.listTitle} at="print">
      <PageTitle over={props.office} lead={words.listWhy}>
        {words.listTitle}
      </PageTitle>
      <Table
        caption={words.listTitle}
        columns={[
          columns.whom,
          columns.nik,
          columns.service,
          columns.case,
          columns.papers,
          columns.blank,
          columns.sign,
        ].map((title) => ({ title }))}
        rows={props.lines.map((line) => [line.whom, line.nik, line.service, line.number, line.papers, '', ''])}
      />
      <Muted>{words.made(props.made)}</Muted>
      <p class="no-print">
        <ButtonLink href="/kantor/cetak" look="second" wide={false}>
          {words.title}
        </ButtonLink>
      </p>
    </OfficePage>
  );
}
