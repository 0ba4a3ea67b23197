import { describe, expect, it } from 'vitest';
import { momentOf } from '../../kernel/dates.ts';
import type { QueuePlace, Slot } from './queue.ts';
import { monthsOld, priorityOf } from './queue.ts';
import { checkinOpens, dueAtArrival, walkInSlot } from './windows.ts';

const place = { graceMinutes: 15, checkinMinutes: 60 } as QueuePlace;
const at = (time: string): Date => momentOf('2026-11-23', time, 'WIT');
const slot = (from: string, to: string, more: Partial<Slot> = {}): Slot => ({
  ...{ region: '81.02', id: from, session: 's', startsAt: at(from), endsAt: at(to) },
  ...{ online: 2, onlineTaken: 0, onlineNext: null, desk: 1, deskTaken: 0, held: 0, sessionHeld: 0, ...more },
});

describe('windows of arrival', () => {
  it('keep their place for whoever comes early or a little late, and move whoever comes late', () => {
    const window = slot('08:30', '09:00');
    expect(dueAtArrival(window, place, at('07:40'))).toEqual({ dueAt: at('08:30'), late: false });
    expect(dueAtArrival(window, place, at('08:40'))).toEqual({ dueAt: at('08:30'), late: false });
    expect(dueAtArrival(window, place, at('09:10'))).toEqual({ dueAt: at('08:55'), late: false });
    expect(dueAtArrival(window, place, at('09:16'))).toEqual({ dueAt: at('09:16'), late: true });
    expect(checkinOpens(window, place)).toEqual(at('07:30'));
  });

  it('give whoever comes without a number the first that keeps a place for such', () => {
    const slots = [slot('08:00', '08:30'), slot('08:30', '09:00', { deskTaken: 1 }), slot('09:00', '09:30')];
    expect(walkInSlot(slots, at('08:10'))?.id).toBe('08:00');
    expect(walkInSlot(slots, at('08:30'))?.id).toBe('09:00');
    expect(walkInSlot(slots.slice(0, 2), at('08:30'))?.id).toBe('08:30');
    expect(walkInSlot(slots, at('09:30'))).toBeUndefined();
  });
});

describe('who is called before others', () => {
  it('follows from age and need, on the day of the visit', () => {
    expect(monthsOld('1966-11-24', '2026-11-23')).toBe(719);
    expect(priorityOf(monthsOld('1966-11-24', '2026-11-23'), null)).toBeNull();
    expect(priorityOf(monthsOld('1966-11-23', '2026-11-23'), null)).toBe('lansia');
    expect(priorityOf(monthsOld('2021-11-24', '2026-11-23'), null)).toBe('balita');
    expect(priorityOf(monthsOld('2021-11-23', '2026-11-23'), null)).toBeNull();
    expect(priorityOf(300, { first: 'hamil' })).toBe('hamil');
    expect(priorityOf(30, { first: null })).toBe('balita');
  });
});
