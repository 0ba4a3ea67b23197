import type { Lab } from '../support/lab.ts';
import type { Note } from './load.ts';

/** What must be true after any number of kills. Every sentence that comes back is a defect. */
export async function count(lab: Lab, notes: readonly Note[]): Promise<readonly string[]> {
  const wrong: string[] = [];
  const say = (what: string, rows: readonly Record<string, unknown>[]): void => {
    if (rows.length > 0) wrong.push(`${what}: ${rows.length}, e.g. ${JSON.stringify(rows[0])}`);
  };
  for (const kind of ['submitted', 'withdrawn'] as const) {
    const ids = notes.flatMap((note) => (note.kind === kind ? [note.id] : []));
    say(
      `acknowledged as ${kind}, but not there exactly once`,
      await lab.sql(
        `select x.id, (select count(*) from cases.event e where e.case_id = x.id and e.kind = $2) as events
         from unnest($1::uuid[]) x(id) where (select count(*) from cases.event e where e.case_id = x.id and e.kind = $2) <> 1`,
        [ids, kind],
      ),
    );
  }
  const acted = notes.filter((note) => note.kind === 'acted');
  say(
    'acknowledged acts of officers that are not there exactly once',
    await lab.sql(
      `select x.id, x.step from unnest($1::uuid[], $2::text[], $3::text[]) x(id, step, by)
       where (select count(*) from cases.event e where e.case_id = x.id and e.step = x.step and e.kind = 'acted' and e.actor = x.by) <> 1`,
      [acted.map((one) => one.id), acted.map((one) => one.step), acted.map((one) => one.by)],
    ),
  );
  const asked = notes.filter((note) => note.kind === 'asked');
  say(
    'questions of citizens that are not there exactly once',
    await lab.sql(
      `select x.id from unnest($1::uuid[], $2::text[]) x(id, body) where (select count(*) from cases.note n where n.case_id = x.id and n.body = x.body) <> 1`,
      [asked.map((one) => one.id), asked.map((one) => one.text)],
    ),
  );
  const queued = notes.filter((note) => note.kind === 'queued');
  say(
    'acknowledged acts on numbers of a queue that are not there exactly once',
    await lab.sql(
      `select x.id, x.act from unnest($1::uuid[], $2::text[]) x(id, act)
       where (select count(*) from queue.event e where e.entry_id = x.id and e.kind = x.act) <> 1`,
      [queued.map((one) => one.id), queued.map((one) => one.act)],
    ),
  );
  const called = notes.filter((note) => note.kind === 'called');
  say(
    'acknowledged calls that are not there exactly once',
    await lab.sql(
      `select x.number from unnest($1::uuid[], $2::int[]) x(session, number)
       where (select count(*) from queue.entry n join queue.event e on e.region = n.region and e.entry_id = n.id and e.kind = 'called'
         where n.session = x.session and n.number = x.number) <> 1`,
      [called.map((one) => one.session), called.map((one) => one.number)],
    ),
  );
  for (const [what, text] of Object.entries(ALWAYS)) say(what, await lab.sql(text));
  return wrong;
}

const ALWAYS: Readonly<Record<string, string>> = {
  'cases whose acts are not as many as their version': `select c.id, c.version, count(a.*) from cases."case" c
    left join audit.act a on a.kind = 'case' and a.region = c.region and a.id = c.id group by c.region, c.id having count(a.*) <> c.version`,
  'cases whose head is not their last act': `select c.id from cases."case" c
    where not exists (select from audit.act a where a.kind = 'case' and a.region = c.region and a.id = c.id and a.version = c.version and a.hash = c.head)`,
  'sent cases without a number': `select id from cases."case" where status in ('running', 'returned', 'finished', 'closed') and number is null`,
  'running cases with nothing to do': `select c.id from cases."case" c where c.status = 'running'
    and not exists (select from cases.task t where t.region = c.region and t.case_id = c.id)`,
  'ended cases with something to do': `select c.id from cases."case" c where c.status in ('closed', 'dropped')
    and exists (select from cases.task t where t.region = c.region and t.case_id = c.id)`,
  'finished letters without exactly one active paper': `select c.id from cases."case" c where c.outcome = 'terbit'
    and (select count(*) from documents.paper p where p.region = c.region and p.case_id = c.id and p.state = 'active') <> 1`,
  'active papers of cases that never ended': `select p.id from documents.paper p join cases."case" c on c.region = p.region and c.id = p.case_id
    where p.state = 'active' and c.outcome is null`,
  'numbers that are issued without a paper': `select n.text from documents.number n where n.state = 'issued'
    and not exists (select from documents.paper p where p.region = n.region and p.number = n.text and p.state in ('active', 'superseded', 'revoked'))`,
  'papers with a number that is no issued row': `select p.id from documents.paper p where p.state = 'active' and p.number is not null
    and not exists (select from documents.number n where n.region = p.region and n.office = p.office and n.text = p.number and n.state = 'issued')`,
  'numbers given twice': `select region, office, number from documents.paper where number is not null and state <> 'void'
    group by region, office, number having count(*) > 1`,
  'numbers of a queue whose acts or events are not as many as their version': `select n.id, n.version from queue.entry n
    where n.version <> (select count(*) from audit.act a where a.kind = 'entry' and a.region = n.region and a.id = n.id)
      or n.version <> (select count(*) from queue.event e where e.region = n.region and e.entry_id = n.id)`,
  'numbers of a queue whose head is not their last act': `select n.id from queue.entry n
    where not exists (select from audit.act a where a.kind = 'entry' and a.region = n.region and a.id = n.id and a.version = n.version and a.hash = n.head)`,
  'windows that count other places than were taken': `select s.id, s.online_taken from queue.slot s
    where s.online_taken <> (select count(*) from queue.entry n where n.region = s.region and n.slot = s.id and n.channel <> 'petugas' and n.status <> 'cancelled')`,
  'sessions that count other numbers than were given': `select s.id, s.taken from queue.session s
    where s.taken <> (select count(*) from queue.entry n where n.region = s.region and n.session = s.id and n.status <> 'cancelled')`,
  'rooms with two people called': `select lane, room from queue.entry where status = 'called' group by lane, room having count(*) > 1`,
  'people whose own numbers are behind': `select n.id, n.status, m.status as listed from queue.entry n
    left join queue.mine m on m.region = n.region and m.id = n.id and m.person = n.applicant
    where n.channel = 'warga' and m.status is distinct from n.status`,
  'series of paper numbers with a gap': `select office, series, period, count(*), max(serial) from documents.number
    group by region, office, series, period having count(*) <> max(serial)`,
  'work that waits for ever': `select topic from platform.outbox`,
  'jobs that are left': `select task_identifier, attempts, last_error, locked_at, run_at from graphile_worker.jobs where run_at < now() + interval '1 hour' and task_identifier not in ('accounts-sweep', 'audit-seal')`,
  'people whose own list is behind': `select c.id, c.version, m.version as listed from cases."case" c
    left join cases.mine m on m.region = c.region and m.id = c.id and m.person = c.applicant
    where c.number is not null and c.status in ('running', 'returned', 'finished', 'closed')
      and (m.id is null or m.version < (select max(version) from cases.event e where e.case_id = c.id and e.kind in ('submitted', 'acted', 'returned', 'withdrawn', 'repaired')))`,
};
