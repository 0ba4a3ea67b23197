import { type Happened, happenedAt, type Reported } from '../queue/index.ts';

// From what happened to a number to how its Encounter stands. Pure: state and event in, state and messages out.

export type State = 'none' | 'arrived' | 'in-progress' | 'finished' | 'cancelled';
export type Action = Exclude<State, 'none'>;
/** Moments in ISO form. */
type Standing = {
  /** The version up to which the history was read. */
  readonly version: number;
  readonly state: State;
  /** Where the patient is in his visit, by our own code of the poli. */
  readonly poli: string | null;
  readonly arrivedAt: string | null;
  readonly calledAt: string | null;
  readonly startedAt: string | null;
  /** The closing that was turned into a message. */
  readonly closing: number;
  /** That he did not come is said by the act `cause`, and told at that moment. */
  readonly absent?: { readonly cause: string; readonly dueAt: string } | undefined;
};
export type Told = Standing & {
  /** How it stood before the last act, which may be taken back. */
  readonly before: Standing | null;
};
/** Everything of an Encounter that is about no person. */
export type Facts = {
  readonly poli: string;
  readonly doctor: number | null;
  readonly arrived: string;
  readonly started: string | null;
  readonly ended: string | null;
  readonly conditions: readonly string[];
  readonly disposition: string | null;
};
export type Draft = {
  readonly action: Action;
  readonly cause: string;
  readonly at: Date;
  /** Not to be told before. */
  readonly dueAt: Date;
  readonly facts: Facts;
};
export type Followed = {
  readonly told: Told;
  readonly drafts: readonly Draft[];
  /** The cause of messages that are taken back. */
  readonly withdraws: string | null;
};
/** How a visit ended, as the clinic's own system says. */
export type Closing = {
  readonly version: number;
  /** References, e.g. 'Condition/0191…', the main one first. */
  readonly conditions: readonly string[];
  readonly disposition: string;
  readonly endedAt: Date;
};
export type Of = {
  readonly entry: Pick<Reported, 'poli' | 'doctorCode' | 'endsAt'>;
  /** Whether SATUSEHAT is told of this poli. */
  readonly isTold: (poli: string) => boolean;
  /** Who arrived before is not told. */
  readonly since: Date;
};

export const UNTOLD: Told = {
  ...{ version: 0, state: 'none', poli: null, arrivedAt: null, calledAt: null, startedAt: null, closing: 0 },
  before: null,
};
/** How long an officer may take an act back. */
const UNDO_MILLIS = 31_000;

/** Of an in-progress that a closing brings with it: it stays when that closing is replaced. */
const BEGUN = 'begun';
export const closingCause = (version: number): string => `closing:${version}`;

/** One event of one number. */
export function follow(told: Told, event: Happened, of: Of): Followed {
  const { before: _, ...standing } = told;
  const next: Told = {
    ...{ ...standing, version: event.version, poli: told.poli ?? of.entry.poli },
    before: event.office === null ? null : standing,
  };
  const still = (more: Partial<Told> = {}): Followed => ({ told: { ...next, ...more }, drafts: [], withdraws: null });
  const { data } = event;
  switch (event.kind) {
    case 'arrived':
    case 'walkedIn':
      return arrives(next, event, of);
    case 'putFirst':
      // In an emergency whoever is put first is here.
      return data.reason === 'darurat' && next.arrivedAt === null ? arrives(next, event, of) : still();
    case 'called':
    case 'calledAgain':
      if (next.absent && next.absent.dueAt > event.at.toISOString())
        return cameAfterAll(next, next.absent.cause, event);
      return next.state === 'arrived' ? still({ calledAt: notBefore(happenedAt(event), next.arrivedAt) }) : still();
    case 'done':
    case 'closed':
    case 'parked':
      return seen(next, event, of);
    case 'transferred': {
      const here = seen(next, event, of);
      const told: Told = { ...here.told, poli: typeof data.to === 'string' ? data.to : next.poli, calledAt: null };
      if (told.state !== 'none') return { ...here, told };
      return enters(told, event, of);
    }
    case 'absent':
    case 'cancelled':
    case 'unserved': {
      if (told.state !== 'arrived') return still();
      const gone: Told = { ...next, state: 'cancelled' };
      const draft = draftOf(gone, 'cancelled', event, of);
      if (event.kind !== 'absent') return { told: gone, drafts: [draft], withdraws: null };
      // At the end of the session: until then a counter that had no network may be heard of, where he was. What is cancelled stays so.
      const dueAt = of.entry.endsAt > draft.dueAt ? of.entry.endsAt : draft.dueAt;
      const absent = { cause: draft.cause, dueAt: dueAt.toISOString() };
      return { told: { ...gone, absent }, drafts: [{ ...draft, dueAt }], withdraws: null };
    }
    case 'undone':
      // Only the very last act is taken back, and its messages waited for that long.
      return told.before === null
        ? still()
        : {
            told: { ...told.before, version: event.version, before: null },
            ...{ drafts: [], withdraws: String(told.version) },
          };
    default:
      return still();
  }
}

/** Clocks of two machines differ; what came later is not earlier. */
const notBefore = (at: Date, iso: string | null): string =>
  iso !== null && at.toISOString() < iso ? iso : at.toISOString();

function arrives(next: Told, event: Happened, of: Of): Followed {
  const at = happenedAt(event);
  if (next.arrivedAt !== null || at < of.since) return { told: next, drafts: [], withdraws: null };
  return enters({ ...next, arrivedAt: at.toISOString() }, event, of);
}

/** Waits for a service of which SATUSEHAT is told: from the registration counter one comes there later. */
function enters(told: Told, event: Happened, of: Of): Followed {
  if (told.arrivedAt === null || !of.isTold(told.poli ?? '')) return { told, drafts: [], withdraws: null };
  const arrived: Told = { ...told, state: 'arrived' };
  return { told: arrived, drafts: [draftOf(arrived, 'arrived', event, of)], withdraws: null };
}

/** Who goes on from the room was there when he was called. A call alone proves nothing: many don't come. */
function seen(next: Told, event: Happened, of: Of): Followed {
  if (next.state !== 'arrived' || next.calledAt === null) return { told: next, drafts: [], withdraws: null };
  const begun: Told = { ...next, state: 'in-progress', startedAt: next.calledAt };
  return { told: begun, drafts: [draftOf(begun, 'in-progress', event, of)], withdraws: null };
}

/** He was in another room, which is heard of before his absence was told. */
function cameAfterAll(next: Told, cause: string, event: Happened): Followed {
  const calledAt = notBefore(happenedAt(event), next.arrivedAt);
  return { told: { ...next, state: 'arrived', absent: undefined, calledAt }, drafts: [], withdraws: cause };
}

function draftOf(told: Told, action: Action, event: Happened, of: Of): Draft {
  const { version, office } = event;
  const at = happenedAt(event);
  const dueAt = office === null ? at : new Date(event.at.getTime() + UNDO_MILLIS);
  const ended = action === 'cancelled' ? notBefore(at, told.arrivedAt) : null;
  return { action, cause: String(version), at, dueAt, facts: factsOf(told, of, ended) };
}

function factsOf(told: Told, { entry }: Of, ended: string | null): Facts {
  const poli = told.poli ?? entry.poli;
  return {
    // The doctor of the session where the number was taken; who serves elsewhere is in the settings of that poli.
    ...{ poli, doctor: poli === entry.poli ? entry.doctorCode : null },
    ...{ arrived: told.arrivedAt ?? '', started: told.startedAt, ended },
    ...{ conditions: [], disposition: null },
  };
}

/** The clinic's own system said how the visit ended. */
export function closes(told: Told, closing: Closing, of: Of, now: Date): Followed {
  const still: Followed = { told, drafts: [], withdraws: null };
  if (closing.version <= told.closing) return still;
  // That it ended is the proof that it began.
  const startedAt = told.startedAt ?? (told.state === 'arrived' ? told.calledAt : null);
  if (startedAt === null) return { ...still, told: { ...told, closing: closing.version } };
  const { version } = closing;
  const begun: Told = { ...told, startedAt, closing: version, before: null };
  const ended: Told = { ...begun, state: 'finished' };
  const cause = closingCause(version);
  const base = { cause, at: now, dueAt: now };
  const facts = factsOf(ended, of, notBefore(closing.endedAt, startedAt));
  const drafts: Draft[] = [
    ...(told.state === 'arrived'
      ? [{ ...base, cause: BEGUN, action: 'in-progress' as const, facts: factsOf(begun, of, null) }]
      : []),
    {
      ...{ ...base, action: 'finished' },
      facts: { ...facts, conditions: closing.conditions, disposition: closing.disposition },
    },
  ];
  return { told: ended, drafts, withdraws: told.closing > 0 ? closingCause(told.closing) : null };
}
