import { randomUUID } from 'node:crypto';
import type { Lab, Who } from '../../tests/support/lab.ts';
import type { Wish } from './client.ts';

// A Puskesmas of the demo with one more session today, as large as wanted, and people who want a number there.

export const OFFICE = '32.76/pkm-beji';
export const POLI = 'umum';
export type Visitor = { readonly id: string; readonly who: Who };

/** Grown-ups of the demo's city, each logged in with PIN. */
export async function visitors(lab: Lab, most: number): Promise<readonly Visitor[]> {
  const people = await lab.sql<{ id: string; region: string }>(
    `select id::text as id, region from people.person where region = '32.76' and status = 'alive' and birth_date < now() - interval '18 years'
     order by id limit $1`,
    [most],
  );
  const all = await lab.loginAll(people);
  return people.map(({ id }, i) => ({ id, who: all[i] as Who }));
}

/** A session that began an hour ago and runs for three more, with one window. @returns its id and that of the window */
export async function openSession(
  lab: Lab,
  places: { readonly online: number; readonly desk: number },
): Promise<{ readonly session: string; readonly slot: string }> {
  const [session, slot] = [randomUUID(), randomUUID()];
  await lab.sql(
    `with s as (insert into queue.session (region, id, office, template, poli, day, starts_at, ends_at, prefix, rooms, visit_minutes, cap, last_number)
       values ('32.76', $1::uuid, $2, $1::uuid::text, $3, (now() at time zone 'Asia/Jakarta')::date, now() - interval '1 hour', now() + interval '3 hours', 'Z',
         array['Ruang 1'], 5, 20000, 0))
     insert into queue.slot (region, id, session, starts_at, ends_at, online, desk)
     values ('32.76', $4, $1::uuid, now() - interval '5 minutes', now() + interval '2 hours', $5, $6)`,
    [session, OFFICE, POLI, slot, places.online, places.desk],
  );
  return { session, slot };
}

const WANTED = `untuk=self&perlu=sakit&bayar=umum&di=${encodeURIComponent(OFFICE)}`;
const headersOf = (who: Who): Readonly<Record<string, string>> => ({
  ...{ cookie: `sesi=${who.cookie}`, 'x-bukti': who.proof, accept: 'text/html' },
  'content-type': 'application/x-www-form-urlencoded',
});

/** The page on which somebody chooses a window of that place for himself. */
export const choosing = (who: Who): Wish => ({
  ...{ method: 'GET', path: `/berobat?${WANTED}`, headers: headersOf(who) },
});

/** That window, with a key of its own: sent again it stays one number. */
export const bookingOf = (who: Who, slot: string): Wish => ({
  ...{ method: 'POST', path: '/berobat', headers: headersOf(who) },
  body: `${WANTED}&jam=${slot}&kunci=${randomUUID()}`,
});
