import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { startRegisterMatch } from '../../../simulators/register-match/index.ts';
import { type TestDatabase, testDatabase } from '../../../tests/support/database.ts';
import { type Queryable, queryable } from '../../platform/database/index.ts';
import { createRegions, loadRegions } from '../regions/index.ts';
import {
  cardAfter,
  createPeople,
  DEMO_PROVINCE,
  type EffectCall,
  holdsRealPeople,
  type People,
  type Plan,
  personAfter,
  readCast,
  seedDemo,
  visibleFacts,
  visibleMembers,
} from './index.ts';

const reference = (path: string): string => readFileSync(join(import.meta.dirname, '../../../reference', path), 'utf8');
const castFile: unknown = parse(reference('demo/cast.yaml'));
const cast = readCast(castFile);
const members = cast.families.flatMap((family) => family.members.map((member) => ({ ...member, kk: family.kk })));
const nikOf = (key: string): string => members.find((member) => member.key === key)?.nik ?? '';
const kkOf = (key: string): string => cast.families.find((family) => family.key === key)?.kk ?? '';

const TODAY = '2026-11-23';
const asked = { purpose: 'test', actor: 'petugas:1', caseId: 'case-1', today: TODAY };
const by = { actor: 'petugas:1' };
let database: TestDatabase;
let people: People;
let ticks = 0;

async function asOwner<R>(work: (owner: Queryable) => Promise<R>): Promise<R> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  try {
    await client.query('begin');
    const result = await work(queryable(client));
    await client.query('commit');
    return result;
  } finally {
    await client.end();
  }
}

const inDepok = <R>(work: (tx: Queryable) => Promise<R>): Promise<R> =>
  database.db.transaction({ regions: ['32.76'] }, work);
const depok = () => people.register('32.76');
const planned = (basis: string, ...effects: EffectCall[]) =>
  inDepok((tx) => depok().plan(tx, { basis, effects, today: TODAY })) as Promise<Plan>;
const applied = (plan: Plan) => inDepok((tx) => depok().apply(tx, plan, by));
const stateOf = async (number: string) =>
  (await database.admin<{ state: string }>('select state from people.number where number = $1', [number]))[0]?.state;

const birth = (name: string, birthDate: unknown = { date: '2026-11-03' }): EffectCall => ({
  verb: 'register.birth',
  args: {
    child: { name, sex: 'female', birthDate, birthPlace: { code: '32.76', name: 'Depok' } },
    mother: { nik: nikOf('dewi') },
    father: { nik: nikOf('budi') },
    home: { kk: kkOf('pratama') },
    relationship: 'child',
  },
  as: 'newborn',
});

beforeAll(async () => {
  database = await testDatabase();
  const csv = reference('regions/wilayah.csv')
    .split('\n')
    .filter((line) => /^(code|(32|81)(,|\.76[.,]|\.02[.,]))/.test(line));
  await asOwner((owner) => loadRegions(owner, `${csv.join('\n')}\n`, TODAY));
  const regions = createRegions({ database: database.db });
  const from = performance.now();
  const options = { seed: 1, people: 20_000, names: parse(reference('demo/names.yaml')), cast: castFile, regions };
  const seeded = await asOwner((owner) => seedDemo(owner, options));
  console.info(
    `seed: ${seeded.persons} people in ${seeded.families} families, ${Math.round(performance.now() - from)} ms`,
  );
  expect(seeded.persons).toBeGreaterThanOrEqual(20_000);
  expect(await asOwner((owner) => seedDemo(owner, options))).toEqual({ persons: 0, families: 0 });
  people = createPeople({
    database: database.db,
    clock: () => new Date(Date.parse('2026-11-23T03:00:00Z') + ticks++),
    random: (n) => randomBytes(n),
    registers: () => ({ kind: 'own' }),
    province: DEMO_PROVINCE,
  });
}, 60_000);
afterAll(() => database.close());

describe('our own register', () => {
  test('says what expressions may know of a person and a family', async () => {
    expect(await depok().person(nikOf('dewi'), asked)).toMatchObject({
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
    const family = await depok().family(kkOf('pratama'), asked);
    expect(family).toMatchObject({ husbandAndWife: true, head: { nik: nikOf('budi') }, village: '32.76.06.1004' });
    expect(family?.members.map((member) => member.shdk)).toEqual(['head', 'wife', 'child']);
    expect((await depok().person(nikOf('yanti'), asked))?.spouseNik).toBeNull();
    expect(await depok().person('9976010101010999', asked)).toBeUndefined();
  });

  test('finds a person whom another region keeps', async () => {
    expect(await depok().person(nikOf('yohana'), asked)).toMatchObject({ region: '81.02', name: 'Yohana Letsoin' });
    expect(await people.whereabouts(nikOf('yohana'))).toBe('81.02');
    expect(await people.find(nikOf('yohana'))).toMatchObject({ phone: expect.stringMatching(/^\+62/) });
  });

  test('compares typed values as a foreign register would', async () => {
    const matched = await depok().match(
      nikOf('nuraini'),
      { name: 'NURAINI', birthDate: '1958-12-30', kk: kkOf('mamun') },
      asked,
    );
    expect(matched).toEqual({ found: true, fields: { name: 'sesuai', birthDate: 'tidakSesuai', kk: 'sesuai' } });
    expect(await depok().match('9976010101010999', { name: 'X' }, asked)).toEqual({ found: false, fields: {} });
  });
});

describe('a birth', () => {
  test('is foreseen with its number, then written once', async () => {
    const plan = await planned('birth-1', birth('Kirana Ayu Pratama'));
    const { nik } = plan.names.newborn as { nik: string };
    expect(nik).toMatch(/^997606431126\d{4}$|^997606431126/);
    expect(cardAfter(plan, kkOf('pratama'))?.members.map((member) => member.name)).toContain('Kirana Ayu Pratama');
    expect(personAfter(plan, nik)).toMatchObject({
      shdk: 'child',
      motherName: 'Dewi Lestari',
      fatherNik: nikOf('budi'),
      religion: 'islam',
    });
    expect(await depok().person(nik, asked)).toBeUndefined();
    expect(await stateOf(nik)).toBe('reserved');

    const again = await planned('birth-1', birth('Kirana Ayu Pratama'));
    expect(again.names.newborn).toEqual(plan.names.newborn);

    await applied(JSON.parse(JSON.stringify(plan)) as Plan);
    expect(await depok().person(nik, asked)).toMatchObject({
      name: 'Kirana Ayu Pratama',
      age: 0,
      kk: kkOf('pratama'),
      cardIssued: false,
    });
    expect(await stateOf(nik)).toBe('issued');
    expect((await depok().card(kkOf('pratama'), asked))?.family).toMatchObject({ issuedOn: TODAY, version: 2 });
    const events = await people.history('32.76', { nik });
    expect(events.map((event) => [event.kind, event.basis, event.actor])).toContainEqual([
      'person.born',
      'birth-1',
      'petugas:1',
    ]);

    await expect(applied(plan)).rejects.toThrow();
  });

  test('that comes to nothing leaves a void number, never given again', async () => {
    const plan = await planned('birth-2', birth('Bayi Lain', '2026-11-04'));
    const { nik } = plan.names.newborn as { nik: string };
    await inDepok((tx) => depok().release(tx, plan));
    expect(await stateOf(nik)).toBe('void');
    const next = await planned('birth-3', birth('Bayi Ketiga', '2026-11-04'));
    expect(next.names.newborn).not.toEqual(plan.names.newborn);
    await inDepok((tx) => depok().release(tx, next));
  });

  test('whose date was repaired takes another number and voids the first', async () => {
    const before = await planned('birth-4', birth('Bayi Empat', '2026-11-05'));
    const repaired = await planned('birth-4', birth('Bayi Empat', '2026-11-06'));
    expect(await stateOf((before.names.newborn as { nik: string }).nik)).toBe('void');
    expect(await stateOf((repaired.names.newborn as { nik: string }).nik)).toBe('reserved');
  });

  test('twins at the same instant get two numbers', async () => {
    const plans = await Promise.all(
      ['a', 'b', 'c', 'd'].map((one) => planned(`twin-${one}`, birth('Anak Kembar', '2026-11-09'))),
    );
    expect(new Set(plans.map((plan) => plan.numbers[0]?.number)).size).toBe(4);
  });

  test('is refused when the register moved on since it was foreseen', async () => {
    const one = await planned('race-1', birth('Anak Satu', '2026-10-10'));
    const other = await planned('race-2', birth('Anak Dua', '2026-10-10'));
    await applied(one);
    await expect(applied(other)).rejects.toThrow('people/register-moved-on');
    expect(await depok().person((other.names.newborn as { nik: string }).nik, asked)).toBeUndefined();
  });

  test.each([
    ['a name that is none', birth('1'), 'people/effect-incomplete'],
    ['tomorrow', birth('Anak Besok', '2026-11-24'), 'people/born-in-the-future'],
    [
      'a family that is not there',
      { ...birth('A B'), args: { ...birth('A B').args, home: { kk: '9976060101010001' } } },
      'people/family-unknown',
    ],
  ])('with %s is refused', async (_, effect, code) => {
    await expect(planned('refused', effect)).rejects.toThrow(code);
  });
});

describe('a family that splits', () => {
  const people4 = (...keys: string[]) => keys.map((key) => ({ nik: nikOf(key) }));

  test('keeps its number while the head stays', async () => {
    const plan = await planned('split-1', {
      verb: 'register.splitFamily',
      args: {
        family: { kk: kkOf('setiawan') },
        movers: people4('rizky', 'putri', 'arka'),
        newHead: { nik: nikOf('rizky') },
        newRoles: [
          { item: { nik: nikOf('putri') }, shdk: 'wife' },
          { item: { nik: nikOf('arka') }, shdk: 'child' },
        ],
        oldHead: null,
        oldRoles: null,
      },
      as: 'newFamily',
    });
    const { kk } = plan.names.newFamily as { kk: string };
    expect(plan.successors).toEqual({});
    expect(cardAfter(plan, kk)?.members.map((member) => [member.name, member.shdk])).toEqual([
      ['Rizky Setiawan', 'head'],
      ['Putri Amelia', 'wife'],
      ['Arka Setiawan', 'child'],
    ]);
    await applied(plan);
    expect((await depok().family(kkOf('setiawan'), asked))?.members).toHaveLength(3);
    expect(await depok().family(kk, asked)).toMatchObject({
      husbandAndWife: true,
      village: '32.76.10.1006',
      head: { nik: nikOf('rizky') },
    });
    expect((await people.history('32.76', { kk })).map((event) => event.kind)).toContain('family.created');
  });

  test('gets two new numbers when the head goes', async () => {
    const plan = await planned('split-2', {
      verb: 'register.splitFamily',
      args: {
        family: { kk: kkOf('gunawan') },
        movers: people4('hendra'),
        newHead: { nik: nikOf('hendra') },
        newRoles: [],
        oldHead: { nik: nikOf('maya') },
        oldRoles: [{ item: { nik: nikOf('bima') }, shdk: 'child' }],
      },
      as: 'newFamily',
    });
    expect(plan.numbers).toHaveLength(2);
    await applied(plan);
    expect(await depok().family(kkOf('gunawan'), asked)).toBeUndefined();
    const after = cardAfter(plan, kkOf('gunawan'));
    expect(after?.members.map((member) => member.name)).toEqual(['Maya Puspita', 'Bima Gunawan']);
    expect(await depok().family(after?.family.kk ?? '', asked)).toMatchObject({ head: { nik: nikOf('maya') } });
  });

  test.each([
    ['nobody stays', ['siti', 'fikri', 'salma', 'romlah'], 'siti', 'people/nobody-stays'],
    ['a child of 16 would be head', ['fikri'], 'fikri', 'people/head-too-young'],
    ['a mover is of another family', ['dewi'], 'dewi', 'people/not-a-member'],
    ['those who stay have no head', ['siti'], 'siti', 'people/role-missing'],
  ])('is refused when %s', async (_, movers, head, code) => {
    const call: EffectCall = {
      verb: 'register.splitFamily',
      args: { family: { kk: kkOf('maesaroh') }, movers: people4(...movers), newHead: { nik: nikOf(head) } },
      as: null,
    };
    await expect(planned('split-3', call)).rejects.toThrow(code);
  });
});

test('a card is lost and issued anew', async () => {
  const subject = { nik: nikOf('agus') };
  const perform = (basis: string, call: Omit<EffectCall, 'as'>) =>
    inDepok((tx) => people.perform(tx, '32.76', { basis, effects: [{ ...call, as: null }], today: TODAY }, by));
  await perform('card-1', { verb: 'register.cardLost', args: { subject } });
  expect(await people.find(subject.nik)).toMatchObject({
    cardNumber: null,
    cardLostOn: TODAY,
    cardState: 'printReady',
  });
  expect(await depok().person(subject.nik, asked)).toMatchObject({ cardIssued: true });
  await perform('card-1', { verb: 'register.cardIssued', args: { subject, cardNumber: 'B123' } });
  expect(await people.find(subject.nik)).toMatchObject({
    cardNumber: 'B123',
    cardLostOn: null,
    cardIssuedOn: TODAY,
    cardState: 'issued',
  });
  expect((await people.history('32.76', subject)).map((event) => event.kind)).toEqual([
    'person.cardLost',
    'person.cardIssued',
  ]);
});

describe('members of a family', () => {
  test('see each other by name and last four, the protected not at all', async () => {
    const card = await depok().card(kkOf('kusuma'), asked);
    const facts = await depok().family(kkOf('kusuma'), asked);
    if (!card || !facts) throw new Error('the cast is not in the register');
    expect(visibleMembers(card, nikOf('wahyu'))).toEqual([
      { id: expect.any(String), name: 'Wahyu Kusuma', lastFour: '0001', self: true },
      { id: expect.any(String), name: 'Aditya Kusuma', lastFour: '0001', self: false },
    ]);
    expect(visibleMembers(card, nikOf('ratna'))).toHaveLength(3);
    expect(visibleMembers(card, nikOf('budi'))).toEqual([]);
    expect(visibleFacts(facts, card, nikOf('wahyu')).members).toHaveLength(2);
    expect(JSON.stringify(visibleMembers(card, nikOf('wahyu')))).not.toMatch(/\d{16}/);
  });

  test('are found by the id that pages carry', async () => {
    const person = await people.find(nikOf('budi'));
    expect((await people.findById('32.76', person?.id ?? ''))?.nik).toBe(nikOf('budi'));
    expect(await people.findById('81.02', person?.id ?? '')).toBeUndefined();
  });
});

describe('the database itself', () => {
  const change = (text: string, values: unknown[] = []) => inDepok((tx) => tx.query(text, values));

  test('shows a region only to those who name it', async () => {
    const count = async (regions: string[]) =>
      (await database.db.query<{ n: number }>({ regions }, 'select count(*)::int as n from people.person'))[0]?.n ?? -1;
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
      inDepok(async (tx) => {
        await tx.query(`update people.person set shdk = 'other' where nik = $1`, [nikOf('debora')]);
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
    await expect(asOwner((owner) => owner.query(copy, [nikOf('budi')]))).rejects.toThrow('another region');
  });

  test('knows whether strangers to the demo stand in it', async () => {
    expect(await asOwner(holdsRealPeople)).toBe(false);
  });
});

describe('registers that are not ours', () => {
  test('say sesuai or tidak sesuai over the wire, and give nothing out', async () => {
    const simulator = await startRegisterMatch({
      user: 'depok',
      password: 'rahasia',
      person: async (nik) => people.find(nik),
    });
    const options = { url: simulator.url, user: 'depok', password: 'rahasia', fetch };
    const base = { database: database.db, clock: () => new Date(), random: (n: number) => randomBytes(n) };
    try {
      const register = createPeople({ ...base, registers: () => ({ kind: 'match', ...options }) }).register(
        '32.76.06.1004',
      );
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
      const wrong = createPeople({ ...base, registers: () => ({ kind: 'match', ...options, password: 'x' }) }).register(
        '32.76',
      );
      expect((await wrong.match(nikOf('dewi'), { name: 'X' }, asked)).fields).toEqual({ name: 'unknown' });
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
    const manual = createPeople({
      database: database.db,
      clock: () => new Date(),
      random: (n) => randomBytes(n),
      registers: () => ({ kind: 'manual' }),
    }).register('32.76');
    const effects = [birth('Anak Manual')];
    const plan = await inDepok((tx) => manual.plan(tx, { basis: 'manual-1', effects, today: TODAY }));
    expect(plan).toEqual({ kind: 'tasks', basis: 'manual-1', effects });
    await inDepok((tx) => manual.apply(tx, plan, by));
    await inDepok((tx) => manual.release(tx, plan));
    expect((await manual.match(nikOf('dewi'), { name: 'X' }, asked)).fields).toEqual({ name: 'unknown' });
  });
});
