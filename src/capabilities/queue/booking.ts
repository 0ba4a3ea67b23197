import { addDays } from '../../kernel/dates.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { violated } from '../../platform/database/index.ts';
import { createTogether } from '../../platform/step/index.ts';
import { type Doer, SYSTEM } from '../cases/index.ts';
import { dayAt } from './arranging.ts';
import type { QueueDeps } from './deps.ts';
import { notTaking, refusals } from './errors.ts';
import type { ToldAt } from './phones.ts';
import { contextFor, type Item, placeWithin, type Whom } from './placing.ts';
import { type ClassReason, type Entry, monthsOld, needFor, priorityOf, type QueueRef } from './queue.ts';
import { offerOf, type Placed, slotsOf, slotWithSession } from './store.ts';
import type { Wish } from './store-wishes.ts';
import { dueOfWalkIn, isBookable, isOpen, placesLeft, takesHelped, walkInSlot } from './windows.ts';

/** What a window offers is read once for all who ask in this time; whether a place is left is seen under the lock. */
const KEPT_MILLIS = 1000;

export type { Whom } from './placing.ts';
export type BookWish = {
  readonly region: string;
  readonly slot: string;
  readonly need: string;
  readonly whom: Whom & { readonly person: string };
  readonly authority: 'self' | 'family' | 'mandate';
  readonly payer: Entry['payer'];
};
export type WalkIn = {
  readonly session: QueueRef;
  readonly whom: Whom;
  readonly payer: Entry['payer'];
  /** What the officer sees: pregnant, disabled. Age counts by itself. */
  readonly sees: ClassReason | null;
};
/** Somebody for whom an officer books a window of another day: he stands there, or phones. */
export type HelpedWish = Omit<WalkIn, 'session'> & {
  readonly region: string;
  readonly slot: string;
  /** Where he is told of it; whoever has an account is told there. */
  readonly told?: ToldAt | undefined;
};
/** A number given through another counter that names a session and no window: Mobile JKN. */
export type RelayedWish = {
  readonly session: QueueRef;
  /** Known to the office already. */
  readonly patient: string;
  readonly whom: Whom;
  readonly payer: Entry['payer'];
};
/** A place that came free, for whoever waits for it. */
export type Offered = {
  readonly wish: Pick<Wish, 'region' | 'home' | 'need' | 'subject' | 'applicant' | 'authority' | 'payer'>;
  readonly slot: string;
  readonly key: string;
};
export type Given = { readonly region: string; readonly id: string; readonly number: number };

const isRace = (error: unknown): boolean => violated(error)?.kind === 'unique';

/** Getting a number: from home for a window, or standing there. */
export function createBooking(deps: QueueDeps) {
  const { db, clock, random } = deps;
  const place = createTogether<Item, Placed & { readonly id: string }>({
    write: (_on, items) => write(deps, items),
    // The same person or key twice waits for the next batch, where the first one stands in the table.
    once: (item) => [`k ${item.doer.id} ${item.key}`, `p ${item.whom.person ?? item.key}`],
    splits: isRace,
  });

  async function settle(item: Item): Promise<Given> {
    const { region } = item.session;
    // Whoever acts with a seat sees more: he shares no transaction with those who have none.
    const on = `${region} ${item.slot.id} ${item.quota} ${item.doer.seat ?? ''}`;
    // A race that was lost shows its winner at the second look.
    const placed = await place(on, item)
      .catch((error: unknown) => {
        if (!isRace(error)) throw error;
        return place(on, item);
      })
      .catch((error: unknown) => {
        // Another service that is the same one to BPJS: the two never stand side by side.
        if (violated(error)?.constraint === 'one_at_bpjs') throw refusals.held();
        throw error;
      });
    if (placed.outcome === 'full') {
      const { session } = await found({ region, id: item.slot.id });
      throw session.state === 'full' ? refusals.shut() : refusals.full();
    }
    if (placed.outcome === 'held') throw refusals.held();
    if (placed.outcome === 'many') throw refusals.tooMany();
    deps.written();
    return placed.before ? { region, ...placed.before } : { region, id: placed.id, number: placed.number ?? 0 };
  }

  const kept = new Map<string, { readonly until: number; readonly value: Promise<Awaited<ReturnType<typeof read>>> }>();
  async function read(ref: QueueRef) {
    const both = await slotWithSession(db, ref, clock());
    const offer = both && (await offerOf(db, both.session.office));
    return both && offer && { ...both, offer };
  }

  /** All who ask at once wait for the same answer, so they keep their order of arrival. */
  async function found(ref: QueueRef) {
    const name = `${ref.region} ${ref.id}`;
    const at = clock().getTime();
    const known = kept.get(name);
    const value = known && known.until > at && known.until <= at + KEPT_MILLIS ? known.value : read(ref);
    if (value !== known?.value) {
      if (kept.size > 1000) kept.clear();
      kept.set(name, { until: at + KEPT_MILLIS, value });
    }
    const both = await value;
    if (!both) throw refusals.notFound();
    return both;
  }

  const hasAccount = async ({ person }: Whom): Promise<boolean> =>
    person !== null && (await deps.phoneOf(person)) !== undefined;

  return {
    /** A number for a window, by the person himself or whoever acts for him. */
    async book(doer: Doer, wish: BookWish, key: string): Promise<Given> {
      const { slot, session, offer } = await found({ region: wish.region, id: wish.slot });
      const now = clock();
      if (session.pool !== null && isOpen(session, slot, now)) throw refusals.inDraw(session.poolUntil);
      if (!isBookable(session, slot, now)) throw notTaking(session);
      const { birthDate, sex } = wish.whom;
      const months = birthDate === null ? 0 : monthsOld(birthDate, session.day);
      const need = needFor(offer, wish.need, { ...session, months, sex, authority: wish.authority });
      return settle({
        ...{ doer, key, session, place: offer.place, slot, quota: 'online', whom: wish.whom, need: need.code },
        ...{ action: 'booked', channel: 'warga' },
        ...{
          authority: wish.authority,
          payer: wish.payer,
          reason: priorityOf(months, need),
          dueAt: slot.startsAt,
        },
      });
    },

    /** A number that the system holds for somebody who waits for one. */
    async bookFor({ wish, slot: id, key }: Offered): Promise<Given> {
      const { slot, session, offer } = await found({ region: wish.region, id });
      const person = await deps.people.findById(wish.home ?? wish.region, wish.subject);
      if (!person || !isBookable(session, slot, clock())) throw refusals.closed();
      const months = monthsOld(person.birthDate, session.day);
      const { nik, name, sex, birthDate } = person;
      return settle({
        ...{ doer: SYSTEM, applicant: wish.applicant, key, session, place: offer.place, slot, quota: 'online' },
        whom: { person: person.id, nik, card: null, phone: null, name, sex, birthDate, basis: 'register' },
        // By the mandate of whoever waits for him; else by the system's own hand, as what is one's own or one's child's needs none.
        authority: wish.authority === 'mandate' ? 'mandate' : 'system',
        ...{ need: wish.need, payer: wish.payer, dueAt: slot.startsAt },
        ...{ action: 'offered', channel: 'warga' },
        reason: priorityOf(months, offer.needs.find(({ code }) => code === wish.need) ?? null),
      });
    },

    /** A number for somebody who stands there: he waits at once. */
    async walkIn(doer: Doer, wish: WalkIn, key: string): Promise<Given> {
      const now = clock();
      const slots = await slotsOf(db, wish.session.region, [wish.session.id], clock());
      const slot = walkInSlot(slots, now);
      if (!slot) throw refusals.closed();
      const { session, offer } = await found(slot);
      // Nobody waits today for a session of another day: for that he is booked.
      if (session.day !== (await dayAt(deps, session.office))) throw refusals.closed();
      const { birthDate } = wish.whom;
      const months = birthDate === null ? null : monthsOld(birthDate, session.day);
      return settle({
        ...{ doer, key, session, place: offer.place, slot, quota: 'desk', whom: wish.whom, need: null },
        ...{ authority: 'office', payer: wish.payer, reason: wish.sees ?? priorityOf(months, null) },
        ...{ dueAt: dueOfWalkIn(slot, now), action: 'walkedIn', channel: 'petugas' },
      });
    },

    /** A window of today or later for whoever is helped by an officer, of the places kept for such: no draw and no wave touches them. */
    async bookHelped(doer: Doer, wish: HelpedWish, key: string): Promise<Given> {
      const { slot, session, offer } = await found({ region: wish.region, id: wish.slot });
      const now = clock();
      if (doer.seat !== session.office) throw refusals.notFound();
      const last = addDays(await dayAt(deps, session.office), offer.place.opensDays);
      if (!takesHelped(session, slot, now) || session.day > last) throw notTaking(session);
      const { birthDate } = wish.whom;
      const months = birthDate === null ? null : monthsOld(birthDate, session.day);
      return settle({
        ...{ doer, key, session, place: offer.place, slot, quota: 'desk', whom: wish.whom, need: null },
        ...{ authority: 'office', payer: wish.payer, reason: wish.sees ?? priorityOf(months, null) },
        ...{ dueAt: slot.startsAt, action: 'booked', channel: 'petugas', status: 'booked' },
        ...(wish.told && !(await hasAccount(wish.whom)) ? { told: wish.told } : {}),
      });
    },

    /**
     * Whoever got a number on paper while there was no network: a walk-in of that time, known by what stands on his paper alone.
     * He holds it already, so there is a place for him as long as the day is not over.
     */
    async fromPaper(
      doer: Doer,
      on: { readonly session: QueueRef; readonly label: string; readonly at: Date },
      key: string,
    ): Promise<Given> {
      const slots = await slotsOf(db, on.session.region, [on.session.id], clock());
      const slot = walkInSlot(slots, on.at) ?? slots.at(-1);
      if (!slot) throw refusals.closed();
      const { session, offer } = await found(slot);
      const common = { person: null, nik: null, card: null, phone: null, sex: null, birthDate: null };
      return settle({
        ...{ doer, key, session, place: offer.place, slot, quota: 'paper', need: null, reason: null },
        whom: { ...common, name: `Nomor kertas ${on.label}`, basis: 'paper' },
        ...{ authority: 'office', payer: 'umum', dueAt: dueOfWalkIn(slot, on.at), action: 'walkedIn' },
        ...{ channel: 'petugas', paper: { label: on.label, at: on.at } },
      });
    },

    /** The first window of a session that still has a place, for somebody who named no window. Counted with those who book from home. */
    async bookRelayed(doer: Doer, wish: RelayedWish, key: string): Promise<Given> {
      const { region } = wish.session;
      const slots = await slotsOf(db, region, [wish.session.id], clock());
      const [first] = slots;
      if (!first) throw refusals.closed();
      const { session, offer } = await found({ region, id: first.id });
      const now = clock();
      const open = slots.filter((slot) => isBookable(session, slot, now));
      if (doer.seat !== session.office) throw refusals.closed();
      if (open.length === 0) {
        // Only a draw keeps them shut: what it leaves is open to all after it.
        const drawn = session.pool !== null && slots.some((slot) => isOpen(session, slot, now));
        throw drawn ? refusals.inDraw(session.poolUntil) : notTaking(session);
      }
      const { birthDate } = wish.whom;
      const months = birthDate === null ? null : monthsOld(birthDate, session.day);
      for (const slot of open) {
        if (placesLeft(session, slot) === 0) continue;
        const given = await settle({
          ...{ doer, key, session, place: offer.place, slot, quota: 'online', whom: wish.whom, need: null },
          ...{ authority: 'office', payer: wish.payer, reason: priorityOf(months, null), dueAt: slot.startsAt },
          ...{ action: 'booked', channel: 'mjkn', patient: wish.patient },
        }).catch((error: unknown) => {
          // Somebody was quicker: the next window may have one.
          if (error instanceof Refusal && error.code === 'queue/full') return undefined;
          throw error;
        });
        if (given) return given;
      }
      throw refusals.full();
    },
  };

  /** One transaction for all who want this window: patients who are new, then the numbers. */
  async function write(d: QueueDeps, items: readonly Item[]): Promise<readonly (Placed & { readonly id: string })[]> {
    const ids = items.map(() => uuidv7(clock, random));
    return d.db.transaction(contextFor(items, ids), (tx) => placeWithin(d, tx, items, ids));
  }
}
