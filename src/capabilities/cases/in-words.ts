import type { Json } from '../../kernel/json.ts';
import type { FamilyCard, Person } from '../people/index.ts';

/** Texts of codes and names of places, as papers write them. */
export type Wording = {
  readonly code: (table: string, key: string | null) => string | null;
  /** 'Sukamaju', 'Cilodong', 'Kota Depok', 'Jawa Barat' for the parts of a village code, the narrowest first. */
  readonly places: (village: string) => Promise<readonly string[]>;
};

const loud = (text: string | null | undefined): string | null => text?.toUpperCase() ?? null;

/** A person as papers show him: registry text stands in capitals. */
export async function personInWords(person: Person, card: FamilyCard | undefined, w: Wording): Promise<Json> {
  return {
    ...{
      name: loud(person.name),
      nik: person.nik,
      sex: w.code('sex', person.sex),
      birthPlace: loud(person.birthPlace),
    },
    ...{ birthDate: person.birthDate, occupation: loud(person.occupation), citizenship: 'WNI' },
    address: card ? await addressInWords(card, w) : null,
  };
}

/** Somebody whom no register of ours knows: what was typed of him. */
export type Typed = { readonly [name: string]: Json };

export function typedInWords(typed: Typed, w: Wording): Json {
  const of = (name: string): string | null => (typeof typed[name] === 'string' ? typed[name] : null);
  return {
    ...{ name: loud(of('name')), nik: of('nik'), sex: w.code('sex', of('sex')), birthPlace: loud(of('birthPlace')) },
    ...{ birthDate: of('birthDate'), occupation: loud(of('occupation')), citizenship: 'WNI' },
    address: loud(of('address')),
  };
}

async function addressInWords({ family }: FamilyCard, w: Wording): Promise<string> {
  const places = await w.places(family.village);
  return [family.address, `RT ${family.rt} RW ${family.rw}`, ...places.slice(0, 3)].join(', ').toUpperCase();
}

/** A family card as its paper shows it. */
export async function familyInWords({ family, members }: FamilyCard, w: Wording): Promise<Json> {
  const [village, district, city, province] = (await w.places(family.village)).map(loud);
  const head = members.find((member) => member.shdk === 'head');
  return {
    ...{
      head: loud(head?.name),
      address: loud(family.address),
      rt: family.rt,
      rw: family.rw,
      postalCode: family.postalCode,
    },
    ...{ village: village ?? null, district: district ?? null, city: city ?? null, province: province ?? null },
    members: members.map((member) => memberInWords(member, w)),
  };
}

function memberInWords(member: Person, w: Wording): Json {
  const married = member.maritalStatus === 'married' || member.maritalStatus === 'marriedUnrecorded';
  return {
    ...{
      name: loud(member.name),
      nik: member.nik,
      sex: loud(w.code('sex', member.sex)),
      birthPlace: loud(member.birthPlace),
    },
    ...{ birthDate: member.birthDate, religion: loud(w.code('religion', member.religion)) },
    ...{ education: loud(w.code('education', member.education)), occupation: loud(member.occupation) },
    ...{
      bloodType: loud(w.code('bloodType', member.blood)),
      maritalStatus: loud(w.code('maritalStatus', member.maritalStatus)),
    },
    ...{
      marriedOn: married ? member.marriedOn : null,
      divorcedOn: null,
      relationship: loud(w.code('shdk', member.shdk)),
    },
    ...{
      citizenship: 'WNI',
      passport: null,
      kitap: null,
      father: loud(member.fatherName),
      mother: loud(member.motherName),
    },
  };
}
