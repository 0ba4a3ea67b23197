import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealAll, verify } from '../../src/capabilities/audit/index.ts';
import type { CaseRef } from '../../src/capabilities/cases/index.ts';
import { asOwner } from '../../src/compose-database.ts';
import { type TestHouse, testHouse } from '../support/house.ts';
import { act, attach, citizen, fill, officer } from '../support/walk.ts';

// What people said goes when its time is over; what happened stays.

const DAY = 86_400_000;
const YEAR = 366 * DAY;
let now = Date.now();
let h: TestHouse;
beforeAll(async () => {
  h = await testHouse({ clock: () => new Date(now) });
});
afterAll(() => h.close());

async function draft(key: string) {
  const who = await citizen(h, key);
  const ref = await h.house.cases.begin(who.doer, {
    ...{ id: randomUUID(), service: '32.76/sktm', region: who.region, applicant: who.party, subject: who.party },
    ...{ authority: 'self', channel: 'warga' },
  });
  await attach(h, who.doer, ref, 'rtLetter');
  return { who, ref };
}

const ANSWERS = { purpose: 'school', income: '1.500.000', dependants: '3', poor: 'yes', rtLetter: 1, house: 1 };
async function sent(key: string) {
  const { who, ref } = await draft(key);
  await fill(h, who.doer, ref, { ...ANSWERS, institution: randomUUID() });
  const { found } = await h.house.cases.draft(who.doer, ref);
  await h.house.cases.submit(who.doer, ref, { version: found.version, key: randomUUID() });
  const seat = (await h.house.cases.view(who.doer, ref)).found.office ?? '';
  return { who, ref, verifier: await officer(h, seat, 'petugasKelurahan') };
}

const rowOf = async ({ id }: CaseRef) =>
  (await h.t.admin<Record<string, unknown>>('select * from cases."case" where id = $1', [id]))[0];
const count = async (table: string, { id }: CaseRef, column = 'case_id') =>
  (await h.t.admin<{ n: number }>(`select count(*)::int as n from ${table} where ${column} = $1`, [id]))[0]?.n;
const stored = async ({ id }: CaseRef) =>
  (await h.t.admin<{ stored: string }>('select stored from cases.file where case_id = $1', [id])).map(
    (one) => one.stored,
  );
const gone = (name: string) =>
  h.house.files.read(name).then(
    () => false,
    (error: Error) => error.message === 'files/missing',
  );
async function erase(): Promise<number> {
  const many = await h.house.cases.eraseDue(h.house.relay);
  await h.house.jobs.settle();
  // The workers' clock is the database's, which did not move with ours.
  await h.t.admin('update graphile_worker._private_jobs set run_at = now() where run_at > now()');
  await h.house.jobs.settle();
  return many;
}
async function expectNothingLeft(ref: CaseRef, files: readonly string[]): Promise<void> {
  expect(await rowOf(ref)).toMatchObject({
    ...{ status: 'dropped', answers: {}, facts: { applicant: null, subject: null, family: null } },
    ...{ applicant_name: '', subject_name: '', erase_at: null },
  });
  for (const table of ['cases.file', 'cases.note', 'cases.consent']) expect(await count(table, ref), table).toBe(0);
  expect(files.length).toBeGreaterThan(0);
  for (const name of files) await expect.poll(() => gone(name), { timeout: 10_000 }).toBe(true);
}
async function expectWholeHistory(): Promise<void> {
  await sealAll(h.house.seals);
  const { findings } = await asOwner(h.t.adminUrl, (owner) => verify(owner, h.house.keys, h.house.seals.copies));
  expect(findings).toEqual([]);
}

describe('a draft that is not sent', () => {
  it('goes after the promised days with its files, not a day before, and once', async () => {
    const { who, ref } = await draft('dewi');
    const files = await stored(ref);
    now += 89 * DAY;
    expect(await erase()).toBe(0);
    expect((await h.house.cases.draft(who.doer, ref)).found.status).toBe('draft');
    now += 2 * DAY;
    const acts = await count('audit.act', ref, 'id');
    const both = await Promise.allSettled([erase(), erase()]);
    expect(both.map((one) => one.status)).toContain('fulfilled');
    expect(await erase()).toBe(0);
    await expectNothingLeft(ref, files);
    expect(await count('audit.act', ref, 'id')).toBe((acts ?? 0) + 1);
    await expect(h.house.cases.draft(who.doer, ref)).rejects.toThrow('cases/not-found');
    await expectWholeHistory();
  });

  it('goes at the next turn when its owner has thrown it away', async () => {
    const { who, ref } = await draft('dewi');
    const files = await stored(ref);
    const { found } = await h.house.cases.draft(who.doer, ref);
    await h.house.cases.discard(who.doer, ref, { version: found.version, key: randomUUID() });
    expect(await erase()).toBe(1);
    await expectNothingLeft(ref, files);
  });
});

describe('a case that is over', () => {
  it('keeps what was said as long as its service says, and its events for good', async () => {
    const { who, ref, verifier } = await sent('dewi');
    const files = await stored(ref);
    await act(h, verifier, ref, 'verifikasi', 'tolak', { reasons: ['L02'] });
    await h.house.jobs.settle();
    const events = await count('cases.event', ref);
    now += 4 * YEAR;
    expect(await erase()).toBe(0);
    expect((await h.house.cases.view(who.doer, ref)).found.answers).toMatchObject({ dependants: 3 });
    now += YEAR + 10 * DAY;
    expect(await erase()).toBe(1);
    await expectNothingLeft(ref, files);
    expect(await count('cases.event', ref)).toBe(events);
    expect(await rowOf(ref)).toMatchObject({ outcome: 'ditolak' });
    await expect.poll(() => count('cases.mine', ref, 'id'), { timeout: 10_000 }).toBe(0);
    await expectWholeHistory();
  });

  it('is not touched while it runs, however long', async () => {
    const { who, ref } = await sent('dewi');
    now += 20 * YEAR;
    await erase();
    expect((await h.house.cases.view(who.doer, ref)).found.status).toBe('running');
  });
});

describe('the wall', () => {
  it('lets the system act on nothing that is not due for erasing', async () => {
    const { ref } = await sent('dewi');
    const context = { regions: [ref.region], persons: ['sistem'], acts: [`${ref.id} sistem`] };
    expect(await h.t.db.query(context, 'select id from cases."case" where id = $1', [ref.id])).toEqual([]);
    expect(
      await h.t.db.query(context, `update cases."case" set acted_by = 'sistem' where id = $1 returning id`, [ref.id]),
    ).toEqual([]);
    expect(await h.t.db.query(context, 'delete from cases.file where case_id = $1 returning id', [ref.id])).toEqual([]);
    const relay = 'select answers from cases."case" where id = $1';
    await expect(h.house.relay.query({}, relay, [ref.id])).rejects.toThrow(/permission denied/);
  });
});

describe('answers to repeated acts', () => {
  it('go after a month', async () => {
    await draft('dewi');
    now += 31 * DAY;
    const [sweep] = h.house.cases.regular(h.house.relay).filter((one) => one.name === 'cases.erase');
    await sweep?.run();
    expect(await h.t.admin('select 1 from platform.idempotency where at < $1', [new Date(now - 30 * DAY)])).toEqual([]);
    expect(h.errors).toEqual([]);
  });
});
