import type { IsoDate } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Queryable, Row } from '../../platform/database/index.ts';
import type { Doer } from '../cases/index.ts';
import type { BpjsDeps } from './deps.ts';
import type { Action } from './follow.ts';
import { facilityOf } from './store-facilities.ts';

// How things stand with BPJS, for those who work at the Puskesmas.

/** A message that BPJS does not have, by the number that it is about. */
export type Untold = {
  readonly entry: string;
  readonly prefix: string;
  readonly number: number;
  readonly day: IsoDate;
  readonly patient: string;
  readonly action: Action;
  readonly trouble: string;
};
export type Standing = {
  readonly waiting: number;
  /** BPJS did not answer, and is asked again then. */
  readonly away: { readonly trouble: string; readonly retryAt: Date } | undefined;
  /** Members whose card nobody knows. */
  readonly cardless: readonly Untold[];
  readonly refused: readonly Untold[];
};

const MOST_SHOWN = 50;
const UNTOLD = `select distinct on (m.at, m.nth, m.id) m.entry_id as entry, s.prefix, e.number, to_char(e.day, 'YYYY-MM-DD') as day, m.patient, m.action, m.trouble
  from bpjs.message m join queue.entry e on e.region = m.region and e.id = m.entry_id join queue.session s on s.region = e.region and s.id = e.session
  where m.region = $1 and m.office = $2`;

export function createOfficeView(deps: BpjsDeps) {
  const { db, patients, queue } = deps;
  const anybody: Queryable = { query: (text, values) => db.query({}, text, values) };

  async function isOn(office: string): Promise<boolean> {
    const facility = await facilityOf(anybody, office);
    return facility !== undefined && facility.mode !== 'off';
  }

  const regionOf = (office: string): string => office.split('/')[0] ?? '';
  const contextOf = (office: string) => ({ regions: [regionOf(office)], offices: [office] });

  return {
    isOn,
    /** Undefined where the Puskesmas is not connected, or the doer has no seat there. */
    async standing(doer: Doer): Promise<Standing | undefined> {
      const { seat } = doer;
      if (seat === null || !(await isOn(seat))) return undefined;
      const context = contextOf(seat);
      const at = [regionOf(seat), seat];
      const [[count], [sender], cardless, refused] = await Promise.all([
        db.query<{ count: number }>(
          context,
          `select count(*)::int as count from bpjs.message where region = $1 and office = $2 and state = 'waiting' and due_at <= $3`,
          [...at, deps.clock()],
        ),
        db.query<{ trouble: string | null; retryAt: Date | null }>(
          {},
          'select trouble, retry_at as "retryAt" from bpjs.sender where region = $1 and office = $2',
          at,
        ),
        db.query<Untold & Row>(
          context,
          `${UNTOLD} and m.state = 'waiting' and m.trouble = 'no-card' order by m.at, m.nth, m.id limit ${MOST_SHOWN}`,
          at,
        ),
        db.query<Untold & Row>(
          context,
          `${UNTOLD} and m.state = 'refused' order by m.at, m.nth, m.id limit ${MOST_SHOWN}`,
          at,
        ),
      ]);
      const away = sender?.retryAt && sender.trouble ? { trouble: sender.trouble, retryAt: sender.retryAt } : undefined;
      return { waiting: count?.count ?? 0, away, cardless, refused };
    },

    /**
     * The card of whoever has this number, as an officer read it on the card itself; its message goes within a minute.
     * @returns false where another patient has this card, or this one another
     */
    async noteCard(doer: Doer, entry: string, card: string): Promise<boolean> {
      const { seat } = doer;
      if (seat === null || !(await isOn(seat))) throw new Refusal('queue/not-found', 404);
      const region = regionOf(seat);
      const { office, patient } = await queue.entry(doer, { region, id: entry });
      if (office !== seat) throw new Refusal('queue/not-found', 404);
      if (await patients.noteCard(contextOf(seat), region, patient, card)) return true;
      return (await patients.byCard(contextOf(seat), seat, card))?.id === patient;
    },
  };
}
