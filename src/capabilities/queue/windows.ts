import type { QueuePlace, Session, Slot } from './queue.ts';

const MINUTE = 60_000;

/** Whether a window still takes bookings from home; while its session is drawn nobody books around the draw. */
export const isBookable = (session: Session, slot: Slot, now: Date): boolean =>
  session.pool === null && isOpen(session, slot, now);

/** Whether a window goes on, drawn or not. */
export const isOpen = (session: Session, slot: Slot, now: Date): boolean =>
  (session.state === 'open' || session.state === 'paused') && slot.endsAt > now;

/** Whether an officer may book it for somebody: it has not begun. */
export const takesHelped = (session: Session, slot: Slot, now: Date): boolean =>
  isOpen(session, slot, now) && slot.startsAt > now;

/** Whether one may take part in the draw of a window now. */
export const isDrawn = (session: Session, slot: Slot, now: Date): boolean =>
  session.poolUntil !== null && session.poolUntil > now && isOpen(session, slot, now);

/** Places of a window that the draw will give. */
export const placesDrawn = (session: Session, slot: Slot): number =>
  Math.max(
    0,
    Math.min(
      (slot.onlineNext ?? slot.online) - slot.onlineTaken - slot.held,
      session.cap - session.taken - slot.sessionHeld,
    ),
  );

/** Places that are left to book from home. */
export const placesLeft = (session: Session, slot: Slot): number =>
  Math.max(0, Math.min(slot.online - slot.onlineTaken - slot.held, session.cap - session.taken - slot.sessionHeld));

/** Places that are left of those kept for whoever comes or is helped. */
export const deskLeft = (session: Session, slot: Slot): number =>
  Math.max(0, Math.min(slot.desk - slot.deskTaken, session.cap - session.taken - slot.sessionHeld));

/** When somebody who booked may say that he is here: an hour before his window, not from his bed. */
export const checkinOpens = (slot: Pick<Slot, 'startsAt'>, place: QueuePlace): Date =>
  new Date(slot.startsAt.getTime() - place.checkinMinutes * MINUTE);

/**
 * The time by which somebody with a booking is called. Early: his window. A little late: he keeps his turn. After window and grace: his arrival,
 * so that he loses his earlier place and keeps the booking.
 */
export function dueAtArrival(
  slot: Pick<Slot, 'startsAt' | 'endsAt'>,
  place: QueuePlace,
  now: Date,
): { readonly dueAt: Date; readonly late: boolean } {
  const grace = place.graceMinutes * MINUTE;
  if (now.getTime() > slot.endsAt.getTime() + grace) return { dueAt: now, late: true };
  return { dueAt: new Date(Math.max(slot.startsAt.getTime(), now.getTime() - grace)), late: false };
}

/** The window of somebody who comes without a booking: the first that still has a place kept for such, else the one that runs now. */
export function walkInSlot(slots: readonly Slot[], now: Date): Slot | undefined {
  const open = slots.filter((slot) => slot.endsAt > now);
  return open.find((slot) => slot.deskTaken < slot.desk) ?? open[0];
}

/** @returns the moment from which a walk-in is due */
export const dueOfWalkIn = (slot: Pick<Slot, 'startsAt'>, now: Date): Date =>
  slot.startsAt > now ? slot.startsAt : now;

const ROUND = 5 * MINUTE;
const RANGE = 30 * MINUTE;

/** What is promised at booking, days before: a stretch of half an hour, moved by those who have the same window. */
export function promiseOf(session: Session, slot: Slot): { readonly from: Date; readonly to: Date } {
  const rate = session.visitMinutes / Math.max(1, session.rooms.length);
  const before = slot.onlineTaken + slot.deskTaken;
  const shift = Math.floor((before * rate * MINUTE) / ROUND) * ROUND;
  const from = new Date(slot.startsAt.getTime() + shift);
  return { from, to: new Date(from.getTime() + RANGE) };
}
