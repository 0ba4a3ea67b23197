import { EventEmitter } from 'node:events';
import { Logger, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import type pg from 'pg';
import { toldAway } from '../database/index.ts';
import { stubbornPool } from './stubborn-pool.ts';

export type WorkOptions = {
  readonly pool: pg.Pool;
  readonly tasks: TaskList;
  /** Lines of a crontab; empty: nothing runs by the clock. */
  readonly crontab: string;
  readonly pollMs: number;
  readonly onError: (error: unknown, where: string) => void;
};

export const silent = new Logger(() => () => undefined);
const AGAIN_MS = 1000;

/**
 * Takes jobs until stopped. Where the library gives up all the same it is begun anew, and what the former still holds is free again.
 * @throws Unavailable where the database is away at the beginning
 */
export async function keepWorking(options: WorkOptions): Promise<{ readonly stop: () => Promise<void> }> {
  const { pool, tasks, crontab, pollMs, onError } = options;
  let runner: Runner | undefined;
  let later: NodeJS.Timeout | undefined;
  let stopped = false;
  const former: string[] = [];
  const stubborn = stubbornPool(pool);

  async function begin(): Promise<void> {
    if (former.length > 0) await pool.query('select graphile_worker.force_unlock_workers($1)', [former]);
    former.length = 0;
    const events: WorkerEvents = new EventEmitter();
    events.on('pool:create', ({ workerPool }) => former.push(workerPool.id));
    events.on('job:error', ({ error, job }) => onError(error, job.task_identifier));
    const mine = await run({
      events,
      ...{
        pgPool: stubborn.pool,
        taskList: tasks,
        concurrency: 4,
        pollInterval: pollMs,
        noHandleSignals: true,
        logger: silent,
      },
      ...(crontab === '' ? { parsedCronItems: [] } : { crontab }),
    });
    runner = mine;
    mine.promise.then(
      () => ended(new Error('the workers ended')),
      (error: unknown) => ended(error),
    );
    if (stopped) await mine.stop();
  }

  function ended(error: unknown): void {
    runner = undefined;
    if (stopped) return;
    onError(error, 'worker');
    later = setTimeout(() => void begin().catch(ended), AGAIN_MS);
  }

  await begin().catch((error: unknown) => {
    throw toldAway(error);
  });
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(later);
      stubborn.giveUp();
      await runner?.stop();
    },
  };
}
