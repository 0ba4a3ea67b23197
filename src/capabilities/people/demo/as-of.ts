import { addDays, addMonths, type IsoDate } from '../../../kernel/dates.ts';
import type { Chance } from './chance.ts';

/** Ages are counted back from one fixed day, so that a seed makes the same people on any day. */
export const AS_OF = '2026-11-01';

/** The later of two days, but not after the fixed one. */
export const laterOf = (one: IsoDate, other: IsoDate): IsoDate => {
  const later = one > other ? one : other;
  return later > AS_OF ? addDays(AS_OF, -30) : later;
};

/** A day on which somebody is that old on the fixed day. */
export const bornOn = (chance: Chance, age: number): IsoDate =>
  addDays(addMonths(AS_OF, -12 * age), -chance.whole(age === 0 ? 20 : 1, 360));
