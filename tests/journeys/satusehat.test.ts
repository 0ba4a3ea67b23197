import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { facilityOf, letters, setLevel, setSends } from '../../src/capabilities/satusehat/index.ts';
import { asOwner } from '../../src/compose-database.ts';
import { somebody } from '../support/bpjs.ts';
import { PUSKESMAS } from '../support/queue-room.ts';
import { PARTNER } from '../support/satusehat.ts';
import { SatusehatRoom } from '../support/satusehat-room.ts';

const r = new SatusehatRoom();
beforeAll(() => r.open(), 180_000);
afterAll(() => r.close());

// biome-ignore lint/suspicious/noExplicitAny: JSON as it came
type Any = any;
async function api(
  method: string,
  path: string,
  body?: unknown,
  token = r.clinicToken,
): Promise<{ status: number; body: Any }> {
  const reply = await fetch(`${r.origin}/api/v1${path}`, {
    ...{ method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: reply.status, body: await reply.json() };
}
/** The clinic's own system writes a Condition at SATUSEHAT, with keys of its own. */
async function condition(encounter: string, patient: string): Promise<string> {
  const login = await fetch(`${r.satusehat.url}/oauth2/v1/accesstoken?grant_type=client_credentials`, {
    ...{
      method: 'POST',
      body: new URLSearchParams({ client_id: PARTNER.clientId, client_secret: PARTNER.clientSecret }),
    },
  });
  const { access_token: token } = (await login.json()) as { access_token: string };
  const reply = await fetch(`${r.satusehat.url}/fhir-r4/v1/Condition`, {
    ...{ method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } },
    body: JSON.stringify({
      ...{ resourceType: 'Condition', subject: { reference: `Patient/${patient}` } },
      encounter: { reference: `Encounter/${encounter}` },
    }),
  });
  return `Condition/${((await reply.json()) as { id: string }).id}`;
}

describe('SATUSEHAT is told', () => {
  it('of a visit from its arrival to its end, in its own words; who it is stands in no message', async () => {
    const { session, slots } = await r.freshDay();
    const whom = r.known();
    const entry = await r.book(slots[0], whom);
    await r.settled();
    expect(r.heard()).toEqual([]);
    r.now = session.startsAt;
    const arrived = r.now;
    await r.arrive(entry);
    await r.settled();
    const start = `${arrived.toISOString().slice(0, 19)}+00:00`;
    const first = r.satusehat.taken.at(-1)?.resource;
    expect(first).toMatchObject({
      identifier: [{ system: 'http://sys-ids.kemkes.go.id/encounter/100000001', value: entry.id }],
      ...{ status: 'arrived', subject: { reference: `Patient/${whom.ihs}` }, period: { start } },
      statusHistory: [{ status: 'arrived', period: { start } }],
      location: [{ location: { reference: `Location/${PARTNER.locations[0]}` } }],
      ...{ serviceProvider: { reference: 'Organization/100000001' } },
    });
    const called = await r.serve(session, entry);
    await r.settled();
    const begun = `${called.toISOString().slice(0, 19)}+00:00`;
    expect(r.satusehat.taken.at(-1)?.resource).toMatchObject({
      ...{ id: first.id, status: 'in-progress' },
      statusHistory: [
        { status: 'arrived', period: { start, end: begun } },
        { status: 'in-progress', period: { start: begun } },
      ],
    });
    // The clinic's own system learns the Encounter by the number of the day, writes its diagnosis, and ends it.
    const { body } = await api('GET', `/clinic/visits?day=${session.day}`);
    const visit = body.visits.find((one: Any) => one.id === entry.id);
    expect(visit).toMatchObject({
      number: `A-${String(entry.number).padStart(3, '0')}`,
      state: 'in-progress',
      encounter: first.id,
    });
    const diagnosis = await condition(first.id, whom.ihs);
    const closing = { conditions: [diagnosis], dischargeDisposition: 'home', endedAt: r.now.toISOString() };
    expect((await api('PUT', `/clinic/visits/32.76/${entry.id}/closing`, closing)).status).toBe(200);
    await r.settled();
    expect(r.satusehat.taken.at(-1)?.resource).toMatchObject({
      ...{ id: first.id, status: 'finished' },
      diagnosis: [{ condition: { reference: diagnosis }, use: { coding: [{ code: 'DD' }] }, rank: 1 }],
      hospitalization: { dischargeDisposition: { coding: [{ code: 'home' }] } },
      period: { start, end: `${closing.endedAt.slice(0, 19)}+00:00` },
    });
    expect(r.heard()).toEqual(['POST arrived', 'PUT in-progress', 'PUT finished']);
    // The same again is nothing new; another end comes too late.
    expect((await api('PUT', `/clinic/visits/32.76/${entry.id}/closing`, closing)).status).toBe(200);
    const other = { ...closing, dischargeDisposition: 'hosp' };
    expect((await api('PUT', `/clinic/visits/32.76/${entry.id}/closing`, other)).status).toBe(409);
    await r.settled();
    expect(r.heard()).toHaveLength(3);
    expect(r.refused()).toEqual([]);
    const [canary] = await r.h.t.admin<{ text: string }>(
      `select (select string_agg(to_jsonb(m)::text, '') from satusehat.message m) || (select string_agg(to_jsonb(v)::text, '') from satusehat.visit v)
         || (select string_agg(to_jsonb(p)::text, '') from satusehat.patient p) || (select string_agg(to_jsonb(f)::text, '') from satusehat.facility f)
         || (select string_agg(to_jsonb(t)::text, '') from satusehat.token t)
         || (select coalesce(string_agg(to_jsonb(j)::text, ''), '') from graphile_worker._private_jobs j) as text`,
    );
    const secrets = [whom.nik ?? '', whom.ihs, whom.name, whom.phone ?? '', PARTNER.clientSecret, PARTNER.clientId];
    for (const secret of [...secrets, r.clinicToken]) expect(canary?.text).not.toContain(secret);
    expect(await r.h.house.audit.whoLooked(whom.person)).toMatchObject([
      { purpose: 'kunjungan ke SATUSEHAT', office: PUSKESMAS },
    ]);
  });

  it('of nobody who did not come, and that somebody went who did', async () => {
    const { session, slots } = await r.freshDay();
    const [never, went] = [await r.book(slots[0], r.known()), await r.book(slots[0], r.known())];
    r.now = session.startsAt;
    await r.cancel(never);
    await r.arrive(went);
    await r.settled();
    await r.cancel(went);
    await r.settled();
    expect(r.heard()).toEqual(['POST arrived', 'PUT cancelled']);
  });

  it('by a NIK once: who comes again is known by his IHS number; and one token serves all', async () => {
    const { session, slots } = await r.freshDay();
    const whom = r.known();
    const [lookups, logins] = [r.satusehat.lookups(), r.satusehat.logins()];
    const first = await r.book(slots[0], whom);
    r.now = session.startsAt;
    await r.arrive(first);
    await r.settled();
    await r.cancel(first);
    await r.settled();
    await r.arrive(await r.book(slots[1], whom));
    await r.settled();
    expect(r.heard()).toEqual(['POST arrived', 'PUT cancelled', 'POST arrived']);
    expect(r.satusehat.lookups() - lookups).toBe(1);
    expect(r.satusehat.logins() - logins).toBeLessThanOrEqual(1);
  });

  it('by one token for twenty calls at once, and by a new one when that is void', async () => {
    const relay = { query: (text: string, values?: unknown[]) => r.h.house.relay.query({}, text, values) } as Any;
    const facility = (await facilityOf(relay, PUSKESMAS)) as Any;
    await r.h.t.admin('delete from satusehat.token');
    const before = r.satusehat.logins();
    const all = await Promise.all(Array.from({ length: 20 }, () => r.h.house.satusehat.tokens.of(relay, facility)));
    expect(new Set(all).size).toBe(1);
    // Another process has no memory of it, but the same database.
    const { createTokens } = await import('../../src/capabilities/satusehat/tokens.ts');
    const { clock, random, envelope, satusehat: room } = r.h.house;
    const others = Array.from({ length: 5 }, () => createTokens({ clock, random, envelope, rules: room.rules, fetch }));
    await r.h.t.admin('update satusehat.token set sealed = null, expires_at = null');
    const more = await Promise.all(others.map((one) => one.of(relay, facility)));
    expect(new Set(more).size).toBe(1);
    expect(r.satusehat.logins() - before).toBe(2);
    r.satusehat.forget();
    const { session, slots } = await r.freshDay();
    const entry = await r.book(slots[0], r.known());
    r.now = session.startsAt;
    await r.arrive(entry);
    await r.settled();
    expect(r.heard()).toEqual(['POST arrived']);
    expect(r.satusehat.logins() - before).toBeLessThanOrEqual(4);
  });

  it('of nobody whom it can’t know: without a NIK nothing, with one that is unknown there the operator decides', async () => {
    const { session, slots } = await r.freshDay();
    const stranger = somebody({ nik: null });
    const unknown = somebody();
    const entries = [await r.book(slots[0], stranger), await r.book(slots[0], unknown)];
    r.now = session.startsAt;
    for (const entry of entries) await r.arrive(entry);
    await r.settled();
    await r.settled();
    expect(r.heard()).toEqual([]);
    expect(await r.untold()).toMatchObject([{ action: 'arrived', state: 'refused', trouble: 'no-patient' }]);
    r.satusehat.know(unknown.nik ?? '', 'P99900000001');
    await asOwner(r.h.t.adminUrl, (owner) =>
      letters.reopen(owner, PUSKESMAS, { state: 'waiting', id: null, at: r.now }),
    );
    await r.settled();
    expect(r.heard()).toEqual(['POST arrived']);
    expect(await r.untold()).toEqual([]);
  });

  it('nothing where it is off, nor where the clinic’s own system sends Encounters', async () => {
    const { session, slots } = await r.freshDay();
    await asOwner(r.h.t.adminUrl, (owner) => setLevel(owner, PUSKESMAS, 'off', r.now));
    const entry = await r.book(slots[0], r.known());
    r.now = session.startsAt;
    await r.arrive(entry);
    await r.settled();
    await asOwner(r.h.t.adminUrl, (owner) => setSends(owner, PUSKESMAS, 'clinic', r.now));
    expect(await asOwner(r.h.t.adminUrl, (owner) => setLevel(owner, PUSKESMAS, 'finished', r.now))).toBe(
      'clinic-sends',
    );
    await asOwner(r.h.t.adminUrl, (owner) => setSends(owner, PUSKESMAS, 'hub', r.now));
    expect(await asOwner(r.h.t.adminUrl, (owner) => setLevel(owner, PUSKESMAS, 'in-progress', r.now))).toBeUndefined();
    // Who arrived before stays untold; at this level the clinic ends its visits itself.
    await r.serve(session, entry);
    const next = await r.book(slots[1], r.known());
    await r.arrive(next);
    await r.serve(session, next);
    await r.settled();
    expect(r.heard()).toEqual(['POST arrived', 'PUT in-progress']);
    const closing = { conditions: ['Condition/x'], dischargeDisposition: 'home', endedAt: r.now.toISOString() };
    expect((await api('PUT', `/clinic/visits/32.76/${next.id}/closing`, closing)).body.type).toBe(
      'urn:satuloket:satusehat:not-wanted',
    );
    await asOwner(r.h.t.adminUrl, (owner) => setLevel(owner, PUSKESMAS, 'finished', r.now));
    await r.settled();
    expect(r.heard()).toHaveLength(2);
  });
});

describe('the clinic’s own system', () => {
  it('ends only what began, at this Puskesmas, with what stands at SATUSEHAT; what was refused it may mend', async () => {
    const { session, slots } = await r.freshDay();
    const whom = r.known();
    const [entry, waiting] = [await r.book(slots[0], whom), await r.book(slots[0], r.known())];
    r.now = session.startsAt;
    await r.arrive(entry);
    await r.arrive(waiting);
    await r.serve(session, entry);
    await r.settled();
    const put = (id: string, more: object = {}, token?: string) =>
      api(
        'PUT',
        `/clinic/visits/32.76/${id}/closing`,
        { conditions: ['Condition/tidak-ada'], dischargeDisposition: 'home', endedAt: r.now.toISOString(), ...more },
        token,
      );
    expect((await put(waiting.id)).status).toBe(409);
    expect((await put(randomUUID())).status).toBe(404);
    expect((await put(entry.id, { endedAt: '2020-01-01T00:00:00Z' })).status).toBe(422);
    expect((await put(entry.id, { endedAt: '2099-01-01T00:00:00Z' })).status).toBe(422);
    expect((await put(entry.id, { dischargeDisposition: 'pulang' })).status).toBe(422);
    for (const conditions of [[], ['Patient/x'], ['Condition/'], ['Condition/a', 'Condition/a'], 'Condition/a'])
      expect((await put(entry.id, { conditions })).status).toBe(400);
    expect((await put(entry.id, {}, 'a'.repeat(43))).status).toBe(401);
    expect((await put(entry.id)).status).toBe(200);
    await r.settled();
    expect(await r.untold()).toMatchObject([{ action: 'finished', state: 'refused', code: '400' }]);
    const { body } = await api('GET', `/clinic/visits/32.76/${entry.id}`);
    expect(body.open).toMatchObject({
      action: 'finished',
      state: 'refused',
      trouble: expect.stringContaining('not found'),
    });
    const diagnosis = await condition(body.encounter, whom.ihs);
    expect((await put(entry.id, { conditions: [diagnosis] })).status).toBe(200);
    await r.settled();
    expect(r.heard().at(-1)).toBe('PUT finished');
    expect(await r.untold()).toEqual([]);
  });
});
