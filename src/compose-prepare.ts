import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asOwner } from './compose-database.ts';
import { loadDemo, refuseRealPeople } from './compose-demo.ts';
import { withHouse } from './compose-rooms.ts';
import type { Config } from './platform/config.ts';
import { loginOf, type Queryable } from './platform/database/index.ts';
import { ROOT } from './root.ts';

/** The word with which the program starts itself to prepare a database. */
export const PREPARE = 'siapkan';

type Owned = { readonly adminUrl: string; readonly config: Config };

/**
 * Brings the database up to date in a process of its own, unless these very files did it before: loading a country's regions and the
 * demo takes memory that a server would keep for its whole life, and a start that has nothing to do is a quick one.
 */
export async function ensurePrepared({ adminUrl, config }: Owned): Promise<void> {
  const digest = digestOf(config);
  const ready = await asOwner(adminUrl, async (owner) => {
    const before = await preparedWith(owner);
    if (config.demo && before !== undefined) await refuseRealPeople(owner);
    return before === digest;
  });
  if (ready) return;
  const what = config.demo
    ? ['basis data dan orang peragaan', 'the database and the people of the demo']
    : ['basis data', 'the database'];
  process.stderr.write(`satuloket: menyiapkan ${what[0]}, sebentar / preparing ${what[1]}, a moment\n`);
  await prepareApart();
}

/** What the other process does: everything that this program brings, then the note that it is there. */
export const prepare = (config: Config): Promise<void> =>
  withHouse(config, async ({ house, adminUrl }) => {
    if (config.demo) await loadDemo(house, adminUrl);
    await asOwner(adminUrl, (owner) =>
      owner.query(
        'insert into migrations.prepared (one, digest) values (true, $1) on conflict (one) do update set digest = $1, at = now()',
        [digestOf(config)],
      ),
    );
  });

async function preparedWith(owner: Queryable): Promise<string | undefined> {
  const [table] = await owner.query<{ there: boolean }>(
    "select to_regclass('migrations.prepared') is not null as there",
  );
  if (!table?.there) return undefined;
  const [row] = await owner.query<{ digest: string }>('select digest from migrations.prepared');
  return row?.digest;
}

const FOLDERS = ['migrations', 'reference', 'services', 'documents'];

/** Of every file that preparing reads, and of what the settings say about it. */
function digestOf({ demo, database }: Config): string {
  const hash = createHash('sha256').update(`${demo} ${database.kind === 'server' ? loginOf(database.url) : ''}`);
  for (const folder of FOLDERS) {
    const files = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.(ttf|otf)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    for (const file of files) hash.update(`\0${file.slice(ROOT.length)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function prepareApart(): Promise<void> {
  return new Promise((resolve, reject) => {
    const [, program = ''] = process.argv;
    const child = spawn(process.execPath, [...process.execArgv, program, PREPARE], { stdio: ['ignore', 2, 2] });
    const stop = (): boolean => child.kill('SIGTERM');
    process.once('SIGTERM', stop).once('SIGHUP', stop);
    child.once('error', reject);
    child.once('exit', (code) => {
      process.off('SIGTERM', stop).off('SIGHUP', stop);
      if (code === 0) resolve();
      else reject(new NotPrepared());
    });
  });
}

/** The other process has said why, on the same terminal: there is nothing to add. */
export class NotPrepared extends Error {}
