import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { type Rate, rate } from '../figures.ts';

// What the database alone can do with the same rows: one statement, as the owner, without row-level security, triggers or foreign keys.
// By `pgbench` where the machine has it; else by the driver, four connections on which nobody waits for the answer before.

const run = promisify(execFile);

export type Limit = {
  /** What measured it, for the table. */
  readonly by: string;
  run(each: number): Promise<Rate>;
  close(): Promise<void>;
};
export type LimitWish = {
  readonly url: string;
  readonly dir: string;
  readonly clients: number;
  /** With `:name` for each of `constants`, and `:client` and `:i`, the count of that client's transactions from 1. */
  readonly sql: string;
  readonly constants: Readonly<Record<string, string>>;
};

const AS_OWNER = '-c session_replication_role=replica';

export async function openLimit(wish: LimitWish): Promise<Limit> {
  const version = await run('pgbench', ['--version']).then(
    ({ stdout }) => stdout.trim().split(' ').slice(0, 3).join(' '),
    () => undefined,
  );
  return version === undefined ? byDriver(wish) : byPgbench(wish, version);
}

function byPgbench({ url, dir, clients, sql, constants }: LimitWish, version: string): Limit {
  const script = join(dir, 'limit.sql');
  // A line end ends a command of the tool, not of SQL.
  writeFileSync(script, `\\set i :i + 1\n${sql.replaceAll(':client', ':client_id')};\n`);
  const given = Object.entries(constants).flatMap(([name, value]) => ['-D', `${name}=${value}`]);
  let before = 0;
  return {
    by: version,
    close: async () => undefined,
    run: async (each) => {
      const words = ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-t', String(each), '-f', script];
      const env = { ...process.env, PGOPTIONS: AS_OWNER };
      const { stdout } = await run('pgbench', [...words, ...given, '-D', `i=${before}`, url], { env }).catch(shortly);
      before += each;
      const perSecond = Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
      if (!(perSecond > 0) || !stdout.includes('number of failed transactions: 0')) throw new Error(stdout);
      const mean = Number(/latency average = ([\d.]+)/.exec(stdout)?.[1]);
      return { perSecond, p50: mean, p99: mean };
    },
  };
}

/** Its own words, without the whole command. */
const shortly = ({ stderr }: { stderr: string }): never => {
  throw new Error(stderr.split('\n')[0]);
};

function byDriver({ url, clients, sql, constants }: LimitWish): Limit {
  const names = [...new Set([...sql.matchAll(/(?<![:\w]):([a-z]+)/g)].map((match) => match[1] ?? ''))];
  const text = sql.replaceAll(/(?<![:\w]):([a-z]+)/g, (_, name: string) => `$${names.indexOf(name) + 1}`);
  const open = Array.from({ length: 4 }, async () => {
    const client = new pg.Client({ connectionString: url, options: AS_OWNER, pipeline: true } as pg.ClientConfig);
    await client.connect();
    return client;
  });
  let before = 0;
  return {
    by: 'a pipelined driver, no pgbench here',
    close: async () => void (await Promise.all(open.map(async (client) => (await client).end()))),
    run: async (each) => {
      const connections = await Promise.all(open);
      const work = Array.from({ length: each * clients }, (_, at) => () => {
        const own: Readonly<Record<string, string>> = {
          ...constants,
          client: String(at % clients),
          i: String(before + 1 + Math.floor(at / clients)),
        };
        const values = names.map((name) => own[name]);
        return (connections[at % connections.length] as pg.Client).query({ name: 'limit', text, values });
      });
      const measured = await rate(clients, work);
      before += each;
      return measured;
    },
  };
}
