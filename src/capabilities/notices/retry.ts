/** Tried this often, then it waits for the operator. */
export const MOST_TRIES = 12;
const FIRST = 30;
const LONGEST = 900;

/**
 * Seconds until the next try: doubling up to a quarter of an hour, spread by ±20 % so that a gateway that comes back isn't run over.
 * @param chance 0 up to 1
 * @example waitBefore(1, 0.5) // 30
 */
export function waitBefore(tries: number, chance: number, asked: number | null = null): number {
  const even = Math.min(LONGEST, FIRST * 2 ** Math.max(0, tries - 1));
  return Math.round(Math.max(even, asked ?? 0) * (0.8 + 0.4 * chance));
}
