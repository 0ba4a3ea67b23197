import type { Database, Queryable } from '../../platform/database/index.ts';
import { createSender, LONGEST_WAIT, type Outcome, STUBBORN } from '../../platform/outgoing/index.ts';
import { type Doer, SYSTEM } from '../cases/index.ts';
import { type Client, createClient, type Said } from './client.ts';
import type { SatusehatDeps } from './deps.ts';
import { encounterOf } from './encounter.ts';
import { type Connected, type Facility, isConnected, numberPlace } from './facility.ts';
import {
  began,
  encounterIdOf,
  keepEncounterId,
  keepPatientNumber,
  letters,
  type Message,
  patientNumber,
} from './store-outbox.ts';
import type { Tokens } from './tokens.ts';

/** As the person reads it among those who opened his data. */
const PURPOSE = 'kunjungan ke SATUSEHAT';

/** What stands in the way of a message: said to the operator in words. */
export type Lack = 'no-location' | 'no-practitioner' | 'no-nik' | 'no-patient' | 'many-patients' | 'no-encounter';
type Found<T> = { readonly value: T } | { readonly lack: Lack } | { readonly said: Exclude<Said, { kind: 'done' }> };

/** Sends what is due of one Puskesmas. */
export function createSending(deps: SatusehatDeps & { readonly tokens: Tokens }) {
  const { clock, rules, patients, envelope } = deps;
  const sender = createSender(letters, deps);

  /** @returns how many messages SATUSEHAT took. Nothing is thrown for what SATUSEHAT does: it is tried again. */
  async function send(relay: Database, facility: Facility): Promise<number> {
    if (!isConnected(facility)) return 0;
    const { region, office } = facility;
    const anybody: Queryable = { query: (text, values) => relay.query({}, text, values) };
    const client = createClient(deps, facility, anybody);
    return sender.send(relay, { region, office, tell: (message) => tell(relay, facility, client, message) });
  }

  async function tell(relay: Database, facility: Connected, client: Client, message: Message): Promise<Outcome> {
    const lacks = async (lack: Lack): Promise<Outcome> => {
      // Without a NIK there is nobody whom SATUSEHAT could know, and of whom it does not know nothing more is told.
      const state = lack === 'no-nik' || lack === 'no-encounter' ? 'skipped' : 'refused';
      await letters.settle(relay, message, { state, code: null, trouble: lack, at: clock() });
      return { kind: 'settled', taken: false };
    };
    const place = placeOf(facility, message);
    if ('lack' in place) return lacks(place.lack);
    const patient = await patientAt(relay, client, message);
    if ('lack' in patient) return lacks(patient.lack);
    if ('said' in patient) return settled(relay, message, patient.said);
    const system = `${rules.systems.encounter}${facility.organization}`;
    const of = {
      ...{ action: message.action, facts: message.facts, value: message.entry, system },
      ...{ organization: facility.organization, patient: patient.value, ...place.value },
    };
    const visit = { region: message.region, id: message.entry };
    const id = await encounterIdOf(relay, visit);
    if (message.action !== 'arrived')
      return id === null
        ? lacks('no-encounter')
        : settled(relay, message, await client.update(id, encounterOf({ ...of, id })));
    if (id !== null) return settled(relay, message, { kind: 'done', resource: { resourceType: 'Encounter', id } });
    return settled(relay, message, await create(relay, client, message, of));
  }

  /** Once, even where an answer was lost or the process died before it could note it. */
  async function create(
    relay: Database,
    client: Client,
    message: Message,
    of: Parameters<typeof encounterOf>[0],
  ): Promise<Said> {
    const known = async (): Promise<Said | undefined> => {
      const found = await client.encounterOf(of.patient, of.system, of.value);
      if (typeof found === 'object' && found !== null) return found;
      return found === null ? undefined : { kind: 'done', resource: { resourceType: 'Encounter', id: found } };
    };
    const before = message.beganAt === null ? undefined : await known();
    if (before === undefined) await began(relay, message, clock());
    let said = before ?? (await client.create(encounterOf(of)));
    if (said.kind === 'refused' && said.duplicate) said = (await known()) ?? said;
    if (said.kind !== 'done') return said;
    const { id } = said.resource;
    if (id === undefined) return { kind: 'away', text: 'no id' };
    await keepEncounterId(relay, { region: message.region, id: message.entry }, id);
    return said;
  }

  async function settled(relay: Database, message: Message, said: Said): Promise<Outcome> {
    const at = clock();
    if (said.kind === 'away') {
      const stubborn = message.tries >= STUBBORN;
      const dueAt = stubborn ? { dueAt: new Date(at.getTime() + LONGEST_WAIT) } : {};
      await letters.settle(relay, message, { state: 'waiting', code: null, trouble: said.text, at, ...dueAt });
      return said;
    }
    const taken = said.kind === 'done';
    await letters.settle(relay, message, {
      ...{ state: taken ? 'sent' : 'refused', code: taken ? null : said.code, at },
      trouble: taken ? null : said.text,
    });
    return { kind: 'settled', taken };
  }

  function placeOf(
    facility: Connected,
    { facts }: Message,
  ): { readonly value: { location: string; practitioner: string } } | { readonly lack: Lack } {
    const { polis = {}, doctors = {} } = facility.settings;
    const poli = Object.hasOwn(polis, facts.poli) ? polis[facts.poli] : undefined;
    if (!poli) return { lack: 'no-location' };
    const practitioner = (facts.doctor === null ? undefined : doctors[String(facts.doctor)]) ?? poli.practitioner;
    return practitioner === undefined
      ? { lack: 'no-practitioner' }
      : { value: { location: poli.location, practitioner } };
  }

  /** The IHS number; looked up by NIK once and kept, so that the NIK travels once. */
  async function patientAt(relay: Database, client: Client, message: Message): Promise<Found<string>> {
    const { region, office, patient } = message;
    const sealed = await patientNumber(relay, message);
    if (message.action === 'arrived' && message.beganAt === null && message.tries === 0) await onRecord(message);
    if (sealed) return { value: envelope.open(sealed, numberPlace(patient)) };
    const numbers = await patients.numbersOf({ regions: [region], offices: [office] }, region, patient);
    if (!numbers?.nik) return { lack: 'no-nik' };
    const found = await client.patientsByNik(numbers.nik);
    if ('kind' in found) return { said: found as Exclude<Said, { kind: 'done' }> };
    const [one, ...more] = new Set(found);
    if (one === undefined) return { lack: 'no-patient' };
    if (more.length > 0) return { lack: 'many-patients' };
    await keepPatientNumber(relay, { region, patient, office }, envelope.seal(one, numberPlace(patient)), clock());
    return { value: one };
  }

  /** The person sees that his visit went to SATUSEHAT, and when; written before it goes. */
  async function onRecord({ region, office, entry: id }: Message): Promise<void> {
    const by: Doer = { ...SYSTEM, seat: office };
    const { subject } = await deps.queue.entry(by, { region, id });
    const { id: actor, label: actorLabel } = by;
    await deps.audit.looked({ region, actor, actorLabel, office, purpose: PURPOSE, seen: [id], persons: [subject] });
  }

  return { send };
}
