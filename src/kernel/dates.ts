import type { Language } from './text.ts';

/** A day of the calendar, 'YYYY-MM-DD': no moment, no zone. */
export type IsoDate = string;

/** The three zones of Indonesia; none has summer time, so each is a fixed offset. */
export type Zone = 'WIB' | 'WITA' | 'WIT';

export const ZONE_HOURS = { WIB: 7, WITA: 8, WIT: 9 } as const satisfies Record<Zone, number>;

const DAY = 86_400_000;

const WEEKDAYS = {
  id: ['Minggu', 'Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
} as const;

const MONTHS = {
  id: 'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
} as const;

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');
const atUtc = (date: IsoDate): Date => new Date(`${date}T00:00:00Z`);
const isoOf = (at: Date): IsoDate =>
  `${pad(at.getUTCFullYear(), 4)}-${pad(at.getUTCMonth() + 1)}-${pad(at.getUTCDate())}`;

/**
 * True for a day that the calendar has.
 * @example isIsoDate('2024-02-29') // true; '2026-02-29' and '2026-2-9' are false
 */
export function isIsoDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = atUtc(text);
  return !Number.isNaN(at.getTime()) && isoOf(at) === text;
}

/** @example isoDate(2026, 11, 23) // '2026-11-23' */
export const isoDate = (year: number, month: number, day: number): IsoDate =>
  `${pad(year, 4)}-${pad(month)}-${pad(day)}`;

/** @example addDays('2026-12-31', 1) // '2027-01-01' */
export const addDays = (date: IsoDate, days: number): IsoDate => isoOf(new Date(atUtc(date).getTime() + days * DAY));

/**
 * The same day of another month, or that month's last day.
 * @example addMonths('2026-01-31', 1) // '2026-02-28'
 */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const at = atUtc(date);
  const first = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return isoDate(first.getUTCFullYear(), first.getUTCMonth() + 1, Math.min(at.getUTCDate(), last));
}

/** Days from one day to another, negative when it lies before. @example daysBetween('2026-11-23', '2026-12-01') // 8 */
export const daysBetween = (from: IsoDate, to: IsoDate): number =>
  Math.round((atUtc(to).getTime() - atUtc(from).getTime()) / DAY);

/** 0 is Sunday. @example weekday('2026-11-23') // 1 */
export const weekday = (date: IsoDate): number => atUtc(date).getUTCDay();

/** The day that clocks of a zone show at a moment. @example localDate(new Date('2026-11-22T18:00:00Z'), 'WIB') // '2026-11-23' */
export const localDate = (at: Date, zone: Zone): IsoDate =>
  isoOf(new Date(at.getTime() + ZONE_HOURS[zone] * 3_600_000));

/** The moment of a day and a wall-clock time in a zone. @example momentOf('2026-11-23', '08:00', 'WIB') // 2026-11-23T01:00:00Z */
export const momentOf = (date: IsoDate, time: string, zone: Zone): Date =>
  new Date(new Date(`${date}T${time}:00Z`).getTime() - ZONE_HOURS[zone] * 3_600_000);

/** The hour that clocks of a zone show. @example localHour(new Date('2026-11-22T23:30:00Z'), 'WIT') // 8 */
export const localHour = (at: Date, zone: Zone): number =>
  new Date(at.getTime() + ZONE_HOURS[zone] * 3_600_000).getUTCHours();

/** @example sayDate('2026-11-23', 'id') // 'Senin, 23 November 2026' */
export function sayDate(date: IsoDate, language: Language = 'id'): string {
  return `${WEEKDAYS[language][weekday(date)]}, ${sayDay(date, language)}`;
}

/** @example sayWeekday('2026-11-23') // 'Senin' */
export const sayWeekday = (date: IsoDate, language: Language = 'id'): string => WEEKDAYS[language][weekday(date)] ?? '';

/** Without the day of the week. @example sayDay('2026-11-23', 'en') // '23 November 2026' */
export function sayDay(date: IsoDate, language: Language = 'id'): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${day} ${MONTHS[language][(month ?? 1) - 1]} ${year}`;
}

/** As population documents print it. @example paperDate('2026-11-23') // '23-11-2026' */
export const paperDate = (date: IsoDate): string => date.split('-').reverse().join('-');

/** @example sayTime(new Date('2026-11-23T03:05:00Z'), 'WIB') // '10.05 WIB' (English '10:05 WIB') */
export function sayTime(at: Date, zone: Zone, language: Language = 'id'): string {
  const local = new Date(at.getTime() + ZONE_HOURS[zone] * 3_600_000);
  return `${pad(local.getUTCHours())}${language === 'id' ? '.' : ':'}${pad(local.getUTCMinutes())} ${zone}`;
}

/** From when on something goes again: never a minute too early. @example sayFrom(new Date('2026-11-23T03:05:01Z'), 'WIB') // '10.06 WIB' */
export const sayFrom = (at: Date, zone: Zone, language: Language = 'id'): string =>
  sayTime(new Date(Math.ceil(at.getTime() / 60_000) * 60_000), zone, language);

/** A moment of this week, as people say it: the weekday is enough. @example saySince(at, now, 'WIB') // 'Senin 10.05 WIB' */
export function saySince(at: Date, now: Date, zone: Zone, language: Language = 'id'): string {
  const days = daysBetween(localDate(at, zone), localDate(now, zone));
  if (days < 0 || days > 5) return sayMoment(at, zone, language);
  return `${sayWeekday(localDate(at, zone), language)} ${sayTime(at, zone, language)}`;
}

/** @example sayMoment(new Date('2026-11-23T03:05:00Z'), 'WIB') // 'Senin, 23 November 2026, 10.05 WIB' */
export const sayMoment = (at: Date, zone: Zone, language: Language = 'id'): string =>
  `${sayDate(localDate(at, zone), language)}, ${sayTime(at, zone, language)}`;
