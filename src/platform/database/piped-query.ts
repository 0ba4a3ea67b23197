import pg from 'pg';
import { CONTEXT_STATEMENT, type Context, contextValues } from './context.ts';

// The parts of the driver's own query that it does not declare.
type Wire = {
  readonly stream: { cork(): void; uncork(): void };
  bind(message: { portal: string; statement: string; values: readonly string[] }): void;
  execute(message: { portal: string }): void;
};
type Inside = {
  prepare(connection: Wire): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Wire): void;
  callback?: (error: Error | undefined, result?: { rows: unknown[] }) => void;
};
const DriverQuery = pg.Query as unknown as new (config: { name: string; text: string; values: unknown[] }) => Inside;

export type Statement = { readonly name: string; readonly text: string; readonly values: readonly unknown[] };

/**
 * Context and statement in one round trip: bind and execute of the context, then the driver's own prepare, then one Sync.
 * Both stand in one implicit transaction, so the settings end with it and nothing leaks through the pool.
 */
class PipedQuery extends DriverQuery {
  readonly #context: readonly string[];
  #ready = false;

  constructor(context: readonly string[], statement: Statement) {
    super({ name: statement.name, text: statement.text, values: [...statement.values] });
    this.#context = context;
  }

  override prepare(connection: Wire): void {
    connection.bind({ portal: '', statement: CONTEXT_STATEMENT.name, values: this.#context });
    connection.execute({ portal: '' });
    super.prepare(connection);
  }

  override handleDataRow(message: unknown): void {
    if (this.#ready) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: Wire): void {
    if (this.#ready) super.handleCommandComplete(message, connection);
    this.#ready = true;
  }
}

/** Runs one statement under a context on a connection whose context statement is prepared. */
export function pipe<R>(
  client: pg.ClientBase,
  context: Context,
  statement: Statement,
  plan: 'auto' | 'force_generic_plan',
): Promise<R[]> {
  const values = contextValues(context, plan);
  return new Promise((resolve, reject) => {
    const query = new PipedQuery(values, statement);
    query.callback = (error, result) => (error ? reject(error) : resolve((result?.rows ?? []) as R[]));
    client.query(query as unknown as pg.Query);
  });
}
