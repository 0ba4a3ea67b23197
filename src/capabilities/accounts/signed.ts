/** Acting signers: plt while the seat is empty, plh while its holder is away. */
export type Capacity = 'tetap' | 'plt' | 'plh';

/** What an officer may do at one office now. `office` is the whole name, 'region/office'. */
export type RoleHeld = {
  readonly region: string;
  readonly office: string;
  readonly role: string;
  readonly capacity: Capacity;
};

/** 1: the one-time code alone, which shows masked status · 2: the PIN as well, which opens drafts, papers and family. */
export type Level = 1 | 2;

export type CitizenSigned = {
  readonly kind: 'citizen';
  readonly session: string;
  readonly account: string;
  readonly person: string;
  /** Where the register keeps this person. */
  readonly region: string;
  readonly level: Level;
  readonly pinSet: boolean;
  /** A phone or computer that others use: short, nothing remembered. */
  readonly shared: boolean;
  readonly beganAt: Date;
  readonly expiresAt: Date;
};

export type OfficerSigned = {
  readonly kind: 'officer';
  readonly session: string;
  readonly officer: string;
  readonly name: string;
  readonly roles: readonly RoleHeld[];
  readonly beganAt: Date;
  readonly expiresAt: Date;
};

export type Signed = CitizenSigned | OfficerSigned;

/** What a browser gets: put `token` in a cookie, and `device` in one that outlives the session. */
export type SignedIn = { readonly token: string; readonly device: string | null; readonly signed: Signed };

/** The one whose own rows a session may see: a person or an officer. */
export const holderOf = (signed: Signed): string => (signed.kind === 'citizen' ? signed.person : signed.officer);

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Seconds. A shared phone forgets soon, but not while somebody reads a page of a form. */
export const LIFETIMES = {
  citizen: { idle: 24 * HOUR, whole: 14 * 24 * HOUR },
  shared: { idle: 10 * MINUTE, whole: HOUR },
  officer: { idle: 30 * MINUTE, whole: 10 * HOUR },
} as const;

/** After this long without a page the PIN is asked again. */
export const LEVEL_TWO_IDLE = 30 * MINUTE;

/** How old the last sight may become before it is written again: not every page is a write. */
export const SEEN_EVERY = MINUTE;

/**
 * The level that still holds: a PIN entered long ago counts as a code.
 * @example levelNow(2, new Date(0), new Date(31 * 60_000)) // 1
 */
export const levelNow = (level: number, seenAt: Date, now: Date): Level =>
  level === 2 && now.getTime() - seenAt.getTime() <= LEVEL_TWO_IDLE * 1000 ? 2 : 1;
