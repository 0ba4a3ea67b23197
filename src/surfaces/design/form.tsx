import type { ComponentChildren, JSX } from 'preact';
import type { Language } from '../../kernel/text.ts';
import { Token } from './frames.tsx';
import { Icon } from './icon.tsx';
import { words } from './messages.ts';
import type { PageContext } from './page.ts';

/** Values that travel with a form unseen: version, idempotency key. */
export function HiddenFields({ fields }: { readonly fields: Readonly<Record<string, string>> }): JSX.Element {
  return (
    <>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

export type FormProps = {
  readonly page: PageContext;
  readonly action: string;
  readonly id?: string | undefined;
  /** With files. */
  readonly multipart?: boolean | undefined;
  readonly hidden?: Readonly<Record<string, string>> | undefined;
  /** Where the draft is kept while one writes (script only). */
  readonly autosave?: string | undefined;
  /** What is chosen is as the server says it: "back" brings no former choice, which may stand at another line by now. */
  readonly fresh?: boolean | undefined;
  readonly gap?: 3 | 4 | 6 | 8 | undefined;
  readonly class?: 'case-side' | 'filters' | undefined;
  readonly children: ComponentChildren;
};

/** A form that changes something: POST, with the token, guarded against a second press. */
export function Form(props: FormProps): JSX.Element {
  return (
    <form
      id={props.id}
      class={`${props.class === undefined ? '' : `${props.class} `}gap-${props.gap ?? 6}`}
      action={props.action}
      method="post"
      enctype={props.multipart ? 'multipart/form-data' : undefined}
      noValidate
      autoComplete={props.fresh ? 'off' : undefined}
      data-fresh={props.fresh}
      data-once
      data-autosave={props.autosave}
    >
      {props.children}
      <Token page={props.page} />
      {props.hidden && <HiddenFields fields={props.hidden} />}
    </form>
  );
}

/** A form that only leads on: its answers stand in the address, so that back and reload lose nothing. */
export function GetForm(props: { readonly action: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <form class="gap-6" action={props.action} method="get" noValidate>
      {props.children}
    </form>
  );
}

/** Says when the draft was last kept; the script writes the server's newer words into it. */
export function DraftSaved({ children }: { readonly children?: ComponentChildren }): JSX.Element {
  return (
    <p class="live" role="status" data-saved hidden={children === undefined}>
      {children}
    </p>
  );
}

export type FieldFault = {
  /** Where the line leads; '' where the page has no such place. */
  readonly field: string;
  readonly text: string;
  /** A rule or the state of things stands in the way: nothing that was typed is wrong. */
  readonly rule?: true;
};
type Faults = number | readonly FieldFault[];

/** How many answers need fixing; none where only a rule stands in the way. */
const toFix = (faults: Faults): number =>
  typeof faults === 'number' ? faults : faults.filter(({ rule }) => !rule).length;

/** What is wrong, on top of the page, each line leading to its field. The page's title should begin with the same words. */
export function ErrorSummary({
  lang,
  faults,
}: {
  readonly lang: Language;
  readonly faults: readonly FieldFault[];
}): JSX.Element | null {
  if (faults.length === 0) return null;
  return (
    <div class="errors" role="alert" tabIndex={-1} aria-labelledby="ringkasan-salah" data-focus>
      <h2 id="ringkasan-salah">
        <Icon name="alert" />
        {toFix(faults) === 0 ? words(lang).ruleTitle : words(lang).errorTitle(toFix(faults))}
      </h2>
      <ul>
        {faults.map((fault) => (
          <li key={fault.field}>{fault.field === '' ? fault.text : <a href={`#${fault.field}`}>{fault.text}</a>}</li>
        ))}
      </ul>
    </div>
  );
}

/** @example errorTitle('id', 'Kapan Raka lahir?', 1) // 'Perlu diperbaiki: Kapan Raka lahir?' */
export function errorTitle(lang: Language, title: string, faults: Faults): string {
  if (faults === 0 || (typeof faults !== 'number' && faults.length === 0)) return title;
  return `${toFix(faults) === 0 ? words(lang).rulePrefix : words(lang).errorPrefix}${title}`;
}
