import { createHash } from 'node:crypto';
import { differences } from '../../engine/index.ts';
import type { Clock } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Text } from '../../kernel/text.ts';
import { type Database, violated } from '../../platform/database/index.ts';
import { adopted, keyOf, offeredIn, type Publication, type Published, type ServiceKey } from './service.ts';
import { findSources, findVersion, insertVersion, newest } from './store.ts';

export { elsewhereFor, find } from './find.ts';
export { type Hit, type Searched, search, searchable } from './search.ts';
export { type LifeEvent, lifeEvent, lifeEvents } from './search-life-events.ts';
export { adopted, keyOf, offered, offeredIn, type Publication, type Published, type ServiceKey } from './service.ts';

export type Catalogue = {
  /** Every service in its newest version, by key. Another process's publication is seen within two seconds. */
  current(): Promise<ReadonlyMap<ServiceKey, Published>>;
  find(service: ServiceKey): Promise<Published | undefined>;
  /** The service as it is in a kabupaten or kota: its own adoption where it has one. */
  findIn(service: ServiceKey, region: string): Promise<Published | undefined>;
  /** The version that a case began with. */
  version(service: ServiceKey, version: number): Promise<Published>;
  /** Stores a new version, or says that this one stands already. */
  publish(publication: Publication): Promise<Made>;
};

/** What came of a publication: `changes` says in words what differs from the version before. */
export type Made = {
  readonly service: ServiceKey;
  readonly version: number;
  readonly isNew: boolean;
  readonly changes: readonly Text[];
};

const FRESH_MS = 2000;

/** An adoption names a published version, and was made from exactly that. */
async function mustAdopt(db: Database, named: string, sources: Readonly<Record<string, string>>): Promise<void> {
  const [, service = '', version = ''] = /^nasional\/(.+)@(\d+)$/.exec(named) ?? [];
  const path = `services/nasional/${service}/service.yaml`;
  const published = await findSources(db, service, Number(version));
  if (published?.[path] === undefined || published[path] !== sources[path])
    throw new Refusal('catalogue/not-adopted', 409, { service, version });
}

export function createCatalogue({ db, clock }: { db: Database; clock: Clock }): Catalogue {
  // Versions never change, so they are kept for good; only "which is newest" is asked again.
  const versions = new Map<string, Promise<Published | undefined>>();
  let known: ReadonlyMap<ServiceKey, Published> = new Map();
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<ReadonlyMap<ServiceKey, Published>> | undefined;

  function load(service: ServiceKey, version: number): Promise<Published | undefined> {
    const key = `${service}@${version}`;
    const found = versions.get(key) ?? findVersion(db, service, version);
    versions.set(key, found);
    found.then(
      (value) => value ?? versions.delete(key),
      () => versions.delete(key),
    );
    return found;
  }

  async function read(): Promise<ReadonlyMap<ServiceKey, Published>> {
    try {
      const rows = await newest(db);
      const loaded = await Promise.all(rows.map((row) => load(row.service, row.version)));
      known = new Map(loaded.flatMap((one) => (one ? [[one.service, one] as const] : [])));
      readAt = clock().getTime();
      return known;
    } finally {
      reading = undefined;
    }
  }

  const current = (): Promise<ReadonlyMap<ServiceKey, Published>> => {
    if (clock().getTime() - readAt < FRESH_MS) return Promise.resolve(known);
    reading ??= read();
    return reading;
  };

  return {
    current,
    find: async (service) => (await current()).get(service),
    findIn: async (service, region) => {
      const all = await current();
      const own = [...all.values()].find((one) => adopted(one.definition) === service && offeredIn(one, region));
      return own ?? all.get(service);
    },
    version: async (service, version) => {
      const found = await load(service, version);
      if (!found) throw new Error(`no version ${version} of ${service}`);
      return found;
    },
    publish: async ({ definition, sources, by }) => {
      const service = keyOf(definition);
      const digest = createHash('sha256')
        .update(JSON.stringify(Object.entries(sources).sort()))
        .digest();
      if (definition.extends) await mustAdopt(db, definition.extends, sources);
      const last = (await newest(db)).find((row) => row.service === service);
      if (last?.digest.equals(digest)) return { service, version: last.version, isNew: false, changes: [] };
      const version = (last?.version ?? 0) + 1;
      const former = last && (await load(service, last.version));
      const changes = former ? differences(former.definition, definition) : [];
      try {
        await insertVersion(db, {
          service,
          owner: definition.owner,
          version,
          definition,
          sources,
          digest,
          by,
          at: clock(),
          changes,
        });
      } catch (error) {
        if (violated(error)?.kind === 'unique') throw new Refusal('catalogue/published-meanwhile', 409, { service });
        throw error;
      }
      readAt = Number.NEGATIVE_INFINITY;
      return { service, version, isNew: true, changes };
    },
  };
}
