import type { Family, Person } from './person.ts';

const PERSON = [
  'region nik id name titleBefore titleAfter sex birthPlace birthDate religion education occupation blood citizenship',
  'maritalStatus marriedOn spouseNik motherNik motherName fatherNik fatherName birthAkta kk shdk status',
  'cardState cardNumber cardIssuedOn cardLostOn phone protected version',
]
  .join(' ')
  .split(' ') as (keyof Person)[];
const FAMILY = 'region kk id status village address rt rw postalCode issuedOn version'.split(' ') as (keyof Family)[];

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const selected = (names: readonly string[]): string => names.map((name) => `${snake(name)} as "${name}"`).join(', ');
const assigned = (names: readonly string[], fixed: readonly string[]): string =>
  names
    .filter((name) => !fixed.includes(name))
    .map((name) => `${snake(name)} = new.${snake(name)}`)
    .join(', ');

export const PERSON_SELECT = selected(PERSON);
export const FAMILY_SELECT = selected(FAMILY);
export const PERSON_COLUMNS = PERSON.map(snake).join(', ');
export const FAMILY_COLUMNS = FAMILY.map(snake).join(', ');
/** For an update from a record called `new`, which carries the version that was read. */
export const PERSON_SET = `${assigned(PERSON, ['region', 'nik', 'id', 'version'])}, version = old.version + 1`;
export const FAMILY_SET = `${assigned(FAMILY, ['region', 'kk', 'id', 'version'])}, version = old.version + 1`;

/** Records as the database's own recordset reads them. */
export const asRows = (records: readonly (Person | Family)[]): string =>
  JSON.stringify(
    records.map((record) => Object.fromEntries(Object.entries(record).map(([name, value]) => [snake(name), value]))),
  );
