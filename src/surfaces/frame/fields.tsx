import type { JSX } from 'preact';
import { type Input, type Issue, type ScreenField, sayIssue } from '../../engine/index.ts';
import { type Language, say } from '../../kernel/text.ts';
import {
  Checkboxes,
  DateField,
  Declaration,
  type FieldFault,
  FileField,
  type FileFieldProps,
  GroupField,
  MoneyField,
  type Place,
  PlaceSearch,
  Radios,
  Select,
  Stack,
  TextArea,
  TextField,
} from '../design/index.ts';

/** What a search for a place or office found: by the name of its box. */
export type LookedUp = Readonly<
  Record<string, { readonly typed: string; readonly results: readonly Place[]; readonly searched: boolean }>
>;

export type FieldsProps = {
  readonly lang: Language;
  readonly fields: readonly ScreenField[];
  readonly issues?: readonly Issue[] | undefined;
  /** A question with a page of its own is that page's heading. */
  readonly heading?: boolean | undefined;
  readonly lookedUp?: LookedUp | undefined;
  /** What was uploaded for a question, and how more is. */
  readonly file?: ((field: ScreenField) => Pick<FileFieldProps, 'files' | 'upload' | 'hint'>) | undefined;
  /** Answers typing in a box for places, when script runs. */
  readonly suggest?: ((input: Input) => string | undefined) | undefined;
};

type Drawing = FieldsProps & { readonly field: ScreenField };

/** The engine's fields in the parts of the design; each control has the name of its box as id. */
export function Fields(props: FieldsProps): JSX.Element {
  return (
    <>
      {props.fields.map((field) => (
        <OneField key={field.question} {...props} field={field} />
      ))}
    </>
  );
}

/** What is wrong, each line leading to its box. */
export const faultsOf = (issues: readonly Issue[], lang: Language): readonly FieldFault[] =>
  issues.map((issue) => ({ field: issue.input, text: say(sayIssue(issue), lang) }));

function errorAt(d: Drawing, name: string): string | undefined {
  const found = d.issues?.find((issue) => issue.input === name);
  return found && say(sayIssue(found), d.lang);
}

function OneField(d: Drawing): JSX.Element {
  const { field, lang } = d;
  const [only, second] = field.inputs;
  const common = {
    ...{ lang, label: say(field.label, lang), heading: d.heading, optional: field.optional },
    hint: field.hint === null ? undefined : say(field.hint, lang),
    error: errorAt(d, field.question),
  };
  if (field.kind === 'date') return <DateBoxes boxes={field.inputs} name={field.question} common={common} />;
  if (only && !second) return <OneBox d={d} input={only} common={common} />;
  return (
    <GroupField field={{ ...common, name: field.question }}>
      <Stack gap={4}>
        {boxGroups(field.inputs).map((group) => {
          const [first] = group;
          if (!first) return null;
          const label = first.label === null ? common.label : say(first.label, lang);
          const inner = { lang, label, unseen: first.label === null, error: errorAt(d, first.name) };
          if (group.length === 3) {
            const name = first.name.replace(/\.day$/, '');
            const dated = { lang, label: common.label, error: errorAt(d, name) };
            return <DateBoxes key={name} boxes={group} name={name} common={dated} />;
          }
          return <OneBox key={first.name} d={d} input={first} common={inner} />;
        })}
      </Stack>
    </GroupField>
  );
}

/** The three boxes of a date stand together. */
function boxGroups(inputs: readonly Input[]): readonly (readonly Input[])[] {
  return inputs.flatMap((input, i) => {
    if (/\.(month|year)$/.test(input.name)) return [];
    return [input.name.endsWith('.day') ? inputs.slice(i, i + 3) : [input]];
  });
}

type Common = {
  readonly lang: Language;
  readonly label: string;
  readonly heading?: boolean | undefined;
  readonly unseen?: boolean | undefined;
  readonly optional?: boolean | undefined;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
};

function DateBoxes(props: {
  readonly boxes: readonly Input[];
  readonly name: string;
  readonly common: Common;
}): JSX.Element {
  const [day, month, year] = props.boxes.map((box) => box.value);
  return (
    <DateField {...props.common} name={props.name} value={{ day: day ?? '', month: month ?? '', year: year ?? '' }} />
  );
}

const chosenOf = (input: Input): readonly string[] =>
  input.options.filter((option) => option.selected).map((option) => option.value);

function OneBox({ d, input, common }: { readonly d: Drawing; readonly input: Input; readonly common: Common }) {
  const { lang } = d;
  const { name } = input;
  const options = input.options.map((option) => ({ value: option.value, label: say(option.text, lang) }));
  switch (input.kind) {
    case 'radio':
      return <Radios {...common} name={name} options={options} value={chosenOf(input)[0]} />;
    case 'select':
      return <Select {...common} name={name} options={options} value={chosenOf(input)[0]} />;
    case 'checkbox':
      return d.field.kind === 'declaration' || d.field.kind === 'consent' ? (
        <Declaration
          lang={lang}
          name={name}
          value={input.options[0]?.value}
          checked={chosenOf(input).length > 0}
          error={common.error}
        >
          {common.label}
        </Declaration>
      ) : (
        <Checkboxes {...common} name={name} options={options} values={chosenOf(input)} />
      );
    case 'textarea':
      return <TextArea {...common} name={name} value={input.value} maxLength={input.maxLength ?? undefined} />;
    case 'lookup': {
      const found = d.lookedUp?.[name];
      return (
        <PlaceSearch
          {...common}
          name={name}
          typed={found?.typed}
          results={found?.results}
          searched={found?.searched}
          chosen={input.value === '' ? undefined : input.value}
          suggest={d.suggest?.(input)}
        />
      );
    }
    case 'file':
      return <FileField {...common} name={name} {...d.file?.(d.field)} />;
    case 'hidden':
      return (
        <p>
          <b>{common.label}</b>
        </p>
      );
    case 'text':
      if (d.field.kind === 'money') return <MoneyField {...common} name={name} value={input.value} />;
      return (
        <TextField
          {...common}
          name={name}
          value={input.value}
          inputMode={input.inputmode === 'none' ? 'text' : input.inputmode}
          autoComplete={input.autocomplete ?? 'off'}
          maxLength={input.maxLength ?? undefined}
          width={widthOf(input.width)}
        />
      );
  }
}

const widthOf = (width: number | null): 'full' | 'middle' | 'short' =>
  width === null ? 'full' : width <= 6 ? 'short' : 'middle';
