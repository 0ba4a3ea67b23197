import { parseCsv } from '../../kernel/csv.ts';
import { type Issue, issue } from '../../kernel/parsed.ts';
import { parsePhone } from '../../kernel/phone.ts';
import { contains, isRegionCode, levelOf } from '../../kernel/region-code.ts';
import type { Queryable } from '../../platform/database/index.ts';
import type { Regions } from '../regions/index.ts';
import { type Office, officeRef } from './office.ts';
import { parseWeek } from './opening-hours.ts';
import { writeOffices } from './store.ts';

export const OFFICE_COLUMNS = ['region', 'code', 'kind', 'name', 'address', 'phone', 'zone', 'hours', 'areas'] as const;

export type LineProblem = { readonly line: number; readonly issues: readonly Issue[] };
export type Imported = { readonly imported: number; readonly problems: readonly LineProblem[] };
type Cells = Readonly<Record<(typeof OFFICE_COLUMNS)[number], string>>;

/**
 * Brings in offices from a CSV file with the columns above; `areas` are codes between semicolons, empty for the whole region.
 * Good lines are written (again: replaced), each bad line is reported with all that is wrong with it. Needs the owner's connection.
 * @param kinds the keys of the code table of offices
 */
export async function importOffices(
  { owner, regions }: { readonly owner: Queryable; readonly regions: Pick<Regions, 'named'> },
  csv: string,
  kinds: readonly string[],
): Promise<Imported> {
  const [head, ...rows] = parseCsv(csv);
  const columns = head?.cells.map((cell) => cell.trim()) ?? [];
  const missing = OFFICE_COLUMNS.filter((column) => !columns.includes(column));
  if (missing.length > 0)
    return {
      imported: 0,
      problems: [{ line: 1, issues: [issue('offices/columns', { missing: missing.join(', ') })] }],
    };
  const lines = rows.map(({ line, cells }) => ({ line, cells: named(columns, cells) }));
  const codes = lines.flatMap(({ cells }) => [cells.region, ...areasOf(cells)]).filter(isRegionCode);
  const found = await regions.named(codes);
  const known = new Set(
    [...found.values()].filter((region) => region.validUntil === null).map((region) => region.code as string),
  );
  const seen = new Set<string>();
  const offices: Office[] = [];
  const problems: LineProblem[] = [];
  for (const { line, cells } of lines) {
    const issues = [...wrong(cells, known, kinds), ...twice(cells, seen)];
    if (issues.length > 0) problems.push({ line, issues });
    else offices.push(officeOf(cells));
  }
  await writeOffices(owner, offices);
  return { imported: offices.length, problems };
}

const named = (columns: readonly string[], cells: readonly string[]): Cells =>
  Object.fromEntries(OFFICE_COLUMNS.map((column) => [column, (cells[columns.indexOf(column)] ?? '').trim()])) as Cells;

const areasOf = (cells: Cells): readonly string[] =>
  cells.areas === '' ? [cells.region] : cells.areas.split(';').map((area) => area.trim());

function wrong(cells: Cells, known: ReadonlySet<string>, kinds: readonly string[]): Issue[] {
  const issues: Issue[] = [];
  const { region, code, kind, zone } = cells;
  if (!known.has(region) || levelOf(region) !== 2) issues.push(issue('offices/region', { region }));
  if (!/^[a-z0-9][a-z0-9-]{1,40}$/.test(code)) issues.push(issue('offices/code', { code }));
  if (!kinds.includes(kind)) issues.push(issue('offices/kind', { kind, kinds: kinds.join(', ') }));
  if (cells.name === '') issues.push(issue('offices/name'));
  if (cells.address === '') issues.push(issue('offices/address'));
  if (cells.phone !== '' && !parsePhone(cells.phone).ok) issues.push(issue('offices/phone', { phone: cells.phone }));
  if (!['WIB', 'WITA', 'WIT'].includes(zone)) issues.push(issue('offices/zone', { zone }));
  if (!parseWeek(cells.hours)) issues.push(issue('offices/hours', { hours: cells.hours }));
  const foreign = areasOf(cells).find((area) => !known.has(area) || !contains(region, area));
  if (foreign !== undefined && known.has(region)) issues.push(issue('offices/area', { area: foreign }));
  return issues;
}

function twice(cells: Cells, seen: Set<string>): Issue[] {
  const ref = officeRef(cells.region, cells.code);
  if (seen.has(ref)) return [issue('offices/twice', { office: ref })];
  seen.add(ref);
  return [];
}

function officeOf(cells: Cells): Office {
  const phone = cells.phone === '' ? undefined : parsePhone(cells.phone);
  return {
    ref: officeRef(cells.region, cells.code),
    region: cells.region as Office['region'],
    code: cells.code,
    kind: cells.kind,
    name: cells.name,
    address: cells.address,
    phone: phone?.ok ? phone.value : null,
    zone: cells.zone as Office['zone'],
    week: parseWeek(cells.hours) ?? {},
    areas: areasOf(cells) as Office['areas'],
    closedOn: null,
  };
}
