import type { JSX } from 'preact';
import { isIsoDate } from '../../kernel/dates.ts';
import { DateField, dateNames, type FieldFault } from '../design/index.ts';
import { fieldOf } from './deps.ts';
import type { Shell } from './shell.tsx';
import { loginWords } from './words/login.ts';

const names = dateNames('lahir');

/** Three boxes as one date; '' when it is none. */
export function dateTyped(body: Readonly<Record<string, unknown>>, of = 'lahir'): string {
  const boxes = dateNames(of);
  const [day, month, year] = [boxes.day, boxes.month, boxes.year].map((name) => fieldOf(body, name));
  const date = `${(year ?? '').padStart(4, '0')}-${(month ?? '').padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`;
  return isIsoDate(date) ? date : '';
}

export const dateBoxes = (body: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries([names.day, names.month, names.year].map((name) => [name, fieldOf(body, name)]));

export function BirthDate(props: {
  readonly shell: Shell;
  readonly faults: readonly FieldFault[];
  readonly typed: Readonly<Record<string, string>>;
}): JSX.Element {
  const { lang } = props.shell.page;
  const words = loginWords(lang);
  return (
    <DateField
      lang={lang}
      name="lahir"
      label={words.birth}
      hint={words.birthHint}
      value={{
        day: props.typed[names.day] ?? '',
        month: props.typed[names.month] ?? '',
        year: props.typed[names.year] ?? '',
      }}
      error={props.faults.find((fault) => fault.field === 'lahir')?.text}
    />
  );
}
