import type { InjectOptions } from 'fastify';
import { Refusal } from '../../src/kernel/refusal.ts';
import { factsWithout, request } from '../permissions/ask.ts';
import { expected, type Row, readTable } from '../permissions/rows.ts';
import { type Actor, PermissionWorld, type Target } from '../permissions/world.ts';
import { dice } from '../support/dice.ts';
import { type TestHouse, testHouse } from '../support/house.ts';
import { hostileText, hostileValue, MARK } from './values.ts';

export type HostileRun = {
  readonly seed: number;
  readonly requests: number;
  /** Requests whose handler was reached: neither sent away at the door nor told that there is no such thing. */
  readonly reached: number;
  /** Fields that something hostile stood in at least once, of all. */
  readonly fields: { readonly hit: number; readonly of: number };
  readonly statuses: Readonly<Record<string, number>>;
  readonly slowest: { readonly ms: number; readonly what: string };
  readonly wrong: readonly string[];
};

/** Somebody who may, at a route, with a record of his own; everything that the request carries. */
type Case = { readonly row: Row; readonly actor: Actor; readonly spots: readonly Spot[] };
/** Where something hostile is put; all else of the request stays right. */
type Spot = { readonly part: 'params' | 'query' | 'body' | 'json' | 'headers'; readonly name: string };

const PATIENCE = 4_000;
/** A name of a file of ours that is nowhere. */
const NO_FACTS = { asset: 'nothing' };

/** Every route with everything right but one thing, which nobody means. A seed repeats what is sent. */
export async function hostile(o: {
  seed: number;
  requests: number;
  tell: (line: string) => void;
}): Promise<HostileRun> {
  // A fault's page tells nothing; whoever mends it reads in the log where it came from.
  const h = await testHouse({ settings: { LOG_LEVEL: 'error' } });
  try {
    const world = new PermissionWorld(h);
    const cases = await casesOf(h, world, await world.actors());
    return await send(h, world, cases, o);
  } finally {
    await h.close();
  }
}

async function casesOf(h: TestHouse, world: PermissionWorld, actors: readonly Actor[]): Promise<readonly Case[]> {
  const found: Case[] = [];
  for (const row of readTable()) {
    const able = actors.find(({ name, officer }) =>
      /^(ok|done|422|409)=?$/.test(expected(row, name, officer, 'own') ?? ''),
    );
    if (!able) continue;
    const best =
      actors.find(({ name, officer }) => /^(ok|done)=?$/.test(expected(row, name, officer, 'own') ?? '')) ?? able;
    found.push({ row, actor: best, spots: [...spotsOf(row), ...(await formFields(h, world, row, best))] });
  }
  return found;
}

function spotsOf(row: Row): readonly Spot[] {
  const names = (part: Spot['part'], of: object | undefined) => Object.keys(of ?? {}).map((name) => ({ part, name }));
  const inPath = [...row.path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({ part: 'params', name }) as const);
  const unknown = row.method === 'GET' ? [{ part: 'query', name: 'tidak-ada' } as const] : [];
  return [
    ...[...inPath, ...unknown, ...names('query', row.query), ...names('body', row.body), ...names('json', row.json)],
    ...names('headers', row.headers).filter(({ name }) => name !== 'content-type'),
  ];
}

/** What the form of this address asks for beyond what the table sends. */
async function formFields(h: TestHouse, world: PermissionWorld, row: Row, actor: Actor): Promise<readonly Spot[]> {
  if (row.method !== 'POST' || row.json || row.bytes !== undefined) return [];
  const target = row.on && (await world.target(actor.home, row.on));
  const page = { ...row, method: 'GET', body: undefined };
  const { body } = await (await h.web()).inject(request(world, page, actor, target?.facts ?? NO_FACTS));
  const names = [...body.matchAll(/<(?:input|select|textarea|button)\b[^>]* name="([^"]+)"/g)].map(
    ([, name = '']) => name,
  );
  const own = new Set(Object.keys(row.body ?? {}));
  return [...new Set(names)]
    .filter((name) => name !== '_bukti' && !own.has(name))
    .map((name) => ({ part: 'body', name }));
}

async function send(
  h: TestHouse,
  world: PermissionWorld,
  cases: readonly Case[],
  { seed, requests, tell }: { seed: number; requests: number; tell: (line: string) => void },
): Promise<HostileRun> {
  const next = dice(seed);
  const web = await h.web();
  const hit = new Set<string>();
  const statuses: Record<string, number> = {};
  const wrong: string[] = [];
  let reached = 0;
  let asked = 0;
  let slowest = { ms: 0, what: '' };
  // A round gives every field of every route its turn before any has a second one.
  let waiting: { of: Case; spot: Spot }[] = [];
  for (let turns = 0; asked < requests; turns++) {
    if (waiting.length === 0)
      waiting = shuffled(
        next,
        cases.flatMap((of) => of.spots.map((spot) => ({ of, spot }))),
      );
    const turn = waiting.pop();
    if (!turn) break;
    if (turns % 50 === 0) await h.t.admin('delete from accounts.pace');
    const { row, actor } = turn.of;
    const target = row.on && (await made(world, actor.home, row.on));
    // Whose number was called has no second one that day: its routes rest until somebody else's turn.
    if (row.on && !target) continue;
    const value = turn.spot.part === 'json' ? hostileValue(next) : hostileText(next);
    const what = `${row.title}: ${turn.spot.part}.${turn.spot.name} = ${JSON.stringify(value)?.slice(0, 80)}`;
    const as = row.method === 'GET' ? actor : await world.again(actor);
    const before = await standing(h, target);
    const began = performance.now();
    // Its version moves with every word that is said to it; made anew is only what stands elsewhere than it did.
    const facts = {
      ...(target?.facts ?? { ...NO_FACTS, ...(await factsWithout(world, row)) }),
      ...(before.version ? { version: before.version } : {}),
    };
    const answer = await web.inject(twisted(request(world, row, as, facts), row, turn.spot, value));
    const ms = performance.now() - began;
    if (ms > slowest.ms) slowest = { ms, what };
    asked++;
    hit.add(`${row.title} ${turn.spot.part}.${turn.spot.name}`);
    statuses[answer.statusCode] = (statuses[answer.statusCode] ?? 0) + 1;
    const { location = '' } = answer.headers;
    if (![401, 403, 404, 429].includes(answer.statusCode) && !String(location).includes('/masuk')) reached++;
    wrong.push(...faults(answer.statusCode, answer.body, ms).map((fault) => `${fault}: ${what}`));
    const after = await standing(h, target);
    const may = row.method !== 'GET' && answer.statusCode < 400;
    if (!may && after.version !== before.version) wrong.push(`refused, yet the record changed: ${what}`);
    if (row.on && after.at !== before.at) world.changed(actor.home, row.on);
    if (asked % 1000 === 0) tell(`${asked}/${requests}; wrong so far: ${wrong.length}`);
  }
  wrong.push(...h.errors.map((error) => `logged: ${error}`));
  const of = new Set(cases.flatMap(({ row, spots }) => spots.map((one) => `${row.title} ${one.part}.${one.name}`)))
    .size;
  return { seed, requests: asked, reached, fields: { hit: hit.size, of }, statuses, slowest, wrong };
}

async function made(
  world: PermissionWorld,
  home: Actor['home'],
  kind: NonNullable<Row['on']>,
): Promise<Target | undefined> {
  try {
    return await world.target(home, kind);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function faults(status: number, body: string, ms: number): readonly string[] {
  return [
    ...(status >= 500 ? [`${status}`] : []),
    ...(/\n\s+at [\w.<>]+ \(|node_modules|node:internal/.test(body) ? ['a stack trace'] : []),
    ...(new RegExp(`<script>${MARK}|<img src=x onerror=${MARK}|href="javascript:${MARK}`).test(body)
      ? ['script comes back']
      : []),
    ...(ms > PATIENCE ? [`${Math.round(ms)} ms`] : []),
  ];
}

/** The value in its place, past the table's own words. */
function twisted(sent: InjectOptions, row: Row, { part, name }: Spot, value: unknown): InjectOptions {
  if (part === 'json') return { ...sent, payload: JSON.stringify({ ...(sent.payload as object), [name]: value }) };
  if (part === 'headers') return { ...sent, headers: { ...sent.headers, [name]: latin(String(value)) } };
  if (part === 'body') return { ...sent, payload: withField(String(sent.payload), name, String(value)) };
  const [path = '', query = ''] = String(sent.url).split('?');
  if (part === 'query') return { ...sent, url: `${path}?${withField(query, name, String(value))}` };
  const at = row.path.split('/').indexOf(`:${name}`);
  const parts = path.split('/').map((segment, index) => (index === at ? encodeURIComponent(String(value)) : segment));
  return { ...sent, url: [parts.join('/'), query].filter((part) => part !== '').join('?') };
}

function withField(form: string, name: string, value: string): string {
  const fields = new URLSearchParams(form);
  fields.set(name, value);
  return fields.toString();
}

// A header carries no line ends and only Latin-1; anything else no client can send.
const latin = (text: string): string => text.replace(/[^\t\x20-\x7e\xa0-\xff]/g, '?').slice(0, 8_000);

/** The version of a record, and where it stands. */
async function standing(h: TestHouse, target: Target | undefined): Promise<{ version?: string; at?: string }> {
  if (!target?.facts.id) return {};
  const [row] = await h.t.admin<{ version: string; at: string }>(
    `select version::text, status || coalesce((select string_agg(step || since, ' ') from cases.task t where t.region = c.region and t.case_id = c.id), '') as at
     from cases.case c where id::text = $1
     union all select version::text, status from queue.entry where id::text = $1
     union all select '', status from accounts.mandate where id::text = $1`,
    [target.facts.id],
  );
  return row ?? {};
}

function shuffled<T>(next: () => number, of: readonly T[]): T[] {
  return of
    .map((one) => [next(), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);
}
