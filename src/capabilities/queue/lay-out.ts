import { addDays, type IsoDate, localDate, momentOf, weekday, type Zone } from '../../kernel/dates.ts';
import { type Clock, type Random, uuidv7 } from '../../kernel/ids.ts';
import { isWorkingDay, type WorkCalendar } from '../../kernel/working-time.ts';
import type { Queryable, Row } from '../../platform/database/index.ts';
import type { Wave } from './queue.ts';
import { releasedBy, wavesOf } from './waves.ts';

type Template = {
  readonly region: string;
  readonly office: string;
  readonly code: string;
  readonly poli: string;
  readonly weekdays: readonly number[];
  readonly starts: string;
  readonly ends: string;
  readonly prefix: string;
  readonly rooms: readonly string[];
  readonly doctor: string | null;
  readonly doctorCode: number | null;
  readonly cap: number;
  readonly windowMinutes: number;
  readonly online: number;
  readonly desk: number;
  readonly visitMinutes: number;
  readonly since: IsoDate;
  readonly until: IsoDate | null;
  readonly closed: readonly IsoDate[];
  readonly opensDays: number;
  readonly waves: readonly Wave[];
  readonly drawMinutes: number | null;
  readonly drawFirst: readonly string[];
};

export type LayOutDeps = {
  readonly clock: Clock;
  readonly random: Random;
  readonly calendarOf: (office: string) => Promise<WorkCalendar | undefined>;
};

const MINUTE = 60_000;
/** Laid out a little further than booked, so that a missed run shows nobody an empty day. */
const SPARE_DAYS = 2;
/** Numbers begin somewhere below this. */
const FIRST_BELOW = 40;

/** Lays out the sessions of the days ahead from the templates, holidays and the place's own closed days left out. Run again it adds what is missing. */
export async function layOutDays(tx: Queryable, deps: LayOutDeps): Promise<number> {
  await tx.query('select queue.hold_places()');
  const templates = await tx.query<Template & Row>(
    `select t.region, t.office, t.code, t.poli, t.weekdays, to_char(t.starts, 'HH24:MI') as starts, to_char(t.ends, 'HH24:MI') as ends, t.prefix, t.rooms,
        t.doctor, t.doctor_code as "doctorCode", t.cap, t.window_minutes as "windowMinutes", t.online, t.desk, t.visit_minutes::float8 as "visitMinutes",
        t.since, t.until, p.opens_days as "opensDays", p.waves,
        t.draw_minutes as "drawMinutes", t.draw_first as "drawFirst",
        array(select to_char(c.day, 'YYYY-MM-DD') from queue.closed_day c where c.region = t.region and c.office = t.office) as closed
     from queue.template t join queue.place p using (region, office) order by t.region, t.office, t.code`,
  );
  const calendars = new Map<string, WorkCalendar | undefined>();
  const sessions: object[] = [];
  const slots: object[] = [];
  for (const template of templates) {
    if (!calendars.has(template.office)) calendars.set(template.office, await deps.calendarOf(template.office));
    const calendar = calendars.get(template.office);
    if (!calendar) continue;
    for (const day of daysOf(template, calendar, deps.clock())) {
      const id = uuidv7(deps.clock, deps.random);
      sessions.push(sessionRow(template, id, day, calendar.zone, deps.random));
      slots.push(...slotRows(template, id, day, calendar.zone, deps));
    }
  }
  return insert(tx, sessions, slots);
}

function daysOf(template: Template, calendar: WorkCalendar, now: Date): readonly IsoDate[] {
  const today = localDate(now, calendar.zone);
  return Array.from({ length: template.opensDays + SPARE_DAYS + 1 }, (_, i) => addDays(today, i)).filter(
    (day) =>
      template.weekdays.includes(weekday(day)) &&
      day >= template.since &&
      (template.until === null || day <= template.until) &&
      !template.closed.includes(day) &&
      isWorkingDay(day, calendar),
  );
}

const sessionRow = (t: Template, id: string, day: IsoDate, zone: Zone, random: Random): object => ({
  ...{ region: t.region, id, office: t.office, template: t.code, poli: t.poli, day, prefix: t.prefix, rooms: t.rooms },
  ...{ starts_at: momentOf(day, t.starts, zone), ends_at: momentOf(day, t.ends, zone), doctor: t.doctor },
  ...{ doctor_code: t.doctorCode, visit_minutes: t.visitMinutes, cap: t.cap },
  ...{ draw_minutes: t.drawMinutes, draw_first: t.drawFirst },
  last_number: (random(1)[0] ?? 0) % FIRST_BELOW,
});

function slotRows(t: Template, session: string, day: IsoDate, zone: Zone, deps: LayOutDeps): readonly object[] {
  const [from, to] = [momentOf(day, t.starts, zone).getTime(), momentOf(day, t.ends, zone).getTime()];
  const places =
    wavesOf(t).length === 0
      ? { online: t.online, online_whole: null }
      : { online: releasedBy(t, day, zone, t.online, deps.clock()), online_whole: t.online };
  const count = Math.floor((to - from) / (t.windowMinutes * MINUTE));
  return Array.from({ length: count }, (_, i) => ({
    ...{ region: t.region, id: uuidv7(deps.clock, deps.random), session, desk: t.desk, ...places },
    starts_at: new Date(from + i * t.windowMinutes * MINUTE),
    ends_at: new Date(from + (i + 1) * t.windowMinutes * MINUTE),
  }));
}

async function insert(tx: Queryable, sessions: readonly object[], slots: readonly object[]): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `with s as (insert into queue.session (region, id, office, template, poli, day, starts_at, ends_at, prefix, rooms, doctor, doctor_code, visit_minutes, cap, last_number, draw_minutes, draw_first)
       select r.region, r.id, r.office, r.template, r.poli, r.day, r.starts_at, r.ends_at, r.prefix, r.rooms, r.doctor, r.doctor_code, r.visit_minutes, r.cap, r.last_number, r.draw_minutes, r.draw_first
       from jsonb_to_recordset($1::jsonb) r (region text, id uuid, office text, template text, poli text, day date, starts_at timestamptz, ends_at timestamptz,
         prefix text, rooms text[], doctor text, doctor_code int, visit_minutes numeric, cap int, last_number int, draw_minutes int, draw_first text[])
       on conflict (region, office, template, day) do nothing returning region, id),
     l as (insert into queue.slot (region, id, session, starts_at, ends_at, online, desk, online_whole)
       select r.region, r.id, r.session, r.starts_at, r.ends_at, r.online, r.desk, r.online_whole
       from jsonb_to_recordset($2::jsonb) r (region text, id uuid, session uuid, starts_at timestamptz, ends_at timestamptz, online int, desk int, online_whole int)
       join s on s.region = r.region and s.id = r.session returning 1)
     select count(*)::int as count from s`,
    [JSON.stringify(sessions), JSON.stringify(slots)],
  );
  return row?.count ?? 0;
}
