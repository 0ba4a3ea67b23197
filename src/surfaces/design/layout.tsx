import type { ComponentChildren, JSX } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-shapes.ts';

type Gap = 2 | 3 | 4 | 6 | 8 | 10;

/** Blocks below each other. */
export function Stack({
  gap = 4,
  children,
}: {
  readonly gap?: Gap;
  readonly children: ComponentChildren;
}): JSX.Element {
  return <div class={`gap-${gap}`}>{children}</div>;
}

/** The words on top of a page: what it is about, the heading, one sentence. */
export function PageTitle(props: {
  readonly children: ComponentChildren;
  readonly over?: ComponentChildren;
  readonly lead?: ComponentChildren;
}): JSX.Element {
  return (
    <div class="gap-2">
      {props.over !== undefined && <p class="over">{props.over}</p>}
      <h1>{props.children}</h1>
      {props.lead !== undefined && <p class="lead">{props.lead}</p>}
    </div>
  );
}

/** The state of a case as one true sentence: who has it, since when, until when. */
export function TruthSentence(props: {
  readonly children: ComponentChildren;
  readonly over?: ComponentChildren;
}): JSX.Element {
  return (
    <div>
      {props.over !== undefined && <p class="over">{props.over}</p>}
      <h1 class="truth">{props.children}</h1>
    </div>
  );
}

export type SectionProps = {
  /** Names the heading for screen readers; unique on the page. */
  readonly id: string;
  readonly title: ComponentChildren;
  readonly gap?: Gap | undefined;
  /** "See all", at the right of the heading. */
  readonly more?: { readonly href: string; readonly label: string } | undefined;
  readonly card?: boolean | undefined;
  readonly children: ComponentChildren;
};

/** A part of a page under its own heading. */
export function Section({ id, title, gap = 3, more, card = false, children }: SectionProps): JSX.Element {
  return (
    <section aria-labelledby={id} class={card ? `card gap-${gap}` : more ? undefined : `gap-${gap}`}>
      {more ? (
        <div class="head">
          <h2 id={id}>{title}</h2>
          <a href={more.href}>{more.label}</a>
        </div>
      ) : (
        <h2 id={id}>{title}</h2>
      )}
      {children}
    </section>
  );
}

/** Two columns at a desk, one on a phone. `wide` gives the first more room. */
export function Columns({
  wide = false,
  children,
}: {
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}): JSX.Element {
  return <div class={wide ? 'front-cols' : 'split'}>{children}</div>;
}

/** Second voice. */
export function Muted({
  small = true,
  children,
}: {
  readonly small?: boolean;
  readonly children: ComponentChildren;
}): JSX.Element {
  return <p class={small ? 'muted small' : 'muted'}>{children}</p>;
}

/** Lines that each begin with a sign: conditions, things to bring, results. `refused` greys the sign ("not needed"). */
export function IconList(props: {
  readonly items: readonly { readonly icon: IconName; readonly text: ComponentChildren }[];
  readonly refused?: boolean | undefined;
}): JSX.Element {
  return (
    <ul class={props.refused ? 'list list-no' : 'list'}>
      {props.items.map((item, index) => (
        <li key={index}>
          <Icon name={item.icon} />
          <span>{item.text}</span>
        </li>
      ))}
    </ul>
  );
}

export function Dots({ items }: { readonly items: readonly ComponentChildren[] }): JSX.Element {
  return (
    <ul class="dots">
      {items.map((item, index) => (
        <li key={index}>{item}</li>
      ))}
    </ul>
  );
}

/** What to do, one after the other. */
export function Numbered({ items }: { readonly items: readonly ComponentChildren[] }): JSX.Element {
  return (
    <ol class="numbered">
      {items.map((item, index) => (
        <li key={index}>{item}</li>
      ))}
    </ol>
  );
}

/** More for who wants it; opens without script. */
export function More(props: {
  readonly summary: ComponentChildren;
  readonly open?: boolean | undefined;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <details class="more" open={props.open}>
      <summary>
        {props.summary}
        <Icon name="down" />
      </summary>
      {props.children}
    </details>
  );
}

/** Several `More` below each other. */
export function MoreSet({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return <div class="more-set">{children}</div>;
}

/** How long, what it costs, what comes out. */
export function Facts(props: {
  readonly items: readonly { readonly icon: IconName; readonly term: string; readonly value: ComponentChildren }[];
}): JSX.Element {
  return (
    <dl class="facts">
      {props.items.map((item) => (
        <div key={item.term}>
          <dt>
            <Icon name={item.icon} />
            {item.term}
          </dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Keeps a form on a wide desk in a width that eyes can follow. */
export function Narrow({
  gap = 6,
  children,
}: {
  readonly gap?: Gap;
  readonly children: ComponentChildren;
}): JSX.Element {
  return <div class={`column gap-${gap}`}>{children}</div>;
}
