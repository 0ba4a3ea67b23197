import type { Definition } from '../../engine/index.ts';
import type { Database } from '../../platform/database/index.ts';
import type { Published, ServiceKey } from './service.ts';

type VersionRow = { service: string; version: number; definition: Definition; published_at: Date };

const published = (row: VersionRow): Published => ({
  service: row.service,
  version: row.version,
  definition: row.definition,
  publishedAt: row.published_at,
});

/** The newest version of each service: number and digest only, to see what changed. */
export const newest = (db: Database): Promise<{ service: string; version: number; digest: Buffer }[]> =>
  db.query(
    {},
    'select distinct on (service) service, version, digest from catalogue.version order by service, version desc',
  );

export async function findVersion(db: Database, service: ServiceKey, version: number): Promise<Published | undefined> {
  const [row] = await db.query<VersionRow>(
    {},
    'select service, version, definition, published_at from catalogue.version where service = $1 and version = $2',
    [service, version],
  );
  return row && published(row);
}

export async function findSources(
  db: Database,
  service: ServiceKey,
  version: number,
): Promise<Readonly<Record<string, string>> | undefined> {
  const [row] = await db.query<{ sources: Readonly<Record<string, string>> }>(
    {},
    'select sources from catalogue.version where service = $1 and version = $2',
    [service, version],
  );
  return row?.sources;
}

export async function insertVersion(
  db: Database,
  row: {
    service: ServiceKey;
    owner: string;
    version: number;
    definition: Definition;
    sources: unknown;
    digest: Buffer;
    by: string;
    at: Date;
    changes: unknown;
  },
): Promise<void> {
  await db.query(
    {},
    `insert into catalogue.version (service, version, owner, definition, sources, digest, published_at, published_by, changes)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[row.service, row.version, row.owner, JSON.stringify(row.definition), JSON.stringify(row.sources)],
      ...[row.digest, row.at, row.by, JSON.stringify(row.changes)],
    ],
  );
}
