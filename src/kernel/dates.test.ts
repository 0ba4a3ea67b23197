import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ageOn, birthday, sayAge } from './age.ts';
import {
  addDays,
  addMonths,
  daysBetween,
  isIsoDate,
  localDate,
  momentOf,
  paperDate,
  sayDate,
  sayDay,
  sayFrom,
  sayMoment,
  sayTime,
  weekday,
} from './dates.ts';

const date = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));

describe('dates', () => {
  test('are said in both languages', () => {
    expect(sayDate('2026-11-23')).toBe('Senin, 23 November 2026');
    expect(sayDate('2026-11-23', 'en')).toBe('Monday, 23 November 2026');
    expect(sayDay('2026-05-01')).toBe('1 Mei 2026');
    expect(paperDate('2026-11-03')).toBe('03-11-2026');
    const at = new Date('2026-11-23T03:05:00Z');
    expect(sayTime(at, 'WIB')).toBe('10.05 WIB');
    expect(sayFrom(at, 'WIB')).toBe('10.05 WIB');
    expect(sayFrom(new Date(at.getTime() + 1), 'WIB', 'en')).toBe('10:06 WIB');
    expect(sayTime(at, 'WIT', 'en')).toBe('12:05 WIT');
    expect(sayMoment(at, 'WITA')).toBe('Senin, 23 November 2026, 11.05 WITA');
  });

  test('the day begins earlier in the east', () => {
    const at = new Date('2026-11-22T16:00:00Z');
    expect([localDate(at, 'WIB'), localDate(at, 'WITA'), localDate(at, 'WIT')]).toEqual([
      '2026-11-22',
      '2026-11-23',
      '2026-11-23',
    ]);
    expect(momentOf('2026-11-23', '08:00', 'WIT')).toEqual(new Date('2026-11-22T23:00:00Z'));
  });

  test('are real or refused', () => {
    expect(['2026-02-29', '2026-13-01', '2026-1-1', '20261123', '', '2026-11-23T00:00'].some(isIsoDate)).toBe(false);
    fc.assert(fc.property(date, isIsoDate));
  });

  test('days and months add up', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
    fc.assert(
      fc.property(date, fc.integer({ min: -5000, max: 5000 }), (from, days) => {
        expect(daysBetween(from, addDays(from, days))).toBe(days);
        expect(weekday(addDays(from, 7 * days))).toBe(weekday(from));
      }),
    );
  });
});

describe('age', () => {
  test('turns on the birthday', () => {
    expect(ageOn('2009-11-24', '2026-11-23')).toBe(16);
    expect(ageOn('2009-11-23', '2026-11-23')).toBe(17);
    expect(ageOn('2008-02-29', '2025-02-28')).toBe(16);
    expect(ageOn('2008-02-29', '2025-03-01')).toBe(17);
    fc.assert(
      fc.property(date, fc.integer({ min: 0, max: 110 }), (born, age) => {
        const day = birthday(born, age);
        expect(ageOn(born, day)).toBe(age);
        expect(ageOn(born, addDays(day, -1))).toBe(age - 1);
      }),
    );
  });

  test('is said as people say it', () => {
    expect(sayAge('2026-11-03', '2026-11-23')).toBe('20 hari');
    expect(sayAge('2026-06-03', '2026-11-23')).toBe('5 bulan');
    expect(sayAge('1990-06-03', '2026-11-23', 'en')).toBe('36 years');
    expect(sayAge('2026-11-22', '2026-11-23', 'en')).toBe('1 day');
  });
});
