import { isIsoDate } from '../../kernel/dates.ts';
import { type Issue, issue } from '../../kernel/parsed.ts';
import { isRegionCode } from '../../kernel/region-code.ts';
import type { Text } from '../../kernel/text.ts';
import type { Queryable } from '../../platform/database/index.ts';
import { type Holiday, writeHolidays } from './store.ts';

const KINDS = ['national', 'jointLeave', 'local'];
/** The area of days that the whole country keeps. */
export const COUNTRY = 'ID';

/**
 * Brings in a year of holidays: `{ year, checked, source, area?, days: [{ date, kind, id, en }] }`, as in `reference/holidays/`.
 * The file replaces what was known of its year and area. Nothing is written when anything is wrong.
 */
export async function importHolidays(
  owner: Queryable,
  file: unknown,
): Promise<{ imported: number; issues: readonly Issue[] }> {
  const year = field(file, 'year');
  const area = field(file, 'area') ?? COUNTRY;
  const source = field(file, 'source');
  const days = field(file, 'days');
  if (typeof year !== 'number' || typeof source !== 'string' || !Array.isArray(days)) return refuse('holidays/file');
  if (typeof area !== 'string' || (area !== COUNTRY && !isRegionCode(area))) return refuse('holidays/area');
  const holidays: Holiday[] = [];
  const issues: Issue[] = [];
  for (const day of days as readonly unknown[]) {
    const [date, kind, id, en] = ['date', 'kind', 'id', 'en'].map((name) => field(day, name));
    if (typeof date !== 'string' || !isIsoDate(date) || !date.startsWith(`${year}-`))
      issues.push(issue('holidays/date', { date: String(date), year }));
    else if (typeof kind !== 'string' || !KINDS.includes(kind) || typeof id !== 'string' || typeof en !== 'string')
      issues.push(issue('holidays/day', { date }));
    else
      holidays.push({
        area,
        date,
        kind,
        name: { id, en } satisfies Text,
        checked: field(file, 'checked') === true,
        source,
      });
  }
  if (issues.length > 0) return { imported: 0, issues };
  await writeHolidays(owner, area, year, holidays);
  return { imported: holidays.length, issues };
}

const refuse = (code: string) => ({ imported: 0, issues: [issue(code)] });

const field = (of: unknown, name: string): unknown =>
  typeof of === 'object' && of !== null && name in of ? (of as Record<string, unknown>)[name] : undefined;
