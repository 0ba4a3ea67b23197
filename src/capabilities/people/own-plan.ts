import { Refusal } from '../../kernel/refusal.ts';
import type { Queryable } from '../../platform/database/index.ts';
import { type Effect, readEffect } from './effects.ts';
import { foresee, numbersWanted } from './foresee.ts';
import { reserve } from './numbers.ts';
import { inOrder, type Person } from './person.ts';
import type { Plan, PlanRequest } from './register.ts';
import { after, type Foreseen, type Snapshot } from './snapshot.ts';
import {
  familiesByKk,
  insertEvents,
  insertFamilies,
  insertPersons,
  membersOf,
  personsByNik,
  settleNumbers,
  updateFamilies,
  updatePersons,
} from './store.ts';

export type Planner = {
  readonly region: string;
  readonly at: Date;
  readonly id: () => string;
  readonly province: string | undefined;
  /** Parents may be kept by another region. */
  readonly record: (nik: string) => Promise<Person | undefined>;
};

/** Reads what the effects touch, reserves their numbers, and foresees the register after them. */
export async function makePlan(tx: Queryable, request: PlanRequest, planner: Planner): Promise<Plan> {
  const { region, at, id, province } = planner;
  const effects = request.effects.map((call) => readEffect(call));
  const start = await snapshotFor(tx, effects, planner);
  const wanted = effects.flatMap((effect, index) =>
    numbersWanted(effect, start, request.today, province).map((one) => ({ ...one, slot: `${index}:${one.slot}` })),
  );
  const numbers = await reserve(tx, { region, basis: request.basis, at }, wanted);
  let snapshot = start;
  const seen: Foreseen[] = [];
  effects.forEach((effect, index) => {
    const number = (slot: string): string => numbers.get(`${index}:${slot}`) ?? '';
    const next = foresee(effect, { snapshot, today: request.today, number, id });
    snapshot = after(snapshot, next);
    seen.push(next);
  });
  const used = wanted.map(({ kind, slot }) => ({ kind, number: numbers.get(slot) ?? '' }));
  return planOf(region, request, { start, end: snapshot, seen }, used);
}

/** Writes a plan: records that are still as they were read, their numbers, their history. */
export async function applyPlan(
  tx: Queryable,
  plan: Plan,
  actor: string,
  { at, id }: Pick<Planner, 'at' | 'id'>,
): Promise<void> {
  const { region, basis } = plan;
  await write(tx, plan.families, insertFamilies, updateFamilies);
  await write(tx, plan.persons, insertPersons, updatePersons);
  const issued = await settleNumbers(tx, region, plan.numbers, 'issued', at);
  if (issued < plan.numbers.length) throw new Refusal('people/register-moved-on', 409);
  await insertEvents(
    tx,
    plan.events.map((event) => ({ ...event, region, id: id(), at: at.toISOString(), basis, actor })),
  );
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

async function snapshotFor(tx: Queryable, effects: readonly Effect[], { region, record }: Planner): Promise<Snapshot> {
  const niks = effects.flatMap((effect) => {
    if (effect.kind === 'birth') return [effect.mother, effect.father].flatMap((parent) => parent?.nik ?? []);
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
    const person = persons.get(nik) ?? (await record(nik));
    if (person) persons.set(nik, person);
  }
  const families = new Map((await familiesByKk(tx, region, kks)).map((family) => [family.kk, family]));
  return { persons, families };
}

function planOf(
  region: string,
  { basis, effects }: PlanRequest,
  { start, end, seen }: { readonly start: Snapshot; readonly end: Snapshot; readonly seen: readonly Foreseen[] },
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
