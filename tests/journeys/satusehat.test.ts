import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SatusehatServer, startSatusehatServer } from '../../simulators/satusehat/index.ts';
import type { Doer } from '../../src/capabilities/cases/index.ts';
import type { Entry, Session, Slot } from '../../src/capabilities/queue/index.ts';
import { facilityOf, letters, setLevel, setSends } from '../../src/capabilities/satusehat/index.ts';
import { asOwner } from '../../src/compose-database.ts';
import { asDoer, type Somebody, somebody } from '../support/bpjs.ts';
import { type TestHouse, testHouse } from '../support/house.ts';
import { connectSatusehat, PARTNER } from '../support/satusehat.ts';

const OFFICE = '32.76/pkm-beji';
let h: TestHouse;
let satusehat: SatusehatServer;
let origin: string;
let clinicToken: string;
let now = new Date('2026-10-05T00:00:00Z');

beforeAll(async () => {
  h = await testHouse({ clock: () => now });
  // A token outlives the two hours of a test only once.
  satusehat = await startSatusehatServer({ clock: () => now, partners: [PARTNER], people: {}, tokenSeconds: 3599 });
  await h.house.queue.layOut(h.house.relay);
  origin = await h.listen();
  ({ clinicToken } = await connectSatusehat(h, OFFICE, satusehat.url, 'finished'));
}, 180_000);
afterAll(async () => {
  await h?.close();
  await satusehat?.stop();
});
beforeEach(async () => {
  satusehat.weather('fine');
  await h.t.admin(`update satusehat.message set state = 'skipped' where state in ('waiting', 'refused')`);
  await h.t.admin('update satusehat.sender set retry_at = null');
  seen = satusehat.taken.length;
  refused = satusehat.refused.length;
});

let seen = 0;
let refused = 0;
/** What SATUSEHAT took of us since this test began, in short; Conditions are the clinic's. */
const heard = () =>
  satusehat.taken
    .slice(seen)
    .filter(({ resource }) => resource.resourceType === 'Encounter')
    .map(({ method, resource }) => `${method} ${resource.status}`);

const nurse: Doer = { id: randomUUID(), label: 'Perawat', seat: OFFICE, roles: ['perawat'], nik: null };
const guard = (entry: { version: number }) => ({ version: entry.version, key: randomUUID() });
const later = (minutes: number): void => {
  now = new Date(now.getTime() + minutes * 60_000);
};
let ihs = 0;
/** Somebody whom SATUSEHAT knows by his NIK. */
function known(): Somebody & { readonly ihs: string } {
  const whom = somebody();
  ihs += 1;
  const number = `P${String(ihs).padStart(11, '0')}`;
  satusehat.know(whom.nik ?? '', number);
  return { ...whom, ihs: number };
}
async function freshDay(poli = 'umum'): Promise<{ session: Session; slots: readonly Slot[] }> {
  await h.house.queue.layOut(h.house.relay);
  const days = await h.house.queue.days(OFFICE, '2026-01-01', '2099-01-01', poli);
  const day = days.find(({ session }) => session.startsAt > now && session.taken === 0 && session.state === 'open');
  if (!day) throw new Error('no fresh day');
  now = new Date(day.session.startsAt.getTime() - 30 * 60_000);
  return day;
}
async function book(slot: Slot | undefined, whom: Somebody): Promise<Entry> {
  if (!slot) throw new Error('no slot');
  const wish = { region: slot.region, slot: slot.id, need: 'sakit', whom, authority: 'self', payer: 'umum' } as const;
  return h.house.queue.entry(nurse, await h.house.queue.book(asDoer(whom), wish, randomUUID()));
}
const entryOf = (entry: { region: string; id: string }) => h.house.queue.entry(nurse, entry);
async function arrive(entry: Entry): Promise<void> {
  await h.house.queue.checkIn(nurse, entry, guard(await entryOf(entry)));
}
async function serve(session: Session, entry: Entry): Promise<Date> {
  await h.house.queue.callNext(nurse, { session, room: 'Ruang 1', now: null }, randomUUID());
  const called = now;
  later(8);
  await h.house.queue.finish(nurse, entry, guard(await entryOf(entry)));
  return called;
}
const running = async (): Promise<number> => {
  const [row] = await h.t.admin<{ count: number }>(
    `select (select count(*)::int from platform.outbox) + (select count(*)::int from graphile_worker.jobs where locked_at is not null or run_at <= now()) as count`,
  );
  return row?.count ?? 0;
};
/** All that follows was done, a minute passed, and SATUSEHAT was told what it can be told now. */
async function settled(): Promise<void> {
  await h.house.jobs.settle();
  await expect.poll(running, { timeout: 20_000 }).toBe(0);
  later(1);
  await h.house.satusehat.drain(h.house.relay);
}
const open = () => asOwner(h.t.adminUrl, (owner) => letters.open(owner, OFFICE));
// biome-ignore lint/suspicious/noExplicitAny: JSON as it came
type Any = any;
async function api(
  method: string,
  path: string,
  body?: unknown,
  token = clinicToken,
): Promise<{ status: number; body: Any }> {
  const reply = await fetch(`${origin}/api/v1${path}`, {
    ...{ method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: reply.status, body: await reply.json() };
}
/** The clinic's own system writes a Condition at SATUSEHAT, with keys of its own. */
async function condition(encounter: string, patient: string): Promise<string> {
  const login = await fetch(`${satusehat.url}/oauth2/v1/accesstoken?grant_type=client_credentials`, {
    ...{
      method: 'POST',
      body: new URLSearchParams({ client_id: PARTNER.clientId, client_secret: PARTNER.clientSecret }),
    },
  });
  const { access_token: token } = (await login.json()) as { access_token: string };
  const reply = await fetch(`${satusehat.url}/fhir-r4/v1/Condition`, {
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
    const { session, slots } = await freshDay();
    const whom = known();
    const entry = await book(slots[0], whom);
    await settled();
    expect(heard()).toEqual([]);
    now = session.startsAt;
    const arrived = now;
    await arrive(entry);
    await settled();
    const start = `${arrived.toISOString().slice(0, 19)}+00:00`;
    const first = satusehat.taken.at(-1)?.resource;
    expect(first).toMatchObject({
      identifier: [{ system: 'http://sys-ids.kemkes.go.id/encounter/100000001', value: entry.id }],
      ...{ status: 'arrived', subject: { reference: `Patient/${whom.ihs}` }, period: { start } },
      statusHistory: [{ status: 'arrived', period: { start } }],
      location: [{ location: { reference: `Location/${PARTNER.locations[0]}` } }],
      ...{ serviceProvider: { reference: 'Organization/100000001' } },
    });
    const called = await serve(session, entry);
    await settled();
    const begun = `${called.toISOString().slice(0, 19)}+00:00`;
    expect(satusehat.taken.at(-1)?.resource).toMatchObject({
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
    const closing = { conditions: [diagnosis], dischargeDisposition: 'home', endedAt: now.toISOString() };
    expect((await api('PUT', `/clinic/visits/32.76/${entry.id}/closing`, closing)).status).toBe(200);
    await settled();
    expect(satusehat.taken.at(-1)?.resource).toMatchObject({
      ...{ id: first.id, status: 'finished' },
      diagnosis: [{ condition: { reference: diagnosis }, use: { coding: [{ code: 'DD' }] }, rank: 1 }],
      hospitalization: { dischargeDisposition: { coding: [{ code: 'home' }] } },
      period: { start, end: `${closing.endedAt.slice(0, 19)}+00:00` },
    });
    expect(heard()).toEqual(['POST arrived', 'PUT in-progress', 'PUT finished']);
    // The same again is nothing new; another end comes too late.
    expect((await api('PUT', `/clinic/visits/32.76/${entry.id}/closing`, closing)).status).toBe(200);
    const other = { ...closing, dischargeDisposition: 'hosp' };
    expect((await api('PUT', `/clinic/visits/32.76/${entry.id}/closing`, other)).status).toBe(409);
    await settled();
    expect(heard()).toHaveLength(3);
    expect(satusehat.refused.slice(refused)).toEqual([]);
    const [canary] = await h.t.admin<{ text: string }>(
      `select (select string_agg(to_jsonb(m)::text, '') from satusehat.message m) || (select string_agg(to_jsonb(v)::text, '') from satusehat.visit v)
         || (select string_agg(to_jsonb(p)::text, '') from satusehat.patient p) || (select string_agg(to_jsonb(f)::text, '') from satusehat.facility f)
         || (select string_agg(to_jsonb(t)::text, '') from satusehat.token t)
         || (select coalesce(string_agg(to_jsonb(j)::text, ''), '') from graphile_worker._private_jobs j) as text`,
    );
    const secrets = [whom.nik ?? '', whom.ihs, whom.name, whom.phone ?? '', PARTNER.clientSecret, PARTNER.clientId];
    for (const secret of [...secrets, clinicToken]) expect(canary?.text).not.toContain(secret);
    expect(await h.house.audit.whoLooked(whom.person)).toMatchObject([
      { purpose: 'kunjungan ke SATUSEHAT', office: OFFICE },
    ]);
  });

  it('of nobody who did not come, and that somebody went who did', async () => {
    const { session, slots } = await freshDay();
    const [never, went] = [await book(slots[0], known()), await book(slots[0], known())];
    now = session.startsAt;
    await h.house.queue.cancel(nurse, never, guard(never));
    await arrive(went);
    await settled();
    await h.house.queue.cancel(nurse, went, guard(await entryOf(went)));
    await settled();
    expect(heard()).toEqual(['POST arrived', 'PUT cancelled']);
  });

  it('by a NIK once: who comes again is known by his IHS number; and one token serves all', async () => {
    const { session, slots } = await freshDay();
    const whom = known();
    const [lookups, logins] = [satusehat.lookups(), satusehat.logins()];
    const first = await book(slots[0], whom);
    now = session.startsAt;
    await arrive(first);
    await settled();
    await h.house.queue.cancel(nurse, first, guard(await entryOf(first)));
    await settled();
    await arrive(await book(slots[1], whom));
    await settled();
    expect(heard()).toEqual(['POST arrived', 'PUT cancelled', 'POST arrived']);
    expect(satusehat.lookups() - lookups).toBe(1);
    expect(satusehat.logins() - logins).toBeLessThanOrEqual(1);
  });

  it('by one token for twenty calls at once, and by a new one when that is void', async () => {
    const relay = { query: (text: string, values?: unknown[]) => h.house.relay.query({}, text, values) } as Any;
    const facility = (await facilityOf(relay, OFFICE)) as Any;
    await h.t.admin('delete from satusehat.token');
    const before = satusehat.logins();
    const all = await Promise.all(Array.from({ length: 20 }, () => h.house.satusehat.tokens.of(relay, facility)));
    expect(new Set(all).size).toBe(1);
    // Another process has no memory of it, but the same database.
    const { createTokens } = await import('../../src/capabilities/satusehat/tokens.ts');
    const { clock, random, envelope, satusehat: room } = h.house;
    const others = Array.from({ length: 5 }, () => createTokens({ clock, random, envelope, rules: room.rules, fetch }));
    await h.t.admin('update satusehat.token set sealed = null, expires_at = null');
    const more = await Promise.all(others.map((one) => one.of(relay, facility)));
    expect(new Set(more).size).toBe(1);
    expect(satusehat.logins() - before).toBe(2);
    satusehat.forget();
    const { session, slots } = await freshDay();
    const entry = await book(slots[0], known());
    now = session.startsAt;
    await arrive(entry);
    await settled();
    expect(heard()).toEqual(['POST arrived']);
    expect(satusehat.logins() - before).toBeLessThanOrEqual(4);
  });

  it('of nobody whom it can’t know: without a NIK nothing, with one that is unknown there the operator decides', async () => {
    const { session, slots } = await freshDay();
    const stranger = somebody({ nik: null });
    const unknown = somebody();
    const entries = [await book(slots[0], stranger), await book(slots[0], unknown)];
    now = session.startsAt;
    for (const entry of entries) await arrive(entry);
    await settled();
    await settled();
    expect(heard()).toEqual([]);
    expect(await open()).toMatchObject([{ action: 'arrived', state: 'refused', trouble: 'no-patient' }]);
    satusehat.know(unknown.nik ?? '', 'P99900000001');
    await asOwner(h.t.adminUrl, (owner) => letters.reopen(owner, OFFICE, { state: 'waiting', id: null, at: now }));
    await settled();
    expect(heard()).toEqual(['POST arrived']);
    expect(await open()).toEqual([]);
  });

  it('nothing where it is off, nor where the clinic’s own system sends Encounters', async () => {
    const { session, slots } = await freshDay();
    await asOwner(h.t.adminUrl, (owner) => setLevel(owner, OFFICE, 'off', now));
    const entry = await book(slots[0], known());
    now = session.startsAt;
    await arrive(entry);
    await settled();
    await asOwner(h.t.adminUrl, (owner) => setSends(owner, OFFICE, 'clinic', now));
    expect(await asOwner(h.t.adminUrl, (owner) => setLevel(owner, OFFICE, 'finished', now))).toBe('clinic-sends');
    await asOwner(h.t.adminUrl, (owner) => setSends(owner, OFFICE, 'hub', now));
    expect(await asOwner(h.t.adminUrl, (owner) => setLevel(owner, OFFICE, 'in-progress', now))).toBeUndefined();
    // Who arrived before stays untold; at this level the clinic ends its visits itself.
    await serve(session, entry);
    const next = await book(slots[1], known());
    await arrive(next);
    await serve(session, next);
    await settled();
    expect(heard()).toEqual(['POST arrived', 'PUT in-progress']);
    const closing = { conditions: ['Condition/x'], dischargeDisposition: 'home', endedAt: now.toISOString() };
    expect((await api('PUT', `/clinic/visits/32.76/${next.id}/closing`, closing)).body.type).toBe(
      'urn:satuloket:satusehat:not-wanted',
    );
    await asOwner(h.t.adminUrl, (owner) => setLevel(owner, OFFICE, 'finished', now));
    await settled();
    expect(heard()).toHaveLength(2);
  });
});

describe('the clinic’s own system', () => {
  it('ends only what began, at this Puskesmas, with what stands at SATUSEHAT; what was refused it may mend', async () => {
    const { session, slots } = await freshDay();
    const whom = known();
    const [entry, waiting] = [await book(slots[0], whom), await book(slots[0], known())];
    now = session.startsAt;
    await arrive(entry);
    await arrive(waiting);
    await serve(session, entry);
    await settled();
    const put = (id: string, more: object = {}, token?: string) =>
      api(
        'PUT',
        `/clinic/visits/32.76/${id}/closing`,
        { conditions: ['Condition/tidak-ada'], dischargeDisposition: 'home', endedAt: now.toISOString(), ...more },
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
    await settled();
    expect(await open()).toMatchObject([{ action: 'finished', state: 'refused', code: '400' }]);
    const { body } = await api('GET', `/clinic/visits/32.76/${entry.id}`);
    expect(body.open).toMatchObject({
      action: 'finished',
      state: 'refused',
      trouble: expect.stringContaining('not found'),
    });
    const diagnosis = await condition(body.encounter, whom.ihs);
    expect((await put(entry.id, { conditions: [diagnosis] })).status).toBe(200);
    await settled();
    expect(heard().at(-1)).toBe('PUT finished');
    expect(await open()).toEqual([]);
  });
});

describe('SATUSEHAT is away', () => {
  it('for two hours: the queue goes on, everything is told once and in order when it is back', {
    timeout: 120_000,
  }, async () => {
    const { session, slots } = await freshDay();
    now = session.startsAt;
    const began = now;
    const knocks = satusehat.knocks();
    const weathers = ['gone', 'page', 'empty'] as const;
    const wanted: string[] = [];
    for (let i = 0; i < 12; i++) {
      satusehat.weather(weathers[i % 3] ?? 'gone');
      const entry = await book(slots[Math.floor(i / 2)], known());
      await arrive(entry);
      wanted.push(`${entry.id} arrived`);
      later(1);
      if (i % 4 === 3) {
        await h.house.queue.cancel(nurse, entry, guard(await entryOf(entry)));
        wanted.push(`${entry.id} cancelled`);
        later(8);
      } else {
        await serve(session, entry);
        wanted.push(`${entry.id} in-progress`);
      }
      await settled();
    }
    expect(now.getTime() - began.getTime()).toBe(120 * 60_000);
    expect(heard()).toEqual([]);
    expect(satusehat.knocks() - knocks).toBeLessThan(90);
    satusehat.weather('fine');
    later(6);
    await settled();
    const told = satusehat.taken
      .slice(seen)
      .map(({ resource }) => `${resource.identifier[0].value} ${resource.status}`);
    expect(told).toEqual(wanted);
    later(30);
    await settled();
    expect(satusehat.taken.length - seen).toBe(wanted.length);
    expect(satusehat.refused.slice(refused)).toEqual([]);
    expect(await open()).toEqual([]);
  });

  it('in the middle of an answer, or we are: what it took is not sent twice', async () => {
    const { session, slots } = await freshDay();
    const whom = known();
    // He has been here so often that his Encounters fill more than a page there.
    now = session.startsAt;
    for (let i = 0; i < 11; i++) {
      const before = await book(slots[0], whom);
      await arrive(before);
      await settled();
      await h.house.queue.cancel(nurse, before, guard(await entryOf(before)));
    }
    await settled();
    const from = heard().length;
    const entry = await book(slots[1], whom);
    await arrive(entry);
    await h.house.jobs.settle();
    satusehat.weather('lost');
    await settled();
    expect(heard().slice(from)).toEqual(['POST arrived']);
    satusehat.weather('fine');
    later(2);
    await settled();
    expect(await open()).toEqual([]);
    expect(heard().slice(from)).toEqual(['POST arrived']);
    // The process died between the answer and its note.
    await h.t.admin(`update satusehat.visit set encounter = null where entry_id = $1`, [entry.id]);
    await h.t.admin(`update satusehat.message set state = 'waiting', settled_at = null where entry_id = $1`, [
      entry.id,
    ]);
    await settled();
    expect(heard().slice(from)).toEqual(['POST arrived']);
    expect(satusehat.refused.slice(refused)).toEqual([]);
    const [visit] = await h.t.admin<{ encounter: string }>(
      'select encounter from satusehat.visit where entry_id = $1',
      [entry.id],
    );
    expect(visit?.encounter).toBe(satusehat.taken.at(-1)?.resource.id);
  });

  it('for the keys only: one login a minute, and nothing is lost', async () => {
    const { session, slots } = await freshDay();
    await h.t.admin('delete from satusehat.token');
    const [good] = await h.t.admin<{ secrets: Buffer }>('select secrets from satusehat.facility where office = $1', [
      OFFICE,
    ]);
    const wrong = h.house.envelope.seal(
      JSON.stringify({ clientId: PARTNER.clientId, clientSecret: 'salah' }),
      `satusehat.facility.secrets:${OFFICE}`,
    );
    await h.t.admin('update satusehat.facility set secrets = $2 where office = $1', [OFFICE, Buffer.from(wrong)]);
    const entries = [await book(slots[0], known()), await book(slots[0], known())];
    now = session.startsAt;
    for (const entry of entries) await arrive(entry);
    const before = satusehat.logins();
    await settled();
    await h.house.satusehat.drain(h.house.relay);
    expect(satusehat.logins() - before).toBe(1);
    expect(await open()).toMatchObject([{ state: 'waiting', trouble: 'login: HTTP 401' }]);
    await h.t.admin('update satusehat.facility set secrets = $2 where office = $1', [OFFICE, good?.secrets]);
    later(3);
    await settled();
    expect(heard()).toEqual(['POST arrived', 'POST arrived']);
    expect(h.errors).toEqual([]);
  });
});
