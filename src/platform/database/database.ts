import { createHash } from 'node:crypto';
import pg from 'pg';
import { isAway, isLost, toldAway } from './away.ts';
import { CONTEXT_STATEMENT, type Context, contextValues } from './context.ts';
import { pipe } from './piped-query.ts';
import { openPool } from './pool.ts';

export type Row = Record<string, unknown>;

export interface Queryable {
  query<R extends Row>(text: string, values?: readonly unknown[]): Promise<R[]>;
}

/** Whatever is asked while the database is away is refused as `Unavailable`. */
export interface Database {
  /** One statement under a context, in one round trip and a transaction of its own. */
  query<R extends Row>(context: Context, text: string, values?: readonly unknown[]): Promise<R[]>;
  /** As `query`, for statements of the step: their arrays would be planned anew each time, so the generic plan is kept. */
  act<R extends Row>(context: Context, text: string, values: readonly unknown[]): Promise<R[]>;
  /** Several statements in one transaction under a context. Never call the outside from within. */
  transaction<R>(context: Context, work: (tx: Queryable) => Promise<R>): Promise<R>;
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

export function openDatabase(options: DatabaseOptions): Database {
  const onError = (error: Error): void => options.onError?.(error);
  const { pool, close } = openPool({
    ...{ url: options.url, size: options.poolSize ?? 12, name: 'satuloket', role: options.role, types, onError },
  });
  // Prepared once per connection, before anything else can run on it.
  pool.on('connect', (client) => {
    client.query({ ...CONTEXT_STATEMENT, values: contextValues({}) }).catch(onError);
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

  function piped<R extends Row>(plan: 'auto' | 'force_generic_plan') {
    return (context: Context, text: string, values: readonly unknown[] = []) =>
      withClient((client) => pipe<R>(client, context, { name: statementName(text), text, values }, plan));
  }

  return {
    query: (context, text, values) => piped<never>('auto')(context, text, values),
    act: (context, text, values) => piped<never>('force_generic_plan')(context, text, values),
    transaction: (context, work) =>
      withClient(async (client) => {
        await client.query('begin');
        try {
          await client.query({ ...CONTEXT_STATEMENT, values: contextValues(context) });
          const result = await work(queryable(client));
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
