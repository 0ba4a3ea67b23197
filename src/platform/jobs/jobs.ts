import { runMigrations, type TaskList } from 'graphile-worker';
import pg from 'pg';
import type { Json } from '../../kernel/json.ts';
import { openPool } from '../database/index.ts';
import { keepWorking, silent } from './keep-working.ts';
import { MOST_MOVED, openRelay, relayOnce } from './relay.ts';
import { forgetSubjects } from './tidy.ts';

export type Job = {
  readonly id: string;
  readonly region: string;
  readonly topic: string;
  readonly subject: string;
  readonly actor: string;
  readonly payload: Json;
};

/** Does one thing after a topic. Must be idempotent: it may run again after a crash. */
export type Subscriber = { readonly topic: string; readonly name: string; readonly run: (job: Job) => Promise<void> };
/** Does one thing by the clock, e.g. `17 * * * *`. A crontab knows no dots, so names have none there. */
export type Regular = { readonly name: string; readonly cron: string; readonly run: () => Promise<void> };

export type Jobs = {
  /** @throws Unavailable; then it may be called again */
  start(): Promise<void>;
  /** Something was written to the outbox: look soon. */
  nudge(): void;
  /** Runs until nothing waits; for tests and the end of a command. */
  settle(): Promise<void>;
  stop(): Promise<void>;
};

export type JobsOptions = {
  readonly url: string;
  readonly subscribers: readonly Subscriber[];
  readonly regular?: readonly Regular[];
  readonly onError: (error: unknown, where: string) => void;
};

const IDLE_MS = 1000;
/** What is written within this time travels together: one look for many, not one for each commit. */
const PACE_MS = 50;
/** Where many write, more travel together: each look has a cost of its own. */
const BUSY_PACE_MS = 200;
const BUSY = 20;
/** Longer than any job takes. Jobs may repeat, so one that is taken from a living worker does no harm. */
const LONGEST_JOB = '10 minutes';
const UNLOCK_EVERY_MS = 30_000;

/**
 * A worker that was killed keeps its jobs locked, and with them everything of the same subject. A lock older than every worker's
 * connection is nobody's; graphile-worker itself would wait for hours.
 */
const UNLOCK = `select graphile_worker.force_unlock_workers(array(select distinct locked_by from graphile_worker.jobs
  where locked_at < now() - interval '${LONGEST_JOB}'
    or locked_at < platform.oldest_worker()))`;

/** Lays the workers' own tables and gives them to the relay alone. Run by the migrator. */
export async function prepareJobs(adminUrl: string): Promise<void> {
  await runMigrations({ connectionString: adminUrl, logger: silent });
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(`grant usage on schema graphile_worker to satuloket_relay;
      grant all on all tables in schema graphile_worker to satuloket_relay;
      grant all on all sequences in schema graphile_worker to satuloket_relay;
      grant execute on all functions in schema graphile_worker to satuloket_relay;
      do $$ declare t record; begin
        for t in select c.oid::regclass as name from pg_class c where c.relnamespace = 'graphile_worker'::regnamespace and c.relrowsecurity
          and not exists (select from pg_policy p where p.polrelid = c.oid) loop
          execute format('create policy relay on %s for all to satuloket_relay using (true) with check (true)', t.name);
        end loop;
      end $$`);
  } finally {
    await client.end();
  }
}

const tidying = (pool: pg.Pool): Regular => ({
  ...{ name: 'jobs.tidy', cron: '41 18 * * *' },
  run: () => forgetSubjects(pool),
});
const cronName = ({ name }: Regular): string => name.replaceAll('.', '-');

export function createJobs({ url, subscribers, regular: others = [], onError }: JobsOptions): Jobs {
  const relay = openRelay(url, (error) => onError(error, 'relay'));
  const { pool, close } = openPool({
    ...{ url, size: 5, name: 'satuloket-worker', role: 'satuloket_relay' },
    onError: (error) => onError(error, 'worker'),
  });
  // The library looks for one, for the errors of a connection in use; ours listens by itself.
  pool.on('connect', () => undefined);
  const regular = [...others, tidying(pool)];
  const byTopic = new Map<string, string[]>();
  for (const { topic, name } of subscribers) byTopic.set(topic, [...(byTopic.get(topic) ?? []), name]);
  const tasks: TaskList = Object.fromEntries([
    ...subscribers.map((s) => [s.name, (payload: unknown) => s.run(payload as Job)] as const),
    ...regular.map((r) => [cronName(r), () => r.run()] as const),
  ]);
  let working: Awaited<ReturnType<typeof keepWorking>> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let unlocking: NodeJS.Timeout | undefined;
  let moving: Promise<void> | undefined;
  let looked = Number.NEGATIVE_INFINITY;
  let pace = PACE_MS;
  /** Something was written that nobody has looked for yet. */
  let written = false;
  let stopped = false;

  async function move(): Promise<void> {
    looked = performance.now();
    written = false;
    let healthy = true;
    try {
      let moved = await relayOnce(relay, byTopic);
      pace = moved > BUSY ? BUSY_PACE_MS : PACE_MS;
      while (moved === MOST_MOVED) moved = await relayOnce(relay, byTopic);
    } catch (error) {
      healthy = false;
      if (!stopped) onError(error, 'relay');
    } finally {
      moving = undefined;
      if (written && healthy) lookAfter(pace);
      else if (working || written) lookAfter(IDLE_MS);
    }
  }
  function look(): void {
    if (!stopped && !moving) moving = move();
  }
  function lookAfter(millis: number): void {
    if (timer) clearTimeout(timer);
    if (!stopped) timer = setTimeout(look, Math.max(0, looked + millis - performance.now()));
  }
  function nudge(): void {
    if (written) return;
    written = true;
    if (!moving) lookAfter(pace);
  }

  const unlock = (): Promise<void> =>
    pool.query(UNLOCK).then(
      () => undefined,
      (error: unknown) => {
        if (!stopped) onError(error, 'worker');
      },
    );

  async function waiting(): Promise<boolean> {
    const { rows } = await pool.query(`select from platform.outbox union all
      select from graphile_worker.jobs where run_at <= now() and attempts = 0 or locked_at is not null limit 1`);
    return rows.length > 0;
  }

  return {
    start: async () => {
      const crontab = regular.map((r) => `${r.cron} ${cronName(r)}`).join('\n');
      working = await keepWorking({ pool, tasks, crontab, pollMs: IDLE_MS, onError });
      await unlock();
      unlocking = setInterval(() => void unlock(), UNLOCK_EVERY_MS);
      look();
    },
    nudge,
    settle: async () => {
      for (;;) {
        look();
        await moving;
        if (!(await waiting())) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    stop: async () => {
      stopped = true;
      if (timer) clearTimeout(timer);
      clearInterval(unlocking);
      await moving;
      await working?.stop();
      await relay.close();
      await close();
    },
  };
}
