import type { Clock, Random } from '../../kernel/ids.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import { sameName } from '../../kernel/name.ts';
import type { Database } from '../../platform/database/index.ts';
import { familyFacts, personFacts } from './facts.ts';
import { applyPlan, makePlan } from './own-plan.ts';
import { type FamilyCard, inOrder, type Person } from './person.ts';
import type { Matched, Register, Typed } from './register.ts';
import { familiesByKk, membersOf, personsByNik, regionOf, settleNumbers, within } from './store.ts';

export type OwnOptions = {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  /** Stands for the province digits of new numbers; '99' in the demo, where no number may be a real person's. */
  readonly province?: string;
};

/** A register that we keep ourselves: everything is known, and effects change it. */
export function ownRegister(region: string, { database, clock, random, province }: OwnOptions): Register {
  const here = within(database, region);
  const id = (): string => uuidv7(clock, random);

  async function record(nik: string): Promise<Person | undefined> {
    const [person] = await personsByNik(here, [nik]);
    if (person) return person;
    const elsewhere = await regionOf(here, nik);
    return elsewhere === undefined ? undefined : (await personsByNik(within(database, elsewhere), [nik]))[0];
  }

  async function card(kk: string): Promise<FamilyCard | undefined> {
    const [families, members] = await Promise.all([familiesByKk(here, region, [kk]), membersOf(here, region, [kk])]);
    const [family] = families;
    return family?.status === 'active' ? { family, members: inOrder(members) } : undefined;
  }

  const planner = () => ({ region, at: clock(), id, province, record });

  return {
    profile: 'own',
    region,
    async person(nik, asked) {
      const person = await record(nik);
      if (!person) return undefined;
      const db = within(database, person.region);
      const [family] = person.kk === null ? [] : await familiesByKk(db, person.region, [person.kk]);
      return personFacts(person, family ?? null, asked.today);
    },
    async family(kk, asked) {
      const found = await card(kk);
      return found && familyFacts(found, asked.today);
    },
    card,
    match: async (nik, typed) => compared(await record(nik), typed),
    plan: (tx, request) => makePlan(tx, request, planner()),
    apply: async (tx, made, { actor }) => (made.kind === 'plan' ? applyPlan(tx, made, actor, planner()) : undefined),
    async release(tx, made) {
      if (made.kind === 'plan') await settleNumbers(tx, region, made.numbers, 'void', clock());
    },
  };
}

/** The same answer that a foreign register would give, so that services may use one word for both. */
function compared(person: Person | undefined, typed: Typed): Matched {
  if (!person) return { found: false, fields: {} };
  const same = (field: keyof Typed, value: string): boolean =>
    field === 'name' || field === 'birthPlace' || field === 'motherName'
      ? sameName(person[field] ?? '', value)
      : person[field] === value;
  const fields = (Object.entries(typed) as [keyof Typed, string][]).map(
    ([field, value]) => [field, same(field, value) ? 'sesuai' : 'tidakSesuai'] as const,
  );
  return { found: true, fields: Object.fromEntries(fields) };
}
