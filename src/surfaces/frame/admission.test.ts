import { describe, expect, it } from 'vitest';
import { createAdmission } from './admission.ts';

describe('who comes in', () => {
  const start = (least = 2) => {
    let time = 0;
    const admission = createAdmission({ now: () => time, chance: () => 0.5, patience: 1000, least });
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
    expect(admission.turnedAway()).toBeGreaterThan(0);
    admission.leave();
    expect(admission.turnedAway()).toBeUndefined();
  });

  it('is told to come back ever later, each behind those before, and by chance', () => {
    const { admission } = start(1);
    admission.enter();
    const told = Array.from({ length: 40 }, () => admission.turnedAway() ?? 0);
    expect(told[0]).toBeLessThan(10);
    expect(told.at(-1)).toBeGreaterThan(40);
    expect([...told].sort((a, b) => a - b)).toEqual(told);
    const chances = [0, 0.9];
    const spread = chances.map((chance) => {
      const one = createAdmission({ now: () => 0, chance: () => chance, least: 1 });
      one.enter();
      return Array.from({ length: 20 }, () => one.turnedAway() ?? 0).at(-1) ?? 0;
    });
    expect(spread[1]).toBeGreaterThan((spread[0] ?? 0) + 5);
  });

  it('is told to come back soon when a crowd comes after a quiet night', () => {
    const { admission } = start(128);
    for (let i = 0; i < 128; i++) admission.enter();
    const told = Array.from({ length: 72 }, () => admission.turnedAway() ?? 0);
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
    expect(admission.turnedAway()).toBeGreaterThan(0);
  });

  it('is fewer, within seconds, when the crowd itself makes everything slow', () => {
    const { admission, pass } = start();
    let inside = 0;
    const come = (): void => {
      if (admission.turnedAway() !== undefined) return;
      admission.enter();
      inside += 1;
    };
    const serve = (many: number, every: number): void => {
      for (let i = 0; i < many; i++) {
        pass(every);
        admission.leave();
        inside -= 1;
        // Far more come than are served.
        for (let one = 0; one < 5; one++) come();
      }
    };
    come();
    come();
    serve(300, 10);
    expect(inside).toBeGreaterThan(80);
    // From now on only twenty a second are served, so only twenty may be inside.
    serve(200, 50);
    expect(inside).toBeLessThan(25);
  });

  it('takes no place while what he sends is still on its way', () => {
    const { admission } = start(1);
    admission.enter();
    expect(admission.turnedAway()).toBeGreaterThan(0);
    admission.rest();
    expect(admission.turnedAway()).toBeUndefined();
  });
});
