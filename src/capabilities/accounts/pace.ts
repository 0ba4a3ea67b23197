/** Seconds to wait after the nth try of one number, account or user name; the last one stays. Success starts anew, so does a day of rest. */
export const PACES = {
  /** Codes sent to one number. With five guesses a code, somebody who never rests has 5 × 29 of a million a day, and no PIN. */
  code: [20, 30, 60, 120, 300, 600, 1200, 3600],
  /** Wrong passwords or TOTP of one user name. */
  officer: [0, 0, 0, 10, 30, 60, 300, 900],
  /** Numbers of printed slips and facts of the register typed in one session to prove who one is. */
  proof: [0, 0, 0, 60, 300, 900, 3600],
  /** Mandates offered to, or asked of, others by their NIK. */
  mandate: [0, 0, 0, 0, 0, 60, 300, 900, 3600],
} as const satisfies Record<string, readonly number[]>;
export type PaceKind = keyof typeof PACES;

/**
 * How many wrong ones of an account are at hand, and after how many seconds there is one more. A right one costs nothing and fills
 * nothing up, so these are bounds whatever anybody does.
 *
 * Wrong PINs are counted per device that once entered this account's right PIN, of which the last `KNOWN_DEVICES` count, and for
 * all other devices together. So whoever shares the owner's number, and passes its code, uses up the strangers' allowance only: 16
 * in a first day, then 8 a day, however many browsers he brings; 3,000 a year of a million. The owner goes on where he was before;
 * on a new phone, a slip of the counter opens. Over all devices it is at most 144 in a first day, then 104 a day, and of those a
 * stranger has only as many as he holds of the owner's own phones.
 */
export const ALLOWANCES = {
  /** Wrong PINs on one device that knew the PIN before. */
  knownPin: { atHand: 8, every: 3600 },
  /** Wrong PINs on all others together. */
  strangerPin: { atHand: 8, every: 3 * 3600 },
  /** Wrong proofs of one account over all its sessions, each of which is slowed down by itself: of a slip, one in 100 million a try. */
  proof: { atHand: 1000, every: 80 },
  /** Messages that strangers ran out of tries. */
  told: { atHand: 1, every: 24 * 3600 },
} as const satisfies Record<string, { readonly atHand: number; readonly every: number }>;
export type AllowanceKind = keyof typeof ALLOWANCES;

/** Devices of one account that its own right PIN was entered on. */
export const KNOWN_DEVICES = 4;

export const PACE_FORGETS = 24 * 60 * 60;

export const CODE_SECONDS = 5 * 60;
export const CODE_GUESSES = 5;
/** How long somebody may think about which account, after a right code. */
export const CHOICE_SECONDS = 5 * 60;
