import type { Clock, Random } from '../../kernel/ids.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import { sameName } from '../../kernel/name.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Database, Queryable } from '../../platform/database/index.ts';
import { type Effect, readEffect } from './effects.ts';
import { familyFacts, personFacts } from './facts.ts';
import { foresee, numbersWanted } from './foresee.ts';
import { reserve } from './numbers.ts';
import { type FamilyCard, inOrder, type Person } from './person.ts';
import type { Matched, Plan, PlanRequest, Register, Tasks, Typed } from './register.ts';
import { after, type Foreseen, type Snapshot } from './snapshot.ts';
import {
  familiesByKk,
  insertEvents,
  insertFamilies,
  insertPersons,
  membersOf,
  personsByNik,
  regionOf,
  settleNumbers,
  updateFamilies,
  updatePersons,
  within,
} from './store.ts';

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

  async function plan(tx: Queryable, request: PlanRequest): Promise<Plan> {
    const effects = request.effects.map((call) => readEffect(call));
    const start = await snapshotFor(tx, region, effects, record);
    const wanted = effects.flatMap((effect, index) =>
      numbersWanted(effect, start, request.today, province).map((one) => ({ ...one, slot: `${index}:${one.slot}` })),
    );
    const numbers = await reserve(tx, { region, basis: request.basis, at: clock() }, wanted);
    let snapshot = start;
    const seen: Foreseen[] = [];
    effects.forEach((effect, index) => {
      const number = (slot: string): string => numbers.get(`${index}:${slot}`) ?? '';
      const next = foresee(effect, { snapshot, today: request.today, number, id });
      snapshot = after(snapshot, next);
      seen.push(next);
    });
    return planOf(
      region,
      request,
      start,
      snapshot,
      seen,
      wanted.map(({ kind, slot }) => ({ kind, number: numbers.get(slot) ?? '' })),
    );
  }

  async function apply(tx: Queryable, made: Plan | Tasks, { actor }: { readonly actor: string }): Promise<void> {
    if (made.kind === 'tasks') return;
    const at = clock();
    await write(tx, made.families, insertFamilies, updateFamilies);
    await write(tx, made.persons, insertPersons, updatePersons);
    const issued = await settleNumbers(tx, region, made.numbers, 'issued', at);
    if (issued < made.numbers.length) throw new Refusal('people/register-moved-on', 409);
    const events = made.events.map((event) => ({
      ...event,
      region,
      id: id(),
      at: at.toISOString(),
      basis: made.basis,
      actor,
    }));
    await insertEvents(tx, events);
  }

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
    plan,
    apply,
    async release(tx, made) {
      if (made.kind === 'plan') await settleNumbers(tx, region, made.numbers, 'void', clock());
    },
  };
}

async function write<T extends { readonly version: number }>(
  tx: Queryable,
  records: readonly { readonly read: number | null; readonly after: T }[],
  insert: (tx: Queryable, records: readonly T[]) => Promise<unknown>,
  update: (tx: Queryable, records: readonly T[]) => Promise<number>,
): Promise<void> {
  const made = records.filter((one) => one.read === null).map((one) => one.after);
  const changed = records.flatMap(({ read, after }) => (read === null ? [] : [{ ...after, version: read }]));
  if (made.length > 0) await insert(tx, made);
  if (changed.length > 0 && (await update(tx, changed)) < changed.length)
    throw new Refusal('people/register-moved-on', 409);
}

async function snapshotFor(
  tx: Queryable,
  region: string,
  effects: readonly Effect[],
  elsewhere: (nik: string) => Promise<Person | undefined>,
): Promise<Snapshot> {
  const niks = effects.flatMap((effect) => {
    if (effect.kind === 'birth') return [effect.mother, effect.father].filter((nik) => nik !== null);
    return effect.kind === 'splitFamily' ? [] : [effect.subject];
  });
  const kks = effects.flatMap((effect) => {
    if (effect.kind === 'birth') return [effect.home];
    return effect.kind === 'splitFamily' ? [effect.family] : [];
  });
  const persons = new Map(
    [...(await personsByNik(tx, niks)), ...(await membersOf(tx, region, kks))].map((one) => [one.nik, one]),
  );
  for (const nik of niks) {
    const person = persons.get(nik) ?? (await elsewhere(nik));
    if (person) persons.set(nik, person);
  }
  const families = new Map((await familiesByKk(tx, region, kks)).map((family) => [family.kk, family]));
  return { persons, families };
}

function planOf(
  region: string,
  { basis, effects }: PlanRequest,
  start: Snapshot,
  end: Snapshot,
  seen: readonly Foreseen[],
  numbers: Plan['numbers'],
): Plan {
  const niks = new Set(seen.flatMap((one) => one.persons.map((person) => person.nik)));
  const kks = new Set(seen.flatMap((one) => one.families.map((family) => family.kk)));
  const families = [...end.families.values()].filter((family) => kks.has(family.kk));
  const names = seen.flatMap(({ makes }, index) => {
    const name = effects[index]?.as;
    return makes && name ? [[name, makes] as const] : [];
  });
  return {
    kind: 'plan',
    region,
    basis,
    numbers,
    persons: [...end.persons.values()]
      .filter((person) => niks.has(person.nik))
      .map((person) => ({ read: start.persons.get(person.nik)?.version ?? null, after: person })),
    families: families.map((family) => ({ read: start.families.get(family.kk)?.version ?? null, after: family })),
    events: seen.flatMap((one) => one.events),
    names: Object.fromEntries(names),
    successors: Object.assign({}, ...seen.map((one) => one.successors ?? {})),
    cards: families
      .filter((family) => family.status === 'active')
      .map((family) => ({
        family,
        members: inOrder([...end.persons.values()].filter((person) => person.kk === family.kk)),
      })),
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
