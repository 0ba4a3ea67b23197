import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { satuloket, start } from '../support/program.ts';

// A program that was set back while its database was not: it must not serve, and must not touch what it does not know.

const SENTENCE = /Basis data lebih baru daripada program ini.*start the newer version of the program/;
let t: TestDatabase;
let dir: string;
beforeAll(async () => {
  t = await testDatabase();
  await t.admin(`insert into migrations.applied (name, sha256) values ('9999-from-tomorrow.sql', '')`);
  dir = mkdtempSync(join(tmpdir(), 'satuloket-baru-'));
}, 60_000);
afterAll(async () => {
  await t?.close();
  rmSync(dir, { recursive: true, force: true });
});

const settings = () => ({ DATABASE_URL: t.adminUrl, DATA_DIR: dir, DEMO: '0', LOG_LEVEL: 'warn' });

describe('a database that is newer than the program', { timeout: 120_000 }, () => {
  it('is not served, with or without its owner', async () => {
    await expect(start(settings())).rejects.toThrow(SENTENCE);
    await expect(start({ ...settings(), DATABASE_ADMIN_URL: t.adminUrl })).rejects.toThrow(SENTENCE);
    // The same where it is one of several servers, of which another is away.
    const several = t.adminUrl.replace(/@([^/]+)\//, '@127.0.0.1:1,$1/');
    await expect(start({ ...settings(), DATABASE_URL: several })).rejects.toThrow(SENTENCE);
    const both = { ...settings(), DATABASE_URL: several, DATABASE_ADMIN_URL: several };
    await expect(start(both)).rejects.toThrow(SENTENCE);
  });

  it('is not migrated, and stays as it was', async () => {
    const before = await t.admin('select name, sha256 from migrations.applied order by name');
    const { code, err } = await satuloket({ ...settings(), DATABASE_ADMIN_URL: t.adminUrl }, 'migrasi');
    expect([code, err]).toEqual([1, expect.stringMatching(SENTENCE)]);
    expect(await t.admin('select name, sha256 from migrations.applied order by name')).toEqual(before);
  });
});
