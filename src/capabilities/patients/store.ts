import { type Context, type Database, type Queryable, type Row, violated } from '../../platform/database/index.ts';
import type { Patient, PatientFacts } from './patient.ts';

export type PatientRow = Pick<PatientFacts, 'office' | 'person' | 'name' | 'sex' | 'birthDate' | 'basis'> & {
  readonly id: string;
  readonly region: string;
  readonly nikLookup: Uint8Array | null;
  readonly nikSealed: Uint8Array | null;
  readonly cardLookup: Uint8Array | null;
  readonly cardSealed: Uint8Array | null;
  readonly phoneSealed: Uint8Array | null;
  readonly madeBy: string;
  readonly madeAt: Date;
  /** The look-up of the NIK under every key that is still in use. */
  readonly niks: readonly Uint8Array[];
};

const PATIENT = `id, office, person, name, sex, birth_date as "birthDate", record_number as "recordNumber", basis = 'paper' as unnamed`;
const hex = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString('hex'));

/** What an officer read out of the office's own books, of patients who stand there already. */
export const noteRecords = (
  tx: Queryable,
  rows: readonly { readonly region: string; readonly id: string; readonly recordNumber: string | null }[],
): Promise<unknown> =>
  tx.query(
    `update patients.patient p set record_number = r."recordNumber", version = p.version + 1
     from jsonb_to_recordset($1::jsonb) r (region text, id uuid, "recordNumber" text)
     where p.region = r.region and p.id = r.id and p.record_number is distinct from r."recordNumber"`,
    [JSON.stringify(rows)],
  );

/** Finds or writes many at once; answers with their ids in order. */
export async function insertPatients(tx: Queryable, rows: readonly PatientRow[]): Promise<readonly string[]> {
  const items = rows.map((row) => ({
    ...{ region: row.region, id: row.id, office: row.office, person: row.person, name: row.name, sex: row.sex },
    ...{ birth_date: row.birthDate, basis: row.basis, made_by: row.madeBy, made_at: row.madeAt.toISOString() },
    ...{ nik_lookup: hex(row.nikLookup), nik_sealed: hex(row.nikSealed), niks: row.niks.map(hex) },
    ...{ card_lookup: hex(row.cardLookup), card_sealed: hex(row.cardSealed), phone_sealed: hex(row.phoneSealed) },
  }));
  const known = await findAgain(tx, items);
  const fresh = items.filter((_, i) => known[i] === null);
  if (fresh.length === 0) return known.map(String);
  await tx.query(
    `insert into patients.patient (region, id, office, person, nik_lookup, nik_sealed, card_lookup, card_sealed, phone_sealed, name, sex, birth_date,
        basis, made_by, made_at)
     select r.region, r.id, r.office, r.person, decode(r.nik_lookup, 'hex'), decode(r.nik_sealed, 'hex'), decode(r.card_lookup, 'hex'),
        decode(r.card_sealed, 'hex'), decode(r.phone_sealed, 'hex'), r.name, r.sex, r.birth_date, r.basis, r.made_by, r.made_at
     from jsonb_to_recordset($1::jsonb) r (region text, id uuid, office text, person text, nik_lookup text, nik_sealed text, card_lookup text,
        card_sealed text, phone_sealed text, name text, sex text, birth_date date, basis text, made_by text, made_at timestamptz)
     on conflict do nothing`,
    [JSON.stringify(fresh)],
  );
  // Somebody else may have written one of them a moment ago: then that row counts.
  const found = await findAgain(tx, items);
  return found.map((id) => {
    if (id === null) throw new Error('a patient was refused by the wall');
    return id;
  });
}

async function findAgain(tx: Queryable, items: readonly object[]): Promise<readonly (string | null)[]> {
  const rows = await tx.query<{ n: number; id: string | null }>('select n, id from patients.known($1::jsonb)', [
    JSON.stringify(items),
  ]);
  const found = new Map(rows.map((row) => [row.n, row.id]));
  return items.map((_, i) => found.get(i + 1) ?? null);
}

export async function patientsByIds(
  db: Database,
  context: Context,
  region: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Patient>> {
  if (ids.length === 0) return new Map();
  const rows = await db.query<Patient & Row>(
    context,
    `select ${PATIENT} from patients.patient where region = $1 and id = any ($2::uuid[])`,
    [region, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

export const searchPatients = (
  db: Database,
  context: Context,
  office: string,
  name: string,
): Promise<readonly Patient[]> =>
  db.query<Patient & Row>(
    context,
    `select ${PATIENT} from patients.patient where region = $1 and office = $2 and basis not in ('nobody', 'paper') and lower(name) like $3 order by name, id limit 20`,
    [office.split('/')[0], office, `${name.toLowerCase().replaceAll(/[%_\\]/g, '\\$&')}%`],
  );

/** Whom an office knows by these look-ups, and by which of the two. */
export const patientsByNumbers = (
  db: Database,
  context: Context,
  office: string,
  of: { readonly cards: readonly Uint8Array[]; readonly niks: readonly Uint8Array[] },
): Promise<(Patient & { card: boolean; nik: boolean } & Row)[]> =>
  db.query(
    context,
    `select ${PATIENT}, coalesce(card_lookup = any ($3::bytea[]), false) as card, coalesce(nik_lookup = any ($4::bytea[]), false) as nik
     from patients.patient where region = $1 and office = $2 and (card_lookup = any ($3::bytea[]) or nik_lookup = any ($4::bytea[])) limit 2`,
    [office.split('/')[0], office, of.cards, of.niks],
  );

/** @returns whether the patient has this card now */
export async function giveCard(
  db: Database,
  context: Context,
  of: { readonly region: string; readonly id: string; readonly lookup: Uint8Array; readonly sealed: Uint8Array },
): Promise<boolean> {
  try {
    const given = await db.query(
      context,
      `update patients.patient set card_lookup = $3, card_sealed = $4, version = version + 1
       where region = $1 and id = $2 and card_lookup is null returning 1`,
      [of.region, of.id, of.lookup, of.sealed],
    );
    return given.length > 0;
  } catch (error) {
    if (violated(error)?.kind === 'unique') return false;
    throw error;
  }
}

export type Sealed = Uint8Array | null;
export async function sealedOf(
  db: Database,
  context: Context,
  region: string,
  id: string,
): Promise<{ nik: Sealed; card: Sealed; phone: Sealed; recordNumber: string | null } | undefined> {
  const [row] = await db.query<{ nik: Sealed; card: Sealed; phone: Sealed; recordNumber: string | null } & Row>(
    context,
    `select nik_sealed as nik, card_sealed as card, phone_sealed as phone, record_number as "recordNumber" from patients.patient
     where region = $1 and id = $2`,
    [region, id],
  );
  return row;
}
