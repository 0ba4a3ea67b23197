import type { Base } from './resources.ts';

type Search = readonly (readonly [name: string, type: 'token' | 'reference' | 'date', about: string])[];

export const SEARCHES = {
  Location: [['partof', 'reference', 'Places of a city or regency: Location/32.76. Needed without _id']],
  Schedule: [
    ['actor', 'reference', 'The place: Location/…. Needed without _id'],
    ['date', 'date', 'Within the planning horizon'],
    ['active', 'token', 'true, false'],
    ['service-type', 'token', 'Code of the poli'],
  ],
  Slot: [
    ['schedule', 'reference', 'One schedule. This or schedule.actor is needed without _id'],
    ['schedule.actor', 'reference', 'All schedules of a place: Location/…'],
    ['start', 'date', 'When it begins'],
    ['status', 'token', 'free, busy, busy-unavailable'],
    ['service-type', 'token', 'Code of the poli'],
  ],
  Appointment: [
    [
      'date',
      'date',
      'Whoever sits at the place names one day with it; a citizen sees his own of the last month and later',
    ],
    ['status', 'token', 'booked, checked-in, fulfilled, noshow, cancelled'],
    ['slot', 'reference', 'One slot'],
    ['actor', 'reference', 'The place: Location/…'],
  ],
} as const satisfies Readonly<Record<string, Search>>;
export type Served = keyof typeof SEARCHES;

/** What this server does, for programs: https://hl7.org/fhir/R4/capabilitystatement.html */
export const capabilityOf = (base: Base, version: string) => ({
  ...{ resourceType: 'CapabilityStatement', status: 'active', date: '2026-11-26', kind: 'instance' },
  software: { name: 'SatuLoket', version },
  implementation: { description: 'Queues of Puskesmas and other counters, read-only', url: base },
  ...{ fhirVersion: '4.0.1', format: ['application/fhir+json', 'json'] },
  rest: [
    {
      mode: 'server',
      documentation:
        'Location, Schedule and Slot hold no person and are public. An Appointment is read with the bearer token of the citizen whose it is, or of whoever sits at the place.',
      security: {
        cors: true,
        description: 'Authorization: Bearer, with the token of /api/v1/login/… Only Appointment needs it.',
      },
      resource: Object.entries(SEARCHES).map(([type, search]) => ({
        type,
        interaction: [{ code: 'read' }, { code: 'search-type' }],
        searchParam: [
          { name: '_id', type: 'token' },
          ...search.map(([name, kind, documentation]) => ({ name, type: kind, documentation })),
        ],
      })),
    },
  ],
});
