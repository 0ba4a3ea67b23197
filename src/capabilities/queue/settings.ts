import type { IsoDate } from '../../kernel/dates.ts';
import { localDate } from '../../kernel/dates.ts';
import type { Json } from '../../kernel/json.ts';
import type { Text } from '../../kernel/text.ts';
import type { Queryable, Row } from '../../platform/database/index.ts';
import type { Doer } from '../cases/index.ts';
import type { QueueDeps } from './deps.ts';
import { refusals } from './errors.ts';
import { reading } from './moving.ts';

// What an office arranges of its own queue. Each change has its reason and stays on record.

export type Arranged = {
  readonly code: string;
  readonly poli: string;
  readonly weekdays: readonly number[];
  readonly starts: string;
  readonly ends: string;
  readonly rooms: readonly string[];
  readonly doctor: string | null;
  readonly windowMinutes: number;
  readonly online: number;
  readonly desk: number;
};
export type ApprovedSign = {
  readonly code: string;
  readonly say: Text;
  readonly approvedBy: string;
  readonly approvedOn: IsoDate;
};
export type Setting = {
  readonly at: Date;
  readonly by: string;
  readonly what: 'quota' | 'sign' | 'sign-withdrawn';
  readonly code: string;
  readonly before: Json;
  readonly after: Json;
  readonly reason: string;
};
export type Places = { readonly online: number; readonly desk: number };

const LOG = 30;
const SLUG = /[^a-z0-9]+/g;

export function createSettings(deps: QueueDeps, forget: (office: string) => void) {
  const { db, clock } = deps;

  function seatOf(doer: Doer): { readonly region: string; readonly office: string } {
    if (doer.seat === null) throw refusals.notYours();
    return { region: doer.seat.split('/')[0] ?? '', office: doer.seat };
  }
  const asked = <R extends Row>(doer: Doer, text: string): Promise<R[]> => {
    const { region, office } = seatOf(doer);
    return db.query<R>(reading(region, doer), text, [region, office]);
  };

  /** In one transaction: the change, and who made it why. The same key twice changes once. */
  async function arrange(
    doer: Doer,
    key: string,
    row: Pick<Setting, 'what' | 'code' | 'before' | 'after' | 'reason'>,
    change: (
      tx: Queryable,
      at: { readonly region: string; readonly office: string; readonly day: IsoDate },
    ) => Promise<boolean>,
  ): Promise<void> {
    const { region, office } = seatOf(doer);
    const zone = (await deps.organisations.findOffice(office))?.zone ?? 'WIB';
    await db.transaction(reading(region, doer), async (tx) => {
      const known = await tx.query(
        'select 1 from queue.setting where region = $1 and office = $2 and actor = $3 and key = $4',
        [...[region, office, doer.id, key]],
      );
      if (known.length > 0) return;
      if (!(await change(tx, { region, office, day: localDate(clock(), zone) }))) throw refusals.lostGuard();
      await tx.query(
        `insert into queue.setting (region, office, actor, key, at, actor_label, what, code, before, after, reason)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10::jsonb, $11)`,
        [
          ...[region, office, doer.id, key, clock(), doer.label, row.what, row.code],
          ...[JSON.stringify(row.before), JSON.stringify(row.after), row.reason],
        ],
      );
    });
    forget(office);
  }

  return {
    arranged: (doer: Doer) =>
      asked<Arranged & Row>(
        doer,
        `select code, poli, weekdays, to_char(starts, 'HH24:MI') as starts, to_char(ends, 'HH24:MI') as ends, rooms, doctor,
           window_minutes as "windowMinutes", online, desk from queue.template where region = $1 and office = $2 order by poli, starts, code`,
      ),
    approvedSigns: (doer: Doer) =>
      asked<ApprovedSign & Row>(
        doer,
        `select code, say, approved_by as "approvedBy", approved_on as "approvedOn" from queue.sign where region = $1 and office = $2 order by rank, code`,
      ),
    settings: (doer: Doer) =>
      asked<Setting & Row>(
        doer,
        `select at, actor_label as by, what, code, before, after, reason from queue.setting where region = $1 and office = $2 order by at desc limit ${LOG}`,
      ),

    /** From the next day on; what is booked keeps its place. */
    setQuota: (
      doer: Doer,
      wish: { readonly code: string; readonly was: Places; readonly places: Places; readonly reason: string },
      key: string,
    ): Promise<void> => {
      const { code, was, places, reason } = wish;
      return arrange(
        doer,
        key,
        { what: 'quota', code, before: { ...was }, after: { ...places }, reason },
        async (tx, at) => {
          const [row] = await tx.query<{ done: boolean }>(
            'select queue.set_quota($1, $2, $3, $4, $5, $6, $7, $8::date + 1) as done',
            [at.region, at.office, code, was.online, was.desk, places.online, places.desk, at.day],
          );
          return row?.done ?? false;
        },
      );
    },

    /** A sign that a doctor of the place approved; it stands on the pages within a minute. */
    approveSign: (
      doer: Doer,
      sign: { readonly say: Text; readonly doctor: string; readonly reason: string },
      key: string,
    ): Promise<void> => {
      const code = `s-${sign.say.id.toLowerCase().replaceAll(SLUG, '-').slice(0, 30).replaceAll(/^-|-$/g, '')}`;
      const { say, doctor, reason } = sign;
      return arrange(
        doer,
        key,
        { what: 'sign', code, before: null, after: { ...say, doctor }, reason },
        async (tx, at) => {
          await tx.query('select queue.set_sign($1, $2, $3, $4::jsonb, null, null, $5, $6)', [
            ...[at.region, at.office, code, JSON.stringify(say), doctor, at.day],
          ]);
          return true;
        },
      );
    },

    withdrawSign: (doer: Doer, code: string, reason: string, key: string): Promise<void> =>
      arrange(doer, key, { what: 'sign-withdrawn', code, before: null, after: null, reason }, async (tx, at) => {
        await tx.query('select queue.set_sign($1, $2, $3, null, null, null, null, null)', [at.region, at.office, code]);
        return true;
      }),
  };
}
