import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../tests/support/database.ts';
import { keysInMemory } from '../../platform/crypto/index.ts';
import { type Database, openDatabase, queryable } from '../../platform/database/index.ts';
import { createAudit, sealAll, verify } from './index.ts';

const region = '32.76';
const keys = keysInMemory((n) => randomBytes(n));
let t: TestDatabase;
let relay: Database;
let copies: string;
beforeEach(async () => {
  t = await testDatabase();
  relay = openDatabase({ url: t.adminUrl, role: 'satuloket_relay', poolSize: 2 });
  copies = await mkdtemp(join(tmpdir(), 'segel-'));
});
afterEach(async () => {
  await relay.close();
  await t.close();
  await rm(copies, { recursive: true });
});

/** A record's history of so many acts, written as the step writes it. */
async function history(acts: number): Promise<string> {
  const id = randomUUID();
  let prev = Buffer.alloc(0);
  for (let version = 1; version <= acts; version++) {
    const body = Buffer.from(JSON.stringify({ id, version }));
    const hash = createHash('sha256').update(prev).update(body).digest();
    await t.db.query(
      { regions: [region], acts: [`${id} p`] },
      `insert into audit.act (region, kind, id, version, at, actor, subject, authority, action, body, prev, hash)
       values ($1, 'contoh', $2, $3, now(), 'p', 'p', 'self', 'x', $4, $5, $6)`,
      [region, id, version, body, prev, hash],
    );
    prev = hash;
  }
  return id;
}
const look = () =>
  createAudit({ db: t.db, clock: () => new Date(), random: (n) => randomBytes(n) }).looked({
    ...{
      region,
      actor: 'petugas',
      actorLabel: 'Rina',
      office: '32.76/dukcapil',
      purpose: 'verifikasi',
      seen: ['kasus'],
      persons: ['siti'],
    },
  });
const sealNow = () => sealAll({ relay, keys, clock: () => new Date(), copies });

/** Other tests' transactions on the same server hold the cut back: sealed is when they are over. */
async function seal(): Promise<number> {
  const held = `select 1 from (select max(xid) as last from (select xid from audit.act union all select xid from audit.access) x) y
    where last >= pg_snapshot_xmin(pg_current_snapshot())`;
  while ((await t.admin(held)).length > 0) await new Promise((wake) => setTimeout(wake, 20));
  return sealNow();
}

async function findings(): Promise<string[]> {
  const client = new pg.Client({ connectionString: t.adminUrl });
  await client.connect();
  try {
    await client.query('begin');
    return (await verify(queryable(client), keys, copies)).findings.map((finding) => finding.what);
  } finally {
    await client.end();
  }
}

describe('seals', () => {
  it('cover acts and reads, again and again, and only what is new', async () => {
    await history(3);
    await look();
    expect(await seal()).toBe(1);
    expect(await seal()).toBe(0);
    await history(2);
    expect(await seal()).toBe(1);
    expect(await t.admin('select acts, accesses from audit.seal order by number')).toEqual([
      { acts: 3, accesses: 1 },
      { acts: 2, accesses: 0 },
    ]);
    expect(await findings()).toEqual([]);
  });

  it('are made once when two workers make them at the same moment', async () => {
    await seal();
    await history(1);
    const client = new pg.Client({ connectionString: t.adminUrl });
    await client.connect();
    await client.query('begin; lock table audit.seal in share row exclusive mode');
    const both = Promise.all([seal(), sealNow()]);
    const waiting = `select count(*)::int as many from pg_locks where relation = 'audit.seal'::regclass and not granted`;
    await expect.poll(async () => (await t.admin<{ many: number }>(waiting))[0]?.many).toBe(2);
    await client.query('commit');
    await client.end();
    expect((await both).sort()).toEqual([0, 1]);
    expect(await findings()).toEqual([]);
  });

  it('leave out what a running transaction may still write', async () => {
    const client = new pg.Client({ connectionString: t.adminUrl });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('begin; select pg_current_xact_id()');
    await history(1);
    expect(await sealNow()).toBe(0);
    await client.query('commit');
    await client.end();
    expect(await seal()).toBe(1);
    expect(await findings()).toEqual([]);
  });

  it.each([
    ['a changed name', `update audit.act set actor = 'lain', subject = 'lain' where version = 2`],
    [
      'a changed content with its hash',
      `update audit.act set body = 'x', hash = sha256(prev || 'x') where version = 3`,
    ],
    ['a removed row', 'delete from audit.act where version = 2'],
    ['a removed end of a chain', 'delete from audit.act where version = 3'],
    ['a removed whole record', 'delete from audit.act'],
    [
      'an inserted row',
      `insert into audit.act select region, 'contoh', gen_random_uuid(), 1, at, actor, subject, authority, office, action, body, ''::bytea, sha256(body), era, xid from audit.act where version = 1`,
    ],
    [
      'two rows exchanged',
      'update audit.act set version = version - 5 where version in (2, 3); update audit.act set version = -version where version < 0',
    ],
    ['a changed read', `update audit.access set purpose = 'iseng'`],
    ['a removed read', 'delete from audit.access'],
    ['a removed seal', 'delete from audit.seal'],
    ['a seal made to fit', `update audit.seal set acts = 9`],
  ])('show %s, even by a superuser', async (_what, attack) => {
    await history(3);
    await look();
    await seal();
    expect(await findings()).toEqual([]);
    await t.admin(attack);
    expect(await findings()).not.toEqual([]);
  });

  it('cannot be made or changed by the run-time role', async () => {
    await expect(t.db.query({}, 'select * from audit.seal')).rejects.toThrow(/permission denied/);
    await expect(t.db.query({ regions: [region] }, 'delete from audit.access')).rejects.toThrow(/permission denied/);
    await expect(relay.query({}, 'update audit.seal set acts = 0')).rejects.toThrow(/permission denied/);
  });
});

describe('who looked', () => {
  it('is told to the person and to nobody else', async () => {
    await look();
    const audit = createAudit({ db: t.db, clock: () => new Date(), random: (n) => randomBytes(n) });
    expect(await audit.whoLooked('siti')).toMatchObject([{ actorLabel: 'Rina', purpose: 'verifikasi' }]);
    expect(await audit.whoLooked('budi')).toEqual([]);
    expect(await t.db.query({ regions: [region], persons: ['budi'] }, 'select * from audit.access')).toEqual([]);
  });
});

describe('the copy of the seals', () => {
  const file = () => join(copies, `${region}.jsonl`);
  const lines = async () => (await readFile(file(), 'utf8')).split('\n');

  it('that was cut off in the middle of a line is completed, and hides nothing meanwhile', async () => {
    for (let i = 0; i < 3; i++) {
      await history(1);
      await seal();
    }
    const whole = await readFile(file(), 'utf8');
    expect((await lines()).length).toBe(4);
    // A full disk, or a kill: the last but one is the last, and then half a line.
    const [first = '', second = ''] = whole.split('\n');
    await writeFile(file(), `${first}\n${second.slice(0, 30)}`);
    expect(await findings()).toEqual([]);
    expect(await sealNow()).toBe(0);
    expect(await readFile(file(), 'utf8')).toBe(whole);
    await rm(file());
    await history(1);
    await seal();
    expect((await lines()).length).toBe(5);
    expect(await findings()).toEqual([]);
  });

  it('that says something else, or nothing that can be read, is a finding', async () => {
    await history(1);
    await seal();
    const whole = await readFile(file(), 'utf8');
    await writeFile(file(), `kacau\n${whole.replace(/"mac":"./, '"mac":"z')}`);
    expect(await findings()).toEqual([
      'salinan segel tidak terbaca di baris 1',
      'segel 1 tidak sama dengan salinan di luar basis data',
    ]);
  });
});
