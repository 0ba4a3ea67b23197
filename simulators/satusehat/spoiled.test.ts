import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encounterOf } from '../../src/capabilities/satusehat/encounter.ts';
import type { Facts } from '../../src/capabilities/satusehat/follow.ts';
import { type Partner, type SatusehatServer, startSatusehatServer } from './index.ts';

// A good resource is taken; each of these, spoiled in one place, is not. By whom: one of the libraries alone, both, or the guide.

const PARTNER: Partner = {
  ...{ organization: '100000001', clientId: 'klien', clientSecret: 'rahasia' },
  ...{ locations: ['loc-1'], practitioners: ['N10000001'] },
};
const NOW = new Date('2026-11-17T05:00:00Z');
const FACTS: Facts = {
  ...{ poli: 'umum', doctor: 700, arrived: '2026-11-17T01:05:00.000Z', started: '2026-11-17T01:20:00.000Z' },
  ...{ ended: null, conditions: [], disposition: null },
};
const OF = {
  ...{ system: 'http://sys-ids.kemkes.go.id/encounter/100000001', organization: '100000001' },
  ...{ patient: 'P00000000001', practitioner: 'N10000001', location: 'loc-1' },
};
// biome-ignore lint/suspicious/noExplicitAny: spoiled on purpose
type Any = any;
type By = 'structure' | 'codes' | 'both' | 'guide';

let server: SatusehatServer;
let token: string;
let made = 0;
beforeAll(async () => {
  server = await startSatusehatServer({
    ...{ clock: () => NOW, partners: [PARTNER], people: { '3276010101900001': OF.patient } },
  });
  const reply = await fetch(`${server.url}/oauth2/v1/accesstoken?grant_type=client_credentials`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: 'klien', client_secret: 'rahasia' }),
  });
  token = ((await reply.json()) as { access_token: string }).access_token;
});
afterAll(() => server?.stop());

async function send(method: string, path: string, body: unknown): Promise<{ status: number; body: Any }> {
  const reply = await fetch(`${server.url}/fhir-r4/v1/${path}`, {
    ...{ method, body: JSON.stringify(body) },
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });
  return { status: reply.status, body: await reply.json() };
}

const fresh = (): string => `kunjungan-${++made}`;
const arrived = (): Any =>
  structuredClone(encounterOf({ ...OF, action: 'arrived', facts: { ...FACTS, started: null }, value: fresh() }));

/** One that has begun, with a diagnosis that the clinic wrote. */
async function begun(): Promise<{ id: string; value: string; condition: string }> {
  const sent = arrived();
  const { body } = await send('POST', 'Encounter', sent);
  const { value } = sent.identifier[0];
  const ready = encounterOf({ ...OF, action: 'in-progress', facts: FACTS, value, id: body.id });
  expect((await send('PUT', `Encounter/${body.id}`, ready)).status).toBe(200);
  const condition = await send('POST', 'Condition', {
    ...{ resourceType: 'Condition', subject: { reference: `Patient/${OF.patient}` } },
    encounter: { reference: `Encounter/${body.id}` },
    code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'J06.9' }] },
  });
  expect(condition.status).toBe(201);
  return { id: body.id, value, condition: `Condition/${condition.body.id}` };
}
async function finished(): Promise<Any> {
  const { id, value, condition } = await begun();
  const facts = { ...FACTS, ended: '2026-11-17T01:40:00.000Z', conditions: [condition], disposition: 'home' };
  return structuredClone(encounterOf({ ...OF, action: 'finished', facts, value, id }));
}

const ARRIVED: readonly (readonly [string, By, (one: Any) => void])[] = [
  [
    'a status that FHIR does not know',
    'codes',
    (e) => {
      e.status = 'datang';
      e.statusHistory[0].status = 'datang';
    },
  ],
  [
    'a status in its history that FHIR does not know',
    'codes',
    (e) => {
      e.statusHistory[0].status = 'waiting';
    },
  ],
  [
    'a use of its identifier that FHIR does not know',
    'codes',
    (e) => {
      e.identifier[0].use = 'utama';
    },
  ],
  [
    'a status of its place that FHIR does not know',
    'codes',
    (e) => {
      e.location[0].status = 'di sini';
    },
  ],
  [
    'a subject that is a Practitioner',
    'codes',
    (e) => {
      e.subject.reference = 'Practitioner/N10000001';
    },
  ],
  [
    'a moment that is none of FHIR’s',
    'structure',
    (e) => {
      e.period.start = '2026-11-17 01:05';
    },
  ],
  [
    'a place without a place',
    'both',
    (e) => {
      e.location = [{}];
    },
  ],
  ['no class', 'both', (e) => void delete e.class],
  ['no status', 'both', (e) => void delete e.status],
  ['a history without its period', 'both', (e) => void delete e.statusHistory[0].period],
  [
    'an identifier that is no list',
    'both',
    (e) => {
      e.identifier = e.identifier[0];
    },
  ],
  [
    'a field of its own',
    'both',
    (e) => {
      e.keluhan = 'batuk';
    },
  ],
  [
    'a status that is a number',
    'both',
    (e) => {
      e.status = 1;
    },
  ],
  [
    'a moment in local time',
    'guide',
    (e) => {
      e.period.start = '2026-11-17T08:05:00+07:00';
    },
  ],
  [
    'a moment in UTC spelled Z',
    'guide',
    (e) => {
      e.period.start = '2026-11-17T01:05:00Z';
    },
  ],
  [
    'a moment before SATUSEHAT was',
    'guide',
    (e) => {
      e.period.start = '2014-06-02T01:05:00+00:00';
    },
  ],
  [
    'an end before its start',
    'guide',
    (e) => {
      e.period.end = '2026-11-17T01:04:00+00:00';
    },
  ],
  ['no identifier', 'guide', (e) => void delete e.identifier],
  [
    'the identifier of another organization',
    'guide',
    (e) => {
      e.identifier[0].system += '9';
    },
  ],
  [
    'a patient whom nobody knows',
    'guide',
    (e) => {
      e.subject.reference = 'Patient/P99999999999';
    },
  ],
  [
    'a place that is not there',
    'guide',
    (e) => {
      e.location[0].location.reference = 'Location/loc-9';
    },
  ],
  ['nobody who attends', 'guide', (e) => void delete e.participant],
  [
    'a class that is none of a Puskesmas',
    'guide',
    (e) => {
      e.class = { ...e.class, code: 'AMBU' };
    },
  ],
  [
    'a history that ends otherwise than its status',
    'guide',
    (e) => {
      e.statusHistory[0].status = 'planned';
    },
  ],
  [
    'the service of another organization',
    'guide',
    (e) => {
      e.serviceProvider.reference = 'Organization/2';
    },
  ],
];
const FINISHED: readonly (readonly [string, By, (one: Any) => void])[] = [
  [
    'a rank of nought',
    'both',
    (e) => {
      e.diagnosis[0].rank = 0;
    },
  ],
  ['a diagnosis without its Condition', 'both', (e) => void delete e.diagnosis[0].condition],
  ['no diagnosis', 'guide', (e) => void delete e.diagnosis],
  [
    'a diagnosis that nobody wrote',
    'guide',
    (e) => {
      e.diagnosis[0].condition.reference = 'Condition/tidak-ada';
    },
  ],
  ['no discharge', 'guide', (e) => void delete e.hospitalization],
  ['no end', 'guide', (e) => void delete e.period.end],
  [
    'a gap in its history',
    'guide',
    (e) => {
      e.statusHistory[1].period.start = '2026-11-17T01:21:00+00:00';
    },
  ],
];

const byOf = (why: readonly string[]): By => {
  const by = ['structure', 'codes'].filter((one) => why.some((text) => text.startsWith(`${one}: `)));
  return by.length === 2 ? 'both' : ((by[0] as By | undefined) ?? 'guide');
};

describe('what SATUSEHAT takes', () => {
  it('is an Encounter from its arrival to its end, and one that was left', async () => {
    const whole = await finished();
    expect((await send('PUT', `Encounter/${whole.id}`, whole)).body).toMatchObject({ status: 'finished' });
    const left = arrived();
    const { body } = await send('POST', 'Encounter', left);
    const facts = { ...FACTS, started: null, ended: '2026-11-17T01:40:00.000Z' };
    const { value } = left.identifier[0];
    const cancelled = encounterOf({ ...OF, action: 'cancelled', facts, value, id: body.id });
    expect((await send('PUT', `Encounter/${body.id}`, cancelled)).status).toBe(200);
  });

  it.each(ARRIVED)('is not one with %s', async (_, by, spoil) => {
    const one = arrived();
    spoil(one);
    const { status, body } = await send('POST', 'Encounter', one);
    expect([400, 403]).toContain(status);
    expect(body.resourceType).toBe('OperationOutcome');
    expect(byOf(server.refused.at(-1)?.why ?? [])).toBe(by);
  });

  it.each(FINISHED)('is no end with %s', async (_, by, spoil) => {
    const one = await finished();
    spoil(one);
    expect((await send('PUT', `Encounter/${one.id}`, one)).status).toBe(400);
    expect(byOf(server.refused.at(-1)?.why ?? [])).toBe(by);
  });

  it('is nothing twice, nothing that is not there, no way back, and no Condition of another visit', async () => {
    const one = arrived();
    expect((await send('POST', 'Encounter', one)).status).toBe(201);
    expect((await send('POST', 'Encounter', one)).body.issue[0].code).toBe('duplicate');
    expect((await send('PUT', 'Encounter/tidak-ada', { ...one, id: 'tidak-ada' })).status).toBe(404);
    const whole = await finished();
    const other = await begun();
    const wrong = structuredClone(whole);
    wrong.diagnosis[0].condition.reference = other.condition;
    expect((await send('PUT', `Encounter/${whole.id}`, wrong)).status).toBe(400);
    expect((await send('PUT', `Encounter/${whole.id}`, whole)).status).toBe(200);
    const back = encounterOf({
      ...OF,
      action: 'in-progress',
      facts: FACTS,
      value: whole.identifier[0].value,
      id: whole.id,
    });
    expect((await send('PUT', `Encounter/${whole.id}`, back)).status).toBe(400);
  });
});
