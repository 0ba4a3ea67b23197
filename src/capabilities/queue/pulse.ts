import { localDate } from '../../kernel/dates.ts';
import type { Clock } from '../../kernel/ids.ts';
import type { Database, Row } from '../../platform/database/index.ts';

// One look at the database for all pages that are open on this process: whoever watches a queue hears that it moved, not what moved.

const EVERY_MILLIS = 700;

export type Watched = { readonly region: string } & ({ readonly lane: string } | { readonly office: string });
type Watch = {
  readonly region: string;
  readonly key: string;
  readonly kind: 'lane' | 'office';
  stamp: string | undefined;
};

export function createPulse({ db, clock }: { readonly db: Database; readonly clock: Clock }) {
  const watches = new Map<string, Watch & { readonly heard: Set<() => void> }>();
  let timer: NodeJS.Timeout | undefined;
  let looking = false;

  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      for (const region of new Set([...watches.values()].map((one) => one.region))) await lookIn(region);
    } catch {
      // The database is away: pages ask by themselves again, and say when they last heard.
    } finally {
      looking = false;
    }
  }

  async function lookIn(region: string): Promise<void> {
    const here = [...watches.values()].filter((one) => one.region === region);
    const keys = (kind: Watch['kind']) => here.filter((one) => one.kind === kind).map(({ key }) => key);
    const rows = await db.query<{ key: string; stamp: string } & Row>(
      {},
      'select key, stamp from queue.pulse($1, $2, $3, $4)',
      [region, keys('lane'), keys('office'), localDate(clock(), 'WIB')],
    );
    const stamps = new Map(rows.map(({ key, stamp }) => [key, stamp]));
    for (const watch of here) {
      const stamp = stamps.get(watch.key) ?? '';
      // The first look can't tell what moved since the page was drawn, so it says so.
      const moved = watch.stamp !== stamp;
      watch.stamp = stamp;
      if (moved) for (const hear of watch.heard) hear();
    }
  }

  return {
    /** @returns ends it */
    watch(what: Watched, hear: () => void): () => void {
      const kind = 'lane' in what ? 'lane' : 'office';
      const key = 'lane' in what ? what.lane : what.office;
      const name = `${what.region} ${key}`;
      const watch = watches.get(name) ?? { region: what.region, key, kind, stamp: undefined, heard: new Set() };
      watch.heard.add(hear);
      watches.set(name, watch);
      timer ??= setInterval(() => void look(), EVERY_MILLIS).unref();
      return () => {
        watch.heard.delete(hear);
        if (watch.heard.size === 0) watches.delete(name);
        if (watches.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}
