import { lineageOf } from '../../kernel/region-code.ts';
import { bare, withoutKind } from './bare.ts';
import type { Found, Region, Search } from './region.ts';
import type { RegionStore, TypedName } from './store.ts';

const MOST_FOUND = 50;
// With fewer finds than this, near misses are looked for too.
const ENOUGH = 3;

type Named = (codes: readonly string[]) => Promise<ReadonlyMap<string, Region>>;

/**
 * Regions by what people type: the beginning, a name with what lies around it ("cilangkap depok"), or a near miss ("cilankap").
 * Fewer than two letters find nothing.
 */
export function createSearch(store: RegionStore, named: Named) {
  return async (text: string, options: Search = {}): Promise<readonly Found[]> => {
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
  };
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
