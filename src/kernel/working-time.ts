import { addDays, type IsoDate, localDate, momentOf, weekday, type Zone } from './dates.ts';
import type { Language } from './text.ts';

/** Opening and closing time on the wall clock, 'HH:MM'. */
export type Span = { readonly from: string; readonly to: string };
export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';
/** Spans of each weekday in order, not touching each other; a day that is absent is closed. */
export type Week = { readonly [day in Weekday]?: readonly Span[] };
export type WorkCalendar = { readonly zone: Zone; readonly week: Week; readonly holidays: ReadonlySet<IsoDate> };

/** A time that an office promises: hours of its opening, or whole working days. */
export type WorkTime = { readonly hours: number } | { readonly days: number };

/** A clock over working time: `left` is in milliseconds of working time, negative when late. */
export type Countdown =
  | { readonly kind: 'running'; readonly due: Date }
  | { readonly kind: 'paused'; readonly left: number };

const DAYS: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const HOUR = 3_600_000;
// Ten years without a working day is a broken calendar.
const FAR = 3660;

const spansOf = (date: IsoDate, calendar: WorkCalendar): readonly Span[] =>
  calendar.holidays.has(date) ? [] : (calendar.week[DAYS[weekday(date)] ?? 'sun'] ?? []);

/** @example isWorkingDay('2026-11-23', calendar) // true on a Monday that is no holiday */
export const isWorkingDay = (date: IsoDate, calendar: WorkCalendar): boolean => spansOf(date, calendar).length > 0;

/** True while the office is open. @example isOpen(monday0800, calendar) // true; at closing time false */
export const isOpen = (at: Date, calendar: WorkCalendar): boolean =>
  momentsOf(localDate(at, calendar.zone), calendar).some(([from, to]) => from <= at.getTime() && at.getTime() < to);

const momentsOf = (date: IsoDate, calendar: WorkCalendar): readonly (readonly [number, number])[] =>
  spansOf(date, calendar).map(
    ({ from, to }) =>
      [momentOf(date, from, calendar.zone).getTime(), momentOf(date, to, calendar.zone).getTime()] as const,
  );

/**
 * The next working day after a day (or the day before, with a step of −1).
 * @throws RangeError when the calendar has none in ten years
 */
export function nextWorkingDay(date: IsoDate, calendar: WorkCalendar, step: 1 | -1 = 1): IsoDate {
  let day = addDays(date, step);
  for (let tries = 0; tries < FAR; tries++, day = addDays(day, step)) if (isWorkingDay(day, calendar)) return day;
  throw new RangeError('the calendar has no working day');
}

/**
 * Working time from one moment to another, in milliseconds; negative when `to` lies before `from`.
 * @example workingTimeBetween(friday1500, monday0900, calendar) // 2 hours when the office opens 08:00–16:00
 */
export function workingTimeBetween(from: Date, to: Date, calendar: WorkCalendar): number {
  // Nothing is nothing in both directions: no -0.
  if (to < from) return 0 - workingTimeBetween(to, from, calendar);
  const last = localDate(to, calendar.zone);
  let sum = 0;
  for (let day = localDate(from, calendar.zone); day <= last; day = addDays(day, 1))
    for (const [opens, closes] of momentsOf(day, calendar))
      sum += Math.max(0, Math.min(closes, to.getTime()) - Math.max(opens, from.getTime()));
  return sum;
}

/**
 * The first moment at which so many milliseconds of working time have passed; with a negative number the last moment before.
 * @example addWorkingMillis(monday1500, 7_200_000, calendar) // Tuesday 09:00 when the office closes at 16:00
 * @throws RangeError when the calendar has no working day in ten years
 */
export function addWorkingMillis(from: Date, millis: number, calendar: WorkCalendar): Date {
  if (millis === 0) return from;
  return millis > 0 ? forward(from, millis, calendar) : backward(from, -millis, calendar);
}

function forward(from: Date, millis: number, calendar: WorkCalendar): Date {
  let left = millis;
  for (let day = addDays(localDate(from, calendar.zone), -1); ; day = nextWorkingDay(day, calendar))
    for (const [opens, closes] of momentsOf(day, calendar)) {
      const start = Math.max(opens, from.getTime());
      if (start + left <= closes && start < closes) return new Date(start + left);
      left -= Math.max(0, closes - start);
    }
}

function backward(from: Date, millis: number, calendar: WorkCalendar): Date {
  let left = millis;
  for (let day = addDays(localDate(from, calendar.zone), 1); ; day = nextWorkingDay(day, calendar, -1))
    for (const [opens, closes] of momentsOf(day, calendar).toReversed()) {
      const end = Math.min(closes, from.getTime());
      if (end - left >= opens && end > opens) return new Date(end - left);
      left -= Math.max(0, end - opens);
    }
}

/**
 * When a promised time is over. Hours run while the office is open. Days end at closing time and do not count the day on which
 * they begin; what comes on a closed day or after closing begins on the next working day.
 * @example addWorkingTime(monday1005, { days: 1 }, calendar) // Tuesday 16:00
 */
export function addWorkingTime(from: Date, time: WorkTime, calendar: WorkCalendar): Date {
  if ('hours' in time) return addWorkingMillis(from, time.hours * HOUR, calendar);
  let day = localDate(from, calendar.zone);
  const closes = momentsOf(day, calendar).at(-1)?.[1];
  if (closes === undefined || from.getTime() >= closes) day = nextWorkingDay(day, calendar);
  for (let counted = 0; counted < time.days; counted++) day = nextWorkingDay(day, calendar);
  return new Date(momentsOf(day, calendar).at(-1)?.[1] ?? from.getTime());
}

/** @example startCountdown(monday1005, { hours: 2 }, calendar) // { kind: 'running', due: monday1205 } */
export const startCountdown = (from: Date, time: WorkTime, calendar: WorkCalendar): Countdown => ({
  kind: 'running',
  due: addWorkingTime(from, time, calendar),
});

/**
 * Stops the clock, for instance while a case waits for the citizen. What stands still stays so.
 * @example pauseCountdown({ kind: 'running', due: monday1205 }, monday1105, calendar) // { kind: 'paused', left: 3_600_000 }
 */
export const pauseCountdown = (countdown: Countdown, at: Date, calendar: WorkCalendar): Countdown =>
  countdown.kind === 'paused' ? countdown : { kind: 'paused', left: workingTimeBetween(at, countdown.due, calendar) };

/**
 * Lets it run again with what was left; what was late is as late as before.
 * @example resumeCountdown({ kind: 'paused', left: 3_600_000 }, friday0800, calendar) // { kind: 'running', due: friday0900 }
 */
export const resumeCountdown = (countdown: Countdown, at: Date, calendar: WorkCalendar): Countdown =>
  countdown.kind === 'running' ? countdown : { kind: 'running', due: addWorkingMillis(at, countdown.left, calendar) };

const WORK_TIME = /^(\d{1,3}) (jam|hari) kerja$/;

/** Reads how definitions write it. @example parseWorkTime('2 jam kerja') // { hours: 2 }; undefined for anything else */
export function parseWorkTime(text: string): WorkTime | undefined {
  const [, count = '', unit] = WORK_TIME.exec(text.trim()) ?? [];
  if (Number(count) < 1) return undefined;
  return unit === 'jam' ? { hours: Number(count) } : { days: Number(count) };
}

/** @example sayWorkTime({ days: 1 }, 'en') // '1 working day' */
export function sayWorkTime(time: WorkTime, language: Language = 'id'): string {
  const [count, id, en] = 'hours' in time ? [time.hours, 'jam', 'hour'] : [time.days, 'hari', 'day'];
  return language === 'id' ? `${count} ${id} kerja` : `${count} working ${en}${count === 1 ? '' : 's'}`;
}
