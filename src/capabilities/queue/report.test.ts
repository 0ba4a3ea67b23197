import { describe, expect, it } from 'vitest';
import { type DayRow, figuresOf, hoursOf } from './report.ts';

const at = (time: string): Date => new Date(`2026-11-16T${time}:00Z`);
const row = (more: Partial<DayRow>): DayRow => ({
  ...{ poli: 'umum', status: 'done', channel: 'warga', promisedFrom: at('01:00'), promisedTo: at('01:30') },
  ...{ shown: null, arrivedAt: at('00:50'), firstCalledAt: at('01:20') },
  ...more,
});

describe("the day's picture", () => {
  it('compares what was promised at booking, and shown at check-in, with what happened', () => {
    const shown = { low: at('01:10').toISOString(), mid: at('01:15').toISOString(), high: at('01:25').toISOString() };
    const figures = figuresOf([
      row({ shown }),
      row({ shown, firstCalledAt: at('01:40') }),
      row({ channel: 'petugas', firstCalledAt: at('03:00'), arrivedAt: at('02:00') }),
      row({ status: 'absent', firstCalledAt: null, arrivedAt: null }),
      row({ status: 'unserved', firstCalledAt: null }),
      row({ status: 'cancelled', firstCalledAt: null, arrivedAt: null }),
    ]);
    expect(figures).toMatchObject({ given: 6, seen: 3, absent: 1, unserved: 1, cancelled: 1 });
    expect(figures).toMatchObject({ promised: 2, kept: 1, shown: 2, held: 1, wait: 47, longest: 60 });
  });

  it("counts by the hour of the office's own clock", () => {
    const rows = [row({}), row({ firstCalledAt: at('02:10') })];
    expect(hoursOf(rows, 'WIT')).toEqual([
      { hour: 10, called: 1, wait: 30 },
      { hour: 11, called: 1, wait: 80 },
    ]);
  });

  it('says nothing of a wait while nobody was called', () => {
    expect(figuresOf([]).wait).toBeUndefined();
  });
});
