import type { Offer, Session, Slot } from '../../capabilities/queue/index.ts';
import { type Entry, isBookable, labelOf, placesLeft } from '../../capabilities/queue/index.ts';
import { idOf, placeId } from './ids.ts';

// Our sessions, windows and numbers as FHIR R4 resources.

export type Resource = { readonly resourceType: string; readonly id: string } & Readonly<Record<string, unknown>>;
type Reference = { readonly reference?: string; readonly type?: string; readonly display?: string };
/** Where this server answers, without a slash at its end; its own systems begin with it. */
export type Base = string;

export const locationRef = (office: string, display: string): Reference => ({
  ...{ reference: `Location/${placeId(office)}`, display },
});

const physical = (code: string, display: string) => ({
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/location-physical-type', code, display }],
});

/** A city or regency: what places are searched by. */
export const regionLocation = (code: string, name: string): Resource => ({
  ...{ resourceType: 'Location', id: code, status: 'active', name, mode: 'instance' },
  physicalType: physical('jdn', 'Jurisdiction'),
});

export const officeLocation = (office: string, name: string, region: { code: string; name: string }): Resource => ({
  ...{ resourceType: 'Location', id: placeId(office), status: 'active', name, mode: 'instance' },
  ...{ physicalType: physical('si', 'Site') },
  partOf: { reference: `Location/${region.code}`, display: region.name },
});

const serviceOf = (base: Base, code: string, offer: Offer | undefined) => {
  const name = offer?.polis.find((one) => one.code === code)?.name.id;
  return {
    serviceType: [
      {
        coding: [{ system: `${base}/sid/poli`, code, ...(name === undefined ? {} : { display: name }) }],
        ...(name === undefined ? {} : { text: name }),
      },
    ],
  };
};

export type At = {
  readonly base: Base;
  readonly offer: Offer | undefined;
  /** Name of the office. */
  readonly place: string;
  readonly now: Date;
};

export const isActiveSession = ({ state }: Session): boolean => state !== 'cancelled' && state !== 'closed';

/** A session: one poli, one doctor, one day. */
export const scheduleOf = (session: Session, { base, offer, place }: At): Resource => ({
  ...{ resourceType: 'Schedule', id: idOf(session), active: isActiveSession(session) },
  ...serviceOf(base, session.poli, offer),
  actor: [
    locationRef(session.office, place),
    ...(session.doctor === null ? [] : [{ type: 'Practitioner', display: session.doctor }]),
  ],
  planningHorizon: { start: session.startsAt.toISOString(), end: session.endsAt.toISOString() },
});

export const SLOT_STATUSES = ['free', 'busy', 'busy-unavailable'] as const;

/** busy-unavailable: nobody can book it, whatever is left. */
export function slotStatus(session: Session, slot: Slot, now: Date): (typeof SLOT_STATUSES)[number] {
  if (!isBookable(session, slot, now)) return 'busy-unavailable';
  return placesLeft(session, slot) > 0 ? 'free' : 'busy';
}

/** A window of a session. It takes several people; FHIR has no field for how many. */
export const slotOf = (session: Session, slot: Slot, { base, offer, now }: At): Resource => ({
  ...{ resourceType: 'Slot', id: idOf(slot) },
  ...serviceOf(base, session.poli, offer),
  schedule: { reference: `Schedule/${idOf(session)}` },
  ...{ status: slotStatus(session, slot, now), start: slot.startsAt.toISOString(), end: slot.endsAt.toISOString() },
  comment: `Sisa tempat / places left: ${isBookable(session, slot, now) ? placesLeft(session, slot) : 0}`,
});

const STATUS: Readonly<Record<Entry['status'], string>> = {
  ...{ booked: 'booked', waiting: 'checked-in', called: 'checked-in', parked: 'checked-in', done: 'fulfilled' },
  ...{ absent: 'noshow', unserved: 'cancelled', cancelled: 'cancelled' },
};
export const APPOINTMENT_STATUSES = [...new Set(Object.values(STATUS))];
export const appointmentStatus = ({ status }: Pick<Entry, 'status'>): string => STATUS[status];

/** A number in the line. @param patient the name, where whoever asks may read it */
export function appointmentOf(
  entry: Entry,
  session: Pick<Session, 'prefix' | 'doctor'>,
  { base, offer, place }: At,
  patient: string | undefined,
): Resource {
  const status = appointmentStatus(entry);
  const gone = status === 'cancelled' ? 'declined' : 'accepted';
  return {
    ...{ resourceType: 'Appointment', id: idOf(entry) },
    identifier: [{ system: `${base}/sid/nomor`, value: labelOf(session.prefix, entry.number) }],
    status,
    // Whom the day ended for was not served by the place; who cancelled, the number does not say.
    ...(entry.status === 'unserved'
      ? {
          cancelationReason: {
            coding: [{ system: 'http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason', code: 'prov' }],
          },
        }
      : {}),
    ...serviceOf(base, entry.poli, offer),
    slot: [{ reference: `Slot/${idOf({ region: entry.region, id: entry.slot })}` }],
    ...{ start: entry.promisedFrom.toISOString(), end: entry.promisedTo.toISOString() },
    created: entry.bookedAt.toISOString(),
    participant: [
      {
        actor: {
          ...{
            type: 'Patient',
            identifier: { system: `${base}/sid/pasien`, value: idOf({ region: entry.region, id: entry.patient }) },
          },
          ...(patient === undefined ? {} : { display: patient }),
        },
        status: gone,
      },
      { actor: locationRef(entry.office, place), status: gone },
      ...(session.doctor === null ? [] : [{ actor: { type: 'Practitioner', display: session.doctor }, status: gone }]),
    ],
  };
}
