/** Seconds to wait after the nth try of one number, account or user name; the last one stays. Success starts anew, so does a day of rest. */
export const PACES = {
  /** Codes sent to one number. With five guesses a code, somebody who never rests has 5 × 29 of a million a day, and no PIN. */
  code: [20, 30, 60, 120, 300, 600, 1200, 3600],
  /** Wrong PINs of one account. */
  pin: [0, 0, 0, 30, 60, 300, 900, 3600],
  /** Wrong passwords or TOTP of one user name. */
  officer: [0, 0, 0, 10, 30, 60, 300, 900],
  /** Numbers of printed slips and facts of the register typed to prove who one is. */
  proof: [0, 0, 0, 60, 300, 900, 3600],
  /** Mandates offered to, or asked of, others by their NIK. */
  mandate: [0, 0, 0, 0, 0, 60, 300, 900, 3600],
} as const satisfies Record<string, readonly number[]>;
export type PaceKind = keyof typeof PACES;

export const PACE_FORGETS = 24 * 60 * 60;

export const CODE_SECONDS = 5 * 60;
export const CODE_GUESSES = 5;
/** How long somebody may think about which account, after a right code. */
export const CHOICE_SECONDS = 5 * 60;
