import { parseCsv } from '../../kernel/csv.ts';
import { type Issue, issue } from '../../kernel/parsed.ts';
import type { Queryable } from '../../platform/database/index.ts';

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

/**
 * Brings in weekly sessions, with their hours, rooms, doctors and places, from a CSV file with the columns above. Good lines are
 * written (again: replaced), each bad line is reported with all that is wrong with it. Days that are laid out already stay as
 * they are. Needs the owner's connection.
 * @param since from which day sessions that are new take place
 */
export async function importTimetable(owner: Queryable, csv: string, since: string): Promise<TimetableRead> {
  const [head, ...rows] = parseCsv(csv);
  const columns = head?.cells.map((cell) => cell.trim()) ?? [];
  const missing = TIMETABLE_COLUMNS.filter((column) => !columns.includes(column));
  if (missing.length > 0)
    return {
      imported: 0,
      problems: [{ line: 1, issues: [issue('timetable/columns', { missing: missing.join(', ') })] }],
    };
  const known = await polisOf(owner);
  const seen = new Set<string>();
  const good: object[] = [];
  const problems: { line: number; issues: readonly Issue[] }[] = [];
  for (const { line, cells } of rows) {
    const named = Object.fromEntries(
      TIMETABLE_COLUMNS.map((column) => [column, (cells[columns.indexOf(column)] ?? '').trim()]),
    ) as Cells;
    const issues = wrong(named, known);
    const key = `${named.office} ${named.code}`;
    if (seen.has(key)) issues.push(issue('timetable/twice', { code: named.code }));
    seen.add(key);
    if (issues.length > 0) problems.push({ line, issues });
    else good.push(rowOf(named));
  }
  await write(owner, good, since);
  return { imported: good.length, problems };
}

/** The services of each office that has a queue. */
async function polisOf(owner: Queryable): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await owner.query<{ office: string; polis: string[] }>(
    'select office, array_agg(code) as polis from queue.poli group by office',
  );
  return new Map(rows.map(({ office, polis }) => [office, new Set(polis)]));
}

function wrong(cells: Cells, known: ReadonlyMap<string, ReadonlySet<string>>): Issue[] {
  const { office, poli } = cells;
  const polis = known.get(office);
  const issues = polis ? [] : [issue('timetable/office', { office })];
  if (polis && !polis.has(poli)) issues.push(issue('timetable/poli', { poli, polis: [...polis].sort().join(', ') }));
  for (const [column, fits] of Object.entries(FITS))
    if (!fits(cells[column as Column], cells))
      issues.push(issue(`timetable/${column}`, { text: cells[column as Column] }));
  return issues;
}

const rowOf = (cells: Cells): object => ({
  ...{ region: cells.office.split('/')[0], office: cells.office, code: cells.code, poli: cells.poli },
  ...{ weekdays: cells.weekdays.split(';').map(Number), starts: cells.starts, ends: cells.ends, prefix: cells.prefix },
  ...{ rooms: listOf(cells.rooms), doctor: cells.doctor || null, window: Number(cells.windowMinutes) },
  ...{
    online: Number(cells.online),
    desk: Number(cells.desk),
    cap: Number(cells.cap),
    visit: Number(cells.visitMinutes),
  },
});

const write = (owner: Queryable, rows: readonly object[], since: string) =>
  owner.query(
    `insert into queue.template (region, office, code, poli, weekdays, starts, ends, prefix, rooms, doctor, cap, window_minutes, online, desk, visit_minutes, since)
     select r.region, r.office, r.code, r.poli, r.weekdays, r.starts::time, r.ends::time, r.prefix, r.rooms, r.doctor, r.cap, r."window", r.online, r.desk, r.visit, $2::date
     from jsonb_to_recordset($1::jsonb) r (region text, office text, code text, poli text, weekdays int[], starts text, ends text, prefix text, rooms text[],
       doctor text, cap int, "window" int, online int, desk int, visit numeric)
     on conflict (region, office, code) do update set poli = excluded.poli, weekdays = excluded.weekdays, starts = excluded.starts, ends = excluded.ends,
       prefix = excluded.prefix, rooms = excluded.rooms, doctor = excluded.doctor, cap = excluded.cap, window_minutes = excluded.window_minutes,
       online = excluded.online, desk = excluded.desk, visit_minutes = excluded.visit_minutes`,
    [JSON.stringify(rows), since],
  );
