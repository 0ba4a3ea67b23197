import { Refusal } from '../../kernel/refusal.ts';
import { isRegionCode, levelOf, lineageOf } from '../../kernel/region-code.ts';
import type { Database } from '../../platform/database/index.ts';
import { bare, withoutKind } from './bare.ts';
import type { Found, Region, Search } from './region.ts';
import { regionStore, type TypedName } from './store.ts';

/** No list of places is longer than this: places are looked up by parent, never shipped whole. */
export const MOST_CHILDREN = 200;
const MOST_FOUND = 50;
// With fewer finds than this, near misses are looked for too.
const ENOUGH = 3;
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

  /**
   * Regions by what people type: the beginning, a name with what lies around it ("cilangkap depok"), or a near miss ("cilankap").
   * Fewer than two letters find nothing.
   */
  async function search(text: string, options: Search = {}): Promise<readonly Found[]> {
    const typed = typedName(text);
    if (typed.bare.length < 2) return [];
    const limit = Math.min(options.limit ?? 10, MOST_FOUND);
    const ask = (near: boolean) => store.search(typed, near, options.within ?? null, options.level ?? null, limit);
    const exact = await ask(false);
    const found = exact.length < ENOUGH && typed.bare.length > 3 ? await ask(true) : exact;
    const names = await named(found.flatMap(({ code }) => lineageOf(code)));
    return found.map((region) => ({
      ...region,
      around: lineageOf(region.code)
        .slice(0, -1)
        .toReversed()
        .flatMap((code) => names.get(code)?.name ?? []),
    }));
  }

  return { find, get, named, path, children, search };
}

// Long text is no place name; eight words are more than any name with all around it that people type.
function typedName(text: string): TypedName {
  const words = withoutKind(bare(text.slice(0, 80)))
    .split(' ')
    .slice(0, 8);
  const cuts = words.slice(1).map((_, index) => index + 1);
  return {
    bare: words.join(' '),
    heads: cuts.map((cut) => words.slice(0, cut).join(' ')),
    tails: cuts.map((cut) => withoutKind(words.slice(cut).join(' '))),
  };
}
