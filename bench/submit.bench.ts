import { createHash, randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { SUBMIT } from '../src/capabilities/cases/kinds.ts';
import { withHouse } from '../src/compose-rooms.ts';
import { readService } from '../src/compose-services.ts';
import { statementOf } from '../src/platform/step/statement.ts';
import { refuseCareless } from '../tests/crash/run.ts';
import { Lab, type Who } from '../tests/support/lab.ts';
import { post } from '../tests/support/walker.ts';
import { type Bench, inTurns, type Rate, rate } from './figures.ts';

// Sending a case of twenty questions, from 32 clients over HTTP: session, draft, register, validation, one step with event, audit, task
// and outgoing work, under row-level security. Beside it the same statement with the same rows, as the owner, without security or triggers.

const CLIENTS = 32;
const EACH = Number(process.env.BENCH_EACH ?? 1500);
const TIMES = 3;
const SERVICE = '32.76/dua-puluh';

type Draft = { readonly id: string; readonly who: Who };

export const bench: Bench = async (tell) => {
  const lab = await Lab.open();
  try {
    await refuseCareless(lab);
    await publish(lab);
    const people = await citizens(lab);
    await lab.start('web');
    const limit = await directly(lab);
    // What a process that has just started must learn first is nobody's rate.
    await send(lab, await drafts(lab, people, 400));
    const result = await inTurns(
      TIMES,
      async () => send(lab, await drafts(lab, people, EACH)),
      async () => limit.run(await drafts(lab, people, EACH)),
    );
    await limit.close();
    tell(`${Math.round(result.ours.perSecond)}/s beside ${Math.round(result.limit.perSecond)}/s`);
    return [
      {
        ...{
          name: 'submit',
          value: result.ours.perSecond,
          unit: 'cases/s',
          limit: result.limit.perSecond,
          ratio: result.ratio,
        },
        ...{ p50: result.ours.p50, p99: result.ours.p99 },
        note: `limit: the same rows in one statement by the driver, ${CLIENTS} connections, owner, no security or triggers`,
      },
    ];
  } finally {
    await lab.close();
  }
};

const publish = (lab: Lab): Promise<unknown> =>
  withHouse(lab.config(), async ({ house }) => {
    const { definition, problems, sources } = readService(house, 'service/service.yaml', import.meta.dirname);
    if (!definition) throw new Error(JSON.stringify(problems[0]));
    await house.catalogue.publish({ definition, sources, by: 'bench' });
  });

type Person = { readonly id: string; readonly name: string; readonly who: Who };

async function citizens(lab: Lab): Promise<readonly Person[]> {
  const rows = await lab.sql<{ id: string; name: string }>(
    `select p.id::text as id, p.name from people.person p join accounts.account a on a.person::text = p.id::text where p.region = '32.76' order by p.nik limit 8`,
  );
  return Promise.all(rows.map(async (row) => ({ ...row, who: await lab.login('citizen', row.id) })));
}

const ANSWERS = JSON.stringify(
  Object.fromEntries(
    Array.from({ length: 20 }, (_, i) => [
      `q${i + 1}`,
      `Jawaban panjang nomor ${i + 1} dari warga yang menulis seratus huruf kurang lebih di tiap kotak`,
    ]),
  ),
);

/** Filled-in drafts, written past the step: what comes before sending is not what is measured. */
async function drafts(lab: Lab, people: readonly Person[], many: number): Promise<readonly Draft[]> {
  const made = Array.from({ length: many }, (_, i) => ({
    id: randomUUID(),
    person: people[i % people.length] as Person,
  }));
  const client = new pg.Client({ connectionString: lab.adminUrl });
  await client.connect();
  await client.query(`set session_replication_role = replica`);
  await client.query(
    `insert into cases."case" (region, id, version, head, acted_by, acted_at, service, service_version, status, applicant, subject, authority,
       channel, applicant_name, subject_name, answers, facts, flow, begun_at, erase_at)
     select '32.76', x.id, 1, sha256(x.id::text::bytea), x.person, now(), $4, 1, 'draft', x.person, x.person, 'self', 'warga', x.name, x.name, $5,
       (select jsonb_build_object('applicant', jsonb_build_object('nik', p.nik), 'subject', jsonb_build_object('nik', p.nik), 'family', null)
        from people.person p where p.id::text = x.person), '{"decidedBy": {}, "asks": {}, "from": {}, "repair": null, "closed": []}', now(), now() + interval '90 days'
     from unnest($1::uuid[], $2::text[], $3::text[]) x(id, person, name)`,
    [made.map((one) => one.id), made.map((one) => one.person.id), made.map((one) => one.person.name), SERVICE, ANSWERS],
  );
  await client.query('analyze cases."case"');
  await client.end();
  return made.map(({ id, person }) => ({ id, who: person.who }));
}

function send(lab: Lab, of: readonly Draft[]): Promise<Rate> {
  return rate(
    CLIENTS,
    of.map(({ id, who }) => async () => {
      const path = `/permohonan/32.76/${id}/periksa`;
      const answer = await post(lab, who, path, { benar: 'ya', versi: '1', kunci: randomUUID() });
      if (!answer.location.endsWith('/terkirim')) throw new Error(`not sent: ${answer.status} ${answer.location}`);
    }),
  );
}

/** The step's own statement with the values of a real sending, on as many connections as there are clients. */
async function directly(lab: Lab) {
  const pool = new pg.Pool({
    ...{ connectionString: lab.adminUrl, max: CLIENTS },
    options: '-c session_replication_role=replica -c plan_cache_mode=force_generic_plan',
  });
  const text = statementOf(SUBMIT);
  let serial = 9_000_000;
  return {
    close: () => pool.end(),
    run: (of: readonly Draft[]) =>
      rate(
        CLIENTS,
        of.map(({ id }) => {
          const values = valuesFor(id, `3276${serial++}X`);
          return () => pool.query({ name: 'limit', text, values });
        }),
      ),
  };
}

function valuesFor(id: string, number: string): unknown[] {
  const at = new Date().toISOString();
  const one = (...values: (string | null)[]) => values.map((value) => [value]);
  const fields = Array.from({ length: 20 }, (_, i) => ({
    name: `q${i}`,
    digest: randomBytes(32).toString('base64url'),
  }));
  const body = Buffer.from(JSON.stringify({ id, fields }));
  const prev = createHash('sha256').update(id).digest();
  const head = createHash('sha256').update(prev).update(body).digest();
  return [
    ...one(
      '32.76',
      id,
      '1',
      hex(prev),
      hex(head),
      hex(body),
      'warga',
      'warga',
      'self',
      null,
      'submit',
      randomUUID(),
      at,
      `{"number": "${number}"}`,
    ),
    ...one('running', number, '32.76/dukcapil', '{"32.76/dukcapil"}', ANSWERS, '{}', '{}', at, at, null),
    ...one('1', randomUUID(), 'case.moved', '{"kind": "submitted"}', at),
    ...one('1', '2', at, 'warga', 'Warga', null, 'submitted', null, '{}'),
    ...one(
      '1',
      'verifikasi',
      '2',
      '32.76/dukcapil',
      'verifikator',
      SERVICE,
      number,
      'Warga',
      'Warga',
      '{}',
      at,
      at,
      '{}',
      null,
      null,
      null,
    ),
    ...[[], [], [], []],
    ...[[], []],
  ];
}

const hex = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`;
