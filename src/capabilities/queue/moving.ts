import { uuidv7 } from '../../kernel/ids.ts';
import type { Json } from '../../kernel/json.ts';
import { type Context, type Queryable, violated } from '../../platform/database/index.ts';
import type { Act, Authority } from '../../platform/step/index.ts';
import type { Doer } from '../cases/index.ts';
import type { QueueDeps } from './deps.ts';
import { refusals } from './errors.ts';
import { MOVE } from './kinds.ts';
import type { Entry, QueueRef } from './queue.ts';
import { findEntry } from './store.ts';

/** What a doer may read of a region: his own, and what his seat holds. */
export const reading = (region: string, doer: Doer): Context => ({
  regions: [region],
  persons: [doer.id],
  ...(doer.seat ? { offices: [doer.seat] } : {}),
});

/** The context of a transaction in which somebody moves these entries. */
export const acting = (region: string, doer: Doer, ids: readonly string[]): Context => ({
  ...reading(region, doer),
  acts: ids.map((id) => `${id} ${doer.id}`),
  ...(doer.seat ? { holds: ids.map((id) => `${id} ${doer.seat}`) } : {}),
});

export async function getEntry(deps: QueueDeps, doer: Doer, ref: QueueRef): Promise<Entry> {
  const entry = await findEntry(deps.db, reading(ref.region, doer), ref);
  if (!entry) throw refusals.notFound();
  return entry;
}

/** Who did it, as events of a number tell it: an officer by his name; whoever holds a number is named nowhere beside it. */
export const labelFor = (doer: Doer): string => (doer.seat === null && doer.id !== 'sistem' ? 'Warga' : doer.label);

/** By what right somebody moves an entry. */
export function authorityOf(entry: Pick<Entry, 'subject' | 'applicant' | 'authority'>, doer: Doer): Authority {
  if (doer.id === 'sistem') return 'system';
  if (doer.seat !== null) return 'office';
  if (doer.id === entry.subject) return 'self';
  // What the system gave to somebody who waited for it is his own, or his child's.
  return doer.id === entry.applicant && entry.authority !== 'system' ? entry.authority : 'family';
}

export type Deed = {
  readonly kind: string;
  readonly key: string;
  readonly change: Partial<Entry>;
  /** Codes, rooms and times for the timeline; never a word about a person. */
  readonly data?: Readonly<Record<string, Json>>;
  /** Who did it may take it back at once: how it stood is kept beside it. */
  readonly undoable?: boolean;
  /** Goes on to another queue of its visit: its time here stays in this one's books. */
  readonly leaves?: boolean;
  /** Version of an act whose stay is taken back with it. */
  readonly unstay?: number;
};

/** One move of one entry with all its names, as the step writes it. */
export function moveOf(deps: QueueDeps, entry: Entry, doer: Doer, deed: Deed): Act {
  const at = deps.clock();
  const after = { ...entry, ...deed.change };
  const data = { ...deed.data, ...(deed.undoable ? { before: beforeOf(entry, deed.change) } : {}) };
  const event = {
    ...{ version: entry.version + 1, at, actor: doer.id, actor_label: labelFor(doer), office: doer.seat },
    ...{ kind: deed.kind, data },
  };
  return {
    ...{ region: entry.region, id: entry.id, version: entry.version, head: entry.head, at },
    ...{ actor: doer.id, subject: entry.subject, authority: authorityOf(entry, doer), office: doer.seat },
    ...{ action: deed.kind, key: deed.key, audit: { data, status: after.status }, answer: { id: entry.id } },
    set: {
      ...{ lane: after.lane, class: after.class, class_reason: after.classReason, status: after.status },
      ...{ stage: after.stage, due_at: after.dueAt, due_reason: after.dueReason, shown: after.shown },
      ...{ room: after.room, calls: after.calls, skips: after.skips, arrived_at: after.arrivedAt },
      ...{ called_at: after.calledAt, first_called_at: after.firstCalledAt, ended_at: after.endedAt },
    },
    rows: { 'queue.event': [event], ...(deed.leaves ? { 'queue.stay': [stayOf(entry, at)] } : {}) },
    ...(deed.unstay === undefined ? {} : { gone: { 'queue.stay': [{ version: deed.unstay }] } }),
    outbox: [
      {
        id: uuidv7(deps.clock, deps.random),
        topic: 'entry.changed',
        payload: { id: entry.id, kind: deed.kind },
      },
    ],
  };
}

const stayOf = (entry: Entry, at: Date) => ({
  ...{ version: entry.version + 1, lane: entry.lane, stage: entry.stage, class: entry.class, room: entry.room },
  ...{ due_at: entry.dueAt, arrived_at: entry.arrivedAt, called_at: entry.calledAt, ended_at: at },
  ...{ first_called_at: entry.firstCalledAt, calls: entry.calls, skips: entry.skips },
});

/** What a change writes over, as JSON holds it. */
function beforeOf(entry: Entry, change: Partial<Entry>): Readonly<Record<string, Json>> {
  const names = Object.keys(change) as (keyof Entry)[];
  return Object.fromEntries(
    names.map((name) => {
      const value = entry[name];
      return [name, value instanceof Date ? value.toISOString() : (value as Json)];
    }),
  );
}

const MOMENTS: readonly string[] = ['dueAt', 'arrivedAt', 'calledAt', 'firstCalledAt', 'endedAt'];

/** How it stood before, to be written again. */
export const changeBack = (before: Readonly<Record<string, Json>>): Partial<Entry> =>
  Object.fromEntries(
    Object.entries(before).map(([name, value]) => [
      name,
      MOMENTS.includes(name) && typeof value === 'string' ? new Date(value) : value,
    ]),
  );

/** Moves one entry that stands by itself: no other's turn hangs on it. */
export async function move(deps: QueueDeps, entry: Entry, doer: Doer, deed: Deed): Promise<void> {
  const stepped = await deps.step.run(MOVE, moveOf(deps, entry, doer, deed)).catch((error: unknown) => {
    // It would be in use again, and its patient has another number by now.
    if (violated(error)?.kind === 'unique') throw refusals.held();
    throw error;
  });
  if (stepped.kind === 'lost') throw refusals.lostGuard();
}

/** The same inside a transaction that holds the session's row. */
export async function moveWithin(deps: QueueDeps, tx: Queryable, entry: Entry, doer: Doer, deed: Deed): Promise<void> {
  const stepped = await deps.step.within(tx, MOVE, moveOf(deps, entry, doer, deed));
  if (stepped.kind !== 'done') throw refusals.lostGuard();
}
