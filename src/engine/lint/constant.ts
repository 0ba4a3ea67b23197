import { evaluate } from '../feel/evaluate.ts';
import type { Compiled } from '../feel/index.ts';

/** A condition that reads nothing is the same in every case. */
const fixed = ({ tree, reads }: Compiled): boolean | undefined =>
  reads.length > 0 ? undefined : evaluate(tree, {}) === true;

export const isTrueNever = (condition: Compiled): boolean => fixed(condition) === false;
export const isTrueAlways = (condition: Compiled): boolean => fixed(condition) === true;
