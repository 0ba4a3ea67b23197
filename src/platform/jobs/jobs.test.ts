import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../tests/support/database.ts';
import { openPool } from '../database/index.ts';
import { createJobs, enqueue, type Job, type Jobs, prepareJobs } from './index.ts';
import { forgetSubjects } from './tidy.ts';

let t: TestDatabase;
let jobs: Jobs;
const seen: (Job & { by: string })[] = [];
const errors: string[] = [];
let failures = 1;
let slow = 0;
let onSlow = async (): Promise<unknown> => undefined;

beforeAll(async () => {
  t = await testDatabase();
  await prepareJobs(t.adminUrl);
  jobs = createJobs({
    url: t.adminUrl,
    subscribers: [
      { topic: 'case.sent', name: 'list', run: async (job) => void seen.push({ ...job, by: 'list' }) },
      { topic: 'case.sent', name: 'notice', run: async (job) => void seen.push({ ...job, by: 'notice' }) },
      {
        topic: 'case.flaky',
        name: 'flaky',
        run: async () => {
          if (failures-- > 0) throw new Error('not yet');
        },
      },
      {
        topic: 'case.slow',
        name: 'slow',
        run: async () => {
          slow += 1;
          await onSlow();
        },
      },
    ],
    onError: (_error, where) => errors.push(where),
  });
  await jobs.start();
});
afterAll(async () => {
  await jobs.stop();
  await t.close();
});

const onError = (_error: unknown, where: string): void => void errors.push(where);
const put = (topic: string, subject: string, payload: number) => {
  const work = { region: '32.76', id: randomUUID(), topic, subject, actor: 'a', payload };
  return t.db.transaction({ regions: ['32.76'], acts: [`${subject} a`] }, (tx) => enqueue(tx, work));
};

describe('outgoing work', () => {
  it('reaches every subscriber once, in order within a subject', async () => {
    for (let i = 0; i < 40; i++) await put('case.sent', `s${i % 4}`, i);
    await jobs.settle();
    await expect.poll(() => seen.length).toBe(80);
    for (const by of ['list', 'notice']) {
      for (let k = 0; k < 4; k++) {
        const got = seen.filter((job) => job.subject === `s${k}` && job.by === by).map((job) => Number(job.payload));
        expect(got).toEqual(Array.from({ length: 10 }, (_, i) => 4 * i + k));
      }
    }
    expect(await t.admin('select 1 from platform.outbox')).toEqual([]);
  });

  it('is retried when it fails, and stands where an operator can see it', async () => {
    await put('case.flaky', 'f', 1);
    await jobs.settle();
    await expect.poll(() => errors).toContain('flaky');
    const failed = () =>
      t.admin<{ last_error: string }>(
        `select last_error, attempts from graphile_worker.jobs where task_identifier = 'flaky'`,
      );
    await expect.poll(failed).toMatchObject([{ attempts: 1, last_error: expect.stringContaining('not yet') }]);
  });

  it('goes on after every connection broke, also that of a job that was just done', async () => {
    const before = seen.length;
    const cut = () =>
      t.admin(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name in ('satuloket', 'satuloket-worker')`);
    onSlow = cut;
    await put('case.slow', 'c1', 1);
    await expect.poll(() => slow, { timeout: 10_000 }).toBeGreaterThan(0);
    onSlow = async () => undefined;
    await expect
      .poll(() =>
        put('case.sent', 'c2', 2).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(before + 2);
    const left = () => t.admin(`select from graphile_worker.jobs where task_identifier = 'slow'`);
    await expect.poll(left, { timeout: 20_000 }).toEqual([]);
    expect(slow).toBeLessThan(3);
  }, 60_000);

  it('is freed from a worker that was killed, at the next start', async () => {
    await jobs.stop();
    const before = seen.length;
    // What a SIGKILL leaves: a job and its subject, both locked by somebody who is gone.
    await t.admin(`select graphile_worker.add_job('list', '{"subject": "killed"}'::json, 'list:killed')`);
    for (const table of ['_private_jobs', '_private_job_queues'])
      await t.admin(`update graphile_worker.${table} set locked_at = now() - interval '1 minute', locked_by = 'gone'`);
    jobs = createJobs({
      url: t.adminUrl,
      subscribers: [{ topic: 'case.sent', name: 'list', run: async (job) => void seen.push({ ...job, by: 'list' }) }],
      onError,
    });
    await jobs.start();
    await expect.poll(() => seen.length, { timeout: 10_000 }).toBe(before + 1);
  });

  it('leaves no row of a subject behind, unless it waits, and keeps its order while those go', async () => {
    const { pool, close } = openPool({
      url: t.adminUrl,
      size: 2,
      name: 'test',
      role: 'satuloket_relay',
      onError: () => {},
    });
    await t.admin(
      `select graphile_worker.add_job('later', '{"subject": "later"}'::json, 'later', now() + interval '1 day')`,
    );
    const before = seen.length;
    const tidying = async (): Promise<void> => {
      for (let i = 0; i < 20; i++) await forgetSubjects(pool);
    };
    const putting = async (): Promise<void> => {
      for (let i = 0; i < 60; i++) await put('case.sent', `t${i % 3}`, i);
    };
    await Promise.all([tidying(), putting()]);
    await jobs.settle();
    await expect.poll(() => seen.length).toBe(before + 60);
    for (let k = 0; k < 3; k++)
      expect(seen.slice(before).flatMap(({ subject, payload }) => (subject === `t${k}` ? [payload] : []))).toEqual(
        Array.from({ length: 20 }, (_, i) => 3 * i + k),
      );
    await forgetSubjects(pool);
    const left = await t.admin<{ name: string; waits: boolean }>(
      `select q.queue_name as name, exists (select from graphile_worker._private_jobs j where j.job_queue_id = q.id) as waits
       from graphile_worker._private_job_queues q order by 1`,
    );
    expect(left.map(({ name }) => name)).toContain('later');
    expect(left.filter(({ waits }) => !waits)).toEqual([]);
    await close();
  });

  it('cannot be put among the workers by the run-time role', async () => {
    await expect(t.db.query({}, `select graphile_worker.add_job('list')`)).rejects.toThrow(/permission denied/);
  });
});
