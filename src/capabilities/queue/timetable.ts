import { parseCsv, writeCsv } from '../../kernel/csv.ts';
import { type Issue, issue } from '../../kernel/parsed.ts';
import { DRAWN_FIRST } from './queue.ts';
import type { Weekly } from './weekly.ts';

/** The columns of a file of weekly sessions, named as in the file of a queue; lists stand between semicolons. BPJS's number of the doctor may be left out. */
export const TIMETABLE_COLUMNS = [
  ...(['office', 'code', 'poli', 'weekdays', 'starts', 'ends', 'prefix', 'rooms', 'doctor', 'doctorCode'] as const),
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
  doctorCode: (text) => /^\d{0,9}$/.test(text),
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
    (column) => !columns.includes(column) && column !== 'doctorCode' && !(only !== undefined && column === 'office'),
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
  ...{ prefix: cells.prefix, rooms: listOf(cells.rooms), doctor: cells.doctor || null },
  doctorCode: cells.doctorCode === '' ? null : Number(cells.doctorCode),
  ...{ windowMinutes: Number(cells.windowMinutes), online: Number(cells.online), desk: Number(cells.desk) },
  ...{ cap: Number(cells.cap), visitMinutes: Number(cells.visitMinutes) },
  ...{ drawMinutes: null, drawFirst: DRAWN_FIRST },
});

/** A timetable as the file that brings it: what a page gives to be changed in a spreadsheet. */
export const timetableCsv = (office: string, lines: readonly (Weekly & { readonly code: string })[]): string =>
  writeCsv([
    TIMETABLE_COLUMNS,
    ...lines.map((one) => [
      ...[office, one.code, one.poli, one.weekdays.join(';'), one.starts, one.ends, one.prefix, one.rooms.join(';')],
      ...[
        one.doctor ?? '',
        one.doctorCode ?? '',
        one.windowMinutes,
        one.online,
        one.desk,
        one.cap,
        one.visitMinutes,
      ].map(String),
    ]),
  ]);
