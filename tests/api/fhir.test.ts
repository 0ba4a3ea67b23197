import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf } from '../../simulators/satusehat/index.ts';
import { demoLogins } from '../../src/capabilities/accounts/index.ts';
import type { Entry, Session, Slot } from '../../src/capabilities/queue/index.ts';
import { nurse, PUSKESMAS, QueueRoom, stranger } from '../support/queue-room.ts';
import { citizen } from '../support/walk.ts';
import { openClient } from './client.ts';

const r = new QueueRoom();
let api: Awaited<ReturnType<typeof openClient>>;
beforeAll(async () => {
  await r.open();
  api = await openClient(r.h);
}, 240_000);
afterAll(() => r.close());

// biome-ignore lint/suspicious/noExplicitAny: JSON as it came, judged by the libraries
type Any = any;
const BASE = 'http://127.0.0.1:8080/fhir';
/** Asks as any client of FHIR would; everything that comes back is judged by both libraries. */
async function ask(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Any; type: string; cors: unknown }> {
  const reply = await api.web.inject({ method: 'GET', url: `/fhir${path}`, headers });
  const body = reply.json() as Any;
  expect([path, faultsOf(body)]).toEqual([path, []]);
  for (const { resource } of body.entry ?? []) expect([path, faultsOf(resource)]).toEqual([path, []]);
  return {
    ...{ status: reply.statusCode, body, type: String(reply.headers['content-type']) },
    cors: reply.headers['access-control-allow-origin'],
  };
}
const ids = ({ body }: { body: Any }): readonly string[] => (body.entry ?? []).map((one: Any) => one.resource.id);
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const PLACE = 'Location/32.76-pkm-beji';

let day: { session: Session; slots: readonly Slot[] };
let own: Entry;
let other: Entry;
let citizenToken: string;
let officerToken: string;
/** A day with two numbers: of somebody who logs in, and of a stranger. */
async function ready(): Promise<void> {
  if (own) return;
  day = await r.freshDay('umum');
  const dewi = await citizen(r.h, 'dewi');
  const person = await r.h.house.people.findById(dewi.region, dewi.doer.id);
  if (!person || !day.slots[0]) throw new Error('nobody');
  const whom = {
    ...stranger(7),
    person: person.id as ReturnType<typeof randomUUID>,
    name: person.name,
    basis: 'register' as const,
  };
  own = await r.h.house.queue.entry(nurse, await r.book(day.slots[0], whom));
  other = await r.h.house.queue.entry(nurse, await r.book(day.slots[0], stranger(8)));
  await r.h.house.jobs.settle();
  citizenToken = await api.citizen('dewi');
  // The second factor goes by the clock of the house.
  const one = demoLogins(api.cast, r.now).officers.find(
    (each) => each.office === PUSKESMAS && each.roles.includes('perawat'),
  );
  const body = { username: one?.username, password: one?.password, totp: one?.totpNow };
  officerToken = String((await api.call('officerLogin', {}, { body })).body.token);
}

describe('the FHIR face', () => {
  it('says what it serves', async () => {
    const { status, body, type, cors } = await ask('/metadata');
    expect([status, type, cors]).toEqual([200, 'application/fhir+json; charset=utf-8', '*']);
    expect(body).toMatchObject({ fhirVersion: '4.0.1', software: { name: 'SatuLoket' } });
    expect(body.rest[0].resource.map((one: Any) => one.type)).toEqual(['Location', 'Schedule', 'Slot', 'Appointment']);
  });

  it('leads from a city to a place, its schedules and their slots, without a person', async () => {
    await ready();
    const places = await ask('/Location?partof=Location/32.76');
    expect(ids(places)).toContain('32.76-pkm-beji');
    expect((await ask('/Location/32.76-pkm-beji')).body.partOf.reference).toBe('Location/32.76');
    expect((await ask('/Location/32.76')).body.physicalType.coding[0].code).toBe('jdn');
    const schedules = await ask(`/Schedule?actor=${PLACE}&date=${day.session.day}&active=true`);
    expect(ids(schedules)).toContain(`32.76-${day.session.id}`);
    for (const { resource } of schedules.body.entry)
      expect(resource.planningHorizon.start.slice(0, 10)).toBe(day.session.day);
    const slots = await ask(`/Slot?schedule=Schedule/32.76-${day.session.id}`);
    expect(ids(slots)).toEqual(day.slots.map(({ id }) => `32.76-${id}`));
    expect((await ask(`/Slot/32.76-${day.slots[0]?.id}`)).body).toMatchObject({
      status: 'free',
      start: day.slots[0]?.startsAt.toISOString(),
    });
    const text = JSON.stringify([places.body, schedules.body, slots.body]);
    for (const secret of [own.id, other.id, 'Orang 8', own.patient, own.subject]) expect(text).not.toContain(secret);
  });

  it('tells which slots are free, which are full, and which nobody can book', async () => {
    await ready();
    const free = (slot: Slot | undefined) => ask(`/Slot/32.76-${slot?.id}`).then(({ body }) => body.status);
    const slot = day.slots[1];
    await r.h.t.admin('update queue.slot set online_taken = online where id = $1', [slot?.id]);
    expect(await free(slot)).toBe('busy');
    const busy = await ask(`/Slot?schedule=Schedule/32.76-${day.session.id}&status=busy`);
    expect(ids(busy)).toEqual([`32.76-${slot?.id}`]);
    expect(
      ids(await ask(`/Slot?schedule.actor=${PLACE}&start=${day.session.day}&status=free,busy&service-type=umum`)),
    ).toHaveLength(day.slots.length);
    await r.h.t.admin('update queue.slot set online_taken = 0 where id = $1', [slot?.id]);
    const before = r.now;
    r.now = new Date(day.session.endsAt.getTime() + 1000);
    expect(await free(slot)).toBe('busy-unavailable');
    r.now = before;
  });

  it('gives long lists page by page, each once', async () => {
    await ready();
    const seen: string[] = [];
    let path: string | undefined = `/Schedule?actor=${PLACE}&_count=3`;
    let total = 0;
    for (let i = 0; path && i < 60; i++) {
      const page = await ask(path);
      total = page.body.total;
      seen.push(...ids(page));
      const next: Any = page.body.link.find((one: Any) => one.relation === 'next');
      expect(next === undefined || next.url.startsWith(`${BASE}/Schedule?`)).toBe(true);
      path = next?.url.slice(BASE.length);
    }
    expect(total).toBeGreaterThan(3);
    expect(new Set(seen).size).toBe(total);
    expect(seen).toHaveLength(total);
    expect((await ask(`/Schedule?actor=${PLACE}&_count=0`)).body).toMatchObject({ total, resourceType: 'Bundle' });
  });

  it('finds dates by FHIR’s prefixes, days by the clock of the place', async () => {
    await ready();
    const count = async (query: string) => (await ask(`/Slot?schedule=32.76-${day.session.id}&${query}`)).body.total;
    const all = day.slots.length;
    const second = day.slots[1]?.startsAt.toISOString() ?? '';
    expect(await count(`start=${day.session.day}`)).toBe(all);
    expect(await count(`start=ge${second}`)).toBe(all - 1);
    expect(await count(`start=lt${second}`)).toBe(1);
    expect(await count(`start=${second}`)).toBe(1);
    expect(await count(`start=ge${day.session.day}&start=lt${second}`)).toBe(1);
    expect(await count(`start=ne${second}`)).toBe(all - 1);
    expect(await count('start=sa2099-01-01')).toBe(0);
  });

  it('shows a number to whose it is, and to whoever sits at the place; the look is on record', async () => {
    await ready();
    const mine = await ask('/Appointment', bearer(citizenToken));
    expect(mine.cors).toBeUndefined();
    expect(ids(mine)).toEqual([`32.76-${own.id}`]);
    const read = await ask(`/Appointment/32.76-${own.id}`, bearer(citizenToken));
    expect(read.body).toMatchObject({
      ...{ status: 'booked', start: own.promisedFrom.toISOString() },
      slot: [{ reference: `Slot/32.76-${own.slot}` }],
      participant: [{ actor: { type: 'Patient' }, status: 'accepted' }, { actor: { reference: PLACE } }, {}],
    });
    expect((await ask(`/Appointment/32.76-${other.id}`, bearer(citizenToken))).status).toBe(404);
    const room = await ask(`/Appointment?date=${day.session.day}`, bearer(officerToken));
    expect(room.body.issue).toBeUndefined();
    expect(ids(room)).toEqual(expect.arrayContaining([`32.76-${own.id}`, `32.76-${other.id}`]));
    expect((await ask(`/Appointment/32.76-${other.id}`, bearer(officerToken))).body.participant[0].actor.display).toBe(
      'Orang 8',
    );
    expect(await r.h.house.audit.whoLooked(own.subject)).toMatchObject([{ purpose: 'antrean', office: PUSKESMAS }]);
    expect((await ask('/Appointment', bearer(officerToken))).body.issue[0]).toMatchObject({
      severity: 'error',
      code: 'invalid',
    });
    const far = await ask(`/Appointment?date=${day.session.day}&actor=Location/32.76-pkm-limo`, bearer(officerToken));
    expect(far.status).toBe(403);
    for (const token of ['', 'a'.repeat(43)])
      expect((await ask('/Appointment', bearer(token))).body.issue[0].code).toBe('login');
    const kode = await api.citizen('dewi', 1);
    expect((await ask('/Appointment', bearer(kode))).status).toBe(403);
  });

  it('follows a number: here, served, gone', async () => {
    await ready();
    const { queue } = r.h.house;
    const status = async (entry: Entry) =>
      (await ask(`/Appointment/32.76-${entry.id}`, bearer(officerToken))).body.status;
    const guard = async (entry: Entry) => ({ version: (await queue.entry(nurse, entry)).version, key: randomUUID() });
    r.now = new Date(day.session.startsAt.getTime() - 20 * 60_000);
    await queue.checkIn(nurse, own, await guard(own));
    expect(await status(own)).toBe('checked-in');
    await queue.callNext(nurse, { session: day.session, room: day.session.rooms[0] ?? '', now: null }, randomUUID());
    await queue.finish(nurse, own, await guard(own));
    expect(await status(own)).toBe('fulfilled');
    await queue.cancel(nurse, other, await guard(other));
    const gone = await ask(`/Appointment?date=${day.session.day}&status=cancelled`, bearer(officerToken));
    expect(ids(gone)).toEqual([`32.76-${other.id}`]);
    expect(gone.body.entry[0].resource.participant[0].status).toBe('declined');
  });

  it.each<[string, number, string]>([
    ['/Schedule', 400, 'invalid'],
    ['/Slot', 400, 'invalid'],
    ['/Location', 400, 'invalid'],
    ['/Slot?schedule=32.76-x&tempat=1', 400, 'invalid'],
    [`/Schedule?actor=${PLACE}&date=kemarin`, 400, 'invalid'],
    [`/Schedule?actor=${PLACE}&date=2026-02-30`, 400, 'invalid'],
    [`/Schedule?actor=${PLACE}&date=ge2026-01-01T99:99`, 400, 'invalid'],
    [`/Schedule?actor=${PLACE}&date=ge2026-01-01T10:00%2B99:99`, 400, 'invalid'],
    [`/Schedule?actor=${PLACE}&active=mungkin`, 400, 'invalid'],
    [`/Schedule?actor=${PLACE}&actor=${PLACE}`, 400, 'invalid'],
    [`/Schedule?actor=${PLACE}&_count=banyak`, 400, 'invalid'],
    [`/Schedule?actor=${PLACE}&_count=-1`, 400, 'invalid'],
    [`/Slot?schedule=32.76-${randomUUID()}&status=kosong`, 400, 'invalid'],
    ['/Schedule?actor=%00', 400, 'invalid'],
    ['/Schedule/x', 404, 'not-found'],
    [`/Slot/32.76-${randomUUID()}`, 404, 'not-found'],
    [`/Slot/99.99-${randomUUID()}`, 404, 'not-found'],
    ['/Location/32.76-tidak-ada', 404, 'not-found'],
    ['/Patient', 404, 'not-found'],
    ['/metadata?_format=xml', 406, 'not-supported'],
    ['/metadata?mode=1&mode=2&aneh=1', 400, 'invalid'],
  ])('answers %s with %i as an OperationOutcome', async (path, status, code) => {
    const said = await ask(path);
    expect([said.status, said.body.resourceType, said.body.issue?.[0].code]).toEqual([
      status,
      'OperationOutcome',
      code,
    ]);
  });

  it('finds nothing where there is nothing, writes nothing, and speaks JSON only', async () => {
    for (const path of [
      `/Schedule?_id=32.76-${randomUUID()}`,
      '/Schedule?actor=Location/32.76-tidak-ada',
      `/Slot?schedule=32.76-${randomUUID()}`,
      '/Location?partof=Location/99.99',
      '/Location?partof=x',
      `/Schedule?actor=${PLACE}&_offset=99999`,
    ])
      expect((await ask(path)).body).not.toHaveProperty('entry');
    const posted = await api.web.inject({
      method: 'POST',
      url: '/fhir/Appointment',
      payload: { resourceType: 'Appointment' },
    });
    expect([posted.statusCode, posted.json().resourceType]).toEqual([405, 'OperationOutcome']);
    expect((await ask('/metadata', { accept: 'application/fhir+xml' })).status).toBe(406);
    expect((await ask('/metadata?_format=application/fhir%2Bjson')).status).toBe(200);
    expect(r.h.errors).toEqual([]);
  });
});
