import type { Clock, Random } from '../../kernel/ids.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import { sameName } from '../../kernel/name.ts';
import type { Database } from '../../platform/database/index.ts';
import { createAsking } from '../../platform/step/index.ts';
import { familyFacts, type PersonFacts, personFacts } from './facts.ts';
import { applyPlan, makePlan } from './own-plan.ts';
import { type FamilyCard, inOrder, type Person } from './person.ts';
import type { Asked, Matched, Register, Typed } from './register.ts';
import { familiesByKk, householdsOf, membersOf, personsByNik, regionOf, settleNumbers, within } from './store.ts';

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

  async function person(nik: string, asked: Asked): Promise<PersonFacts | undefined> {
    const found = await record(nik);
    if (!found) return undefined;
    const db = within(database, found.region);
    const [family] = found.kk === null ? [] : await familiesByKk(db, found.region, [found.kk]);
    return personFacts(found, family ?? null, asked.today);
  }

  const households = createAsking(async (_on: string, niks: readonly string[]) => {
    const { members, families } = await householdsOf(database, region, niks);
    return niks.map((nik) => {
      const self = members.find((one) => one.nik === nik);
      if (!self) return undefined;
      const sameCard = (one: { region: string; kk: string | null }): boolean =>
        self.kk !== null && one.region === self.region && one.kk === self.kk;
      return { self, family: families.find(sameCard) ?? null, members: members.filter(sameCard) };
    });
  });

  const planner = () => ({ region, at: clock(), id, province, record });

  return {
    profile: 'own',
    region,
    person,
    async household(nik, asked) {
      const found = await households('', nik);
      if (!found) {
        const elsewhere = await person(nik, asked);
        return elsewhere && { person: elsewhere, family: null };
      }
      const { self, family, members } = found;
      const card = family?.status === 'active' ? familyFacts({ family, members: inOrder(members) }, asked.today) : null;
      return { person: personFacts(self, family, asked.today), family: card };
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
