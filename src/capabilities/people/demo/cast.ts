import { isIsoDate } from '../../../kernel/dates.ts';
import { isKk } from '../../../kernel/kk.ts';
import { isNik } from '../../../kernel/nik.ts';
import { isShdk } from '../person.ts';

/** A person of the tour, with a NIK that never changes. */
export type CastMember = {
  readonly key: string;
  readonly nik: string;
  readonly name: string;
  readonly sex: 'male' | 'female';
  readonly birthDate: string;
  readonly birthPlace: string;
  readonly religion: string;
  readonly education: string;
  readonly occupation: string;
  readonly maritalStatus: string;
  readonly marriedOn?: string;
  /** Keys of others in the family. */
  readonly spouse?: string;
  readonly mother?: string;
  readonly father?: string;
  readonly shdk: string;
  readonly phone?: string;
  readonly card?: 'issued' | 'none';
  readonly protected?: boolean;
};
export type CastFamily = {
  readonly key: string;
  readonly kk: string;
  readonly village: string;
  readonly address: string;
  readonly rt: string;
  readonly rw: string;
  readonly issuedOn: string;
  readonly members: readonly CastMember[];
};
export type Cast = { readonly families: readonly CastFamily[] };

/**
 * Reads `reference/demo/cast.yaml`, as parsed.
 * @throws Error naming the person whose line is wrong: the file is part of the program, not of its use
 */
export function readCast(file: unknown): Cast {
  const cast = file as Cast;
  for (const family of cast.families) {
    if (!isKk(family.kk) || !/^\d\d\.\d\d\.\d\d\.\d{4}$/.test(family.village) || !isIsoDate(family.issuedOn))
      throw new Error(`cast, family ${family.key}: kk, village or issuedOn`);
    const keys = new Set(family.members.map((member) => member.key));
    for (const member of family.members) {
      const kin = [member.spouse, member.mother, member.father].filter((key) => key !== undefined);
      if (
        !isNik(member.nik) ||
        !isIsoDate(member.birthDate) ||
        !isShdk(member.shdk) ||
        !kin.every((key) => keys.has(key))
      )
        throw new Error(`cast, ${member.key}: nik, birthDate, shdk, spouse, mother or father`);
    }
  }
  return cast;
}
