import { type Clock, type Random, uuidv7 } from '../../kernel/ids.ts';
import type { Database } from '../../platform/database/index.ts';
import { type Access, accessesOf, insertAccess, type Looked } from './store.ts';

export { type Finding, type SealsDeps, sealAll, type Verified, verify } from './seals.ts';
export type { Access, Looked } from './store.ts';

/** Who looked at whose data. Acts are written by the step itself. */
export function createAudit({ db, clock, random }: { db: Database; clock: Clock; random: Random }) {
  return {
    /** One row per page that showed personal data. `persons`: keyed hashes of those whose data stood on it. */
    looked: (access: Omit<Access, 'id' | 'at'>): Promise<void> =>
      insertAccess(db, { ...access, id: uuidv7(clock, random), at: clock() }),
    /** "Siapa membuka data saya." */
    whoLooked: (person: string, limit = 100): Promise<Looked[]> => accessesOf(db, person, limit),
  };
}
export type Audit = ReturnType<typeof createAudit>;
