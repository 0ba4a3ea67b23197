import type pg from 'pg';
import { isAway } from '../database/index.ts';

const PAUSE_MS = 500;
/** What the library names the statements that write how a job ended; done twice they change nothing more. */
const ENDS = /^(complete|fail)_job/;
const NOTHING = { rows: [], rowCount: 0 };

const isEnd = (asked: unknown): boolean =>
  typeof asked === 'object' && asked !== null && 'name' in asked && ENDS.test(String(asked.name));

/**
 * The pool as the workers' library sees it. It waits for nobody when it writes how a job ended, so a database that is away just then would end
 * the process: here that is written until it stands.
 * @returns `giveUp`: whoever stops does not wait for a database that is away; such a job is done again
 */
export function stubbornPool(pool: pg.Pool): { readonly pool: pg.Pool; readonly giveUp: () => void } {
  let given = false;

  /** Connects with its first question: one that can't is an answer to that question, and not to whoever meant to write an end. */
  function stubborn(): pg.PoolClient {
    let client: pg.PoolClient | undefined;
    async function query(asked: pg.QueryConfig, ...more: readonly unknown[]): Promise<unknown> {
      for (;;) {
        try {
          client ??= await pool.connect();
          return await (client as { query(...all: unknown[]): Promise<unknown> }).query(asked, ...more);
        } catch (error) {
          if (!isAway(error)) throw error;
          client?.release(true);
          client = undefined;
          if (!isEnd(asked)) throw error;
          if (given) return NOTHING;
          await new Promise((wake) => setTimeout(wake, PAUSE_MS));
        }
      }
    }
    return { query, release: () => client?.release() } as unknown as pg.PoolClient;
  }

  const connect = async (...done: readonly unknown[]): Promise<unknown> =>
    done.length > 0 ? (pool as { connect(...all: unknown[]): unknown }).connect(...done) : stubborn();
  return {
    pool: replacing(pool, { connect }),
    giveUp: () => {
      given = true;
    },
  };
}

/** The same thing with some of its methods replaced. */
const replacing = <T extends object>(thing: T, by: Readonly<Record<string, unknown>>): T =>
  new Proxy(thing, {
    get: (target, name) => {
      if (typeof name === 'string' && Object.hasOwn(by, name)) return by[name];
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
