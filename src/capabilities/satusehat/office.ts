import type { IsoDate } from '../../kernel/dates.ts';
import type { Queryable, Row } from '../../platform/database/index.ts';
import type { Doer } from '../cases/index.ts';
import type { SatusehatDeps } from './deps.ts';
import type { Action } from './follow.ts';
import { facilityOf } from './store-facilities.ts';

// How things stand with SATUSEHAT, for those who work at the Puskesmas: numbers of the queue, and nobody by name.

/** A visit of which SATUSEHAT did not take something. */
export type Refused = {
  readonly entry: string;
  readonly prefix: string;
  readonly number: number;
  readonly day: IsoDate;
  readonly action: Action;
  /** What SATUSEHAT said, or a code of ours. */
  readonly trouble: string;
};
export type Standing = {
  readonly waiting: number;
  /** It did not answer, and is asked again then. */
  readonly away: { readonly trouble: string; readonly retryAt: Date } | undefined;
  /** Visits of the last weeks of people without a NIK: none of them is told. */
  readonly nikless: number;
  readonly refused: readonly Refused[];
};

const MOST_SHOWN = 50;
const WEEKS_MILLIS = 28 * 86_400_000;

export function createOfficeView({ db, clock }: SatusehatDeps) {
  const anybody: Queryable = { query: (text, values) => db.query({}, text, values) };

  async function isOn(office: string): Promise<boolean> {
    const facility = await facilityOf(anybody, office);
    return facility !== undefined && facility.level !== 'off';
  }

  return {
    isOn,
    /** Undefined where the Puskesmas is not connected, or the doer has no seat there. */
    async standing(doer: Doer): Promise<Standing | undefined> {
      const { seat } = doer;
      if (seat === null || !(await isOn(seat))) return undefined;
      const [region = ''] = seat.split('/');
      const context = { regions: [region], offices: [seat] };
      const [[counts], [sender], refused] = await Promise.all([
        db.query<{ waiting: number; nikless: number }>(
          context,
          `select (select count(*)::int from satusehat.message where region = $1 and office = $2 and state = 'waiting' and due_at <= $3) as waiting,
             (select count(distinct entry_id)::int from satusehat.message where region = $1 and office = $2 and trouble = 'no-nik' and at > $4) as nikless`,
          [region, seat, clock(), new Date(clock().getTime() - WEEKS_MILLIS)],
        ),
        db.query<{ trouble: string | null; retryAt: Date | null }>(
          {},
          'select trouble, retry_at as "retryAt" from satusehat.sender where region = $1 and office = $2',
          [region, seat],
        ),
        db.query<Refused & Row>(
          context,
          `select m.entry_id as entry, s.prefix, e.number, to_char(e.day, 'YYYY-MM-DD') as day, m.action, coalesce(m.trouble, '') as trouble
           from satusehat.message m join queue.entry e on e.region = m.region and e.id = m.entry_id
             join queue.session s on s.region = e.region and s.id = e.session
           where m.region = $1 and m.office = $2 and m.state = 'refused' order by m.at, m.nth, m.id limit ${MOST_SHOWN}`,
          [region, seat],
        ),
      ]);
      const away = sender?.retryAt && sender.trouble ? { trouble: sender.trouble, retryAt: sender.retryAt } : undefined;
      return { waiting: counts?.waiting ?? 0, nikless: counts?.nikless ?? 0, away, refused };
    },
  };
}
