import { addDays, daysBetween, isIsoDate } from '../../kernel/dates.ts';
import type { Json } from '../../kernel/json.ts';
import type { Field, Profile, Question } from '../definition/model.ts';
import { type Compiled, evaluate, type Names, type Value } from '../feel/index.ts';
import { officeIn } from '../form/office-ref.ts';
import { anAppointment, createRegister, type Register } from './register.ts';

/** Numbers from 0 to below 1; the same seed gives the same people and answers. */
export type Chance = () => number;

/** A small generator that needs nothing from the machine. @example const chance = chanceFrom(42) */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const pick = <T>(chance: Chance, list: readonly T[]): T | undefined => list[Math.floor(chance() * list.length)];
const between = (chance: Chance, low: number, high: number): number => low + Math.floor(chance() * (high - low + 1));
const two = (value: number): string => String(value).padStart(2, '0');

type Facts = { readonly [name: string]: Json };
// One of a single word, as many people have.
const names = [
  'Ani Lestari',
  'Budi Santoso',
  'Citra Dewi',
  'Dedi Kurnia',
  'Eko Prasetyo',
  'Fitri Handayani',
  'Joko Susilo',
  'Sri Rahayu',
  'Suparman',
];

function somebody(
  chance: Chance,
  today: string,
  serial: number,
  age: number,
  of: { sex: string; shdk: string; maritalStatus: string },
): Facts {
  const birthDate = addDays(today, -Math.floor(age * 365.25) - between(chance, 1, 300));
  const [year = '', month = '', day = ''] = birthDate.split('-');
  const coded = of.sex === 'female' ? Number(day) + 40 : Number(day);
  const nik = `997601${two(coded)}${month}${year.slice(2)}${String(serial).padStart(4, '0')}`;
  return {
    nik,
    name: pick(chance, names) ?? '',
    birthDate,
    cardIssued: age >= 17 && chance() < 0.7,
    birthPlace: 'Depok',
    ...of,
  };
}

/** Invented families: couples with children, people alone, a married child at home. NIK with 99 for the province. */
export function generateRegister(
  chance: Chance,
  today: string,
  families = 8,
): { readonly register: Register; readonly people: readonly string[] } {
  const people: Record<string, Facts> = {};
  const groups: Record<string, Facts> = {};
  let serial = 1;
  for (let i = 0; i < families; i++) {
    const members: string[] = [];
    const add = (age: number, sex: string, shdk: string, maritalStatus: string) => {
      const id = `p${serial}`;
      people[id] = somebody(chance, today, serial++, age, { sex, shdk, maritalStatus });
      members.push(id);
    };
    const couple = chance() < 0.7;
    add(
      between(chance, 24, 60),
      couple || chance() < 0.5 ? 'male' : 'female',
      'head',
      couple ? 'married' : (pick(chance, ['single', 'divorced', 'widowed']) ?? 'single'),
    );
    if (couple) add(between(chance, 22, 55), 'female', 'wife', 'married');
    for (let child = between(chance, 0, 3); child > 0; child--)
      add(between(chance, 0, 25), chance() < 0.5 ? 'male' : 'female', 'child', 'single');
    const [first = '', second = ''] = members;
    const [husband, wife] = [people[first], people[second]];
    if (couple && husband && wife) {
      people[first] = { ...husband, spouseNik: wife.nik ?? null };
      people[second] = { ...wife, spouseNik: husband.nik ?? null };
    }
    const village = pick(chance, ['32.76.01.1006', '32.76.05.1002', '81.02.01.2001']) ?? '';
    groups[`f${i}`] = {
      kk: `9976010101${two(i)}${String(serial).padStart(4, '0')}`,
      village,
      members,
      husbandAndWife: couple,
    };
  }
  return { register: createRegister(people, groups), people: Object.keys(people) };
}

/** What an answer may be made from. */
export type Making = {
  readonly chance: Chance;
  readonly today: string;
  readonly profile: Profile;
  readonly names: Names;
  readonly register: Register;
  readonly people: readonly string[];
};

const run = (compiled: Compiled | undefined, making: Making): Value =>
  compiled ? evaluate(compiled.tree, making.names) : null;
const textAt = (value: Value | undefined, name: string): string => {
  const found =
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as { readonly [key: string]: Value })[name]
      : null;
  return typeof found === 'string' ? found : '';
};

function aDate(field: Extract<Field, { kind: 'date' | 'number' | 'money' }>, making: Making): string {
  const limit = (compiled: Compiled | undefined, otherwise: string): string => {
    const date = textAt(run(compiled, making), 'date');
    return isIsoDate(date) ? date : otherwise;
  };
  const last = limit(field.max, making.today);
  const first = limit(field.min, addDays(last, making.chance() < 0.7 ? -50 : -12000));
  const span = Math.max(0, daysBetween(first, last));
  return addDays(first, between(making.chance, 0, span));
}

function aNumber(field: Extract<Field, { kind: 'date' | 'number' | 'money' }>, making: Making): number {
  const [min, max] = [run(field.min, making), run(field.max, making)];
  const low = typeof min === 'number' ? min : 0;
  return between(making.chance, low, typeof max === 'number' ? max : low + (field.kind === 'money' ? 9_000_000 : 20));
}

function aPerson(facts: readonly Question[], making: Making, among: readonly Json[]): Json {
  const nearby = making.chance() < 0.6 ? pick(making.chance, among) : undefined;
  const found = (nearby ?? making.register.person(pick(making.chance, making.people) ?? '') ?? null) as Facts | null;
  const known = making.register.byNik(String(found?.nik ?? '')) ?? {};
  return { nik: found?.nik ?? null, ...(making.profile === 'own' ? {} : row(facts, making, known)) };
}

/** A fact of the register in the form in which a citizen answers it. */
export function factAnswer(field: Field, fact: Json): Json {
  if (field.kind === 'place') return { code: fact };
  if (field.kind === 'choice' && typeof fact === 'boolean') return fact ? 'yes' : 'no';
  if (field.kind !== 'group' || !Array.isArray(fact)) return fact;
  return (fact as readonly Facts[]).map(
    (one): Json =>
      Object.fromEntries(field.questions.map((each) => [each.id, factAnswer(each.field, one[each.id] ?? null)])),
  );
}

function row(questions: readonly Question[], making: Making, known: Facts = {}): Facts {
  const asked = questions.filter(({ only }) => !only || only.includes(making.profile));
  const answer = ({ id, field, optional }: Question): Json => {
    if (known[id] !== undefined) return factAnswer(field, known[id] ?? null);
    return optional && making.chance() < 0.4 ? null : makeAnswer(field, making);
  };
  const answers = asked.map((question) => [question.id, answer(question)] as const);
  return Object.fromEntries(answers.filter(([, value]) => value !== null));
}

const membersIn = (making: Making): readonly { readonly [key: string]: Value }[] => {
  const family = making.names.family;
  const members = typeof family === 'object' && family !== null && 'members' in family ? family.members : [];
  return Array.isArray(members) ? (members as readonly { readonly [key: string]: Value }[]) : [];
};

/** A plausible answer of this kind, within its own limits where they are known. */
export function makeAnswer(field: Field, making: Making): Json {
  const { chance } = making;
  const members = membersIn(making).map((member): Json => ({ nik: textAt(member, 'nik') }));
  switch (field.kind) {
    case 'date':
      return aDate(field, making);
    case 'number':
    case 'money':
      return aNumber(field, making);
    case 'choice':
    case 'code':
      return pick(chance, field.options)?.code ?? null;
    case 'choices':
      return field.options.filter(() => chance() < 0.5).map(({ code }) => code);
    case 'place':
      return { code: field.level === 'village' ? '32.76.01.1006' : '32.76', name: 'Kota Depok' };
    case 'address':
      return { village: '32.76.01.1006', street: 'Jalan Mawar 1', rt: '001', rw: '002' };
    case 'office': {
      const within = run(field.within, making);
      return {
        kind: field.office,
        region: typeof within === 'string' ? within : '32.76',
        code: 'k1',
        name: 'Kantor contoh',
      };
    }
    case 'appointment':
      return anAppointment(
        { slot: '0198f000-0000-7000-8000-000000000001' },
        officeIn(run(field.at, making)),
        making.today,
      );
    case 'person':
      return aPerson(field.facts, making, members);
    case 'familyMember': {
      const among = run(field.of, making);
      const list = Array.isArray(among)
        ? (among as readonly Value[]).map((one): Json => ({ nik: textAt(one, 'nik') }))
        : members;
      return pick(chance, list) ?? null;
    }
    case 'familyMembers':
      return members.filter(() => chance() < 0.5);
    case 'family':
      return { of: pick(chance, field.of) ?? '', ...(making.profile === 'own' ? {} : row(field.facts, making)) };
    case 'group':
      return Array.from(
        { length: field.over ? 12 : between(chance, Math.max(1, field.min), Math.min(5, field.max)) },
        () => row(field.questions, making),
      );
    default:
      return simple[field.kind]?.(chance) ?? null;
  }
}

const aNik = (chance: Chance): string =>
  `997601${two(between(chance, 1, 28))}0190${String(between(chance, 1, 9999)).padStart(4, '0')}`;
const simple: Readonly<Partial<Record<Field['kind'], (chance: Chance) => Json>>> = {
  personName: (chance) => pick(chance, names) ?? '',
  nik: aNik,
  kk: aNik,
  phone: () => '+6281234567890',
  time: (chance) => `${two(between(chance, 0, 23))}:${two(between(chance, 0, 59))}`,
  text: (chance) => `Contoh ${between(chance, 1, 999)}`,
  longText: () => 'Keterangan contoh.',
  consent: () => true,
  declaration: () => true,
  file: (chance) => ({ id: `berkas-${between(chance, 1, 9999)}`, name: 'contoh.pdf' }),
};
