import { createHash } from 'node:crypto';

// The draw itself: nothing but hashes, so that anybody can draw again with what is published.

export type Receipt = { readonly receipt: string; readonly first: boolean };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** One line per receipt, in the order of the alphabet: the receipt, a blank, 1 for those who are drawn first, else 0; each line ends with \n. */
export const listHashOf = (all: readonly Receipt[]): string =>
  sha256(
    all
      .map(({ receipt, first }) => `${receipt} ${first ? 1 : 0}\n`)
      .sort()
      .join(''),
  );

/** What decides of a receipt. @example keyOf('seed', 'list', 'K7QF3MZ2') // sha256('seed list K7QF3MZ2') in hex */
export const keyOf = (seed: string, listHash: string, receipt: string): string =>
  sha256(`${seed} ${listHash} ${receipt}`);

/** In the order drawn: those who go first, then the others; within both the smallest key. */
export function drawnOrder<R extends Receipt>(
  seed: string,
  all: readonly R[],
): readonly (R & { readonly key: string })[] {
  const listHash = listHashOf(all);
  return all
    .map((one) => ({ ...one, key: keyOf(seed, listHash, one.receipt) }))
    .sort((one, other) => Number(other.first) - Number(one.first) || (one.key < other.key ? -1 : 1));
}
