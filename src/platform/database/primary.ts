import pg from 'pg';
import { Unavailable } from '../../kernel/unavailable.ts';
import { hostsOf } from './hosts.ts';

/** A server that takes writes. Each promotion raises the timeline: of two that both think they are the primary, the lower one is the former. */
export type Primary = { readonly url: string; readonly timeline: number };
type Asked = Primary | { readonly url: string; readonly reason: unknown };

export type Chooser = {
  /** Where to connect. @throws Unavailable where none of the servers takes writes now */
  primary(): Promise<Primary>;
  /** A connection to it failed, or found a standby: whoever comes next looks anew. */
  doubt(at: Primary): void;
  /** Is it still the newest that is known, by what the server itself answered? */
  isCurrent(at: Primary, timeline: number | null): boolean;
  /** Called when the primary is another one: whatever still hangs on the former must go. */
  onMove(moved: (to: Primary) => void): () => void;
};

/** null on a standby. */
export const TIMELINE = `select case when not pg_is_in_recovery() then
  ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int end as timeline`;

const PATIENCE_MS = 2000;
/** After nobody was found, those who come meanwhile are told the same without asking. */
const PAUSE_MS = 500;
const EVERY_MS = 3000;

async function ask(url: string): Promise<Asked> {
  const client = new pg.Client({
    ...{ connectionString: url, connectionTimeoutMillis: PATIENCE_MS, query_timeout: PATIENCE_MS },
    application_name: 'satuloket-cari',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ timeline: number | null }>(TIMELINE);
    const timeline = rows[0]?.timeline ?? null;
    return timeline === null ? { url, reason: new Error('a standby') } : { url, timeline };
  } catch (reason) {
    return { url, reason };
  } finally {
    void client.end().catch(() => undefined);
  }
}

/**
 * Knows which of several servers is the primary, and looks again every few seconds: one that was promoted elsewhere is found although
 * the former still answers, or does not even say that it is gone.
 */
function createChooser(urls: readonly string[]): Chooser & { readonly close: () => void } {
  let current: Primary | undefined;
  let last: Primary | undefined;
  let looking: Promise<Primary> | undefined;
  let failed: { readonly error: Unavailable; readonly at: number } | undefined;
  const watchers = new Set<(to: Primary) => void>();

  // A former primary that comes back has a lower timeline; one on the same timeline elsewhere is no copy of ours.
  const mayFollow = (one: Primary): boolean =>
    last === undefined || one.timeline > last.timeline || (one.timeline === last.timeline && one.url === last.url);

  async function look(): Promise<Primary> {
    const asked = await Promise.all(urls.map(ask));
    const [best] = asked
      .filter((one): one is Primary => 'timeline' in one && mayFollow(one))
      .sort((one, other) => other.timeline - one.timeline);
    if (best === undefined) {
      const reasons = asked.map((one) => ('reason' in one ? one.reason : new Error('a former primary')));
      const error = new Unavailable('database', new AggregateError(reasons, 'none of the servers is the primary'));
      failed = { error, at: performance.now() };
      throw error;
    }
    const moved = last !== undefined && last.url !== best.url;
    current = best;
    last = best;
    failed = undefined;
    if (moved) for (const watcher of watchers) watcher(best);
    return best;
  }
  function lookOnce(): Promise<Primary> {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  }
  const timer = setInterval(() => void lookOnce().catch(() => undefined), EVERY_MS);
  timer.unref();

  return {
    primary: async () => {
      if (current) return current;
      if (failed && performance.now() - failed.at < PAUSE_MS) throw failed.error;
      return lookOnce();
    },
    doubt: (at) => {
      if (current?.url === at.url) current = undefined;
    },
    isCurrent: (at, timeline) => timeline !== null && at.url === last?.url && timeline >= last.timeline,
    onMove: (moved) => {
      watchers.add(moved);
      return () => watchers.delete(moved);
    },
    close: () => clearInterval(timer),
  };
}

const shared = new Map<string, { readonly chooser: ReturnType<typeof createChooser>; users: number }>();

/** One watch per address and process, however many pools stand on it; undefined where there is but one server. */
export function chooserOf(url: string): { readonly chooser: Chooser; readonly leave: () => void } | undefined {
  const urls = hostsOf(url);
  if (urls.length === 1) return undefined;
  const known = shared.get(url) ?? { chooser: createChooser(urls), users: 0 };
  shared.set(url, known);
  known.users += 1;
  return {
    chooser: known.chooser,
    leave: () => {
      known.users -= 1;
      if (known.users > 0) return;
      known.chooser.close();
      shared.delete(url);
    },
  };
}

const START_PATIENCE_MS = 10_000;

/**
 * The address of the one server that takes writes, for what connects once. Waits a little for a promotion.
 * @throws Unavailable
 */
export async function findPrimary(url: string): Promise<string> {
  const watched = chooserOf(url);
  if (watched === undefined) return url;
  try {
    for (const end = Date.now() + START_PATIENCE_MS; ; ) {
      try {
        return (await watched.chooser.primary()).url;
      } catch (error) {
        if (Date.now() > end) throw error;
        await new Promise((wake) => setTimeout(wake, PAUSE_MS));
      }
    }
  } finally {
    watched.leave();
  }
}
