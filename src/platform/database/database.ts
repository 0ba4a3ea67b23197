import { createHash } from 'node:crypto';
import pg from 'pg';
import { isAway, isLost, toldAway } from './away.ts';
import { type Context, contextStatement, type Planning } from './context.ts';
import { pipe, type Row, type Statement } from './piped-query.ts';
import { openPool } from './pool.ts';

export type { Row } from './piped-query.ts';

/** A question or an order, and what stands for its `$1`, `$2` … */
export type Asked = { readonly text: string; readonly values: readonly unknown[] };

export interface Queryable {
  query<R extends Row>(text: string, values?: readonly unknown[]): Promise<R[]>;
}

/** Whatever is asked while the database is away is refused as `Unavailable`. */
export interface Database {
  /** One statement under a context, in one round trip and a transaction of its own. */
  query<R extends Row>(context: Context, text: string, values?: readonly unknown[]): Promise<R[]>;
  /** As `query`, for statements of the step: their arrays would be planned anew each time, so the generic plan is kept. */
  act<R extends Row>(context: Context, text: string, values: readonly unknown[]): Promise<R[]>;
  /**
   * As `act`, for several statements in one round trip and one transaction: each sees what those before it did and set.
   * @returns the rows of each
   */
  acts(context: Context, asked: readonly Asked[]): Promise<Row[][]>;
  /** Several statements in one transaction under a context, planned `once` where all of them find by key. Never call the outside from within. */
  transaction<R>(context: Context, work: (tx: Queryable) => Promise<R>, planning?: Planning): Promise<R>;
  close(): Promise<void>;
}

export type DatabaseOptions = {
  /** Of one server, or of several of which one is the primary: `postgres://u@h1:5432,h2:5432/db`. */
  readonly url: string;
  readonly poolSize?: number;
  /** Runs everything as this role, which the login role is a member of. */
  readonly role?: string;
  readonly onError?: (error: Error) => void;
};

const { DATE, INT8, TIMESTAMPTZ } = pg.types.builtins;
// A date is a day of the calendar, not a moment: it stays text. Counts fit a double.
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === DATE) return (value: string) => value;
    if (oid === INT8) return Number;
    if (oid === TIMESTAMPTZ) return (value: string) => new Date(value);
    return pg.types.getTypeParser(oid, format as 'text');
  }) as pg.CustomTypesConfig['getTypeParser'],
};

const names = new Map<string, string>();
function statementName(text: string): string {
  const known = names.get(text);
  if (known) return known;
  const name = `s${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
  names.set(text, name);
  return name;
}
const named = ({ text, values }: Asked): Statement => ({ name: statementName(text), text, values });
const BEGIN: Statement = { name: 'begin', text: 'begin', values: [] };

export function openDatabase(options: DatabaseOptions): Database {
  const onError = (error: Error): void => options.onError?.(error);
  const { pool, close } = openPool({
    ...{ url: options.url, size: options.poolSize ?? 12, name: 'satuloket', role: options.role, types, onError },
  });

  async function withClient<R>(work: (client: pg.PoolClient) => Promise<R>): Promise<R> {
    const client = await pool.connect().catch((error: unknown) => {
      throw toldAway(error);
    });
    let broken: Error | undefined;
    try {
      return await work(client);
    } catch (error) {
      if (error instanceof Error && isLost(error)) broken = error;
      throw toldAway(error);
    } finally {
      client.release(broken);
    }
  }

  async function under(planning: Planning, context: Context, asked: readonly Asked[]): Promise<Row[][]> {
    const statements = [contextStatement(context, planning), ...asked.map(named)];
    const [, ...rows] = await withClient((client) => pipe(client, types, statements));
    return rows;
  }
  const only =
    (planning: Planning) =>
    async <R extends Row>(context: Context, text: string, values: readonly unknown[] = []): Promise<R[]> =>
      ((await under(planning, context, [{ text, values }]))[0] ?? []) as R[];

  return {
    query: only('each time'),
    act: only('once'),
    acts: (context, asked) => under('once', context, asked),
    transaction: (context, work, planning) =>
      withClient(async (client) => {
        try {
          await pipe(client, types, [BEGIN, contextStatement(context, planning)]);
          const result = await work({
            query: async <R extends Row>(text: string, values: readonly unknown[] = []): Promise<R[]> =>
              ((await pipe(client, types, [named({ text, values })]))[0] ?? []) as R[],
          });
          await client.query('commit');
          return result;
        } catch (error) {
          await client.query('rollback').catch(() => client.end());
          throw error;
        }
      }),
    close,
  };
}

/** A plain connection as a `Queryable`: for the migrator and for loaders that own what they write. */
export const queryable = (client: pg.ClientBase): Queryable => ({
  query: async <R extends Row>(text: string, values: readonly unknown[] = []): Promise<R[]> =>
    (await client.query({ text, values: [...values] })).rows as R[],
});

/** The server said no and has undone what it was asked, as opposed to a connection that broke. */
export const wasRefused = (error: unknown): boolean => error instanceof pg.DatabaseError && !isAway(error);

/** The constraint that a write ran into, when it did: `unique` (23505), `check` (23514), `security` (42501, row-level security). */
export function violated(
  error: unknown,
): { kind: 'unique' | 'check' | 'security' | 'foreign'; constraint: string } | undefined {
  if (!(error instanceof pg.DatabaseError)) return undefined;
  const kinds = { '23505': 'unique', '23514': 'check', '42501': 'security', '23503': 'foreign' } as const;
  const kind = kinds[error.code as keyof typeof kinds];
  return kind ? { kind, constraint: error.constraint ?? '' } : undefined;
}
