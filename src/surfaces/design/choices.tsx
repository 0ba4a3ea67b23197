import type { ComponentChildren, JSX } from 'preact';
import type { Language } from '../../kernel/text.ts';
import { type FieldProps, fieldId, GroupField } from './field-shell.tsx';
import { Icon } from './icon.tsx';
import { words } from './messages.ts';

export type ChoiceOption = {
  readonly value: string;
  readonly label: ComponentChildren;
  readonly hint?: ComponentChildren;
  readonly disabled?: boolean | undefined;
  /** The key an officer may press. */
  readonly keyName?: string | undefined;
  /** Takes none of what `Unless` holds: while it is chosen that is out of sight. */
  readonly plain?: boolean | undefined;
};

type ChoiceProps = {
  readonly type: 'radio' | 'checkbox';
  readonly id: string;
  readonly name: string;
  readonly option: ChoiceOption;
  readonly checked: boolean;
};

function Choice({ type, id, name, option, checked }: ChoiceProps): JSX.Element {
  return (
    <div class="choice">
      <input
        type={type}
        id={id}
        name={name}
        value={option.value}
        checked={checked}
        disabled={option.disabled}
        data-key={option.keyName}
        data-plain={option.plain ? true : undefined}
      />
      <label for={id}>
        {option.keyName !== undefined && <kbd>{option.keyName}</kbd>}
        {option.label}
        {option.hint !== undefined && <small>{option.hint}</small>}
      </label>
    </div>
  );
}

/** Fields that a `plain` choice of the same form does not take; with something ticked in it, it stays in sight. */
export function Unless({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return <div class="unless gap-4">{children}</div>;
}

const optionId = (id: string, index: number): string => (index === 0 ? id : `${id}-${index + 1}`);

export type RadiosProps = FieldProps & {
  readonly options: readonly ChoiceOption[];
  readonly value?: string | undefined;
};

export function Radios(props: RadiosProps): JSX.Element {
  const id = fieldId(props);
  return (
    <GroupField field={props}>
      <div class="choices">
        {props.options.map((option, index) => (
          <Choice
            key={option.value}
            type="radio"
            id={optionId(id, index)}
            name={props.name}
            option={option}
            checked={option.value === props.value}
          />
        ))}
      </div>
    </GroupField>
  );
}

export type CheckboxesProps = FieldProps & {
  readonly options: readonly ChoiceOption[];
  readonly values?: readonly string[] | undefined;
};

export function Checkboxes(props: CheckboxesProps): JSX.Element {
  const id = fieldId(props);
  return (
    <GroupField field={props}>
      <div class="choices">
        {props.options.map((option, index) => (
          <Choice
            key={option.value}
            type="checkbox"
            id={optionId(id, index)}
            name={props.name}
            option={option}
            checked={props.values?.includes(option.value) ?? false}
          />
        ))}
      </div>
    </GroupField>
  );
}

/** One box to tick under a sentence: a promise, a consent. */
export function Declaration(props: {
  readonly lang: Language;
  readonly name: string;
  readonly id?: string | undefined;
  readonly value?: string | undefined;
  readonly checked?: boolean | undefined;
  readonly error?: string | undefined;
  readonly children: ComponentChildren;
}): JSX.Element {
  const id = fieldId(props);
  const box = (
    <div class="choice">
      <input
        type="checkbox"
        id={id}
        name={props.name}
        value={props.value ?? 'ya'}
        checked={props.checked}
        aria-invalid={props.error === undefined ? undefined : 'true'}
        aria-describedby={props.error === undefined ? undefined : `${id}-salah`}
      />
      <label for={id}>{props.children}</label>
    </div>
  );
  if (props.error === undefined) return box;
  return (
    <div class="field-bad">
      <p class="error" id={`${id}-salah`}>
        <Icon name="alert" />
        <span>
          <span class="sr">{words(props.lang).errorPrefix}</span>
          {props.error}
        </span>
      </p>
      {box}
    </div>
  );
}

export type PersonOption = {
  readonly value: string;
  readonly name: string;
  /** "Anda sendiri, 33 tahun" */
  readonly relation?: ComponentChildren;
  readonly disabled?: boolean | undefined;
};

export type PersonChoiceProps = FieldProps & {
  readonly people: readonly PersonOption[];
  readonly value?: string | undefined;
  /** The way out when nobody fits: "Bukan salah satu dari mereka". */
  readonly other?: { readonly value: string; readonly label: string } | undefined;
};

/** For whom, or who: people the register or the account already knows. */
export function PersonChoice({ people, other, ...field }: PersonChoiceProps): JSX.Element {
  const options: readonly ChoiceOption[] = [
    ...people.map((person) => ({
      value: person.value,
      label: <b>{person.name}</b>,
      hint: person.relation,
      disabled: person.disabled,
    })),
    ...(other ? [{ value: other.value, label: other.label }] : []),
  ];
  return <Radios {...field} options={options} />;
}
