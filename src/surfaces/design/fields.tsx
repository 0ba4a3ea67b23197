import type { JSX } from 'preact';
import { describedBy, type FieldProps, faulty, fieldId, GroupField, LabelledField } from './field-shell.tsx';
import { words } from './messages.ts';

export type TextFieldProps = FieldProps & {
  readonly value?: string | undefined;
  readonly type?: 'text' | 'tel' | 'email' | 'password' | 'search' | undefined;
  readonly inputMode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | undefined;
  readonly autoComplete?: string | undefined;
  readonly maxLength?: number | undefined;
  /** `code`: large digits with air between them, for one-time codes and PINs. */
  readonly width?: 'full' | 'middle' | 'short' | 'code' | undefined;
  readonly spellCheck?: boolean | undefined;
};

const widths = { full: 'input', middle: 'input middle', short: 'input short', code: 'input code' } as const;

export function TextField(props: TextFieldProps): JSX.Element {
  return (
    <LabelledField field={props}>
      <input
        class={widths[props.width ?? 'full']}
        id={fieldId(props)}
        name={props.name}
        type={props.type ?? 'text'}
        inputMode={props.inputMode}
        autoComplete={props.autoComplete}
        maxLength={props.maxLength}
        spellcheck={props.spellCheck}
        value={props.value}
        aria-describedby={describedBy(props)}
        aria-invalid={faulty(props)}
      />
    </LabelledField>
  );
}

export type TextAreaProps = FieldProps & {
  readonly value?: string | undefined;
  readonly rows?: number | undefined;
  readonly maxLength?: number | undefined;
};

export function TextArea(props: TextAreaProps): JSX.Element {
  return (
    <LabelledField field={props}>
      <textarea
        class="input"
        id={fieldId(props)}
        name={props.name}
        rows={props.rows ?? 4}
        maxLength={props.maxLength}
        aria-describedby={describedBy(props)}
        aria-invalid={faulty(props)}
      >
        {props.value}
      </textarea>
    </LabelledField>
  );
}

export type SelectOption = { readonly value: string; readonly label: string };

export type SelectProps = FieldProps & {
  /** Never more than 200. */
  readonly options: readonly SelectOption[];
  readonly value?: string | undefined;
  /** Words of the empty choice; `false` leaves it away. */
  readonly empty?: string | false | undefined;
};

export function Select(props: SelectProps): JSX.Element {
  const { empty = words(props.lang).choose } = props;
  return (
    <LabelledField field={props}>
      <select
        class="input"
        id={fieldId(props)}
        name={props.name}
        aria-describedby={describedBy(props)}
        aria-invalid={faulty(props)}
      >
        {empty !== false && <option value="">{empty}</option>}
        {props.options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === props.value}>
            {option.label}
          </option>
        ))}
      </select>
    </LabelledField>
  );
}

/** An amount in whole rupiah. */
export function MoneyField(props: FieldProps & { readonly value?: string | undefined }): JSX.Element {
  return (
    <LabelledField field={props}>
      <div class="money">
        <span aria-hidden="true">{words(props.lang).rupiah}</span>
        <input
          class="input"
          id={fieldId(props)}
          name={props.name}
          inputMode="numeric"
          autoComplete="off"
          value={props.value}
          aria-describedby={describedBy(props)}
          aria-invalid={faulty(props)}
        />
      </div>
    </LabelledField>
  );
}

type Part = {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly length: number;
  readonly wrong: boolean;
};

function Parts({ field, parts }: { readonly field: FieldProps; readonly parts: readonly Part[] }): JSX.Element {
  return (
    <div class="date">
      {parts.map((part) => (
        <div key={part.name}>
          <label for={part.id}>{part.label}</label>
          <input
            class="input"
            id={part.id}
            name={part.name}
            inputMode="numeric"
            autoComplete="off"
            maxLength={part.length}
            value={part.value}
            aria-describedby={part.wrong ? describedBy(field) : undefined}
            aria-invalid={part.wrong ? 'true' : undefined}
          />
        </div>
      ))}
    </div>
  );
}

/** The names under which the three boxes of a date are posted: those that the engine's forms read. */
export const dateNames = (name: string): { readonly day: string; readonly month: string; readonly year: string } => ({
  day: `${name}.day`,
  month: `${name}.month`,
  year: `${name}.year`,
});

export type DateFieldProps = FieldProps & {
  readonly value?: { readonly day?: string; readonly month?: string; readonly year?: string } | undefined;
  /** Which boxes are wrong; all when there is an error and nothing is said. */
  readonly wrong?: readonly ('day' | 'month' | 'year')[] | undefined;
};

/** A date people know by heart: three boxes, day first. */
export function DateField(props: DateFieldProps): JSX.Element {
  const say = words(props.lang);
  const id = fieldId(props);
  const names = dateNames(props.name);
  const part = (key: 'day' | 'month' | 'year', ownId: string, length: number): Part => ({
    id: ownId,
    name: names[key],
    label: say[key],
    value: props.value?.[key],
    length,
    wrong: props.error !== undefined && (props.wrong === undefined || props.wrong.includes(key)),
  });
  return (
    <GroupField field={props}>
      <Parts
        field={props}
        parts={[part('day', id, 2), part('month', `${id}.month`, 2), part('year', `${id}.year`, 4)]}
      />
    </GroupField>
  );
}

/** The names under which the two boxes of a time are posted. */
export const timeNames = (name: string): { readonly hour: string; readonly minute: string } => ({
  hour: `${name}.h`,
  minute: `${name}.i`,
});

export type TimeFieldProps = FieldProps & {
  readonly value?: { readonly hour?: string; readonly minute?: string } | undefined;
  readonly wrong?: readonly ('hour' | 'minute')[] | undefined;
};

/** A time of day, 00.00 to 23.59: two boxes. */
export function TimeField(props: TimeFieldProps): JSX.Element {
  const say = words(props.lang);
  const id = fieldId(props);
  const names = timeNames(props.name);
  const part = (key: 'hour' | 'minute', ownId: string): Part => ({
    id: ownId,
    name: names[key],
    label: say[key],
    value: props.value?.[key],
    length: 2,
    wrong: props.error !== undefined && (props.wrong === undefined || props.wrong.includes(key)),
  });
  return (
    <GroupField field={props}>
      <Parts field={props} parts={[part('hour', id), part('minute', `${id}.i`)]} />
    </GroupField>
  );
}
