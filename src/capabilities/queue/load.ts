import type { Text } from '../../kernel/text.ts';
import type { Queryable } from '../../platform/database/index.ts';
import type { Stage, Wave } from './queue.ts';

/** What an office's queue is, as data: rules, services, needs, signs of danger, sessions. */
export type QueueData = {
  readonly office: string;
  readonly place: {
    readonly opensDays: number;
    readonly waves?: readonly Wave[];
    readonly emergency: { readonly say: Text; readonly phone: string };
    readonly bring?: Text;
    readonly directions?: Readonly<Record<string, Text>>;
  };
  readonly polis: readonly {
    readonly code: string;
    readonly name: Text;
    readonly bpjs?: string;
    readonly cluster?: number;
    readonly sensitive?: boolean;
    readonly stage?: Stage;
  }[];
  readonly needs: readonly {
    readonly code: string;
    readonly title: Text;
    readonly hint?: Text;
    readonly words?: string;
    readonly poli: string;
    readonly fromMonths?: number;
    readonly belowMonths?: number;
    readonly sex?: 'male' | 'female';
    readonly sensitive?: boolean;
  }[];
  readonly signs: readonly {
    readonly code: string;
    readonly say: Text;
    readonly fromMonths?: number;
    readonly belowMonths?: number;
  }[];
  readonly approved: { readonly by: string; readonly on: string };
  readonly templates: readonly {
    readonly code: string;
    readonly poli: string;
    readonly weekdays: readonly number[];
    readonly starts: string;
    readonly ends: string;
    readonly prefix: string;
    readonly rooms: readonly string[];
    readonly doctor?: string | null;
    readonly doctorCode?: number | null;
    readonly windowMinutes: number;
    readonly online: number;
    readonly desk: number;
    readonly cap: number;
    readonly visitMinutes: number;
  }[];
};

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
    `insert into queue.place (region, office, opens_days, waves, emergency, bring, directions)
     select r.region, r.office, r."opensDays", coalesce(r.waves, '[]'), r.emergency, coalesce(r.bring, '{}'), coalesce(r.directions, '{}')
     from jsonb_to_recordset($1::jsonb) r (region text, office text, "opensDays" int, waves jsonb, emergency jsonb, bring jsonb, directions jsonb) on conflict do nothing`,
    [rows((data) => [data.place])],
  );
  await owner.query(
    `insert into queue.poli (region, office, code, name, bpjs_code, cluster, sensitive, stage)
     select r.region, r.office, r.code, r.name, r.bpjs, r.cluster, coalesce(r.sensitive, false), coalesce(r.stage, 'periksa')
     from jsonb_to_recordset($1::jsonb) r (region text, office text, code text, name jsonb, bpjs text, cluster int, sensitive boolean, stage text) on conflict do nothing`,
    [rows((data) => data.polis)],
  );
  await owner.query(
    `insert into queue.need (region, office, code, title, hint, words, poli, from_months, below_months, sex, sensitive, rank)
     select r.region, r.office, r.code, r.title, r.hint, coalesce(r.words, ''), r.poli, r."fromMonths", r."belowMonths", r.sex, coalesce(r.sensitive, false), r.rank
     from jsonb_to_recordset($1::jsonb) r (region text, office text, code text, title jsonb, hint jsonb, words text, poli text, "fromMonths" int,
       "belowMonths" int, sex text, sensitive boolean, rank int) on conflict do nothing`,
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
       doctor text, "doctorCode" int, cap int, "windowMinutes" int, online int, desk int, "visitMinutes" numeric) on conflict do nothing`,
    [rows((data) => data.templates), since],
  );
}
