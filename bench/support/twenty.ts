import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { withHouse } from '../../src/compose-rooms.ts';
import { readService } from '../../src/compose-services.ts';
import type { Lab, Who } from '../../tests/support/lab.ts';
import { type Rate, rate } from '../figures.ts';
import { Connection } from './client.ts';

// A case of twenty questions, ready to be sent, and clients who send it.

export const CLIENTS = 32;
export const SERVICE = '32.76/dua-puluh';

export const publish = (lab: Lab): Promise<unknown> =>
  withHouse(lab.config(), async ({ house }) => {
    const { definition, problems, sources } = readService(
      house,
      'service/service.yaml',
      join(import.meta.dirname, '..'),
    );
    if (!definition) throw new Error(JSON.stringify(problems[0]));
    await house.catalogue.publish({ definition, sources, by: 'bench' });
  });

export type Person = { readonly id: string; readonly name: string; readonly who: Who };

export async function citizens(lab: Lab): Promise<readonly Person[]> {
  const rows = await lab.sql<{ id: string; name: string }>(
    `select p.id::text as id, p.name from people.person p join accounts.account a on a.person::text = p.id::text
     where p.region = '32.76' and p.status = 'alive' order by p.nik limit ${CLIENTS}`,
  );
  return Promise.all(rows.map(async (row) => ({ ...row, who: await lab.login('citizen', row.id) })));
}

export const ANSWERS = JSON.stringify(
  Object.fromEntries(
    Array.from({ length: 20 }, (_, i) => [
      `q${i + 1}`,
      `Jawaban panjang nomor ${i + 1} dari warga yang menulis seratus huruf kurang lebih di tiap kotak`,
    ]),
  ),
);

const BEGAN = Date.now();
/** The id of a client's draft. As the hub's own ids (UUIDv7) those begun later sort later; here one a millisecond, and the rest by chance. */
export const idOf = (run: string, client: number, i: number): string => {
  const millis = (BEGAN + i * CLIENTS + client).toString(16).padStart(12, '0');
  const chance = createHash('md5').update(`${run}-${client}-${i}`).digest('hex');
  return `${millis.slice(0, 8)}-${millis.slice(8)}-7${chance.slice(0, 3)}-8${chance.slice(3, 6)}-${chance.slice(6, 18)}`;
};
/** The same in SQL. @param client SQL as well, and so is `i` */
export function idInSql(run: string, client: string, i: string): string {
  const chance = `md5('${run}-' || ${client}::text || '-' || ${i}::text)`;
  const millis = `lpad(to_hex(${BEGAN} + ${i}::bigint * ${CLIENTS} + ${client}::bigint), 12, '0')`;
  return `(${millis} || '7' || substr(${chance}, 1, 3) || '8' || substr(${chance}, 4, 15))::uuid`;
}

/** Filled-in drafts, written past the step: what comes before sending is not what is measured. */
export async function drafts(lab: Lab, people: readonly Person[], run: string, each: number): Promise<void> {
  const client = new pg.Client({ connectionString: lab.adminUrl });
  await client.connect();
  await client.query(`set session_replication_role = replica`);
  await client.query(
    `insert into cases."case" (region, id, version, head, acted_by, acted_at, service, service_version, status, applicant, subject, authority,
       channel, applicant_name, subject_name, answers, facts, flow, begun_at, erase_at)
     select '32.76', x.id, 1, sha256(x.id::text::bytea), x.person, now(), $4, 1, 'draft', x.person, x.person, 'self', 'warga', x.name, x.name, $5,
       (select jsonb_build_object('profile', 'own', 'applicant', jsonb_build_object('nik', p.nik), 'subject', jsonb_build_object('nik', p.nik), 'family', null)
        from people.person p where p.id::text = x.person), '{"decidedBy": {}, "asks": {}, "from": {}, "repair": null, "closed": []}', now(), now() + interval '90 days'
     from unnest($1::uuid[], $2::text[], $3::text[]) x(id, person, name)`,
    [
      ...[everyOf(each, (client, i) => idOf(run, client, i)), everyOf(each, (client) => personOf(people, client).id)],
      ...[everyOf(each, (client) => personOf(people, client).name), SERVICE, ANSWERS],
    ],
  );
  await client.query('vacuum analyze cases."case"');
  await client.end();
}

const everyOf = <T>(each: number, one: (client: number, i: number) => T): T[] =>
  Array.from({ length: CLIENTS }, (_, client) => Array.from({ length: each }, (_, i) => one(client, i + 1))).flat();
const personOf = (people: readonly Person[], client: number): Person => people[client % people.length] as Person;

/** Each client on a connection of its own sends its drafts one after another. */
export async function send(
  people: readonly Person[],
  run: string,
  { each, ports }: { readonly each: number; readonly ports: readonly number[] },
): Promise<Rate> {
  const idle = Array.from({ length: CLIENTS }, (_, client) => new Connection(ports[client % ports.length] ?? 0));
  const work = Array.from({ length: each }, (_, i) =>
    Array.from({ length: CLIENTS }, (_, client) => async () => {
      const { who } = personOf(people, client);
      const connection = idle.pop() as Connection;
      const answer = await connection.send({
        ...{ method: 'POST', path: `/permohonan/32.76/${idOf(run, client, i + 1)}/periksa` },
        headers: {
          ...{ cookie: `sesi=${who.cookie}`, 'x-bukti': who.proof, accept: 'text/html' },
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: `benar=ya&versi=1&kunci=${randomUUID()}`,
      });
      idle.push(connection);
      if (!answer.location.endsWith('/terkirim')) throw new Error(`not sent: ${answer.status} ${answer.body}`);
    }),
  ).flat();
  const measured = await rate(CLIENTS, work);
  for (const connection of idle) connection.close();
  return measured;
}
