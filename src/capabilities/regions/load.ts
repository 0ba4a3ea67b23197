import { parseCsv } from '../../kernel/csv.ts';
import type { IsoDate } from '../../kernel/dates.ts';
import { isRegionCode, levelOf, parentOf } from '../../kernel/region-code.ts';
import type { Queryable } from '../../platform/database/index.ts';
import { bare, withoutKind } from './bare.ts';
import { loadedAlready, type RegionRow, writeRegions } from './store.ts';

export type Loaded = { readonly changed: boolean; readonly rows: number };

/**
 * Makes the table equal to the file `reference/regions/wilayah.csv`, unless that very file was the last one loaded.
 * Needs the owner's connection, inside a transaction. Codes that the file no longer holds stay, with `today` as their last day.
 * @throws Error naming the line when the file is damaged; nothing is written then
 */
export async function loadRegions(owner: Queryable, csv: string, today: IsoDate): Promise<Loaded> {
  const { sha256, known } = await loadedAlready(owner, csv);
  if (known) return { changed: false, rows: 0 };
  const rows = readRegions(csv);
  await writeRegions(owner, sha256, rows, today);
  return { changed: true, rows: rows.length };
}

/** The rows of the file with the words by which they are found. Parents stand before their children. */
export function readRegions(csv: string): readonly RegionRow[] {
  const around = new Map<string, string>();
  const [head, ...lines] = parseCsv(csv);
  if (head?.cells.join() !== 'code,name,level')
    throw new Error('regions, line 1: expected the columns code,name,level');
  return lines.map(({ line, cells: [code = '', name = '', level = ''] }) => {
    const parent = parentOf(code);
    if (!isRegionCode(code) || Number(level) !== levelOf(code) || name === '' || (parent && !around.has(parent)))
      throw new Error(`regions, line ${line}: not a region, or its parent does not stand before it`);
    const words = withoutKind(bare(name));
    const all = ` ${words}${parent ? around.get(parent) : ' '}`;
    around.set(code, all);
    return { code, level: Number(level), name, bare: words, around: all };
  });
}
