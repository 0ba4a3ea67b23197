import { Refusal } from '../../kernel/refusal.ts';
import type { Session } from './queue.ts';

/** Refusals of this room; their words stand in the catalogues of the surfaces. */
export const refusals = {
  notFound: () => new Refusal('queue/not-found', 404),
  /** The window is over, not open yet, or the session takes nobody any more. */
  closed: () => new Refusal('queue/closed', 409),
  /** Its places are drawn for just now, until then: one takes part in the draw instead. */
  inDraw: (until: Date | null) => new Refusal('queue/in-draw', 409, { until: until?.toISOString() ?? '' }),
  /** Its draw takes nobody more, or none is held. */
  noDraw: () => new Refusal('queue/no-draw', 409),
  full: () => new Refusal('queue/full', 409),
  /** Whoever works there takes nobody more: it is not full, nothing comes free by itself. */
  shut: () => new Refusal('queue/shut', 409),
  /** One active booking per person, day and poli. */
  held: () => new Refusal('queue/held', 409),
  tooMany: () => new Refusal('queue/too-many', 409),
  /** Nobody waits for a place while there are places. */
  placesLeft: () => new Refusal('queue/places-left', 409),
  notForThem: () => new Refusal('queue/not-for-them', 422),
  /** Somebody else moved it meanwhile: show how it stands now. */
  lostGuard: () => new Refusal('queue/lost-guard', 409),
  /** The state that it is in does not allow this. */
  notNow: () => new Refusal('queue/not-now', 409),
  /** He is expected later: he may say that he is here from `opens` on. */
  tooEarly: (opens: Date) => new Refusal('queue/too-early', 409, { opens: opens.toISOString() }),
  /** Called less than a minute ago, or as often as somebody is called. */
  calledEnough: () => new Refusal('queue/called-enough', 409),
  /** Nobody is called before the session goes on. */
  paused: () => new Refusal('queue/paused', 409),
  /** It can no longer be taken back. */
  tooLate: () => new Refusal('queue/too-late', 409),
  /** The code of the poster is that of another day or place. */
  staleCode: () => new Refusal('queue/stale-code', 409),
  /** Number and date of birth do not belong together; which of them is wrong is not said. */
  noMatch: () => new Refusal('queue/no-match', 422),
  /** A change of the timetable holds from tomorrow on at the earliest. */
  tooEarlyDay: () => new Refusal('queue/too-early-day', 409),
  /** A change from a later day on stands already: `day`. */
  laterChange: (of: { readonly day: string }) => new Refusal('queue/later-change', 409, { day: of.day }),
  /** `people` hold numbers on days that would go, the first of them `day`. */
  dayBooked: (of: { readonly day: string; readonly people: number }) => new Refusal('queue/day-booked', 409, of),
  /** On `day` `people` hold numbers: more than the cap. */
  capBooked: (of: { readonly day: string; readonly people: number }) => new Refusal('queue/cap-booked', 409, of),
  /** Another session of the same day has this letter already. */
  letterTaken: () => new Refusal('queue/letter-taken', 409),
  /** BPJS is told of this service, and takes no number without the doctor's code. */
  doctorCode: () => new Refusal('queue/doctor-code', 409),
  /** Whoever waits is on the list of another counter, which may have no network. */
  heldElsewhere: () => new Refusal('queue/held-elsewhere', 409),
  notYours: () => new Refusal('queue/not-yours', 403),
} as const;

/** Why a session whose window does not take bookings takes none. */
export const notTaking = ({ state }: Pick<Session, 'state'>): Refusal =>
  state === 'full' ? refusals.shut() : refusals.closed();
