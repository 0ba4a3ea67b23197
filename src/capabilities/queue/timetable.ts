import { parseCsv, writeCsv } from '../../kernel/csv.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import { type Issue, issue } from '../../kernel/parsed.ts';
import type { Queryable } from '../../platform/database/index.ts';
import { lockPlace, writeSetting } from './arranging.ts';
import type { QueueDeps } from './deps.ts';
import { refusals } from './errors.ts';
import { DRAWN_FIRST } from './queue.ts';
import { newest, saved, type Weekly } from './weekly.ts';

/** The columns of a file of weekly sessions, named as in the file of a queue; lists stand between semicolons. */
export const TIMETABLE_COLUMNS = [
  ...(['office', 'code', 'poli', 'weekdays', 'starts', 'ends', 'prefix', 'rooms', 'doctor'] as const),
  ...(['windowMinutes', 'online', 'desk', 'cap', 'visitMinutes'] as const),
] as const;

type Column = (typeof TIMETABLE_COLUMNS)[number];
type Cells = Readonly<Record<Column, string>>;
export type TimetableRead = {
  readonly imported: number;
  readonly problems: readonly { readonly line: number; readonly issues: readonly Issue[] }[];
};

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
/** Of each column: what can stand there. */
const FITS: Readonly<Record<Exclude<Column, 'office' | 'poli'>, (text: string, cells: Cells) => boolean>> = {
  code: (text) => /^[a-z][a-z0-9-]{1,30}$/.test(text),
  weekdays: (text) => /^[0-6](;[0-6])*$/.test(text),
  starts: (text) => TIME.test(text),
  ends: (text, { starts }) => TIME.test(text) && text > starts,
  prefix: (text) => /^[A-Z]$/.test(text),
  rooms: (text) => listOf(text).length > 0 && listOf(text).length <= 12,
  doctor: (text) => text.length <= 80,
  windowMinutes: (text) => isWhole(text, 5, 720),
  online: (text) => isWhole(text, 0, 20_000),
  desk: (text) => isWhole(text, 0, 20_000),
  cap: (text) => isWhole(text, 1, 20_000),
  visitMinutes: (text) => /^\d+(\.\d+)?$/.test(text) && Number(text) >= 0.5 && Number(text) <= 120,
};
const isWhole = (text: string, least: number, most: number): boolean =>
  /^\d{1,5}$/.test(text) && Number(text) >= least && Number(text) <= most;
const listOf = (text: string): readonly string[] =>
  text
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one !== '');

export type TimetableLine = {
  readonly line: number;
  readonly office: string;
  readonly code: string;
  readonly weekly: Weekly;
};

/** Reads the file: what can be taken, and each bad line with all that is wrong with it. @param only the office whose file it is; it need not be named in it */
export function readTimetable(
  csv: string,
  known: ReadonlyMap<string, ReadonlySet<string>>,
  only?: string,
): { readonly good: readonly TimetableLine[]; readonly problems: TimetableRead['problems'] } {
  const [head, ...rows] = parseCsv(csv);
  const columns = head?.cells.map((cell) => cell.trim()) ?? [];
  const missing = TIMETABLE_COLUMNS.filter(
    (column) => !columns.includes(column) && !(only !== undefined && column === 'office'),
  );
  if (missing.length > 0)
    return {
      good: [],
      problems: [{ line: 1, issues: [issue('timetable/columns', { missing: missing.join(', ') })] }],
    };
  const seen = new Set<string>();
  const good: TimetableLine[] = [];
  const problems: { line: number; issues: readonly Issue[] }[] = [];
  for (const { line, cells } of rows) {
    const read = Object.fromEntries(
      TIMETABLE_COLUMNS.map((column) => [column, (cells[columns.indexOf(column)] ?? '').trim()]),
    ) as Cells;
    const named = only !== undefined && read.office === '' ? { ...read, office: only } : read;
    const issues = wrong(named, known, only);
    const key = `${named.office} ${named.code}`;
    if (seen.has(key)) issues.push(issue('timetable/twice', { code: named.code }));
    seen.add(key);
    if (issues.length > 0) problems.push({ line, issues });
    else good.push({ line, office: named.office, code: named.code, weekly: weeklyOf(named) });
  }
  return { good, problems };
}

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
  const { good, problems } = readTimetable(csv, await polisOf(owner));
  for (const line of good) {
    const { office, code } = line;
    const region = office.split('/')[0] ?? '';
    const place = await lockPlace(owner, { region, office });
    const before = await newest(owner, region, office, code);
    // A file has no column for BPJS's number nor for a draw: they stay.
    const { doctorCode = null, drawMinutes = null, drawFirst = DRAWN_FIRST } = before ?? {};
    const after = { ...line.weekly, doctorCode, drawMinutes, drawFirst };
    if (before && JSON.stringify(saved(before)) === JSON.stringify(saved(after))) continue;
    const change = { before: before ? saved(before) : null, after: saved(after), reason, code };
    const from = before?.since ?? since;
    const key = uuidv7(deps.clock, deps.random);
    const stepped = await writeSetting(deps, owner, place, OPERATOR, { ...change, what: 'session', since: from }, key);
    if (stepped.kind !== 'done') throw refusals.lostGuard();
    await write(owner, [line], since);
  }
  return { imported: good.length, problems };
}

/** The services of each office that has a queue. */
async function polisOf(owner: Queryable): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await owner.query<{ office: string; polis: string[] }>(
    'select office, array_agg(code) as polis from queue.poli group by office',
  );
  return new Map(rows.map(({ office, polis }) => [office, new Set(polis)]));
}

function wrong(cells: Cells, known: ReadonlyMap<string, ReadonlySet<string>>, only: string | undefined): Issue[] {
  const { office, poli } = cells;
  const polis = known.get(office);
  const issues = polis ? [] : [issue(only === undefined ? 'timetable/office' : 'timetable/not-yours', { office })];
  if (polis && !polis.has(poli)) issues.push(issue('timetable/poli', { poli, polis: [...polis].sort().join(', ') }));
  for (const [column, fits] of Object.entries(FITS))
    if (!fits(cells[column as Column], cells))
      issues.push(issue(`timetable/${column}`, { text: cells[column as Column] }));
  return issues;
}

const weeklyOf = (cells: Cells): Weekly => ({
  ...{ poli: cells.poli, weekdays: cells.weekdays.split(';').map(Number), starts: cells.starts, ends: cells.ends },
  ...{ prefix: cells.prefix, rooms: listOf(cells.rooms), doctor: cells.doctor || null, doctorCode: null },
  ...{ windowMinutes: Number(cells.windowMinutes), online: Number(cells.online), desk: Number(cells.desk) },
  ...{ cap: Number(cells.cap), visitMinutes: Number(cells.visitMinutes) },
  ...{ drawMinutes: null, drawFirst: DRAWN_FIRST },
});

const write = (owner: Queryable, lines: readonly TimetableLine[], since: string) =>
  owner.query(
    `with r as materialized (
       select r.office, split_part(r.office, '/', 1) as region, r.code, w.* from jsonb_to_recordset($1::jsonb) r (office text, code text, weekly jsonb),
         jsonb_to_record(r.weekly) w (poli text, weekdays int[], starts time, ends time, prefix text, rooms text[], doctor text, cap int, "windowMinutes" int,
           online int, desk int, "visitMinutes" numeric)),
     again as (update queue.template t set poli = r.poli, weekdays = r.weekdays, starts = r.starts, ends = r.ends, prefix = r.prefix, rooms = r.rooms,
         doctor = r.doctor, cap = r.cap, window_minutes = r."windowMinutes", online = r.online, desk = r.desk, visit_minutes = r."visitMinutes",
         version = t.version + 1
       from r where t.region = r.region and t.office = r.office and t.code = r.code and not exists (
         select from queue.template x where x.region = t.region and x.office = t.office and x.code = t.code and x.since > t.since)
       returning t.office, t.code)
     insert into queue.template (region, office, code, poli, weekdays, starts, ends, prefix, rooms, doctor, cap, window_minutes, online, desk, visit_minutes, since)
     select r.region, r.office, r.code, r.poli, r.weekdays, r.starts, r.ends, r.prefix, r.rooms, r.doctor, r.cap, r."windowMinutes", r.online, r.desk,
       r."visitMinutes", $2::date
     from r where not exists (select from again a where a.office = r.office and a.code = r.code)`,
    [JSON.stringify(lines), since],
  );

/** A timetable as the file that brings it: what a page gives to be changed in a spreadsheet. */
export const timetableCsv = (office: string, lines: readonly (Weekly & { readonly code: string })[]): string =>
  writeCsv([
    TIMETABLE_COLUMNS,
    ...lines.map((one) => [
      ...[office, one.code, one.poli, one.weekdays.join(';'), one.starts, one.ends, one.prefix, one.rooms.join(';')],
      ...[one.doctor ?? '', one.windowMinutes, one.online, one.desk, one.cap, one.visitMinutes].map(String),
    ]),
  ]);
