import type { ComponentChildren, JSX } from 'preact';
import { asideTo, type Language } from '../../kernel/text.ts';
import { Icon } from './icon.tsx';
import { words } from './messages.ts';

/** What every field shares. The first control of a field always has the field's id, so that an error can link to it. */
export type FieldProps = {
  readonly lang: Language;
  readonly name: string;
  /** Default: the name. */
  readonly id?: string | undefined;
  readonly label: string;
  /** The label is the page's question and therefore its `h1`. */
  readonly heading?: boolean | undefined;
  /** The same words already stand above as a heading: then only screen readers hear the label. */
  readonly unseen?: boolean | undefined;
  readonly hint?: ComponentChildren;
  readonly error?: string | undefined;
  readonly optional?: boolean | undefined;
};

export const fieldId = (props: Pick<FieldProps, 'id' | 'name'>): string => props.id ?? props.name;
const hintId = (id: string): string => `${id}-petunjuk`;
const errorId = (id: string): string => `${id}-salah`;

/** Names hint and error for screen readers, in the order in which they are read. */
export const describedBy = (props: Pick<FieldProps, 'name' | 'id' | 'hint' | 'error'>): string | undefined => {
  const id = fieldId(props);
  const parts = [
    props.hint === undefined ? undefined : hintId(id),
    props.error === undefined ? undefined : errorId(id),
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(' ') : undefined;
};

/** Attributes of a control in error. */
export const faulty = (props: FieldProps): 'true' | undefined => (props.error === undefined ? undefined : 'true');

export function FieldHint({ field }: { readonly field: FieldProps }): JSX.Element | null {
  if (field.hint === undefined) return null;
  return (
    <p class="hint" id={hintId(fieldId(field))}>
      {field.hint}
    </p>
  );
}

function FieldError({ field }: { readonly field: Pick<FieldProps, 'lang' | 'name' | 'id' | 'error'> }): JSX.Element {
  return (
    <p class="error" id={errorId(fieldId(field))}>
      <Icon name="alert" />
      <span>
        <span class="sr">{words(field.lang).errorPrefix}</span>
        {field.error}
      </span>
    </p>
  );
}

function LabelWords({ field }: { readonly field: FieldProps }): JSX.Element {
  if (!field.optional) return <>{field.label}</>;
  const [label, aside] = asideTo(field.label, words(field.lang).optional);
  return (
    <>
      {label}
      <span class="optional">{aside}</span>
    </>
  );
}

/** The red box stands around error and control; the words of the question stay outside when they are the heading. */
export function FaultBox({
  field,
  children,
}: {
  readonly field: Pick<FieldProps, 'lang' | 'name' | 'id' | 'error'>;
  readonly children: ComponentChildren;
}): JSX.Element {
  if (field.error === undefined) return <>{children}</>;
  return (
    <div class="field-bad">
      <FieldError field={field} />
      {children}
    </div>
  );
}

/** One control with its label. */
export function LabelledField({
  field,
  children,
}: {
  readonly field: FieldProps;
  readonly children: ComponentChildren;
}): JSX.Element {
  const id = fieldId(field);
  return (
    <div class="q">
      {field.heading ? (
        <h1>
          <label for={id}>
            <LabelWords field={field} />
          </label>
        </h1>
      ) : (
        <label class={field.unseen ? 'sr' : 'label'} for={id}>
          <LabelWords field={field} />
        </label>
      )}
      <FieldHint field={field} />
      <FaultBox field={field}>{children}</FaultBox>
    </div>
  );
}

/** Several controls under one question. */
export function GroupField({
  field,
  children,
}: {
  readonly field: FieldProps;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <fieldset class="set" aria-describedby={describedBy(field)}>
      <legend class={field.unseen ? 'sr' : field.heading ? undefined : 'label'}>
        {field.heading ? (
          <h1>
            <LabelWords field={field} />
          </h1>
        ) : (
          <LabelWords field={field} />
        )}
      </legend>
      <FieldHint field={field} />
      <FaultBox field={field}>{children}</FaultBox>
    </fieldset>
  );
}
