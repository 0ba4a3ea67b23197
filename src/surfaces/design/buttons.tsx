import type { ComponentChildren, JSX } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-shapes.ts';

type Look = 'first' | 'second' | 'destroy';
const looks = { first: 'btn', second: 'btn btn-2', destroy: 'btn btn-warn' } as const satisfies Record<Look, string>;

type Common = {
  readonly children: ComponentChildren;
  /** One `first` per page; `destroy` is red and last. */
  readonly look?: Look | undefined;
  /** Sign before the words. */
  readonly icon?: IconName | undefined;
  /** Sign after the words, e.g. `next`. */
  readonly iconAfter?: IconName | undefined;
  readonly wide?: boolean | undefined;
  /** The key an officer may press; it is printed on the control. */
  readonly keyName?: string | undefined;
};

export type ButtonProps = Common & {
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  readonly formAction?: string | undefined;
  /** Skips the browser's own checks: for "save and go on later". */
  readonly noValidate?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly id?: string | undefined;
};

const dressed = ({ look = 'first', wide = true }: Common): string => `${looks[look]}${wide ? ' btn-wide' : ''}`;

function Face({ icon, iconAfter, keyName, children }: Common): JSX.Element {
  return (
    <>
      {icon && <Icon name={icon} />}
      {children}
      {iconAfter && <Icon name={iconAfter} />}
      {keyName !== undefined && <kbd>{keyName}</kbd>}
    </>
  );
}

/** Sends the form it stands in. */
export function Button(props: ButtonProps): JSX.Element {
  return (
    <button
      type="submit"
      class={dressed(props)}
      id={props.id}
      name={props.name}
      value={props.value}
      formaction={props.formAction}
      formnovalidate={props.noValidate}
      disabled={props.disabled}
      data-key={props.keyName}
    >
      <Face {...props} />
    </button>
  );
}

export type ButtonLinkProps = Common & {
  readonly href: string;
  /** Lets the browser save the answer instead of opening it. */
  readonly download?: boolean | undefined;
};

/** Leads on like a button, but only goes somewhere. */
export function ButtonLink(props: ButtonLinkProps): JSX.Element {
  return (
    <a class={dressed(props)} href={props.href} download={props.download} data-key={props.keyName}>
      <Face {...props} />
    </a>
  );
}

type LinkFace = {
  readonly children: ComponentChildren;
  readonly icon?: IconName | undefined;
  readonly bad?: boolean | undefined;
};

/** A quiet way on, with a sign. */
export function QuietLink(props: LinkFace & { readonly href: string }): JSX.Element {
  return (
    <p>
      <a class={props.bad ? 'link link-bad' : 'link'} href={props.href}>
        {props.icon && <Icon name={props.icon} />}
        {props.children}
      </a>
    </p>
  );
}

/** Looks like a link, sends the form. */
export function QuietButton(
  props: LinkFace & { readonly name?: string | undefined; readonly value?: string | undefined },
): JSX.Element {
  return (
    <button type="submit" class={props.bad ? 'link link-bad' : 'link'} name={props.name} value={props.value}>
      {props.icon && <Icon name={props.icon} />}
      {props.children}
    </button>
  );
}

export function BackLink({
  href,
  children,
}: {
  readonly href: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <a class="link back" href={href}>
      <Icon name="back" />
      {children}
    </a>
  );
}

/** Buttons of a page: below each other on a phone, in a row at a desk. `sticky` keeps them in reach of the thumb. */
export function Actions({
  children,
  sticky = false,
}: {
  readonly children: ComponentChildren;
  readonly sticky?: boolean;
}): JSX.Element {
  return <div class={sticky ? 'act' : 'actions'}>{children}</div>;
}
