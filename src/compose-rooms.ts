import { composeHouse, type House } from './compose.ts';
import { openConfiguredDatabase, upgrade } from './compose-database.ts';
import { loadHolidays } from './compose-demo.ts';
import { keysOf, refuseOtherKeys } from './compose-keys.ts';
import type { Config } from './platform/config.ts';
import { OperatorTrouble } from './surfaces/operator/index.ts';

export type Owned = { readonly house: House; readonly adminUrl: string };

/** The rooms on the database, brought up to date, for work that ends; nobody is served and nothing is sent. */
export async function withHouse<R>(config: Config, work: (owned: Owned) => Promise<R>): Promise<R> {
  const url = config.database.kind === 'server' ? config.database.url : undefined;
  // Asked for first: where they are missing nothing else is touched.
  const keys = keysOf(config);
  const database = await openConfiguredDatabase(config, async (adminUrl) => {
    await upgrade(adminUrl, url);
    await loadHolidays(adminUrl);
  });
  let house: House | undefined;
  try {
    const { adminUrl } = database;
    if (!adminUrl) throw needsOwner();
    await refuseOtherKeys(database.url, keys, config.keysDir);
    house = await composeHouse({
      ...{ config, databaseUrl: database.url, keys, clock: () => new Date(), onError: tellError },
      messages: { sms: undefined, whatsapp: undefined, mail: undefined },
      pdfWorker: PDF_WORKER,
    });
    return await work({ house, adminUrl });
  } finally {
    await house?.close();
    await database.close();
  }
}

/** Bundled beside the program. */
export const PDF_WORKER = new URL('../dist/pdf-worker.js', import.meta.url);

export const tellError = (error: unknown, where: string): void =>
  void process.stderr.write(`${where}: ${error instanceof Error ? error.message : String(error)}\n`);

export const needsOwner = (): OperatorTrouble =>
  new OperatorTrouble(
    'DATABASE_ADMIN_URL: perintah ini memerlukan pemilik basis data; tulis postgres://pemilik:sandi@mesin:5432/nama',
    'this command needs the owner of the database; write postgres://owner:password@host:5432/name',
  );
