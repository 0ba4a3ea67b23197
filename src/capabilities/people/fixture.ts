import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { parse } from 'yaml';
import { type TestDatabase, testDatabase } from '../../../tests/support/database.ts';
import { type Queryable, queryable } from '../../platform/database/index.ts';
import { createRegions, loadRegions } from '../regions/index.ts';
import {
  createPeople,
  DEMO_PROVINCE,
  type EffectCall,
  type Plan,
  type RegisterChoice,
  readCast,
  seedDemo,
} from './index.ts';

const reference = (path: string): string => readFileSync(join(import.meta.dirname, '../../../reference', path), 'utf8');
const castFile: unknown = parse(reference('demo/cast.yaml'));
const cast = readCast(castFile);

export const TODAY = '2026-11-23';
export const asked = { purpose: 'test', actor: 'petugas:1', caseId: 'case-1', today: TODAY };
export const by = { actor: 'petugas:1' };
export const nikOf = (key: string): string =>
  cast.families.flatMap((family) => family.members).find((member) => member.key === key)?.nik ?? '';
export const kkOf = (key: string): string => cast.families.find((family) => family.key === key)?.kk ?? '';

export const birth = (name: string, birthDate: unknown = { date: '2026-11-03' }): EffectCall => ({
  verb: 'register.birth',
  args: {
    child: { name, sex: 'female', birthDate, birthPlace: { code: '32.76', name: 'Depok' } },
    mother: { nik: nikOf('dewi') },
    father: { nik: nikOf('budi') },
    home: { kk: kkOf('pratama') },
    relationship: 'child',
  },
  as: 'newborn',
});

export type SeededRegister = Awaited<ReturnType<typeof seededRegister>>;

/** A database of its own with the cast and some invented neighbours, and the room over it. */
export async function seededRegister(size = 400) {
  const database: TestDatabase = await testDatabase();
  let ticks = 0;
  const peopleWith = (choice: RegisterChoice) =>
    createPeople({
      database: database.db,
      clock: () => new Date(Date.parse(`${TODAY}T03:00:00Z`) + ticks++),
      random: (n) => randomBytes(n),
      registers: async () => choice,
      province: DEMO_PROVINCE,
    });
  const asOwner = async <R>(work: (owner: Queryable) => Promise<R>): Promise<R> => {
    const client = new pg.Client({ connectionString: database.adminUrl });
    await client.connect();
    try {
      await client.query('begin');
      const result = await work(queryable(client));
      await client.query('commit');
      return result;
    } finally {
      await client.end();
    }
  };
  const places = reference('regions/wilayah.csv').split('\n');
  const demo = places.filter((line) => /^(code|(32|81)(,|\.76[.,]|\.02[.,]))/.test(line));
  await asOwner((owner) => loadRegions(owner, `${demo.join('\n')}\n`, TODAY));
  const seed = () =>
    asOwner((owner) =>
      seedDemo(owner, {
        seed: 1,
        people: size,
        names: parse(reference('demo/names.yaml')),
        cast: castFile,
        regions: createRegions({ database: database.db }),
      }),
    );
  const from = performance.now();
  const seeded = await seed();
  const millis = performance.now() - from;
  const people = peopleWith({ kind: 'own' });
  const depok = await people.register('32.76');
  const inDepok = <R>(work: (tx: Queryable) => Promise<R>): Promise<R> =>
    database.db.transaction({ regions: ['32.76'] }, work);
  return {
    database,
    people,
    peopleWith,
    depok,
    inDepok,
    asOwner,
    seed,
    seeded,
    millis,
    planned: (basis: string, ...effects: EffectCall[]) =>
      inDepok((tx) => depok.plan(tx, { basis, effects, today: TODAY })) as Promise<Plan>,
    applied: (plan: Plan) => inDepok((tx) => depok.apply(tx, plan, by)),
    stateOf: async (number: string) =>
      (await database.admin<{ state: string }>('select state from people.number where number = $1', [number]))[0]
        ?.state,
  };
}
