import { describe, expect, it } from 'vitest';
import type { WorkTime } from '../../kernel/working-time.ts';
import type { Definition } from '../definition/model.ts';
import { timesOf } from './times.ts';

const step = (id: string, within?: WorkTime, adds = false) => ({ id, adds, ...(within ? { within } : {}) });
const service = (workingDays: number, ...steps: readonly ReturnType<typeof step>[]) =>
  ({ standard: { workingDays }, first: steps[0]?.id, steps }) as unknown as Definition;

describe('how long a service takes', () => {
  it('counts in what its first step adds, which is for everybody, and tells what is added for some apart', () => {
    const times = timesOf(
      service(1, step('rekam', { days: 7 }, true), step('cetak', { hours: 4 }), step('tunggu', { days: 14 }, true)),
    );
    expect(times).toMatchObject({ total: 8, rest: 1, first: { within: { days: 7 } } });
    expect(times.perhaps.map(({ step: { id }, within }) => [id, within])).toEqual([['tunggu', { days: 14 }]]);
  });

  it('is the promise alone where nothing is added at first; hours that are added make a day', () => {
    expect(timesOf(service(3, step('verifikasi', { hours: 2 })))).toMatchObject({ total: 3, first: undefined });
    expect(timesOf(service(1, step('temu', { hours: 9 }, true))).total).toBe(3);
  });
});
