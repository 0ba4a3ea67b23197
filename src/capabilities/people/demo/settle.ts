import { addDays, addMonths, daysBetween, type IsoDate } from '../../../kernel/dates.ts';
import { uuidv7 } from '../../../kernel/ids.ts';
import { kkPrefix, makeKk } from '../../../kernel/kk.ts';
import { makeNik, nikPrefix } from '../../../kernel/nik.ts';
import { undotted } from '../../../kernel/region-code.ts';
import type { Family, Person } from '../person.ts';
import { AS_OF, bornOn, laterOf } from './as-of.ts';
import type { Chance } from './chance.ts';
import type { Draft } from './households.ts';
import type { NamePools } from './names.ts';
import { nobody } from './nobody.ts';

/** No such province: no number of the demo can be a real person's. */
export const DEMO_PROVINCE = '99';
const BORN_AT = new Date(`${AS_OF}T00:00:00Z`);

/** Numbers that are given once: the first free serial, phones, ids. */
export type Supply = {
  readonly free: (make: (serial: number) => string) => string;
  readonly phone: () => string;
  readonly id: () => string;
};

export function supplyOf(chance: Chance, taken: Set<string>): Supply {
  const phones = new Set<string>();
  const phone = (): string => {
    const made = `+628129900${String(chance.whole(0, 99_999)).padStart(5, '0')}`;
    if (phones.has(made)) return phone();
    phones.add(made);
    return made;
  };
  return {
    free: (make) => {
      for (let serial = 1; ; serial++) {
        const number = make(serial);
        if (taken.has(number)) continue;
        taken.add(number);
        return number;
      }
    },
    phone,
    id: () => uuidv7(() => BORN_AT, chance.bytes),
  };
}

/** A household as the register holds it, in a village of a region. */
export function settle(
  drafts: readonly Draft[],
  at: { readonly region: string; readonly village: string },
  by: { readonly chance: Chance; readonly pools: NamePools; readonly supply: Supply },
): { readonly family: Family; readonly members: readonly Person[] } {
  const family = makeFamily(at, by);
  const members = drafts.map((draft) => makePerson(draft, family, by));
  return { family, members: members.map((member, index) => linked(member, drafts[index], members, drafts)) };
}

type By = Parameters<typeof settle>[2];

function makeFamily(
  { region, village }: { readonly region: string; readonly village: string },
  { chance, pools, supply }: By,
): Family {
  const issuedOn = addDays('2016-01-04', chance.whole(0, 3900));
  return {
    region,
    kk: supply.free((serial) => makeKk(kkPrefix({ region: village, issuedOn }, DEMO_PROVINCE), serial)),
    id: supply.id(),
    status: 'active',
    village: village,
    address: `Jalan ${chance.one(pools.streets)} ${chance.whole(1, 120)}`,
    rt: String(chance.whole(1, 9)).padStart(3, '0'),
    rw: String(chance.whole(1, 18)).padStart(3, '0'),
    postalCode: null,
    issuedOn,
    version: 1,
  };
}

function makePerson(draft: Draft, family: Family, { chance, pools, supply }: By): Person {
  const birthDate = bornOn(chance, draft.age);
  const nik = supply.free((serial) =>
    makeNik(nikPrefix({ region: family.village, birthDate, sex: draft.sex }, DEMO_PROVINCE), serial),
  );
  const adult = draft.age >= 17;
  const carded = (adult || draft.marital !== 'single') && chance.likely(0.96);
  return {
    ...nobody(family, supply.id()),
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
    cardIssuedOn: carded ? laterOf(addMonths(birthDate, 17 * 12), addDays('2012-01-02', chance.whole(0, 4000))) : null,
    phone: adult && chance.likely(0.75) ? supply.phone() : null,
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

function linked(
  person: Person,
  draft: Draft | undefined,
  members: readonly Person[],
  drafts: readonly Draft[],
): Person {
  const at = (index: number | undefined): Person | undefined => (index === undefined ? undefined : members[index]);
  const [spouse, mother, father] = [at(draft?.spouse), at(draft?.mother), at(draft?.father)];
  const recorded = spouse && person.maritalStatus === 'married';
  return {
    ...person,
    spouseNik: spouse?.nik ?? null,
    marriedOn: recorded ? weddingOf([person, spouse], members, drafts) : null,
    motherNik: mother?.nik ?? null,
    motherName: mother?.name ?? person.motherName,
    fatherNik: father?.nik ?? null,
    fatherName: father?.name ?? person.fatherName,
  };
}

/** The same day for both: when the younger is 19 or some years older, and before their eldest is born if that can be. */
function weddingOf(couple: readonly Person[], members: readonly Person[], drafts: readonly Draft[]): IsoDate {
  const youngest =
    couple
      .map((one) => one.birthDate)
      .toSorted()
      .at(-1) ?? AS_OF;
  const adult = addMonths(youngest, 19 * 12);
  const isTheirs = ({ mother, father }: Draft): boolean =>
    [mother, father].some((index) => index !== undefined && couple.some((one) => one === members[index]));
  const [eldest = AS_OF] = members
    .filter((_, index) => drafts.slice(index, index + 1).some(isTheirs))
    .map((child) => child.birthDate)
    .toSorted();
  const room = Math.max(1, Math.min(1500, daysBetween(adult, eldest) - 280));
  const day = addDays(adult, Number(members[0]?.nik.slice(-6)) % room);
  return day > AS_OF ? addDays(AS_OF, -10) : day;
}
