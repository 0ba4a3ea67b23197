import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, momentOf } from '../../kernel/dates.ts';
import { minuteOf, nextWave, releasedBy } from './waves.ts';

const waves = [
  { days: 7, share: 0.4 },
  { days: 1, share: 0.3 },
  { days: 0, share: 0.3 },
];
const place = { office: '32.76/pkm-beji', waves, opensDays: 7, drawMinutes: null };
const day = '2026-11-20';
const at = (days: number, shift: number): Date =>
  new Date(momentOf(addDays(day, -days), minuteOf(place.office), 'WIB').getTime() + shift);

describe('places that come in waves', () => {
  it('come by share, the last with what rounding left', () => {
    expect(releasedBy(place, day, 'WIB', 10, at(7, -1))).toBe(0);
    expect(releasedBy(place, day, 'WIB', 10, at(7, 0))).toBe(4);
    expect(releasedBy(place, day, 'WIB', 10, at(1, 0))).toBe(7);
    expect(releasedBy(place, day, 'WIB', 3, at(1, 0))).toBe(2);
    expect(releasedBy(place, day, 'WIB', 3, at(0, 0))).toBe(3);
    expect(releasedBy({ ...place, waves: [] }, day, 'WIB', 10, at(30, 0))).toBe(10);
  });

  it('come all at once on the day that opens where they are drawn for', () => {
    const drawn = { ...place, waves: [], drawMinutes: 10 };
    expect(releasedBy(drawn, day, 'WIB', 10, at(7, -1))).toBe(0);
    expect(releasedBy(drawn, day, 'WIB', 10, at(7, 0))).toBe(10);
    expect(nextWave(drawn, day, 'WIB', at(8, 0))).toEqual(at(7, 0));
    expect(nextWave(place, day, 'WIB', at(7, 0))).toEqual(at(1, 0));
    expect(nextWave(place, day, 'WIB', at(0, 0))).toBeUndefined();
  });

  it('never take a place back and never give more than there are', () => {
    const moment = fc.integer({ min: -10 * 24 * 60, max: 24 * 60 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), moment, moment, (whole, a, b) => {
        const seen = [Math.min(a, b), Math.max(a, b)].map((minutes) =>
          releasedBy(place, day, 'WIB', whole, at(0, minutes * 60_000)),
        );
        expect(seen[0]).toBeLessThanOrEqual(seen[1] ?? 0);
        expect(seen[1]).toBeLessThanOrEqual(whole);
      }),
    );
  });

  it('come at a minute of their own, between 05.30 and 07.00', () => {
    const minutes = new Set(Array.from({ length: 40 }, (_, i) => minuteOf(`32.76/pkm-${i}`)));
    expect(minutes.size).toBeGreaterThan(15);
    expect([...minutes].every((one) => one >= '05:30' && one < '07:00')).toBe(true);
  });
});
