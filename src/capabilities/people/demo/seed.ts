import type { Queryable } from '../../../platform/database/index.ts';
import type { Regions } from '../../regions/index.ts';
import { insertDemoNumbers, insertFamilies, insertPersons, isEmpty, regionsWithStrangers } from '../store.ts';
import { readCast } from './cast.ts';
import type { NamePools } from './names.ts';
import { type PopulationOptions, population, type Village } from './population.ts';

export type SeedOptions = {
  readonly seed: number;
  readonly people: number;
  /** `reference/demo/names.yaml` and `reference/demo/cast.yaml`, as parsed. */
  readonly names: unknown;
  readonly cast: unknown;
  readonly regions: Pick<Regions, 'children'>;
};
export type Seeded = { readonly persons: number; readonly families: number };

const SHARES = { '32.76': 2 / 3, '81.02': 1 / 3 } as const;
const CHUNK = 4000;

/**
 * Fills an empty register with the demo's invented people; does nothing when it holds anybody. Needs the owner's connection,
 * inside a transaction, and the regions loaded.
 */
export async function seedDemo(owner: Queryable, options: SeedOptions): Promise<Seeded> {
  if (!(await isEmpty(owner))) return { persons: 0, families: 0 };
  const places: Record<string, PopulationOptions['places'][string]> = {};
  for (const [region, share] of Object.entries(SHARES))
    places[region] = { share, villages: await villagesOf(options.regions, region) };
  const made = population({
    seed: options.seed,
    people: options.people,
    pools: options.names as NamePools,
    cast: readCast(options.cast),
    places,
  });
  for (const part of parts(made.families)) await insertFamilies(owner, part);
  for (const part of parts(made.persons)) await insertPersons(owner, part);
  await insertDemoNumbers(owner);
  return { persons: made.persons.length, families: made.families.length };
}

/** True when somebody stands in the register whose NIK is not of the demo: then the demo must not run on it. */
export const holdsRealPeople = async (owner: Queryable): Promise<boolean> =>
  (await regionsWithStrangers(owner)).length > 0;

async function villagesOf(regions: SeedOptions['regions'], region: string): Promise<readonly Village[]> {
  const districts = await regions.children(region);
  return (await Promise.all(districts.map(({ code }) => regions.children(code)))).flat();
}

const parts = <T>(list: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / CHUNK) }, (_, index) => list.slice(index * CHUNK, (index + 1) * CHUNK));
