import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRow } from './row.ts';

function start(places: number) {
  let time = 0;
  let done = 0;
  const began: string[] = [];
  const gone: string[] = [];
  const row = createRow(
    places,
    () => time,
    () => {
      done += 1;
    },
  );
  const come = (name: string, order = time) =>
    row.enter({ order, begins: () => began.push(name), goes: () => gone.push(name) });
  const pass = (millis: number): void => {
    time += millis;
    row.look(100);
  };
  return { row, come, pass, began, gone, done: () => done };
}

describe('the row before the places at work', () => {
  it('is taken in the order of turns, and of those with the same in the order of coming', () => {
    const { row, come, began } = start(1);
    const first = come('first', 9);
    for (const [name, order] of [
      ['late', 7],
      ['early', 3],
      ['later', 7],
    ] as const)
      come(name, order);
    expect([row.inside, ...began]).toEqual([4, 'first']);
    first.ends();
    expect(began).toEqual(['first', 'early']);
    // Whoever's body is on its way leaves his place, and finds it again.
    const rests = come('rests', 1);
    const second = start(1);
    const one = second.come('one');
    one.rests();
    second.come('two');
    expect(second.began).toEqual(['one', 'two']);
    one.goesOn();
    expect(second.row.inside).toBe(2);
    rests.ends();
    expect(row.inside).toBe(3);
  });

  it('loses some of those who stand, from its end, where somebody stands too long; so whoever is next stays', () => {
    const { row, come, pass, began, gone, done } = start(1);
    const first = come('first');
    pass(50);
    for (const name of ['a', 'b', 'c', 'd']) come(name);
    come('before all', 0);
    pass(100);
    expect([gone, row.waits()]).toEqual([[], 100]);
    pass(1);
    expect([gone, row.inside]).toEqual([['d'], 5]);
    first.ends();
    first.ends();
    expect([began, done()]).toEqual([['first', 'before all'], 1]);
    // What does not move at all is told to everybody in the end.
    for (let i = 0; i < 4; i++) pass(1);
    expect([gone, row.waits(), row.inside]).toEqual([['d', 'c', 'b', 'a'], 0, 1]);
  });

  it('never has more at work than places, loses nobody, and leaves no place empty', () => {
    const act = fc.record({
      what: fc.constantFrom('come', 'end', 'rest', 'pass'),
      which: fc.nat(30),
      order: fc.nat(5),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(act, { maxLength: 60 }), (places, acts) => {
        const { row, come, pass, began, gone } = start(places);
        const stays: { name: string; stay: ReturnType<typeof come>; is: 'in' | 'resting' | 'ended' }[] = [];
        for (const { what, which, order } of acts) {
          const one = stays[which];
          if (what === 'come') {
            const name = String(stays.length);
            stays.push({ name, stay: come(name, order), is: 'in' });
          } else if (what === 'pass') pass(300);
          else if (one && one.is === 'in') {
            if (what === 'end') {
              one.stay.ends();
              one.is = 'ended';
            } else if (began.includes(one.name)) {
              one.stay.rests();
              one.is = 'resting';
            }
          }
          const inside = stays.filter(({ name, is }) => is === 'in' && !gone.includes(name));
          const working = inside.filter(({ name }) => began.includes(name)).length;
          expect(row.inside).toBe(inside.length);
          expect(working).toBe(Math.min(places, inside.length));
        }
        expect(new Set([...began, ...gone]).size).toBe(began.length + gone.length);
      }),
    );
  });
});
