import { uuidv7 } from '../../kernel/ids.ts';
import type { Context, Queryable } from '../../platform/database/index.ts';
import { bytesOf } from '../../platform/step/index.ts';
import type { Doer } from '../cases/index.ts';
import type { PatientFacts } from '../patients/index.ts';
import type { QueueDeps } from './deps.ts';
import { labelFor } from './moving.ts';
import { notePhones, type ToldAt } from './phones.ts';
import type { ClassReason, Entry, QueuePlace, Session, Slot } from './queue.ts';
import { type Placed, placeEntries } from './store.ts';
import { promiseOf } from './windows.ts';

const MINUTE = 60_000;

export type Whom = Omit<PatientFacts, 'office'>;
/** Somebody who is to get a number of a window. */
export type Item = {
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
  /** He comes on that day; absent: he stands there, unless he booked from home. */
  readonly status?: 'booked';
  readonly channel: Entry['channel'];
  /** The patient, where he need not be looked for. */
  readonly patient?: string;
  /** Of a paper number from the time without a network: what stands on it, and when it was given. */
  readonly paper?: { readonly label: string; readonly at: Date };
  /** The draw that gave it. */
  readonly drawn?: string;
  /** Whose number it is, where the system gives it. */
  readonly applicant?: string;
  /** Where he is told of it, who has no account. */
  readonly told?: ToldAt;
  /** The question of a case that it is booked with. */
  readonly with?: { readonly id: string; readonly question: string };
};

/** What a transaction that places these must name. */
export function contextFor(items: readonly Item[], ids: readonly string[]): Context {
  const [one] = items;
  if (!one) return {};
  const persons = items.flatMap(({ doer, whom }) => [doer.id, ...(whom.person === null ? [] : [whom.person])]);
  return {
    regions: [one.session.region],
    persons: [...new Set(persons)],
    acts: items.map(({ doer }, i) => `${ids[i]} ${doer.id}`),
    ...(one.quota !== 'online' || one.doer.seat === one.session.office ? { offices: [one.session.office] } : {}),
  };
}

/** All of one window, in their order: patients who are new, then the numbers. */
export async function placeWithin(
  deps: QueueDeps,
  tx: Queryable,
  items: readonly Item[],
  ids: readonly string[],
): Promise<readonly (Placed & { readonly id: string })[]> {
  const [one] = items;
  if (!one) return [];
  const { session, slot, quota, place: rules } = one;
  const at = deps.clock();
  const strangers = items.filter(({ patient }) => patient === undefined);
  const wanted = strangers.map(({ doer, whom }) => ({ facts: { ...whom, office: session.office }, by: doer.id }));
  const made = await deps.patients.ensure(tx, wanted);
  const patientOf = new Map(strangers.map((item, i) => [item, made[i] ?? '']));
  const rows = items.map((item, i) => {
    const patient = item.patient ?? patientOf.get(item) ?? '';
    return rowOf(item, { id: ids[i] ?? '', patient, at, outbox: uuidv7(deps.clock, deps.random) });
  });
  const releasedBefore = new Date(at.getTime() - rules.graceMinutes * MINUTE);
  const placed = await placeEntries(tx, { region: session.region, slot: slot.id, quota, releasedBefore }, rows);
  const { region, office, day } = session;
  const noted = items.flatMap(({ told }, i) =>
    told && placed[i]?.outcome === 'placed' ? [{ region, id: ids[i] ?? '', office, day, told }] : [],
  );
  await notePhones(deps, tx, noted);
  return placed.map((row, i) => ({ ...row, id: ids[i] ?? '' }));
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
    ...(item.drawn === undefined ? {} : { drawn: item.drawn }),
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
    ...{
      promised_from: promise.from,
      promised_to: promise.to,
      status: item.status ?? (quota === 'online' ? 'booked' : 'waiting'),
    },
    ...{ arrived_at: paper?.at ?? null, of_case: item.with?.id ?? null, of_question: item.with?.question ?? null },
  };
}
