import { randomInt, randomUUID } from 'node:crypto';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { isUuid } from '../../src/kernel/ids.ts';
import { jknFacts } from '../support/bpjs.ts';
import { clinicTokenOf } from '../support/satusehat.ts';
import { expected, type Row } from './rows.ts';
import { type Actor, HOMES, type Home, type PermissionWorld, type Target } from './world.ts';

export type Asked = {
  readonly row: Row;
  readonly actor: Actor;
  readonly home: Home;
  readonly side: 'own' | 'other';
  readonly wanted: string | undefined;
  readonly got: string;
  readonly status: number;
  /** Whether a cache on the way may give the answer to others. */
  readonly cached: boolean;
  /** Whether pages of other origins may read it. */
  readonly shared: boolean;
  /** Words of the record that stand in the answer. */
  readonly shown: readonly string[];
  /** Whether anything of the record changed in the database. */
  readonly changed: boolean;
};

/** Puts one row's question as everybody, first about what belongs to others, then about one's own. */
export async function ask(world: PermissionWorld, row: Row, actors: readonly Actor[]): Promise<readonly Asked[]> {
  // How often one may try is not what this is about.
  await world.h.t.admin('delete from accounts.pace');
  // Who only looks keeps his session through a row; the row before may have ended it.
  const here = row.method === 'GET' ? await Promise.all(actors.map((actor) => world.again(actor))) : actors;
  return [...(await askOthers(world, row, here)), ...(await askOwn(world, row, here))];
}

/** About another's record. Nobody may change it, so one look at the end of all is enough. */
export async function askOthers(world: PermissionWorld, row: Row, actors: readonly Actor[]): Promise<readonly Asked[]> {
  if (row.on === undefined) return [];
  const asked: Asked[] = [];
  for (const home of HOMES) {
    const others = actors.filter((actor) => actor.home !== home);
    asked.push(...(await askTogether(world, row, home, others, 'other')));
  }
  return asked;
}

/** About one's own: whoever changes nothing asks together with the others, then one by one those who do. */
async function askOwn(world: PermissionWorld, row: Row, actors: readonly Actor[]): Promise<readonly Asked[]> {
  const writes = ({ name, officer }: Actor) =>
    row.method !== 'GET' && /^(ok|done)$/.test(expected(row, name, officer, 'own') ?? '');
  const asked: Asked[] = [];
  for (const home of HOMES) {
    const here = actors.filter((actor) => actor.home === home);
    const readers = here.filter((actor) => !writes(actor));
    asked.push(...(await askTogether(world, row, home, readers, 'own')));
    // Without a record of its own a question stands in nobody's way, but for the citizens: they are one person, who may end all his sessions.
    const alone = (one: Actor): boolean => row.on !== undefined || !one.officer;
    const writers = here.filter(writes);
    const together = writers.filter((one) => !alone(one));
    asked.push(...(await askTogether(world, row, home, together, 'own')));
    for (const one of writers.filter(alone)) asked.push(...(await askTogether(world, row, home, [one], 'own')));
  }
  // Without a record of its own, an act may have touched any.
  if (row.on === undefined && row.method !== 'GET') world.changedAll();
  return asked;
}

async function askTogether(
  world: PermissionWorld,
  row: Row,
  home: Home,
  actors: readonly Actor[],
  side: 'own' | 'other',
): Promise<readonly Asked[]> {
  if (actors.length === 0) return [];
  // A look at one's own is no change; what is another's is watched even then.
  const target = row.on && (side === 'other' || row.method !== 'GET') ? await world.target(home, row.on) : undefined;
  const before = target && (await fingerprint(world, target));
  const answers = await Promise.all(actors.map((actor) => askOne(world, row, actor, home, side)));
  const changed = target !== undefined && (await fingerprint(world, target)) !== before;
  if (changed && row.on) world.changed(home, row.on);
  return answers.map((one) => ({ ...one, changed }));
}

async function askOne(
  world: PermissionWorld,
  row: Row,
  actor: Actor,
  home: Home,
  side: 'own' | 'other',
): Promise<Asked> {
  const target = row.on && (await world.target(home, row.on));
  const web = await world.h.web();
  const facts = { ...(target?.facts ?? { asset: assetOf(web) }), ...(await factsWithout(world, row)) };
  const sent = request(world, row, row.method === 'GET' ? actor : await world.again(actor), facts);
  const answer = await web.inject(sent);
  const { location } = answer.headers;
  // What one asked for is shown again; the record must not be.
  const typed = `${decodeURIComponent(String(sent.url))} ${JSON.stringify(row.bytes ?? Object.values(fill({ ...row.body, ...row.json }, facts)))}`;
  const page = `${location ?? ''} ${answer.body}`;
  return {
    ...{ row, actor, home, side, changed: false, status: answer.statusCode },
    shared: answer.headers['access-control-allow-origin'] !== undefined,
    cached: !/no-store|private/.test(String(answer.headers['cache-control'] ?? '')),
    wanted: expected(row, actor.name, actor.officer, side),
    got: said(answer.statusCode, typeof location === 'string' ? location : ''),
    shown: (target?.marks ?? []).filter((mark) => page.includes(mark) && !typed.includes(mark)),
  };
}

/** What stands in requests beside a record: Mobile JKN and the own system of a Puskesmas prove themselves by tokens of their own. */
export async function factsWithout(world: PermissionWorld, { path }: Row): Promise<Target['facts']> {
  if (path.startsWith('/bpjs/')) return jknFacts(world.h);
  return path.startsWith('/api/v1/clinic/') ? { clinicToken: await clinicTokenOf(world.h) } : {};
}

function said(status: number, location: string): string {
  if (status >= 200 && status < 300) return 'ok';
  if (status < 300 || status >= 400) return String(status);
  if (/^\/masuk(\?|$)/.test(location)) return 'login';
  if (/^\/masuk\/pin(\?|$)/.test(location)) return 'pin';
  return /^\/kantor\/masuk(\?|$)/.test(location) ? 'desk' : 'done';
}

const assetOf = (web: FastifyInstance): string =>
  web.routesTaken.find(({ url }) => url.startsWith('/aset/'))?.url.slice('/aset/'.length) ?? '-';

let address = 0;

export function request(world: PermissionWorld, row: Row, actor: Actor, facts: Target['facts']): InjectOptions {
  const params = { ...facts, ...fill(row.params, facts) };
  const url = row.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined || value === '-')
      throw new Error(`${row.title}: nothing stands for :${name}; write it in params, or choose another \`on\``);
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams(fill(row.query, facts)).toString();
  const headers = { ...world.headers(actor), ...fill(row.headers, facts) };
  // Another address each time: how often one may ask is not what this is about.
  const remoteAddress = `10.${(++address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}`;
  const asked = { method: row.method as 'GET', url: query === '' ? url : `${url}?${query}`, remoteAddress };
  if (row.json)
    return { ...asked, headers: { ...headers, 'content-type': 'application/json' }, payload: fill(row.json, facts) };
  if (row.bytes !== undefined)
    return { ...asked, headers: { 'content-type': 'application/offset+octet-stream', ...headers }, payload: row.bytes };
  if (row.method === 'GET') return { ...asked, headers };
  const type = 'application/x-www-form-urlencoded';
  const payload = new URLSearchParams({ ...fill(row.body ?? {}, facts), _bukti: headers['x-bukti'] ?? '' }).toString();
  return { ...asked, headers: { ...headers, 'content-type': type }, payload };
}

function fill<W extends string | unknown>(
  words: Readonly<Record<string, W>>,
  facts: Target['facts'],
): Record<string, W> {
  const stands = (whole: string, word: string): string => {
    if (word === 'key') return randomUUID();
    if (word === 'phone') return `0812990${String(randomInt(100_000)).padStart(5, '0')}`;
    const fact = facts[word];
    if (fact === undefined || fact === '-') throw new Error(`${whole}: the record has no such fact; see world.ts`);
    return fact;
  };
  const filled = (value: W): W => (typeof value === 'string' ? (value.replace(/\$(\w+)/g, stands) as W) : value);
  return Object.fromEntries(Object.entries(words).map(([name, value]) => [name, filled(value)]));
}

/** Everything that the database holds of a record: the rows that bear one of its ids. */
async function fingerprint(world: PermissionWorld, target: Target): Promise<string> {
  const { id, paper, person, session, visit } = target.facts;
  const ids = [id, paper, session, visit].filter((one): one is string => one !== undefined && one.length > 1);
  if (!printed.has(world)) printed.set(world, makePrint(world));
  await printed.get(world);
  const [row] = await world.h.t.admin<{ print: string }>('select uji.print($1, $2, $3) as print', [
    ...[ids, [person], ids.filter(isUuid)],
  ]);
  return row?.print ?? '';
}

/** Columns that say what a row is about. Of a session only whether it ended counts: it is seen with every page. */
const ABOUT = ['id', 'case_id', 'paper_id', 'subject', 'session'];
const printed = new WeakMap<PermissionWorld, Promise<void>>();

/** A function in this world's database, which keeps its plan: it looks into every table, some thousand times. */
async function makePrint(world: PermissionWorld): Promise<void> {
  const columns = await world.h.t.admin<{ name: string; columns: string[] }>(
    `select format('%I.%I', table_schema, table_name) as name,
       array_agg(column_name || case data_type when 'uuid' then ' = any (uuids)' else '::text = any (ids)' end order by column_name) as columns
     from information_schema.columns
     where table_schema in ('cases', 'documents', 'audit', 'notices', 'accounts', 'queue') and column_name = any ($1)
       and table_name <> 'session' and table_schema || table_name not in (select schemaname || viewname from pg_views)
     group by 1, table_schema, table_name order by 1`,
    [ABOUT],
  );
  const parts = columns.map(
    ({
      name,
      columns: of,
    }) => `select coalesce(md5(string_agg(to_jsonb(t)::text, '' order by to_jsonb(t)::text)), '') as p
      from ${name} t where ${of.map((column) => `t.${column}`).join(' or ')}`,
  );
  await world.h.t.admin('create schema uji');
  await world.h.t.admin(`create function uji.print(ids text[], persons text[], uuids uuid[]) returns text language plpgsql stable as $$
    begin return (select md5(string_agg(p, ' ')) from (${parts.join(' union all ')}
    union all select coalesce(string_agg(coalesce(ended_at::text, '-'), ''), '') from accounts.session where id = any (uuids)
    union all select coalesce(md5(string_agg(to_jsonb(a)::text, '')), '') from accounts.account a where person = any (persons)
    union all select coalesce(md5(string_agg(to_jsonb(p)::text, '')), '') from people.person p where id::text = any (persons)) x); end $$`);
}
