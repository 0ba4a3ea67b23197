import type { CitizenSigned } from '../../capabilities/accounts/index.ts';
import type { Doer } from '../../capabilities/cases/index.ts';
import type { People, Person } from '../../capabilities/people/index.ts';

/** Somebody logged in, as the register knows him. */
export type Citizen = { readonly signed: CitizenSigned; readonly person: Person; readonly doer: Doer };

/** Who acts in a session, before the register was asked for the name. */
export const doerOf = (signed: CitizenSigned, label = ''): Doer => ({
  ...{ id: signed.person, label, seat: null, roles: [], nik: null },
  citizen: { level: signed.level, children: [], mandates: [] },
});

/** @param read what was read of him with his session already */
export async function citizenBehind(
  { people }: { readonly people: People },
  signed: CitizenSigned,
  read?: Person,
): Promise<Citizen | undefined> {
  const person = read ?? (await people.findById(signed.region, signed.person));
  return person && { signed, person, doer: doerOf(signed, person.name) };
}
