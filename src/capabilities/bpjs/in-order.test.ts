import { describe, expect, it } from 'vitest';
import type { Reported } from '../queue/index.ts';
import { type Told, UNTOLD } from './follow.ts';
import { inOrder, type Line } from './in-order.ts';

const T = Date.parse('2026-11-17T01:00:00Z');
const entry = (id: string, more: Partial<Reported> = {}): Reported => ({
  ...{
    region: '32.76',
    id,
    version: 1,
    office: '32.76/pkm',
    session: 's1',
    poli: 'umum',
    day: '2026-11-17',
    number: 1,
  },
  ...{ patient: 'p1', channel: 'warga', payer: 'bpjs', status: 'booked', bookedAt: new Date(T) },
  ...{ promisedFrom: new Date(T), promisedTo: new Date(T), prefix: 'A', startsAt: new Date(T), endsAt: new Date(T) },
  ...{ doctor: null, doctorCode: 700, poliName: { id: 'Umum', en: 'General' }, bpjs: '001' },
  ...more,
});
const line = (of: Reported, ...events: readonly (readonly [string, number])[]): Line => ({
  entry: of,
  events: events.map(([kind, at], i) => ({
    ...{ version: i + 1, at: new Date(T + at), actor: 'x', office: null, kind, data: {} },
  })),
});
const said = (lines: readonly Line[], told: ReadonlyMap<string, Told> = new Map()): string[] =>
  [...inOrder(lines, told)].map(({ entry: { id }, event }) => `${id} ${event.kind}`);

describe('what happened to the numbers of a patient', () => {
  it('comes by time', () => {
    const a = line(entry('a', { bpjs: '002' }), ['booked', 0], ['cancelled', 20]);
    const b = line(entry('b'), ['booked', 10], ['called', 30]);
    expect(said([b, a])).toEqual(['a booked', 'b booked', 'a cancelled', 'b called']);
  });

  it.each([
    ['of the same moment', 0],
    ['by a clock that is behind', -500],
  ])('ends before the next one of the same poli and day begins: %s', (_, at) => {
    for (const [first, second] of [
      ['a', 'b'],
      ['b', 'a'],
    ] as const) {
      const gone = line(entry(first, { status: 'cancelled', number: 4 }), ['booked', 0], ['cancelled', 0]);
      const next = line(entry(second, { number: 5 }), ['booked', at]);
      const wanted = [`${first} booked`, `${first} cancelled`, `${second} booked`];
      expect(said([gone, next])).toEqual(wanted);
      expect(said([next, gone])).toEqual(wanted);
    }
  });

  it('goes by the numbers where all have ended', () => {
    const one = line(entry('b', { status: 'cancelled', number: 4 }), ['booked', 0], ['cancelled', 0]);
    const two = line(entry('a', { status: 'cancelled', number: 5 }), ['booked', 0], ['cancelled', 0]);
    expect(said([two, one])).toEqual(['b booked', 'b cancelled', 'a booked', 'a cancelled']);
  });

  it('leaves a day before another number takes it', () => {
    const moved = line(entry('a', { day: '2026-11-18', session: 's2' }), ['moved', 10]);
    const taken = line(entry('b'), ['booked', 0]);
    const known = { poli: '001', day: '2026-11-17', session: 's1' };
    expect(said([taken, moved], new Map([['a', { ...UNTOLD, known }]]))).toEqual(['a moved', 'b booked']);
  });
});
