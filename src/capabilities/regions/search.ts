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
    const { within = null, level = null, close = null } = options;
    const ask = (near: boolean, inside = within) => store.search(typed, near, inside, level, limit);
    const found = new Map<string, Region>();
    const add = (more: readonly Region[]) => {
      for (const one of more) if (found.size < limit && !found.has(one.code)) found.set(one.code, one);
    };
    if (close !== null && within === null) add(await ask(false, close));
    add(await ask(false));
    if (found.size < ENOUGH && typed.bare.length > 3) add(await ask(true));
    const names = await named([...found.keys()].flatMap(lineageOf));
    return [...found.values()].map((region) => ({
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
