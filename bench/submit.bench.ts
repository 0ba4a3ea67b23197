import { randomBytes, randomUUID } from 'node:crypto';
import { refuseCareless } from '../tests/crash/run.ts';
import { Lab } from '../tests/support/lab.ts';
import { type Bench, inTurns, type Rate } from './figures.ts';
import { openLimit } from './support/limit.ts';
import { ANSWERS, CLIENTS, citizens, drafts, idInSql, publish, SERVICE, send } from './support/twenty.ts';

// Sending a case of twenty questions, from 32 clients over HTTP: session, draft, register, validation, one step with event, audit, task
// and outgoing work, under row-level security. Beside it the same rows in one statement, as the owner, without security or triggers.

/** Of each client, in each turn. */
const EACH = Number(process.env.BENCH_EACH ?? 100);
const TIMES = 5;

export const bench: Bench = async (tell) => {
  const lab = await Lab.open(400);
  try {
    await refuseCareless(lab);
    await publish(lab);
    const people = await citizens(lab);
    await lab.start('web');
    const limit = await openLimit(limitOf(lab));
    let turn = 0;
    const ours = async (each: number): Promise<Rate> => {
      const run = `ours-${turn++}`;
      await drafts(lab, people, run, each);
      return send(people, run, { each: each, ports: [lab.port] });
    };
    await drafts(lab, people, 'limit', EACH * (TIMES + 1));
    const bare = async (): Promise<Rate> => {
      const measured = await limit.run(EACH);
      // Its outgoing work stays its own: the hub would move it in our next turn.
      await lab.sql('truncate platform.outbox');
      return measured;
    };
    // What a process that has just started must learn first is nobody's rate.
    await ours(60);
    await bare();
    const result = await inTurns(TIMES, () => ours(EACH), bare);
    await limit.close();
    tell(`${Math.round(result.ours.perSecond)}/s beside ${Math.round(result.limit.perSecond)}/s`);
    return [
      {
        ...{ name: 'submit', value: result.ours.perSecond, unit: 'cases/s' },
        ...{ limit: result.limit.perSecond, ratio: result.ratio, p50: result.ours.p50, p99: result.ours.p99 },
        note: `limit: the same rows in one statement, ${CLIENTS} clients, owner, no security or triggers, by ${limit.by}; medians of ${TIMES} turns of ${EACH * CLIENTS}`,
      },
    ];
  } finally {
    await lab.close();
  }
};

/** As many bytes as a real sending writes, in the same rows. */
function limitOf(lab: Lab) {
  const digests = Array.from({ length: 20 }, (_, i) => ({
    name: `q${i + 1}`,
    digest: randomBytes(32).toString('base64url'),
  }));
  const about = { event: { opened: ['verifikasi'], due: new Date().toISOString() }, step: null, fields: digests };
  return {
    ...{ url: lab.adminUrl, dir: lab.dir, clients: CLIENTS },
    constants: {
      ...{
        answers: ANSWERS,
        flow: '{"decidedBy": {}, "asks": {}, "from": {"verifikasi": null}, "repair": null, "closed": []}',
      },
      ...{
        facts: JSON.stringify({
          profile: 'own',
          applicant: PERSON,
          subject: PERSON,
          family: { members: [PERSON, PERSON, PERSON] },
        }),
      },
      ...{
        about: JSON.stringify(about),
        payload: JSON.stringify({ kind: 'submitted', number: '', status: 'running', sentence: {} }),
      },
    },
    sql: LIMIT_SQL.replaceAll(/\s+/g, ' '),
  };
}

const PERSON = {
  ...{
    id: randomUUID(),
    nik: '3276010101010001',
    name: 'Dewi Lestari',
    sex: 'female',
    birthDate: '1990-01-01',
    birthPlace: 'Depok',
  },
  ...{
    age: 36,
    religion: 'islam',
    maritalStatus: 'married',
    everMarried: true,
    spouseNik: null,
    kk: '3276010101010001',
    alive: true,
  },
  ...{ village: '32.76.01.1001', region: '32.76', shdk: 'wife', isHead: false, cardIssued: true, protected: false },
};

const LIMIT_SQL = `
with x as materialized (select ${idInSql('limit', ':client', ':i')} as id, 'L' || :client::text || '-' || :i::text as number,
    convert_to(:about::text, 'utf8') as body),
u as (update cases."case" c set version = 2, head = sha256(c.head || x.body), acted_by = 'warga', acted_at = now(), status = 'running',
    number = x.number, office = '32.76/dukcapil', offices = '{"32.76/dukcapil"}', answers = :answers::jsonb, facts = :facts::jsonb,
    flow = :flow::jsonb, submitted_at = now(), due_at = now(), erase_at = null, subject_name = 'Warga'
  from x where c.region = '32.76' and c.id = x.id and c.version = 1 returning c.id, x.number, x.body, sha256(x.id::text::bytea) as prev),
a as (insert into audit.act (region, kind, id, version, at, actor, subject, authority, action, body, prev, hash)
  select '32.76', 'case', id, 2, now(), 'warga', 'warga', 'self', 'submit', body, prev, sha256(prev || body) from u),
e as (insert into cases.event (region, case_id, version, at, actor, actor_label, kind, data)
  select '32.76', id, 2, now(), 'warga', 'Warga', 'submitted', '{}' from u),
k as (insert into platform.idempotency (region, actor, key, subject, answer, at)
  select '32.76', 'warga', id::text, id, jsonb_build_object('number', number), now() from u),
o as (insert into platform.outbox (region, id, topic, subject, actor, payload)
  select '32.76', id, 'case.moved', id::text, 'warga', :payload::jsonb from u),
t as (insert into cases.task (region, case_id, step, since, office, desk, service, number, subject_name, applicant_name, opened_at, due_at)
  select '32.76', id, 'verifikasi', 2, '32.76/dukcapil', 'verifikator', '${SERVICE}', number, 'Warga', 'Warga', now(), now() from u)
select 1 / count(*) from u`;
