import type { Random } from '../../../kernel/ids.ts';

/** Chance that repeats itself for a seed: nothing secret may come of it. */
export type Chance = {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `min` to `max`, both included. */
  whole(min: number, max: number): number;
  one<T>(of: readonly T[]): T;
  /** One of the names, by weight. */
  weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K;
  likely(share: number): boolean;
  bytes: Random;
};

/** @example chanceOf(7).whole(1, 6) // always the same first throw */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    whole,
    one: <T>(of: readonly T[]): T => {
      if (of.length === 0) throw new RangeError('nothing to choose from');
      return of[whole(0, of.length - 1)] as T;
    },
    weighted: <K extends string>(weights: Readonly<Partial<Record<K, number>>>): K => {
      const entries = Object.entries(weights) as [K, number][];
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      const found = entries.find(([, weight]) => {
        left -= weight;
        return left < 0;
      });
      return (found ?? entries[0] ?? (['' as K] as const))[0];
    },
    likely: (share) => next() < share,
    bytes: (n) => Uint8Array.from({ length: n }, () => whole(0, 255)),
  };
}
