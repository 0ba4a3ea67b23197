import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealAll, verify } from '../../src/capabilities/audit/index.ts';
import type { CaseRef } from '../../src/capabilities/cases/index.ts';
import { asOwner, upgrade } from '../../src/compose-database.ts';
import { loadTables, type TablesDump } from '../../src/platform/backup/index.ts';
import { migrate } from '../../src/platform/database/index.ts';
import { ROOT } from '../../src/root.ts';
import { type TestHouse, testHouse } from '../support/house.ts';
import type { Used } from '../support/used-demo.ts';
import { act, citizen, officer } from '../support/walk.ts';

// A used hub of an earlier version, as its rows were copied then, becomes one of today.

const FOLDER = join(import.meta.dirname, '../support/upgrade');
const MIGRATIONS = join(ROOT, 'migrations');
const { used, dump } = JSON.parse(readFileSync(join(FOLDER, 'manifest.json'), 'utf8')) as {
  used: Used;
  dump: TablesDump;
};
let h: TestHouse;
beforeAll(async () => {
  h = await testHouse({
    database: {
      name: 'satuloket_empty',
      prepare: async () => undefined,
      load: async (adminUrl) => {
        await loadTables(adminUrl, join(FOLDER, 'tables'), dump, MIGRATIONS);
        await upgrade(adminUrl);
      },
    },
  });
  await cp(join(FOLDER, 'segel'), h.house.seals.copies, { recursive: true });
}, 120_000);
afterAll(() => h?.close());

const findings = async () =>
  (await asOwner(h.t.adminUrl, (owner) => verify(owner, h.house.keys, h.house.seals.copies))).findings;
const statusOf = async (ref: CaseRef) => (await h.house.cases.view((await citizen(h, 'dewi')).doer, ref)).found.status;

describe('the rows of a used demo', () => {
  it('fit into 5 MB', () => {
    const files = readdirSync(FOLDER, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const bytes = files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThan(5_000_000);
    expect(existsSync(join(FOLDER, 'tables/audit.seal.copy.gz'))).toBe(true);
  });

  it('are brought up to now, with every row, and their audit is whole', async () => {
    for (const { name, rows } of dump.tables.filter(
      (table) => table.name.startsWith('cases.') || table.name.startsWith('audit.'),
    )) {
      const [now] = await h.t.admin<{ n: number }>(`select count(*)::int as n from ${name}`);
      expect({ name, rows: now?.n }).toEqual({ name, rows });
    }
    const [seals] = await h.t.admin<{ n: number }>('select count(*)::int as n from audit.seal');
    expect(seals?.n).toBeGreaterThan(1);
    expect(await findings()).toEqual([]);
  });

  it('open in every state in which they were left', async () => {
    const dewi = await citizen(h, 'dewi');
    expect((await h.house.cases.draft(dewi.doer, used.draft)).found.status).toBe('draft');
    const states = {
      running: 'running',
      returned: 'returned',
      rejected: 'closed',
      withdrawn: 'closed',
      decided: 'closed',
    };
    for (const [name, status] of Object.entries(states))
      expect({ name, status: await statusOf(used[name as keyof typeof states]) }).toEqual({ name, status });
    expect(await statusOf(used.birth)).toBe('finished');
    expect((await h.house.cases.mine(dewi.doer.id)).length).toBeGreaterThan(5);
  });

  it('answer for their papers, also for one that was revoked and one that was superseded', async () => {
    expect(used.checks.map((one) => one.state)).toEqual(expect.arrayContaining(['active', 'revoked']));
    for (const { token, state } of used.checks)
      expect({ token, ...(await h.house.documents.checkByToken(token)) }).toMatchObject({ token, state });
  });

  it('go on: a running case is decided, signed and sealed by the program of today', async () => {
    const seat = '32.76/kel-kemiri-muka';
    await act(h, await officer(h, seat, 'petugasKelurahan'), used.running, 'verifikasi', 'setujui');
    await act(h, await officer(h, seat, 'kasiKesra'), used.running, 'paraf', 'paraf');
    await act(h, await officer(h, seat, 'lurah'), used.running, 'tandaTangan', 'terbitkan');
    expect(await statusOf(used.running)).toBe('closed');
    await sealAll(h.house.seals);
    expect(await findings()).toEqual([]);
    expect(h.errors).toEqual([]);
  });

  it('are refused by a program that is older than they are', async () => {
    await h.t.admin('insert into migrations.applied (name, sha256) values ($1, $2)', [
      `9999-${randomUUID().replace(/[^a-f]/g, 'x')}.sql`,
      '',
    ]);
    await expect(migrate(h.t.adminUrl, MIGRATIONS)).rejects.toThrow(
      /lebih baru daripada program ini.*start the newer version/,
    );
  });
});
