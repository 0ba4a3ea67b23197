// What SATUSEHAT's guide for outpatients asks of an Encounter beyond FHIR R4.

// biome-ignore lint/suspicious/noExplicitAny: as it came, judged by the libraries before
export type Sent = any;
/** What the server holds. */
export type Held = {
  readonly organization: string;
  readonly has: (reference: string) => boolean;
  /** The Encounter that a Condition belongs to. */
  readonly encounterOf: (condition: string) => string | undefined;
};

const SYSTEM = 'http://sys-ids.kemkes.go.id/encounter/';
const CLASSES = ['AMB', 'EMER', 'IMP', 'HH', 'TELE'];
const STATUSES = ['arrived', 'in-progress', 'finished', 'cancelled'];
const FIRST_DAY = Date.parse('2014-06-03T00:00:00Z');
/** What may follow what. The same again is no step. */
const STEPS: Readonly<Record<string, readonly string[]>> = {
  arrived: ['arrived', 'in-progress', 'cancelled'],
  'in-progress': ['in-progress', 'finished'],
  finished: ['finished'],
  cancelled: ['cancelled'],
};

export const isOwn = (encounter: Sent, { organization }: Held): boolean =>
  encounter.serviceProvider?.reference === `Organization/${organization}`;

/** @param before how it stands here; undefined when it is new */
export function guideFaults(encounter: Sent, held: Held, before: Sent | undefined): readonly string[] {
  const faults: string[] = [];
  const must = (fine: unknown, text: string): void => void (fine ? undefined : faults.push(text));
  const [identifier] = encounter.identifier ?? [];
  must(identifier?.system === `${SYSTEM}${held.organization}` && identifier.value, 'Encounter.identifier');
  must(STATUSES.includes(encounter.status), 'Encounter.status');
  must(CLASSES.includes(encounter.class?.code), 'Encounter.class');
  must(encounter.classHistory?.length > 0, 'Encounter.classHistory');
  must(/^Patient\//.test(encounter.subject?.reference) && held.has(encounter.subject.reference), 'Encounter.subject');
  const [participant] = encounter.participant ?? [];
  must(participant?.type?.[0]?.coding?.[0]?.code === 'ATND', 'Encounter.participant.type');
  must(held.has(participant?.individual?.reference), 'Encounter.participant.individual');
  const places: readonly Sent[] = encounter.location ?? [];
  must(places.length > 0 && places.every((one) => held.has(one.location?.reference)), 'Encounter.location');
  must(encounter.period?.start, 'Encounter.period.start');
  faults.push(...momentFaults(encounter), ...historyFaults(encounter));
  if (encounter.status === 'finished') faults.push(...endFaults(encounter, held));
  if (before) {
    must(encounter.id === before.id, 'Encounter.id');
    must(STEPS[before.status]?.includes(encounter.status), `Encounter.status ${before.status} → ${encounter.status}`);
    must(encounter.subject?.reference === before.subject.reference, 'Encounter.subject changed');
  }
  return faults;
}

function momentFaults(encounter: Sent): readonly string[] {
  const faults: string[] = [];
  const walk = (value: Sent, path: string): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) walk(inner, `${path}.${name}`);
      if (value.start && value.end && Date.parse(value.end) < Date.parse(value.start)) faults.push(`${path}: end`);
    }
    if (typeof value !== 'string' || !/\.(start|end)$/.test(path)) return;
    if (!value.endsWith('+00:00')) faults.push(`${path}: UTC +00:00`);
    else if (!(Date.parse(value) >= FIRST_DAY)) faults.push(`${path}: 2014-06-03`);
  };
  walk(encounter, 'Encounter');
  return faults;
}

function historyFaults(encounter: Sent): readonly string[] {
  const history: readonly Sent[] = encounter.statusHistory ?? [];
  const last = history.at(-1);
  if (last?.status !== encounter.status) return ['Encounter.statusHistory'];
  const open = history.slice(0, -1).some((one) => !one.period?.end);
  const gap = history.some((one, i) => i > 0 && one.period?.start !== history[i - 1]?.period?.end);
  return open || gap || history[0]?.status !== 'arrived' ? ['Encounter.statusHistory.period'] : [];
}

function endFaults(encounter: Sent, held: Held): readonly string[] {
  const faults: string[] = [];
  if (!encounter.period?.end) faults.push('Encounter.period.end');
  if (!encounter.hospitalization?.dischargeDisposition?.coding?.[0]?.code)
    faults.push('Encounter.hospitalization.dischargeDisposition');
  const diagnoses: readonly Sent[] = encounter.diagnosis ?? [];
  if (diagnoses.length === 0) faults.push('Encounter.diagnosis');
  for (const { condition } of diagnoses) {
    const reference = condition?.reference ?? '';
    if (!held.has(reference)) faults.push(`Encounter.diagnosis.condition ${reference} not found`);
    else if (held.encounterOf(reference) !== `Encounter/${encounter.id}`)
      faults.push(`Encounter.diagnosis.condition ${reference} of another Encounter`);
  }
  return faults;
}
