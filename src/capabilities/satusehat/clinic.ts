import type { IsoDate } from '../../kernel/dates.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import type { Queryable, Row } from '../../platform/database/index.ts';
import { enqueue } from '../../platform/jobs/index.ts';
import { type Doer, SYSTEM } from '../cases/index.ts';
import { labelOf, type QueueRef } from '../queue/index.ts';
import type { SatusehatDeps } from './deps.ts';
import { refusals } from './errors.ts';
import type { Facility } from './facility.ts';
import { closingCause, type State, type Told } from './follow.ts';
import { CLOSED } from './outbox.ts';
import { tokenHashes } from './settings.ts';
import { facilityByToken } from './store-facilities.ts';

// What the clinic's own system sees of its visits here, and how it says that one is over.

/** A visit by its number; who it is the clinic knows better. */
export type ClinicVisit = {
  readonly region: string;
  readonly id: string;
  readonly day: IsoDate;
  readonly label: string;
  readonly poli: string;
  /** How its Encounter is to stand. */
  readonly state: State;
  /** Its id at SATUSEHAT, once it is there: Conditions refer to it. */
  readonly encounter: string | null;
  /** What waits or was refused, the first. */
  readonly open: { readonly action: string; readonly state: string; readonly trouble: string | null } | null;
  readonly closing: ClosingWish | null;
};
export type ClosingWish = {
  /** e.g. 'Condition/0191…', the main one first. */
  readonly conditions: readonly string[];
  readonly disposition: string;
  readonly endedAt: Date;
};
/** Whose system asks. */
export type ClinicSystem = { readonly facility: Facility; readonly doer: Doer };

const MOST_SHOWN = 500;
const VISIT = `v.region, v.entry_id as id, to_char(e.day, 'YYYY-MM-DD') as day, s.prefix, e.number, coalesce(v.told ->> 'poli', e.poli) as poli, v.state, v.encounter, v.told,
    (select jsonb_build_object('action', m.action, 'state', m.state, 'trouble', m.trouble) from satusehat.message m
      where m.region = v.region and m.entry_id = v.entry_id and m.state in ('waiting', 'refused') order by m.nth limit 1) as open,
    case when c.entry_id is not null then jsonb_build_object('conditions', c.conditions, 'disposition', c.disposition, 'endedAt', c.ended_at) end as closing
  from satusehat.visit v join queue.entry e on e.region = v.region and e.id = v.entry_id join queue.session s on s.region = e.region and s.id = e.session
    left join satusehat.closing c on c.region = v.region and c.entry_id = v.entry_id
  where v.region = $1 and v.office = $2 and v.state <> 'none'`;
type VisitRow = Omit<ClinicVisit, 'label' | 'closing'> & {
  readonly prefix: string;
  readonly number: number;
  readonly told: Told;
  readonly closing: { conditions: string[]; disposition: string; endedAt: string } | null;
} & Row;

const visitOf = ({ prefix, number, told: _, closing, ...row }: VisitRow): ClinicVisit => ({
  ...row,
  label: labelOf(prefix, number),
  closing: closing && { ...closing, endedAt: new Date(closing.endedAt) },
});

const SOON = 120_000;

export function createClinic(deps: SatusehatDeps) {
  const { db, clock, hash, rules } = deps;
  const anybody: Queryable = { query: (text, values) => db.query({}, text, values) };
  const contextOf = ({ facility }: ClinicSystem) => ({ regions: [facility.region], offices: [facility.office] });

  async function rowOf(by: ClinicSystem, ref: QueueRef): Promise<VisitRow> {
    const { region, office } = by.facility;
    if (ref.region !== region) throw refusals.noVisit();
    const [row] = await db.query<VisitRow>(contextOf(by), `select ${VISIT} and v.entry_id = $3`, [
      region,
      office,
      ref.id,
    ]);
    if (!row) throw refusals.noVisit();
    return row;
  }

  return {
    /** Undefined for a token that is none. */
    async clinicBehind(token: string | undefined): Promise<ClinicSystem | undefined> {
      if (token === undefined) return undefined;
      const facility = await facilityByToken(anybody, tokenHashes(hash, token));
      return facility && { facility, doer: { ...SYSTEM, seat: facility.office } };
    },
    async visits(by: ClinicSystem, day: IsoDate): Promise<readonly ClinicVisit[]> {
      const { region, office } = by.facility;
      const rows = await db.query<VisitRow>(
        contextOf(by),
        `select ${VISIT} and e.day = $3 order by s.prefix, e.number, e.id limit ${MOST_SHOWN}`,
        [region, office, day],
      );
      return rows.map(visitOf);
    },
    visit: async (by: ClinicSystem, ref: QueueRef): Promise<ClinicVisit> => visitOf(await rowOf(by, ref)),
    /** The same again changes nothing; something else replaces what SATUSEHAT does not have yet. @throws Refusal */
    async close(by: ClinicSystem, ref: QueueRef, wish: ClosingWish): Promise<ClinicVisit> {
      const { id } = ref;
      const { facility, doer } = by;
      const { region, office, level } = facility;
      if (level !== 'finished') throw refusals.notWanted();
      const { told } = await rowOf(by, ref);
      const begun = told.startedAt ?? told.calledAt;
      if (begun === null || told.state === 'cancelled' || told.state === 'none') throw refusals.notSeen();
      const { endedAt, conditions, disposition } = wish;
      if (endedAt < new Date(begun) || endedAt.getTime() > clock().getTime() + SOON) throw refusals.badMoment();
      if (!rules.dispositions.includes(disposition)) throw refusals.badDisposition();
      await db.transaction({ ...contextOf(by), acts: [`${id} ${doer.id}`] }, async (tx) => {
        const [before] = await tx.query<{ version: number; same: boolean } & Row>(
          `select version, conditions = $3::jsonb and disposition = $4 and ended_at = $5 as same from satusehat.closing
           where region = $1 and entry_id = $2 for update`,
          [region, id, JSON.stringify(conditions), disposition, endedAt],
        );
        if (before?.same) return;
        if (before) {
          const [sent] = await tx.query(
            `select 1 from satusehat.message where region = $1 and entry_id = $2 and cause = $3 and action = 'finished' and (state = 'sent' or began_at is not null)`,
            [region, id, closingCause(before.version)],
          );
          if (sent) throw refusals.closed();
        }
        await tx.query(
          `insert into satusehat.closing (region, entry_id, office, conditions, disposition, ended_at, received_at) values ($1, $2, $3, $4::jsonb, $5, $6, $7)
           on conflict (region, entry_id) do update set version = closing.version + 1, conditions = excluded.conditions,
             disposition = excluded.disposition, ended_at = excluded.ended_at, received_at = excluded.received_at`,
          [region, id, office, JSON.stringify(conditions), disposition, endedAt, clock()],
        );
        await enqueue(tx, {
          ...{ region, id: uuidv7(clock, deps.random), topic: CLOSED, subject: id, actor: doer.id, payload: { id } },
        });
      });
      deps.written();
      return visitOf(await rowOf(by, ref));
    },
  };
}
