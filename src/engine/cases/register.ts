import { addDays } from '../../kernel/dates.ts';
import type { Json } from '../../kernel/json.ts';
import { kabupatenOf } from '../../kernel/region-code.ts';
import type { Definition } from '../definition/model.ts';
import { lookups } from '../form/index.ts';
import type { Answers, Inputs, Settled } from '../form/model.ts';
import type { OfficeRef } from '../form/office-ref.ts';

type Facts = { readonly [name: string]: Json };

/** The people and families that worked examples name: a register small enough to be read. */
export type Register = {
  readonly person: (name: string) => Facts | undefined;
  readonly byNik: (nik: string) => Facts | undefined;
  readonly familyOf: (nik: string) => Facts | undefined;
};

const isFacts = (value: unknown): value is Facts =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * @param people name → facts, as the register gives them
 * @param families name → facts, `members` a list of names of people; KK number and village are given to each member
 */
export function createRegister(
  people: Readonly<Record<string, Facts>>,
  families: Readonly<Record<string, Facts>>,
): Register {
  const persons = new Map<string, Facts>(Object.entries(people));
  const byNik = new Map<string, Facts>();
  const familyByNik = new Map<string, Facts>();
  for (const family of Object.values(families)) {
    const names = Array.isArray(family.members) ? (family.members as readonly Json[]).map(String) : [];
    const village = typeof family.village === 'string' ? family.village : '';
    const region = kabupatenOf(village) ?? '';
    const members = names.flatMap((name): Facts[] => {
      const facts = persons.get(name);
      if (!facts) return [];
      const whole: Facts = { ...facts, kk: family.kk ?? null, village, region };
      persons.set(name, whole);
      return [whole];
    });
    for (const member of members) familyByNik.set(String(member.nik), { ...family, region, members });
  }
  for (const facts of persons.values()) byNik.set(String(facts.nik), facts);
  return {
    person: (name) => persons.get(name),
    byNik: (nik) => byNik.get(nik),
    familyOf: (nik) => familyByNik.get(nik),
  };
}

/** A window on the next day, as the room of queues would write it beside its id. */
export const anAppointment = (answer: Facts, at: OfficeRef | null, today: string): Json => {
  const on = addDays(today, 1);
  return {
    ...{ office: `${at?.region ?? ''}/contoh`, name: 'Kantor contoh', zone: 'WIB', at: at && { ...at } },
    ...{ startsAt: `${on}T01:00:00.000Z`, endsAt: `${on}T01:30:00.000Z`, ...answer },
  };
};

/** Writes into answers what the register and the tables of places and offices know, as the room of cases does. */
export function lookUp(
  definition: Definition,
  answers: Answers,
  settled: Settled,
  inputs: Inputs,
  register: Register,
): Answers {
  const result: Record<string, Json> = { ...answers };
  for (const lookup of lookups(definition, answers, settled, inputs)) {
    const answer = result[lookup.question];
    if (!isFacts(answer)) continue;
    if (lookup.kind === 'person')
      result[lookup.question] = { ...(register.byNik(lookup.nik) ?? { unknown: true }), ...answer };
    else if (lookup.kind === 'family')
      result[lookup.question] = { ...(register.familyOf(lookup.nik ?? '') ?? { unknown: true }), ...answer };
    else if (lookup.kind === 'appointment') result[lookup.question] = anAppointment(answer, lookup.at, inputs.today);
    else result[lookup.question] = { name: 'Tempat contoh', ...answer };
  }
  return result;
}
