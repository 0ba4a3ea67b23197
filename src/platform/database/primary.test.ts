import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../tests/support/database.ts';
import { openDatabase } from './database.ts';
import { connectTo, primaryUrl } from './fitness.ts';
import { chooserOf } from './primary.ts';

// With one true server and addresses where nobody is; two true ones, and promotions under load, in tests/standby.

let t: TestDatabase;
let pair: string;
beforeAll(async () => {
  t = await testDatabase();
  pair = t.adminUrl.replace(/@([^/]+)\//, '@127.0.0.1:1,$1/');
});
afterAll(() => t.close());

describe('of several servers', () => {
  it('the one that takes writes is found, by a pool and by whoever connects once', async () => {
    const db = openDatabase({ url: pair, role: 'satuloket_app' });
    const all = await Promise.all(Array.from({ length: 30 }, () => db.query({}, 'select 1 as one')));
    expect(all.flat()).toEqual(Array(30).fill({ one: 1 }));
    await db.close();
    expect(await primaryUrl(pair, 'DATABASE_URL')).toBe(t.adminUrl);
    const client = await connectTo(pair, 'DATABASE_URL');
    expect((await client.query('select pg_is_in_recovery() as standby')).rows).toEqual([{ standby: false }]);
    await client.end();
  });

  it('none is told as away at once, and the chooser is shared by all who stand on one address', async () => {
    const nobody = 'postgres://u@127.0.0.1:1,127.0.0.1:2/db';
    const [one, other] = [chooserOf(nobody), chooserOf(nobody)];
    expect(one?.chooser).toBe(other?.chooser);
    await expect(one?.chooser.primary()).rejects.toMatchObject({ name: 'Unavailable', what: 'database' });
    const began = performance.now();
    await expect(other?.chooser.primary()).rejects.toMatchObject({ what: 'database' });
    expect(performance.now() - began).toBeLessThan(100);
    one?.leave();
    other?.leave();
    expect(chooserOf(t.adminUrl)).toBeUndefined();
  });

  it('one whose timeline is not the newest is a former primary', async () => {
    const watched = chooserOf(pair);
    const primary = await watched?.chooser.primary();
    if (!watched || !primary) throw new Error('nobody was found');
    const { chooser } = watched;
    expect(chooser.isCurrent(primary, primary.timeline)).toBe(true);
    expect(chooser.isCurrent(primary, primary.timeline + 1)).toBe(true);
    expect(chooser.isCurrent(primary, primary.timeline - 1)).toBe(false);
    expect(chooser.isCurrent(primary, null)).toBe(false);
    expect(chooser.isCurrent({ ...primary, url: 'postgres://u@other/db' }, primary.timeline)).toBe(false);
    watched.leave();
  });
});
