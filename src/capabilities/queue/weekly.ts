import { addDays, type IsoDate } from '../../kernel/dates.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import type { Json } from '../../kernel/json.ts';
import { type Issue, issue } from '../../kernel/parsed.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Queryable, type Row, rename } from '../../platform/database/index.ts';
import { enqueue } from '../../platform/jobs/index.ts';
import type { Doer } from '../cases/index.ts';
import { type Arrange, dayAt, seatOf } from './arranging.ts';
import type { QueueDeps } from './deps.ts';
import { refusals } from './errors.ts';
import { reading } from './moving.ts';
import { readTimetable, type TimetableRead } from './timetable.ts';

// The weekly sessions of a place, as its head changes them: from a day on, with a reason, nothing taken from whoever has a number.

/** What a weekly session is. Times 'HH:MM' of the office's own clock; weekdays 0 Sunday to 6; places per window. */
export type Weekly = {
  readonly poli: string;
  readonly weekdays: readonly number[];
  readonly starts: string;
  readonly ends: string;
  readonly prefix: string;
  readonly rooms: readonly string[];
  readonly doctor: string | null;
  /** BPJS's own number of the doctor. */
  readonly doctorCode: number | null;
  readonly windowMinutes: number;
  readonly online: number;
  readonly desk: number;
  /** The most people of one session. */
  readonly cap: number;
  readonly visitMinutes: number;
  /** So long a wave's requests are pooled before they are drawn; null: no draw. */
  readonly drawMinutes: number | null;
  /** Whose receipts are drawn before the others. */
  readonly drawFirst: readonly string[];
};
export type Arranged = Weekly & {
  readonly code: string;
  readonly version: number;
  readonly since: IsoDate;
  readonly until: IsoDate | null;
};
export type WeeklyWish = {
  readonly code: string;
  /** The version that was seen; 0 for a new session. */
  readonly was: number;
  /** Null: ends. */
  readonly weekly: Weekly | null;
  readonly from: IsoDate;
  readonly reason: string;
};

const WEEKLY = `code, version, poli, weekdays, to_char(starts, 'HH24:MI') as starts, to_char(ends, 'HH24:MI') as ends, prefix, rooms, doctor,
  doctor_code as "doctorCode", window_minutes as "windowMinutes", online, desk, cap, visit_minutes::float8 as "visitMinutes",
  draw_minutes as "drawMinutes", draw_first as "drawFirst", since, until`;

type Outcome = { readonly outcome: string; readonly day: IsoDate | null; readonly people: number | null };

/** The stretch of a weekly session that is changed next. */
export async function newest(
  tx: Queryable,
  region: string,
  office: string,
  code: string,
): Promise<Arranged | undefined> {
  const [row] = await tx.query<Arranged & Row>(
    `select ${WEEKLY} from queue.template where region = $1 and office = $2 and code = $3 order by since desc limit 1`,
    [region, office, code],
  );
  return row;
}

/** Services of a place of which BPJS is told: their sessions need the doctor's code there. */
export async function toldBpjs(tx: Queryable, region: string, office: string): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ code: string }>(
    `select p.code from queue.poli p join bpjs.facility f on f.region = p.region and f.office = p.office
     where p.region = $1 and p.office = $2 and p.bpjs_code is not null and f.mode <> 'off'`,
    [region, office],
  );
  return new Set(rows.map(({ code }) => code));
}

export function createWeekly(deps: QueueDeps, arrange: Arrange) {
  const { db } = deps;

  /** All that hold today or later, the stretches of one session after each other. */
  async function arranged(doer: Doer): Promise<readonly Arranged[]> {
    const { region, office } = seatOf(doer);
    return db.query<Arranged & Row>(
      reading(region, doer),
      `select ${WEEKLY} from queue.template where region = $1 and office = $2 and (until is null or until >= $3) and (until is null or until >= since)
       order by poli, starts, code, since limit 200`,
      [region, office, await dayAt(deps, office)],
    );
  }

  /** @throws Refusal queue/too-early-day, queue/later-change, queue/letter-taken, queue/doctor-code, queue/day-booked or queue/cap-booked with the day and how many people */
  async function arrangeSession(doer: Doer, wish: WeeklyWish, key: string): Promise<void> {
    const { code, was, weekly, from, reason } = wish;
    await arrange(
      doer,
      key,
      async (tx, { region, office }) => {
        if (from <= (await dayAt(deps, office))) throw refusals.tooEarlyDay();
        if (weekly?.doctorCode === null && (await toldBpjs(tx, region, office)).has(weekly.poli))
          throw refusals.doctorCode();
        return newest(tx, region, office, code);
      },
      (before) => ({
        ...{ what: weekly ? 'session' : 'session-ended', code, reason, since: from },
        ...{ before: before ? saved(before) : null, after: weekly && saved(weekly) },
      }),
      async (tx, { region, office }) => {
        const [row] = await tx.query<Outcome & Row>(
          'select outcome, day, people from queue.arrange_session($1, $2, $3, $4, $5::jsonb, $6)',
          [region, office, code, was, weekly && JSON.stringify(columnsOf(weekly)), from],
        );
        const seen = { day: row?.day ?? '', people: row?.people ?? 0 };
        if (row?.outcome === 'early') throw refusals.laterChange(seen);
        if (row?.outcome === 'booked') throw refusals.dayBooked(seen);
        if (row?.outcome === 'cap') throw refusals.capBooked(seen);
        if (row?.outcome === 'letter') throw refusals.letterTaken();
        if (row?.outcome !== 'done') throw refusals.lostGuard();
        await tellOfDoctor(tx, doer, region, office, code);
      },
    );
  }

  /** Whoever has a number for a day on which it is another doctor now. */
  async function tellOfDoctor(tx: Queryable, doer: Doer, region: string, office: string, code: string): Promise<void> {
    const days = await tx.query<{ id: string }>(
      `select s.id from queue.session s join queue.place p on p.region = s.region and p.office = s.office
       where s.region = $1 and s.office = $2 and s.template = $3 and s.doctor_changed_at = p.acted_at`,
      [region, office, code],
    );
    for (const { id } of days) {
      await rename(tx, { ...reading(region, doer), acts: [`${id} ${doer.id}`] });
      await enqueue(tx, {
        ...{ region, id: uuidv7(deps.clock, deps.random), topic: 'session.doctor', subject: id, actor: doer.id },
        payload: { office },
      });
    }
  }

  return {
    arranged,
    arrangeSession,

    /**
     * A timetable from a file, for the doer's own office: each good line changes its session from that day on, what stands already so is left alone, each bad
     * line is reported with all that is wrong with it, also with what people who have numbers forbid. Sessions that the file does not name stay.
     */
    async bringTimetable(
      doer: Doer,
      wish: { readonly csv: string; readonly from: IsoDate; readonly reason: string },
      key: string,
    ): Promise<TimetableRead> {
      const { region, office } = seatOf(doer);
      if (wish.from <= (await dayAt(deps, office))) throw refusals.tooEarlyDay();
      const polis = await db.query<{ code: string }>(
        {},
        'select code from queue.poli where region = $1 and office = $2',
        [...[region, office]],
      );
      const known = new Map([[office, new Set(polis.map(({ code }) => code))]]);
      const read = readTimetable(wish.csv, known, office);
      const problems = [...read.problems];
      let imported = 0;
      for (const { line, code, weekly } of read.good) {
        const before = await db.transaction(reading(region, doer), (tx) => newest(tx, region, office, code));
        const after = withBefore(weekly, before);
        const stands =
          before && before.until === null && JSON.stringify(saved(before)) === JSON.stringify(saved(after));
        const wrong = stands
          ? undefined
          : await arrangeSession(
              doer,
              { code, was: before?.version ?? 0, weekly: after, from: wish.from, reason: wish.reason },
              `${key}:${line}`,
            ).then(() => undefined, issueOf);
        if (wrong) problems.push({ line, issues: [wrong] });
        else imported++;
      }
      return { imported, problems: problems.sort((one, other) => one.line - other.line) };
    },
    /** Of which services sessions need the doctor's code at BPJS. */
    toldBpjs: (doer: Doer): Promise<ReadonlySet<string>> => {
      const { region, office } = seatOf(doer);
      return toldBpjs({ query: (text, values) => db.query(reading(region, doer), text, values) }, region, office);
    },
    /** The first day on which a change can hold. */
    firstDay: async (doer: Doer): Promise<IsoDate> => addDays(await dayAt(deps, seatOf(doer).office), 1),
  };
}

/** A line of a file has no columns for a draw, and may have none for BPJS's number, which stays with its doctor. */
export const withBefore = (weekly: Weekly, before: Arranged | undefined): Weekly =>
  before === undefined
    ? weekly
    : {
        ...{ ...weekly, drawMinutes: before.drawMinutes, drawFirst: before.drawFirst },
        doctorCode: weekly.doctorCode ?? (before.doctor === weekly.doctor ? before.doctorCode : null),
      };

function issueOf(error: unknown): Issue {
  if (!(error instanceof Refusal) || error.status >= 500) throw error;
  return issue(error.code, error.params as Issue['params']);
}

/** A weekly session as the history keeps it. */
export const saved = (one: Weekly): Readonly<Record<string, Json>> => ({
  ...{ poli: one.poli, weekdays: [...one.weekdays].sort(), starts: one.starts, ends: one.ends, prefix: one.prefix },
  ...{ rooms: [...one.rooms], doctor: one.doctor, doctorCode: one.doctorCode, windowMinutes: one.windowMinutes },
  ...{ online: one.online, desk: one.desk, cap: one.cap, visitMinutes: one.visitMinutes },
  ...{ drawMinutes: one.drawMinutes, drawFirst: [...one.drawFirst] },
});

const columnsOf = (one: Weekly): object => ({
  ...{ poli: one.poli, weekdays: one.weekdays, starts: one.starts, ends: one.ends, prefix: one.prefix },
  ...{ rooms: one.rooms, doctor: one.doctor, doctor_code: one.doctorCode, window_minutes: one.windowMinutes },
  ...{ online: one.online, desk: one.desk, cap: one.cap, visit_minutes: one.visitMinutes },
  ...{ draw_minutes: one.drawMinutes, draw_first: one.drawFirst },
});
