import { statfsSync } from 'node:fs';
import pg from 'pg';
import type { Lab } from '../../tests/support/lab.ts';
import type { Tell } from '../figures.ts';

// Cases of years, laid by SQL: few offices hold most of them, nearly all are closed and thin, each with its events, its chained acts and
// its line in the citizen's own list. More cases are those of more people, about three each; a few of them stand in the register. The same
// seed lays the same.

const BATCH = 20_000;
const OFFICES = 500;
const MOST_KB_A_CASE = 2.5;
/** The office that holds most, and what it does with the service of twenty questions. */
export const BIG = {
  region: '32.76',
  office: '32.76/dukcapil',
  desk: 'verifikator',
  service: '32.76/dua-puluh',
} as const;

/** Why a number of cases can't be laid on this machine; undefined when it can. */
export function tooSmall(lab: Lab, cases: number): string | undefined {
  const { bavail, bsize } = statfsSync(lab.dir);
  const free = (bavail * bsize) / 2 ** 30;
  // Tables and indexes, and as much again for WAL and sorting while they are laid.
  const wanted = (cases * MOST_KB_A_CASE * 2) / 2 ** 20;
  return free > wanted
    ? undefined
    : `${sayMany(cases)} cases want ${wanted.toFixed(0)} GB of disk, ${free.toFixed(0)} GB are free`;
}

export const sayMany = (cases: number): string =>
  cases >= 1e6 ? `${cases / 1e6} M` : cases >= 1000 ? `${cases / 1000} k` : cases === 0 ? 'empty' : String(cases);

/** `kbACase`: tables; `gigabytes`: with their indexes. */
export type Laid = { readonly kbACase: number; readonly gigabytes: number; readonly minutes: number };

/** Lays cases `from + 1` to `to`, with a bar. @throws where what a case takes is more than it may */
export async function layCases(lab: Lab, from: number, to: number, tell: Tell): Promise<Laid> {
  const client = new pg.Client({ connectionString: lab.adminUrl });
  await client.connect();
  const began = performance.now();
  try {
    const before = await bytes(client);
    // What is laid here can be laid again; the server's own setting stays on.
    await client.query(`set session_replication_role = replica; set synchronous_commit = off; ${FUNCTIONS}`);
    // Built once at the end they cost a fraction of what every row would pay.
    await client.query(
      `update pg_index set indisready = false, indisvalid = false where indrelid = any ($1::regclass[])`,
      [TABLES],
    );
    let told = 0;
    for (let at = from; at < to; at += BATCH) {
      const last = Math.min(at + BATCH, to);
      await client.query(`select setseed(${((at / BATCH) % 1000) / 1000})`);
      await client.query(LAY, [at + 1, last, to]);
      const tenths = Math.floor(((last - from) / (to - from)) * 20);
      if (tenths > told) {
        told = tenths;
        const seconds = (performance.now() - began) / 1000;
        tell(
          `${'█'.repeat(tenths)}${'░'.repeat(20 - tenths)} ${sayMany(last)} cases, ${((last - from) / seconds).toFixed(0)}/s`,
        );
      }
    }
    await client.query(`set synchronous_commit = on; set maintenance_work_mem = '512MB'`);
    tell('indexes …');
    for (const table of TABLES) await client.query(`reindex table ${table}`);
    await client.query(
      `insert into cases.serial (region, next) select distinct region, $1::int + 1 from cases."case"
      on conflict (region) do update set next = excluded.next`,
      [to],
    );
    for (const table of TABLES) await client.query(`vacuum (freeze, analyze) ${table}`);
    await client.query('checkpoint');
    const after = await bytes(client);
    const kbACase = (after.tables - before.tables) / 1024 / (to - from);
    if (to - from >= 100_000 && kbACase > MOST_KB_A_CASE) throw new Error(`${kbACase.toFixed(2)} KB a case`);
    return { kbACase, gigabytes: after.all / 2 ** 30, minutes: (performance.now() - began) / 60_000 };
  } finally {
    await client.end();
  }
}

const TABLES = ['cases."case"', 'cases.task', 'cases.event', 'audit.act', 'cases.mine', 'platform.idempotency'];

async function bytes(client: pg.Client): Promise<{ readonly tables: number; readonly all: number }> {
  const { rows } = await client.query(
    `select sum(pg_table_size(t::regclass))::float8 as tables, sum(pg_total_relation_size(t::regclass))::float8 as all from unnest($1::text[]) t`,
    [TABLES],
  );
  return rows[0];
}

/** The check letter of a case's number, as the kernel makes it. */
const CHECK = Array.from({ length: 11 }, (_, i) => `substr(digits, ${i + 1}, 1)::int * ${2 ** (11 - i)}`).join(' + ');

const FUNCTIONS = `
create temp table if not exists known as select (row_number() over (order by nik) - 1)::int as nth, id::text as id from people.person
  where region = '${BIG.region}' and status = 'alive' order by nik limit 200;
create or replace function pg_temp.person_of(n int) returns text language sql immutable as $f$
  select overlay(md5('person ' || n)::uuid::text placing '7' from 15 for 1) $f$;
create or replace function pg_temp.name_of(n int) returns text language sql immutable as $f$
  select (array['Siti','Dewi','Budi','Agus','Sri','Eko','Rina','Andi','Putri','Joko','Wati','Dedi','Yuli','Hendra','Nur','Tri','Rudi','Lina','Asep','Maya'])[1 + mod(n, 20)]
    || ' ' || (array['Lestari','Santoso','Wulandari','Hidayat','Rahayu','Saputra','Nurhaliza','Setiawan','Handayani','Kurniawan','Utami','Wijaya','Permata','Gunawan','Anggraini','Susanto','Puspita','Firmansyah','Maharani','Siregar'])[1 + mod(n / 20, 20)]
    || ' ' || initcap(substr(md5('name ' || n), 1, 5)) $f$`;

// One statement a batch: what hangs on a case is made from the same row of chance.
const LAY = `
with g as materialized (
  select n, floor(${OFFICES} * power(random(), 4))::int as o, floor(random() * $3 * 0.3)::int as p, random() as fate, random() as due,
    now() - interval '2 years' * (1 - n::float8 / $3) - interval '1 hour' as at
  from generate_series($1::int, $2::int) n),
c as materialized (
  select n, p, at, due, fate > 0.94 as open,
    case when o < 10 then '${BIG.region}' else (31 + o % 5) || '.' || lpad((1 + o % 79)::text, 2, '0') end as region,
    case when o = 0 then '${BIG.office}' else case when o < 10 then '${BIG.region}' else (31 + o % 5) || '.' || lpad((1 + o % 79)::text, 2, '0') end || '/kel-' || o end as office,
    (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid as id,
    coalesce(k.id, pg_temp.person_of(p)) as person, pg_temp.name_of(p) as name,
    convert_to('{"v":1,"kind":"case","id":' || n || ',"about":{"fields":[]}}', 'utf8') as body
  from g left join known k on k.nth = g.p),
v as materialized (select c.*, digits || substr('ACEFHJKMNPRTUVWXY', 1 + (${CHECK}) % 17, 1) as number, sha256(body) as h1, sha256(sha256(body) || body) as h2,
  sha256(sha256(sha256(body) || body) || body) as h3 from (select c.*, replace(region, '.', '') || lpad(n::text, 7, '0') as digits from c) c),
k as (insert into cases."case" (region, id, version, head, acted_by, acted_at, number, service, service_version, status, outcome, office, offices,
    applicant, subject, authority, channel, applicant_name, subject_name, answers, facts, flow, begun_at, submitted_at, due_at, finished_at)
  select region, id, case when open then 2 else 3 end, case when open then h2 else h3 end, person, at, number, '${BIG.service}', 1,
    case when open then 'running' else 'closed' end, case when open then null else 'selesai' end, office, array[office], person, person, 'self', 'warga',
    name, name, case when open then jsonb_build_object('q1', 'Jawaban ' || n, 'q2', 'Jawaban kedua') else '{}' end, '{}',
    '{"decidedBy": {}, "asks": {}, "from": {"verifikasi": null}, "repair": null, "closed": []}', at, at, case when open then now() + interval '10 days' * (due - 0.3) end,
    case when open then null else at + interval '3 hours' end from v),
t as (insert into cases.task (region, case_id, step, since, office, desk, service, number, subject_name, applicant_name, opened_at, due_at)
  select region, id, 'verifikasi', 2, office, '${BIG.desk}', '${BIG.service}', number, name, name, at, now() + interval '10 days' * (due - 0.3) from v where open),
e as (insert into cases.event (region, case_id, version, at, actor, actor_label, office, kind, step)
  select region, id, version, at + interval '1 hour' * version, case when version < 3 then person else 'petugas' end, 'Warga', case when version = 3 then office end,
    (array['begun', 'submitted', 'acted'])[version], case when version = 3 then 'verifikasi' end
  from v, generate_series(1, case when open then 2 else 3 end) version),
a as (insert into audit.act (region, kind, id, version, at, actor, subject, authority, office, action, body, prev, hash)
  select region, 'case', id, version, at + interval '1 hour' * version, case when version < 3 then person else 'petugas' end, person,
    case when version < 3 then 'self' else 'office' end, case when version = 3 then office end, (array['begin', 'submit', 'decide'])[version], body,
    (array[''::bytea, h1, h2])[version], (array[h1, h2, h3])[version]
  from v, generate_series(1, case when open then 2 else 3 end) version)
insert into cases.mine (person, region, id, service, service_version, number, status, outcome, subject, subject_name, sentence, due_at, version, at)
select person, region, id, '${BIG.service}', 1, number, case when open then 'running' else 'closed' end, case when open then null else 'selesai' end, person, name,
  jsonb_build_object('step', case when open then 'verifikasi' end, 'office', office, 'since', at), null, 3, at from v`;
