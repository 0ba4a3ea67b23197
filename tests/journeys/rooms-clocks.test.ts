import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sayCaseNumber } from '../../src/kernel/case-number.ts';
import { type TestHouse, testHouse } from '../support/house.ts';
import { act, citizen, fill, officer } from '../support/walk.ts';

let h: TestHouse;
let now = Date.now();
beforeAll(async () => {
  h = await testHouse({ clock: () => new Date(now) });
});
afterAll(() => h.close());
const DAY = 86_400_000;

async function sent(key = 'dewi', institution: string = randomUUID()) {
  const { cases } = h.house;
  const who = await citizen(h, key);
  const ref = await cases.begin(who.doer, {
    ...{ id: randomUUID(), service: '32.76/sktm', region: who.region, applicant: who.party, subject: who.party },
    ...{ authority: 'self', channel: 'warga' },
  });
  await fill(h, who.doer, ref, {
    purpose: 'school',
    institution,
    income: '1.500.000',
    dependants: '3',
    poor: 'yes',
    rtLetter: 1,
    house: 1,
  });
  const { found } = await cases.draft(who.doer, ref);
  const { number } = await cases.submit(who.doer, ref, { version: found.version, key: randomUUID() });
  const seat = (await cases.view(who.doer, ref)).found.office ?? '';
  return { who, ref, number, seat, verifier: await officer(h, seat, 'petugasKelurahan') };
}

describe('a rejection', () => {
  it('gives a sealed letter with the reason and the way to object, and frees the request for another try', async () => {
    const { who, ref, number, verifier } = await sent('dewi', 'SMP Negeri 1');
    await act(h, verifier, ref, 'verifikasi', 'tolak', { reasons: ['L02'] });
    expect((await h.house.cases.view(who.doer, ref)).found).toMatchObject({ status: 'closed', outcome: 'ditolak' });
    await h.house.jobs.settle();
    const letters = () =>
      h.house.documents.papersOfCases({ regions: [ref.region], persons: [who.doer.id] }, ref.region, [ref.id]);
    await expect.poll(letters, { timeout: 10_000 }).toMatchObject([{ kind: 'surat-penolakan', state: 'active' }]);
    const [letter] = await letters();
    expect(letter?.data).toMatchObject({
      ...{ caseNumber: sayCaseNumber(number), reasons: [{ code: 'L02' }], objection: { until: expect.any(String) } },
    });
    expect(h.errors).toEqual([]);
    await sent('dewi', 'SMP Negeri 1');
  });
});

describe('a repair', () => {
  it('opens only what was named, stops the clock, and goes back to the step that asked', async () => {
    const { cases } = h.house;
    const { who, ref, verifier, seat } = await sent('dewi');
    const due = (await cases.view(who.doer, ref)).found.dueAt;
    await act(h, verifier, ref, 'verifikasi', 'perbaiki', { reasons: ['R02'], questions: ['rtLetter'] });
    const back = await cases.view(who.doer, ref);
    expect(back.found).toMatchObject({
      status: 'returned',
      dueAt: null,
      flow: { repair: { questions: ['rtLetter'], backTo: 'verifikasi' } },
    });
    const guard = () => ({ version: back.found.version, key: randomUUID() });
    await expect(cases.answer(who.doer, ref, 'keadaan.dependants', { dependants: '9' }, guard())).rejects.toThrow(
      'cases/not-open',
    );
    now += 3 * DAY;
    await cases.sendRepair(who.doer, ref, guard());
    const again = await cases.view(who.doer, ref);
    expect(again.found.status).toBe('running');
    expect(again.found.dueAt?.getTime()).toBeGreaterThan(due?.getTime() ?? 0);
    expect(again.tasks).toMatchObject([{ step: 'verifikasi', office: seat }]);
  });

  it('that never comes ends the case as the definition says', async () => {
    const { cases } = h.house;
    const { who, ref, verifier } = await sent('dewi');
    await act(h, verifier, ref, 'verifikasi', 'perbaiki', { reasons: ['R02'], questions: ['rtLetter'] });
    await h.house.jobs.settle();
    const [job] = await h.t.admin<{ payload: { payload: { at: string } }; run_at: Date }>(
      `select j.run_at, p.payload from graphile_worker.jobs j join graphile_worker._private_jobs p using (id) where j.task_identifier = 'cases.expire' order by p.id desc`,
    );
    expect(job?.run_at.getTime()).toBeGreaterThan(now + 13 * DAY);
    now += 15 * DAY;
    await h.t.admin(`update graphile_worker._private_jobs set run_at = now() where run_at > now()`);
    await h.house.jobs.settle();
    await expect.poll(async () => (await cases.view(who.doer, ref)).found.status).toBe('closed');
    expect((await cases.view(who.doer, ref)).found.outcome).toBe('kedaluwarsa');
  });
});

describe('being late', () => {
  it('is marked once, told to the citizen, and never rejects', async () => {
    const { cases } = h.house;
    const { who, ref, verifier } = await sent('dewi');
    now += 5 * DAY;
    // The clock of the workers may come first: the mark stands once all the same.
    await Promise.all([cases.markLate(h.house.relay), cases.markLate(h.house.relay)]);
    await cases.markLate(h.house.relay);
    const view = await cases.view(who.doer, ref);
    expect(view.found.status).toBe('running');
    expect(view.tasks[0]?.marks).toEqual(['late']);
    expect(view.events.filter((event) => event.kind === 'overdue')).toHaveLength(1);
    expect(view.events.at(-1)).toMatchObject({ kind: 'overdue', actor: 'sistem' });
    await act(h, verifier, ref, 'verifikasi', 'setujui');
  });
});

describe('a withdrawal', () => {
  it('and a decision at once: exactly one wins', async () => {
    const { cases } = h.house;
    const { who, ref, verifier } = await sent('dewi');
    const { found } = await cases.view(who.doer, ref);
    const results = await Promise.allSettled([
      cases.withdraw(who.doer, ref, { version: found.version, key: randomUUID() }),
      act(h, verifier, ref, 'verifikasi', 'setujui'),
    ]);
    expect(results.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('frees the request, keeps the history', async () => {
    const { cases } = h.house;
    const { who, ref } = await sent('dewi', 'SMA Negeri 3');
    const { found } = await cases.view(who.doer, ref);
    await cases.withdraw(who.doer, ref, { version: found.version, key: randomUUID() });
    expect((await cases.view(who.doer, ref)).found).toMatchObject({ status: 'closed' });
    await sent('dewi', 'SMA Negeri 3');
  });
});
