import { Refusal } from '../../kernel/refusal.ts';

/** Refusals of this room, as the clinic's own system meets them. */
export const refusals = {
  /** No such number at this Puskesmas, or one of which SATUSEHAT is told nothing. */
  noVisit: () => new Refusal('satusehat/no-visit', 404),
  /** This Puskesmas ends its Encounters itself, or nothing is sent at all. */
  notWanted: () => new Refusal('satusehat/not-wanted', 409),
  /** Nobody called this number yet, or the visit did not take place. */
  notSeen: () => new Refusal('satusehat/not-seen', 409),
  /** SATUSEHAT has the end of this visit, and it says something else. */
  closed: () => new Refusal('satusehat/closed', 409),
  /** Not between the call and now. */
  badMoment: () => new Refusal('satusehat/bad-moment', 422),
  badDisposition: () => new Refusal('satusehat/bad-disposition', 422),
} as const;
