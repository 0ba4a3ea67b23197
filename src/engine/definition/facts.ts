import type { Compiled } from '../feel/index.ts';
import type { Field, Page, Profile, Question } from './model.ts';
import { profiles } from './model.ts';
import type { Fact, World } from './world-model.ts';

type Kind = 'person' | 'family';
type Facts = Readonly<Record<string, Fact>>;

/** The facts to ask so that those read are known: an age follows from a date of birth. */
function askedFor(facts: Facts, read: Iterable<string>, known: readonly string[]): readonly string[] {
  const asked = new Set<string>();
  const visit = (name: string): void => {
    const fact = facts[name];
    if (!fact || known.includes(name)) return;
    if (fact.ask) asked.add(name);
    for (const source of fact.from ?? []) visit(source);
  };
  for (const name of read) visit(name);
  return Object.keys(facts).filter((name) => asked.has(name));
}

function question(id: string, fact: Fact, line: string, only: readonly Profile[]): readonly Question[] {
  if (!fact.ask) return [];
  const { field, label, optional } = fact.ask;
  return [{ id, field, label, optional, secrecy: fact.secrecy, only, line }];
}

const others: readonly Profile[] = profiles.filter((profile) => profile !== 'own');

/** What of this name is read, one level deep: `mother.spouseNik` gives `spouseNik`. */
const below = (reads: readonly string[], name: string): readonly string[] =>
  reads.filter((read) => read.startsWith(`${name}.`)).map((read) => read.slice(name.length + 1).split('.')[0] ?? '');

/** Which registers leave this fact unknown. */
const unknownIn = (world: World, kind: Kind, name: string): readonly Profile[] =>
  others.filter((profile) => !world.known[profile][kind].includes(name));

function questionsFor(
  world: World,
  kind: Kind,
  prefix: string,
  read: readonly string[],
  always: readonly string[],
  line: string,
): readonly Question[] {
  const facts = world[kind];
  return askedFor(facts, read, always).flatMap((name) => {
    const fact = facts[name];
    const only = unknownIn(world, kind, name);
    return fact && only.length > 0 ? question(prefix + name, fact, line, only) : [];
  });
}

/** Facts about members of the own family that something reads, under whatever name they go: also as the one that a row is about. */
function memberReads(pages: readonly Page[], reads: readonly string[]): readonly string[] {
  const questions = pages.flatMap((page) => page.questions);
  const chosen = questions.flatMap(({ id, field }) => {
    if (field.kind === 'familyMember' || field.kind === 'familyMembers') return [id];
    return field.kind === 'group' && field.over ? [`${id}.item`] : [];
  });
  return [
    ...below(reads, 'family.members'),
    ...below(reads, 'family.head'),
    ...chosen.flatMap((id) => below(reads, id)),
  ];
}

/** A person of a family whose register tells nothing: a row with what rules must know. */
function membersQuestion(
  world: World,
  pages: readonly Page[],
  reads: readonly string[],
  line: string,
): readonly Question[] {
  const choosing = pages.some((page) =>
    page.questions.some(({ field }) => field.kind === 'familyMember' || field.kind === 'familyMembers'),
  );
  const used =
    choosing ||
    reads.some(
      (read) =>
        read === 'family.members' ||
        read === 'family.head' ||
        read.startsWith('family.members.') ||
        read.startsWith('family.head.'),
    );
  if (!used) return [];
  const rows = questionsFor(world, 'person', '', ['nik', 'name', 'shdk', ...memberReads(pages, reads)], [], line);
  const field: Field = { kind: 'group', min: 1, max: 20, questions: rows.map(({ only: _, ...row }) => row) };
  const label = { id: 'Semua anggota keluarga di KK Anda', en: 'Everybody on your family card' };
  return [{ id: 'family.members', field, label, optional: false, secrecy: 'usual', only: others, line }];
}

/**
 * The page that stands first where the register does not supply what the definition reads: typed questions about applicant, subject, family.
 * @param reads dotted names read by anything
 */
export function factPages(
  world: World,
  pages: readonly Page[],
  reads: readonly string[],
  names: readonly string[],
  line: string,
): readonly Page[] {
  const proven = ['nik', 'name'];
  const applicant = questionsFor(world, 'person', 'applicant.', below(reads, 'applicant'), proven, line);
  const subject = names.includes('subject')
    ? questionsFor(world, 'person', 'subject.', below(reads, 'subject'), proven, line)
    : [];
  const family = names.includes('family')
    ? questionsFor(world, 'family', 'family.', below(reads, 'family'), [], line)
    : [];
  const members = names.includes('family') ? membersQuestion(world, pages, reads, line) : [];
  const questions = [...applicant, ...subject, ...family, ...members];
  if (questions.length === 0) return [];
  return [
    {
      id: 'data',
      title: { id: 'Data Anda', en: 'Your data' },
      together: false,
      kind: 'questions',
      questions,
      only: others,
      line,
    },
  ];
}

/** Gives each question about a person or family the questions to ask beside it. */
export function withFacts(world: World, pages: readonly Page[], reads: readonly string[]): readonly Page[] {
  const extend = ({ field, ...rest }: Question): Question => {
    const { id, line } = rest;
    const its = whereReads(field);
    if (field.kind === 'person') {
      const read = ['name', ...below(reads, id), ...its];
      return { ...rest, field: { ...field, facts: questionsFor(world, 'person', '', read, ['nik'], line) } };
    }
    if (field.kind === 'family')
      return {
        ...rest,
        field: { ...field, facts: questionsFor(world, 'family', '', ['kk', ...below(reads, id)], [], line) },
      };
    return { ...rest, field };
  };
  return pages.map((page) => ({ ...page, questions: page.questions.map(extend) }));
}

const whereReads = (field: Field): readonly string[] => {
  const where: Compiled | undefined = 'where' in field ? field.where : undefined;
  return below(where?.reads ?? [], 'it');
};
