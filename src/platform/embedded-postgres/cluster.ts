import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import type { Place } from './place.ts';
import { EmbeddedPostgresTrouble } from './trouble.ts';

const major = '17';
export const superuser = 'postgres';

/** Makes the cluster when there is none (whole or not at all) and returns the superuser's password. Call inside a turn. */
export function prepareCluster(
  place: Place,
  binaries: Binaries,
  account: Account | undefined,
  durable: boolean,
): string {
  removeHalves(place);
  if (!existsSync(place.cluster)) return initialise(place, binaries, account, durable);
  try {
    const found = readFileSync(join(place.cluster, 'PG_VERSION'), 'utf8').trim();
    if (found !== major) throw wrongVersion(place, found);
    return readFileSync(place.password, 'utf8').trim();
  } catch (cause) {
    if (cause instanceof EmbeddedPostgresTrouble) throw cause;
    throw unreadable(place, cause);
  }
}

function initialise(place: Place, binaries: Binaries, account: Account | undefined, durable: boolean): string {
  const password = randomBytes(24).toString('base64url');
  const half = `${place.cluster}.new-${process.pid}`;
  mkdirSync(half, { mode: 0o700 });
  const passwordFile = join(half, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account !== undefined) for (const path of [half, passwordFile]) chownSync(path, account.uid, account.gid);
  const data = join(half, 'data');
  const seen = spawnSync(binaries.initdb, initdbArguments(data, passwordFile, durable), {
    encoding: 'utf8',
    cwd: '/',
    env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' },
    ...account,
  });
  if (seen.status !== 0) {
    rmSync(half, { recursive: true, force: true });
    throw initdbFailed(seen.error?.message ?? lastLine(seen.stderr));
  }
  writeFileSync(place.password, `${password}\n`, { mode: 0o600 });
  chmodSync(place.password, 0o600);
  renameSync(data, place.cluster);
  rmSync(half, { recursive: true, force: true });
  return password;
}

function initdbArguments(data: string, passwordFile: string, durable: boolean): readonly string[] {
  return [
    `--pgdata=${data}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--data-checksums',
    ...(durable ? [] : ['--no-sync']),
  ];
}

/** What a start that was killed in the middle of `initdb` left behind. */
function removeHalves(place: Place): void {
  const folder = dirname(place.cluster);
  for (const name of readdirSync(folder)) {
    if (name.startsWith(`${basename(place.cluster)}.new-`))
      rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

function initdbFailed(reason: string): EmbeddedPostgresTrouble {
  return new EmbeddedPostgresTrouble(
    `Basis data tidak dapat dibuat (${reason}); periksa ruang dan hak folder DATA_DIR`,
    `The database can't be made (${reason}); check space and rights of the folder DATA_DIR`,
  );
}

function wrongVersion(place: Place, found: string): EmbeddedPostgresTrouble {
  return new EmbeddedPostgresTrouble(
    `Folder ${place.cluster} milik PostgreSQL ${found}, sedangkan yang dipakai ${major}; isi DATA_DIR dengan folder lain atau pulihkan dari cadangan`,
    `The folder ${place.cluster} belongs to PostgreSQL ${found}, but ${major} is used; set DATA_DIR to another folder or restore from a backup`,
  );
}

function unreadable(place: Place, cause: unknown): EmbeddedPostgresTrouble {
  return new EmbeddedPostgresTrouble(
    `Basis data di ${place.cluster} atau kata sandinya di ${place.password} tidak dapat dibaca oleh pengguna ini; jalankan sebagai pengguna yang pertama kali memulainya`,
    `The database in ${place.cluster} or its password in ${place.password} can't be read by this user; run as the user who first started it`,
    cause,
  );
}
