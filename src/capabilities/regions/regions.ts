import { Refusal } from '../../kernel/refusal.ts';
import { isRegionCode, levelOf, lineageOf } from '../../kernel/region-code.ts';
import type { Database } from '../../platform/database/index.ts';
import type { Region } from './region.ts';
import { createSearch } from './search.ts';
import { regionStore } from './store.ts';

/** No list of places is longer than this: places are looked up by parent, never shipped whole. */
export const MOST_CHILDREN = 200;
const KEPT = 4000;

export type Regions = ReturnType<typeof createRegions>;

/** @example createRegions({ database }) */
export function createRegions({ database }: { readonly database: Database }) {
  const store = regionStore(database);
  // Labels are asked for on every page; the table changes only at a start.
  const kept = new Map<string, Region>();

  /** The regions of these codes that exist, today or once; unknown codes are left out. */
  async function named(codes: readonly string[]): Promise<ReadonlyMap<string, Region>> {
    const missing = [...new Set(codes)].filter((code) => !kept.has(code) && isRegionCode(code));
    const found = new Map(codes.flatMap((code) => (kept.has(code) ? [[code, kept.get(code) as Region] as const] : [])));
    if (missing.length === 0) return found;
    if (kept.size > KEPT) kept.clear();
    for (const region of await store.byCodes(missing)) {
      kept.set(region.code, region);
      found.set(region.code, region);
    }
    return found;
  }

  const find = async (code: string): Promise<Region | undefined> => (await named([code])).get(code);

  /** @throws Refusal `regions/unknown` */
  async function get(code: string): Promise<Region> {
    const region = await find(code);
    if (!region) throw new Refusal('regions/unknown', 404, { code });
    return region;
  }

  /** The region and all around it, the widest first; empty for an unknown code. */
  async function path(code: string): Promise<readonly Region[]> {
    const lineage = lineageOf(code);
    const found = await named(lineage);
    return found.has(code) ? lineage.flatMap((one) => found.get(one) ?? []) : [];
  }

  /** What lies right inside a region, by code; the provinces for null. Valid ones only. */
  async function children(
    parent: string | null,
    options: { readonly limit?: number } = {},
  ): Promise<readonly Region[]> {
    if (parent !== null && (!isRegionCode(parent) || levelOf(parent) === 4)) return [];
    const limit = Math.min(options.limit ?? MOST_CHILDREN, MOST_CHILDREN);
    return store.children(parent, parent === null ? 1 : levelOf(parent) + 1, limit);
  }

  return { find, get, named, path, children, search: createSearch(store, named) };
}
