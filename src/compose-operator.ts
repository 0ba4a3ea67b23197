import { dirname, join } from 'node:path';
import { verify } from './capabilities/audit/index.ts';
import { asOwner, ownerUrl, upgrade } from './compose-database.ts';
import { demoCast } from './compose-demo.ts';
import { keysOf } from './compose-keys.ts';
import { needsOwner, withHouse } from './compose-rooms.ts';
import { VERSION } from './compose-web.ts';
import { readWorld } from './compose-world.ts';
import { backUp, restore, type Stock } from './platform/backup/index.ts';
import type { Config } from './platform/config.ts';
import { startEmbedded } from './platform/embedded-postgres/index.ts';
import { ROOT } from './root.ts';
import type { Workshop } from './surfaces/operator/index.ts';

const MIGRATIONS = join(ROOT, 'migrations');

/** What the operator's commands work with. Nothing is opened before a command asks for it. */
export function operatorWorkshop(config: Config): Workshop {
  const stock: Stock = {
    filesDir: config.s3 ? undefined : join(config.dataDir, 'files'),
    sealsDir: join(config.dataDir, 'segel'),
    keysDir: config.keysDir,
  };
  return {
    root: ROOT,
    world: readWorld,
    upgrade: () =>
      withOwner(config, ({ adminUrl }) =>
        upgrade(adminUrl, config.database.kind === 'server' ? config.database.url : undefined),
      ),
    withRooms: (work) =>
      withHouse(config, ({ house, adminUrl }) => work({ ...house, asOwner: (inside) => asOwner(adminUrl, inside) })),
    verifyAudit: () =>
      withOwner(config, ({ adminUrl }) => asOwner(adminUrl, (owner) => verify(owner, keysOf(config), stock.sealsDir))),
    demoCast: () =>
      demoCast()
        .families.flatMap((family) => family.members)
        .map(({ phone, spouse, ...member }) => ({ ...member, phone: phone ?? null, spouse: spouse ?? null })),
    backUp: ({ folder, keysFolder, tables }) =>
      withOwner(config, ({ adminUrl, cluster }) =>
        backUp({
          ...{ ...stock, adminUrl, folder, keysFolder, version: VERSION, clock: () => new Date() },
          cluster:
            cluster && !tables
              ? { dir: cluster, passwordFile: join(dirname(cluster), 'postgres.password') }
              : undefined,
        }),
      ),
    restore: (from) =>
      restore({
        ...{ ...stock, ...from, migrations: MIGRATIONS },
        dataDir: config.database.kind === 'embedded' ? config.dataDir : undefined,
        openOwner: () => ownersDatabase(config),
      }),
  };
}

type Owners = {
  readonly adminUrl: string;
  /** The embedded server's data directory. */
  readonly cluster: string | undefined;
  readonly close: () => Promise<void>;
};

async function withOwner<R>(config: Config, work: (owners: Owners) => Promise<R>): Promise<R> {
  const owners = await ownersDatabase(config);
  try {
    return await work(owners);
  } finally {
    await owners.close();
  }
}

async function ownersDatabase(config: Config): Promise<Owners> {
  if (config.database.kind === 'embedded') {
    const { adminUrl, cluster, stop } = await startEmbedded({ dataDir: config.dataDir });
    return { adminUrl, cluster, close: stop };
  }
  const adminUrl = await ownerUrl(config.database);
  if (!adminUrl) throw needsOwner();
  return { adminUrl, cluster: undefined, close: async () => undefined };
}
