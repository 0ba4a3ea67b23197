import type { JSX } from 'preact';
import type { Input, Question, ScreenField } from '../../engine/index.ts';
import { type Language, say } from '../../kernel/text.ts';
import {
  Checkboxes,
  DateField,
  Declaration,
  FileField,
  type FileFieldProps,
  MoneyField,
  Notice,
  PageTitle,
  PlaceSearch,
  Radios,
  Section,
  Select,
  TextArea,
  TextField,
  TimeField,
} from '../design/index.ts';
import { AppointmentBox } from './appointment-box.tsx';
import type { AppointmentLook } from './appointment-look.ts';
import type { LookedUp, OfficeChoice } from './lookups.ts';
import { formWords } from './words/form.ts';

/** What every field of a page draws with. */
export type Drawing = {
  readonly lang: Language;
  /** What is wrong, by the name of the box. */
  readonly faults: ReadonlyMap<string, string>;
  readonly looked: LookedUp;
  readonly appointments: ReadonlyMap<string, AppointmentLook>;
  readonly files: ReadonlyMap<string, Pick<FileFieldProps, 'files' | 'upload'>>;
};

type FieldViewProps = {
  readonly field: ScreenField;
  readonly question: Question;
  readonly drawing: Drawing;
  /** The question stands alone and is the page's heading. */
  readonly heading: boolean;
};

/** One question with all its boxes. */
export function FieldView(props: FieldViewProps): JSX.Element {
  const { field, drawing, heading } = props;
  const { lang } = drawing;
  const first = field.inputs[0];
  const label = say(field.label, lang);
  if (first?.kind === 'hidden') return <Rows {...props} />;
  if (field.kind === 'appointment')
    return (
      <AppointmentBox
        {...{ lang, label, heading, name: field.question, hint: field.hint ? say(field.hint, lang) : undefined }}
        error={drawing.faults.get(field.question)}
        look={drawing.appointments.get(field.question)}
      />
    );
  if (field.kind === 'declaration' || field.kind === 'consent')
    return (
      <Declaration
        lang={lang}
        name={field.question}
        value="yes"
        checked={first?.values.includes('yes')}
        error={drawing.faults.get(field.question)}
      >
        {label}
      </Declaration>
    );
  // Where the first box has a label of its own the question itself must still be read.
  const own = first?.label !== null && !isDay(first);
  return (
    <>
      {own && heading && <PageTitle>{label}</PageTitle>}
      {own && !heading && <h2>{label}</h2>}
      <Boxes {...props} inputs={field.inputs} heading={heading && !own} />
    </>
  );
}

const isDay = (input: Input | undefined): boolean => input?.name.endsWith('.day') ?? false;

type BoxesProps = FieldViewProps & { readonly inputs: readonly Input[] };

function Boxes({ inputs, ...props }: BoxesProps): JSX.Element {
  const shown = inputs.filter((input) => !/\.(month|year)$/.test(input.name));
  return (
    <>
      {shown.map((input, index) => (
        <Box key={input.name} {...props} input={input} all={inputs} heading={props.heading && index === 0} />
      ))}
    </>
  );
}

type BoxProps = FieldViewProps & { readonly input: Input; readonly all: readonly Input[] };

/** What all parts need: name, words, fault. The question's own words stand at its own box, the facts' at theirs. */
function common({ field, question, drawing, heading, input }: BoxProps) {
  const { lang, faults } = drawing;
  const stem = input.name.replace(/\.day$/, '');
  const own = stem === field.question || input.kind === 'file';
  const fact = own ? undefined : factOf(question, stem.slice(field.question.length + 1));
  // Beside a choice of people the box is for somebody else only.
  const forOther = !own && stem === `${field.question}.nik` && field.inputs[0]?.kind === 'radio';
  // A box's own label is filled in already; the three boxes of a day stand under the fact's.
  const asked = isDay(input) ? (fact?.label ?? input.label) : (input.label ?? fact?.label);
  const label = own ? field.label : (asked ?? field.label);
  const hint = own ? field.hint : forOther ? somebodyElse : null;
  return {
    ...{ lang, name: stem, label: say(label, lang), heading: own && heading },
    hint: hint ? say(hint, lang) : undefined,
    optional: (own ? field.optional : fact?.optional) || undefined,
    error: faults.get(input.name) ?? faults.get(stem) ?? faults.get(`${stem}.month`) ?? faults.get(`${stem}.year`),
  };
}

const somebodyElse = {
  id: 'Isi hanya bila Anda memilih “Orang lain”. 16 angka, ada di KTP atau KK.',
  en: 'Only if you chose “Somebody else”. 16 digits, on the KTP or family card.',
};

/** The question behind a box of a row or of a person: `mother.name`, `rows.0.shdk`. */
function factOf(question: Question, rest: string): Question | undefined {
  const { field } = question;
  const id = rest.replace(/^\d+\./, '').split('.')[0];
  const questions = 'facts' in field ? field.facts : field.kind === 'group' ? field.questions : [];
  return questions.find((one) => one.id === id);
}

function Box(props: BoxProps): JSX.Element {
  const { input, field, drawing } = props;
  const base = common(props);
  if (isDay(input)) return <DateField {...base} value={dateValue(props)} />;
  if (field.kind === 'time' && input.name === field.question) {
    const [hour = '', minute = ''] = input.value.split('.');
    return <TimeField {...base} value={{ hour, minute }} />;
  }
  if (field.kind === 'money' && input.name === field.question) return <MoneyField {...base} value={input.value} />;
  const options = input.options.map((option) => ({ value: option.value, label: say(option.text, drawing.lang) }));
  const value = input.options.find((option) => option.selected)?.value;
  switch (input.kind) {
    case 'radio':
      return <Radios {...base} options={options} value={value} />;
    case 'select':
      return <Select {...base} options={options} value={value} />;
    case 'checkbox':
      return (
        <Checkboxes
          {...base}
          options={options}
          values={input.options.filter((option) => option.selected).map((option) => option.value)}
        />
      );
    case 'textarea':
      return <TextArea {...base} value={input.value} maxLength={input.maxLength ?? undefined} />;
    case 'lookup':
      return <LookUpBox {...props} />;
    case 'file':
      return <FileField {...base} hint={base.hint} {...drawing.files.get(field.question)} />;
    default:
      return <TextBox {...props} />;
  }
}

function dateValue({ input, all }: BoxProps): { readonly day: string; readonly month: string; readonly year: string } {
  const stem = input.name.replace(/day$/, '');
  const part = (name: string): string => all.find((one) => one.name === `${stem}${name}`)?.value ?? '';
  return { day: part('day'), month: part('month'), year: part('year') };
}

function TextBox(props: BoxProps): JSX.Element {
  const { input, field } = props;
  const mode = input.inputmode === 'none' ? undefined : input.inputmode;
  return (
    <TextField
      {...common(props)}
      value={input.value}
      type={mode === 'tel' ? 'tel' : 'text'}
      inputMode={mode}
      autoComplete={input.autocomplete ?? 'off'}
      maxLength={input.maxLength ?? undefined}
      width={input.width === null ? undefined : input.width <= 5 ? 'short' : 'middle'}
      spellCheck={field.kind === 'personName' ? false : undefined}
    />
  );
}

function LookUpBox(props: BoxProps): JSX.Element {
  const { input, drawing } = props;
  const base = common(props);
  const looked = drawing.looked.get(input.name);
  const words = formWords(drawing.lang);
  if (looked?.kind === 'places')
    return (
      <PlaceSearch
        {...base}
        hint={base.hint ?? words.searchHint}
        typed={looked.typed}
        results={looked.results}
        chosen={looked.chosen}
        searched={looked.searched}
        suggest={looked.suggest}
      />
    );
  const offices = looked?.offices ?? [];
  const nameOf = ({ name, own }: OfficeChoice): string => (own ? words.ownOffice(name) : name);
  if (offices.length === 0) return <Notice tone="warning">{words.noOffices}</Notice>;
  if (offices.length > 7)
    return (
      <Select
        {...base}
        options={offices.map((office) => ({ value: office.value, label: nameOf(office) }))}
        value={input.value}
        empty={words.pickOffice}
      />
    );
  return (
    <Radios
      {...base}
      options={offices.map((office) => ({ value: office.value, label: nameOf(office), hint: office.address }))}
      value={input.value}
    />
  );
}

/** Rows of the same questions, each under the name of its person or its number. */
function Rows(props: FieldViewProps): JSX.Element {
  const { field, drawing, heading } = props;
  const { lang } = drawing;
  const rows: { readonly head: Input; readonly boxes: Input[] }[] = [];
  for (const input of field.inputs)
    if (input.kind === 'hidden') rows.push({ head: input, boxes: [] });
    else rows.at(-1)?.boxes.push(input);
  const fault = drawing.faults.get(field.question);
  const label = say(field.label, lang);
  const title = (head: Input): string => {
    const text = head.label ? say(head.label, lang) : '';
    return /^\d+$/.test(text) ? formWords(lang).rowOf(text) : text;
  };
  return (
    <>
      {heading ? <PageTitle>{label}</PageTitle> : <h2>{label}</h2>}
      {fault !== undefined && <Notice tone="danger">{fault}</Notice>}
      {rows.map(({ head, boxes }) => (
        <Section key={head.name} id={`${head.name}-judul`} title={title(head)}>
          <Boxes {...props} inputs={boxes} heading={false} />
        </Section>
      ))}
    </>
  );
}
