import type { JSX } from 'preact';
import type { ClassReason, Whom } from '../../capabilities/queue/index.ts';
import { isIsoDate } from '../../kernel/dates.ts';
import type { Language } from '../../kernel/text.ts';
import { DateField, dateNames, type FieldFault, Radios, Select, TextField } from '../design/index.ts';
import { type Body, fieldOf, type OfficeDeps } from './deps.ts';
import type { WalkInTyped } from './queue-form.tsx';
import { queueWords } from './words/queue.ts';

// Whoever stands at the counter or phones: the part of a form that asks who he is.

export const birth = dateNames('lahir');
export const NOTHING: WalkInTyped = {
  name: '',
  nik: '',
  birth: { day: '', month: '', year: '' },
  sees: '',
  payer: '',
  record: '',
};

export function WhomFields(props: {
  readonly lang: Language;
  readonly typed: WalkInTyped;
  readonly faults: readonly FieldFault[];
  /** A place of care asks who pays. */
  readonly care: boolean;
}): JSX.Element {
  const { lang, typed: walkIn, faults } = props;
  const words = queueWords(lang);
  const errorAt = (field: string) => faults.find((fault) => fault.field === field)?.text;
  return (
    <>
      <TextField
        {...{ lang, name: 'nik', label: words.walkNik, hint: words.walkNikHint, value: walkIn.nik }}
        {...{ inputMode: 'numeric', maxLength: 20, autoComplete: 'off', optional: true, error: errorAt('nik') }}
      />
      <TextField
        {...{ lang, name: 'nama', label: words.walkName, value: walkIn.name, maxLength: 60 }}
        {...{ autoComplete: 'off', error: errorAt('nama') }}
      />
      <DateField
        {...{ lang, name: 'lahir', label: words.walkBirth, value: walkIn.birth, optional: true }}
        error={errorAt('lahir')}
      />
      <Select
        {...{ lang, name: 'sebab', label: words.walkSees, empty: words.walkSeesNone, value: walkIn.sees }}
        options={[
          { value: 'hamil', label: words.reasons.hamil },
          { value: 'disabilitas', label: words.reasons.disabilitas },
        ]}
      />
      {props.care && (
        <>
          <TextField
            {...{ lang, name: 'rm', label: words.record, hint: words.recordHint, value: walkIn.record }}
            {...{ maxLength: 20, width: 'middle', autoComplete: 'off', optional: true, error: errorAt('rm') }}
          />
          <Radios
            {...{ lang, name: 'bayar', label: words.payer, value: walkIn.payer, error: errorAt('bayar') }}
            options={[
              { value: 'bpjs', label: words.bpjs },
              { value: 'umum', label: words.umum },
            ]}
          />
        </>
      )}
    </>
  );
}

/** As books number their folders. */
const RECORD = /^[A-Za-z0-9][A-Za-z0-9 ./-]*$/;
export const isRecord = (text: string): boolean => RECORD.test(text);

/** What the officer sees, and who pays. */
export const seenOf = (typed: WalkInTyped) => ({
  sees: typed.sees === 'hamil' || typed.sees === 'disabilitas' ? (typed.sees as ClassReason) : null,
  payer: typed.payer === 'bpjs' ? ('bpjs' as const) : ('umum' as const),
});

/** Whoever stands there: from the register by the NIK, else as he says it. */
export async function whomOf(t: Pick<OfficeDeps, 'people'>, typed: WalkInTyped, words: ReturnType<typeof queueWords>) {
  const nik = typed.nik.replaceAll(/\s/g, '');
  const nikFits = nik === '' || /^\d{16}$/.test(nik);
  const person = nik !== '' && nikFits ? await t.people.find(nik) : undefined;
  const { day, month, year } = typed.birth;
  const date = `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const dated = `${day}${month}${year}` !== '';
  const faults: FieldFault[] = [
    ...(nikFits ? [] : [{ field: 'nik', text: words.nikWrong }]),
    ...(typed.name === '' && !person ? [{ field: 'nama', text: words.nameNeeded }] : []),
    ...(dated && !isIsoDate(date) ? [{ field: 'lahir', text: words.birthWrong }] : []),
    ...(typed.record === '' || isRecord(typed.record) ? [] : [{ field: 'rm', text: words.recordWrong }]),
    ...(typed.payer === 'bpjs' || typed.payer === 'umum' ? [] : [{ field: 'bayar', text: words.payerNeeded }]),
  ];
  const common = { card: null, phone: null, nik: nik === '' ? null : nik, recordNumber: typed.record || null };
  const whom: Whom = person
    ? {
        ...{ ...common, person: person.id, name: person.name, sex: person.sex, birthDate: person.birthDate },
        basis: 'register',
      }
    : { ...common, person: null, name: typed.name, sex: null, birthDate: dated ? date : null, basis: 'counter' };
  return { whom, faults };
}

export const typedOf = (body: Body): WalkInTyped => ({
  ...{ name: fieldOf(body, 'nama').slice(0, 60), nik: fieldOf(body, 'nik').slice(0, 20) },
  ...{ sees: fieldOf(body, 'sebab'), payer: fieldOf(body, 'bayar'), record: fieldOf(body, 'rm').slice(0, 20) },
  birth: { day: fieldOf(body, birth.day), month: fieldOf(body, birth.month), year: fieldOf(body, birth.year) },
});
