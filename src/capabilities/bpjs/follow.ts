import type { IsoDate } from '../../kernel/dates.ts';
import { type Happened, happenedAt, type Reported } from '../queue/index.ts';
import type { Reason } from './rules.ts';

// From what happened to a number to what BPJS is told of it. Pure: state and event in, state and messages out.

export type Action = 'add' | 'panggil' | 'batal';
/** Under which name BPJS knows a number; it has none of its own. */
export type KnownAs = { readonly poli: string; readonly day: IsoDate; readonly session: string };
export type Told = {
  /** The version up to which the history was read. */
  readonly version: number;
  /** Null while BPJS knows of no such number. */
  readonly known: KnownAs | null;
  readonly calledAt: Date | null;
  readonly answered: 'present' | 'absent' | null;
};
export type Draft = KnownAs & {
  readonly action: Action;
  /** Once for each: the version of the act, or what it was that was called off. */
  readonly cause: string;
  /** When it happened. */
  readonly at: Date;
  /** Not to be told before. */
  readonly dueAt: Date;
  readonly reason?: Reason;
  readonly present?: boolean;
};
export type Followed = {
  readonly told: Told;
  readonly drafts: readonly Draft[];
  /** A message of this number that waits, and was taken back. */
  readonly withdraws: Action | null;
};

export const UNTOLD: Told = { version: 0, known: null, calledAt: null, answered: null };

/** By whom a number is taken and cancelled of which BPJS need not be told: it told us. */
const BY_BPJS = 'mobile-jkn';
/** How long an officer may take an act back. */
const UNDO_MILLIS = 31_000;

/** BPJS takes no number of a session whose doctor has no code there: it never hears of it, so nothing later is sent of it either. */
const hereOf = (entry: Reported): KnownAs | null =>
  entry.bpjs === null || entry.doctorCode === null
    ? null
    : { poli: entry.bpjs, day: entry.day, session: entry.session };

/** One event of one number. Where several wait, `entry` is as it stands after all of them: what BPJS never heard of it need not hear. */
export function follow(told: Told, event: Happened, entry: Reported): Followed {
  const { kind } = event;
  const at = happenedAt(event);
  const next = { ...told, version: event.version };
  const still = (more: Partial<Told> = {}): Followed => ({ told: { ...next, ...more }, drafts: [], withdraws: null });
  const draft = (action: Action, as: KnownAs, more: Partial<Draft> = {}): Draft => ({
    ...{ ...as, action, cause: String(event.version), at, dueAt: at },
    ...more,
  });
  const { known } = told;
  switch (kind) {
    case 'booked':
    case 'walkedIn':
    case 'offered':
    case 'moved':
      return begins(next, event, entry, draft);
    case 'called':
    case 'calledAgain':
      return still({ calledAt: at });
    case 'done':
    case 'closed':
    case 'parked':
    case 'transferred':
      // Who goes on from the room was there when he was called.
      if (!known || told.answered === 'present') return still();
      return {
        told: { ...next, answered: 'present' },
        drafts: [draft('panggil', known, { at: told.calledAt ?? at, present: true })],
        withdraws: told.answered === 'absent' ? 'panggil' : null,
      };
    case 'absent': {
      if (!known || told.answered) return still();
      // At the end of the session; until then, and as long as the officer may take it back, he may still come.
      const dueAt = new Date(Math.max(at.getTime() + UNDO_MILLIS, entry.endsAt.getTime()));
      return {
        told: { ...next, answered: 'absent' },
        drafts: [draft('panggil', known, { present: false, dueAt })],
        withdraws: null,
      };
    }
    case 'undone':
      return event.data.act === 'absent' && told.answered === 'absent'
        ? { told: { ...next, answered: null }, drafts: [], withdraws: 'panggil' }
        : still();
    case 'cancelled':
    case 'unserved': {
      if (!known || told.answered) return still();
      if (kind === 'cancelled' && event.actor === BY_BPJS) return still({ known: null });
      return {
        told: { ...next, known: null },
        drafts: [draft('batal', known, { reason: reasonOf(event) })],
        withdraws: null,
      };
    }
    default:
      return still();
  }
}

/** A number, or the same one at another time: under another name for BPJS, so the old one is cancelled and the new one added. */
function begins(
  next: Told,
  event: Happened,
  entry: Reported,
  draft: (action: Action, as: KnownAs, more?: Partial<Draft>) => Draft,
): Followed {
  const { known } = next;
  const here = hereOf(entry);
  if (known && here && known.session === here.session) return { told: next, drafts: [], withdraws: null };
  const told = { ...next, known: here, calledAt: null, answered: null };
  const gone = known ? [draft('batal', known, { reason: 'moved' })] : [];
  const heard = event.actor === BY_BPJS;
  return { told, drafts: [...gone, ...(here && !heard ? [draft('add', here)] : [])], withdraws: null };
}

function reasonOf(event: Happened): Reason {
  if (event.kind === 'unserved') return 'unserved';
  if (event.data.reason === 'expired') return 'expired';
  return event.office === null ? 'patient' : 'office';
}

/** Its session does not take place: each of its numbers is cancelled, whatever becomes of it here. */
export function calledOff(told: Told, session: string, at: Date): Followed {
  const { known } = told;
  if (!known || told.answered || known.session !== session) return { told, drafts: [], withdraws: null };
  const draft: Draft = {
    ...{ ...known, action: 'batal', cause: `off:${session}:${told.version}`, at, dueAt: at, reason: 'schedule' },
  };
  return { told: { ...told, known: null }, drafts: [draft], withdraws: null };
}
