import type { Clock, Random } from '../../kernel/ids.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import { createEnvelope, createKeyedHash, type Keys } from '../../platform/crypto/index.ts';
import type { Context, Database, Queryable } from '../../platform/database/index.ts';
import { type Patient, type PatientFacts, type PatientNumbers, placeOf } from './patient.ts';
import {
  giveCard,
  insertPatients,
  noteRecords,
  patientsByIds,
  patientsByNumbers,
  type Sealed,
  sealedOf,
  searchPatients,
} from './store.ts';

export type { Patient, PatientFacts, PatientNumbers } from './patient.ts';

export type Patients = ReturnType<typeof createPatients>;

export type PatientsDeps = {
  readonly db: Database;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly random: Random;
};

/** Whom an office with a queue knows. A patient of one Puskesmas is another row at the next: neither sees the other's. */
export function createPatients({ db, keys, clock, random }: PatientsDeps) {
  const hash = createKeyedHash(keys);
  const envelope = createEnvelope(keys, random);

  /** The row as it will stand: numbers hashed for looking up and sealed for whoever must send them. */
  function rowOf(facts: PatientFacts, madeBy: string) {
    const id = uuidv7(clock, random);
    const lookup = (value: string | null) => (value === null ? null : hash.of('nik', value));
    const sealed = (field: string, value: string | null) =>
      value === null ? null : envelope.seal(value, placeOf(field, id));
    return {
      ...{ id, region: facts.office.split('/')[0] ?? '', office: facts.office, person: facts.person },
      ...{ nikLookup: lookup(facts.nik), nikSealed: sealed('nik', facts.nik) },
      ...{
        cardLookup: facts.card === null ? null : hash.of('card', facts.card),
        cardSealed: sealed('card', facts.card),
      },
      ...{ phoneSealed: sealed('phone', facts.phone) },
      ...{ name: facts.name, sex: facts.sex, birthDate: facts.birthDate, basis: facts.basis, madeBy, madeAt: clock() },
    };
  }

  return {
    /**
     * The ids of these patients, in order; who is not known yet is written down in the transaction that needs him.
     * The context must name the office, or the person himself with whoever writes.
     */
    async ensure(
      tx: Queryable,
      wanted: readonly { readonly facts: PatientFacts; readonly by: string }[],
    ): Promise<readonly string[]> {
      const rows = wanted.map(({ facts, by }) => ({ ...rowOf(facts, by), niks: candidatesOf(facts) }));
      const ids = await insertPatients(tx, rows);
      const records = wanted.flatMap(({ facts: { recordNumber, office } }, i) =>
        recordNumber ? [{ region: office.split('/')[0] ?? '', id: ids[i] ?? '', recordNumber }] : [],
      );
      if (records.length > 0) await noteRecords(tx, records);
      return ids;
    },
    /** Of the office's own books; null: none is known. @param tx must name the office */
    async noteRecord(tx: Queryable, region: string, id: string, recordNumber: string | null): Promise<void> {
      await noteRecords(tx, [{ region, id, recordNumber }]);
    },
    /** @param context must name the office */
    named: (context: Context, region: string, ids: readonly string[]): Promise<ReadonlyMap<string, Patient>> =>
      patientsByIds(db, context, region, ids),
    /** Whether somebody is known: a number on paper is nobody, and nobody outside is told of him. @param context must name the office */
    async isNamed(context: Context, region: string, id: string): Promise<boolean> {
      return (await patientsByIds(db, context, region, [id])).get(id)?.unnamed !== true;
    },
    /**
     * Whom the office knows by the number of his card and by his NIK; two different people where the numbers do not belong together.
     * @param context must name the office
     */
    async byNumbers(
      context: Context,
      office: string,
      of: { readonly card: string; readonly nik: string },
    ): Promise<{ readonly byCard: Patient | undefined; readonly byNik: Patient | undefined }> {
      const wanted = { cards: hash.candidates('card', of.card), niks: hash.candidates('nik', of.nik) };
      const found = await patientsByNumbers(db, context, office, wanted);
      return { byCard: found.find((one) => one.card), byNik: found.find((one) => one.nik) };
    },
    /** By the number of the card alone. @param context must name the office */
    async byCard(context: Context, office: string, card: string): Promise<Patient | undefined> {
      return (await patientsByNumbers(db, context, office, { cards: hash.candidates('card', card), niks: [] }))[0];
    },
    /**
     * Notes the number of a card for whom none was known. @param context must name the office
     * @returns whether it stands now; false where another patient of the office has it
     */
    async noteCard(context: Context, region: string, id: string, card: string): Promise<boolean> {
      const sealed = envelope.seal(card, placeOf('card', id));
      return giveCard(db, context, { region, id, lookup: hash.of('card', card), sealed });
    },
    /**
     * The numbers themselves, opened for whoever must send them to the system that knows the person by them.
     * @param context must name the office
     */
    async numbersOf(context: Context, region: string, id: string): Promise<PatientNumbers | undefined> {
      const row = await sealedOf(db, context, region, id);
      const open = (field: string, sealed: Sealed) => sealed && envelope.open(sealed, placeOf(field, id));
      return (
        row && {
          nik: open('nik', row.nik),
          card: open('card', row.card),
          phone: open('phone', row.phone),
          recordNumber: row.recordNumber,
        }
      );
    },
    /** By the start of a name, for an officer who has somebody in front of him. */
    search: (context: Context, office: string, name: string): Promise<readonly Patient[]> =>
      searchPatients(db, context, office, name),
  };

  function candidatesOf(facts: PatientFacts): readonly Uint8Array[] {
    return facts.nik === null ? [] : hash.candidates('nik', facts.nik);
  }
}
