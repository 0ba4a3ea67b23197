import type { Asked, Context, Database, Queryable, Row } from '../../platform/database/index.ts';
import type { Case, CaseFile, CaseRef, Event, Task } from './case.ts';

// The only file of the room that reads SQL; it writes through the kinds of step.

type Query = <R extends Row>(text: string, values?: readonly unknown[]) => Promise<R[]>;
const under =
  (db: Database, context: Context): Query =>
  (text, values) =>
    db.query(context, text, values);

const CASE = `region, id, version, head, number, service, service_version as "serviceVersion", status, outcome, office, offices, applicant, subject,
  authority, channel, applicant_name as "applicantName", subject_name as "subjectName", answers, facts, flow, begun_at as "begunAt",
  submitted_at as "submittedAt", due_at as "dueAt", finished_at as "finishedAt"`;
const TASK = `step, since, office, desk, service, number, subject_name as "subjectName", applicant_name as "applicantName", marks,
  opened_at as "openedAt", due_at as "dueAt", barred, claimed_by as "claimedBy", claimed_label as "claimedLabel", claimed_until as "claimedUntil"`;

export async function findCase(db: Database, context: Context, ref: CaseRef): Promise<Case | undefined> {
  const [row] = await under(db, context)<Case & Row>(`select ${CASE} from cases."case" where region = $1 and id = $2`, [
    ref.region,
    ref.id,
  ]);
  return row;
}

export type Own = CaseRef & { readonly person: string };
/** Each for the one who asks, in their order; undefined where it is not his. */
export async function findOwn(db: Database, wanted: readonly Own[]): Promise<readonly (Case | undefined)[]> {
  const rows = await db.act<Case & Row & { n: number }>(
    {
      regions: [...new Set(wanted.map(({ region }) => region))],
      acts: wanted.map(({ id, person }) => `${id} ${person}`),
    },
    `select n::int as n, ${CASE} from unnest($1::text[], $2::uuid[], $3::text[]) with ordinality as w(of_region, of_id, person, n)
     join cases."case" on region = of_region and id = of_id and person in (applicant, subject)`,
    [wanted.map(({ region }) => region), wanted.map(({ id }) => id), wanted.map(({ person }) => person)],
  );
  const byPlace = new Map(rows.map(({ n, ...found }) => [n, found as unknown as Case]));
  return wanted.map((_, at) => byPlace.get(at + 1));
}

/** Each as far as the context of the transaction lets it be seen. */
export const casesNamed = (refs: readonly CaseRef[]): Asked => ({
  text: `select ${CASE} from unnest($1::text[], $2::uuid[]) as w(of_region, of_id) join cases."case" on region = of_region and id = of_id`,
  values: [refs.map(({ region }) => region), refs.map(({ id }) => id)],
});

export async function findByNumber(
  db: Database,
  context: Context,
  region: string,
  number: string,
): Promise<Case | undefined> {
  const [row] = await under(db, context)<Case & Row>(
    `select ${CASE} from cases."case" where region = $1 and number = $2`,
    [region, number],
  );
  return row;
}

/** Open steps of the definition. */
export const tasksOf = (db: Database, context: Context, ref: CaseRef): Promise<(Task & Row)[]> =>
  openOf(db, context, ref, false);
/** Words of the citizen that wait for an answer: they stand beside the workflow and never count in it. */
export const talksOf = (db: Database, context: Context, ref: CaseRef): Promise<(Task & Row)[]> =>
  openOf(db, context, ref, true);

const openOf = (db: Database, context: Context, ref: CaseRef, talks: boolean): Promise<(Task & Row)[]> =>
  db.query(
    context,
    `select ${TASK} from cases.task where region = $1 and case_id = $2 and (step like '@%') = $3 order by opened_at, step`,
    [ref.region, ref.id, talks],
  );

export const eventsOf = (db: Database, context: Context, ref: CaseRef): Promise<(Event & Row)[]> =>
  db.query(
    context,
    `select version, at, actor, actor_label as "actorLabel", office, kind, step, data from cases.event
     where region = $1 and case_id = $2 order by version`,
    [ref.region, ref.id],
  );

export type Note = { readonly version: number; readonly kind: string; readonly body: string };
export const notesOf = (db: Database, context: Context, ref: CaseRef): Promise<(Note & Row)[]> =>
  db.query(context, 'select version, kind, body from cases.note where region = $1 and case_id = $2 order by version', [
    ref.region,
    ref.id,
  ]);

export type StoredCaseFile = CaseFile & { readonly sha256: Buffer };
export const filesOf = (
  db: Database,
  context: Context,
  ref: CaseRef,
  which: 'standing' | 'removed too' = 'standing',
): Promise<(StoredCaseFile & Row)[]> =>
  db.query(
    context,
    `select id, question, name, type, size, stored, sha256, uploaded_at as "uploadedAt" from cases.file
     where region = $1 and case_id = $2 and (removed_at is null or $3) order by uploaded_at`,
    [ref.region, ref.id, which === 'removed too'],
  );

export const draftsOf = (db: Database, context: Context, region: string, applicant: string): Promise<(Case & Row)[]> =>
  db.query(
    context,
    `select ${CASE} from cases."case" where region = $1 and applicant = $2 and status = 'draft' order by begun_at desc limit 50`,
    [region, applicant],
  );

export type Mine = CaseRef & {
  readonly service: string;
  readonly serviceVersion: number;
  readonly number: string | null;
  readonly status: Case['status'];
  readonly outcome: string | null;
  readonly subjectName: string;
  readonly sentence: { readonly step: string | null; readonly office: string | null; readonly since: string };
  readonly dueAt: Date | null;
  readonly at: Date;
};

export const mineOf = (db: Database, person: string): Promise<(Mine & Row)[]> =>
  db.query(
    { persons: [person] },
    `select region, id, service, service_version as "serviceVersion", number, status, outcome, subject_name as "subjectName", sentence,
      due_at as "dueAt", at from cases.mine where person = $1 and status <> 'dropped' order by at desc limit 100`,
    [person],
  );

export type StandingRow = {
  readonly id: string;
  readonly service: string;
  readonly serviceVersion: number;
  readonly status: Case['status'];
  readonly outcome: string | null;
  readonly office: string | null;
  readonly step: string | null;
  readonly stepOffice: string | null;
  readonly since: Date;
  readonly dueAt: Date | null;
  readonly repairUntil: Date | null;
};
/** Past the wall, for whoever holds the receipt's code; bounded by the region that the number names. */
export async function standingOf(db: Database, region: string, number: string): Promise<StandingRow | undefined> {
  const [row] = await db.query<StandingRow & Row>(
    { regions: [region] },
    `select id, service, service_version as "serviceVersion", status, outcome, office, step, step_office as "stepOffice", since,
       due_at as "dueAt", repair_until as "repairUntil" from cases.standing_of($1, $2)`,
    [region, number],
  );
  return row;
}

/** The relay's write: newer versions only, so that jobs may repeat and overtake. */
export async function followMine(relay: Queryable, row: Row): Promise<void> {
  await relay.query(
    `insert into cases.mine (person, region, id, service, service_version, number, status, outcome, subject, subject_name, sentence, due_at, version, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     on conflict (person, region, id) do update set number = excluded.number, status = excluded.status, outcome = excluded.outcome,
       sentence = excluded.sentence, due_at = excluded.due_at, version = excluded.version, at = excluded.at
     where mine.version < excluded.version`,
    [
      ...[row.person, row.region, row.id, row.service, row.serviceVersion, row.number, row.status, row.outcome],
      ...[row.subject, row.subjectName, JSON.stringify(row.sentence), row.dueAt, row.version, row.at],
    ],
  );
}

export type InboxItem = Task & { readonly region: string; readonly id: string };
export type InboxQuery = {
  readonly office: string;
  readonly desks: readonly string[];
  readonly limit: number;
  /** The last row seen: due time and id. */
  readonly after?: { readonly due: Date | null; readonly id: string };
  readonly service?: string;
  readonly holder?: string;
  /** Only these steps, each as 'service step'. */
  readonly steps?: readonly string[];
};

/** Each desk reads its own run of the index; the runs are merged, so a full office costs no sort of all. */
export function inbox(db: Database, context: Context, q: InboxQuery): Promise<(InboxItem & Row)[]> {
  const region = q.office.slice(0, q.office.indexOf('/'));
  return db.query(
    context,
    `select t.* from unnest($3::text[]) as d(desk) cross join lateral (
       select region, case_id as id, ${TASK} from cases.task
       where region = $1 and office = $2 and desk = d.desk
         and ($5::timestamptz is null or (due_at, case_id) > ($5, $6::uuid))
         and ($7::text is null or service = $7) and ($8::text is null or claimed_by = $8)
         and ($9::text[] is null or service || ' ' || step = any ($9))
       order by due_at, case_id limit $4) t
     order by t."dueAt", t.id limit $4`,
    [
      region,
      q.office,
      q.desks,
      q.limit,
      q.after?.due ?? null,
      q.after?.id ?? null,
      q.service ?? null,
      q.holder ?? null,
      q.steps ?? null,
    ],
  );
}

export type FoundCase = CaseRef &
  Pick<Case, 'service' | 'serviceVersion' | 'status' | 'outcome' | 'subjectName' | 'applicantName' | 'submittedAt'> & {
    readonly number: string;
  };
/** Past the wall, inside the seat that the context names: by words of a name, the longest first, or by people. */
export function seek(
  db: Database,
  context: Context,
  q: {
    readonly seat: string;
    readonly words?: readonly string[];
    readonly people?: readonly string[];
    readonly most: number;
  },
): Promise<(FoundCase & Row)[]> {
  const [longest = '%', ...others] = (q.words ?? []).map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  return db.query(
    context,
    `select region, id, number, service, service_version as "serviceVersion", status, outcome, subject_name as "subjectName",
       applicant_name as "applicantName", submitted_at as "submittedAt" from cases.seek($1, $2, $3, $4, $5)`,
    [q.seat, longest, others, q.people ?? [], q.most],
  );
}

export type Hand = { readonly id: string; readonly step: string; readonly label: string };
/** Who acted last in each step of these cases: whoever signs sees it. */
export const handsOf = (
  db: Database,
  context: Context,
  region: string,
  ids: readonly string[],
): Promise<(Hand & Row)[]> =>
  db.query(
    context,
    `select distinct on (case_id, step) case_id as id, step, actor_label as label from cases.event
     where region = $1 and case_id = any ($2::uuid[]) and kind = 'acted' and step is not null order by case_id, step, version desc`,
    [region, ids],
  );

/** How many wait at these desks, counted to 200 and no further; and how many are late. */
export async function inboxCounts(
  db: Database,
  context: Context,
  q: { office: string; desks: readonly string[]; now: Date; holder: string },
): Promise<{ waiting: number; late: number; held: number }> {
  const region = q.office.slice(0, q.office.indexOf('/'));
  const [row] = await db.query<{ waiting: number; late: number; held: number }>(
    context,
    `select count(*)::int as waiting, count(*) filter (where due_at < $4)::int as late, count(*) filter (where claimed_by = $5 and claimed_until > $4)::int as held
     from unnest($3::text[]) as d(desk) cross join lateral (
       select due_at, claimed_by, claimed_until from cases.task where region = $1 and office = $2 and desk = d.desk order by due_at limit 200) t`,
    [region, q.office, q.desks, q.now, q.holder],
  );
  return row ?? { waiting: 0, late: 0, held: 0 };
}

/** Open tasks past their time that nobody was told of yet. */
export const overdueTasks = (db: Queryable, now: Date, limit: number): Promise<(InboxItem & Row)[]> =>
  db.query(
    `select region, case_id as id, ${TASK} from cases.task where due_at < $1 and not 'late' = any (marks) order by due_at limit $2`,
    [now, limit],
  );

export async function takeSerials(db: Database, region: string, many: number): Promise<number> {
  const [row] = await db.query<{ first: number }>({}, 'select cases.take_serials($1, $2) as first', [region, many]);
  if (!row) throw new Error('no serials');
  return row.first;
}

/** Keys of other cases that ran out: removed so that the same may be asked again. */
export const releaseExpiredKeys = (db: Database, context: Context, region: string, now: Date): Promise<Row[]> =>
  db.query(context, 'delete from cases.unique_key where region = $1 and until < $2 returning service', [region, now]);

export const keysOf = (
  db: Database,
  context: Context,
  ref: CaseRef,
): Promise<{ service: string; key: Buffer; until: Date | null }[]> =>
  db.query(context, 'select service, key, until from cases.unique_key where region = $1 and case_id = $2', [
    ref.region,
    ref.id,
  ]);
export const locksOf = (db: Database, context: Context, ref: CaseRef): Promise<{ key: Buffer }[]> =>
  db.query(context, 'select key from cases.lock where region = $1 and case_id = $2', [ref.region, ref.id]);

export const savePlan = (tx: Queryable, ref: CaseRef, plan: unknown): Promise<Row[]> =>
  tx.query(
    `insert into cases.plan (region, case_id, plan) values ($1, $2, $3) on conflict (region, case_id) do update set plan = excluded.plan`,
    [ref.region, ref.id, JSON.stringify(plan)],
  );
export const planOf = async (tx: Queryable, ref: CaseRef): Promise<unknown> =>
  (
    await tx.query<{ plan: unknown }>('select plan from cases.plan where region = $1 and case_id = $2', [
      ref.region,
      ref.id,
    ])
  )[0]?.plan;
export const deletePlan = (tx: Queryable, ref: CaseRef): Promise<Row[]> =>
  tx.query('delete from cases.plan where region = $1 and case_id = $2', [ref.region, ref.id]);

/** What is due, oldest first, in every region. */
export const dueToErase = (relay: Queryable, now: Date, limit: number): Promise<(CaseRef & Row)[]> =>
  relay.query('select region, id from cases."case" where erase_at <= $1 order by erase_at limit $2', [now, limit]);

export async function eraseConsents(tx: Queryable, ref: CaseRef): Promise<void> {
  await tx.query('delete from cases.consent where region = $1 and case_id = $2', [ref.region, ref.id]);
}

export async function forgetMine(
  relay: Queryable,
  { region, id, applicant }: CaseRef & { readonly applicant: string },
): Promise<void> {
  await relay.query('delete from cases.mine where person = $1 and region = $2 and id = $3', [applicant, region, id]);
}

export const sweepKeys = (relay: Database, before: Date): Promise<Row[]> =>
  relay.query({}, 'delete from platform.idempotency where at < $1', [before]);
