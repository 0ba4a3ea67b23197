import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import { actorOf, can } from '../../capabilities/accounts/index.ts';
import { type IsoDate, isIsoDate, sayDay } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Language, say } from '../../kernel/text.ts';
import { DateField, dateNames, type FieldFault, TextField } from '../design/index.ts';
import { type Desk, wordsFor } from '../frame/index.ts';
import { type Body, fieldOf } from './deps.ts';
import { arrangeWords } from './words/queue-arrange.ts';

// What the pages of a place's timetable have in common: who may, the day from which on, the reason, and a refusal told at its field.

export const SCHEDULE = '/kantor/antrean/jadwal';
const REASON_LONG = 200;

export function mustArrange(request: FastifyRequest): Desk {
  const { desk } = request;
  const at = { region: desk.office.region, office: desk.office.ref };
  if (!can(actorOf(desk.signed), 'queue.arrange', at)) throw new Refusal('queue/not-yours', 403);
  return desk;
}

export const saved = (reply: FastifyReply): FastifyReply => reply.redirect(`${SCHEDULE}?pesan=tersimpan`, 303);

/** Three boxes of a date: what was typed, and the date where it is one. */
export function dateIn(body: Body, name: string) {
  const names = dateNames(name);
  const typed = { day: fieldOf(body, names.day), month: fieldOf(body, names.month), year: fieldOf(body, names.year) };
  const iso = `${typed.year.padStart(4, '0')}-${typed.month.padStart(2, '0')}-${typed.day.padStart(2, '0')}`;
  return { typed, date: isIsoDate(iso) ? iso : undefined };
}
const boxesOf = (date: IsoDate) => {
  const [year = '', month = '', day = ''] = date.split('-');
  return { day: String(Number(day)), month: String(Number(month)), year };
};

export const reasonIn = (body: Body): string => fieldOf(body, 'alasan').slice(0, REASON_LONG);

/** From which day on, and why: the end of every form. */
export function FromAndWhy(props: {
  readonly lang: Language;
  readonly id?: string;
  readonly first: IsoDate;
  readonly body: Body | undefined;
  readonly faults: readonly FieldFault[];
  readonly undated?: boolean;
  /** What the day is called here. */
  readonly label?: string;
}): JSX.Element {
  const { lang, body, id = '' } = props;
  const words = arrangeWords(lang);
  const errorAt = (name: string) => props.faults.find((fault) => fault.field === name)?.text;
  return (
    <>
      {!props.undated && (
        <DateField
          {...{ lang, name: 'mulai', id: `${id}mulai`, label: props.label ?? words.from, error: errorAt('mulai') }}
          value={body ? dateIn(body, 'mulai').typed : boxesOf(props.first)}
        />
      )}
      <TextField
        {...{ lang, name: 'alasan', id: `${id}alasan`, label: words.reason, hint: words.reasonHint }}
        {...{
          maxLength: REASON_LONG,
          autoComplete: 'off',
          value: body ? reasonIn(body) : '',
          error: errorAt('alasan'),
        }}
      />
    </>
  );
}

/** What is missing of day and reason. */
export function dateAndReason(body: Body, lang: Language, undated = false) {
  const words = arrangeWords(lang);
  const { date } = dateIn(body, 'mulai');
  const reason = reasonIn(body);
  const faults: FieldFault[] = [
    ...(date === undefined && !undated ? [{ field: 'mulai', text: words.wrongDate }] : []),
    ...(reason === '' ? [{ field: 'alasan', text: words.reasonNeeded }] : []),
  ];
  return { date: date ?? '', reason, faults };
}

/** Faults for the top of a page: what is wrong alone does not say where. */
export const named = (faults: readonly FieldFault[], labels: Readonly<Record<string, string>>, lang: Language) => {
  const words = arrangeWords(lang);
  const all: Readonly<Record<string, string>> = { mulai: words.from, alasan: words.reason, ...labels };
  return faults.map((fault) => {
    const label = all[fault.field];
    return label === undefined ? fault : { ...fault, text: `${label}: ${fault.text}` };
  });
};

/** At which field a refusal belongs. */
const FIELD: Readonly<Record<string, string>> = {
  ...{ 'queue/too-early-day': 'mulai', 'queue/later-change': 'mulai', 'queue/day-booked': 'mulai' },
  ...{ 'queue/cap-booked': 'batas', 'queue/letter-taken': 'huruf' },
  'queue/doctor-code': 'kode-dokter',
};

export function sayRefusal({ code, params }: Pick<Refusal, 'code' | 'params'>, lang: Language): string {
  const { title, say: rest } = wordsFor(code);
  const filled = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = String(params[name] ?? '');
      return isIsoDate(value) ? sayDay(value, lang) : value;
    });
  return `${filled(say(title, lang))}. ${filled(say(rest, lang))}`;
}

/** Does it; what the office can mend itself is told at its field, and nothing typed is lost. */
export async function tryTo(work: () => Promise<void>, lang: Language): Promise<readonly FieldFault[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'queue/lost-guard') return [{ field: 'mulai', text: arrangeWords(lang).taken, rule: true }];
    const field = FIELD[error.code];
    if (field === undefined) throw error;
    return [{ field, text: sayRefusal(error, lang), rule: true }];
  }
}

export type Form = {
  readonly lang: Language;
  readonly body: Body | undefined;
  readonly faults: readonly FieldFault[];
};
/** A box of a form that shows what was typed, or else how it stands. */
export function Box(
  props: Form & {
    readonly name: string;
    readonly label: string;
    readonly stands: string;
    readonly hint?: string;
    readonly short?: boolean;
    readonly optional?: boolean;
    readonly long?: number;
  },
): JSX.Element {
  const { lang, name, body, stands, short = false } = props;
  return (
    <TextField
      {...{ lang, name, label: props.label, hint: props.hint, optional: props.optional, autoComplete: 'off' }}
      value={body ? fieldOf(body, name) : stands}
      width={short ? 'short' : 'full'}
      maxLength={props.long ?? 120}
      error={props.faults.find((fault) => fault.field === name)?.text}
    />
  );
}
