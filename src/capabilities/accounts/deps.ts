import type { IsoDate } from '../../kernel/dates.ts';
import type { Clock, Random } from '../../kernel/ids.ts';
import type { Envelope, KeyedHash, Keys, PasswordHash } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/database/index.ts';
import type { Leaked } from './password.ts';

/** One person as far as this room needs to know. `phone` is the number on record, in the form '+628…'. */
export type KnownPerson = {
  readonly person: string;
  readonly region: string;
  readonly name: string;
  readonly birthDate: IsoDate;
  readonly phone: string | null;
};

/** What this room asks of the register of people. */
export type Identity = {
  /** The living person of whom all these facts are true; undefined alike when the NIK or a fact is wrong. */
  matches(nik: string, facts: { readonly kk: string; readonly birthDate: IsoDate }): Promise<KnownPerson | undefined>;
  byNik(nik: string): Promise<KnownPerson | undefined>;
  byId(region: string, person: string): Promise<KnownPerson | undefined>;
};

export type AccountsDeps = {
  readonly db: Database;
  readonly keys: Keys;
  readonly passwords: PasswordHash;
  readonly leaked: Leaked;
  readonly identity: Identity;
  readonly clock: Clock;
  /** The day that clocks of a region show. */
  readonly todayIn: (region: string) => Promise<IsoDate>;
  readonly random: Random;
  /** Something was written to the outbox. */
  readonly written: () => void;
  /** Proof by facts of the register: in the demo only. */
  readonly proofByRegister: boolean;
};

/** What every file of this room works with. */
export type Tools = AccountsDeps & { readonly hash: KeyedHash; readonly envelope: Envelope };

/** Work of this room belongs to no kabupaten: an account stays when people move. */
export const NATION = '00';
/** Who acts before anybody is known. */
export const GUEST = 'tamu';

/** A transaction that names acts may have written work: said after its commit, for before it nobody sees any. */
export const nudging = (db: Database, written: () => void): Database => ({
  ...db,
  transaction: async (context, work) => {
    const result = await db.transaction(context, work);
    if (context.acts) written();
    return result;
  },
});
