import type { Draft } from '../../capabilities/cases/index.ts';
import type { ScreenField } from '../../engine/index.ts';
import { sayDate, sayTime } from '../../kernel/dates.ts';
import type { Language } from '../../kernel/text.ts';
import type { DayItem, WindowItem } from '../design/index.ts';
import type { BookableDay } from '../frame/index.ts';
import type { Body } from './body.ts';
import type { Tools } from './deps.ts';
import { dayChosen } from './queue-choices.ts';
import { dayItem, daysAhead, keepDay, windowItem } from './queue-windows.tsx';

/** What can be chosen for an appointment, and what is held. */
export type AppointmentLook = {
  readonly office: string;
  readonly days: readonly DayItem[];
  /** The day whose windows are shown. */
  readonly day: string;
  readonly dayTitle: string;
  readonly windows: readonly WindowItem[];
  readonly picked: string | undefined;
  /** Until when the chosen window is held, in words; null: it was, and is not any more; undefined: none was chosen. */
  readonly heldUntil: string | null | undefined;
};
export type Looking = {
  readonly lang: Language;
  /** The day that was asked for; '' for none. */
  readonly day: string;
  /** The same page for another day. */
  readonly href: (day: string) => string;
};
type Asked = { readonly question: string; readonly service: string };

/** The appointments of a screen with what each may choose among; absent where the office has nothing. */
export async function appointmentsFor(
  t: Tools,
  draft: Draft,
  fields: readonly ScreenField[],
  on: Looking & { readonly body: Body | null },
): Promise<ReadonlyMap<string, AppointmentLook>> {
  const asked = fields.flatMap((field) => {
    const [input] = field.inputs;
    return field.kind === 'appointment' && input?.lookup
      ? [{ field, service: input.lookup.kind, kept: input.value }]
      : [];
  });
  const looks = await Promise.all(
    asked.map(async ({ field: { question }, service, kept }) => {
      const typed = on.body?.[question];
      const picked = typeof typed === 'string' ? typed : kept;
      return [question, await lookAt(t, draft, { question, service }, on, { picked, kept })] as const;
    }),
  );
  return new Map(looks.flatMap(([question, look]) => (look ? [[question, look] as const] : [])));
}

/** @param chosen what is picked on the page, and what is kept in the draft; '' for none */
export async function lookAt(
  t: Tools,
  draft: Draft,
  { question, service }: Asked,
  on: Looking,
  { picked, kept } = { picked: '', kept: '' },
): Promise<AppointmentLook | undefined> {
  const office = await t.cases.appointmentOffice(draft, question);
  if (!office) return undefined;
  const ahead = await daysAhead(t, office.key, service);
  if (ahead.every(({ windows }) => windows.length === 0)) return undefined;
  const held = kept === '' ? undefined : (await t.cases.heldFor(draft)).find((one) => one.question === question);
  const days = held ? ahead.map((day) => withOwn(day, held.slot)) : ahead;
  const own = days.find(({ windows }) => windows.some(({ slot }) => slot.id === picked));
  const day = dayChosen(days, on.day === '' ? (own?.day ?? '') : on.day);
  const { zone } = office.calendar;
  return {
    ...{ office: office.name, picked: picked === '' ? undefined : picked, day: day?.day ?? '' },
    days: days.map((each) => dayItem(each, day, on.href, on.lang)),
    dayTitle: day ? keepDay(sayDate(day.day, on.lang)) : '',
    windows: (day?.windows ?? []).map((each) => windowItem(each, zone, on.lang, t.clock())),
    heldUntil: kept === '' ? undefined : held ? sayTime(held.until, zone, on.lang) : null,
  };
}

/** What is held for oneself is not taken for oneself. */
function withOwn(day: BookableDay, slot: string): BookableDay {
  const windows = day.windows.map((one) => (one.slot.id === slot ? { ...one, left: one.left + 1 } : one));
  return windows.every((one, i) => one === day.windows[i]) ? day : { ...day, windows, left: day.left + 1 };
}
