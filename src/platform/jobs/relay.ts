import { type Database, openDatabase } from '../database/index.ts';

/** Of waiting work, in one go. */
export const MOST_MOVED = 200;

/**
 * Moves waiting work to the workers: out of the outbox and into one job per subscriber, in one transaction, so that a crash
 * neither loses nor doubles any. The job's key is the outbox id.
 * @returns how many were moved
 */
export async function relayOnce(db: Database, subscribers: ReadonlyMap<string, readonly string[]>): Promise<number> {
  const topics = [...subscribers].flatMap(([topic, names]) => names.map((name) => ({ topic, name })));
  const [row] = await db.act<{ moved: number }>(
    {},
    `with taken as (
      delete from platform.outbox where (region, id) in (
        select region, id from platform.outbox order by created_at limit ${MOST_MOVED} for update skip locked)
      returning *),
    jobs as (
      select graphile_worker.add_jobs(array_agg(row(
        s.name, jsonb_build_object('region', t.region, 'id', t.id, 'topic', t.topic, 'subject', t.subject, 'actor', t.actor, 'payload', t.payload)::json,
        s.name || ':' || t.subject, t.run_at, 25, t.id || ':' || s.name, 0, null)::graphile_worker.job_spec order by t.created_at, t.id)) as job
      from taken t join unnest($1::text[], $2::text[]) as s(topic, name) on s.topic = t.topic having count(*) > 0)
    select (select count(*)::int from taken) as moved, (select count(*)::int from jobs) as jobs`,
    [topics.map((t) => t.topic), topics.map((t) => t.name)],
  );
  return row?.moved ?? 0;
}

/** The relay's own connection: its rights are taken by `set role`, so nothing else of the program can write jobs. */
export const openRelay = (url: string, onError: (error: Error) => void): Database =>
  openDatabase({ url, role: 'satuloket_relay', poolSize: 2, onError });
