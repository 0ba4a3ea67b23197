import { upgrade } from './compose-database.ts';
import type { Config } from './platform/config.ts';
import { startEmbedded } from './platform/embedded-postgres/index.ts';
import type { Workshop } from './surfaces/operator/index.ts';

/** What the operator's commands work with. Nothing is opened before a command asks for it. */
export function operatorWorkshop(config: Config): Workshop {
  return {
    upgrade: async () => {
      const { adminUrl, close } = await ownersDatabase(config);
      try {
        return await upgrade(adminUrl);
      } finally {
        await close();
      }
    },
  };
}

async function ownersDatabase(config: Config): Promise<{ adminUrl: string; close: () => Promise<void> }> {
  if (config.database.kind === 'embedded') {
    const { adminUrl, stop } = await startEmbedded({ dataDir: config.dataDir });
    return { adminUrl, close: stop };
  }
  const { adminUrl } = config.database;
  if (!adminUrl) throw new Error('DATABASE_ADMIN_URL');
  return { adminUrl, close: async () => undefined };
}
