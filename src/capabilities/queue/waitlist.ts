import { localDate } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { violated } from '../../platform/database/index.ts';
import { type Doer, SYSTEM } from '../cases/index.ts';
import type { Offered } from './booking.ts';
import type { QueueDeps } from './deps.ts';
import { refusals } from './errors.ts';
import { authorityOf, getEntry, move } from './moving.ts';
import { sameId } from './news.ts';
import { CARE, type Entry, monthsOld, needFor, type QueueRef, type Session, type Slot } from './queue.ts';
import { offerOf } from './store.ts';
import { findPool } from './store-pools.ts';
import {
  BEGIN_WISH,
  liveWishes,
  MOVE_WISH,
  sessionsOf,
  slotsOf,
  type Wish,
  wishById,
  wishesOf,
  wishOfEntry,
} from './store-wishes.ts';
import { isBookable, placesLeft } from './windows.ts';

const MINUTE = 60_000;
/** How long an offered place is held. Nearer to the window it is less. */
const HELD_MINUTES = 60;
/** A window that begins sooner than this is nobody's to travel to. */
const LEAD_MINUTES = 45;
const systemAt = (wish: Wish): Doer => ({ ...SYSTEM, seat: wish.office });

export type WaitWish = Pick<Wish, 'office' | 'poli' | 'need' | 'day' | 'subject' | 'payer'> & {
  readonly authority: Wish['authority'];
  /** Region whose register knows the subject, where it is another than that of the place. */
  readonly home?: string | null;
};

/** Waiting for a place on a full day: whoever waited longest gets the first that comes free, held for an hour. */
export function createWaitlist(deps: QueueDeps, bookFor: (offer: Offered) => Promise<QueueRef>) {
  const { db, clock } = deps;
  const regionOf = (office: string): string => office.split('/')[0] ?? '';

  async function freeSlot(wish: Pick<Wish, 'office' | 'poli' | 'day'>, from: Date): Promise<Slot | undefined> {
    const sessions = await sessionsOf(db, wish.office, wish.day, wish.day, wish.poli);
    const slots = await slotsOf(
      db,
      regionOf(wish.office),
      sessions.map(({ id }) => id),
      clock(),
    );
    const sessionOf = (slot: Slot): Session | undefined => sessions.find(({ id }) => id === slot.session);
    return slots.find((slot) => {
      const session = sessionOf(slot);
      return session && isBookable(session, slot, from) && slot.startsAt >= from && placesLeft(session, slot) > 0;
    });
  }

  /** Whether the right by which somebody waits for another still stands. What is one's own or one's child's was looked at by the caller. */
  const stands = async (wish: Pick<Wish, 'authority' | 'subject'>, applicant: string): Promise<boolean> =>
    wish.authority !== 'mandate' || (await deps.mandated(applicant, wish.subject, CARE));

  async function owned(doer: Doer, ref: QueueRef, version: number): Promise<Wish> {
    const wish = await wishById(db, { regions: [ref.region], persons: [doer.id] }, ref);
    if (!wish || wish.applicant !== doer.id) throw refusals.notFound();
    if (wish.version !== version) throw refusals.lostGuard();
    return wish;
  }

  return {
    /** @returns the id; the same key gives the same one */
    async wait(doer: Doer, wish: WaitWish, key: string): Promise<QueueRef> {
      const region = regionOf(wish.office);
      const [person, offer] = await Promise.all([
        deps.people.findById(wish.home ?? region, wish.subject),
        offerOf(db, wish.office),
      ]);
      // Whom the register does not know speaks for himself alone.
      if (!offer || (!person && wish.authority !== 'self')) throw refusals.notForThem();
      if (!(await stands(wish, doer.id))) throw refusals.notForThem();
      if (person)
        needFor(offer, wish.need, { ...wish, months: monthsOld(person.birthDate, wish.day), sex: person.sex });
      if (await freeSlot(wish, clock())) throw refusals.placesLeft();
      const [id, at] = [sameId('wish', doer.id, key), clock()];
      const { office, poli, need, day, subject, authority, payer } = wish;
      try {
        const stepped = await deps.step.run(BEGIN_WISH, {
          ...{ region, id, version: 0, head: new Uint8Array(), at, actor: doer.id, subject, authority, office: null },
          ...{ action: 'waited', key, audit: { office, poli, day }, answer: { id } },
          set: {
            office,
            poli,
            need,
            day,
            subject,
            home: wish.home ?? null,
            applicant: doer.id,
            authority,
            payer,
            status: 'waiting',
            made_at: at,
            flexible: false,
            first: false,
          },
        });
        if (stepped.kind === 'lost') throw refusals.lostGuard();
        return { region, id: (stepped.answer as { readonly id: string }).id };
      } catch (error) {
        if (violated(error)?.kind === 'unique') throw refusals.held();
        throw error;
      }
    },

    wish: (doer: Doer, ref: QueueRef): Promise<Wish | undefined> =>
      wishById(db, { regions: [ref.region], persons: [doer.id] }, ref),
    wishes: (doer: Doer, region: string): Promise<readonly Wish[]> =>
      wishesOf(db, { regions: [region], persons: [doer.id] }, doer.id),
    /** The offer by which somebody holds a number that he did not accept yet. */
    offerFor: (doer: Doer, ref: QueueRef): Promise<Wish | undefined> =>
      wishOfEntry(db, { regions: [ref.region], persons: [doer.id] }, ref),

    async accept(doer: Doer, ref: QueueRef, version: number): Promise<void> {
      const wish = await owned(doer, ref, version);
      if (wish.status !== 'offered' || !wish.until || wish.until <= clock()) throw refusals.notNow();
      if (!(await stands(wish, doer.id))) throw refusals.notForThem();
      if (!(await moved(wish, doer, 'accepted', { status: 'taken' }))) throw refusals.lostGuard();
    },

    /** Waits no longer; a number that was offered is given back. */
    async stopWaiting(doer: Doer, ref: QueueRef, version: number, key?: string): Promise<void> {
      const wish = await owned(doer, ref, version);
      if (wish.status === 'pooled' && !(await takesReceipts(wish))) throw refusals.notNow();
      if (wish.status !== 'pooled' && wish.status !== 'waiting' && wish.status !== 'offered') throw refusals.notNow();
      await giveBack(wish);
      if (!(await moved(wish, doer, 'stopped', { status: 'over' }, key))) throw refusals.lostGuard();
    },

    /** Gives what came free to whoever waits longest, and takes back what was offered and not accepted. */
    async offerPlaces(relay: QueueDeps['db']): Promise<number> {
      let offered = 0;
      for (const wish of await liveWishes(relay)) {
        const office = await deps.organisations.findOffice(wish.office);
        const over = wish.day < localDate(clock(), office?.zone ?? 'WIB');
        if (wish.status === 'offered') {
          if (wish.until && wish.until > clock()) continue;
          const taken = await giveBack(wish);
          await moved(wish, systemAt(wish), taken ? 'accepted' : 'lapsed', { status: taken ? 'taken' : 'over' });
        } else if (over || !(await stands(wish, wish.applicant)))
          await moved(wish, systemAt(wish), 'ended', { status: 'over' });
        else if (await offer(wish)) offered++;
      }
      return offered;
    },
  };

  /** A request can be taken back until its draw begins. */
  async function takesReceipts(wish: Wish): Promise<boolean> {
    const pool = wish.pool === null ? undefined : await findPool(db, { region: wish.region, id: wish.pool });
    return pool !== undefined && pool.state === 'open' && pool.closesAt > clock();
  }

  /** Moves it if it still stands as it was read. @returns whether it did */
  async function moved(
    wish: Wish,
    doer: Doer,
    action: string,
    change: Partial<Pick<Wish, 'status' | 'entry' | 'until'>>,
    key = `${action}:${wish.id}:${wish.version}`,
  ): Promise<boolean> {
    const { status, entry, until } = { ...wish, ...change };
    const stepped = await deps.step.run(MOVE_WISH, {
      ...{ region: wish.region, id: wish.id, version: wish.version, head: wish.head, at: clock() },
      ...{ actor: doer.id, subject: wish.subject, authority: authorityOf(wish, doer), office: doer.seat, action },
      ...{ key, audit: { status, entry }, answer: { id: wish.id } },
      set: { status, entry, until },
    });
    return stepped.kind !== 'lost';
  }

  async function offer(wish: Wish): Promise<boolean> {
    const slot = await freeSlot(wish, new Date(clock().getTime() + LEAD_MINUTES * MINUTE));
    if (!slot) return false;
    try {
      const entry = await bookFor({ wish, slot: slot.id, key: `offer:${wish.id}:${wish.version}` });
      const until = Math.min(clock().getTime() + HELD_MINUTES * MINUTE, slot.startsAt.getTime() - MINUTE);
      await moved(wish, systemAt(wish), 'offered', { status: 'offered', entry: entry.id, until: new Date(until) });
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // Got a number by himself meanwhile: he waits no longer. Full again: next time.
      if (error.code === 'queue/held') await moved(wish, systemAt(wish), 'ended', { status: 'over' });
      return false;
    }
  }

  /** @returns whether he made the number his own meanwhile: changed it, came, was called */
  async function giveBack(wish: Wish): Promise<boolean> {
    if (wish.entry === null) return false;
    const doer = systemAt(wish);
    const entry: Entry = await getEntry(deps, doer, { region: wish.region, id: wish.entry });
    if (entry.status !== 'booked' || entry.version > 1) return entry.status !== 'cancelled';
    await move(deps, entry, doer, {
      ...{ kind: 'cancelled', key: `expired:${wish.id}`, data: { reason: 'expired' } },
      change: { status: 'cancelled', endedAt: clock() },
    });
    return false;
  }
}
