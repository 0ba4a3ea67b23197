import type { EntryStatus } from './queue.ts';

/** What a counter without a network knows of somebody whom it called; `unknown`: it did nothing after that. */
export type Came = 'came' | 'not' | 'unknown';

/**
 * What becomes of a call that is heard of late. What happened wins over what was supposed, whichever of the two the books heard first: who was in
 * one room is not awaited in another, nor absent, nor unserved. Where nobody knows yet whether he came, whoever calls him now keeps him.
 * @param status how the number stands when the call is heard of
 * @param passed whether another room passed him over meanwhile
 */
export function lateCall(
  status: EntryStatus,
  passed: boolean,
  came: Came,
): 'recorded' | 'served' | 'cancelled' | 'elsewhere' {
  switch (status) {
    case 'cancelled':
      return 'cancelled';
    case 'called':
      return came === 'came' ? 'served' : 'elsewhere';
    case 'waiting':
    case 'unserved':
    case 'absent':
      if (!passed) return 'recorded';
      // He did not come here either.
      return came === 'not' ? 'elsewhere' : 'served';
    default:
      // Another room had him.
      return 'elsewhere';
  }
}
