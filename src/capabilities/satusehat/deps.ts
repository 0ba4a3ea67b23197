import type { Clock, Random } from '../../kernel/ids.ts';
import type { Envelope, KeyedHash } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/database/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Organisations } from '../organisations/index.ts';
import type { Patients } from '../patients/index.ts';
import type { Queue } from '../queue/index.ts';
import type { SatusehatRules } from './rules.ts';

export type SatusehatDeps = {
  readonly db: Database;
  /** The background's own connection. */
  readonly relay: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly hash: KeyedHash;
  readonly envelope: Envelope;
  readonly rules: SatusehatRules;
  readonly queue: Queue;
  readonly patients: Patients;
  readonly audit: Pick<Audit, 'looked'>;
  readonly organisations: Pick<Organisations, 'findOffice'>;
  /** Says that work was written. */
  readonly written: () => void;
  /** How SATUSEHAT is reached. */
  readonly fetch: typeof fetch;
};
