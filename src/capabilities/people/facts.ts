import { ageOn } from '../../kernel/age.ts';
import type { IsoDate } from '../../kernel/dates.ts';
import type { Json } from '../../kernel/json.ts';
import { everMarried, type Family, type FamilyCard, type Person } from './person.ts';

/** What expressions and pages may know of a person; dates as 'YYYY-MM-DD'. */
export type PersonFacts = {
  readonly id: string;
  readonly nik: string;
  readonly name: string;
  readonly sex: string;
  readonly birthDate: IsoDate;
  readonly birthPlace: string;
  /** In whole years, on the day of asking. */
  readonly age: number;
  readonly religion: string;
  readonly maritalStatus: string;
  readonly everMarried: boolean;
  /** Of a recorded marriage only: what is not recorded proves nothing. */
  readonly spouseNik: string | null;
  readonly kk: string | null;
  readonly village: string | null;
  readonly region: string;
  readonly shdk: string | null;
  readonly isHead: boolean;
  /** A KTP-el was printed once, also when it is lost now. */
  readonly cardIssued: boolean;
  readonly alive: boolean;
  /** Never offered to other members of the family. */
  readonly protected: boolean;
};

export type FamilyFacts = {
  readonly kk: string;
  readonly village: string;
  readonly region: string;
  readonly address: string;
  readonly rt: string;
  readonly rw: string;
  readonly postalCode: string | null;
  readonly members: readonly PersonFacts[];
  readonly head: PersonFacts | null;
  /** The card shows a husband and a wife: the head and the spouse of the head. */
  readonly husbandAndWife: boolean;
};

export const personFacts = (person: Person, family: Pick<Family, 'village'> | null, today: IsoDate): PersonFacts => ({
  id: person.id,
  nik: person.nik,
  name: person.name,
  sex: person.sex,
  birthDate: person.birthDate,
  birthPlace: person.birthPlace,
  age: ageOn(person.birthDate, today),
  religion: person.religion,
  maritalStatus: person.maritalStatus,
  everMarried: everMarried(person),
  spouseNik: person.maritalStatus === 'married' ? person.spouseNik : null,
  kk: person.kk,
  village: family?.village ?? null,
  region: person.region,
  shdk: person.shdk,
  isHead: person.shdk === 'head',
  cardIssued: person.cardIssuedOn !== null,
  alive: person.status === 'alive',
  protected: person.protected,
});

export function familyFacts({ family, members }: FamilyCard, today: IsoDate): FamilyFacts {
  const facts = members.map((member) => personFacts(member, family, today));
  return {
    kk: family.kk,
    village: family.village,
    region: family.region,
    address: family.address,
    rt: family.rt,
    rw: family.rw,
    postalCode: family.postalCode,
    members: facts,
    head: facts.find((member) => member.isHead) ?? null,
    husbandAndWife: members.some((member) => member.shdk === 'husband' || member.shdk === 'wife'),
  };
}

/** Facts are plain data; this says so to the engine's types. */
export const asJson = (facts: PersonFacts | FamilyFacts): Json => facts as unknown as Json;
