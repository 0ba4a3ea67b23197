import type { FastifyRequest } from 'fastify';
import { actorOf, can } from '../../capabilities/accounts/index.ts';
import type { Entry } from '../../capabilities/queue/index.ts';
import { addDays, localDate } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Citizen, citizenBehind, type Desk, deskAt, looked, seatsOf, tokenOf } from '../frame/index.ts';
import type { FhirDeps } from './deps.ts';
import { idIn, officeOf, placeId, refOf } from './ids.ts';
import { datesOf, fits, type Params, tokensOf } from './params.ts';
import { APPOINTMENT_STATUSES, appointmentOf, appointmentStatus, type Resource } from './resources.ts';
import { type createTimetable, has, needs, notFound } from './timetable.ts';

// Numbers are somebody's: the citizen's whose they are, or of the place for whoever sits there. Nobody else reads any.

type Reader = { readonly citizen: Citizen } | { readonly desk: Desk };
const DAY = 86_400_000;
const LOOKS_BACK_DAYS = 31;
/** A place's numbers are many: a day at a time. */
const MOST_DAYS = 1;

export function createAppointments(deps: FhirDeps, timetable: ReturnType<typeof createTimetable>) {
  const { queue, accounts, clock } = deps;

  /** @param seat the place that an officer of several means @throws Refusal */
  async function readerOf(request: FastifyRequest, seat: string | undefined): Promise<Reader> {
    const signed = await accounts.sessionOf(tokenOf(request));
    if (!signed) throw new Refusal('api/login-needed', 401);
    if (signed.kind === 'officer') {
      const seats = seatsOf(signed);
      const own = seat === undefined && seats.length === 1 ? seats[0] : seats.find((one) => one === seat);
      const [region = ''] = own?.split('/') ?? [];
      if (own === undefined || !can(actorOf(signed), 'queue.serve', { region, office: own }))
        throw new Refusal('api/not-for-you', 403);
      return { desk: await deskAt(deps, signed, own) };
    }
    if (signed.level < 2) throw new Refusal('api/pin-needed', 403);
    const citizen = await citizenBehind(deps, signed);
    if (!citizen) throw new Refusal('api/login-needed', 401);
    return { citizen };
  }

  /** @param name of the patient, where it may be read */
  async function resourceOf(entry: Entry, name: string | undefined): Promise<Resource> {
    const [place, session] = await Promise.all([
      timetable.placeOf(entry.office),
      queue.session({ region: entry.region, id: entry.session }),
    ]);
    if (!place || !session) throw notFound();
    return appointmentOf(entry, session, place.at, name);
  }

  const ownName = ({ person }: Citizen, { subject }: Entry): string | undefined =>
    subject === person.id ? person.name : undefined;

  async function one(request: FastifyRequest, id: string): Promise<Resource> {
    const ref = refOf(id);
    const known = await readerOf(request, undefined).catch(async (error: unknown) => {
      // An officer of several places reads at that of the number.
      const signed = await accounts.sessionOf(tokenOf(request));
      if (signed?.kind !== 'officer' || seatsOf(signed).length < 2 || !ref) throw error;
      for (const seat of seatsOf(signed)) {
        const found = await readerOf(request, seat).catch(() => undefined);
        const there = found && 'desk' in found && (await queue.entry(found.desk.doer, ref).catch(() => undefined));
        if (there && there.office === seat) return found;
      }
      throw notFound();
    });
    if (!ref) throw notFound();
    if ('citizen' in known) {
      const entry = await queue.entry(known.citizen.doer, ref);
      if (!can(actorOf(known.citizen.signed), 'queue.view', entry)) throw notFound();
      return resourceOf(entry, ownName(known.citizen, entry));
    }
    const { desk } = known;
    const entry = await queue.entry(desk.doer, ref);
    if (entry.office !== desk.office.ref) throw notFound();
    await looked(deps, desk, 'antrean', { region: ref.region, seen: [ref.id], persons: [entry.subject] });
    const day = await queue.ofDay(desk.doer, entry.day);
    return resourceOf(entry, day?.patients.get(entry.patient)?.name);
  }

  async function all(request: FastifyRequest, params: Params): Promise<readonly Resource[]> {
    const actor = params.one('actor');
    const seat = actor === undefined ? undefined : officeOf(idIn('Location', actor));
    const reader = await readerOf(request, seat);
    const id = params.one('_id');
    const slot = params.one('slot');
    const statuses = tokensOf(params, 'status', APPOINTMENT_STATUSES);
    const wishes = datesOf(params, 'date', 'desk' in reader ? reader.desk.office.zone : 'WIB');
    const wanted = (entry: Entry): boolean =>
      fits({ from: entry.promisedFrom.getTime(), to: entry.promisedFrom.getTime() + 1 }, wishes) &&
      has(statuses, appointmentStatus(entry)) &&
      (id === undefined || refOf(id)?.id === entry.id) &&
      (slot === undefined || refOf(idIn('Slot', slot))?.id === entry.slot) &&
      (actor === undefined || placeId(entry.office) === idIn('Location', actor));
    return 'citizen' in reader ? ofCitizen(reader.citizen, wanted) : ofPlace(reader.desk, wishes, wanted);
  }

  async function ofCitizen(citizen: Citizen, wanted: (entry: Entry) => boolean): Promise<readonly Resource[]> {
    const from = addDays(localDate(clock(), 'WIB'), -LOOKS_BACK_DAYS);
    const mine = await queue.mine(citizen.signed.person, from);
    const entries = await Promise.all(mine.map((one) => queue.entry(citizen.doer, one)));
    const own = entries.filter((entry) => can(actorOf(citizen.signed), 'queue.view', entry) && wanted(entry));
    return Promise.all(own.map((entry) => resourceOf(entry, ownName(citizen, entry))));
  }

  /** A day of a place; on record before it is shown. */
  async function ofPlace(
    desk: Desk,
    wishes: ReturnType<typeof datesOf>,
    wanted: (entry: Entry) => boolean,
  ): Promise<readonly Resource[]> {
    const exact = wishes.filter(({ prefix }) => prefix === 'eq');
    const from = Math.max(...exact.map(({ at }) => at.from));
    const to = Math.min(...exact.map(({ at }) => at.to));
    if (exact.length === 0 || to - from > MOST_DAYS * DAY) throw needs('date');
    const { zone, region } = desk.office;
    const first = localDate(new Date(from), zone);
    const day = from < to ? await queue.ofDay(desk.doer, first) : undefined;
    const found = (day?.entries ?? [])
      .filter(wanted)
      .map((entry) => ({ entry, name: day?.patients.get(entry.patient)?.name }));
    await looked(deps, desk, 'antrean', {
      ...{ region, seen: found.map(({ entry }) => entry.id), persons: found.map(({ entry }) => entry.subject) },
    });
    return Promise.all(found.map(({ entry, name }) => resourceOf(entry, name)));
  }

  return { one, all };
}
