import { describe, expect, it } from 'vitest';
import { dice } from '../../../tests/support/dice.ts';
import { type Admission, createAdmission } from './admission.ts';
import type { Stay } from './row.ts';

const nothing = (): void => {};
/** Whoever came in first leaves first. */
function inOrder(admission: Admission) {
  const stays: Stay[] = [];
  const come = (): Stay => admission.enter(undefined, nothing, nothing);
  const first = (): Stay => stays.shift() ?? come();
  return {
    ...admission,
    enter: () => void stays.push(come()),
    leave: () => first().ends(),
    rest: () => first().rests(),
  };
}

describe('who comes in', () => {
  const start = (least = 2) => {
    let time = 0;
    const admission = inOrder(createAdmission({ now: () => time, chance: () => 0.5, patience: 1000, least }));
    return { admission, pass: (millis: number) => (time += millis) };
  };

  it('is as many as can be served within the patience, by what was served lately', () => {
    const { admission, pass } = start();
    for (let i = 0; i < 100; i++) {
      admission.enter();
      pass(10);
      admission.leave();
    }
    // A hundred a second were served, so a hundred may be inside.
    for (let i = 0; i < 100; i++) {
      expect(admission.turnedAway(), String(i)).toBeUndefined();
      admission.enter();
    }
    admission.leave();
    // Whose turn it is.
    expect(admission.turnedAway(0)).toBeUndefined();
  });

  it('is told to come back ever later, each behind those before, and by chance', () => {
    const { admission } = start(1);
    admission.enter();
    const told = Array.from({ length: 40 }, () => admission.turnedAway()?.seconds ?? 0);
    expect(told[0]).toBeLessThan(10);
    expect(told.at(-1)).toBeGreaterThan(40);
    expect([...told].sort((a, b) => a - b)).toEqual(told);
    const chances = [0, 0.9].map((chance) => {
      const one = createAdmission({ now: () => 0, chance: () => chance, least: 1 });
      one.enter(undefined, nothing, nothing);
      return one.turnedAway()?.due ?? 0;
    });
    expect(chances[1]).toBeGreaterThan((chances[0] ?? 0) + 1000);
  });

  it('keeps his turn: let in at it before all who came later, and told the same again when he comes too early', () => {
    const { admission, pass } = start(2);
    admission.enter();
    admission.enter();
    const first = admission.turnedAway();
    const second = admission.turnedAway();
    expect(second?.due).toBeGreaterThan(first?.due ?? 0);
    pass(500);
    expect(admission.turnedAway(first?.due)?.due).toBe(first?.due);
    for (let i = 0; i < 20; i++) admission.turnedAway();
    admission.leave();
    pass((first?.due ?? 0) - 500);
    // There is room again, but others wait for it.
    expect(admission.free()).toBe(false);
    expect(admission.turnedAway()).toBeDefined();
    expect(admission.turnedAway(first?.due)).toBeUndefined();
    // It is full when he comes: it stays his turn, a few seconds later.
    admission.enter();
    const late = admission.turnedAway(first?.due);
    expect(late?.due).toBe(first?.due);
    expect(late?.seconds).toBeLessThan(8);
    // Long after it he is one of those who come.
    pass(1_000_000);
    expect(admission.turnedAway(first?.due)?.due).not.toBe(first?.due);
  });

  it('is let in beside those who wait for their turn while hardly anybody is inside', () => {
    const { admission, pass } = start(128);
    for (let i = 0; i < 128; i++) admission.enter();
    for (let i = 0; i < 2000; i++) admission.turnedAway();
    expect(admission.turnedAway()).toBeDefined();
    for (let i = 0; i < 100; i++) admission.leave();
    pass(10);
    expect(admission.turnedAway()).toBeUndefined();
    for (let i = 0; i < 40; i++) admission.enter();
    expect(admission.turnedAway()).toBeDefined();
  });

  it('is told a longer wait the more came to their turn before him, and by chance', () => {
    const [least = [], most = []] = [0, 0.99].map((chance) => {
      const one = createAdmission({ now: () => 0, chance: () => chance, least: 1 });
      one.enter(undefined, nothing, nothing);
      return Array.from({ length: 60 }, () => one.turnedAway(0)?.seconds ?? 0);
    });
    expect([...least].sort((a, b) => a - b)).toEqual(least);
    expect(least.at(-1)).toBeGreaterThan(30 * (least[0] ?? 0));
    expect((most.at(-1) ?? 0) / (least.at(-1) ?? 1)).toBeGreaterThan(1.15);
  });

  it('comes at a moment of his own where many came at once to their turn', () => {
    const one = createAdmission({ now: () => 0, chance: () => 0, least: 100 });
    for (let i = 0; i < 100; i++) one.enter(undefined, nothing, nothing);
    const told = Array.from({ length: 400 }, () => one.turnedAway(0));
    const moments = told.map((turn) => (turn?.seconds ?? 0) * 1000 + (turn?.after ?? 0));
    expect(moments[0]).toBeGreaterThanOrEqual(1000);
    for (const [i, moment] of moments.slice(1).entries()) {
      const each = moment - (moments[i] ?? 0);
      expect([i, each > 6 && each < 9]).toEqual([i, true]);
    }
    for (const turn of told)
      expect(turn).toMatchObject({ after: expect.toSatisfy((ms: number) => ms >= 0 && ms < 1000) });
  });
  it('is hardly anybody new until those are back who were told to come again at their turn', () => {
    const { admission, pass } = start(128);
    for (let i = 0; i < 128; i++) admission.enter();
    const again = admission.turnedAway(0);
    expect(again).toMatchObject({ due: 0, seconds: 1 });
    for (let i = 0; i < 108; i++) admission.leave();
    expect(admission.turnedAway()).toBeDefined();
    expect(admission.turnedAway(0)).toBeUndefined();
    for (let i = 0; i < 5; i++) admission.leave();
    expect(admission.turnedAway()).toBeUndefined();
    pass(10_000);
    for (let i = 0; i < 60; i++) admission.enter();
    expect(admission.turnedAway()).toBeUndefined();
  });

  it('is, before it is known how many can be, whoever comes as long as nobody waits longer than the patience', () => {
    let time = 0;
    const known = { now: () => time, chance: () => 0.5 };
    const admission = createAdmission({ ...known, patience: 400, least: 2, hoped: 50, places: 2 });
    for (let i = 0; i < 40; i++) {
      expect(admission.turnedAway(), String(i)).toBeUndefined();
      admission.enter(undefined, nothing, nothing);
    }
    time = 399;
    expect(admission.turnedAway()).toBeUndefined();
    time = 401;
    expect(admission.turnedAway()).toBeDefined();
  });

  it('goes on with his next page before all who come new, also if he himself never waited', () => {
    const { admission } = start(128);
    expect(admission.letIn()).toBeUndefined();
    for (let i = 0; i < 100; i++) admission.enter();
    const turn = admission.letIn();
    for (let i = 0; i < 28; i++) admission.enter();
    expect(admission.turnedAway()).toBeDefined();
    // The house is full; for a journey that is under way there is half as much room again.
    expect(admission.turnedAway(0)).toBeDefined();
    expect(admission.turnedAway(turn?.due)).toBeUndefined();
    for (let i = 0; i < 64; i++) admission.enter();
    expect(admission.turnedAway(turn?.due)).toBeDefined();
  });

  it('is fewer at a time where each brings many pages with him', () => {
    /** Milliseconds between two turns, once it is known how many pages each asks for. */
    const between = (pages: number): number => {
      const { admission, pass } = start(128);
      for (let i = 0; i < 128; i++) admission.enter();
      let gap = 0;
      for (let window = 0; window < 300; window++) {
        // As many come new as have their turn meanwhile.
        for (let i = 0; i < (gap === 0 ? 200 : 500 / gap); i++) admission.turnedAway();
        const [one, other] = [admission.turnedAway()?.due ?? 0, admission.turnedAway()?.due ?? 0];
        gap = other - one;
        const wishes = (500 / gap) * pages;
        pass(500);
        // Two hundred a second are served, first of all those whose turn it is.
        for (let i = 0; i < 100; i++) {
          admission.leave();
          if (i < wishes) admission.turnedAway(0);
          admission.enter();
        }
      }
      return gap;
    };
    expect(between(6)).toBeGreaterThan(3 * between(1));
  });

  it('is told to come back soon when a crowd comes after a quiet night', () => {
    const { admission } = start(128);
    for (let i = 0; i < 128; i++) admission.enter();
    const told = Array.from({ length: 72 }, () => admission.turnedAway()?.seconds ?? 0);
    expect(told.at(-1)).toBeGreaterThan(1);
    expect(told.at(-1)).toBeLessThan(8);
  });

  it('is nobody beyond the least while the process is behind', () => {
    const { admission, pass } = start();
    for (let i = 0; i < 100; i++) {
      admission.enter();
      pass(10);
      admission.leave();
    }
    for (let i = 0; i < 3; i++) admission.enter();
    expect(admission.turnedAway()).toBeUndefined();
    admission.lag(1000);
    expect(admission.turnedAway()).toBeDefined();
  });

  it('is about as many as can be served, in a crowd of five times that and while everything gets slower', () => {
    const { admission, pass } = start();
    let inside = 0;
    let time = 0;
    let turns: { at: number; held: number }[] = [];
    const come = (held?: number): void => {
      const turn = admission.turnedAway(held);
      if (turn !== undefined) return void turns.push({ at: time + turn.seconds * 1000, held: turn.due });
      admission.enter();
      inside += 1;
    };
    /** How many were inside at most, and which part of what could be served was, in the second half of this time. */
    const serve = (many: number, every: number): { readonly most: number; readonly busy: number } => {
      let [most, busy] = [0, 0];
      for (let i = 0; i < many; i++) {
        pass(every);
        time += every;
        if (inside > 0) {
          admission.leave();
          inside -= 1;
          if (i > many / 2) busy += 2 / many;
        }
        const due = turns.filter(({ at }) => at <= time);
        turns = turns.filter(({ at }) => at > time);
        for (const { held } of due) come(held);
        // Far more come than are served.
        for (let one = 0; one < 5; one++) come();
        if (i > many / 2) most = Math.max(most, inside);
      }
      return { most, busy };
    };
    for (const [many, every] of [
      [2000, 10],
      [800, 50],
    ] as const) {
      const { most, busy } = serve(many, every);
      expect(busy).toBeGreaterThan(0.9);
      // Nobody inside waits longer than a second.
      expect(most).toBeLessThan((1000 / every) * 1.1);
    }
  });

  it('takes no place while what he sends is still on its way', () => {
    const { admission } = start(1);
    admission.enter();
    expect(admission.turnedAway()).toBeDefined();
    admission.rest();
    expect(admission.turnedAway()).toBeUndefined();
  });

  it('and a crowd that was told in whole seconds comes back evenly', () => {
    let time = 0;
    const admission = createAdmission({ now: () => time, chance: dice(7), patience: 400, least: 100 });
    for (let i = 0; i < 100; i++) admission.enter(undefined, nothing, nothing);
    const returns: number[] = [];
    // Two thousand a second, of whom 187 a second get a turn in the same time.
    for (; time < 10_000; time += 0.5) {
      const told = admission.turnedAway();
      if (told) returns.push(time + told.seconds * 1000);
    }
    const tenths = Array.from({ length: 300 }, () => 0);
    for (const at of returns)
      if (at >= 70_000 && at < 100_000)
        tenths[Math.floor((at - 70_000) / 100)] = (tenths[Math.floor((at - 70_000) / 100)] ?? 0) + 1;
    const mean = tenths.reduce((sum, many) => sum + many, 0) / tenths.length;
    expect(mean).toBeGreaterThan(10);
    expect(Math.max(...tenths)).toBeLessThan(2.5 * mean);
    expect(Math.min(...tenths)).toBeGreaterThan(0);
  });
});
