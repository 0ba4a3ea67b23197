import { z } from 'zod';
import type { Text } from '../../kernel/text.ts';
import type { Queryable } from '../../platform/database/index.ts';
import { NEED_FIRST } from './queue.ts';

const text = z.looseObject({ id: z.string().min(1) }).transform((one) => one as Text);
const code = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/);
const months = z.number().int().min(0).max(1800);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const count = z.number().int().min(0).max(20_000);

/** Two people with the same number on one board are one too many. */
const lettersApart = (all: readonly { readonly prefix: string; readonly weekdays: readonly number[] }[]): boolean =>
  all.every(({ prefix, weekdays }, i) =>
    all.slice(i + 1).every((other) => other.prefix !== prefix || !other.weekdays.some((day) => weekdays.includes(day))),
  );

/** What an office's queue is, as data: rules, services, needs, signs of danger, sessions. */
export const queueData = z.strictObject({
  office: z.string().regex(/^\d\d(\.\d\d)?\/[a-z0-9-]+$/),
  place: z.strictObject({
    kind: z.enum(['health', 'counter']).optional(),
    opensDays: z.number().int().min(0).max(60),
    checkinMinutes: z.number().int().min(0).max(240).optional(),
    graceMinutes: z.number().int().min(0).max(120).optional(),
    priorityRow: z.number().int().min(1).max(9).optional(),
    boundMinutes: z.number().int().min(15).max(480).optional(),
    teenFromMonths: months.optional(),
    teenBelowMonths: months.optional(),
    mostNumbers: z.number().int().min(1).max(100).optional(),
    numberScreen: z.boolean().optional(),
    waves: z.array(z.strictObject({ days: z.number().int().min(0), share: z.number().min(0).max(1) })).optional(),
    emergency: z.strictObject({ say: text, phone: z.string(), address: z.string().optional() }).optional(),
    bring: text.optional(),
    directions: z.record(z.string(), text).optional(),
  }),
  polis: z.array(
    z.strictObject({
      ...{ code, name: text, bpjs: z.string().optional(), cluster: z.number().int().min(1).max(5).optional() },
      ...{ sensitive: z.boolean().optional(), stage: z.enum(['loket', 'periksa', 'obat']).optional() },
    }),
  ),
  needs: z.array(
    z.strictObject({
      ...{ code, title: text, hint: text.optional(), words: z.string().optional(), poli: code },
      ...{ fromMonths: months.optional(), belowMonths: months.optional(), sex: z.enum(['male', 'female']).optional() },
      ...{ sensitive: z.boolean().optional(), first: z.enum(NEED_FIRST).optional() },
    }),
  ),
  signs: z.array(z.strictObject({ code, say: text, fromMonths: months.optional(), belowMonths: months.optional() })),
  /** Who answers for the signs of danger, or for the timetable of a counter. */
  approved: z.strictObject({ by: z.string().min(1), on: z.string().regex(/^\d{4}-\d\d-\d\d$/) }),
  templates: z
    .array(
      z.strictObject({
        ...{ code, poli: code, weekdays: z.array(z.number().int().min(0).max(6)), starts: time, ends: time },
        ...{ prefix: z.string().regex(/^[A-Z]$/), rooms: z.array(z.string().min(1)).min(1).max(12) },
        ...{ doctor: z.string().nullish(), doctorCode: z.number().int().nullish() },
        ...{ windowMinutes: z.number().int().min(5).max(720), online: count, desk: count, cap: count.min(1) },
        visitMinutes: z.number().min(0.5).max(120),
      }),
    )
    .refine(lettersApart, 'on one day each session has a letter (prefix) of its own'),
});
export type QueueData = Readonly<z.infer<typeof queueData>>;

/** Writes what is not there yet, as the owner; what an office changed since stays as it is. */
export async function loadQueues(owner: Queryable, all: readonly QueueData[], since: string): Promise<void> {
  const rows = <T>(of: (data: QueueData) => readonly T[]) =>
    JSON.stringify(
      all.flatMap((data) =>
        of(data).map((row, rank) => ({
          ...row,
          region: data.office.split('/')[0],
          office: data.office,
          rank,
          approved: data.approved,
        })),
      ),
    );
  await owner.query(
    `insert into queue.place (region, office, kind, opens_days, waves, emergency, bring, directions, checkin_minutes, grace_minutes, priority_row, bound_minutes,
       teen_from_months, teen_below_months, most_numbers, number_screen)
     select r.region, r.office, coalesce(r.kind, 'health'), r."opensDays", coalesce(r.waves, '[]'), coalesce(r.emergency, '{}'), coalesce(r.bring, '{}'),
       coalesce(r.directions, '{}'), coalesce(r."checkinMinutes", 60), coalesce(r."graceMinutes", 15), coalesce(r."priorityRow", 2), coalesce(r."boundMinutes", 90),
       coalesce(r."teenFromMonths", 120), coalesce(r."teenBelowMonths", 204), coalesce(r."mostNumbers", 10), coalesce(r."numberScreen", false)
     from jsonb_to_recordset($1::jsonb) r (region text, office text, kind text, "opensDays" int, waves jsonb, emergency jsonb, bring jsonb, directions jsonb,
       "checkinMinutes" int, "graceMinutes" int, "priorityRow" int, "boundMinutes" int, "teenFromMonths" int, "teenBelowMonths" int, "mostNumbers" int, "numberScreen" boolean)
     on conflict do nothing`,
    [rows((data) => [data.place])],
  );
  await owner.query(
    `insert into queue.poli (region, office, code, name, bpjs_code, cluster, sensitive, stage)
     select r.region, r.office, r.code, r.name, r.bpjs, r.cluster, coalesce(r.sensitive, false), coalesce(r.stage, 'periksa')
     from jsonb_to_recordset($1::jsonb) r (region text, office text, code text, name jsonb, bpjs text, cluster int, sensitive boolean, stage text) on conflict do nothing`,
    [rows((data) => data.polis)],
  );
  await owner.query(
    `insert into queue.need (region, office, code, title, hint, words, poli, from_months, below_months, sex, sensitive, first, rank)
     select r.region, r.office, r.code, r.title, r.hint, coalesce(r.words, ''), r.poli, r."fromMonths", r."belowMonths", r.sex, coalesce(r.sensitive, false), r.first, r.rank
     from jsonb_to_recordset($1::jsonb) r (region text, office text, code text, title jsonb, hint jsonb, words text, poli text, "fromMonths" int,
       "belowMonths" int, sex text, sensitive boolean, first text, rank int) on conflict do nothing`,
    [rows((data) => data.needs)],
  );
  await owner.query(
    `insert into queue.sign (region, office, code, say, from_months, below_months, rank, approved_by, approved_on)
     select r.region, r.office, r.code, r.say, r."fromMonths", r."belowMonths", r.rank, r.approved ->> 'by', (r.approved ->> 'on')::date
     from jsonb_to_recordset($1::jsonb) r (region text, office text, code text, say jsonb, "fromMonths" int, "belowMonths" int, rank int, approved jsonb)
     on conflict do nothing`,
    [rows((data) => data.signs)],
  );
  await owner.query(
    `insert into queue.template (region, office, code, poli, weekdays, starts, ends, prefix, rooms, doctor, doctor_code, cap, window_minutes, online, desk,
       visit_minutes, since)
     select r.region, r.office, r.code, r.poli, r.weekdays, r.starts::time, r.ends::time, r.prefix, r.rooms, r.doctor, r."doctorCode", r.cap, r."windowMinutes",
       r.online, r.desk, r."visitMinutes", $2::date
     from jsonb_to_recordset($1::jsonb) r (region text, office text, code text, poli text, weekdays int[], starts text, ends text, prefix text, rooms text[],
       doctor text, "doctorCode" int, cap int, "windowMinutes" int, online int, desk int, "visitMinutes" numeric)
     where not exists (select from queue.template x where x.region = r.region and x.office = r.office and x.code = r.code)`,
    [rows((data) => data.templates), since],
  );
}
