import { Refusal } from '../../kernel/refusal.ts';
import type { Effect } from './effects.ts';
import type { Person } from './person.ts';
import { changesOf, type Foreseen, type Foresight, familyOf, membersOf } from './snapshot.ts';

/** A child enters the family with a NIK of the place of its family card; the card is issued anew. */
export function foreseeBirth(
  effect: Extract<Effect, { kind: 'birth' }>,
  { snapshot, today, number, id }: Foresight,
): Foreseen {
  const { child } = effect;
  const home = familyOf(snapshot, effect.home);
  if (child.birthDate > today) throw new Refusal('people/born-in-the-future', 409);
  const mother = effect.mother ? snapshot.persons.get(effect.mother.nik) : undefined;
  const father = effect.father ? snapshot.persons.get(effect.father.nik) : undefined;
  const head = membersOf(snapshot, home.kk).find((member) => member.shdk === 'head');
  const born: Person = {
    region: home.region,
    nik: number('child'),
    id: id(),
    name: child.name,
    titleBefore: null,
    titleAfter: null,
    sex: child.sex,
    birthPlace: child.birthPlace ?? '-',
    birthDate: child.birthDate,
    religion: (mother ?? father ?? head)?.religion ?? 'kepercayaan',
    education: 'none',
    occupation: 'Belum/tidak bekerja',
    blood: 'unknown',
    citizenship: 'wni',
    maritalStatus: 'single',
    marriedOn: null,
    spouseNik: null,
    motherNik: effect.mother?.nik ?? null,
    motherName: mother?.name ?? effect.mother?.name ?? null,
    fatherNik: effect.father?.nik ?? null,
    fatherName: father?.name ?? effect.father?.name ?? null,
    birthAkta: null,
    kk: home.kk,
    shdk: effect.relationship,
    status: 'alive',
    cardState: 'notDue',
    cardNumber: null,
    cardIssuedOn: null,
    cardLostOn: null,
    phone: null,
    protected: false,
    version: 1,
  };
  const reissued = { ...home, issuedOn: today };
  return {
    persons: [born],
    families: [reissued],
    events: [
      { kind: 'person.born', nik: born.nik, kk: home.kk, changes: changesOf(null, born) },
      { kind: 'family.memberAdded', nik: born.nik, kk: home.kk, changes: changesOf(home, reissued) },
    ],
    makes: { kind: 'person', nik: born.nik },
  };
}
