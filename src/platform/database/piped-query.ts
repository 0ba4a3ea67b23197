import pg from 'pg';

/** A statement with a name is parsed once on each connection. */
export type Statement = { readonly name: string; readonly text: string; readonly values: readonly unknown[] };
export type Row = Record<string, unknown>;

// The parts of the driver that it does not declare.
type Wire = {
  readonly stream: { cork(): void; uncork(): void };
  on(event: 'parseComplete', listener: () => void): void;
  prependListener(event: 'readyForQuery', listener: () => void): void;
  parse(message: { name: string; text: string }): void;
  bind(message: { portal: string; statement: string; values: readonly unknown[] }): void;
  describe(message: { type: 'P'; name: string }): void;
  execute(message: { portal: string }): void;
  sync(): void;
};
type Field = { readonly name: string; readonly dataTypeID: number };
type Column = { readonly name: string; readonly read: (text: string) => unknown };

const { prepareValue } = (pg as unknown as { utils: { prepareValue(value: unknown): string | Buffer | null } }).utils;

/** What a connection has parsed, and the columns of what it has run: neither needs to be asked for again. */
class Known {
  readonly parsed = new Set<string>();
  readonly columns = new Map<string, readonly Column[]>();
  /** Sent, in this order, and not confirmed yet. */
  readonly awaited: string[] = [];

  constructor(wire: Wire) {
    wire.on('parseComplete', () => {
      const name = this.awaited.shift();
      if (name !== undefined) this.parsed.add(name);
    });
    // Before the driver sends what comes next: what was refused was never parsed.
    wire.prependListener('readyForQuery', () => {
      this.awaited.length = 0;
    });
  }
}

const connections = new WeakMap<Wire, Known>();
function knownOn(wire: Wire): Known {
  const known = connections.get(wire) ?? new Known(wire);
  connections.set(wire, known);
  return known;
}

/** What the driver calls a query: it sends itself, and is handed what comes back. */
class Pipe {
  readonly #statements: readonly Statement[];
  readonly #values: readonly (readonly unknown[])[];
  readonly #done: (error: Error | undefined, rows: Row[][]) => void;
  readonly #types: pg.CustomTypesConfig;
  readonly #rows: Row[][] = [[]];
  #known: Known | undefined;
  #columns: readonly Column[] | undefined;
  #failed: Error | undefined;

  constructor(
    statements: readonly Statement[],
    types: pg.CustomTypesConfig,
    done: (error: Error | undefined, rows: Row[][]) => void,
  ) {
    this.#statements = statements;
    // Before anything is sent: what can't be written leaves the connection as it was.
    this.#values = statements.map(({ values }) => values.map((value) => prepareValue(value)));
    this.#types = types;
    this.#done = done;
  }

  submit(wire: Wire): null {
    const known = knownOn(wire);
    this.#known = known;
    wire.stream.cork();
    this.#statements.forEach(({ name, text }, at) => {
      if (!known.parsed.has(name)) {
        wire.parse({ name, text });
        known.awaited.push(name);
      }
      wire.bind({ portal: '', statement: name, values: this.#values[at] ?? [] });
      if (!known.columns.has(name)) wire.describe({ type: 'P', name: '' });
      wire.execute({ portal: '' });
    });
    wire.sync();
    wire.stream.uncork();
    return null;
  }

  /** Of the statement whose answer is coming in. */
  get #name(): string {
    return this.#statements[this.#rows.length - 1]?.name ?? '';
  }

  handleRowDescription({ fields }: { readonly fields: readonly Field[] }): void {
    const read = (field: Field) => this.#types.getTypeParser(field.dataTypeID, 'text');
    this.#known?.columns.set(
      this.#name,
      fields.map((field) => ({ name: field.name, read: read(field) })),
    );
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    this.#columns ??= this.#known?.columns.get(this.#name) ?? [];
    const row: Row = {};
    try {
      for (const [at, { name, read }] of this.#columns.entries()) {
        const text = fields[at] ?? null;
        row[name] = text === null ? null : read(text);
      }
      this.#rows.at(-1)?.push(row);
    } catch (error) {
      this.#failed = error as Error;
    }
  }

  handleCommandComplete(): void {
    if (!this.#known?.columns.has(this.#name)) this.#known?.columns.set(this.#name, []);
    this.#columns = undefined;
    this.#rows.push([]);
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete();
  }

  handleError(error: Error): void {
    this.#done(error, []);
  }

  handleReadyForQuery(): void {
    this.#done(this.#failed, this.#rows.slice(0, this.#statements.length));
  }
}

/**
 * Several statements in one round trip: each is bound and run, then one Sync. Outside a transaction block they stand in one implicit
 * transaction, so what the first sets for the next ends with it, and nothing leaks through the pool.
 * @returns the rows of each
 */
export const pipe = (
  client: pg.ClientBase,
  types: pg.CustomTypesConfig,
  statements: readonly Statement[],
): Promise<Row[][]> =>
  new Promise((resolve, reject) => {
    const pipe = new Pipe(statements, types, (error, rows) => (error ? reject(error) : resolve(rows)));
    client.query(pipe as unknown as pg.Query);
  });
