import { randomUUID } from 'node:crypto';
import type { Lab, Who } from '../support/lab.ts';
import { get, hidden, post } from '../support/walker.ts';
import { type Ledger, patient, untilStopped } from './load.ts';

// A Puskesmas whose doors stand open all day, whatever the hour of the run: people take numbers and give them back, two rooms call.

export type Clinic = { readonly office: string; readonly session: string; readonly need: string; readonly day: string };

const HALF_HOUR = '30 minutes';

/** A session of today with windows around this moment; one of the demo's needs for anybody leads to it. */
export async function openClinic(lab: Lab): Promise<Clinic> {
  const session = randomUUID();
  const [clinic] = await lab.sql<Omit<Clinic, 'session'>>(
    `with t as (select t.*, n.code as need from queue.template t join queue.need n using (region, office, poli)
       where t.region = '32.76' and coalesce(n.from_months, 0) <= 240 and n.below_months is null and n.sex is null and not n.sensitive
         and exists (select from accounts.role r where r.office = t.office and r.role = 'perawat')
       order by t.office, t.code limit 1),
     s as (insert into queue.session (region, id, office, template, poli, day, starts_at, ends_at, prefix, rooms, visit_minutes, cap, last_number)
       select region, $1, office, 'uji', poli, (now() at time zone 'Asia/Jakarta')::date, date_trunc('hour', now()) - interval '1 hour',
         date_trunc('hour', now()) + interval '11 hours', 'Z', array['Ruang 1', 'Ruang 2'], 5, 20000, 0 from t returning *),
     l as (insert into queue.slot (region, id, session, starts_at, ends_at, online, desk)
       select s.region, gen_random_uuid(), s.id, at, at + interval '${HALF_HOUR}', 800, 0
       from s, generate_series(s.starts_at, s.ends_at - interval '${HALF_HOUR}', interval '${HALF_HOUR}') at returning 1)
     select t.office, t.need, to_char(s.day, 'YYYY-MM-DD') as day from t, s where (select count(*) from l) > 0`,
    [session],
  );
  if (!clinic) throw new Error('no clinic can be opened');
  return { ...clinic, session };
}

/** Officers who may call at this clinic. */
export const callers = (lab: Lab, { office }: Clinic): Promise<{ officer: string }[]> =>
  lab.sql<{ officer: string }>(
    `select officer from accounts.role where office = $1 and role in ('perawat', 'petugasLoket') group by officer
     having (select count(distinct office) from accounts.role o where o.officer = accounts.role.officer) = 1 order by officer limit 2`,
    [office],
  );

/** The window that is now: whoever booked it may say at once that he is here. */
const NOW = `select id from queue.slot where session = $1 and starts_at <= now() and ends_at > now() + interval '20 seconds' order by starts_at desc limit 1`;

/** Takes a number, mostly waits until it was served, sometimes gives it back. */
export function patientOf(
  lab: Lab,
  who: Who,
  clinic: Clinic,
  ledger: Ledger,
  dice: () => number,
  payer: 'bpjs' | 'umum' = 'umum',
): Promise<void> {
  const again = patient(ledger);
  const chosen = { untuk: 'self', perlu: clinic.need, bayar: payer, di: clinic.office, hari: clinic.day };
  let slot = '';
  return untilStopped(ledger, async () => {
    slot = (await lab.sql<{ id: string }>(NOW, [clinic.session]).catch(() => []))[0]?.id ?? slot;
    const page = await again(() => get(lab, who, `/berobat/waktu?${new URLSearchParams(chosen)}`));
    if (page.status !== 200) throw new Error(`no windows: ${page.status} ${page.text.slice(0, 200)}`);
    const booked = await again(() =>
      post(lab, who, '/berobat', { ...hidden(page.text, '/berobat'), ...chosen, jam: slot }),
    );
    const [, region = '', id = ''] = /^\/antrean\/([\d.]+)\/([0-9a-f-]{36})$/.exec(booked.location) ?? [];
    // 409: still in the line with the number of before.
    if (booked.status !== 303 || id === '') return rest(booked.status === 409 ? 300 : 1000);
    ledger.notes.push({ kind: 'queued', id, act: 'booked' });
    if (dice() > 0.3) return;
    const at = `/antrean/${region}/${id}/batal`;
    const form = await again(() => get(lab, who, at));
    if (form.status !== 200) return;
    const given = await again(() => post(lab, who, at, hidden(form.text, at)));
    // Called meanwhile, it can't be given back any more: then he is told.
    if (given.status === 303) ledger.notes.push({ kind: 'queued', id, act: 'cancelled' });
  });
}

/** Lets people in, calls the next, says that he is done; as fast as pages come. */
export function room(lab: Lab, who: Who, clinic: Clinic, ruang: string, ledger: Ledger): Promise<void> {
  const again = patient(ledger);
  const at = `/kantor/antrean/${clinic.session}`;
  return untilStopped(ledger, async () => {
    const page = await again(() => get(lab, who, `${at}?ruang=${ruang}`));
    if (page.status !== 200) throw new Error(`no room: ${page.status} ${page.location}`);
    const acts = [
      ['selesai', 'done'],
      ['hadir', 'arrived'],
    ] as const;
    for (const [path, act] of acts) {
      const form = hidden(page.text, `${at}/${path}`);
      if (!form.nomor) continue;
      const answer = await again(() => post(lab, who, `${at}/${path}`, form));
      // Without news: it was he who did it, and not the other room.
      if (answer.status === 303 && !answer.location.includes('pesan='))
        ledger.notes.push({ kind: 'queued', id: form.nomor, act });
    }
    const call = { ...hidden(page.text, `${at}/panggil`), sekarang: '' };
    if (/<form[^>]*\/selesai"/.test(page.text)) return;
    const called = await again(() => post(lab, who, `${at}/panggil`, call));
    const number = /pesan=dipanggil&nomor=Z-(\d+)/.exec(called.location)?.[1];
    if (number) ledger.notes.push({ kind: 'called', session: clinic.session, number: Number(number) });
    else await rest(200);
  });
}

const rest = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));
