import type { Queryable, Row } from '../../platform/database/index.ts';
import type { Facility } from './facility.ts';

const FACILITY = `region, office, level, since, url, organization, secrets, sends, settings, clinic_token as "clinicToken", clinic_token_at as "clinicTokenAt"`;

export async function facilityOf(db: Queryable, office: string): Promise<Facility | undefined> {
  const [row] = await db.query<Facility & Row>(
    `select ${FACILITY} from satusehat.facility where region = $1 and office = $2`,
    [office.split('/')[0], office],
  );
  return row;
}

/** By the hash of a clinic's token, under any key in use. */
export async function facilityByToken(db: Queryable, hashes: readonly Uint8Array[]): Promise<Facility | undefined> {
  const [row] = await db.query<Facility & Row>(
    `select ${FACILITY} from satusehat.facility where clinic_token = any ($1::bytea[])`,
    [hashes],
  );
  return row;
}

export const allFacilities = (db: Queryable): Promise<(Facility & Row)[]> =>
  db.query<Facility & Row>(`select ${FACILITY} from satusehat.facility order by region, office`);

/** As the owner of the database: the whole row as it is to stand. */
export async function writeFacility(owner: Queryable, facility: Facility, at: Date): Promise<void> {
  const { region, office, level, since, url, organization, secrets, sends, settings } = facility;
  await owner.query(
    `insert into satusehat.facility (region, office, level, since, url, organization, secrets, sends, settings, clinic_token, clinic_token_at, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11, $12)
     on conflict (region, office) do update set level = excluded.level, since = excluded.since, url = excluded.url,
       organization = excluded.organization, secrets = excluded.secrets, sends = excluded.sends, settings = excluded.settings,
       clinic_token = excluded.clinic_token, clinic_token_at = excluded.clinic_token_at, changed_at = excluded.changed_at`,
    [
      ...[region, office, level, since, url, organization, secrets, sends, JSON.stringify(settings)],
      ...[facility.clinicToken, facility.clinicTokenAt, at],
    ],
  );
}

/** Another connection: what was fetched for the old one is void. As the owner. */
export async function forgetConnection(owner: Queryable, office: string): Promise<void> {
  const at = [office.split('/')[0], office];
  await owner.query('delete from satusehat.token where region = $1 and office = $2', at);
  await owner.query('delete from satusehat.patient where region = $1 and office = $2', at);
}
