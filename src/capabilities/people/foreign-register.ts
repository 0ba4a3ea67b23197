import type { Register, Tasks } from './register.ts';

/** What registers that are not ours have in common: they give nothing out, and their effects are an officer's task. */
export function foreignRegister(profile: 'match' | 'manual', region: string, match: Register['match']): Register {
  const nothing = async (): Promise<undefined> => undefined;
  return {
    profile,
    region,
    person: nothing,
    family: nothing,
    household: nothing,
    card: nothing,
    match,
    plan: async (_tx, { basis, effects }): Promise<Tasks> => ({ kind: 'tasks', basis, effects }),
    apply: nothing,
    release: nothing,
  };
}

/** A register behind no wire at all: the officer looks things up and does them there. */
export const manualRegister = (region: string): Register =>
  foreignRegister('manual', region, async (_nik, typed) => ({
    found: null,
    fields: Object.fromEntries(Object.keys(typed).map((field) => [field, 'unknown' as const])),
  }));
