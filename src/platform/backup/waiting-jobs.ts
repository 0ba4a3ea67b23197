import type pg from 'pg';

/** One line per job, as JSON: it is put back by the workers' own function, so that their tables may change between versions. */
export async function waitingJobs(client: pg.ClientBase): Promise<string> {
  const { rows: known } = await client.query("select to_regclass('graphile_worker._private_jobs') as jobs");
  if (known[0]?.jobs == null) return '';
  const { rows } = await client.query<{ job: string }>(
    `select json_build_object('task', t.identifier, 'payload', j.payload, 'queue', q.queue_name, 'runAt', j.run_at,
       'maxAttempts', j.max_attempts, 'key', j.key, 'priority', j.priority)::text as job
     from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
       left join graphile_worker._private_job_queues q on q.id = j.job_queue_id
     where j.attempts < j.max_attempts order by j.id`,
  );
  return rows.map(({ job }) => `${job}\n`).join('');
}

export async function addJobs(client: pg.ClientBase, lines: string): Promise<void> {
  for (const line of lines.split('\n').filter((text) => text !== ''))
    await client.query(
      `select graphile_worker.add_job(j->>'task', j->'payload', j->>'queue', (j->>'runAt')::timestamptz,
         (j->>'maxAttempts')::int, j->>'key', (j->>'priority')::int) from (select $1::json as j) as one`,
      [line],
    );
}
