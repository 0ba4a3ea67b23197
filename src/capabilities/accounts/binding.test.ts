import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Bound } from './counter.ts';
import { ANI, AT_COUNTER, emptied, PLACE, REGISTER, SITI, type Stage, stage } from './fixture.ts';

let s: Stage;
let bound: Bound;
beforeAll(async () => {
  s = await stage();
});
afterAll(() => s.close());
beforeEach(async () => {
  await emptied(s);
  bound = await s.accounts.bindAtCounter(AT_COUNTER, { nik: SITI.nik, phone: SITI.phone ?? '' });
});

const key = (): string => randomBytes(16).toString('hex');
const PIN = '482913';

describe('binding', () => {
  const ask = (facts: Partial<typeof REGISTER> & { phone?: string }) =>
    s.accounts.askBindByRegister({ phone: SITI.phone ?? '', key: key(), device: null, ...REGISTER, ...facts });

  it('at a counter refuses children, nobody and a landline, and keeps one account per NIK', async () => {
    const refusal = (nik: string, phone: string) =>
      s.accounts.bindAtCounter({ ...AT_COUNTER, key: 'halaman-2' }, { nik, phone }).then(
        () => 'bound',
        (error: { code: string }) => error.code,
      );
    expect(await refusal(ANI.nik, '081200000009')).toBe('accounts/too-young');
    expect(await refusal('9976010101010009', '081200000009')).toBe('accounts/no-such-person');
    expect(await refusal(SITI.nik, '0217720123')).toBe('accounts/phone-shape');
    expect(await refusal(SITI.nik, '081200000009')).toBe('bound');
    expect(await s.t.admin('select 1 from accounts.account')).toHaveLength(1);
    expect(await s.accounts.phoneOf(SITI.person)).toBe('+6281200000009');
    const [row] = await s.t.admin<Record<string, unknown>>('select * from accounts.account');
    expect(JSON.stringify(row)).not.toMatch(/81200000009|9976016311900001/);
  });

  it('of one person at once, from one page or from two, makes one account whose number still opens', async () => {
    await s.t.admin('truncate accounts.account, accounts.session, platform.outbox cascade');
    const pages = ['a', 'a', 'b', 'c'].map((key) => ({ ...AT_COUNTER, key }));
    const made = await Promise.all(
      pages.map((page) => s.accounts.bindAtCounter(page, { nik: SITI.nik, phone: '081200000007' })),
    );
    expect(new Set(made.map((one) => one.account)).size).toBe(1);
    expect(made[0]?.slip).toBe(made[1]?.slip);
    expect(await s.accounts.phoneOf(SITI.person)).toBe('+6281200000007');
    s.pass(1);
    const again = await s.accounts.bindAtCounter({ ...AT_COUNTER, key: 'd' }, { nik: SITI.nik, phone: '081200000007' });
    await s.t.admin('delete from platform.outbox');
    const twice = [1, 2, 3].map(() =>
      s.accounts.bindAtCounter({ ...AT_COUNTER, key: 'e' }, { nik: SITI.nik, phone: '081200000008' }),
    );
    const [one, two] = await Promise.all(twice);
    expect(one).toEqual(two);
    expect(await s.t.admin('delete from platform.outbox returning 1')).toHaveLength(1);
    await s.accounts.bindAtCounter({ ...AT_COUNTER, key: 'd' }, { nik: SITI.nik, phone: '081200000007' });
    await s.t.admin('delete from platform.outbox');
    expect(
      await s.accounts.bindAtCounter({ ...AT_COUNTER, key: 'd' }, { nik: SITI.nik, phone: '081200000007' }),
    ).toMatchObject({ account: again.account, slip: again.slip });
    expect(await s.t.admin('select 1 from platform.outbox')).toEqual([]);
  });

  it('by the register sends a code only when all is true, and never says so', async () => {
    const answers = [];
    for (const facts of [
      {},
      { kk: '9976012311260009' },
      { birthDate: '1990-11-22' },
      { nik: '9976010101010009' },
      { phone: '081299990000' },
    ]) {
      const answer = await ask(facts);
      answers.push({ ...answer, challenge: '', expiresAt: 0 });
      s.pass(3600);
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    await s.t.admin('delete from platform.outbox');
    s.pass(86_400);
    await ask({});
    expect((await s.deliver()).map((message) => message.to)).toEqual([SITI.phone]);
    s.pass(86_400);
    await ask({ kk: '9976012311260009' });
    expect(await s.deliver()).toEqual([]);
  });

  it('by the register ends at level 2 with the PIN chosen; one account stays one', async () => {
    const answer = await ask({});
    const code = (await s.codeFor(SITI.phone ?? '')) ?? '';
    const challenge = answer.kind === 'sent' ? answer.challenge : '';
    const given = { challenge, pin: PIN, ...PLACE };
    expect(await s.accounts.bindByRegister({ ...given, code: code === '000000' ? '000001' : '000000' })).toEqual({
      kind: 'wrong',
      left: 4,
    });
    const done = await s.accounts.bindByRegister({ ...given, code });
    expect(done).toMatchObject({ kind: 'in', signed: { level: 2, person: SITI.person, account: bound.account } });
    expect(await s.accounts.bindByRegister({ ...given, code })).toEqual({ kind: 'over' });
    expect(await s.t.admin('select facts_sealed from accounts.challenge')).toEqual([{ facts_sealed: null }]);
    expect(await s.t.admin('select 1 from accounts.account')).toHaveLength(1);
  });

  it('keeps the history of an account, without numbers', async () => {
    const events = await s.t.db.query(
      { persons: [SITI.person] },
      'select action, actor, office, body from accounts.event',
    );
    // Several stand at the same moment of this test's clock.
    expect(events).toContainEqual(
      expect.objectContaining({ action: 'ikat-akun', actor: AT_COUNTER.officer, office: '32.76/dukcapil' }),
    );
    expect(JSON.stringify(events)).not.toMatch(/\d{16}|\+62/);
    await expect(s.t.db.query({ persons: [SITI.person] }, 'delete from accounts.event')).rejects.toThrow(
      /permission denied/,
    );
    await expect(s.t.db.query({ persons: [SITI.person] }, `update accounts.event set action = 'x'`)).rejects.toThrow(
      /permission denied/,
    );
  });
});
