import { uuidv7 } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { violated } from '../../platform/database/index.ts';
import { bytesOf, createTogether } from '../../platform/step/index.ts';
import { type Doer, SYSTEM } from '../cases/index.ts';
import type { PatientFacts } from '../patients/index.ts';
import type { QueueDeps } from './deps.ts';
import { refusals } from './errors.ts';
import { labelFor } from './moving.ts';
import {
  type ClassReason,
  type Entry,
  isOffered,
  monthsOld,
  priorityOf,
  type QueuePlace,
  type QueueRef,
  type Session,
  type Slot,
  suits,
} from './queue.ts';
import { offerOf, type Placed, placeEntries, slotsOf, slotWithSession } from './store.ts';
import type { Wish } from './store-wishes.ts';
import { dueOfWalkIn, isBookable, promiseOf, walkInSlot } from './windows.ts';

const MINUTE = 60_000;
/** What a window offers is read once for all who ask in this time; whether a place is left is seen under the lock. */
const KEPT_MILLIS = 1000;

export type Whom = Omit<PatientFacts, 'office'>;
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
  readonly wish: Pick<Wish, 'region' | 'need' | 'subject' | 'applicant' | 'payer'>;
  readonly slot: string;
  readonly key: string;
};
export type Given = { readonly region: string; readonly id: string; readonly number: number };

type Item = {
  readonly doer: Doer;
  readonly key: string;
  readonly session: Session;
  readonly place: QueuePlace;
  readonly slot: Slot;
  readonly quota: 'online' | 'desk' | 'paper';
  readonly whom: Whom;
  readonly authority: Entry['authority'];
  readonly need: string | null;
  readonly payer: Entry['payer'];
  readonly reason: ClassReason | null;
  readonly dueAt: Date;
  readonly action: 'booked' | 'walkedIn' | 'offered';
  readonly channel: Entry['channel'];
  /** The patient, where he need not be looked for. */
  readonly patient?: string;
  /** Of a paper number from the time without a network: what stands on it, and when it was given. */
  readonly paper?: { readonly label: string; readonly at: Date };
  /** Whose number it is, where the system gives it. */
  readonly applicant?: string;
};

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
    const placed = await place(on, item).catch((error: unknown) => {
      if (!isRace(error)) throw error;
      return place(on, item);
    });
    if (placed.outcome === 'full') throw refusals.full();
    if (placed.outcome === 'held') throw refusals.held();
    if (placed.outcome === 'many') throw refusals.tooMany();
    deps.written();
    return placed.before ? { region, ...placed.before } : { region, id: placed.id, number: placed.number ?? 0 };
  }

  const kept = new Map<string, { readonly until: number; readonly value: Promise<Awaited<ReturnType<typeof read>>> }>();
  async function read(ref: QueueRef) {
    const both = await slotWithSession(db, ref);
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

  return {
    /** A number for a window, by the person himself or whoever acts for him. */
    async book(doer: Doer, wish: BookWish, key: string): Promise<Given> {
      const { slot, session, offer } = await found({ region: wish.region, id: wish.slot });
      const now = clock();
      if (!isBookable(session, slot, now)) throw refusals.closed();
      const { birthDate, sex } = wish.whom;
      const months = birthDate === null ? 0 : monthsOld(birthDate, session.day);
      const need = offer.needs.find((one) => one.code === wish.need);
      if (!need || need.poli !== session.poli || !suits(need, { months, sex }) || !isOffered(need, session.day))
        throw refusals.notForThem();
      return settle({
        ...{ doer, key, session, place: offer.place, slot, quota: 'online', whom: wish.whom, need: need.code },
        ...{ action: 'booked', channel: 'warga' },
        ...{
          authority: wish.authority,
          payer: wish.payer,
          reason: priorityOf(months, need.code),
          dueAt: slot.startsAt,
        },
      });
    },

    /** A number that the system holds for somebody who waits for one. */
    async bookFor({ wish, slot: id, key }: Offered): Promise<Given> {
      const { slot, session, offer } = await found({ region: wish.region, id });
      const person = await deps.people.findById(wish.region, wish.subject);
      if (!person || !isBookable(session, slot, clock())) throw refusals.closed();
      const months = monthsOld(person.birthDate, session.day);
      const { nik, name, sex, birthDate } = person;
      return settle({
        ...{ doer: SYSTEM, applicant: wish.applicant, key, session, place: offer.place, slot, quota: 'online' },
        whom: { person: person.id, nik, card: null, phone: null, name, sex, birthDate, basis: 'register' },
        ...{ need: wish.need, authority: 'system', payer: wish.payer, dueAt: slot.startsAt },
        ...{ action: 'offered', channel: 'warga' },
        reason: priorityOf(months, wish.need),
      });
    },

    /** A number for somebody who stands there: he waits at once. */
    async walkIn(doer: Doer, wish: WalkIn, key: string): Promise<Given> {
      const now = clock();
      const slots = await slotsOf(db, wish.session.region, [wish.session.id]);
      const slot = walkInSlot(slots, now);
      if (!slot) throw refusals.closed();
      const { session, offer } = await found(slot);
      const { birthDate } = wish.whom;
      const months = birthDate === null ? null : monthsOld(birthDate, session.day);
      return settle({
        ...{ doer, key, session, place: offer.place, slot, quota: 'desk', whom: wish.whom, need: null },
        ...{ authority: 'office', payer: wish.payer, reason: wish.sees ?? priorityOf(months, null) },
        ...{ dueAt: dueOfWalkIn(slot, now), action: 'walkedIn', channel: 'petugas' },
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
      const slots = await slotsOf(db, on.session.region, [on.session.id]);
      const slot = walkInSlot(slots, on.at) ?? slots.at(-1);
      if (!slot) throw refusals.closed();
      const { session, offer } = await found(slot);
      const common = { person: null, nik: null, card: null, phone: null, sex: null, birthDate: null };
      return settle({
        ...{ doer, key, session, place: offer.place, slot, quota: 'paper', need: null, reason: null },
        whom: { ...common, name: `Nomor kertas ${on.label}`, basis: 'counter' },
        ...{ authority: 'office', payer: 'umum', dueAt: dueOfWalkIn(slot, on.at), action: 'walkedIn' },
        ...{ channel: 'petugas', paper: { label: on.label, at: on.at } },
      });
    },

    /** The first window of a session that still has a place, for somebody who named no window. Counted with those who book from home. */
    async bookRelayed(doer: Doer, wish: RelayedWish, key: string): Promise<Given> {
      const { region } = wish.session;
      const slots = await slotsOf(db, region, [wish.session.id]);
      const [first] = slots;
      if (!first) throw refusals.closed();
      const { session, offer } = await found({ region, id: first.id });
      const now = clock();
      const open = slots.filter((slot) => isBookable(session, slot, now));
      if (open.length === 0 || doer.seat !== session.office) throw refusals.closed();
      const { birthDate } = wish.whom;
      const months = birthDate === null ? null : monthsOld(birthDate, session.day);
      for (const slot of open) {
        if (slot.online <= slot.onlineTaken) continue;
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
    const [one] = items;
    if (!one) return [];
    const { session, slot, quota, place: rules } = one;
    const at = clock();
    const ids = items.map(() => uuidv7(clock, random));
    const persons = items.flatMap(({ doer, whom }) => [doer.id, ...(whom.person === null ? [] : [whom.person])]);
    const context = {
      regions: [session.region],
      persons: [...new Set(persons)],
      acts: items.map(({ doer }, i) => `${ids[i]} ${doer.id}`),
      ...(quota !== 'online' || one.doer.seat === session.office ? { offices: [session.office] } : {}),
    };
    return d.db.transaction(context, async (tx) => {
      const strangers = items.filter(({ patient }) => patient === undefined);
      const wanted = strangers.map(({ doer, whom }) => ({ facts: { ...whom, office: session.office }, by: doer.id }));
      const made = await d.patients.ensure(tx, wanted);
      const patientOf = new Map(strangers.map((item, i) => [item, made[i] ?? '']));
      const rows = items.map((item, i) => {
        const patient = item.patient ?? patientOf.get(item) ?? '';
        return rowOf(item, { id: ids[i] ?? '', patient, at, outbox: uuidv7(clock, random) });
      });
      const releasedBefore = new Date(at.getTime() - rules.graceMinutes * MINUTE);
      const placed = await placeEntries(tx, { region: session.region, slot: slot.id, quota, releasedBefore }, rows);
      return placed.map((row, i) => ({ ...row, id: ids[i] ?? '' }));
    });
  }
}

function rowOf(
  item: Item,
  made: { readonly id: string; readonly patient: string; readonly at: Date; readonly outbox: string },
): object {
  const { doer, session, slot, whom, reason, quota } = item;
  const subject = whom.person ?? `patient:${made.patient}`;
  const { action, channel } = item;
  const promise = promiseOf(session, slot);
  const { paper } = item;
  const data = {
    ...{ window: slot.startsAt.toISOString(), class: reason },
    ...(paper ? { paper: paper.label, happened: paper.at.toISOString() } : {}),
  };
  const act = {
    ...{ region: session.region, id: made.id, version: 0, head: new Uint8Array(), at: made.at },
    ...{ actor: doer.id, subject, authority: item.authority, office: doer.seat, action, audit: data },
  };
  const { body, hash } = bytesOf('entry', act);
  return {
    ...{ id: made.id, actor: doer.id, actor_label: labelFor(doer), acting_office: doer.seat, subject, key: item.key },
    ...{
      authority: item.authority,
      action,
      at: made.at,
      patient: made.patient,
      // Who came through another counter acts for himself in our books.
      applicant: item.applicant ?? (channel === 'mjkn' ? subject : doer.id),
      need: item.need,
    },
    ...{ body: Buffer.from(body).toString('hex'), hash: Buffer.from(hash).toString('hex'), outbox: made.outbox },
    ...{ channel, payer: item.payer, data },
    ...{ class: reason === null ? 'regular' : 'priority', class_reason: reason, due_at: item.dueAt, due_reason: null },
    ...{ promised_from: promise.from, promised_to: promise.to, status: quota === 'online' ? 'booked' : 'waiting' },
    arrived_at: paper?.at ?? null,
  };
}
