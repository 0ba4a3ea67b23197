import type { ComponentChildren, JSX } from 'preact';
import type { Language } from '../../kernel/text.ts';
import { Icon, Loket } from './icon.tsx';
import type { IconName } from './icon-shapes.ts';
import { words } from './messages.ts';

export type Tone = 'info' | 'success' | 'warning' | 'danger';

const dress = {
  info: { class: 'notice', icon: 'info' },
  success: { class: 'notice notice-ok', icon: 'check' },
  warning: { class: 'notice notice-wait', icon: 'warn' },
  danger: { class: 'notice notice-bad', icon: 'alert' },
} as const satisfies Record<Tone, { class: string; icon: IconName }>;

export type NoticeProps = {
  readonly tone?: Tone | undefined;
  readonly title?: ComponentChildren;
  readonly icon?: IconName | undefined;
  /** `status` when it answers what the person just did; then screen readers say it. */
  readonly role?: 'status' | 'alert' | undefined;
  readonly children?: ComponentChildren;
};

/** Something to know: colour, sign and words together. */
export function Notice({ tone = 'info', title, icon, role, children }: NoticeProps): JSX.Element {
  return (
    <div class={dress[tone].class} role={role}>
      <Icon name={icon ?? dress[tone].icon} />
      <div>
        {title !== undefined && <b>{title}</b>}
        {children !== undefined && <div>{children}</div>}
      </div>
    </div>
  );
}

export type TagTone = 'plain' | 'going' | 'ok' | 'waiting' | 'bad';
const tags = {
  plain: 'tag',
  going: 'tag tag-go',
  ok: 'tag tag-ok',
  waiting: 'tag tag-wait',
  bad: 'tag tag-bad',
} as const satisfies Record<TagTone, string>;

/** One or two words about a state. */
export function Tag({
  tone = 'plain',
  children,
}: {
  readonly tone?: TagTone | undefined;
  readonly children: ComponentChildren;
}): JSX.Element {
  return <span class={tags[tone]}>{children}</span>;
}

export function Tags({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return <p class="tags">{children}</p>;
}

/** Stands first on everything of the demonstration that could be taken for a paper. */
export function Specimen({ lang, long = true }: { readonly lang: Language; readonly long?: boolean }): JSX.Element {
  const say = words(lang);
  return <span class="specimen">{long ? say.specimenLong : say.specimen}</span>;
}

export function EmptyState(props: {
  readonly title: string;
  readonly sign?: string | number | undefined;
  readonly children?: ComponentChildren;
  readonly link?: { readonly href: string; readonly label: string } | undefined;
}): JSX.Element {
  return (
    <div class="empty">
      <Loket silent>{props.sign ?? 0}</Loket>
      <h2>{props.title}</h2>
      {props.children !== undefined && <p class="muted">{props.children}</p>}
      {props.link && (
        <p>
          <a class="link" href={props.link.href}>
            {props.link.label}
          </a>
        </p>
      )}
    </div>
  );
}

/** What just happened, with a way to undo it. `still` keeps it in the page. */
export function Toast(props: {
  readonly children: ComponentChildren;
  readonly still?: boolean | undefined;
  readonly undo?: ComponentChildren;
}): JSX.Element {
  return (
    <div class={props.still ? 'toast still' : 'toast'} role="status">
      <span>{props.children}</span>
      {props.undo}
    </div>
  );
}

/** When the page last heard from the server, or when the draft was last kept. */
export function Live({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return <p class="live">{children}</p>;
}
