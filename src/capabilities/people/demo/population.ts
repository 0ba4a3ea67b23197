import { addDays, addMonths, type IsoDate, isoDate } from '../../../kernel/dates.ts';
import { uuidv7 } from '../../../kernel/ids.ts';
import { kkPrefix, makeKk } from '../../../kernel/kk.ts';
import { makeNik, nikPrefix } from '../../../kernel/nik.ts';
import { kabupatenOf, undotted } from '../../../kernel/region-code.ts';
import { everMarried, type Family, type MaritalStatus, type Person, type Shdk } from '../person.ts';
import type { Cast, CastFamily, CastMember } from './cast.ts';
import { type Chance, chanceOf } from './chance.ts';
import { type Draft, household } from './households.ts';
import type { NamePools } from './names.ts';

export type Village = { readonly code: string; readonly name: string };
export type PopulationOptions = {
  readonly seed: number;
  /** At least so many are made; the last family is completed. */
  readonly people: number;
  readonly pools: NamePools;
  readonly cast: Cast;
  /** Villages of each region, and each region's share of the people. */
  readonly places: Readonly<Record<string, { readonly share: number; readonly villages: readonly Village[] }>>;
};
export type Population = { readonly persons: readonly Person[]; readonly families: readonly Family[] };

/** No such province: no number of the demo can be a real person's. */
export const DEMO_PROVINCE = '99';
// Ages are counted back from one fixed day, so that a seed makes the same people on any day.
const AS_OF = '2026-11-01';
const BORN_AT = new Date(`${AS_OF}T00:00:00Z`);

/** Invented people, the same for the same options. The cast comes first, with the numbers of its file. */
export function population({ seed, people, pools, cast, places }: PopulationOptions): Population {
  const chance = chanceOf(seed);
  const persons: Person[] = [];
  const families: Family[] = [];
  const maker = makerOf(chance, cast);
  for (const family of cast.families) add(maker.cast(family));
  for (const [region, { share, villages }] of Object.entries(places)) {
    const enough = persons.length + Math.ceil((people - cast.families.length) * share);
    while (persons.length < enough)
      add(maker.household(household(chance, pools, region), region, chance.one(villages), pools));
  }
  return { persons, families };

  function add(made: { readonly family: Family; readonly members: readonly Person[] }): void {
    families.push(made.family);
    persons.push(...made.members);
  }
}

function makerOf(chance: Chance, cast: Cast) {
  const taken = new Set(cast.families.flatMap((family) => [family.kk, ...family.members.map((member) => member.nik)]));
  const phones = new Set<string>();
  const free = (make: (serial: number) => string): string => {
    for (let serial = 1; ; serial++) {
      const number = make(serial);
      if (taken.has(number)) continue;
      taken.add(number);
      return number;
    }
  };
  const id = (): string => uuidv7(() => BORN_AT, chance.bytes);

  function phone(): string {
    const made = `+628129900${String(chance.whole(0, 99_999)).padStart(5, '0')}`;
    if (phones.has(made)) return phone();
    phones.add(made);
    return made;
  }

  function makeFamily(region: string, village: Village, pools: NamePools): Family {
    const issuedOn = addDays('2016-01-04', chance.whole(0, 3900));
    return {
      region,
      kk: free((serial) => makeKk(kkPrefix({ region: village.code, issuedOn }, DEMO_PROVINCE), serial)),
      id: id(),
      status: 'active',
      village: village.code,
      address: `Jalan ${chance.one(pools.streets)} ${chance.whole(1, 120)}`,
      rt: String(chance.whole(1, 9)).padStart(3, '0'),
      rw: String(chance.whole(1, 18)).padStart(3, '0'),
      postalCode: null,
      issuedOn,
      version: 1,
    };
  }

  function person(draft: Draft, family: Family, pools: NamePools, villages: Village): Person {
    const birthDate = bornOn(chance, draft.age);
    const nik = free((serial) =>
      makeNik(nikPrefix({ region: villages.code, birthDate, sex: draft.sex }, DEMO_PROVINCE), serial),
    );
    const adult = draft.age >= 17;
    const carded = (adult || draft.marital !== 'single') && chance.likely(0.96);
    return {
      ...nobody(family, id()),
      nik,
      name: draft.name,
      sex: draft.sex,
      birthPlace: chance.likely(0.8) ? (HOMES[family.region] ?? 'Jakarta') : chance.one(OTHER_HOMES),
      birthDate,
      religion: draft.belief,
      education: educationOf(chance, draft.age),
      occupation: occupationOf(chance, draft, pools.occupations[family.region] ?? []),
      blood: chance.weighted({ unknown: 50, o: 19, b: 14, a: 12, ab: 5 }),
      maritalStatus: draft.marital,
      motherName: draft.motherName ?? null,
      fatherName: draft.fatherName ?? null,
      birthAkta: chance.likely(draft.age < 18 ? 0.93 : 0.55) ? aktaOf(family.region, birthDate, chance) : null,
      shdk: draft.shdk,
      cardState: carded ? 'issued' : adult ? 'notRecorded' : 'notDue',
      cardNumber: carded ? `K${chance.whole(10_000_000, 99_999_999)}` : null,
      cardIssuedOn: carded
        ? laterOf(addMonths(birthDate, 17 * 12), addDays('2012-01-02', chance.whole(0, 4000)))
        : null,
      phone: adult && chance.likely(0.75) ? phone() : null,
    };
  }

  return {
    household(drafts: readonly Draft[], region: string, village: Village, pools: NamePools) {
      const family = makeFamily(region, village, pools);
      const members = drafts.map((draft) => person(draft, family, pools, village));
      return { family, members: members.map((member, index) => linked(member, drafts[index], members)) };
    },
    cast: (family: CastFamily) => castFamily(family, id),
  };
}

const HOMES: Readonly<Record<string, string>> = { '32.76': 'Depok', '81.02': 'Langgur' };
const OTHER_HOMES = [
  'Jakarta',
  'Bogor',
  'Bandung',
  'Semarang',
  'Ambon',
  'Tual',
  'Makassar',
  'Medan',
  'Padang',
  'Surabaya',
];

const laterOf = (one: IsoDate, other: IsoDate): IsoDate => {
  const later = one > other ? one : other;
  return later > AS_OF ? addDays(AS_OF, -30) : later;
};

/** A day on which somebody is that old on the fixed day. */
const bornOn = (chance: Chance, age: number): IsoDate =>
  addDays(addMonths(AS_OF, -12 * age), -chance.whole(age === 0 ? 20 : 1, 360));

const aktaOf = (region: string, birthDate: IsoDate, chance: Chance): string => {
  const [year, month, day] = addDays(birthDate, 20).split('-');
  return `${DEMO_PROVINCE}${undotted(region).slice(2)}-LU-${day}${month}${year}-${String(chance.whole(1, 60)).padStart(4, '0')}`;
};

function educationOf(chance: Chance, age: number): string {
  if (age < 6) return 'none';
  if (age < 13) return 'someSd';
  if (age < 16) return 'sd';
  if (age < 19) return 'sltp';
  return chance.weighted(
    age > 55 ? { someSd: 1, sd: 4, sltp: 3, slta: 3, s1: 1 } : { sd: 1, sltp: 2, slta: 6, d3: 1, s1: 3, s2: 0.3 },
  );
}

function occupationOf(chance: Chance, { age, sex, marital }: Draft, usual: readonly string[]): string {
  if (age < 6) return 'Belum/tidak bekerja';
  if (age < 19 || (age < 23 && chance.likely(0.5))) return 'Pelajar/mahasiswa';
  if (sex === 'female' && marital !== 'single' && chance.likely(0.5)) return 'Mengurus rumah tangga';
  return age > 62 && chance.likely(0.5) ? 'Pensiunan' : chance.one(usual);
}

function linked(person: Person, draft: Draft | undefined, members: readonly Person[]): Person {
  const at = (index: number | undefined): Person | undefined => (index === undefined ? undefined : members[index]);
  const [spouse, mother, father] = [at(draft?.spouse), at(draft?.mother), at(draft?.father)];
  const youngest = spouse && spouse.birthDate > person.birthDate ? spouse : person;
  return {
    ...person,
    spouseNik: spouse?.nik ?? null,
    marriedOn:
      spouse && person.maritalStatus === 'married' ? weddingOf(youngest.birthDate, members[0]?.nik ?? '') : null,
    motherNik: mother?.nik ?? null,
    motherName: mother?.name ?? person.motherName,
    fatherNik: father?.nik ?? null,
    fatherName: father?.name ?? person.fatherName,
  };
}

// Both of a couple ask, and must hear the same day: it follows from the younger one's birth and the household.
function weddingOf(birthDate: IsoDate, household: string): IsoDate {
  const day = addDays(addMonths(birthDate, 19 * 12), Number(household.slice(-6)) % 1500);
  return day > AS_OF ? addDays(AS_OF, -10) : day;
}

const nobody = (family: Family, id: string): Person => ({
  region: family.region,
  nik: '',
  id,
  name: '',
  titleBefore: null,
  titleAfter: null,
  sex: 'female',
  birthPlace: '',
  birthDate: isoDate(2000, 1, 1),
  religion: 'islam',
  education: 'slta',
  occupation: 'Karyawan swasta',
  blood: 'unknown',
  citizenship: 'wni',
  maritalStatus: 'single',
  marriedOn: null,
  spouseNik: null,
  motherNik: null,
  motherName: null,
  fatherNik: null,
  fatherName: null,
  birthAkta: null,
  kk: family.kk,
  shdk: 'other',
  status: 'alive',
  cardState: 'notDue',
  cardNumber: null,
  cardIssuedOn: null,
  cardLostOn: null,
  phone: null,
  protected: false,
  version: 1,
});

function castFamily(given: CastFamily, id: () => string): { family: Family; members: readonly Person[] } {
  const region = kabupatenOf(given.village) ?? '';
  const { members, key: _, ...place } = given;
  const family: Family = { region, id: id(), status: 'active', postalCode: null, version: 1, ...place };
  const named = new Map(members.map((member) => [member.key, member]));
  return { family, members: members.map((member) => castPerson(member, family, named, id())) };
}

function castPerson(member: CastMember, family: Family, named: ReadonlyMap<string, CastMember>, id: string): Person {
  const of = (key: string | undefined): CastMember | undefined => (key === undefined ? undefined : named.get(key));
  const maritalStatus = member.maritalStatus as MaritalStatus;
  const carded = member.card === 'issued';
  const adult = member.birthDate <= addMonths(AS_OF, -17 * 12) || everMarried({ maritalStatus });
  return {
    ...nobody(family, id),
    nik: member.nik,
    name: member.name,
    sex: member.sex,
    birthPlace: member.birthPlace,
    birthDate: member.birthDate,
    religion: member.religion,
    education: member.education,
    occupation: member.occupation,
    maritalStatus,
    marriedOn: member.marriedOn ?? null,
    spouseNik: of(member.spouse)?.nik ?? null,
    motherNik: of(member.mother)?.nik ?? null,
    motherName: of(member.mother)?.name ?? null,
    fatherNik: of(member.father)?.nik ?? null,
    fatherName: of(member.father)?.name ?? null,
    shdk: member.shdk as Shdk,
    cardState: carded ? 'issued' : adult ? 'notRecorded' : 'notDue',
    cardNumber: carded ? `K${member.nik.slice(-8)}` : null,
    cardIssuedOn: carded ? laterOf(addMonths(member.birthDate, 17 * 12), '2018-05-14') : null,
    phone: member.phone ?? null,
    protected: member.protected ?? false,
  };
}
