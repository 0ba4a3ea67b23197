import { addDays, daysBetween, localDate, sayDay, sayTime, sayWeekday } from '../../kernel/dates.ts';
import type { Language } from '../../kernel/text.ts';
import { type WorkCalendar, workingTimeBetween } from '../../kernel/working-time.ts';
import type { ClockProps } from '../design/index.ts';
import { clockWords } from './words/clock.ts';

export type ClockGroup = 'late' | 'today' | 'tomorrow' | 'later';
export type Timed = { readonly openedAt: Date; readonly dueAt: Date | null };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY_HOURS = 8;
/** Less than this share, or this time, is "soon". */
const SOON = { share: 0.15, millis: 30 * MINUTE } as const;

/** @example groupOf({ openedAt, dueAt: tomorrow }, now, calendar) // 'tomorrow' */
export function groupOf({ dueAt }: Timed, now: Date, { zone }: WorkCalendar): ClockGroup {
  if (dueAt === null) return 'later';
  if (dueAt < now) return 'late';
  const [today, due] = [localDate(now, zone), localDate(dueAt, zone)];
  return due === today ? 'today' : due === addDays(today, 1) ? 'tomorrow' : 'later';
}

/** What is left of a step's time, counted while the office is open, as a ring and in words. */
export function clockOf(task: Timed, now: Date, calendar: WorkCalendar, lang: Language): ClockProps {
  const say = clockWords(lang);
  const { dueAt } = task;
  if (dueAt === null) return { state: 'calm', left: 1, text: say.noLimit };
  const { zone } = calendar;
  const time = sayTime(dueAt, zone, lang);
  const group = groupOf(task, now, calendar);
  if (group === 'late') {
    const since = localDate(dueAt, zone) === localDate(now, zone) ? time : sayDay(localDate(dueAt, zone), lang);
    const late = workingTimeBetween(dueAt, now, calendar);
    return { state: 'late', left: 0, text: say.late(sayLength(late, lang)), note: say.since(since) };
  }
  const left = workingTimeBetween(now, dueAt, calendar);
  const whole = Math.max(1, workingTimeBetween(task.openedAt, dueAt, calendar));
  const share = Math.min(1, left / whole);
  const state = share < SOON.share || left < SOON.millis ? ('soon' as const) : ('calm' as const);
  const rest = say.left(sayLength(left, lang));
  if (group === 'today') return { state, left: share, text: rest, note: say.until(time) };
  const due = localDate(dueAt, zone);
  // Within a week its day says enough, and stays on one line of the list.
  const near = daysBetween(localDate(now, zone), due) < 7;
  const day = group === 'tomorrow' ? say.tomorrow : near ? sayWeekday(due, lang) : sayDay(due, lang);
  return { state, left: share, text: `${day} ${time}`, note: rest.toLowerCase() };
}

/** Working time in words; from two days on in days of eight hours. @example sayLength(4_680_000, 'id') // '1 jam 18 menit' */
export function sayLength(millis: number, lang: Language): string {
  const say = clockWords(lang);
  const minutes = Math.max(1, Math.round(millis / MINUTE));
  const hours = Math.floor(minutes / 60);
  if (hours >= 2 * DAY_HOURS) return say.days(Math.floor(millis / (DAY_HOURS * HOUR)));
  const rest = minutes % 60;
  return [...(hours > 0 ? [say.hours(hours)] : []), ...(rest > 0 || hours === 0 ? [say.minutes(rest)] : [])].join(' ');
}
