import type { Sex } from '../../../kernel/nik.ts';
import type { Chance } from './chance.ts';

export type Culture = {
  readonly share: Readonly<Record<string, number>>;
  readonly build: 'plain' | 'family' | 'single';
  readonly beliefs: Readonly<Record<string, number>>;
  readonly male: readonly string[];
  readonly female: readonly string[];
  readonly maleEnd?: readonly string[];
  readonly femaleEnd?: readonly string[];
  readonly families?: readonly string[];
};

/** `reference/demo/names.yaml`, as parsed. */
export type NamePools = {
  readonly cultures: Readonly<Record<string, Culture>>;
  readonly single: Readonly<Record<Sex, readonly string[]>>;
  readonly streets: readonly string[];
  readonly occupations: Readonly<Record<string, readonly string[]>>;
};

/** What a household hands on: culture, belief, and the name of the father's family where there is one. */
export type Kin = { readonly culture: string; readonly belief: string; readonly family: string | null };

export function kinOf(chance: Chance, pools: NamePools, region: string): Kin {
  const shares = Object.fromEntries(
    Object.entries(pools.cultures).map(([name, culture]) => [name, culture.share[region] ?? 0]),
  );
  const culture = chance.weighted(shares);
  return familyOf(chance, pools, culture, chance.weighted(pools.cultures[culture]?.beliefs ?? { islam: 1 }));
}

/** Other people of the same belief: whom one marries, often from another culture. */
export function partnerKin(chance: Chance, pools: NamePools, region: string, kin: Kin): Kin {
  const shares = Object.fromEntries(
    Object.entries(pools.cultures).map(([name, { share, beliefs }]) => [
      name,
      (beliefs[kin.belief] ?? 0) > 0 ? (share[region] ?? 0) * (name === kin.culture ? 4 : 1) : 0,
    ]),
  );
  return familyOf(chance, pools, chance.weighted(shares), kin.belief);
}

function familyOf(chance: Chance, pools: NamePools, culture: string, belief: string): Kin {
  const families = pools.cultures[culture]?.families;
  return { culture, belief, family: families ? chance.one(families) : null };
}

/** @param age of the older some have one word only */
export function nameOf(chance: Chance, pools: NamePools, kin: Kin, sex: Sex, age: number): string {
  const culture = pools.cultures[kin.culture];
  if (!culture) throw new RangeError(`no such culture: ${kin.culture}`);
  if (culture.build === 'single' && age > 35 && chance.likely(0.35)) return chance.one(pools.single[sex]);
  const given = chance.one(culture[sex]);
  const words = [given, ...(chance.likely(0.27) ? [another(chance, culture[sex], [given])] : [])];
  if (kin.family !== null) return [...words, kin.family].join(' ');
  const ends = (sex === 'male' ? culture.maleEnd : culture.femaleEnd) ?? culture[sex];
  return [...words, another(chance, ends, words)].join(' ');
}

/** Of the same culture, but of another family: a mother keeps her father's name. */
export const bornElsewhere = (chance: Chance, pools: NamePools, kin: Kin): Kin =>
  familyOf(chance, pools, kin.culture, kin.belief);

const another = (chance: Chance, names: readonly string[], than: readonly string[]): string => {
  const name = chance.one(names);
  return than.includes(name) ? (names.find((one) => !than.includes(one)) ?? name) : name;
};
