import { type IsoDate, ZONE_HOURS, type Zone } from '../../kernel/dates.ts';
import type { Offer, Queue, Session } from '../queue/index.ts';
import { refusals } from './errors.ts';

// A session as BPJS names it: by poli, day, doctor and hours.

/** @example hoursOf(session, 'WIB') // '08:00-12:00' */
export function hoursOf(session: Pick<Session, 'startsAt' | 'endsAt'>, zone: Zone): string {
  const local = (at: Date): string => new Date(at.getTime() + ZONE_HOURS[zone] * 3_600_000).toISOString().slice(11, 16);
  return `${local(session.startsAt)}-${local(session.endsAt)}`;
}

const HOURS = /^\s*([01]\d|2[0-3])[.:]([0-5]\d)\s*-\s*([01]\d|2[0-3])[.:]([0-5]\d)\s*$/;

/** Strict: hours that can't be read are no hours. @example readHours('08.00 - 12.00') // '08:00-12:00' */
export function readHours(text: string): string | undefined {
  const [, h1, m1, h2, m2] = HOURS.exec(text) ?? [];
  return h1 === undefined ? undefined : `${h1}:${m1}-${h2}:${m2}`;
}

export type PoliDay = {
  readonly polis: readonly Offer['polis'][number][];
  readonly sessions: readonly Session[];
  readonly nameOf: (session: Session) => string;
};

/** Everything behind one of BPJS's codes on a day: several of our queues may share a code. @throws Refusal */
export async function poliDay(
  queue: Pick<Queue, 'offer' | 'days'>,
  office: string,
  code: string,
  day: IsoDate,
): Promise<PoliDay> {
  const polis = (await queue.offer(office))?.polis.filter((one) => one.bpjs === code && code !== '') ?? [];
  if (polis.length === 0) throw refusals.noPoli();
  const all = (await queue.days(office, day, day)).map(({ session }) => session);
  const sessions = all.filter(({ poli, state }) => state !== 'cancelled' && polis.some((one) => one.code === poli));
  return { polis, sessions, nameOf: ({ poli }) => polis.find(({ code: own }) => own === poli)?.name.id ?? '' };
}

/**
 * The one session of this doctor at these hours. The first version of the contract names neither: then only where there is no choice.
 * @throws Refusal
 */
export function sessionOf(
  { sessions }: PoliDay,
  of: { readonly doctor: number | null; readonly hours: string | null },
  zone: Zone,
): Session {
  if (sessions.length === 0) throw refusals.poliClosed();
  const fitting = sessions.filter(
    (session) =>
      (of.doctor === null || session.doctorCode === of.doctor) &&
      (of.hours === null || hoursOf(session, zone) === of.hours),
  );
  const [one, ...more] = fitting;
  if (!one || more.length > 0) throw refusals.noSchedule();
  return one;
}
