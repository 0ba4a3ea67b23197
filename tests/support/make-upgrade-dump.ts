// `node bootstrap/run-tool.mjs tsx/dist/cli.mjs tests/support/make-upgrade-dump.ts`: walks a small demo and writes its rows to
// tests/support/upgrade, so that later versions have something to upgrade from. Run it once for each released version; keep the folder.
import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { VERSION } from '../../src/compose-web.ts';
import { dumpTables } from '../../src/platform/backup/index.ts';
import { testHouse } from './house.ts';
import { startTestServer } from './postgres.ts';
import { useDemo } from './used-demo.ts';

const FOLDER = join(import.meta.dirname, 'upgrade');

const stop = await startTestServer();
const h = await testHouse();
try {
  const used = await useDemo(h);
  if (h.errors.length > 0) throw new Error(h.errors.join('; '));
  await rm(FOLDER, { recursive: true, force: true });
  const { dump } = await dumpTables(h.t.adminUrl, join(FOLDER, 'tables'));
  await cp(h.house.seals.copies, join(FOLDER, 'segel'), { recursive: true });
  await writeFile(join(FOLDER, 'manifest.json'), `${JSON.stringify({ version: VERSION, used, dump }, null, 1)}\n`);
  process.stdout.write(`${FOLDER}: ${dump.tables.reduce((sum, { rows }) => sum + rows, 0)} rows of ${VERSION}\n`);
} finally {
  await h.close();
  await stop();
}
