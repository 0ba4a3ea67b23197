import type { Office } from '../../capabilities/organisations/index.ts';
import type { Session, Slot } from '../../capabilities/queue/index.ts';
import { addDays, localDate } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { FhirDeps } from './deps.ts';
import { idIn, officeOf, placeId, refOf } from './ids.ts';
import { boundsOf, datesOf, fits, type Params, tokensOf } from './params.ts';
import {
  type At,
  isActiveSession,
  officeLocation,
  type Resource,
  regionLocation,
  SLOT_STATUSES,
  scheduleOf,
  slotOf,
  slotStatus,
} from './resources.ts';

// What everybody may read: places, schedules, slots. No person is in it.

const DAY = 86_400_000;
/** How far a search goes back and ahead of today. */
const REACH = { back: 31, ahead: 90 };

export const notFound = (): Refusal => new Refusal('fhir/not-found', 404);
export const needs = (name: string): Refusal => new Refusal('fhir/needs-parameter', 400, { name });

export type Place = { readonly office: Office; readonly at: At };

export function createTimetable(deps: FhirDeps) {
  const { queue, organisations, regions, clock } = deps;
  const base = `${deps.config.publicUrl}/fhir`;

  /** An office with a queue; undefined for any other. */
  async function placeOf(ref: string): Promise<Place | undefined> {
    const [office, offer] = await Promise.all([organisations.findOffice(ref), queue.offer(ref)]);
    return office && offer && { office, at: { base, offer, place: office.name, now: clock() } };
  }
  const placeAt = (reference: string): Promise<Place | undefined> => {
    const office = officeOf(idIn('Location', reference));
    return office === undefined ? Promise.resolve(undefined) : placeOf(office);
  };

  async function regionOf(code: string) {
    if (!/^\d{2}\.\d{2}$/.test(code)) return undefined;
    const found = await regions.find(code);
    return found && { code, name: found.name };
  }

  async function location(id: string): Promise<Resource> {
    const region = await regionOf(id);
    if (region) return regionLocation(region.code, region.name);
    const found = await placeAt(id);
    const around = found && (await regionOf(found.office.region));
    if (!found || !around) throw notFound();
    return officeLocation(found.office.ref, found.office.name, around);
  }

  async function locations(params: Params): Promise<readonly Resource[]> {
    const id = params.one('_id');
    if (id !== undefined) return oneOrNone(() => location(id));
    const partof = params.one('partof');
    if (partof === undefined) throw needs('partof');
    const region = await regionOf(idIn('Location', partof));
    if (!region) return [];
    const refs = await Promise.all([queue.places(region.code, 'health'), queue.places(region.code, 'counter')]);
    const offices = await Promise.all(refs.flat().map((ref) => organisations.findOffice(ref)));
    return offices
      .flatMap((office) =>
        office && officeOf(placeId(office.ref)) ? [officeLocation(office.ref, office.name, region)] : [],
      )
      .sort(byId);
  }

  async function session(id: string): Promise<{ session: Session; at: At }> {
    const ref = refOf(id);
    const found = ref && (await queue.session(ref));
    const place = found && (await placeOf(found.office));
    if (!found || !place) throw notFound();
    return { session: found, at: place.at };
  }

  const schedule = async (id: string): Promise<Resource> => {
    const { session: found, at } = await session(id);
    return scheduleOf(found, at);
  };

  async function slot(id: string): Promise<Resource> {
    const ref = refOf(id);
    const found = ref && (await queue.window(ref));
    const place = found && (await placeOf(found.session.office));
    if (!found || !place) throw notFound();
    return slotOf(found.session, found.slot, place.at);
  }

  /** Sessions of a place between the days that the dates allow. */
  async function daysAt(place: Place, wishes: Parameters<typeof boundsOf>[0]) {
    const now = clock().getTime();
    const { from, to } = boundsOf(wishes, { from: now - REACH.back * DAY, to: now + REACH.ahead * DAY });
    if (from > to) return [];
    const { zone, ref } = place.office;
    return queue.days(ref, localDate(new Date(from), zone), addDays(localDate(new Date(to), zone), 1));
  }

  async function schedules(params: Params): Promise<readonly Resource[]> {
    const id = params.one('_id');
    if (id !== undefined) return oneOrNone(() => schedule(id));
    const actor = params.one('actor');
    if (actor === undefined) throw needs('actor');
    const active = tokensOf(params, 'active', ['true', 'false']);
    const polis = tokensOf(params, 'service-type');
    const place = await placeAt(actor);
    const wishes = datesOf(params, 'date', place?.office.zone ?? 'WIB');
    if (!place) return [];
    const all = await daysAt(place, wishes);
    return all
      .map(({ session: one }) => one)
      .filter(
        (one) => fits(stretchOf(one), wishes) && has(polis, one.poli) && has(active, String(isActiveSession(one))),
      )
      .sort(byStart)
      .map((one) => scheduleOf(one, place.at));
  }

  async function slots(params: Params): Promise<readonly Resource[]> {
    const id = params.one('_id');
    if (id !== undefined) return oneOrNone(() => slot(id));
    const [of, actor] = [params.one('schedule'), params.one('schedule.actor')];
    if (of === undefined && actor === undefined) throw needs('schedule');
    const statuses = tokensOf(params, 'status', SLOT_STATUSES);
    const polis = tokensOf(params, 'service-type');
    const found = of === undefined ? undefined : await sessionOr(idIn('Schedule', of));
    const place = of === undefined ? await placeAt(actor ?? '') : found && (await placeOf(found.office));
    const wishes = datesOf(params, 'start', place?.office.zone ?? 'WIB');
    if (!place || (actor !== undefined && placeId(place.office.ref) !== idIn('Location', actor))) return [];
    const all = found
      ? (await queue.days(found.office, found.day, found.day)).filter((day) => day.session.id === found.id)
      : await daysAt(place, wishes);
    return all
      .filter((day) => has(polis, day.session.poli))
      .flatMap((day) => day.slots.map((one) => ({ one, of: day.session })))
      .filter(({ one, of: its }) => fits(beginOf(one), wishes) && has(statuses, slotStatus(its, one, place.at.now)))
      .sort((a, b) => byStart(a.one, b.one))
      .map(({ one, of: its }) => slotOf(its, one, place.at));
  }

  const sessionOr = async (id: string): Promise<Session | undefined> => {
    const ref = refOf(id);
    return ref && queue.session(ref);
  };

  return { placeOf, placeAt, location, locations, schedule, schedules, slot, slots };
}

/** What is not there is no fault of a search. */
async function oneOrNone(read: () => Promise<Resource>): Promise<readonly Resource[]> {
  try {
    return [await read()];
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return [];
    throw error;
  }
}

export const has = (wanted: ReadonlySet<string> | undefined, code: string): boolean => wanted?.has(code) ?? true;
const stretchOf = ({ startsAt, endsAt }: Pick<Session, 'startsAt' | 'endsAt'>) => ({
  ...{ from: startsAt.getTime(), to: endsAt.getTime() },
});
const beginOf = ({ startsAt }: Pick<Slot, 'startsAt'>) => ({ from: startsAt.getTime(), to: startsAt.getTime() + 1 });
const byStart = (a: { startsAt: Date; id: string }, b: { startsAt: Date; id: string }): number =>
  a.startsAt.getTime() - b.startsAt.getTime() || (a.id < b.id ? -1 : 1);
const byId = (a: Resource, b: Resource): number => (a.id < b.id ? -1 : 1);
