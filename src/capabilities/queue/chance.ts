// Chance that follows from a seed, and the few shapes of it that a queue needs.

export type Chance = () => number;

/** Numbers between 0 and 1 that follow from a seed: the same question has the same answer. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0 || 1;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const normal = (chance: Chance): number =>
  Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());

/** @param spread the standard deviation over the mean */
export function lognormal(chance: Chance, mean: number, spread: number): number {
  const sigma = Math.sqrt(Math.log(1 + spread * spread));
  return mean * Math.exp(sigma * normal(chance) - (sigma * sigma) / 2);
}

export const gamma2 = (chance: Chance, mean: number): number =>
  (-mean / 2) * (Math.log(1 - chance()) + Math.log(1 - chance()));

/** Moments of a stream of people who know nothing of each other. */
export function stream(chance: Chance, rate: number, from: number, to: number): readonly number[] {
  const moments: number[] = [];
  if (rate > 0)
    for (let at = from - Math.log(1 - chance()) / rate; at < to && moments.length < 300; ) {
      moments.push(at);
      at -= Math.log(1 - chance()) / rate;
    }
  return moments;
}
