import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRegisterMatch } from '../../../simulators/register-match/index.ts';
import { asked, birth, by, kkOf, nikOf, type SeededRegister, seededRegister, TODAY } from './fixture.ts';
import { visibleFacts, visibleMembers } from './index.ts';

let at: SeededRegister;
beforeAll(async () => {
  at = await seededRegister();
});
afterAll(() => at.database.close());

describe('our own register', () => {
  test('says what expressions may know of a person and a family', async () => {
    expect(await at.depok.person(nikOf('dewi'), asked)).toMatchObject({
      name: 'Dewi Lestari',
      age: 30,
      everMarried: true,
      spouseNik: nikOf('budi'),
      kk: kkOf('pratama'),
      village: '32.76.06.1004',
      region: '32.76',
      shdk: 'wife',
      isHead: false,
      cardIssued: true,
      alive: true,
    });
    const family = await at.depok.family(kkOf('pratama'), asked);
    expect(family).toMatchObject({ husbandAndWife: true, head: { nik: nikOf('budi') }, village: '32.76.06.1004' });
    expect(family?.members.map((member) => member.shdk)).toEqual(['head', 'wife', 'child']);
    expect((await at.depok.person(nikOf('yanti'), asked))?.spouseNik).toBeNull();
    expect(await at.depok.person('9976010101010999', asked)).toBeUndefined();
  });

  test('finds a person whom another region keeps', async () => {
    expect(await at.depok.person(nikOf('yohana'), asked)).toMatchObject({ region: '81.02', name: 'Yohana Letsoin' });
    expect(await at.people.whereabouts(nikOf('yohana'))).toBe('81.02');
    expect(await at.people.find(nikOf('yohana'))).toMatchObject({ phone: expect.stringMatching(/^\+62/) });
  });

  test('compares typed values as a foreign register would', async () => {
    const matched = await at.depok.match(
      nikOf('nuraini'),
      { name: 'NURAINI', birthDate: '1958-12-30', kk: kkOf('mamun') },
      asked,
    );
    expect(matched).toEqual({ found: true, fields: { name: 'sesuai', birthDate: 'tidakSesuai', kk: 'sesuai' } });
    expect(await at.depok.match('9976010101010999', { name: 'X' }, asked)).toEqual({ found: false, fields: {} });
  });
});

describe('members of a family', () => {
  test('see each other by name and last four, the protected not at all', async () => {
    const card = await at.depok.card(kkOf('kusuma'), asked);
    const facts = await at.depok.family(kkOf('kusuma'), asked);
    if (!card || !facts) throw new Error('the cast is not in the register');
    expect(visibleMembers(card, nikOf('wahyu'))).toEqual([
      { id: expect.any(String), name: 'Wahyu Kusuma', lastFour: '0001', self: true },
      { id: expect.any(String), name: 'Aditya Kusuma', lastFour: '0001', self: false },
    ]);
    expect(visibleMembers(card, nikOf('ratna'))).toHaveLength(3);
    expect(visibleMembers(card, nikOf('budi'))).toEqual([]);
    expect(visibleFacts(facts, card, nikOf('wahyu')).members).toHaveLength(2);
    expect(facts.members.map((member) => member.protected)).toEqual([false, true, false]);
    expect(JSON.stringify(visibleMembers(card, nikOf('wahyu')))).not.toMatch(/\d{16}/);
  });

  test('are found by the id that pages carry', async () => {
    const person = await at.people.find(nikOf('budi'));
    expect((await at.people.findById('32.76', person?.id ?? ''))?.nik).toBe(nikOf('budi'));
    expect(await at.people.findById('81.02', person?.id ?? '')).toBeUndefined();
  });
});

describe('registers that are not ours', () => {
  test('say sesuai or tidak sesuai over the wire, and give nothing out', async () => {
    const simulator = await startRegisterMatch({
      user: 'depok',
      password: 'rahasia',
      person: async (nik) => at.people.find(nik),
    });
    const options = { url: simulator.url, user: 'depok', password: 'rahasia', fetch };
    try {
      const register = await at.peopleWith({ kind: 'match', ...options }).register('32.76.06.1004');
      expect(register).toMatchObject({ profile: 'match', region: '32.76' });
      const typed = { name: 'DEWI LESTARI', birthDate: '1996-08-21', sex: 'male', kk: kkOf('pratama') };
      expect(await register.match(nikOf('dewi'), typed, asked)).toEqual({
        found: true,
        fields: { name: 'sesuai', birthDate: 'sesuai', sex: 'tidakSesuai', kk: 'sesuai' },
      });
      expect(await register.match('9976010101010999', typed, asked)).toEqual({ found: false, fields: {} });
      expect(simulator.asked[0]).toMatchObject({ keperluan: 'test', petugas: 'petugas:1', permohonan: 'case-1' });
      expect(await register.person(nikOf('dewi'), asked)).toBeUndefined();
      expect(await register.family(kkOf('pratama'), asked)).toBeUndefined();
      const wrong = await at.peopleWith({ kind: 'match', ...options, password: 'x' }).register('32.76');
      expect(await wrong.match(nikOf('dewi'), { name: 'X' }, asked)).toEqual({
        found: null,
        fields: { name: 'unknown' },
      });
      await simulator.stop();
      expect(await register.match(nikOf('dewi'), { name: 'X' }, asked)).toEqual({
        found: null,
        fields: { name: 'unknown' },
      });
    } finally {
      await simulator.stop();
    }
  });

  test('leave their effects to an officer', async () => {
    const manual = await at.peopleWith({ kind: 'manual' }).register('32.76');
    const effects = [birth('Anak Manual')];
    const plan = await at.inDepok((tx) => manual.plan(tx, { basis: 'manual-1', effects, today: TODAY }));
    expect(plan).toEqual({ kind: 'tasks', basis: 'manual-1', effects });
    await at.inDepok((tx) => manual.apply(tx, plan, by));
    await at.inDepok((tx) => manual.release(tx, plan));
    expect((await manual.match(nikOf('dewi'), { name: 'X' }, asked)).fields).toEqual({ name: 'unknown' });
  });
});
