import type { IsoDate } from '../../kernel/dates.ts';
import { localDate } from '../../kernel/dates.ts';
import type { Database, Queryable } from '../../platform/database/index.ts';
import type { Regular, Subscriber } from '../../platform/jobs/index.ts';
import type { Doer } from '../cases/index.ts';
import { createAppointments, sweepOldHolds } from './appointments.ts';
import { ARRANGED, createArranging } from './arranging.ts';
import { createArrival } from './arrival.ts';
import { createBooking } from './booking.ts';
import { createChangelog } from './changelog.ts';
import { createChanging } from './changing.ts';
import type { QueueDeps } from './deps.ts';
import { createDraw } from './draw.ts';
import { beforeOf, outlookOf, ruleOf, waitOf } from './forecast.ts';
import { createGoingOn } from './going-on.ts';
import { heldBy } from './history.ts';
import { importTimetable } from './importing.ts';
import { type LayOutDeps, layOutDays } from './lay-out.ts';
import { learnAll } from './learning.ts';
import { createLeasing } from './leasing.ts';
import { standingOf } from './line-up.ts';
import { getEntry, reading } from './moving.ts';
import { createNaming } from './naming.ts';
import { queueNews, readerOf } from './news.ts';
import { orderOf } from './order.ts';
import { createPhones, phonedAmong } from './phones.ts';
import { createProof } from './proof.ts';
import { createPulse } from './pulse.ts';
import {
  type Entry,
  isActive,
  type Offer,
  type PlaceKind,
  type QueuePlace,
  type QueueRef,
  type Session,
  type Slot,
} from './queue.ts';
import { figuresOf, hoursOf } from './report.ts';
import { createRuling } from './ruling.ts';
import { createServing } from './serving.ts';
import { createSettings } from './settings.ts';
import { createSettling } from './settling.ts';
import {
  anyCounter,
  type BoardCall,
  boardOf,
  dayRows,
  entriesOf,
  entriesOfDay,
  findSession,
  followMine,
  lastEvent,
  lineOf,
  mineOf,
  offerOf,
  placesIn,
  sessionsOf,
  slotsOf,
  slotWithSession,
} from './store.ts';
import { timetableCsv } from './timetable.ts';
import { createWaitlist } from './waitlist.ts';
import { releaseWaves } from './waves.ts';
import { createWeekly } from './weekly.ts';

export { ambulanceIn, emergencyRules } from './ambulance.ts';
export type { BookWish, Given, HelpedWish, RelayedWish, WalkIn, Whom } from './booking.ts';
export type { Changed } from './changelog.ts';
export { LATE_MINUTES, type LateMinutes } from './changing.ts';
export type { QueueDeps } from './deps.ts';
export { keyOf, listHashOf } from './drawing.ts';
export type { Outlook } from './forecast.ts';
export { cancelledEntries, type Happened, happenedAt, historyOf, type Reported } from './history.ts';
export type { AtCounter, Held } from './leasing.ts';
export { loadQueues, type QueueData, queueData } from './load.ts';
export type { Why } from './order.ts';
export {
  byLetter,
  CARE,
  type ClassReason,
  type DangerSign,
  DRAWN_FIRST,
  type EmergencyRoom,
  type Entry,
  type EntryStatus,
  type InLine,
  isActive,
  isKept,
  isOffered,
  labelOf,
  type Mine,
  monthsOld,
  NEED_FIRST,
  type Need,
  type Offer,
  type PlaceKind,
  type PlaceRules,
  priorityOf,
  type QueuePlace,
  type QueueRef,
  type Session,
  type SessionState,
  type Slot,
  type Stage,
  sayWaves,
  suits,
  takesRecord,
} from './queue.ts';
export type { DayFigures, DayLine, HourFigures } from './report.ts';
export { FULL_REASONS, OFF_REASONS, PAUSE_REASONS } from './ruling.ts';
export type { ApprovedSign, ClosedDay, NeedWish } from './settings.ts';
export type { Away, Settled } from './settling.ts';
export type { BoardCall } from './store.ts';
export type { Pool } from './store-pools.ts';
export type { Wish } from './store-wishes.ts';
export { TIMETABLE_COLUMNS } from './timetable.ts';
export { nextWave } from './waves.ts';
export type { Arranged, Weekly } from './weekly.ts';
export {
  checkinOpens,
  deskLeft,
  isBookable,
  isDrawn,
  placesDrawn,
  placesLeft,
  promiseOf,
  takesHelped,
} from './windows.ts';

export type Queue = ReturnType<typeof createQueue>;
export type Day = { readonly session: Session; readonly slots: readonly Slot[] };

const KEPT_MILLIS = 60_000;
/** As many as a board has room for. */
const MOST_LINES = 12;

/** Numbers and turns: at a Puskesmas, and at any counter that is described by the same data. */
export function createQueue(deps: QueueDeps) {
  const { db, clock, organisations } = deps;
  const kept = new Map<string, { readonly offer: Promise<Offer | undefined>; readonly until: number }>();

  /** What an office offers, kept for a minute: every page of booking begins with it. */
  function offer(office: string): Promise<Offer | undefined> {
    const known = kept.get(office);
    if (known && known.until > clock().getTime()) return known.offer;
    const fresh = offerOf(db, office);
    kept.set(office, { offer: fresh, until: clock().getTime() + KEPT_MILLIS });
    // What is nowhere is not kept: it may be set up in the next moment, and anybody may ask for any name.
    const drop = () => kept.delete(office);
    fresh.then((found) => found ?? drop(), drop);
    return fresh;
  }

  async function days(office: string, from: IsoDate, to: IsoDate, poli?: string): Promise<readonly Day[]> {
    const sessions = await sessionsOf(db, office, from, to, poli);
    const slots =
      sessions.length === 0
        ? []
        : await slotsOf(
            db,
            sessions[0]?.region ?? '',
            sessions.map(({ id }) => id),
            clock(),
          );
    return sessions.map((session) => ({ session, slots: slots.filter((slot) => slot.session === session.id) }));
  }

  async function today(office: string): Promise<IsoDate> {
    return localDate(clock(), (await organisations.findOffice(office))?.zone ?? 'WIB');
  }

  const zoneOf = async (office: string) => (await organisations.findOffice(office))?.zone;

  async function calendarOf(office: string) {
    const known = await organisations.findOffice(office);
    return known && organisations.clockOf(known);
  }
  const ruling = createRuling(deps);
  const serving = createServing(deps);
  const booking = createBooking(deps);
  const waitlist = createWaitlist(deps, booking.bookFor);
  const draw = createDraw(deps);
  const arrange = createArranging(deps, (office) => kept.delete(office));
  const laying: LayOutDeps = { clock, random: deps.random, calendarOf };

  /** Places whose time has come: given out, or a draw begun for them. */
  async function openWaves(relay: Database): Promise<void> {
    const { draws } = await releaseWaves(relay, clock, zoneOf);
    await draw.beginDraws(draws);
  }

  return {
    ...booking,
    ...draw,
    openWaves,
    /** For forms of the room `cases`. */
    appointments: createAppointments(deps),
    ...createPulse(deps),
    ...createSettings(deps, arrange),
    ...createWeekly(deps, arrange),
    ...createChangelog(deps),
    timetableCsv,
    /** A file of many offices, by the operator. @param owner the owner's connection */
    importTimetable: (owner: Queryable, csv: string, since: string, reason: string) =>
      importTimetable(deps, owner, csv, since, reason),
    ...waitlist,
    ...createArrival(deps, serving.checkIn, booking.walkIn),
    ...createProof(deps),
    ...createPhones(deps),
    ...serving,
    ...createChanging(deps),
    ...createGoingOn(deps),
    ...createLeasing(deps),
    ...createSettling(deps, booking.fromPaper),
    ...createNaming(deps),
    ...ruling,
    offer,
    days,
    today,
    hasCounters: (region: string | undefined): Promise<boolean> => anyCounter(db, region),
    places: async (region: string, kind: PlaceKind = 'health'): Promise<readonly string[]> =>
      (await placesIn(db, region, kind)).map((one) => one.office),
    session: (ref: QueueRef): Promise<Session | undefined> => findSession(db, ref),
    /** A window with its session. */
    window: (ref: QueueRef): Promise<{ slot: Slot; session: Session } | undefined> => slotWithSession(db, ref, clock()),
    mine: async (person: string, from: IsoDate) => mineOf(db, person, from),
    entry: (doer: Doer, ref: QueueRef): Promise<Entry> => getEntry(deps, doer, ref),
    /** All that stands on a ticket: the number, its window, the line before it, what is to be expected, what happened last. */
    async ticket(doer: Doer, ref: QueueRef) {
      const entry = await getEntry(deps, doer, ref);
      // Told to whoever comes back to it before anything else happened.
      const news = entry.status === 'booked' && entry.version > 1;
      const [both, known, lane, last] = await Promise.all([
        slotWithSession(db, { region: ref.region, id: entry.slot }, clock()),
        offer(entry.office),
        findSession(db, { region: ref.region, id: entry.lane }),
        news ? db.transaction(reading(ref.region, doer), (tx) => lastEvent(tx, ref)) : undefined,
      ]);
      if (!both || !known || !lane) throw new Error(`entry ${ref.id} has no session`);
      const line = await lineOf(db, { region: ref.region, id: entry.lane });
      return { entry, ...both, offer: known, line, last, outlook: outlookOf(lane, known, line, entry.id, clock()) };
    },
    /** Numbers that a patient of the doer's office has on a day, the newest first. */
    heldBy: (doer: Doer, patient: string, day: IsoDate) => heldBy(db, doer, patient, day),
    /** How a session stands, and how many of those who have a number come before one of them. */
    async standing(session: Session, id?: string) {
      const [known, line] = await Promise.all([offer(session.office), lineOf(db, session)]);
      if (!known) throw new Error(`session ${session.id} has no place`);
      return standingOf(session, known.place, line, clock(), id);
    },
    /** How many who are here are called before one who waits; undefined when he does not wait. */
    async waitingBefore(session: Session, id: string): Promise<number | undefined> {
      const [known, line] = await Promise.all([offer(session.office), lineOf(db, session)]);
      return known && beforeOf(session, known.place, line, id, clock())?.length;
    },
    /** Everybody of a session, for whoever serves it. */
    async room(doer: Doer, ref: QueueRef) {
      const session = await findSession(db, ref);
      if (!session || session.office !== doer.seat) return undefined;
      const entries = await entriesOf(db, reading(ref.region, doer), ref);
      const ids = entries.map((entry) => entry.patient);
      const patients = await deps.patients.named(reading(ref.region, doer), ref.region, ids);
      return { session, entries, patients, slots: await slotsOf(db, ref.region, [ref.id], clock()) };
    },
    /** Of these, those whose holders no message reaches: an officer tells them. */
    async unreached<E extends Entry>(entries: readonly E[]): Promise<readonly E[]> {
      const open = entries.filter(({ status, channel }) => channel !== 'mjkn' && isActive(status));
      const readers = await Promise.all(open.map((entry) => readerOf(deps, entry)));
      const left = open.filter((_, i) => readers[i] === undefined);
      const phoned = left.length === 0 ? new Set() : await phonedAmong(db, left);
      return left.filter(({ id }) => !phoned.has(id));
    },
    /** All numbers of the doer's office on a day, with whom they are for. Undefined for whoever has no seat there. */
    async ofDay(doer: Doer, day: IsoDate) {
      if (doer.seat === null) return undefined;
      const region = doer.seat.split('/')[0] ?? '';
      const entries = await entriesOfDay(db, reading(region, doer), { region, office: doer.seat, day });
      const ids = [...new Set(entries.map((entry) => entry.patient))];
      return { entries, patients: await deps.patients.named(reading(region, doer), region, ids) };
    },
    /** How a day went, by poli and by hour: what was promised, what happened. Undefined for whoever has no seat there. */
    async dayPicture(doer: Doer, day: IsoDate) {
      const known = doer.seat === null ? undefined : await organisations.findOffice(doer.seat);
      if (!known) return undefined;
      const rows = await dayRows(db, reading(known.region, doer), known.ref, day);
      const polis = [...new Set(rows.map(({ poli }) => poli))].sort();
      return {
        all: figuresOf(rows),
        polis: polis.map((code) => ({ code, figures: figuresOf(rows.filter(({ poli }) => poli === code)) })),
        hours: hoursOf(rows, known.zone),
        lines: rows,
        zone: known.zone,
      };
    },
    /** The queues of the same day that somebody can be sent on to from this one. */
    async onwards(from: Session): Promise<readonly { readonly id: string; readonly poli: Offer['polis'][number] }[]> {
      const [all, known] = await Promise.all([sessionsOf(db, from.office, from.day, from.day), offer(from.office)]);
      return all.flatMap((one) => {
        const poli = known?.polis.find(({ code }) => code === one.poli);
        const goes = one.id !== from.id && one.state !== 'closed' && one.state !== 'cancelled';
        return poli && goes ? [{ id: one.id, poli }] : [];
      });
    },
    /** Those of a room who wait, in the order in which they would be called now. */
    inOrder<E extends Entry>(
      view: { readonly session: Session; readonly entries: readonly E[] },
      place: QueuePlace | undefined,
    ): readonly E[] {
      const waiting = view.entries
        .filter((entry) => entry.status === 'waiting')
        .map((entry) => ({ entry, number: entry.number, class: entry.class, due: entry.dueAt.getTime() }));
      if (!place) return [];
      return orderOf(waiting, view.session.streak, ruleOf(place), clock().getTime()).map((choice) => choice.next.entry);
    },
    /** Numbers and rooms, nothing else; and how long each line is. */
    async board(
      office: string,
    ): Promise<{ readonly calls: readonly BoardCall[]; readonly lines: readonly BoardLine[] }> {
      const day = await today(office);
      const [calls, sessions, known] = await Promise.all([
        boardOf(db, office, day),
        sessionsOf(db, office, day, day),
        offer(office),
      ]);
      if (!known) return { calls, lines: [] };
      const now = clock();
      const running = sessions.filter(({ state, endsAt }) => state !== 'closed' && endsAt > now);
      // Those that are open now before those that open later.
      const shown = running.toSorted((a, b) => Number(a.startsAt > now) - Number(b.startsAt > now));
      const lines = await Promise.all(
        shown.slice(0, MOST_LINES).map(async (session) => {
          const line = await lineOf(db, { region: session.region, id: session.id });
          // Where one is sent to, people wait with the letters that they came with: there the room says it.
          const first = (known.polis.find(({ code }) => code === session.poli)?.stage ?? 'periksa') === 'periksa';
          const room = first ? null : (session.rooms[0] ?? null);
          const opens = session.startsAt > now ? session.startsAt : null;
          return {
            ...{ prefix: session.prefix, room, rooms: session.rooms, opens, paused: session.state === 'paused' },
            off: session.state === 'cancelled',
            ...waitOf(session, known, line, now),
          };
        }),
      );
      return { calls, lines };
    },
    /** @param relay the background's own connection */
    subscribers: (relay: Database): readonly Subscriber[] => [
      {
        topic: 'entry.changed',
        name: 'queue.mine',
        run: async (job) => {
          await relay.transaction({}, (tx) => followMine(tx, { region: job.region, id: job.subject }));
        },
      },
      {
        topic: ARRANGED,
        name: 'queue.lay-out-anew',
        run: async () => void (await relay.transaction({}, (tx) => layOutDays(tx, laying))),
      },
      ...queueNews(deps, relay).subscribers,
    ],
    regular: (relay: Database): readonly Regular[] => [
      {
        name: 'queue.lay-out',
        cron: '7 * * * *',
        run: async () => void (await relay.transaction({}, (tx) => layOutDays(tx, laying))),
      },
      ...queueNews(deps, relay).regular,
      {
        name: 'queue.waves',
        cron: '* * * * *',
        run: () => openWaves(relay),
      },
      { name: 'queue.draw', cron: '* * * * *', run: async () => void (await draw.drawPools(relay)) },
      { name: 'queue.offer', cron: '* * * * *', run: async () => void (await waitlist.offerPlaces(relay)) },
      { name: 'queue.close', cron: '*/5 * * * *', run: async () => void (await ruling.closeDays()) },
      { name: 'queue.holds', cron: '23 * * * *', run: async () => void (await sweepOldHolds(relay, clock())) },
      { name: 'queue.learn', cron: '41 * * * *', run: async () => void (await learnAll(relay, clock)) },
    ],
    /** The days ahead, now: after templates were loaded. */
    layOut: (relay: Database): Promise<number> => relay.transaction({}, (tx) => layOutDays(tx, laying)),
  };
}

export type BoardLine = {
  readonly prefix: string;
  /** Said in place of the letter. */
  readonly room: string | null;
  /** Where the numbers of this letter are called to. */
  readonly rooms: readonly string[];
  /** When it begins; null once it has. */
  readonly opens: Date | null;
  /** Nobody is called for a while. */
  readonly paused: boolean;
  /** It does not take place. */
  readonly off: boolean;
  readonly waiting: number;
  readonly minutes: number;
};
