import type { ComponentChildren, JSX } from 'preact';
import type { Language } from '../../kernel/text.ts';
import { Icon } from './icon.tsx';
import { words } from './messages.ts';

export type SummaryRow = {
  readonly term: string;
  readonly value: ComponentChildren;
  readonly change?: { readonly href: string; readonly label?: string | undefined } | undefined;
};

/** Answers with a way to change each. */
export function SummaryList({
  lang,
  rows,
}: {
  readonly lang: Language;
  readonly rows: readonly SummaryRow[];
}): JSX.Element {
  return (
    <dl class="sum">
      {rows.map((row) => (
        <div key={row.term}>
          <dt>{row.term}</dt>
          <dd>{row.value}</dd>
          {row.change && (
            <dd class="do">
              <a href={row.change.href}>
                {row.change.label ?? words(lang).change}
                <span class="sr"> {row.term}</span>
              </a>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

/** Where a value comes from, when nobody was asked for it. */
export function SourceMark({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return (
    <p class="src">
      <Icon name="lock" />
      <span>{children}</span>
    </p>
  );
}

/** The door for mistakes in what the register knows. */
export function DataWrong({ lang, href }: { readonly lang: Language; readonly href: string }): JSX.Element {
  return (
    <p>
      <a class="link" href={href}>
        <Icon name="flag" />
        {words(lang).dataWrong}
      </a>
    </p>
  );
}

/** Known values: their source above, the door for mistakes below. */
export function KnownValues(props: {
  readonly lang: Language;
  readonly source: ComponentChildren;
  readonly rows: readonly SummaryRow[];
  readonly wrongHref?: string | undefined;
}): JSX.Element {
  return (
    <>
      <SourceMark>{props.source}</SourceMark>
      <SummaryList lang={props.lang} rows={props.rows} />
      {props.wrongHref !== undefined && <DataWrong lang={props.lang} href={props.wrongHref} />}
    </>
  );
}

/** What stands on a paper or a record: name above value. */
export function DefinitionRows(props: {
  readonly rows: readonly { readonly term: string; readonly value: ComponentChildren }[];
}): JSX.Element {
  return (
    <dl class="pairs">
      {props.rows.map((row) => (
        <div key={row.term}>
          <dt>{row.term}</dt>
          <dd>{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A NIK or KK number by its last four digits. */
export function MaskedNumber({ lang, lastFour }: { readonly lang: Language; readonly lastFour: string }): JSX.Element {
  return (
    <span class="num nowrap">
      <span aria-hidden="true">•••• •••• •••• </span>
      <span class="sr">{words(lang).endsWith}</span>
      {lastFour}
    </span>
  );
}
