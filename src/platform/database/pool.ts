import pg from 'pg';
import { hostsOf } from './hosts.ts';
import { type Chooser, chooserOf, TIMELINE } from './primary.ts';

export type PoolOptions = {
  /** Of one server, or of several of which one is the primary: `postgres://u@h1:5432,h2:5432/db`. */
  readonly url: string;
  readonly size: number;
  readonly name: string;
  /** Runs everything as this role, which the login role is a member of. */
  readonly role?: string | undefined;
  readonly types?: pg.CustomTypesConfig;
  readonly onError: (error: Error) => void;
};
export type OpenPool = { readonly pool: pg.Pool; readonly close: () => Promise<void> };

/** Until a server that says nothing counts as away. Waiting for a free connection has no such end: others are at work. */
const PATIENCE_MS = 5000;
/** After it said nothing, whoever comes meanwhile is told so at once. */
const PAUSE_MS = 1000;

/** Connections to the primary; a broken one is told to whoever uses it, then replaced, and never ends the process. */
export function openPool(options: PoolOptions): OpenPool {
  const watched = chooserOf(options.url);
  const pool = new pg.Pool({
    ...{ connectionString: hostsOf(options.url)[0], max: options.size, application_name: options.name },
    ...{ keepAlive: true, keepAliveInitialDelayMillis: 10_000 },
    ...(options.types ? { types: options.types } : {}),
    ...(options.role ? { options: `-c role=${options.role}` } : {}),
    Client: connecting(watched?.chooser) as unknown as new () => pg.ClientBase,
  });
  pool.on('error', options.onError);
  const unwatch = watched?.chooser.onMove((to) => {
    for (const client of clientsOf(pool)) if (client.at !== to.url) client.cut();
  });
  return {
    pool,
    close: async () => {
      unwatch?.();
      watched?.leave();
      await pool.end();
    },
  };
}

type HubClient = pg.Client & { readonly at: string; cut(): void };
// The pool names its connections by itself only.
const clientsOf = (pool: pg.Pool): readonly HubClient[] =>
  (pool as unknown as { readonly _clients: readonly HubClient[] })._clients;

/** The driver's client, which goes to whoever is the primary at that moment and makes sure that it still is. */
function connecting(chooser: Chooser | undefined) {
  let silentUntil = 0;
  return class extends pg.Client {
    at = '';

    constructor(config: pg.ClientConfig) {
      super({ ...config, connectionTimeoutMillis: PATIENCE_MS });
      // Whoever asked something is told by his question; without a listener the process would end.
      this.on('error', () => undefined);
    }

    override connect(): Promise<pg.Client>;
    override connect(done: (error: Error) => void): void;
    override connect(done?: (error: Error) => void): Promise<pg.Client> | void {
      const connected = this.#reach();
      if (!done) return connected;
      connected.then(() => done(null as unknown as Error), done);
      return undefined;
    }

    async #reach(): Promise<pg.Client> {
      if (performance.now() < silentUntil) throw new Error('timeout expired');
      try {
        if (chooser) await this.#toPrimary(chooser);
        else await super.connect();
        return this;
      } catch (error) {
        if (error instanceof Error && error.message === 'timeout expired') silentUntil = performance.now() + PAUSE_MS;
        throw error;
      }
    }

    async #toPrimary(among: Chooser): Promise<void> {
      const primary = await among.primary();
      Object.assign(this, addressOf(primary.url));
      this.at = primary.url;
      try {
        await super.connect();
        const { rows } = await this.query<{ timeline: number | null }>(TIMELINE);
        if (among.isCurrent(primary, rows[0]?.timeline ?? null)) return;
        throw Object.assign(new Error('the server is the primary no more'), { code: '25006' });
      } catch (error) {
        among.doubt(primary);
        this.cut();
        throw error;
      }
    }

    /** Ends it without a word: on the other side nobody may be left to hear one. */
    cut(): void {
      (this as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    }
  };
}

function addressOf(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(url);
  return { host: decodeURIComponent(hostname.replace(/^\[|\]$/g, '')), port: Number(port || 5432) };
}
