import { ageOn } from '../../kernel/age.ts';
import { isIsoDate } from '../../kernel/dates.ts';
import type { Json } from '../../kernel/json.ts';
import { lastFour } from '../../kernel/masking.ts';
import { kabupatenOf } from '../../kernel/region-code.ts';
import type { Value } from '../feel/index.ts';
import { isRecord } from './fields/kind.ts';

export type RecordValue = { readonly [name: string]: Value };
export const isRecordValue = (value: Value | undefined): value is RecordValue =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A fact as the register or an answer gives it, as expressions read it. */
export function factValue(fact: Json): Value {
  if (typeof fact === 'string') return isIsoDate(fact) ? { date: fact } : fact;
  if (Array.isArray(fact)) return fact.map(factValue);
  if (isRecord(fact)) return Object.fromEntries(Object.entries(fact).map(([name, value]) => [name, factValue(value)]));
  return fact as null | boolean | number;
}

/** The field of a record; null for anything else. */
export const fieldAt = (value: Value | undefined, name: string): Value =>
  isRecordValue(value) ? ((value as RecordValue)[name] ?? null) : null;
const dateOf = (value: Value | undefined): string | null => {
  const date = fieldAt(value, 'date');
  return typeof date === 'string' ? date : null;
};
const textAt = (value: RecordValue, name: string): string | null => {
  const found = value[name];
  return typeof found === 'string' && found !== '' ? found : null;
};

/** Adds what follows from other facts: age, whether ever married, region. What the register says itself stands. */
export function derivePerson(person: RecordValue, today: string): RecordValue {
  const birth = dateOf(person.birthDate);
  const status = textAt(person, 'maritalStatus');
  const shdk = textAt(person, 'shdk');
  const region = kabupatenOf(textAt(person, 'village') ?? '');
  return {
    alive: true,
    ...(status === null ? {} : { everMarried: status !== 'single' }),
    ...(shdk === null ? {} : { isHead: shdk === 'head' }),
    ...(region === undefined ? {} : { region }),
    ...person,
    ...(birth === null ? {} : { age: ageOn(birth, today) }),
  };
}

/** Adds the head, the region, and to each member what follows for him. */
export function deriveFamily(family: RecordValue, today: string): RecordValue {
  const region = kabupatenOf(textAt(family, 'village') ?? '');
  const given = Array.isArray(family.members) ? (family.members as readonly Value[]) : null;
  const members = given?.map((each) => (isRecordValue(each) ? derivePerson(each, today) : each));
  const head = members?.find((each) => fieldAt(each, 'isHead') === true || fieldAt(each, 'shdk') === 'head');
  return {
    ...(region === undefined ? {} : { region }),
    ...(head === undefined ? {} : { head }),
    ...family,
    ...(members === undefined ? {} : { members }),
  };
}

const nikOf = (person: Value | undefined): string => (isRecordValue(person) ? (textAt(person, 'nik') ?? '') : '');

/** Names a member of the own family without giving his NIK away: place in the list and last four digits. */
export const memberKey = (members: readonly Value[], person: Value): string => {
  const nik = nikOf(person);
  const at = members.findIndex((each) => nikOf(each) === nik);
  return `${at}-${lastFour(nik)}`;
};

/** The member of this key, or of this NIK; undefined if the family has changed meanwhile. */
export function findMember(
  members: readonly Value[],
  key: { readonly member?: string; readonly nik?: string },
): RecordValue | undefined {
  const found =
    key.nik === undefined
      ? members.find((each) => memberKey(members, each) === key.member)
      : members.find((each) => nikOf(each) === key.nik);
  return isRecordValue(found) ? found : undefined;
}

/** Name and last four digits: all that one sees of another adult of one's family. */
export function personLabel(person: Value): string {
  if (!isRecordValue(person)) return '';
  const nik = nikOf(person);
  return nik === '' ? (textAt(person, 'name') ?? '') : `${textAt(person, 'name') ?? ''} (…\u2060${lastFour(nik)})`;
}
export const nikOfPerson = nikOf;

/** Of somebody whom only a NIK was typed of: that NIK's end, never the name that the register has for it. */
export const maskedLabel = (nik: string): string => `NIK …\u2060${lastFour(nik)}`;
