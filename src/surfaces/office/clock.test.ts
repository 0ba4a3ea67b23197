import { expect, test } from 'vitest';
import type { WorkCalendar } from '../../kernel/working-time.ts';
import { clockOf } from './clock.ts';

const day = [{ from: '08:00', to: '16:00' }];
const calendar: WorkCalendar = {
  zone: 'WIB',
  week: { mon: day, tue: day, wed: day, thu: day, fri: day },
  holidays: new Set(),
};
const friday = new Date('2026-11-27T08:00:00Z');
const dueAt = (iso: string) => clockOf({ openedAt: friday, dueAt: new Date(iso) }, friday, calendar, 'id');

test('a day within the week is said by its name, so that it fits into its column', () => {
  expect(dueAt('2026-11-30T02:20:00Z').text).toBe('Senin 09.20 WIB');
  expect(dueAt('2026-12-04T02:20:00Z').text).toBe('4 Desember 2026 09.20 WIB');
});
