import type { Facts, State } from './follow.ts';

// An Encounter of FHIR R4 as SATUSEHAT's guide for outpatients asks for it.

export type EncounterOf = {
  readonly action: Exclude<State, 'none'>;
  readonly facts: Facts;
  /** Our own number of the visit; about no person. */
  readonly value: string;
  /** System of that number. */
  readonly system: string;
  /** Ids at SATUSEHAT. */
  readonly organization: string;
  readonly patient: string;
  readonly practitioner: string;
  readonly location: string;
  /** Once SATUSEHAT took it. */
  readonly id?: string;
};
type Period = { readonly start: string; readonly end?: string };

const CLASS = {
  ...{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB', display: 'ambulatory' },
} as const;

/** Always in UTC, spelled as SATUSEHAT wants it. @example utc('2026-01-12T01:05:00.123Z') // '2026-01-12T01:05:00+00:00' */
export const utc = (iso: string): string => `${new Date(iso).toISOString().slice(0, 19)}+00:00`;

const periodOf = (start: string, end: string | null): Period => ({
  start: utc(start),
  ...(end === null ? {} : { end: utc(end) }),
});

/** How long each status lasted, in order. */
function historyOf(action: EncounterOf['action'], { arrived, started, ended }: Facts) {
  const waited = { status: 'arrived', period: periodOf(arrived, started ?? ended) };
  if (action === 'arrived') return [waited];
  if (action === 'cancelled') return [waited, { status: 'cancelled', period: periodOf(ended ?? arrived, ended) }];
  const begun = { status: 'in-progress', period: periodOf(started ?? arrived, ended) };
  if (action === 'in-progress') return [waited, begun];
  return [waited, begun, { status: 'finished', period: periodOf(ended ?? arrived, ended) }];
}

export function encounterOf(of: EncounterOf) {
  const { action, facts } = of;
  const period = periodOf(facts.arrived, facts.ended);
  const coding = (system: string, code: string, display?: string) => ({
    coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code, ...(display ? { display } : {}) }],
  });
  return {
    resourceType: 'Encounter',
    ...(of.id === undefined ? {} : { id: of.id }),
    identifier: [{ system: of.system, value: of.value }],
    status: action,
    statusHistory: historyOf(action, facts),
    class: CLASS,
    classHistory: [{ class: CLASS, period }],
    subject: { reference: `Patient/${of.patient}` },
    participant: [
      {
        type: [coding('v3-ParticipationType', 'ATND', 'attender')],
        individual: { reference: `Practitioner/${of.practitioner}` },
      },
    ],
    period,
    ...(facts.conditions.length === 0
      ? {}
      : {
          diagnosis: facts.conditions.map((reference, i) => ({
            condition: { reference },
            use: coding('diagnosis-role', 'DD', 'Discharge diagnosis'),
            rank: i + 1,
          })),
        }),
    ...(facts.disposition === null
      ? {}
      : { hospitalization: { dischargeDisposition: coding('discharge-disposition', facts.disposition) } }),
    location: [{ location: { reference: `Location/${of.location}` } }],
    serviceProvider: { reference: `Organization/${of.organization}` },
  };
}
