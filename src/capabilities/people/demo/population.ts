import type { Family, Person } from '../person.ts';
import type { Cast } from './cast.ts';
import { castFamily } from './cast-records.ts';
import { chanceOf } from './chance.ts';
import { household } from './households.ts';
import type { NamePools } from './names.ts';
import { settle, supplyOf } from './settle.ts';

export type Village = { readonly code: string; readonly name: string };
export type PopulationOptions = {
  readonly seed: number;
  /** At least so many are made; the last family is completed. */
  readonly people: number;
  readonly pools: NamePools;
  readonly cast: Cast;
  /** Villages of each region, and each region's share of the people. */
  readonly places: Readonly<Record<string, { readonly share: number; readonly villages: readonly Village[] }>>;
};
export type Population = { readonly persons: readonly Person[]; readonly families: readonly Family[] };

/** Invented people, the same for the same options. The cast comes first, with the numbers of its file. */
export function population({ seed, people, pools, cast, places }: PopulationOptions): Population {
  const chance = chanceOf(seed);
  const persons: Person[] = [];
  const families: Family[] = [];
  const supply = supplyOf(
    chance,
    new Set(cast.families.flatMap(({ kk, members }) => [kk, ...members.map((member) => member.nik)])),
  );
  for (const family of cast.families) add(castFamily(family, supply.id));
  const castSize = persons.length;
  for (const [region, { share, villages }] of Object.entries(places)) {
    const enough = persons.length + Math.ceil((people - castSize) * share);
    while (persons.length < enough)
      add(
        settle(
          household(chance, pools, region),
          { region, village: chance.one(villages).code },
          { chance, pools, supply },
        ),
      );
  }
  return { persons, families };

  function add(made: { readonly family: Family; readonly members: readonly Person[] }): void {
    families.push(made.family);
    persons.push(...made.members);
  }
}
