import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addWorkingMillis,
  addWorkingTime,
  isOpen,
  isWorkingDay,
  nextWorkingDay,
  parseWorkTime,
  pauseCountdown,
  resumeCountdown,
  sayWorkTime,
  startCountdown,
  type WorkCalendar,
  workingTimeBetween,
} from './working-time.ts';

const HOUR = 3_600_000;
const usual = [{ from: '08:00', to: '16:00' }];
const depok: WorkCalendar = {
  zone: 'WIB',
  week: {
    mon: usual,
    tue: usual,
    wed: usual,
    thu: usual,
    fri: [
      { from: '08:00', to: '11:30' },
      { from: '13:00', to: '16:30' },
    ],
  },
  holidays: new Set(['2026-12-24', '2026-12-25']),
};
const wib = (text: string): Date => new Date(`${text}:00+07:00`);
const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true });

describe('working time', () => {
  test.each([
    ['2026-11-23T10:05', { hours: 2 }, '2026-11-23T12:05'],
    ['2026-11-23T15:00', { hours: 1 }, '2026-11-23T16:00'],
    ['2026-11-23T15:00', { hours: 2 }, '2026-11-24T09:00'],
    ['2026-11-23T22:00', { hours: 2 }, '2026-11-24T10:00'],
    ['2026-11-27T11:00', { hours: 1 }, '2026-11-27T13:30'],
    ['2026-11-27T16:00', { hours: 1 }, '2026-11-30T08:30'],
    ['2026-11-23T10:05', { days: 1 }, '2026-11-24T16:00'],
    ['2026-11-23T16:00', { days: 1 }, '2026-11-25T16:00'],
    ['2026-11-28T10:00', { days: 1 }, '2026-12-01T16:00'],
    ['2026-12-23T10:00', { days: 1 }, '2026-12-28T16:00'],
    ['2026-12-23T15:30', { hours: 1 }, '2026-12-28T08:30'],
  ])('from %s, %o ends at %s', (from, time, due) => {
    expect(addWorkingTime(wib(from), time, depok)).toEqual(wib(due));
  });

  test('the same promise ends two hours earlier in the east', () => {
    const east = { ...depok, zone: 'WIT' as const };
    const morning = new Date('2026-11-22T20:00:00Z');
    expect(addWorkingTime(morning, { hours: 1 }, east)).toEqual(new Date('2026-11-23T00:00:00Z'));
    expect(addWorkingTime(morning, { hours: 1 }, depok)).toEqual(new Date('2026-11-23T02:00:00Z'));
  });

  test('what was added is between', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 200 * 60 }), (from, minutes) => {
        const due = addWorkingMillis(from, minutes * 60_000, depok);
        expect(workingTimeBetween(from, due, depok)).toBe(minutes * 60_000);
        expect(workingTimeBetween(from, new Date(due.getTime() - 1), depok)).toBeLessThan(minutes * 60_000);
        expect(workingTimeBetween(due, addWorkingMillis(due, -minutes * 60_000, depok), depok)).toBe(-minutes * 60_000);
      }),
    );
  });

  test('spans of time add up', () => {
    fc.assert(
      fc.property(fc.tuple(moment, moment, moment), (moments) => {
        const [a, b, c] = moments.toSorted((x, y) => x.getTime() - y.getTime()) as [Date, Date, Date];
        expect(workingTimeBetween(a, b, depok) + workingTimeBetween(b, c, depok)).toBe(workingTimeBetween(a, c, depok));
      }),
      { numRuns: 50 },
    );
  });

  test('a clock that stands still loses nothing, in time or late', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 40 }), moment, moment, (from, hours, stop, go) => {
        fc.pre(from <= stop && stop <= go);
        const running = startCountdown(from, { hours }, depok);
        const paused = pauseCountdown(running, stop, depok);
        const again = resumeCountdown(paused, go, depok);
        expect(pauseCountdown(again, go, depok)).toEqual(paused);
        expect(pauseCountdown(paused, go, depok)).toBe(paused);
        expect(resumeCountdown(running, go, depok)).toBe(running);
      }),
      // Closed at both moments: nothing is left, and it is no minus zero.
      {
        examples: [
          [
            new Date('2026-01-01T09:00:00Z'),
            7,
            new Date('2026-01-02T09:30:00.001Z'),
            new Date('2026-01-02T09:30:00.001Z'),
          ],
        ],
      },
    );
  });

  test('days end at closing time, on a working day', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 30 }), (from, days) => {
        const due = addWorkingTime(from, { days }, depok);
        expect(workingTimeBetween(from, due, depok)).toBeGreaterThan((days - 1) * 7 * HOUR);
        expect(isOpen(due, depok)).toBe(false);
        expect(isOpen(new Date(due.getTime() - 1), depok)).toBe(true);
      }),
    );
  });

  test('holidays and weekends are closed', () => {
    expect(isWorkingDay('2026-12-24', depok)).toBe(false);
    expect(isWorkingDay('2026-11-28', depok)).toBe(false);
    expect(nextWorkingDay('2026-12-23', depok)).toBe('2026-12-28');
    expect(nextWorkingDay('2026-12-28', depok, -1)).toBe('2026-12-23');
    expect(isOpen(wib('2026-11-27T12:00'), depok)).toBe(false);
    expect(isOpen(wib('2026-11-27T13:00'), depok)).toBe(true);
  });

  test('a calendar that never opens is an error, not an endless loop', () => {
    const closed: WorkCalendar = { zone: 'WIB', week: {}, holidays: new Set() };
    expect(() => addWorkingTime(new Date(0), { hours: 1 }, closed)).toThrow(RangeError);
  });

  test('promises are read and said', () => {
    expect(parseWorkTime('2 jam kerja')).toEqual({ hours: 2 });
    expect(parseWorkTime('14 hari kerja')).toEqual({ days: 14 });
    expect(parseWorkTime('2 hari')).toBeUndefined();
    expect(parseWorkTime('0 hari kerja')).toBeUndefined();
    expect(sayWorkTime({ hours: 2 })).toBe('2 jam kerja');
    expect(sayWorkTime({ days: 1 }, 'en')).toBe('1 working day');
  });
});
