import type { FastifyRequest } from 'fastify';
import { actorOf, can } from '../../capabilities/accounts/index.ts';
import type { Person } from '../../capabilities/people/index.ts';
import {
  type Day,
  isBookable,
  isDrawn,
  isKept,
  isOffered,
  monthsOld,
  type Need,
  type Offer,
  type PlaceKind,
  placesDrawn,
  placesLeft,
  type Session,
  type Slot,
  suits,
} from '../../capabilities/queue/index.ts';
import { addDays, type IsoDate, isIsoDate, sayTime, type Zone } from '../../kernel/dates.ts';
import type { Language } from '../../kernel/text.ts';
import { type Whom, whomFor } from '../frame/index.ts';
import { queryOf, type Tools } from './deps.ts';
import type { Citizen } from './visitor.ts';

/** The service that a mandate for care names. */
export const CARE = 'berobat';
/** Which door somebody came in by: care, or a counter like any other. Their pages are the same. */
export const DOORS = { health: '/berobat', counter: '/antre' } as const satisfies Record<PlaceKind, string>;

/** Somebody who may be booked for, with the record behind him. */
export type ForCare = { readonly whom: Whom; readonly person: Person; readonly months: number };

export async function peopleForCare(t: Tools, citizen: Citizen, today: IsoDate): Promise<readonly ForCare[]> {
  const kinds = { service: CARE, definition: { subject: ['self', 'child', 'mandate'] as const } };
  const all = await whomFor(t, citizen, kinds, today);
  const children = all.filter((one) => one.authority === 'family').map((one) => one.party.id);
  const actor = actorOf(citizen.signed);
  const known = actor.kind === 'citizen' ? { ...actor, children } : actor;
  const found = await Promise.all(
    all.map(async (whom): Promise<readonly ForCare[]> => {
      const own = whom.authority === 'self';
      const person = own ? citizen.person : await t.people.findById(whom.region, whom.party.id);
      if (!person) return [];
      // A mandate was looked at by `whomFor`; what is one's own or one's child's is decided here again.
      if (whom.authority !== 'mandate' && !can(known, 'queue.book', { service: CARE, subject: person.id })) return [];
      return [{ whom, person, months: monthsOld(person.birthDate, today) }];
    }),
  );
  return found.flat();
}

/** The needs that fit somebody; what an adolescent may want to keep from the family is not in the family's list. */
export function needsFor(
  offer: Offer,
  one: ForCare,
  today: IsoDate,
): { readonly needs: readonly Need[]; readonly hidden: boolean } {
  const last = addDays(today, offer.place.opensDays);
  const fitting = offer.needs.filter(
    (need) =>
      suits(need, { months: one.months, sex: one.person.sex }) && (isOffered(need, today) || isOffered(need, last)),
  );
  const by = { months: one.months, authority: one.whom.authority };
  const needs = fitting.filter((need) => !isKept(need, offer.place, by));
  return { needs, hidden: needs.length < fitting.length };
}

/** The Puskesmas where somebody lives, else the first of the region that has a queue of this kind. */
export async function homePlace(t: Tools, one: ForCare, today: IsoDate, kind: PlaceKind): Promise<string | undefined> {
  const { person } = one;
  const places = await t.queue.places(person.region, kind);
  if (kind === 'counter') return places[0];
  const asked = { purpose: 'berobat', actor: person.id, caseId: null, today };
  const card = person.kk === null ? undefined : await (await t.people.register(person.region)).card(person.kk, asked);
  const home = card && (await t.organisations.officeOf('puskesmas', card.family.village));
  return home && places.includes(home.ref) ? home.ref : places[0];
}

/** What was chosen so far, as the address carries it. */
export type Chosen = {
  readonly untuk: string;
  readonly perlu: string;
  readonly bayar: string;
  readonly di: string;
  readonly hari: string;
};
export const chosenIn = (request: FastifyRequest): Chosen => ({
  ...{ untuk: queryOf(request, 'untuk'), perlu: queryOf(request, 'perlu'), bayar: queryOf(request, 'bayar') },
  ...{ di: queryOf(request, 'di'), hari: queryOf(request, 'hari') },
});
export const hrefOf = (path: string, chosen: Partial<Chosen>): string => {
  const query = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value !== ''));
  return query.size === 0 ? path : `${path}?${query}`;
};

export type BookableDay = {
  readonly day: IsoDate;
  readonly windows: readonly {
    readonly session: Session;
    readonly slot: Slot;
    readonly left: number;
    /** One gets a place of it by the draw that runs. */
    readonly drawn: boolean;
  }[];
  readonly left: number;
};

/** The days on which one may book, with every window of a poli; a window that is over has no place left. */
export function bookableDays(days: readonly Day[], from: IsoDate, count: number, now: Date): readonly BookableDay[] {
  return Array.from({ length: count + 1 }, (_, i) => {
    const day = addDays(from, i);
    const windows = days
      .filter(({ session }) => session.day === day && session.state !== 'cancelled')
      .flatMap(({ session, slots }) =>
        slots.map((slot) => {
          const drawn = isDrawn(session, slot, now);
          const left = drawn
            ? placesDrawn(session, slot)
            : isBookable(session, slot, now)
              ? placesLeft(session, slot)
              : 0;
          return { session, slot, left, drawn };
        }),
      );
    return { day, windows, left: windows.reduce((sum, one) => sum + one.left, 0) };
  });
}

/** The day asked for, else the first with a place. */
export const dayChosen = (days: readonly BookableDay[], wanted: string): BookableDay | undefined =>
  (isIsoDate(wanted) ? days.find((one) => one.day === wanted && one.windows.length > 0) : undefined) ??
  days.find((one) => one.left > 0) ??
  days.find((one) => one.windows.length > 0);

/** @example sayRange(from, to, 'WIB', 'id') // '08.30–09.00 WIB' */
export const sayRange = (from: Date, to: Date, zone: Zone, lang: Language): string =>
  `${sayTime(from, zone, lang).split(' ')[0]}\u2060–\u2060${sayTime(to, zone, lang).replace(' ', '\u00a0')}`;
/** Without the zone, where it stands above already. */
export const sayShortRange = (from: Date, to: Date, zone: Zone, lang: Language): string =>
  `${sayTime(from, zone, lang).split(' ')[0]}\u2060–\u2060${sayTime(to, zone, lang).split(' ')[0]}`;
