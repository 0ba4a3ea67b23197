import { ageOn } from '../../kernel/age.ts';
import type { IsoDate } from '../../kernel/dates.ts';
import type { Sex } from '../../kernel/nik.ts';

export type Shdk =
  | 'head'
  | 'husband'
  | 'wife'
  | 'child'
  | 'childInLaw'
  | 'grandchild'
  | 'parent'
  | 'parentInLaw'
  | 'otherKin'
  | 'helper'
  | 'other';
export type MaritalStatus = 'single' | 'married' | 'marriedUnrecorded' | 'divorced' | 'divorcedUnrecorded' | 'widowed';
export type PersonStatus = 'alive' | 'dead' | 'moved' | 'abroad' | 'missing';

/** A person as the register holds him. Codes are keys of the code tables. */
export type Person = {
  /** The kabupaten or kota that keeps the record. */
  readonly region: string;
  readonly nik: string;
  /** What pages carry instead of the NIK. */
  readonly id: string;
  readonly name: string;
  readonly titleBefore: string | null;
  readonly titleAfter: string | null;
  readonly sex: Sex;
  readonly birthPlace: string;
  readonly birthDate: IsoDate;
  readonly religion: string;
  readonly education: string;
  /** As SIAK writes it. */
  readonly occupation: string;
  readonly blood: string;
  readonly citizenship: string;
  readonly maritalStatus: MaritalStatus;
  readonly marriedOn: IsoDate | null;
  readonly spouseNik: string | null;
  readonly motherNik: string | null;
  readonly motherName: string | null;
  readonly fatherNik: string | null;
  readonly fatherName: string | null;
  readonly birthAkta: string | null;
  readonly kk: string | null;
  readonly shdk: Shdk | null;
  readonly status: PersonStatus;
  readonly cardState: string;
  readonly cardNumber: string | null;
  readonly cardIssuedOn: IsoDate | null;
  readonly cardLostOn: IsoDate | null;
  readonly phone: string | null;
  /** Hidden from the other members of the family. */
  readonly protected: boolean;
  readonly version: number;
};

/** A Kartu Keluarga without its members. */
export type Family = {
  readonly region: string;
  readonly kk: string;
  readonly id: string;
  readonly status: 'active' | 'closed';
  readonly village: string;
  readonly address: string;
  readonly rt: string;
  readonly rw: string;
  readonly postalCode: string | null;
  readonly issuedOn: IsoDate;
  readonly version: number;
};

/** What a Kartu Keluarga shows: head, spouse, children by age, then others. */
export type FamilyCard = { readonly family: Family; readonly members: readonly Person[] };

const ORDER: readonly Shdk[] = [
  'head',
  'husband',
  'wife',
  'child',
  'childInLaw',
  'grandchild',
  'parent',
  'parentInLaw',
  'otherKin',
  'helper',
  'other',
];

export const isShdk = (text: string): text is Shdk => (ORDER as readonly string[]).includes(text);

/** @example inOrder(members) // as the lines of the paper */
export const inOrder = (members: readonly Person[]): readonly Person[] =>
  members.toSorted(
    (a, b) =>
      ORDER.indexOf(a.shdk ?? 'other') - ORDER.indexOf(b.shdk ?? 'other') ||
      a.birthDate.localeCompare(b.birthDate) ||
      a.nik.localeCompare(b.nik),
  );

export const everMarried = (person: Pick<Person, 'maritalStatus'>): boolean => person.maritalStatus !== 'single';

/** May head a family: 17 years old, or ever married. */
export const mayHead = (person: Pick<Person, 'maritalStatus' | 'birthDate'>, today: IsoDate): boolean =>
  everMarried(person) || ageOn(person.birthDate, today) >= 17;

/** What keeps a family from being one, as the code of a refusal. */
export function brokenFamily(members: readonly Person[], today: IsoDate): string | undefined {
  const heads = members.filter((member) => member.shdk === 'head');
  const [head] = heads;
  if (!head) return 'people/no-head';
  if (heads.length > 1) return 'people/two-heads';
  return mayHead(head, today) ? undefined : 'people/head-too-young';
}
