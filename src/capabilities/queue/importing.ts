import { uuidv7 } from '../../kernel/ids.ts';
import { issue } from '../../kernel/parsed.ts';
import type { Queryable } from '../../platform/database/index.ts';
import { lockPlace, writeSetting } from './arranging.ts';
import type { QueueDeps } from './deps.ts';
import { refusals } from './errors.ts';
import { readTimetable, type TimetableLine, type TimetableRead } from './timetable.ts';
import { newest, saved, toldBpjs, withBefore } from './weekly.ts';

// Weekly sessions of many offices from one file, by the operator.

const OPERATOR = { actor: 'operator', label: 'Pengelola sistem', authority: 'system', office: null } as const;

/**
 * Brings in weekly sessions, with their hours, rooms, doctors and places, from a CSV file with the columns above. Good lines are
 * written (again: what the newest stretch of that code said is replaced), each as an act of its place; what stands already so is left alone;
 * each bad line is reported with all that is wrong with it. Days that are laid out already stay as they are. Needs the owner's connection.
 * @param since from which day sessions that are new take place
 * @param reason what the history says, beside what changed
 */
export async function importTimetable(
  deps: Pick<QueueDeps, 'step' | 'clock' | 'random'>,
  owner: Queryable,
  csv: string,
  since: string,
  reason: string,
): Promise<TimetableRead> {
  const read = readTimetable(csv, await polisOf(owner));
  const problems = [...read.problems];
  for (const line of read.good) {
    const { office, code } = line;
    const region = office.split('/')[0] ?? '';
    const place = await lockPlace(owner, { region, office });
    const before = await newest(owner, region, office, code);
    const after = withBefore(line.weekly, before);
    if (before && JSON.stringify(saved(before)) === JSON.stringify(saved(after))) continue;
    const from = before?.since ?? since;
    if (await letterTaken(owner, line, from)) {
      problems.push({ line: line.line, issues: [issue('timetable/letter', { letter: line.weekly.prefix })] });
      continue;
    }
    if (after.doctorCode === null && (await toldBpjs(owner, region, office)).has(after.poli)) {
      problems.push({ line: line.line, issues: [issue('timetable/doctor-code')] });
      continue;
    }
    const change = { before: before ? saved(before) : null, after: saved(after), reason, code };
    const key = uuidv7(deps.clock, deps.random);
    const stepped = await writeSetting(deps, owner, place, OPERATOR, { ...change, what: 'session', since: from }, key);
    if (stepped.kind !== 'done') throw refusals.lostGuard();
    await write(owner, [{ ...line, weekly: after }], since);
  }
  const bad = problems.length - read.problems.length;
  return { imported: read.good.length - bad, problems: problems.sort((one, other) => one.line - other.line) };
}

/** Whether another session of the same days has its letter; those that the file brought before are there already. */
async function letterTaken(owner: Queryable, { office, code, weekly }: TimetableLine, from: string): Promise<boolean> {
  const [row] = await owner.query<{ other: string | null }>(
    'select queue.letter_of($1, $2, $3, $4, $5::int[], $6::date) as other',
    [office.split('/')[0], office, code, weekly.prefix, weekly.weekdays, from],
  );
  return row?.other != null;
}

/** The services of each office that has a queue. */
async function polisOf(owner: Queryable): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await owner.query<{ office: string; polis: string[] }>(
    'select office, array_agg(code) as polis from queue.poli group by office',
  );
  return new Map(rows.map(({ office, polis }) => [office, new Set(polis)]));
}

const write = (owner: Queryable, lines: readonly TimetableLine[], since: string) =>
  owner.query(
    `with r as materialized (
       select r.office, split_part(r.office, '/', 1) as region, r.code, w.* from jsonb_to_recordset($1::jsonb) r (office text, code text, weekly jsonb),
         jsonb_to_record(r.weekly) w (poli text, weekdays int[], starts time, ends time, prefix text, rooms text[], doctor text, "doctorCode" int, cap int, "windowMinutes" int,
           online int, desk int, "visitMinutes" numeric)),
     again as (update queue.template t set poli = r.poli, weekdays = r.weekdays, starts = r.starts, ends = r.ends, prefix = r.prefix, rooms = r.rooms,
         doctor = r.doctor, doctor_code = r."doctorCode", cap = r.cap, window_minutes = r."windowMinutes", online = r.online, desk = r.desk, visit_minutes = r."visitMinutes",
         version = t.version + 1
       from r where t.region = r.region and t.office = r.office and t.code = r.code and not exists (
         select from queue.template x where x.region = t.region and x.office = t.office and x.code = t.code and x.since > t.since)
       returning t.office, t.code)
     insert into queue.template (region, office, code, poli, weekdays, starts, ends, prefix, rooms, doctor, doctor_code, cap, window_minutes, online, desk, visit_minutes,
       since)
     select r.region, r.office, r.code, r.poli, r.weekdays, r.starts, r.ends, r.prefix, r.rooms, r.doctor, r."doctorCode", r.cap, r."windowMinutes", r.online, r.desk,
       r."visitMinutes", $2::date
     from r where not exists (select from again a where a.office = r.office and a.code = r.code)`,
    [JSON.stringify(lines), since],
  );
