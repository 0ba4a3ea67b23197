import type { IsoDate } from '../../kernel/dates.ts';
import type { Sex } from '../../kernel/nik.ts';
import type { Text } from '../../kernel/text.ts';
import { refusals } from './errors.ts';
import type { Habits } from './estimate.ts';

export type QueueRef = { readonly region: string; readonly id: string };

/** The service that a mandate for a number names. */
export const CARE = 'berobat';

/** Whether somebody is here, so that an officer may look him up in the office's own books. */
export const takesRecord = ({ status }: Pick<Entry, 'status'>): boolean =>
  status === 'waiting' || status === 'called' || status === 'parked';

/** A place of care, or a counter like any other. */
export type PlaceKind = 'health' | 'counter';
export type Wave = { readonly days: number; readonly share: number };
/** An office that has a queue, and its rules. */
export type QueuePlace = {
  readonly region: string;
  /** 'region/office' */
  readonly office: string;
  readonly kind: PlaceKind;
  readonly opensDays: number;
  /** Shares of the places for booking that are given out so many days before; empty: all at once. */
  readonly waves: readonly Wave[];
  readonly checkinMinutes: number;
  readonly graceMinutes: number;
  readonly priorityRow: number;
  readonly boundMinutes: number;
  /** From this age on, and below the other, sensitive needs are booked by nobody for somebody else. */
  readonly teenFromMonths: number;
  readonly teenBelowMonths: number;
  /** So many numbers in use one account holds. */
  readonly mostNumbers: number;
  /** A screen there gives numbers to whoever comes without one. */
  readonly numberScreen: boolean;
  /** Where to go instead; null at a counter, and where a place has not said it. */
  readonly emergency: EmergencyRoom | null;
  readonly bring: Text | null;
  /** Where a room is, by its name. */
  readonly directions: Readonly<Record<string, Text>>;
};

/** Of a place what whoever heads it sets: how its queue goes. */
export type PlaceRules = Pick<
  QueuePlace,
  | 'opensDays'
  | 'waves'
  | 'checkinMinutes'
  | 'graceMinutes'
  | 'priorityRow'
  | 'boundMinutes'
  | 'mostNumbers'
  | 'numberScreen'
  | 'teenFromMonths'
  | 'teenBelowMonths'
>;
/** @example sayWaves([{ days: 7, share: 0.4 }, { days: 0, share: 0.6 }]) // '7: 40; 0: 60' */
export const sayWaves = (waves: readonly Wave[]): string =>
  waves.map(({ days, share }) => `${days}: ${Math.round(share * 100)}`).join('; ');

/** For whom a need or a sign of danger is. */
export type ForWhom = { readonly fromMonths: number | null; readonly belowMonths: number | null };

/** Of the reasons to go first, those that what somebody comes for can tell. */
export const NEED_FIRST = ['hamil', 'disabilitas'] as const;
export type NeedFirst = (typeof NEED_FIRST)[number];
export type Need = ForWhom & {
  readonly code: string;
  readonly title: Text;
  readonly hint: Text | null;
  readonly words: string;
  readonly poli: string;
  readonly sex: Sex | null;
  readonly sensitive: boolean;
  /** Why whoever comes for it is called before others; null: by age alone. */
  readonly first: NeedFirst | null;
  /** From which day on it is asked for, and from which no more; null: always. */
  readonly since: IsoDate | null;
  readonly until: IsoDate | null;
};
export type EmergencyRoom = { readonly say: Text; readonly phone: string; readonly address?: string | null };
/** A doctor of the place approved it on that day. */
export type DangerSign = ForWhom & { readonly code: string; readonly say: Text; readonly approvedOn: IsoDate };

/** What a place offers, as citizens meet it. */
export type Offer = {
  readonly place: QueuePlace;
  readonly needs: readonly Need[];
  readonly signs: readonly DangerSign[];
  readonly polis: readonly {
    readonly code: string;
    readonly name: Text;
    readonly stage: Stage;
    /** BPJS's own code, where the queue is one of those that BPJS knows. */
    readonly bpjs: string | null;
  }[];
  /** What earlier days taught, by poli; absent where none did yet. */
  readonly habits: ReadonlyMap<string, Habits>;
};

/** Where in a visit a queue stands. */
export type Stage = 'loket' | 'periksa' | 'obat';
export type SessionState = 'open' | 'paused' | 'full' | 'closed' | 'cancelled';
export type Session = {
  readonly region: string;
  readonly id: string;
  readonly office: string;
  readonly poli: string;
  readonly day: IsoDate;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly prefix: string;
  readonly rooms: readonly string[];
  readonly doctor: string | null;
  /** BPJS's own number of the doctor. */
  readonly doctorCode: number | null;
  readonly visitMinutes: number;
  readonly cap: number;
  readonly taken: number;
  readonly state: SessionState;
  /** A code, or null while it is open. */
  readonly stateReason: string | null;
  readonly streak: number;
  /** So long a wave's requests are pooled before they are drawn; null: first come, first served. */
  readonly drawMinutes: number | null;
  /** Whose receipts are drawn before the others. */
  readonly drawFirst: readonly string[];
  /** The draw that runs, and until when one may take part. */
  readonly pool: string | null;
  readonly poolUntil: Date | null;
  /** Who it was when people had a number already. */
  readonly doctorBefore: string | null;
  readonly doctorChangedAt: Date | null;
};
export type Slot = {
  readonly region: string;
  readonly id: string;
  readonly session: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly online: number;
  readonly onlineTaken: number;
  /** Places for booking after the draw that runs. */
  readonly onlineNext: number | null;
  readonly desk: number;
  readonly deskTaken: number;
  /** Places that are held for forms which are being filled in: here, and in all windows of its session. */
  readonly held: number;
  readonly sessionHeld: number;
};

export type EntryClass = 'regular' | 'priority' | 'emergency';
export type EntryStatus = 'booked' | 'waiting' | 'called' | 'parked' | 'done' | 'absent' | 'unserved' | 'cancelled';
/** Why somebody has priority, or goes before all. */
export type ClassReason = 'lansia' | 'balita' | 'hamil' | 'disabilitas' | 'darurat';

/** Who may be drawn first: what the register and the need say. What only an officer sees has the quota of whoever is helped. */
export const DRAWN_FIRST = ['lansia', 'balita', 'hamil'] as const satisfies readonly ClassReason[];

export type Entry = {
  readonly region: string;
  readonly id: string;
  readonly version: number;
  readonly head: Uint8Array;
  readonly office: string;
  readonly session: string;
  readonly lane: string;
  readonly slot: string;
  readonly poli: string;
  readonly need: string | null;
  readonly day: IsoDate;
  readonly number: number;
  readonly patient: string;
  readonly subject: string;
  readonly applicant: string;
  readonly authority: 'self' | 'family' | 'mandate' | 'office' | 'system';
  readonly channel: 'warga' | 'petugas' | 'mjkn';
  readonly payer: 'bpjs' | 'umum';
  readonly class: EntryClass;
  readonly classReason: string | null;
  readonly status: EntryStatus;
  readonly stage: Stage;
  readonly dueAt: Date;
  readonly dueReason: string | null;
  readonly promisedFrom: Date;
  readonly promisedTo: Date;
  readonly shown: Shown | null;
  readonly room: string | null;
  readonly calls: number;
  readonly skips: number;
  readonly bookedAt: Date;
  readonly arrivedAt: Date | null;
  readonly calledAt: Date | null;
  readonly firstCalledAt: Date | null;
  readonly endedAt: Date | null;
};
/** The estimate as it was shown at check-in: moments in ISO form. */
export type Shown = { readonly low: string; readonly mid: string; readonly high: string };

/** A number as everybody may know it: no person in it. */
export type InLine = Pick<
  Entry & { readonly prefix: string },
  | 'id'
  | 'prefix'
  | 'number'
  | 'class'
  | 'status'
  | 'stage'
  | 'channel'
  | 'slot'
  | 'dueAt'
  | 'bookedAt'
  | 'arrivedAt'
  | 'calledAt'
  | 'firstCalledAt'
  | 'endedAt'
  | 'room'
  | 'calls'
  | 'skips'
>;

export type Mine = {
  readonly region: string;
  readonly id: string;
  readonly office: string;
  readonly day: IsoDate;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly label: string;
  readonly status: EntryStatus;
  /** Its session does not take place. */
  readonly off: boolean;
};

export const ACTIVE = ['booked', 'waiting', 'called', 'parked'] as const satisfies readonly EntryStatus[];
export const isActive = (status: EntryStatus): boolean => (ACTIVE as readonly string[]).includes(status);

/** @example labelOf('A', 12) // 'A-012' */
export const labelOf = (prefix: string, number: number): string => `${prefix}-${String(number).padStart(3, '0')}`;

/** By the letters that the place gave its sessions: the same order all day, whichever begins first. */
export const byLetter = (one: { readonly session: Session }, other: { readonly session: Session }): number =>
  one.session.prefix < other.session.prefix ? -1 : one.session.prefix > other.session.prefix ? 1 : 0;

/** Completed months of life. */
export function monthsOld(birthDate: IsoDate, on: IsoDate): number {
  const [by = 0, bm = 0, bd = 0] = birthDate.split('-').map(Number);
  const [oy = 0, om = 0, od = 0] = on.split('-').map(Number);
  return (oy - by) * 12 + (om - bm) - (od < bd ? 1 : 0);
}

/** Whether a need is offered on a day. */
export const isOffered = (need: Pick<Need, 'since' | 'until'>, day: IsoDate): boolean =>
  (need.since === null || need.since <= day) && (need.until === null || day < need.until);

/** Whether a need or sign is for somebody of this age and sex. */
export const suits = (
  one: ForWhom & { readonly sex?: Sex | null },
  whom: { readonly months: number; readonly sex: Sex | null },
): boolean =>
  (one.fromMonths === null || whom.months >= one.fromMonths) &&
  (one.belowMonths === null || whom.months < one.belowMonths) &&
  (one.sex === undefined || one.sex === null || whom.sex === null || one.sex === whom.sex);

/** Whether an adolescent may want to keep a need from his family: nobody books it for him. He does himself, or at the counter. */
export const isKept = (
  need: Pick<Need, 'sensitive'>,
  place: Pick<QueuePlace, 'teenFromMonths' | 'teenBelowMonths'>,
  by: { readonly months: number; readonly authority: Entry['authority'] },
): boolean =>
  need.sensitive && by.authority !== 'self' && by.months >= place.teenFromMonths && by.months < place.teenBelowMonths;

/** What somebody books at a place for a day. @throws Refusal where it is not for him, or not to be booked by whoever acts for him */
export function needFor(
  offer: Pick<Offer, 'needs' | 'place'>,
  code: string,
  of: {
    readonly poli: string;
    readonly day: IsoDate;
    readonly months: number;
    readonly sex: Sex | null;
    readonly authority: Entry['authority'];
  },
): Need {
  const need = offer.needs.find((one) => one.code === code);
  const fits = need?.poli === of.poli && suits(need, of) && isOffered(need, of.day);
  if (!fits || isKept(need, offer.place, of)) throw refusals.notForThem();
  return need;
}

/** An old person by UU 13/1998, a child under five by the word. */
const [OLD, SMALL] = [60 * 12, 5 * 12];

/** Who is called before others: by what he comes for, or by his age. Others by an officer who sees it. */
export function priorityOf(months: number | null, need: Pick<Need, 'first'> | null): ClassReason | null {
  if (need?.first) return need.first;
  if (months === null) return null;
  if (months >= OLD) return 'lansia';
  return months < SMALL ? 'balita' : null;
}
