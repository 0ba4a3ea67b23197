import { EventEmitter } from 'node:events';
import { Logger, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import type pg from 'pg';

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
 * Takes jobs until stopped. Where the end of a job can't be written, because the database went away just then, the library lets the other
 * jobs end and gives up (written one by one, not in batches, it would end the process): then it is begun anew, and what the former
 * still holds is free again. That job is done twice, as after a kill.
 */
export async function keepWorking(options: WorkOptions): Promise<{ readonly stop: () => Promise<void> }> {
  const { pool, tasks, crontab, pollMs, onError } = options;
  let runner: Runner | undefined;
  let later: NodeJS.Timeout | undefined;
  let stopped = false;
  const former: string[] = [];

  async function begin(): Promise<void> {
    if (former.length > 0) await pool.query('select graphile_worker.force_unlock_workers($1)', [former]);
    former.length = 0;
    const events: WorkerEvents = new EventEmitter();
    events.on('pool:create', ({ workerPool }) => former.push(workerPool.id));
    events.on('job:error', ({ error, job }) => onError(error, job.task_identifier));
    const mine = await run({
      events,
      ...{ pgPool: pool, taskList: tasks, concurrency: 4, pollInterval: pollMs, noHandleSignals: true, logger: silent },
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
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

  await begin();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(later);
      await runner?.stop();
    },
  };
}
