import { addDays, localDate } from '../../kernel/dates.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import { type Database, violated } from '../../platform/database/index.ts';
import type { AppointmentsPort, ChosenVisit, Doer } from '../cases/index.ts';
import type { QueueDeps } from './deps.ts';
import { acting, moveWithin } from './moving.ts';
import { contextFor, type Item, placeWithin } from './placing.ts';
import { labelOf, monthsOld, priorityOf, type Session } from './queue.ts';
import { offerOf, sessionsOf, slotsOf, slotWithSession } from './store.ts';
import { holdPlace, holdsOf, letHoldsGo, lockEntry, numbersOfCase, sweepHolds } from './store-holds.ts';
import { isBookable, isOpen, placesLeft } from './windows.ts';

/** How long a place is held for somebody who fills in a form. */
const HELD_MINUTES = 10;
const MINUTE = 60_000;

const regionOf = (office: string): string => office.slice(0, office.indexOf('/'));

/** The windows of this room, for forms of the room `cases`: held for a draft, booked and given back with what becomes of the case. */
export function createAppointments(deps: QueueDeps): AppointmentsPort {
  const { db, clock, random } = deps;

  async function itemOf(visit: ChosenVisit, doer: Doer, key: string): Promise<Item | undefined> {
    const both = await slotWithSession(db, { region: regionOf(visit.office), id: visit.slot }, clock());
    const offer = both && (await offerOf(db, both.session.office));
    const { session, slot } = both ?? {};
    if (!offer || !session || !slot || !isOpen(session, slot, clock())) return undefined;
    // What was held before a draw began is his all the same.
    if (!isBookable(session, slot, clock()) && !(await holds(visit))) return undefined;
    const { person, nik, name, sex, birthDate } = visit;
    const months = birthDate === null ? null : monthsOld(birthDate, session.day);
    return {
      ...{ doer, key: `${key}:${visit.question}`, session, place: offer.place, slot, quota: 'online', need: null },
      whom: { person, nik, card: null, phone: null, name, sex, birthDate, basis: 'register' },
      ...{ authority: rightOf(visit, doer), payer: 'umum', reason: priorityOf(months, null), dueAt: slot.startsAt },
      ...{ action: 'booked', channel: 'warga', applicant: visit.applicant },
      with: { id: visit.id, question: visit.question },
    };
  }

  async function holds({ id, question, slot, office, applicant }: ChosenVisit): Promise<boolean> {
    const held = await holdsOf(db, id, applicant, [regionOf(office)], clock());
    return held.some((one) => one.question === question && one.slot === slot);
  }

  return {
    async window(office, service, id) {
      const [both, known] = await Promise.all([
        slotWithSession(db, { region: regionOf(office), id }, clock()),
        deps.organisations.findOffice(office),
      ]);
      if (!both || !known || both.session.office !== office || both.session.poli !== service) return undefined;
      if (!(await offered(both.session))) return undefined;
      const { startsAt, endsAt } = both.slot;
      return {
        ...{ slot: id, office, name: known.name, zone: known.zone },
        ...{ startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
      };
    },

    async windows(office, service) {
      const [offer, known] = await Promise.all([offerOf(db, office), deps.organisations.findOffice(office)]);
      if (!offer || !known) return [];
      const now = clock();
      const first = localDate(now, known.zone);
      const sessions = await sessionsOf(db, office, first, addDays(first, offer.place.opensDays), service);
      const ids = sessions.map(({ id }) => id);
      const slots = ids.length === 0 ? [] : await slotsOf(db, known.region, ids, now);
      return slots.flatMap((slot) => {
        const session = sessions.find(({ id }) => id === slot.session);
        if (!session || !isBookable(session, slot, now)) return [];
        const { id, startsAt, endsAt } = slot;
        return [
          {
            ...{ slot: id, office, name: known.name, zone: known.zone, left: placesLeft(session, slot) },
            ...{ startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
          },
        ];
      });
    },

    async hold(visit, before) {
      // While its session is drawn nobody holds a place around the draw.
      const both = await slotWithSession(db, { region: regionOf(visit.office), id: visit.slot }, clock());
      if (!both || !isBookable(both.session, both.slot, clock())) return 'closed';
      const region = regionOf(visit.office);
      const at = clock();
      const wish = {
        ...{ region, slot: visit.slot, draft: visit.id, question: visit.question, holder: visit.applicant },
        ...{ subject: visit.person, at, until: new Date(at.getTime() + HELD_MINUTES * MINUTE) },
      };
      return holdPlace(db, wish, before === undefined ? [region] : [region, before]);
    },
    held: (of, applicant, regions) => holdsOf(db, of.id, applicant, regions, clock()),
    letGo: (of, applicant, regions) => letHoldsGo(db, of.id, applicant, regions),

    async booking(visits, by, key, refused) {
      const items: { readonly item: Item; readonly id: string; readonly question: string }[] = [];
      for (const visit of visits) {
        const item = await itemOf(visit, by, key);
        if (!item) throw refused(visit.question, 'closed');
        items.push({ item, id: uuidv7(clock, random), question: visit.question });
      }
      // In one order, so that two who book the same windows wait for each other and never both.
      items.sort((one, other) => (one.item.session.id < other.item.session.id ? -1 : 1));
      const contexts = items.map(({ item, id }) => contextFor([item], [id]));
      const holders = visits.map(({ applicant }) => applicant);
      const all = (list: 'regions' | 'persons' | 'offices' | 'acts') => contexts.flatMap((one) => one[list] ?? []);
      return {
        context: {
          regions: all('regions'),
          persons: [...all('persons'), ...holders],
          offices: all('offices'),
          acts: all('acts'),
        },
        write: async (tx) => {
          for (const { item, id, question } of items) {
            const [placed] = await placeWithin(deps, tx, [item], [id]).catch((error: unknown) => {
              // Another number of the same person was written a moment ago.
              throw violated(error)?.kind === 'unique' ? refused(question, 'has') : error;
            });
            if (placed?.outcome === 'full') throw refused(question, 'full');
            if (placed?.outcome === 'held') throw refused(question, 'has');
            if (placed?.outcome === 'many') throw refused(question, 'many');
          }
        },
      };
    },

    async cancelling(of, by, regions, key, only) {
      const numbers = await numbersOfCase(db, of.id, by.id, regions);
      const open = numbers.filter(
        ({ question, status }) =>
          (status === 'booked' || status === 'waiting') && (only === undefined || only.includes(question)),
      );
      if (open.length === 0) return undefined;
      const contexts = open.map(({ region, id }) => acting(region, by, [id]));
      return {
        context: {
          regions: open.map(({ region }) => region),
          persons: [by.id, ...open.map(({ applicant }) => applicant)],
          // The number is its holder's, the act whoever's ends the case.
          acts: [
            ...contexts.flatMap(({ acts }) => acts ?? []),
            ...open.map(({ id, applicant }) => `${id} ${applicant}`),
          ],
          holds: contexts.flatMap(({ holds }) => holds ?? []),
        },
        write: async (tx) => {
          for (const { region, id } of [...open].sort((one, other) => (one.id < other.id ? -1 : 1))) {
            const entry = await lockEntry(tx, { region, id });
            // Called meanwhile: he is being served, and what becomes of his case he is told there.
            if (!entry || (entry.status !== 'booked' && entry.status !== 'waiting')) continue;
            await moveWithin(deps, tx, entry, by, {
              ...{ kind: 'cancelled', key: `${key}:${id}`, data: { reason: 'case' } },
              change: { status: 'cancelled', endedAt: clock() },
            });
          }
        },
      };
    },

    async of(of, by, regions) {
      const numbers = await numbersOfCase(db, of.id, by.id, regions);
      return numbers.map(({ prefix, number, poli: _, applicant: __, ...rest }) => ({
        ...rest,
        label: labelOf(prefix, number),
      }));
    },
  };

  /** Whether its day is one of those that the place gives out. */
  async function offered(session: Session): Promise<boolean> {
    const offer = await offerOf(db, session.office);
    const zone = (await deps.organisations.findOffice(session.office))?.zone ?? 'WIB';
    return offer !== undefined && session.day <= addDays(localDate(clock(), zone), offer.place.opensDays);
  }
}

/** By what right somebody books with a case: an officer by his office, whoever comes himself by his own, any other by the case's. */
function rightOf({ person, authority }: ChosenVisit, doer: Doer): Item['authority'] {
  if (doer.seat !== null) return 'office';
  if (doer.id === person) return 'self';
  return authority === 'self' ? 'family' : authority;
}

/** Holds whose time was over long ago; none of them counts any more. */
export const sweepOldHolds = (relay: Database, now: Date): Promise<unknown> =>
  sweepHolds(relay, new Date(now.getTime() - 60 * MINUTE));
