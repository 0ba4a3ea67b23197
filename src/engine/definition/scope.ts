import type { Scope, Type, Typed } from '../feel/index.ts';
import { isName } from '../feel/reserved.ts';
import type { Field, Page, Question } from './model.ts';
import { personType, record } from './world.ts';
import type { World } from './world-model.ts';

const simple = (kind: Exclude<Type['kind'], 'choice' | 'record' | 'list'>): Type => ({ kind });
const fixed = (type: Type): Typed => ({ type, nullable: false });
const text = simple('text');

/** Names that stand before the first answer, or that a part of the language gives. */
const taken = new Set(['applicant', 'subject', 'family', 'today', 'submittedOn', 'it', 'now']);

/** Why an id can't be a name in expressions; undefined if it can. */
export function idFault(id: string): string | undefined {
  const parts = id.split('.');
  const wrong = parts.find((each) => !isName(each));
  if (wrong !== undefined) {
    return `"${wrong}" tidak bisa menjadi nama: mulai dengan huruf kecil, hanya huruf dan angka, dan bukan kata milik bahasa ekspresi.`;
  }
  const [first = ''] = parts;
  return taken.has(first) ? `"${first}" sudah ada artinya. Pakai nama lain.` : undefined;
}

export const familyType = (world: World): Type => record('family', world.family);
export const officeRecord: Type = {
  kind: 'record',
  name: 'office',
  fields: { kind: fixed(text), region: fixed(text), code: fixed(text), name: fixed(text) },
};
const placeRecord: Type = { kind: 'record', name: 'place', fields: { code: fixed(text), name: fixed(text) } };
const addressRecord: Type = {
  kind: 'record',
  name: 'address',
  fields: {
    village: fixed(text),
    region: fixed(text),
    name: fixed(text),
    street: fixed(text),
    rt: { type: text, nullable: true },
    rw: { type: text, nullable: true },
  },
};

/** When and where somebody comes; `name` is the office's. */
const appointmentRecord: Type = {
  kind: 'record',
  name: 'appointment',
  fields: {
    on: fixed(simple('date')),
    from: fixed(simple('time')),
    until: fixed(simple('time')),
    name: fixed(text),
  },
};

const plain: Readonly<Partial<Record<Field['kind'], Type>>> = {
  personName: text,
  nik: text,
  kk: text,
  phone: text,
  text,
  longText: text,
  date: simple('date'),
  time: simple('time'),
  number: simple('number'),
  money: simple('number'),
  consent: simple('boolean'),
  declaration: simple('boolean'),
  file: simple('file'),
  place: placeRecord,
  address: addressRecord,
  office: officeRecord,
  appointment: appointmentRecord,
};

/** What an answer of this kind is in expressions. */
export function typeOf(field: Field, world: World): Type {
  switch (field.kind) {
    case 'code':
    case 'choice':
      return { kind: 'choice', codes: field.options.map((option) => option.code) };
    case 'choices':
      return { kind: 'list', of: { kind: 'choice', codes: field.options.map((option) => option.code) } };
    case 'person':
    case 'familyMember':
      return personType(world.person);
    case 'familyMembers':
      return { kind: 'list', of: personType(world.person) };
    case 'family':
      return familyType(world);
    case 'group': {
      const rows = field.questions.map((question) => [question.id, typedOf(question, world, false)] as const);
      const item = field.over || field.listed ? [['item', fixed(personType(world.person))] as const] : [];
      return { kind: 'list', of: { kind: 'record', name: 'row', fields: Object.fromEntries([...item, ...rows]) } };
    }
    default:
      return plain[field.kind] ?? text;
  }
}

const typedOf = (question: Question, world: World, conditional: boolean): Typed => ({
  type: typeOf(question.field, world),
  nullable: question.optional || conditional || question.when !== undefined,
});

type Nested = { [name: string]: Typed };
/** Puts a dotted name into a scope, as a field of records. */
export function declare(scope: Nested, id: string, typed: Typed): void {
  const dot = id.indexOf('.');
  if (dot < 0) {
    scope[id] = typed;
    return;
  }
  const [first, rest] = [id.slice(0, dot), id.slice(dot + 1)];
  const fields: Nested = {};
  const existing = scope[first]?.type;
  if (existing?.kind === 'record') Object.assign(fields, existing.fields);
  declare(fields, rest, typed);
  scope[first] = fixed({ kind: 'record', name: first, fields });
}

/** The names that stand before the first answer. Who is not yet in the register has neither record nor family. */
export function baseScope(world: World, subject: readonly string[]): Nested {
  const person = fixed(personType(world.person));
  const known = subject.some((kind) => kind === 'self' || kind === 'child' || kind === 'mandate');
  return {
    applicant: person,
    ...(known ? { subject: person, family: fixed(familyType(world)) } : {}),
    today: fixed(simple('date')),
    submittedOn: fixed(simple('date')),
  };
}

/** Adds the answers of these pages. What hangs on a condition may be null. */
export function withPages(scope: Scope, pages: readonly Page[], world: World): Nested {
  const result: Nested = { ...scope };
  for (const page of pages) {
    for (const question of page.questions)
      declare(result, question.id, typedOf(question, world, page.when !== undefined));
  }
  return result;
}

/** Officers' answers. That each is read only where its step always came before, the linter sees to. */
export function withAsked(scope: Scope, asked: readonly Question[], world: World): Nested {
  const result: Nested = { ...scope };
  for (const question of asked) declare(result, question.id, typedOf(question, world, false));
  return result;
}
