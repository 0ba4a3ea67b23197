import { choiceOf, type RegisterChoice, secretPlace } from './capabilities/people/index.ts';
import type { Envelope } from './platform/crypto/index.ts';
import type { Database, Queryable } from './platform/database/index.ts';

/** The register of each region as its operator chose it; where nobody chose, the demo keeps its own and a real hub knows nothing. */
export function chosenRegisters(db: Database, envelope: Envelope, demo: boolean) {
  const anybody: Queryable = { query: (text, values) => db.query({}, text, values) };
  return async (region: string): Promise<RegisterChoice> => {
    const choice = await choiceOf(anybody, region);
    if (!choice) return { kind: demo ? 'own' : 'manual' };
    if (choice.kind !== 'match' || !choice.url || !choice.account || !choice.secret)
      return { kind: choice.kind === 'own' ? 'own' : 'manual' };
    const password = envelope.open(choice.secret, secretPlace(region));
    return { kind: 'match', url: choice.url, user: choice.account, password, fetch };
  };
}
