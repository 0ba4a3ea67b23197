import { type Accounts, isToken, type Signed } from './capabilities/accounts/index.ts';
import type { Case, CaseRef, Cases } from './capabilities/cases/index.ts';
import type { People, Person } from './capabilities/people/index.ts';
import type { Database } from './platform/database/index.ts';
import { createAsking } from './platform/step/index.ts';

type Rooms = {
  readonly db: Database;
  readonly accounts: Accounts;
  readonly people: People;
  readonly cases: Cases;
};
type Coming = { readonly token: string; readonly record: CaseRef | null };

/** Who comes, by his token; as the register knows him; and, behind the PIN, his case that the address names: undefined where there is none for him. */
export type Arrival = {
  readonly signed: Signed | undefined;
  readonly person: Person | undefined;
  readonly found: Case | undefined;
};
export type Arrive = (token: string | undefined, record: CaseRef | null) => Promise<Arrival>;

const NOBODY: Arrival = { signed: undefined, person: undefined, found: undefined };

/**
 * What nearly every page must know first, in one round trip for all who come in the same turn: the session says who may read, and what
 * it lets be read follows in the same transaction. Nothing is kept.
 */
export function createArrivals({ db, accounts, people, cases }: Rooms): Arrive {
  const read = createAsking(async (_on: string, coming: readonly Coming[]): Promise<readonly Arrival[]> => {
    const admission = accounts.admission(coming);
    const named = cases.named(coming.flatMap(({ record }) => record ?? []));
    const [sessions = [], persons = [], records = []] = await db.acts({}, [
      admission.asked,
      people.admitted.asked,
      ...(named.asked ? [named.asked] : []),
    ]);
    const byId = people.admitted.taken(persons);
    const caseOf = named.taken(records);
    return (await admission.taken(sessions)).map((signed, at) => {
      if (signed?.kind !== 'citizen') return { ...NOBODY, signed };
      const record = coming[at]?.record;
      const found = record && signed.level === 2 ? caseOf(record, signed.person) : undefined;
      return { signed, person: byId.get(signed.person), found };
    });
  });
  return (token, record) => (isToken(token) ? read('', { token, record }) : Promise.resolve(NOBODY));
}
