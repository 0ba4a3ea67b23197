import type { ComponentChildren, JSX } from 'preact';
import type { Language } from '../../kernel/text.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-shapes.ts';
import { words } from './messages.ts';

export type RowProps = {
  readonly href: string;
  readonly icon?: IconName | undefined;
  readonly title: ComponentChildren;
  readonly text?: ComponentChildren;
};

/** A way on: sign, words, one line about it. */
export function Row({ href, icon = 'doc', title, text }: RowProps): JSX.Element {
  return (
    <li>
      <a class="row" href={href}>
        <Icon name={icon} />
        <span>
          <b>{title}</b>
          {text !== undefined && <small>{text}</small>}
        </span>
        <svg class="i go" aria-hidden="true" viewBox="0 0 24 24">
          <path d="M9 5l7 7-7 7" />
        </svg>
      </a>
    </li>
  );
}

export function Rows({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return <ul class="rows">{children}</ul>;
}

/** Rows that lead nowhere: who opened my data, what happened. */
export function PlainRows(props: {
  readonly rows: readonly { readonly title: ComponentChildren; readonly text?: ComponentChildren }[];
}): JSX.Element {
  return (
    <ul class="rows plain">
      {props.rows.map((row, index) => (
        <li key={index}>
          {row.title}
          {row.text !== undefined && <small>{row.text}</small>}
        </li>
      ))}
    </ul>
  );
}

/** What happens in life, as signs with words. */
export function Tiles(props: {
  readonly items: readonly { readonly href: string; readonly icon: IconName; readonly label: string }[];
}): JSX.Element {
  return (
    <ul class="tiles">
      {props.items.map((item) => (
        <li key={item.href}>
          <a class="tile" href={item.href}>
            <Icon name={item.icon} large />
            {item.label}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Examples to press instead of writing. */
export function Chips(props: {
  readonly lang: Language;
  readonly label?: string | undefined;
  readonly items: readonly { readonly href: string; readonly label: string }[];
}): JSX.Element {
  return (
    <ul class="chips" aria-label={props.label ?? words(props.lang).searchExamples}>
      {props.items.map((item) => (
        <li key={item.href}>
          <a href={item.href}>{item.label}</a>
        </li>
      ))}
    </ul>
  );
}

export type SearchProps = {
  readonly lang: Language;
  readonly action: string;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  /** Unseen label; leave it away when a heading is the label (`<label for={id}>`). */
  readonly label?: string | undefined;
  readonly hintId?: string | undefined;
};

/** `<search>` is unknown to phones of 2018; the role is not. */
const landmark = { role: 'search' } as const;

/** The one question of the front door. */
export function Search(props: SearchProps): JSX.Element {
  const id = props.id ?? 'cari';
  return (
    <form class="search" {...landmark} action={props.action} method="get">
      <Icon name="search" />
      {props.label !== undefined && (
        <label class="sr" for={id}>
          {props.label}
        </label>
      )}
      <input
        id={id}
        name={props.name ?? 'q'}
        type="search"
        autoComplete="off"
        value={props.value}
        aria-describedby={props.hintId}
      />
      <button class="btn" type="submit">
        {words(props.lang).search}
      </button>
    </form>
  );
}

export type FrontDoorProps = {
  readonly lang: Language;
  readonly greeting?: ComponentChildren;
  readonly question: string;
  readonly hint?: ComponentChildren;
  readonly action: string;
  readonly value?: string | undefined;
  readonly examples?: readonly { readonly href: string; readonly label: string }[] | undefined;
  readonly children?: ComponentChildren;
};

/** A row of counters, one of them open, and the question. Stands in a `CitizenFrame` of shape `front`. */
export function FrontDoor(props: FrontDoorProps): JSX.Element {
  return (
    <>
      <div class="band front">
        <div class="wrap door">
          {props.greeting !== undefined && <p class="on-band-2">{props.greeting}</p>}
          <h1>
            <label for="cari">{props.question}</label>
          </h1>
        </div>
        <div class="arcade" aria-hidden="true">
          <svg viewBox="0 0 48 66" aria-hidden="true">
            <path class="arcade-lit" d="M8 66V29a16 16 0 0 1 32 0v37z" />
            <path class="arcade-one" d="m18.5 35.5 7-5.5v32" />
          </svg>
        </div>
      </div>
      <div class="wrap front-main">
        <Search
          lang={props.lang}
          action={props.action}
          value={props.value}
          hintId={props.hint === undefined ? undefined : 'cari-petunjuk'}
        />
        {props.hint !== undefined && (
          <p class="hint" id="cari-petunjuk">
            {props.hint}
          </p>
        )}
        {props.examples && <Chips lang={props.lang} items={props.examples} />}
        {props.children}
      </div>
    </>
  );
}
