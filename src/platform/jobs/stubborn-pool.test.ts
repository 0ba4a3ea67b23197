import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../tests/support/database.ts';
import { Unavailable } from '../../kernel/unavailable.ts';
import { type OpenPool, openPool } from '../database/pool.ts';
import { stubbornPool } from './stubborn-pool.ts';

let t: TestDatabase;
let real: OpenPool;
beforeAll(async () => {
  t = await testDatabase();
  real = openPool({ url: t.adminUrl, size: 2, name: 'uji', onError: () => undefined });
});
afterAll(async () => {
  await real.close();
  await t.close();
});

/** The true pool behind a line that fails so often, as each kind of failure comes. */
function failing(...errors: readonly unknown[]): { readonly pool: pg.Pool; readonly left: () => number } {
  const coming = [...errors];
  const connect = async () => {
    if (coming.length > 0) throw coming.shift();
    return real.pool.connect();
  };
  return { pool: Object.assign(Object.create(real.pool) as pg.Pool, { connect }), left: () => coming.length };
}
const away = [
  new Unavailable('database', new Error('none of the servers is the primary')),
  Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
  Object.assign(new Error('the database system is starting up'), { code: '57P03' }),
  new Error('Connection terminated unexpectedly'),
];

describe('a pool that does not give up', () => {
  it('writes how a job ended until it stands, whatever way the database is away', async () => {
    const { pool, left } = failing(...away);
    const client = await stubbornPool(pool).pool.connect();
    const ended = await client.query({ name: 'complete_job/graphile_worker', text: 'select 1 as one' });
    expect([ended.rows, left()]).toEqual([[{ one: 1 }], 0]);
    client.release();
  });

  it('hands on anything else at once, and an end that is wrong too', async () => {
    const other = await stubbornPool(failing(...away).pool).pool.connect();
    await expect(other.query({ name: 'get_job/graphile_worker', text: 'select 1' })).rejects.toBeInstanceOf(
      Unavailable,
    );
    other.release();
    const wrong = await stubbornPool(failing().pool).pool.connect();
    await expect(wrong.query({ name: 'fail_job/x', text: 'select nothing' })).rejects.toThrow(/nothing/);
    wrong.release();
  });

  it('waits no longer once somebody stops', async () => {
    const stubborn = stubbornPool(failing(...Array.from({ length: 100 }, () => away[0])).pool);
    const client = await stubborn.pool.connect();
    const ending = client.query({ name: 'complete_job/graphile_worker', text: 'select 1' });
    stubborn.giveUp();
    expect(await ending).toMatchObject({ rowCount: 0 });
  });
});
