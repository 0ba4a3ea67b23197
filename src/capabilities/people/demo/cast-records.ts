import { addMonths } from '../../../kernel/dates.ts';
import { kabupatenOf } from '../../../kernel/region-code.ts';
import { everMarried, type Family, type MaritalStatus, type Person, type Shdk } from '../person.ts';
import { AS_OF, laterOf } from './as-of.ts';
import type { CastFamily, CastMember } from './cast.ts';
import { nobody } from './nobody.ts';

/** A family of the cast as the register holds it. */
export function castFamily(given: CastFamily, id: () => string): { family: Family; members: readonly Person[] } {
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
