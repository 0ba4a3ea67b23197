import type { Queryable, Row } from '../../platform/database/index.ts';
import type { Facility } from './facility.ts';

const FACILITY = `region, office, mode, since, url, cons_id as "consId", secrets, username, password, password_at as "passwordAt", agreed,
  to_char(accepted_on, 'YYYY-MM-DD') as "acceptedOn", accepted_by as "acceptedBy", accepted_note as "acceptedNote"`;

export async function facilityOf(db: Queryable, office: string): Promise<Facility | undefined> {
  const [row] = await db.query<Facility & Row>(
    `select ${FACILITY} from bpjs.facility where region = $1 and office = $2`,
    [office.split('/')[0], office],
  );
  return row;
}

export const allFacilities = (db: Queryable): Promise<(Facility & Row)[]> =>
  db.query<Facility & Row>(`select ${FACILITY} from bpjs.facility order by region, office`);

/** As the owner of the database: the whole row as it is to stand. */
export async function writeFacility(owner: Queryable, facility: Facility, at: Date): Promise<void> {
  const { region, office, mode, since, url, consId, secrets, username, password, passwordAt } = facility;
  await owner.query(
    `insert into bpjs.facility (region, office, mode, since, url, cons_id, secrets, username, password, password_at, agreed, accepted_on, accepted_by,
       accepted_note, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12, $13, $14, $15)
     on conflict (region, office) do update set mode = excluded.mode, since = excluded.since, url = excluded.url, cons_id = excluded.cons_id,
       secrets = excluded.secrets, username = excluded.username, password = excluded.password, password_at = excluded.password_at,
       agreed = excluded.agreed, accepted_on = excluded.accepted_on, accepted_by = excluded.accepted_by, accepted_note = excluded.accepted_note,
       changed_at = excluded.changed_at`,
    [
      ...[region, office, mode, since, url, consId, secrets, username, password, passwordAt],
      ...[JSON.stringify(facility.agreed), facility.acceptedOn, facility.acceptedBy, facility.acceptedNote, at],
    ],
  );
}
