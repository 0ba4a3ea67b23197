import type { Clock, Random } from '../../kernel/ids.ts';
import type { Envelope } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/database/index.ts';
import type { Step } from '../../platform/step/index.ts';
import type { Notices } from '../notices/index.ts';
import type { Organisations } from '../organisations/index.ts';
import type { Patients } from '../patients/index.ts';
import type { People } from '../people/index.ts';
import type { ProofDeps } from './proof.ts';

export type QueueDeps = {
  readonly db: Database;
  readonly step: Step;
  readonly clock: Clock;
  readonly random: Random;
  /** Something was written that work follows: look at once. */
  readonly written: () => void;
  readonly patients: Patients;
  readonly people: Pick<People, 'findById'>;
  readonly proof: ProofDeps;
  /** A short word that nobody can make without the key. */
  readonly mark: (text: string) => string;
  readonly notices: Pick<Notices, 'tell'>;
  /** Closes the phones of whoever has no account. */
  readonly envelope: Envelope;
  /** Of the account of a person of the register; undefined: he has none. */
  readonly phoneOf: (person: string) => Promise<string | undefined>;
  /** Whether somebody may act for another by mandate, now. */
  readonly mandated: (receiver: string, giver: string, service: string) => Promise<boolean>;
  readonly organisations: Pick<Organisations, 'findOffice' | 'clockOf'>;
};
