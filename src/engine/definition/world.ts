import type { Text } from '../../kernel/text.ts';
import type { Type } from '../feel/index.ts';
import { readCodes } from './codes.ts';
import type { Field, Files, Option, Problem, Secrecy } from './model.ts';
import type { CodeTable, DocumentKind, Fact, Verb, World } from './world-model.ts';

const text: Type = { kind: 'text' };
const date: Type = { kind: 'date' };
const truth: Type = { kind: 'boolean' };

/** The options of a table. @example optionsOf(codes.sex) // [{ code: 'male', text: { id: 'Laki-laki', … } }, …] */
export const optionsOf = (table: CodeTable | undefined): readonly Option[] =>
  (table?.entries ?? []).map(({ key, text: words, facts: { sex } }) => ({
    ...{ code: key, text: words },
    ...(sex === undefined ? {} : { sex }),
  }));

type Codes = Readonly<Record<string, CodeTable>>;
type Ask = { readonly field: Field; readonly id: string; readonly en: string; readonly optional?: boolean };

const fact = (
  type: Type,
  ask: Ask | null,
  more: { nullable?: boolean; secrecy?: Secrecy; from?: string[] } = {},
): Fact => ({
  type: { type, nullable: more.nullable ?? false },
  secrecy: more.secrecy ?? 'usual',
  ask: ask && { field: ask.field, label: { id: ask.id, en: ask.en }, optional: ask.optional ?? false },
  ...(more.from ? { from: more.from } : {}),
});
const yesNo: Field = {
  kind: 'choice',
  options: [
    { code: 'yes', text: { id: 'Ya', en: 'Yes' } },
    { code: 'no', text: { id: 'Tidak', en: 'No' } },
  ],
};

function personFacts(codes: Codes): Record<string, Fact> {
  const options = (table: string): readonly Option[] => optionsOf(codes[table]);
  const chosen = (table: string): Type => ({ kind: 'choice', codes: options(table).map((option) => option.code) });
  const ask = (table: string, id: string, en: string): Ask => ({
    field: { kind: 'code', table, options: options(table) },
    id,
    en,
  });
  const village: Ask = {
    field: { kind: 'place', level: 'village' },
    id: 'Desa atau kelurahan menurut KK',
    en: 'Village on the family card',
  };
  return {
    nik: fact(text, { field: { kind: 'nik' }, id: 'NIK', en: 'NIK' }),
    name: fact(text, { field: { kind: 'personName' }, id: 'Nama lengkap', en: 'Full name' }),
    sex: fact(chosen('sex'), ask('sex', 'Jenis kelamin', 'Sex')),
    birthDate: fact(date, { field: { kind: 'date' }, id: 'Tanggal lahir', en: 'Date of birth' }),
    birthPlace: fact(text, { field: { kind: 'text', max: 60 }, id: 'Tempat lahir', en: 'Place of birth' }),
    age: fact({ kind: 'number' }, null, { from: ['birthDate'] }),
    religion: fact(chosen('religion'), ask('religion', 'Agama', 'Religion'), { nullable: true, secrecy: 'protected' }),
    maritalStatus: fact(chosen('maritalStatus'), ask('maritalStatus', 'Status perkawinan', 'Marital status')),
    everMarried: fact(truth, null, { from: ['maritalStatus'] }),
    spouseNik: fact(
      text,
      { field: { kind: 'nik' }, id: 'NIK suami atau istri', en: 'NIK of husband or wife', optional: true },
      { nullable: true },
    ),
    kk: fact(text, { field: { kind: 'kk' }, id: 'Nomor KK', en: 'Family card number' }),
    village: fact(text, village),
    region: fact(text, null, { from: ['village'] }),
    shdk: fact(chosen('shdk'), ask('shdk', 'Hubungan dengan kepala keluarga', 'Relationship to the head of family')),
    isHead: fact(truth, null, { from: ['shdk'] }),
    cardIssued: fact(truth, {
      field: yesNo,
      id: 'Apakah KTP-el pernah dicetak?',
      en: 'Has a KTP-el ever been printed?',
    }),
    alive: fact(truth, null),
  };
}

function familyFacts(person: Readonly<Record<string, Fact>>): Record<string, Fact> {
  const record: Type = personType(person);
  const couple: Ask = {
    field: yesNo,
    id: 'Apakah ayah dan ibu tertulis sebagai suami istri di KK ini?',
    en: 'Are father and mother written as husband and wife on this family card?',
  };
  return {
    kk: fact(text, { field: { kind: 'kk' }, id: 'Nomor KK', en: 'Family card number' }),
    village: fact(
      text,
      person.village?.ask ? { field: person.village.ask.field, ...asText(person.village.ask.label) } : null,
    ),
    region: fact(text, null, { from: ['village'] }),
    members: fact({ kind: 'list', of: record }, null),
    head: fact(record, null, { from: ['members'] }),
    husbandAndWife: fact(truth, couple),
  };
}
const asText = (label: Text): { id: string; en: string } => ({ id: label.id, en: label.en ?? label.id });

/** What expressions may read of a person. */
export function personType(person: Readonly<Record<string, Fact>>): Type {
  return record('person', person);
}
export function record(name: string, facts: Readonly<Record<string, Fact>>): Type {
  return {
    kind: 'record',
    name,
    fields: Object.fromEntries(Object.entries(facts).map(([id, { type }]) => [id, type])),
  };
}

const anyPerson: Type = { kind: 'record', name: 'person', fields: {} };
const anyFamily: Type = { kind: 'record', name: 'family', fields: {} };
const people: Type = { kind: 'list', of: anyPerson };

function verbs(codes: Codes, person: Type, family: Type): Record<string, Verb> {
  const shdk: Type = { kind: 'choice', codes: optionsOf(codes.shdk).map((option) => option.code) };
  const sex: Type = { kind: 'choice', codes: optionsOf(codes.sex).map((option) => option.code) };
  const child: Type = { kind: 'record', name: 'child', fields: { name: text, sex, birthDate: date } };
  const row: Type = { kind: 'record', name: 'row', fields: { item: anyPerson, shdk } };
  const needs = (name: string, type: Type) => ({ name, type, nullable: false });
  const may = (name: string, type: Type) => ({ name, type, nullable: true });
  return {
    'register.birth': {
      params: [
        needs('child', child),
        may('mother', anyPerson),
        may('father', anyPerson),
        needs('home', anyFamily),
        needs('relationship', shdk),
      ],
      result: person,
      text: { id: 'Catat kelahiran dan masukkan anak ke KK', en: 'Record the birth and enter the child in the family' },
    },
    'register.splitFamily': {
      params: [
        needs('family', anyFamily),
        needs('movers', people),
        needs('newHead', anyPerson),
        may('newRoles', { kind: 'list', of: row }),
        may('oldHead', anyPerson),
        may('oldRoles', { kind: 'list', of: row }),
      ],
      result: family,
      text: { id: 'Pisahkan anggota ke KK baru', en: 'Split members into a new family' },
    },
    'register.cardLost': {
      params: [needs('subject', anyPerson), may('policeNumber', text), may('policeDate', date)],
      text: { id: 'Catat KTP-el hilang', en: 'Record the KTP-el as lost' },
    },
    'register.cardIssued': {
      params: [needs('subject', anyPerson), needs('cardNumber', text)],
      text: { id: 'Catat KTP-el baru diserahkan', en: 'Record the new KTP-el as handed over' },
    },
  };
}

/** The names that a template prints, as `documents/<kind>/document.yaml` lists them: `=dependants`, `=person mother`. */
const printed = (text: string): readonly string[] =>
  [...text.matchAll(/=(?:(?:words|person|family) )?([a-z][\w.]*)/g)].map((match) => match[1] ?? '');

/** What every paper says of itself: data of a kind under such a name would never be printed. */
const PAPERS_OWN = /^ {2}(createdAt|specimen|issuer|number|place|date|signer|check|validUntil):/;

/** Data of a kind of paper whose names the paper itself has. */
function shadowed(files: Files, table: CodeTable | undefined): readonly Problem[] {
  return (table?.entries ?? []).flatMap(({ key }) => {
    const file = `documents/${key}/document.yaml`;
    const lines = (files.read(file) ?? '').split('\n');
    const from = lines.indexOf('data:');
    return lines.flatMap((line, at): readonly Problem[] => {
      const [, name] = from >= 0 && at > from ? (PAPERS_OWN.exec(line) ?? []) : [];
      if (name === undefined) return [];
      const message = `"${name}" ditulis surat sendiri, jadi data ini tidak akan tercetak. Beri nama lain.`;
      return [{ file, line: at + 1, level: 'error', message }];
    });
  });
}

function documents(files: Files, table: CodeTable | undefined): Record<string, DocumentKind> {
  const kinds: Record<string, DocumentKind> = {};
  for (const { key, text: title, facts } of table?.entries ?? []) {
    const { of } = facts;
    kinds[key] = {
      title,
      issuer: facts.issuer === 'register' ? 'register' : 'office',
      number: facts.pattern ?? '{serial:3}/{year}',
      shows: printed(files.read(`documents/${key}/document.yaml`) ?? ''),
      ...(of === 'person' || of === 'family' ? { of } : {}),
    };
  }
  return kinds;
}

/**
 * The world of Indonesian civil registration and its offices, from the code tables in `reference/codes/`.
 * Without an own register nothing but the applicant's proven NIK and name is known.
 */
export function standardWorld(files: Files): { world: World; problems: readonly Problem[] } {
  const { codes, problems } = readCodes(files);
  const person = personFacts(codes);
  const family = familyFacts(person);
  const none = { person: [], family: [] };
  const world: World = {
    codes,
    person,
    family,
    known: { own: { person: Object.keys(person), family: Object.keys(family) }, match: none, manual: none },
    verbs: verbs(codes, personType(person), record('family', family)),
    documents: documents(files, codes.documents),
    officeKinds: (codes.offices?.entries ?? []).map((entry) => entry.key),
  };
  return { world, problems: [...problems, ...shadowed(files, codes.documents)] };
}
