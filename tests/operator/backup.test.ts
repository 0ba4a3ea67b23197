import { randomBytes, randomUUID } from 'node:crypto';
import { appendFileSync, chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealAll } from '../../src/capabilities/audit/index.ts';
import type { CaseRef, Doer } from '../../src/capabilities/cases/index.ts';
import { composeHouse, type House } from '../../src/compose.ts';
import { type OpenedDatabase, openConfiguredDatabase, upgrade } from '../../src/compose-database.ts';
import { demoCast, loadDemo, loadHolidays } from '../../src/compose-demo.ts';
import { type Config, readConfig } from '../../src/platform/config.ts';
import { openKeys } from '../../src/platform/crypto/index.ts';
import { type Settings, type Started, satuloket, start } from '../support/program.ts';

// A hub that serves and writes is copied, laid elsewhere, checked and opened again: with the program's own commands, as its operator does it.

const PEOPLE = 300;
let dir: string;
let settings: Settings;
let database: OpenedDatabase;
let house: House;
let hub: Started | undefined;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'satuloket-cadangan-'));
  chmodSync(dir, 0o755);
  settings = { DATA_DIR: join(dir, 'hidup'), DEMO: '1', LOG_LEVEL: 'warn' };
  const config = readConfig({ ...settings });
  database = await openConfiguredDatabase(config, async (adminUrl) => {
    await upgrade(adminUrl);
    await loadHolidays(adminUrl);
  });
  house = await openHouse(config, database.url);
  await loadDemo(house, database.adminUrl ?? '', PEOPLE);
  // Serves from a process of its own, with its workers; this process writes as a second one of the same hub would.
  hub = await start(settings);
}, 240_000);
afterAll(async () => {
  await hub?.stop();
  await house?.close();
  await database?.close();
  rmSync(dir, { recursive: true, force: true });
}, 60_000);

const openHouse = (config: Config, databaseUrl: string): Promise<House> =>
  composeHouse({
    ...{ config, databaseUrl, keys: openKeys(config.keysDir, (n) => randomBytes(n)), clock: () => new Date() },
    onError: (error, where) => {
      throw new Error(where, { cause: error });
    },
    messages: { sms: undefined, whatsapp: undefined, mail: undefined },
    pdfWorker: new URL('../../src/platform/pdf/worker.ts', import.meta.url),
  });

type Acknowledged = { readonly ref: CaseRef; readonly doer: Doer; readonly stored: string; readonly at: number };

/** One draft with a file; the answer is what a citizen would have seen. */
async function write(doer: Doer, nik: string, region: string): Promise<Acknowledged> {
  const party = { id: doer.id, nik, name: doer.label };
  const ref = await house.cases.begin(doer, {
    ...{ id: randomUUID(), service: '32.76/sktm', region, applicant: party, subject: party },
    ...{ authority: 'self', channel: 'warga' },
  });
  const kept = await house.files.put(ref, randomBytes(4_000));
  const file = { id: randomUUID(), question: 'rtLetter', name: 'a.pdf', type: 'application/pdf' as const };
  await house.cases.addFile(
    doer,
    ref,
    { ...file, size: kept.size, stored: kept.name, uploadedAt: new Date(), sha256: Buffer.from(kept.sha256, 'hex') },
    { version: 1, key: randomUUID() },
  );
  return { ref, doer, stored: kept.name, at: Date.now() };
}

/** Several lanes of drafts, one after the other, until told to stop. */
async function keepWriting(lanes: number) {
  const members = demoCast().families.flatMap((family) => family.members);
  const person = await house.people.find(members.find((one) => one.key === 'dewi')?.nik ?? '');
  if (!person) throw new Error('dewi is not there');
  const doer: Doer = {
    id: person.id,
    label: person.name,
    seat: null,
    roles: [],
    nik: null,
    citizen: { level: 2, children: [], mandates: [] },
  };
  const acknowledged: Acknowledged[] = [];
  let on = true;
  const lane = async (): Promise<void> => {
    for (; on; await sleep(100)) acknowledged.push(await write(doer, person.nik, person.region));
  };
  const running = Promise.all(Array.from({ length: lanes }, lane));
  const stop = async (): Promise<void> => {
    on = false;
    await running;
  };
  return { acknowledged, stop };
}

async function command(given: Settings, ...words: readonly string[]): Promise<string> {
  const { code, out, err } = await satuloket(given, ...words);
  expect({ words, code, err }).toEqual({ words, code: 0, err: '' });
  return out;
}

describe.each([
  ['of the whole cluster', []],
  ['of rows', ['--tabel']],
])('a backup %s, while people are served', (what, options) => {
  const name = what.replaceAll(' ', '-');
  const folder = () => join(dir, name);
  const restored = () => ({ ...settings, DATA_DIR: join(dir, `${name}-pulih`) });

  it('is made, laid elsewhere, whole by its audit, serves with everything acknowledged before it began, and passes the smoke test', async () => {
    await sealAll(house.seals);
    const writing = await keepWriting(2);
    await expect.poll(() => writing.acknowledged.length, { timeout: 60_000 }).toBeGreaterThan(20);
    const began = Date.now();
    expect(await command(settings, 'cadangkan', folder(), ...options)).toContain('Cadangan selesai');
    const ended = Date.now();
    await writing.stop();
    const during = writing.acknowledged.filter(({ at }) => at > began && at < ended);
    expect(during.length, 'writes went on meanwhile').toBeGreaterThan(10);

    expect(await command(restored(), 'pulihkan', folder())).toMatch(/temuan: 0\./);
    const other = await start(restored());
    try {
      expect((await fetch(`${other.url}/healthz`)).status).toBe(200);
      await expectAll(
        restored(),
        writing.acknowledged.filter(({ at }) => at <= began),
      );
      // And it works: a birth and a letter, from the citizen to the public check.
      expect(await command(restored(), 'uji-asap', '--url', other.url)).toMatch(/SKTM|sktm/);
    } finally {
      await other.stop();
    }
  }, 600_000);

  it('goes to no place where somebody lives, and not at all once a byte of it has changed', async () => {
    expect(await satuloket(settings, 'pulihkan', folder())).toMatchObject({
      ...{ code: 1, err: expect.stringMatching(/^Pemulihan hanya ke tempat kosong/) },
    });
    const victim = options.length > 0 ? 'tables/cases.case.copy.gz' : 'database/PG_VERSION';
    appendFileSync(join(folder(), victim), '\n');
    expect(await satuloket({ ...restored(), DATA_DIR: join(dir, 'lagi') }, 'pulihkan', folder())).toMatchObject({
      ...{ code: 1, err: expect.stringContaining(`rusak (${victim} berubah)`) },
    });
  }, 120_000);
});

/** Everything is there, and each file opens with the keys that came along. */
async function expectAll(given: Settings, wanted: readonly Acknowledged[]): Promise<void> {
  const config = readConfig({ ...given });
  const opened = await openConfiguredDatabase(config, async () => undefined);
  const there = await openHouse(config, opened.url);
  try {
    const client = new pg.Client({ connectionString: opened.adminUrl ?? '' });
    await client.connect();
    const { rows } = await client.query<{ id: string }>('select id from cases."case"');
    await client.end();
    const ids = new Set(rows.map((row) => row.id));
    expect(wanted.filter(({ ref }) => !ids.has(ref.id))).toEqual([]);
    for (const one of wanted.slice(0, 20)) {
      expect((await there.cases.draft(one.doer, one.ref)).found.answers).toHaveProperty('rtLetter');
      expect(await there.files.read(one.stored)).toHaveLength(4_000);
    }
  } finally {
    await there.close();
    await opened.close();
  }
}
