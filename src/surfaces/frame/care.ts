import { type Accounts, actorOf, can } from '../../capabilities/accounts/index.ts';
import type { Organisations } from '../../capabilities/organisations/index.ts';
import type { People, Person } from '../../capabilities/people/index.ts';
import {
  CARE,
  type Day,
  isBookable,
  isDrawn,
  isKept,
  isOffered,
  monthsOld,
  type Need,
  type Offer,
  placesDrawn,
  placesLeft,
  type Session,
  type Slot,
  suits,
} from '../../capabilities/queue/index.ts';
import { addDays, type IsoDate } from '../../kernel/dates.ts';
import type { Citizen } from './citizen.ts';
import { type Whom, whomFor } from './whom.ts';

// For whom somebody may take a number, for what and when: the same for pages and for programs.

type Tools = {
  readonly accounts: Accounts;
  readonly people: People;
  readonly organisations: Pick<Organisations, 'todayIn'>;
};

/** Somebody who may be booked for, with the record behind him. */
export type ForCare = { readonly whom: Whom; readonly person: Person; readonly months: number };

/** As old as they are by the clocks where this citizen lives; at a place, `agedOn` its day. */
export async function peopleForCare(t: Tools, citizen: Citizen): Promise<readonly ForCare[]> {
  const today = await t.organisations.todayIn(citizen.person.region);
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

/** As old as he is on a day: past midnight in the east, a day older than in Jakarta. */
export const agedOn = (one: ForCare, day: IsoDate): ForCare => ({
  ...one,
  months: monthsOld(one.person.birthDate, day),
});

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
  /** Whoever works there takes nobody more on that day: it is no full day, nothing comes free by itself. */
  readonly shut: boolean;
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
    const ahead = windows.filter(({ slot }) => slot.endsAt > now);
    const shut = ahead.length > 0 && ahead.every(({ session }) => session.state === 'full');
    return { day, windows, left: windows.reduce((sum, one) => sum + one.left, 0), shut };
  });
}
