import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../tests/support/database.ts';
import { Unavailable } from '../../kernel/unavailable.ts';
import { openDatabase } from './index.ts';

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());

const seen = "select coalesce(array_to_string(platform.listed('regions'), '+'), 'none') as seen, current_user as role";

describe('the context', () => {
  it('is set before the statement, in one round trip, and ends with it', async () => {
    expect(await t.db.query({ regions: ['32.76', '81.02'] }, seen)).toEqual([
      { seen: '32.76+81.02', role: 'satuloket_app' },
    ]);
    expect(await t.db.query({}, seen)).toEqual([{ seen: 'none', role: 'satuloket_app' }]);
  });

  it('holds through a transaction and never leaks into the next one on the same connection', async () => {
    for (let i = 0; i < 20; i++) {
      await t.db.transaction({ regions: ['32.76'] }, async (tx) => {
        expect((await tx.query(seen))[0]).toMatchObject({ seen: '32.76' });
      });
      expect((await t.db.query({}, seen))[0]).toMatchObject({ seen: 'none' });
    }
  });

  it('does not mix contexts of parallel statements', async () => {
    const regions = Array.from({ length: 200 }, (_, i) => `r${i}`);
    const rows = await Promise.all(regions.map((region) => t.db.query({ regions: [region] }, seen)));
    expect(rows.map((row) => row[0]?.seen)).toEqual(regions);
  });

  it('refuses an entry that would split in two', async () => {
    await expect(t.db.query({ regions: ['a,b'] }, seen)).rejects.toThrow(/comma/);
  });

  it('survives a failing statement', async () => {
    await expect(t.db.query({ regions: ['x'] }, 'select 1/0')).rejects.toThrow(/division/);
    expect((await t.db.query({}, seen))[0]).toMatchObject({ seen: 'none' });
  });

  it('knows what a connection has parsed, also when it was refused and the next one waits already', async () => {
    const asked = Array.from({ length: 60 }, (_, i) => ({ text: 'select 1 / $1::int as n', values: [i % 3] }));
    const all = await Promise.allSettled(asked.map(({ text, values }) => t.db.query({}, text, values)));
    const said = all.map((one) => (one.status === 'fulfilled' ? one.value[0] : String(one.reason)));
    expect(said).toEqual(
      asked.map((_, i) => (i % 3 === 0 ? expect.stringContaining('division by zero') : { n: i % 3 === 1 ? 1 : 0 })),
    );
    await expect(t.db.query({}, 'select $1::int as "unparsed', ['x'])).rejects.toThrow(/unterminated/);
    expect(await t.db.query({}, 'select $1::int as n', [7])).toEqual([{ n: 7 }]);
  });

  it('asks several things in one transaction, each after what was set before it', async () => {
    const set = { text: `select set_config('app.regions', $1, true) as to`, values: ['32.76'] };
    const rows = await t.db.acts({ regions: ['81.02'] }, [{ text: seen, values: [] }, set, { text: seen, values: [] }]);
    expect(rows.map((one) => one[0])).toMatchObject([{ seen: '81.02' }, { to: '32.76' }, { seen: '32.76' }]);
    expect((await t.db.query({}, seen))[0]).toMatchObject({ seen: 'none' });
  });

  it('rolls a transaction back whole', async () => {
    const insert = `insert into platform.outbox (region, id, topic, subject, actor, payload) values ('a', gen_random_uuid(), 't', 's', 'me', '{}')`;
    await expect(
      t.db.transaction({ regions: ['a'], acts: ['s me'] }, async (tx) => {
        await tx.query(insert);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await t.admin('select 1 from platform.outbox')).toEqual([]);
    await t.db.query({ regions: ['a'], acts: ['s me'] }, insert);
    await expect(t.db.query({ regions: ['a'], acts: ['s you'] }, insert)).rejects.toThrow(/row-level security/);
  });
});

describe('a database that goes away', () => {
  const cut = () =>
    t.admin(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'satuloket' and pid <> pg_backend_pid()`);

  it('is told as such to whoever was asking, costs nobody his process, and is used again at once', async () => {
    const asking = [
      t.db.query({}, 'select pg_sleep(20)'),
      t.db.transaction({}, (tx) => tx.query('select pg_sleep(20)')),
    ].map((one) =>
      one.then(
        () => 'answered',
        (error: unknown) => error,
      ),
    );
    await expect.poll(async () => (await sleeping())[0]?.n).toBe(2);
    await cut();
    for (const told of await Promise.all(asking)) expect(told).toMatchObject({ name: 'Unavailable', what: 'database' });
    // Those who waited unused learn of it in their own time.
    await expect.poll(() => t.db.query({}, seen).catch(() => [])).toMatchObject([{ seen: 'none' }]);
  });

  it('when nobody listens there, or it has no room, is away too; a statement that is wrong is not', async () => {
    const nobody = openDatabase({ url: 'postgres://u@127.0.0.1:1/db' });
    await expect(nobody.query({}, 'select 1')).rejects.toBeInstanceOf(Unavailable);
    await nobody.close();
    const full = `do $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`;
    await expect(t.db.query({}, full)).rejects.toBeInstanceOf(Unavailable);
    await expect(t.db.query({}, 'select nothing')).rejects.not.toBeInstanceOf(Unavailable);
  });

  const sleeping = () =>
    t.admin<{ n: number }>(`select count(*)::int as n from pg_stat_activity
      where datname = current_database() and query = 'select pg_sleep(20)' and state = 'active'`);
});
