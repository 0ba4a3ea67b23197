import { X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** Roots of other authorities whose signatures count on papers made elsewhere: certificates in `KEYS_DIR/akar`, PEM or DER. */
export function trustedRoots(keysDir: string): readonly Uint8Array[] {
  const folder = join(keysDir, 'akar');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.(pem|crt|cer|der)$/i.test(name))
    .map((name) => new Uint8Array(new X509Certificate(readFileSync(join(folder, name))).raw));
}
