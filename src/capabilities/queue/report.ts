import { localHour, type Zone } from '../../kernel/dates.ts';
import type { Entry } from './queue.ts';

// The day's picture: what was promised, what happened. Times and counts; nobody is in it.

export type DayRow = Pick<
  Entry,
  'poli' | 'status' | 'channel' | 'promisedTo' | 'promisedFrom' | 'shown' | 'arrivedAt' | 'firstCalledAt'
>;
/** A number of the day as the Dinas may have it: no person, no complaint. */
export type DayLine = DayRow & Pick<Entry, 'number' | 'payer' | 'class' | 'endedAt'> & { readonly prefix: string };
export type DayFigures = {
  readonly given: number;
  readonly seen: number;
  readonly absent: number;
  readonly unserved: number;
  readonly cancelled: number;
  /** Of those who booked and were called: how many by the end of the time promised at booking. */
  readonly promised: number;
  readonly kept: number;
  /** Of those to whom a range was shown at check-in: how many were called within it. */
  readonly shown: number;
  readonly held: number;
  /** Minutes from arrival to the first call; undefined while nobody was called. */
  readonly wait: number | undefined;
  readonly longest: number | undefined;
};
export type HourFigures = { readonly hour: number; readonly called: number; readonly wait: number };

const MINUTE = 60_000;
const mean = (list: readonly number[]): number | undefined =>
  list.length === 0 ? undefined : Math.round(list.reduce((sum, one) => sum + one, 0) / list.length);

const waitOf = (row: DayRow): number | undefined =>
  row.arrivedAt && row.firstCalledAt
    ? Math.max(0, (row.firstCalledAt.getTime() - row.arrivedAt.getTime()) / MINUTE)
    : undefined;

export function figuresOf(rows: readonly DayRow[]): DayFigures {
  const count = (test: (row: DayRow) => boolean): number => rows.filter(test).length;
  const called = rows.filter((row) => row.firstCalledAt !== null);
  const booked = called.filter((row) => row.channel !== 'petugas');
  const shown = called.filter((row) => row.shown !== null);
  const waits = called.flatMap((row) => waitOf(row) ?? []);
  return {
    given: rows.length,
    seen: called.length,
    absent: count((row) => row.status === 'absent'),
    unserved: count((row) => row.status === 'unserved'),
    cancelled: count((row) => row.status === 'cancelled'),
    promised: booked.length,
    kept: booked.filter((row) => row.firstCalledAt && row.firstCalledAt <= row.promisedTo).length,
    shown: shown.length,
    held: shown.filter(isWithin).length,
    wait: mean(waits),
    longest: waits.length === 0 ? undefined : Math.round(Math.max(...waits)),
  };
}

function isWithin({ shown, firstCalledAt }: DayRow): boolean {
  if (!shown || !firstCalledAt) return false;
  return firstCalledAt >= new Date(shown.low) && firstCalledAt <= new Date(shown.high);
}

/** By the hour of the office's clock in which people were first called. */
export function hoursOf(rows: readonly DayRow[], zone: Zone): readonly HourFigures[] {
  const byHour = new Map<number, number[]>();
  for (const row of rows) {
    const wait = waitOf(row);
    if (wait === undefined || !row.firstCalledAt) continue;
    const hour = localHour(row.firstCalledAt, zone);
    byHour.set(hour, [...(byHour.get(hour) ?? []), wait]);
  }
  return [...byHour]
    .sort(([a], [b]) => a - b)
    .map(([hour, waits]) => ({ hour, called: waits.length, wait: mean(waits) ?? 0 }));
}
