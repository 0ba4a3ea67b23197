import { addMonths, daysBetween, type IsoDate } from './dates.ts';
import type { Language } from './text.ts';

const monthsCompleted = (birthDate: IsoDate, on: IsoDate): number => {
  const [by = 0, bm = 0, bd = 0] = birthDate.split('-').map(Number);
  const [oy = 0, om = 0, od = 0] = on.split('-').map(Number);
  return (oy - by) * 12 + (om - bm) - (od < bd ? 1 : 0);
};

/**
 * Completed years. Who is born on 29 February turns a year older on 1 March of a common year. Negative before birth.
 * @example ageOn('2009-11-24', '2026-11-23') // 16
 */
export const ageOn = (birthDate: IsoDate, on: IsoDate): number => Math.floor(monthsCompleted(birthDate, on) / 12);

/**
 * An age as people say it: days for a newborn, months for a baby, then years.
 * @example sayAge('2026-11-03', '2026-11-23') // '20 hari'
 */
export function sayAge(birthDate: IsoDate, on: IsoDate, language: Language = 'id'): string {
  const months = monthsCompleted(birthDate, on);
  const said = (count: number, id: string, en: string): string =>
    language === 'id' ? `${count} ${id}` : `${count} ${en}${count === 1 ? '' : 's'}`;
  if (months < 1) return said(Math.max(0, daysBetween(birthDate, on)), 'hari', 'day');
  if (months < 24) return said(months, 'bulan', 'month');
  return said(Math.floor(months / 12), 'tahun', 'year');
}

/** The day on which somebody reaches an age. @example birthday('2009-11-24', 17) // '2026-11-24' */
export function birthday(birthDate: IsoDate, age: number): IsoDate {
  const day = addMonths(birthDate, age * 12);
  return birthDate.endsWith('-02-29') && day.endsWith('-02-28') ? `${day.slice(0, 4)}-03-01` : day;
}
