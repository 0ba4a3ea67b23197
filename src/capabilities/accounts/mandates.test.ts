import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mayActFor } from './authority.ts';
import { ANI, AT_COUNTER, BUDI, SITI, type Stage, stage } from './fixture.ts';
import type { CitizenSigned } from './signed.ts';

let s: Stage;
beforeAll(async () => {
  s = await stage();
});
afterAll(() => s.close());
beforeEach(() => s.t.admin('truncate accounts.mandate, accounts.pace, platform.outbox'));

const signed = (who: typeof SITI, level: 1 | 2 = 2): CitizenSigned => ({
  ...{
    kind: 'citizen',
    session: 'x',
    account: 'a',
    person: who.person,
    region: who.region,
    level,
    pinSet: true,
    shared: false,
  },
  ...{ beganAt: s.now(), expiresAt: s.now() },
});
const TERMS = { services: ['kk-pisah'], until: '2026-12-31' };
const told = async (): Promise<string[]> =>
  (
    await s.t.admin<{ payload: { person: string; what: string } }>(
      'select payload from platform.outbox order by created_at',
    )
  ).map(({ payload }) => `${payload.person === SITI.person ? 'siti' : 'budi'}: ${payload.what}`);
const facts = (who: typeof SITI) => ({
  person: who.person,
  birthDate: who.birthDate,
  kk: who.person,
  leads: false,
  parents: [],
});
const mayAct = async (service: string) => {
  const mandates = await s.accounts.mandatesOf(BUDI.person);
  return mayActFor({ actor: facts(BUDI), subject: facts(SITI), service, on: '2026-11-23' }, mandates);
};

describe('a mandate', () => {
  it('given with PIN counts at once, for its services, until it ends', async () => {
    await s.accounts.giveMandate(signed(SITI), BUDI, TERMS);
    expect(await mayAct('kk-pisah')).toMatchObject({ ok: true, by: { kind: 'mandate' } });
    expect(await mayAct('ktp-hilang')).toEqual({ ok: false, why: 'mandate-other-service' });
    expect((await told()).sort()).toEqual(['budi: kuasa-diberikan', 'siti: kuasa-diberikan']);
    const [mandate] = await s.accounts.mandatesOf(SITI.person);
    await s.accounts.endMandate(signed(SITI), mandate?.id ?? '');
    expect((await mayAct('kk-pisah')).ok).toBe(false);
    await expect(s.accounts.endMandate(signed(SITI), mandate?.id ?? '')).rejects.toMatchObject({
      code: 'accounts/mandate-answered',
    });
  });

  it('given twice, also at once, stands once: the later takes the place of the former', async () => {
    await Promise.all([
      s.accounts.giveMandate(signed(SITI), BUDI, TERMS),
      s.accounts.giveMandate(signed(SITI), BUDI, TERMS),
    ]);
    await s.accounts.giveMandate(signed(SITI), BUDI, { ...TERMS, services: ['ktp-hilang'] });
    const standing = (await s.accounts.mandatesOf(SITI.person)).filter((one) => one.status === 'active');
    expect(standing.map((one) => one.services)).toEqual([['ktp-hilang']]);
    expect((await mayAct('kk-pisah')).ok).toBe(false);
  });

  it('needs the PIN, an adult of this NIK and name, and an end within a year', async () => {
    await expect(s.accounts.giveMandate(signed(SITI, 1), BUDI, TERMS)).rejects.toMatchObject({
      code: 'accounts/needs-pin',
    });
    const nobody = { kind: 'issues', issues: [{ code: 'mandate/nobody', params: {} }] };
    for (const to of [{ ...BUDI, name: 'Lain' }, { nik: '9976010101010009', name: 'Budi Santoso' }, ANI, SITI])
      expect(await s.accounts.giveMandate(signed(SITI), to, TERMS)).toEqual(nobody);
    for (const until of ['2026-11-22', '2028-01-01', 'besok'])
      expect(await s.accounts.giveMandate(signed(SITI), BUDI, { ...TERMS, until })).toMatchObject({ kind: 'issues' });
    expect((await s.accounts.giveMandate(signed(SITI), { nik: BUDI.nik, name: 'BUDI  santoso' }, TERMS)).kind).toBe(
      'done',
    );
  });

  it('asked for counts only when its giver says yes, and the question tells nothing', async () => {
    expect(await s.accounts.askMandate(signed(BUDI), { nik: '9976010101010009', name: 'X' }, TERMS)).toBe('asked');
    expect(await s.accounts.askMandate(signed(BUDI), SITI, TERMS)).toBe('asked');
    const [asked] = await s.accounts.mandatesOf(BUDI.person);
    expect(asked).toMatchObject({ status: 'asked', giverName: 'S••• R••••••••' });
    expect((await mayAct('kk-pisah')).ok).toBe(false);
    const id = asked?.id ?? '';
    await expect(s.accounts.answerMandate(signed(BUDI), id, true)).rejects.toMatchObject({
      code: 'accounts/no-such-mandate',
    });
    const both = await Promise.allSettled([
      s.accounts.answerMandate(signed(SITI), id, true),
      s.accounts.answerMandate(signed(SITI), id, false),
    ]);
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });

  it('can not be used to try many NIK', async () => {
    const tries = [];
    for (let i = 0; i < 7; i++)
      tries.push(await s.accounts.askMandate(signed(BUDI), SITI, TERMS).catch((error: { code: string }) => error.code));
    expect(tries).toEqual([...Array(6).fill('asked'), 'accounts/too-often']);
  });

  it('made at a counter names the officer', async () => {
    expect(
      (await s.accounts.mandateAtCounter(AT_COUNTER, { giverNik: SITI.nik, receiverNik: BUDI.nik }, TERMS)).kind,
    ).toBe('done');
    expect(await s.t.admin('select accepted_by, officer from accounts.mandate')).toEqual([
      { accepted_by: 'counter', officer: AT_COUNTER.officer },
    ]);
    expect((await mayAct('kk-pisah')).ok).toBe(true);
  });

  it('lasts to the end of its last day where its giver lives', async () => {
    const east = { ...SITI, person: '01932b1e-0000-7000-8000-000000000081', region: '81.02', nik: '9981020101900081' };
    const there = await stage([east, BUDI]);
    try {
      const giver = { ...signed(east), beganAt: there.now(), expiresAt: there.now() };
      const terms = { services: ['kk-pisah'], until: '2026-11-23' };
      expect((await there.accounts.giveMandate(giver, BUDI, terms)).kind).toBe('done');
      const over = async () => (await there.accounts.mandatesOf(BUDI.person)).map((one) => one.over);
      const acts = () => there.accounts.mandated(BUDI.person, east.person, 'kk-pisah');
      expect([await over(), await acts()]).toEqual([[false], true]);
      // 00.05 on the 24th in the east, 22.05 on the 23rd in Jakarta.
      there.pass(12 * 3600);
      expect([await over(), await acts()]).toEqual([[true], false]);
      const issues = [expect.objectContaining({ code: 'mandate/until-past' })];
      expect(await there.accounts.giveMandate(giver, BUDI, terms)).toEqual({ kind: 'issues', issues });
    } finally {
      await there.close();
    }
  });

  it('is seen by its two sides only', async () => {
    await s.accounts.giveMandate(signed(SITI), BUDI, TERMS);
    expect(await s.accounts.mandatesOf(ANI.person)).toEqual([]);
    expect(await s.t.db.query({ persons: [ANI.person] }, 'select 1 from accounts.mandate')).toEqual([]);
  });
});
