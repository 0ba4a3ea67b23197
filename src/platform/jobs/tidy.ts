import type { Pool } from 'pg';

const MOST = 10_000;

/**
 * Jobs of one subject run one after another: the library keeps a row for each subject that ever had one, and never takes it away itself.
 * While these go nobody may add a job: it would find its subject's row and lose it before it stands behind it.
 */
export async function forgetSubjects(pool: Pool): Promise<void> {
  for (let gone = MOST; gone === MOST; ) {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      // Whoever adds a job waits behind this: better not tonight than long.
      await client.query(
        `begin; set local lock_timeout = '2s'; lock table graphile_worker._private_job_queues in share row exclusive mode`,
      );
      const { rowCount } = await client.query(
        `delete from graphile_worker._private_job_queues q where q.id in (
           select o.id from graphile_worker._private_job_queues o
           where o.locked_at is null and not exists (select from graphile_worker._private_jobs j where j.job_queue_id = o.id) limit ${MOST})`,
      );
      await client.query('commit');
      gone = rowCount ?? 0;
    } catch (error) {
      await client.query('rollback').catch((lost: Error) => {
        broken = lost;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }
}
