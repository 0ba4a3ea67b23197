import type { CitizenSigned } from '../../capabilities/accounts/index.ts';
import type { Doer } from '../../capabilities/cases/index.ts';
import type { People, Person } from '../../capabilities/people/index.ts';

/** Somebody logged in, as the register knows him. */
export type Citizen = { readonly signed: CitizenSigned; readonly person: Person; readonly doer: Doer };

export async function citizenBehind(
  { people }: { readonly people: People },
  signed: CitizenSigned,
): Promise<Citizen | undefined> {
  const person = await people.findById(signed.region, signed.person);
  const citizen = { level: signed.level, children: [], mandates: [] };
  const doer: Doer = { id: signed.person, label: person?.name ?? '', seat: null, roles: [], nik: null, citizen };
  return person && { signed, person, doer };
}
