import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asked, birth, by, kkOf, nikOf, type SeededRegister, seededRegister, TODAY } from './fixture.ts';
import { cardAfter, type EffectCall, type Plan, personAfter } from './index.ts';

let at: SeededRegister;
beforeAll(async () => {
  at = await seededRegister();
});
afterAll(() => at.database.close());

describe('a birth', () => {
  test('is foreseen with its number, then written once', async () => {
    const plan = await at.planned('birth-1', birth('Kirana Ayu Pratama'));
    const { nik } = plan.names.newborn as { nik: string };
    expect(nik).toMatch(/^997606431126\d{4}$/);
    expect(cardAfter(plan, kkOf('pratama'))?.members.map((member) => member.name)).toContain('Kirana Ayu Pratama');
    expect(personAfter(plan, nik)).toMatchObject({
      shdk: 'child',
      motherName: 'Dewi Lestari',
      fatherNik: nikOf('budi'),
      religion: 'islam',
    });
    expect(await at.depok.person(nik, asked)).toBeUndefined();
    expect(await at.stateOf(nik)).toBe('reserved');

    const again = await at.planned('birth-1', birth('Kirana Ayu Pratama'));
    expect(again.names.newborn).toEqual(plan.names.newborn);

    await at.applied(JSON.parse(JSON.stringify(plan)) as Plan);
    expect(await at.depok.person(nik, asked)).toMatchObject({
      name: 'Kirana Ayu Pratama',
      age: 0,
      kk: kkOf('pratama'),
      cardIssued: false,
    });
    expect(await at.stateOf(nik)).toBe('issued');
    expect((await at.depok.card(kkOf('pratama'), asked))?.family).toMatchObject({ issuedOn: TODAY, version: 2 });
    const events = await at.people.history('32.76', { nik });
    expect(events.map((event) => [event.kind, event.basis, event.actor])).toContainEqual([
      'person.born',
      'birth-1',
      'petugas:1',
    ]);

    await expect(at.applied(plan)).rejects.toThrow();
  });

  test('that comes to nothing leaves a void number, never given again', async () => {
    const plan = await at.planned('birth-2', birth('Bayi Lain', '2026-11-04'));
    const { nik } = plan.names.newborn as { nik: string };
    await at.inDepok((tx) => at.depok.release(tx, plan));
    expect(await at.stateOf(nik)).toBe('void');
    const next = await at.planned('birth-3', birth('Bayi Ketiga', '2026-11-04'));
    expect(next.names.newborn).not.toEqual(plan.names.newborn);
    await at.inDepok((tx) => at.depok.release(tx, next));
  });

  test('whose date was repaired takes another number and voids the first', async () => {
    const before = await at.planned('birth-4', birth('Bayi Empat', '2026-11-05'));
    const repaired = await at.planned('birth-4', birth('Bayi Empat', '2026-11-06'));
    expect(await at.stateOf((before.names.newborn as { nik: string }).nik)).toBe('void');
    expect(await at.stateOf((repaired.names.newborn as { nik: string }).nik)).toBe('reserved');
  });

  test('takes a name with a mark, and the typed name of a parent whom no register keeps', async () => {
    const call = birth("Nur'aini Putri", '2026-11-01');
    const foreign = { ...call, args: { ...call.args, father: { nik: '9974010101900001', name: 'Ayah Jauh' } } };
    const plan = await at.planned('birth-5', foreign);
    expect(plan.persons[0]?.after).toMatchObject({
      name: "Nur'aini Putri",
      fatherNik: '9974010101900001',
      fatherName: 'Ayah Jauh',
    });
  });

  test('finds no number under a prefix that is used up', async () => {
    const prefix = '997606500926';
    await at.database.admin(`insert into people.serial values ('32.76', 'nik', $1, 9999)`, [prefix]);
    await expect(at.planned('birth-6', birth('Anak Terakhir', '2026-09-10'))).rejects.toThrow('people/prefix-full');
  });

  test('twins at the same instant get two numbers', async () => {
    const plans = await Promise.all(
      ['a', 'b', 'c', 'd'].map((one) => at.planned(`twin-${one}`, birth('Anak Kembar', '2026-11-09'))),
    );
    expect(new Set(plans.map((plan) => plan.numbers[0]?.number)).size).toBe(4);
  });

  test('is refused when the register moved on since it was foreseen', async () => {
    const one = await at.planned('race-1', birth('Anak Satu', '2026-10-10'));
    const other = await at.planned('race-2', birth('Anak Dua', '2026-10-10'));
    await at.applied(one);
    await expect(at.applied(other)).rejects.toThrow('people/register-moved-on');
    expect(await at.depok.person((other.names.newborn as { nik: string }).nik, asked)).toBeUndefined();
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
    await expect(at.planned('refused', effect)).rejects.toThrow(code);
  });
});

describe('a family that splits', () => {
  const niks = (...keys: string[]) => keys.map((key) => ({ nik: nikOf(key) }));

  test('keeps its number while the head stays', async () => {
    const plan = await at.planned('split-1', {
      verb: 'register.splitFamily',
      args: {
        family: { kk: kkOf('setiawan') },
        movers: niks('rizky', 'putri', 'arka'),
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
    await at.applied(plan);
    expect((await at.depok.family(kkOf('setiawan'), asked))?.members).toHaveLength(3);
    expect(await at.depok.family(kk, asked)).toMatchObject({
      husbandAndWife: true,
      village: '32.76.10.1006',
      head: { nik: nikOf('rizky') },
    });
    expect((await at.people.history('32.76', { kk })).map((event) => event.kind)).toContain('family.created');
  });

  test('gets two new numbers when the head goes', async () => {
    const plan = await at.planned('split-2', {
      verb: 'register.splitFamily',
      args: {
        family: { kk: kkOf('gunawan') },
        movers: niks('hendra'),
        newHead: { nik: nikOf('hendra') },
        newRoles: [],
        oldHead: { nik: nikOf('maya') },
        oldRoles: [{ item: { nik: nikOf('bima') }, shdk: 'child' }],
      },
      as: 'newFamily',
    });
    expect(plan.numbers).toHaveLength(2);
    await at.applied(plan);
    expect(await at.depok.family(kkOf('gunawan'), asked)).toBeUndefined();
    const after = cardAfter(plan, kkOf('gunawan'));
    expect(after?.members.map((member) => member.name)).toEqual(['Maya Puspita', 'Bima Gunawan']);
    expect(await at.depok.family(after?.family.kk ?? '', asked)).toMatchObject({ head: { nik: nikOf('maya') } });
  });

  test.each([
    ['nobody stays', ['siti', 'fikri', 'salma', 'romlah'], 'siti', 'people/nobody-stays'],
    ['a child of 16 would be head', ['fikri'], 'fikri', 'people/head-too-young'],
    ['a mover is of another family', ['dewi'], 'dewi', 'people/not-a-member'],
    ['those who stay have no head', ['siti'], 'siti', 'people/role-missing'],
  ])('is refused when %s', async (_, movers, head, code) => {
    const call: EffectCall = {
      verb: 'register.splitFamily',
      args: { family: { kk: kkOf('maesaroh') }, movers: niks(...movers), newHead: { nik: nikOf(head) } },
      as: null,
    };
    await expect(at.planned('split-3', call)).rejects.toThrow(code);
  });
});

test('a card is lost and issued anew', async () => {
  const subject = { nik: nikOf('agus') };
  const perform = (basis: string, call: Omit<EffectCall, 'as'>) =>
    at.inDepok((tx) => at.people.perform(tx, '32.76', { basis, effects: [{ ...call, as: null }], today: TODAY }, by));
  await perform('card-1', {
    verb: 'register.cardLost',
    args: { subject, policeNumber: 'SKTLK/1/XI/2026', policeDate: { date: '2026-11-20' } },
  });
  expect(await at.people.find(subject.nik)).toMatchObject({
    cardNumber: null,
    cardLostOn: TODAY,
    cardState: 'printReady',
  });
  expect(await at.depok.person(subject.nik, asked)).toMatchObject({ cardIssued: true });
  await perform('card-1', { verb: 'register.cardIssued', args: { subject, cardNumber: 'B123' } });
  expect(await at.people.find(subject.nik)).toMatchObject({
    cardNumber: 'B123',
    cardLostOn: null,
    cardIssuedOn: TODAY,
    cardState: 'issued',
  });
  expect((await at.people.history('32.76', subject)).map((event) => event.kind)).toEqual([
    'person.cardLost',
    'person.cardIssued',
  ]);
  expect((await at.people.history('32.76', subject))[0]?.changes).toMatchObject({
    policeNumber: [null, 'SKTLK/1/XI/2026'],
    policeDate: [null, '2026-11-20'],
  });
});
