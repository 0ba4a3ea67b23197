import { type Answers, type Definition, type Inputs, type Lookup, lookups, settle } from '../../engine/index.ts';
import type { Json } from '../../kernel/json.ts';
import type { Case } from './case.ts';
import type { CasesDeps } from './ports.ts';

/** Writes into parsed answers what only the register and the reference tables know; `unknown` where they know nothing. */
export async function enrich(
  deps: CasesDeps,
  found: Case,
  definition: Definition,
  values: Answers,
  inputs: Inputs,
): Promise<Answers> {
  const settled = settle(definition, { ...found.answers, ...values }, inputs);
  const facts = await Promise.all(
    lookups(definition, values, settled, inputs).map(
      async (lookup) => [lookup.question, await factsFor(deps, found, lookup, inputs.today)] as const,
    ),
  );
  const known = new Map(facts);
  return Object.fromEntries(
    Object.entries(values).map(([id, answer]) => {
      if (!known.has(id) || typeof answer !== 'object' || answer === null || Array.isArray(answer)) return [id, answer];
      return [id, { ...answer, ...(known.get(id) ?? { unknown: true }) }];
    }),
  );
}

type Record = { readonly [name: string]: Json };

async function factsFor(deps: CasesDeps, found: Case, lookup: Lookup, today: string): Promise<Record | undefined> {
  switch (lookup.kind) {
    case 'person':
      return (
        ((await deps.register.person(found, lookup.nik, today)) as Record | undefined) ??
        ((await deps.register.silent(lookup.nik)) ? { elsewhere: true } : undefined)
      );
    case 'family':
      return lookup.kk === null
        ? undefined
        : ((await deps.register.family(found, lookup.kk, today, lookup.nik)) as Record | undefined);
    case 'region':
      return deps.places.region(lookup.code);
    case 'office':
      return deps.places.office(lookup.office, `${lookup.region}/${lookup.code}`);
    case 'appointment': {
      const office = lookup.at && (await deps.offices.serving(lookup.at));
      const window = office && (await deps.appointments.window(office.key, lookup.service, lookup.slot));
      return window ? { ...window, at: { ...lookup.at } } : undefined;
    }
  }
}
