import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kkOf, nikOf, type SeededRegister, seededRegister } from './fixture.ts';
import { holdsRealPeople } from './index.ts';

let at: SeededRegister;
beforeAll(async () => {
  at = await seededRegister();
});
afterAll(() => at.database.close());

describe('the demo', () => {
  test('of 20,000 is made in one go, and only once', async () => {
    const big = await seededRegister(20_000);
    console.info(`seed: ${big.seeded.persons} people in ${big.seeded.families} families, ${Math.round(big.millis)} ms`);
    expect(big.seeded.persons).toBeGreaterThanOrEqual(20_000);
    expect(await big.seed()).toEqual({ persons: 0, families: 0 });
    await big.database.close();
  }, 60_000);
});

describe('the database itself', () => {
  const change = (text: string, values: unknown[] = []) => at.inDepok((tx) => tx.query(text, values));

  test('shows a region only to those who name it', async () => {
    const count = async (regions: string[]) =>
      (await at.database.db.query<{ n: number }>({ regions }, 'select count(*)::int as n from people.person'))[0]?.n ??
      -1;
    expect(await count([])).toBe(0);
    expect(await count(['99.99'])).toBe(0);
    expect((await count(['32.76'])) + (await count(['81.02']))).toBe(await count(['32.76', '81.02']));
  });

  test.each([
    ['two heads', `update people.person set shdk = 'head' where nik = $1`, 'dewi', /one_head_each/],
    ['no head', `update people.person set shdk = 'other' where nik = $1`, 'budi', /needs a head/],
    [
      'no family while alive',
      `update people.person set kk = null, shdk = null where nik = $1`,
      'dewi',
      /one_family_each/,
    ],
    [
      'a family that is not there',
      `update people.person set kk = '9976060101010009' where nik = $1`,
      'dewi',
      /foreign key/,
    ],
    ['another NIK', `update people.person set nik = '9976060101010009' where nik = $1`, 'dewi', /permission denied/],
    ['nobody any more', 'delete from people.person where nik = $1', 'dewi', /permission denied/],
    ['another history', `update people.event set actor = 'x' where nik = $1`, 'agus', /permission denied/],
    ['a number taken back', `update people.number set state = 'void' where number = $1`, 'dewi', /once/],
  ])('refuses %s', async (_, text, key, message) => {
    await expect(change(text, [nikOf(key)])).rejects.toThrow(message);
  });

  test('refuses a head who is a child', async () => {
    await expect(
      at.inDepok(async (tx) => {
        await tx.query(`update people.person set shdk = 'other' where nik = $1`, [nikOf('fitri')]);
        await tx.query(`update people.person set shdk = 'head' where nik = $1`, [nikOf('grace')]);
      }),
    ).rejects.toThrow('17 or was ever married');
  });

  test('refuses to close a family that has members, and to hold one NIK twice', async () => {
    await expect(change(`update people.family set status = 'closed' where kk = $1`, [kkOf('mamun')])).rejects.toThrow(
      'has members',
    );
    const copy = `insert into people.person select '81.02', nik, gen_random_uuid(), name, null, null, sex, birth_place, birth_date, religion, education,
      occupation, blood, citizenship, marital_status, null, null, null, null, null, null, null, null, null, 'moved', card_state from people.person where nik = $1`;
    await expect(at.asOwner((owner) => owner.query(copy, [nikOf('budi')]))).rejects.toThrow('another region');
  });

  test('knows whether strangers to the demo stand in it', async () => {
    expect(await at.asOwner(holdsRealPeople)).toBe(false);
  });
});
