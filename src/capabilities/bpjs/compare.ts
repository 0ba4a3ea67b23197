import type { IsoDate } from '../../kernel/dates.ts';
import type { Queryable } from '../../platform/database/index.ts';
import type { Session } from '../queue/index.ts';
import { type BpjsDoctor, type Client, createClient, type Said } from './client.ts';
import type { BpjsDeps } from './deps.ts';
import { agreedOf, type Facility, type Secrets, secretsPlace } from './facility.ts';
import { hoursOf, readHours } from './schedule.ts';
import { facilityOf } from './store-facilities.ts';

/** How a session of ours stands in BPJS's own timetable. */
export type Compared = {
  readonly poli: string;
  readonly doctor: string;
  readonly hours: string;
  readonly cap: number;
  readonly finding: 'same' | 'no-poli' | 'no-doctor' | 'other-hours' | 'over-capacity';
  /** What BPJS has instead. */
  readonly theirs: string;
};

/** @returns undefined where nobody gave the keys yet */
export function openClient(
  deps: Pick<BpjsDeps, 'envelope' | 'clock' | 'fetch' | 'rules'>,
  facility: Facility,
): Client | undefined {
  const { url, consId, secrets, office } = facility;
  if (url === null || consId === null || secrets === null) return undefined;
  const { envelope, clock, fetch, rules } = deps;
  const opened = JSON.parse(envelope.open(secrets, secretsPlace(office))) as Secrets;
  return createClient({ url, consId, secrets: opened, agreed: agreedOf(facility, rules), clock, fetch });
}

export function createCompare(deps: BpjsDeps) {
  const { db, queue } = deps;
  const anybody: Queryable = { query: (text, values) => db.query({}, text, values) };

  return {
    /** BPJS's codes of the polis of an office; undefined where it has no queue. */
    async codes(office: string): Promise<readonly string[] | undefined> {
      const offer = await queue.offer(office);
      return offer?.polis.flatMap(({ bpjs }) => (bpjs === null ? [] : [bpjs]));
    },
    /**
     * Asks BPJS for its polis and doctors of a day and lays ours beside them: what differs is refused to members later.
     * @returns a word of BPJS's where it did not answer; undefined where there are no keys
     */
    async compare(office: string, day: IsoDate): Promise<readonly Compared[] | { readonly away: string } | undefined> {
      const facility = await facilityOf(anybody, office);
      const client = facility && openClient(deps, facility);
      const known = client && (await deps.organisations.findOffice(office));
      if (!client || !known) return undefined;
      const polis = await client.polis(day);
      if ('kind' in polis) return { away: polis.text };
      const offer = await queue.offer(office);
      const rows: Compared[] = [];
      for (const poli of offer?.polis ?? []) {
        if (poli.bpjs === null) continue;
        const open = polis.some(({ code }) => code === poli.bpjs);
        const doctors = open ? await client.doctors(poli.bpjs, day) : [];
        if ('kind' in doctors && doctors.kind !== 'refused') return { away: doctors.text };
        const list = 'kind' in doctors ? [] : doctors;
        for (const { session } of await queue.days(office, day, day, poli.code))
          rows.push(besideOf(session, { poli: poli.bpjs, open, hours: hoursOf(session, known.zone) }, list));
      }
      return rows;
    },
  };
}

function besideOf(
  session: Session,
  { poli, open, hours }: { readonly poli: string; readonly open: boolean; readonly hours: string },
  doctors: Exclude<readonly BpjsDoctor[], Said>,
): Compared {
  const row = { poli, doctor: `${session.doctor ?? '-'} (${session.doctorCode ?? '-'})`, hours, cap: session.cap };
  if (!open) return { ...row, finding: 'no-poli', theirs: '' };
  const own = doctors.filter(({ code }) => code === session.doctorCode);
  const fits = own.find((one) => readHours(one.hours) === hours);
  if (own.length === 0)
    return { ...row, finding: 'no-doctor', theirs: doctors.map(({ name, code }) => `${name} (${code})`).join(', ') };
  if (!fits) return { ...row, finding: 'other-hours', theirs: own.map((one) => one.hours).join(', ') };
  if (session.cap > fits.capacity) return { ...row, finding: 'over-capacity', theirs: String(fits.capacity) };
  return { ...row, finding: 'same', theirs: '' };
}
