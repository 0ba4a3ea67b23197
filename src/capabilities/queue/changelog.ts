import { addDays, type IsoDate } from '../../kernel/dates.ts';
import type { Row } from '../../platform/database/index.ts';
import type { Doer } from '../cases/index.ts';
import { dayAt, type Setting, seatOf } from './arranging.ts';
import type { QueueDeps } from './deps.ts';
import { reading } from './moving.ts';

// Who changed what of a queue and why, the newest first: the timetable, a session of a day, the order in which people are called.

/** What was ruled of a day's session, or whose turn an officer brought forward. Reasons are codes; nobody's name stands here. */
export type Ruled = {
  readonly at: Date;
  readonly by: string;
  readonly what: 'ruled' | 'order';
  /** Number, or letter of the session. */
  readonly code: string;
  readonly day: IsoDate;
  /** The state that the session came into; null for the order. */
  readonly to: string | null;
  readonly reason: string;
};
export type Changed = Setting | Ruled;

const SHOWN = 40;
/** Days of rulings and of the order; what was arranged of the timetable is shown however old it is. */
const DAYS_BACK = 30;

export function createChangelog(deps: QueueDeps) {
  return {
    async changes(doer: Doer): Promise<readonly Changed[]> {
      const { region, office } = seatOf(doer);
      const context = reading(region, doer);
      const since = addDays(await dayAt(deps, office), -DAYS_BACK);
      const [settings, rulings, order] = await Promise.all([
        deps.db.query<Setting & Row>(
          context,
          `select at, actor_label as by, what, code, before, after, reason, since from queue.setting where region = $1 and office = $2
           order by at desc, version desc nulls last limit ${SHOWN}`,
          [region, office],
        ),
        deps.db.query<Ruled & Row>(
          context,
          `select r.at, r.actor_label as by, 'ruled' as what, s.prefix as code, s.day, r.after as to, r.reason
           from queue.session s join queue.ruling r on r.region = s.region and r.session = s.id
           where s.region = $1 and s.office = $2 and s.day >= $3 and r.actor <> 'sistem' order by r.at desc limit ${SHOWN}`,
          [region, office, since],
        ),
        deps.db.query<Ruled & Row>(
          context,
          `select v.at, v.actor_label as by, 'order' as what, s.prefix || '-' || lpad(e.number::text, 3, '0') as code, s.day, null as to, v.data ->> 'reason' as reason
           from queue.session s join queue.entry e on e.region = s.region and e.session = s.id join queue.event v on v.region = e.region and v.entry_id = e.id
           where s.region = $1 and s.office = $2 and s.day >= $3 and v.kind = 'putFirst' order by v.at desc limit ${SHOWN}`,
          [region, office, since],
        ),
      ]);
      return [...settings, ...rulings, ...order]
        .sort((one, other) => other.at.getTime() - one.at.getTime())
        .slice(0, SHOWN);
    },
  };
}
